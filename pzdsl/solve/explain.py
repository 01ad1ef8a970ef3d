"""What the exact engine made of a plan: which rules were folded, which are tried on patients, and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from pzdsl.plan.expression import Expr
from pzdsl.plan.plan import Plan
from pzdsl.samples.keyed import places_of
from pzdsl.samples.recipe import recipe_of
from pzdsl.samples.reject import sieves_of
from pzdsl.solve.draw import Solved
from pzdsl.solve.query import Estimate, share_of

Exactness = Literal["exact", "corrected", "conditional rejection"]
_DRAWS = 20_000


@dataclass(frozen=True, slots=True)
class Explanation:
    """How a plan is solved.

    `exact`: no draw is rejected; `corrected`: tables bound every rule, and whole records are accepted by the exact
    ratio; `conditional rejection`: some rules read what has no table, and whole records are rejected within the rest.
    None of them is biased.
    """

    exactness: Exactness
    probability: tuple[float, float]  # between which numbers P(all rules) under the priors lies
    acceptance: Estimate  # share of the engine's draws that become patients
    folded: tuple[str, ...]
    corrected: tuple[str, ...]
    bounded: tuple[str, ...]  # variables whose laws are bounds in the tables
    left: tuple[tuple[str, str], ...]  # rules, and why they were not folded
    tables: int
    largest_table: tuple[tuple[str, ...], int]


def explain(plan: Plan, where: Expr | None = None) -> Explanation:
    """What was folded and what was not, and how many draws that costs."""
    recipe = recipe_of(plan, 0)
    with np.errstate(all="ignore"):
        solved = Solved(recipe, sieves_of(recipe, constraints=True, where=where))
        folded = solved.folded
        if folded.is_exact:
            accepted = Estimate(1.0, 0.0, "exact")
        else:
            ids = np.arange(_DRAWS)
            accepted = share_of(solved.run(places_of(ids, np.zeros_like(ids))).size, _DRAWS)
    conditionals = folded.elimination.conditionals
    largest = max(conditionals, key=lambda c: c.table.size, default=None)
    return Explanation(
        exactness="exact" if folded.is_exact else "conditional rejection" if folded.left else "corrected",
        probability=(folded.lowest, min(folded.probability, 1.0)),
        acceptance=accepted,
        folded=_names(sieve.name for sieve in folded.folded),
        corrected=_names(sieve.name for sieve in folded.corrected),
        bounded=folded.bounded,
        left=tuple(dict.fromkeys((left.sieve.name, left.why) for left in folded.left)),
        tables=len(conditionals),
        largest_table=((), 0) if largest is None else ((*largest.given, largest.name), int(largest.table.size)),
    )


def _names(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
