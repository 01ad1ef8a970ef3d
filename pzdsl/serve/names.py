"""The names of models: which patient of which specification is meant."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import parse_qsl

from pzdsl.serve.problems import Problem

_NAME = re.compile(r"(?P<spec>[A-Za-z_][A-Za-z0-9_]{0,99})(?::(?P<number>[0-9]{1,9}))?(?:\?(?P<query>[^?#]{0,200}))?")
_NUMBER = re.compile(r"-?[0-9]{1,18}")
LARGEST_NUMBER = 999_999_999


@dataclass(frozen=True, slots=True)
class PatientName:
    """One patient: a specification, the seed of the cohort, and the number in it."""

    spec: str
    seed: int
    number: int

    def __str__(self) -> str:
        return f"{self.spec}:{self.number}?seed={self.seed}"


def parse_name(text: object, specs: Collection[str], seed: int) -> PatientName:
    """Read `SPEC`, `SPEC:NUMBER` or `SPEC:NUMBER?seed=SEED`.

    Args:
        text: What the client sent as `model`.
        specs: The specifications that are served.
        seed: The seed where none is named.

    Raises:
        Problem: it is no text (400), or names nobody here (404).
    """
    match = _NAME.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        shown = ", ".join(sorted(specs)[:20])
        words = f"`model` names a patient: SPEC, SPEC:NUMBER or SPEC:NUMBER?seed=SEED, where SPEC is one of {shown}"
        raise Problem(404 if isinstance(text, str) else 400, words, param="model", code="model_not_found")
    number = int(match["number"] or 0)
    for key, value in parse_qsl(match["query"] or "", keep_blank_values=True):
        if key not in ("seed", "number") or _NUMBER.fullmatch(value) is None:
            raise Problem(400, "after `?` stands seed=NUMBER", param="model")
        if key == "seed":
            seed = int(value)
        else:
            number = int(value)
    if not 0 <= number <= LARGEST_NUMBER:
        raise Problem(400, f"patients are numbered from 0 to {LARGEST_NUMBER}", param="model")
    if match["spec"] not in specs:
        shown = ", ".join(sorted(specs)[:20])
        raise Problem(404, f"there is no patient of `{match['spec']}` here; there is {shown}", param="model",
                      code="model_not_found")  # fmt: skip
    return PatientName(match["spec"], seed, number)
