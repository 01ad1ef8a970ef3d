"""`Plan`: everything that drawing, checking and telling a patient needs, as data; no files, no source text.

Variables stand in an order in which each comes after its parents. What is drawn for a part of something
(`polyuria.severity`, `metformin.since`) is a variable of its own, defined only where its owner is true.
"""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from pydantic import Field

from pzdsl.plan.expression import Expr, Frozen
from pzdsl.plan.law import Cite, Interval, Law, Place, Row

FORMAT: Literal[1] = 1


class Category(Frozen):
    """One category of a type: its name, and what people read."""

    name: str
    label: str


class Reference(Frozen):
    """A reference band: an interval in the exam's unit, or a category (`negative`, `false`)."""

    band: Interval | str
    when: Expr | None = None
    cites: tuple[Cite, ...] = ()


class AlsoIn(Frozen):
    """A second unit, by the analyte's own formula over the exam's own value."""

    unit: str
    expr: Expr
    cites: tuple[Cite, ...] = ()


class Dose(Frozen):
    """`500 mg` `twice daily`."""

    amount: float
    unit: str | None
    frequency: str


class CodeRef(Frozen):
    """A code in a system: ICD10CM, LOINC, RXNORM, …"""

    system: str
    value: str


Stage = Literal["attribute", "course", "symptom", "exam"]
Role = Literal["attribute", "symptom", "exam", "course", "part", "case"]
ValueType = Literal["number", "count", "boolean", "category"]


class Variable(Frozen):
    """One thing that is drawn.

    `role`: `attribute`, `symptom`, `exam` as declared; `part` belongs to `part_of` (its `part` says which); `course`
    for `phase`, `PHASE.lasts`, `phase_share`, `phase_time`, `course_time`; `case` for the hidden boolean of the
    prevalence. Columns: bool for booleans, int8 positions in `categories` for categories, float64 for numbers and
    counts, in `unit` (UCUM, or years, months, weeks, days, hours, minutes).
    """

    name: str
    label: str
    stage: Stage
    role: Role
    type: ValueType
    law: Law
    parents: tuple[str, ...] = ()
    side_reads: tuple[str, ...] = ()  # what `missing` and `ordered when` read
    dimension: str | None = None
    type_name: str | None = None
    categories: tuple[Category, ...] = ()
    ordered: bool = False
    unit: str | None = None
    low: float | None = None
    high: float | None = None
    high_open: bool = False
    precision: float | None = None  # a count has 1
    part_of: str | None = None
    part: str | None = None
    cap: str | None = None  # the value is in (0, cap]; equal to it where the law leaves nothing below
    hidden: bool = False  # never shown: `case`, `phase_share`
    missing: Law | None = None
    ordered_when: Expr | None = None
    references: tuple[Reference, ...] = ()
    criticals: tuple[Reference, ...] = ()
    also: tuple[AlsoIn, ...] = ()
    kind: str | None = None  # medication, allergy, condition, procedure, habit
    lay: tuple[str, ...] = ()
    codes: tuple[CodeRef, ...] = ()
    known_to: tuple[str, ...] = ()
    disclosed: Literal["at opening", "when asked", "when asked exactly"] = "when asked"
    dose: Dose | None = None
    panel: str | None = None
    library: str | None = None  # where it was included from
    at: Place
    written: str  # the law as its author wrote it
    cites: tuple[Cite, ...] = ()


class Rule(Frozen):
    """A hard or soft constraint, or a condition of the cohort. `soft` is None or a probability."""

    name: str
    expr: Expr
    message: str | None = None  # with {variable}
    soft: float | None = None
    library: str | None = None
    at: Place
    written: str
    cites: tuple[Cite, ...] = ()


class StratumBy(Frozen):
    """One variable of a stratification or a hold, with its bands if it is numeric."""

    variable: str
    bands: tuple[Interval, ...] = ()


