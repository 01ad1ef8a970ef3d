"""`Claim`: one checkable statement of a sentence; `Problem`: what is wrong with a text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["age", "sex", "number", "unit", "duration", "dose", "severity", "side", "negation", "family", "category"]


@dataclass(frozen=True, slots=True)
class Span:
    """A number or a range of numbers as said: the true value lies in [low, high] if the claim holds."""

    low: float
    high: float
    said: float  # the number itself, or the middle of a range
    unit: str | None = None
    exact: bool = False  # neither rounded by a word (`about`) nor bounded (`over`)


@dataclass(frozen=True, slots=True)
class DoseSaid:
    """A strength, how often a day, and whether the strength is the whole day's."""

    amount: float | None
    unit: str | None
    per_day: float | None
    a_day: bool = False


@dataclass(frozen=True, slots=True)
class Relatives:
    """Who of the family; empty: anybody."""

    who: frozenset[str]
    everyone: bool = False  # "neither parent": a denial for each of them
    present: bool = True


Value = bool | str | Span | DoseSaid | Relatives | frozenset[str]


@dataclass(frozen=True, slots=True)
class Claim:
    """What a sentence says of one fact, or of any one of several that share a word."""

    kind: Kind
    names: tuple[str, ...]
    value: Value
    text: str  # the words it was read from
    given: tuple[str, ...] = ()  # only meant of the patient if these facts hold


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a text: a claim that the facts contradict, or a fact that is not told."""

    kind: str
    verdict: Literal["contradicted", "missing"]
    sentence: str
    claim: str
    fact: str
    expected: str
    found: str

    def __str__(self) -> str:
        if self.verdict == "missing":
            return f"{self.fact} is missing: {self.expected}"
        return f"{self.kind} of {self.fact}: expected {self.expected}, found {self.found} in “{self.sentence}”"
