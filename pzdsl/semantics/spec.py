"""`Spec`: a specification whose names are resolved. Laws and conditions stay the author's own tree nodes.

What belongs to a variable (`polyuria.severity`, `metformin.since`, `silent.lasts`) is a variable of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from pzdsl.diagnostics import Source, Span
from pzdsl.semantics.units import Unit
from pzdsl.syntax import tree


@dataclass(frozen=True, slots=True)
class Category:
    """One category and what people read for it."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Categorical:
    """A type with named categories; `name` is None where the categories come from the law itself."""

    name: str | None
    categories: tuple[Category, ...]
    ordered: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The categories' names, in order."""
        return tuple(c.name for c in self.categories)


@dataclass(frozen=True, slots=True)
class Boolean:
    """True or false."""


@dataclass(frozen=True, slots=True)
class Numeric:
    """A number or a count, in a declared unit, within a declared range, on a grid if it has a precision."""

    unit: Unit | None
    low: Decimal | None = None
    high: Decimal | None = None
    high_open: bool = False
    count: bool = False
    precision: Decimal | None = None
    also: tuple[str, ...] = ()

    @property
    def step(self) -> Decimal | None:
        """The grid's step: 1 for a count."""
        return Decimal(1) if self.count and self.precision is None else self.precision


ValueType = Boolean | Categorical | Numeric

SEVERITY = Categorical("severity", tuple(Category(n, n) for n in ("mild", "moderate", "severe")), True)
STAGES = ("attribute", "course", "symptom", "exam")
Stage = Literal["attribute", "course", "symptom", "exam"]
Role = Literal["attribute", "symptom", "exam", "course", "part", "case"]


@dataclass(frozen=True, slots=True)
class Home:
    """The file a declaration stands in: whose sources its citations name. `name` is "" for the spec itself."""

    name: str
    source: Source = field(compare=False, repr=False)
    sources: dict[str, tree.SourceDef] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Clock:
    """The law of `phase_time` (`phase`) and `course_time` (`course`)."""

    what: Literal["phase", "course"]


Law = tree.Prior | tree.Derived | tree.DerivedTable | Clock


@dataclass(frozen=True, slots=True)
class Variable:
    """One thing that is drawn."""

    name: str
    label: str
    stage: Stage
    role: Role
    type: ValueType
    law: Law
    home: Home
    span: Span
    dimension: str | None = None
    options: tuple[tree.Option, ...] = ()
    part_of: str | None = None
    part: str | None = None
    cap: str | None = None
    hidden: bool = False
    panel: str | None = None
    law_home: Home | None = None  # whose sources the law cites, where it was taken by `prior from`

    @property
    def library(self) -> str | None:
        """The library it was included from, if it was."""
        return self.home.name or None


@dataclass(frozen=True, slots=True)
class Rule:
    """A constraint, or a condition of the cohort, with the home of its citations."""

    name: str
    condition: tree.Expr
    home: Home
    span: Span
    soft: tree.Share | None = None
    message: tree.Text | None = None
    cites: tuple[tree.Cite, ...] = ()


@dataclass(frozen=True, slots=True)
class HeldMargin:
    """A hold with its home."""

    node: tree.Hold
    home: Home


@dataclass(frozen=True, slots=True)
class NarrativePhrases:
    """Phrases with the home they come from."""

    node: tree.Phrases
    home: Home


@dataclass(frozen=True, slots=True)
class Spec:
    """A whole specification or library, names resolved, included declarations copied in."""

    file: tree.SpecTree
    home: Home
    types: dict[str, Categorical]
    variables: dict[str, Variable]  # in declared order
    cohort: tuple[Rule, ...]
    constraints: tuple[Rule, ...]
    holds: tuple[HeldMargin, ...]
    narrative: tuple[NarrativePhrases, ...]
    phases: tuple[tree.Phase, ...]
    panels: tuple[tree.Panel, ...]
    prevalence: str | None
    homes: dict[str, Home]  # of everything that went in, by name
    texts: dict[str, Source]  # the same, for the artefact's hashes
    broken: frozenset[str] = frozenset()  # names whose declaration failed: what reads them is no second mistake
    torn: tuple[Span, ...] = ()  # where the text itself did not parse