class Hold(Frozen):
    """`hold A by B`: to be honoured by the exact engine."""

    held: tuple[StratumBy, ...]
    by: tuple[StratumBy, ...] = ()
    rows: tuple[Row, ...] = ()
    at: Place
    written: str
    cites: tuple[Cite, ...] = ()


class Phase(Frozen):
    """One phase of the course."""

    name: str
    label: str


class Correlation(Frozen):
    """Between two exams of a panel, of the normal scores."""

    left: str
    right: str
    value: float = Field(gt=-1, lt=1)
    cites: tuple[Cite, ...] = ()


class Panel(Frozen):
    """Exams that are ordered, and may be drawn, together."""

    name: str
    label: str
    exams: tuple[str, ...]
    correlations: tuple[Correlation, ...] = ()


class Proxy(Frozen):
    """Who speaks for the patient, and when."""

    speaker: str
    when: Expr


class OutlineEntry(Frozen):
    """One heading of the standard outline."""

    name: str
    texts: tuple[str, ...]
    cites: tuple[Cite, ...] = ()


class Phrases(Frozen):
    """Predicates for the renderer. `key`: `opening` or a variable; `value`: a category, `true`, `false`, or None."""

    key: str
    value: str | None = None
    texts: tuple[str, ...]


class SourceInfo(Frozen):
    """A source, with its fields as written (title, year, doi, url, …)."""

    fields: dict[str, str]
    library: str | None = None


Value = float | bool | str


class ExpectAccepted(Frozen):
    """Some completion of the givens has positive probability."""

    expect: Literal["accepted"] = "accepted"


class ExpectRejected(Frozen):
    """None has, and `by` (a constraint, or a variable for its own support) with the supports excludes all."""

    expect: Literal["rejected"] = "rejected"
    by: str


class ExpectProbability(Frozen):
    """A probability in [low, high]."""

    expect: Literal["probability"] = "probability"
    event: Expr
    given: Expr | None = None
    as_written: bool = False
    low: float
    high: float


class ExpectStatistic(Frozen):
    """A mean or quantile in [low, high]."""

    expect: Literal["statistic"] = "statistic"
    statistic: Literal["mean", "quantile"]
    variable: str
    level: float | None = None
    given: Expr | None = None
    low: float
    high: float


class ExpectUnreachable(Frozen):
    """A probability of 0."""

    expect: Literal["unreachable"] = "unreachable"
    event: Expr


class Test(Frozen):
    """A `test` block: values given, then what is expected of them."""

    title: str
    given: dict[str, Value] = Field(default_factory=dict)
    expects: tuple[ExpectAccepted | ExpectRejected | ExpectProbability | ExpectStatistic | ExpectUnreachable, ...]
    at: Place


class Plan(Frozen):
    """One compiled specification."""

    format: Literal[1] = FORMAT
    compiler: str  # `pzdsl 0.1.0`
    kind: Literal["disease", "library"] = "disease"
    name: str
    label: str
    status: str = "draft"
    reviewed: str | None = None
    specialty: str | None = None
    codes: tuple[CodeRef, ...] = ()
    also_called: tuple[str, ...] = ()
    files: dict[str, str]  # every text that went in, with its sha256 over canonical, comment-free form
    variables: tuple[Variable, ...]
    prevalence: str | None = None  # the name of the hidden boolean, if there is one
    cohort: tuple[Rule, ...] = ()
    constraints: tuple[Rule, ...] = ()
    holds: tuple[Hold, ...] = ()
    stratify: tuple[StratumBy, ...] = ()
    phases: tuple[Phase, ...] = ()
    panels: tuple[Panel, ...] = ()
    proxies: tuple[Proxy, ...] = ()
    outline: tuple[OutlineEntry, ...] = ()
    narrative: tuple[Phrases, ...] = ()
    sources: dict[str, SourceInfo] = Field(default_factory=dict)
    tests: tuple[Test, ...] = ()

    def variable(self, name: str) -> Variable:
        """The variable of that name; KeyError if there is none."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Variable]:
        return {v.name: v for v in self.variables}
