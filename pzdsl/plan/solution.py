"""How a plan is solved, as data: what an artefact and a manifest say of it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from pzdsl.plan.expression import Frozen

Exactness = Literal["exact", "corrected", "conditional rejection"]


class LeftOver(Frozen):
    """A rule that was not folded, and why."""

    rule: str
    why: str


class Solution(Frozen):
    """What the exact engine made of a plan.

    `exact`: no draw is rejected. `corrected`: tables bound every rule, and whole records are accepted by the exact
    ratio. `conditional rejection`: some rules read what has no table, and whole records are rejected within the rest.
    The law is the same in all three. `acceptance`: the share of the engine's draws that become patients, as predicted,
    to four digits.
    """

    exactness: Exactness
    acceptance: float = Field(ge=0, le=1)
    folded: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()
    left: tuple[LeftOver, ...] = ()
