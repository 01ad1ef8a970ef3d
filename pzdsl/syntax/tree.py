"""The typed tree of a `.pz` text: frozen nodes, each with its span, spans left out of comparison.

Numbers are `Decimal` as written; units are as written (`mg/dL`, or a time word in the plural). Names are
unresolved. Nothing here knows what a name means.
"""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, dataclass, fields
from decimal import Decimal
from typing import Literal, TypeVar, dataclass_transform

from pzdsl.diagnostics import Span

_Class = TypeVar("_Class")


@dataclass_transform(eq_default=False, kw_only_default=True, frozen_default=True)
def node(cls: type[_Class]) -> type[_Class]:
    """A frozen dataclass whose methods are those of `Node`: generating six for each of 100 classes takes 80 ms."""
    return dataclass(init=False, eq=False, repr=False, slots=True, kw_only=True)(cls)


@node
class Node:
    """Anything with a place in the text. Two nodes are equal when all but their places is."""

    span: Span

    def __init__(self, **values: object) -> None:
        layout = _layout(type(self))
        for name, default in layout.items():
            value = values.get(name, default)
            if value is MISSING:
                raise TypeError(f"{type(self).__name__} needs `{name}`")
            object.__setattr__(self, name, value)
        if not values.keys() <= layout.keys():
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(values.keys() - layout.keys()))}")

    def __setattr__(self, name: str, value: object) -> None:
        raise FrozenInstanceError(f"cannot assign to `{name}`")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"cannot delete `{name}`")

    def _content(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in _layout(type(self)) if name != "span")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and isinstance(other, Node) and self._content() == other._content()

    def __hash__(self) -> int:
        return hash((type(self), self._content()))

    def __repr__(self) -> str:
        names = (name for name in _layout(type(self)) if name != "span")
        return f"{type(self).__name__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"


_LAYOUTS: dict[type[Node], dict[str, object]] = {}


def _layout(kind: type[Node]) -> dict[str, object]:
    """The fields of a kind of node with their defaults, MISSING where there is none."""
    if kind not in _LAYOUTS:
        _LAYOUTS[kind] = {field.name: field.default for field in fields(kind)}
    return _LAYOUTS[kind]


# --- small things


@node
class Name(Node):
    """An identifier or a dotted path (`us.adult`, `polyuria.severity`)."""

    text: str


@node
class Text(Node):
    """A quoted string, unescaped."""

    text: str


@node
class Cite(Node):
    """`@source [locator]`, or `assumed "why"` (then `source` is None)."""

    source: str | None
    locator: str | None = None
    assumed: str | None = None


@node
class CodeRef(Node):
    """`ICD10CM#E11.9`."""

    system: str
    value: str


@node
class Quantity(Node):
    """A signed number with an optional unit; a time word is kept in the plural (`years`)."""

    value: Decimal
    unit: str | None = None  # UCUM code without quotes, or years, months, weeks, days, hours, minutes
    is_time: bool = False  # the unit was a time word


@node
class Share(Node):
    """`35 %`: `percent` as written; `rest` is `Share(percent=None)`."""

    percent: Decimal | None


@node
class Range(Node):
    """`low to high` (closed) or `low to < high` (half-open)."""

    low: Quantity
    high: Quantity
    high_open: bool


CompareOp = Literal["<", "<=", ">", ">=", "==", "!="]


@node
class Against(Node):
    """`< 45`, `>= 126 'mg/dL'`: a one-sided band."""

    op: CompareOp
    value: Quantity


# --- expressions


@node
class Number(Node):
    """A number in an expression."""

    quantity: Quantity


@node
class Ref(Node):
    """A variable, a part of one (`polyuria.severity`), or a category where one is expected."""

    path: str


@node
class Negate(Node):
    """`-x`."""

    operand: Expr


@node
class Arithmetic(Node):
    """`a + b`, `a - b`, `a * b`, `a / b`, `a ^ b`."""

    op: Literal["+", "-", "*", "/", "^"]
    left: Expr
    right: Expr


@node
class Call(Node):
    """`min(a, b)`, `number_of(a, b, c >= 7)`."""

    function: str
    arguments: tuple[Expr, ...]


@node
class WithUnit(Node):
    """`( … ) 'u'`: gives a unit to a bare number."""

    operand: Expr
    unit: str


@node
class Magnitude(Node):
    """`x as 'u'`: the bare magnitude of a variable in that unit."""

    path: str
    unit: str
    is_time: bool = False


@node
class Compare(Node):
    """`a < b`."""

    op: CompareOp
    left: Expr
    right: Expr


@node
class Between(Node):
    """`x between a and b` (closed)."""

    operand: Expr
    low: Expr
    high: Expr


@node
class Is(Node):
    """`x is category`, `x is not category`."""

    operand: Expr
    category: Name
    negated: bool


@node
class InSet(Node):
    """`x in { a, b }`."""

    operand: Expr
    categories: tuple[Name, ...]


@node
class Not(Node):
    """`not a`."""

    operand: Expr


@node
class Junction(Node):
    """`a and b and c`, or `a or b or c`: flat, two operands or more, in written order."""

    op: Literal["and", "or"]
    operands: tuple[Expr, ...]


@node
class Implies(Node):
    """`a implies b`."""

    left: Expr
    right: Expr


Expr = (
    Number
    | Ref
    | Negate
    | Arithmetic
    | Call
    | WithUnit
    | Magnitude
    | Compare
    | Between
    | Is
    | InSet
    | Not
    | Junction
    | Implies
)


# --- laws: distributions, and tables of them


@node
class Bernoulli(Node):
    """`35 %` as the law of a boolean."""

    share: Share


@node
class Point(Node):
    """`exactly 0`, `exactly never`."""

    value: Quantity | Name


@node
class Categorical(Node):
    """`{ a: 60 %, b: rest }`."""

    shares: tuple[tuple[Name, Share], ...]


@node
class Bands(Node):
    """`bands { 0 to < 12: 13 %, 12 to < 16: rest }`: uniform within each band."""

    bands: tuple[tuple[Range, Share], ...]


@node
class Mixture(Node):
    """`mixture { 70 %: normal(…), rest: … }`."""

    parts: tuple[tuple[Share, Dist], ...]


@node
class Within(Node):
    """`within low to high`: bounds of a truncation; each end is an expression."""

    low: Expr
    high: Expr
    high_open: bool


@node
class Quantiles(Node):
    """`quantiles { 5 %: 90, 50 %: 118, 95 %: 160 } within 60 to 250`."""

    points: tuple[tuple[Share, Quantity], ...]
    within: Within | None = None


@node
class Family(Node):
    """`gamma(mean = 18, sd = 14) within …`."""

    family: Name
    arguments: tuple[tuple[Name, Expr], ...]
    within: Within | None = None


Dist = Bernoulli | Point | Categorical | Bands | Mixture | Quantiles | Family


@node
class AnyPattern(Node):
    """`any`."""


@node
class NamePattern(Node):
    """`former or current`."""

    names: tuple[Name, ...]


Pattern = AnyPattern | NamePattern | Against | Range


@node
class Row(Node):
    """`female, < 45 => lognormal(…) @source`; `otherwise` has `patterns=None`."""

    patterns: tuple[Pattern, ...] | None
    dist: Dist
    cites: tuple[Cite, ...] = ()


@node
class ColumnRow(Node):
    """`< 16, any => 3.9 % 84.6 % 0 % rest @source`."""

    patterns: tuple[Pattern, ...]
    shares: tuple[Share, ...]
    cites: tuple[Cite, ...] = ()


@node
class Plain(Node):
    """A single distribution with its citations."""

    dist: Dist
    cites: tuple[Cite, ...] = ()


@node
class Table(Node):
    """`given x, y { rows } @source`."""

    given: tuple[Name, ...]
    rows: tuple[Row, ...]
    cites: tuple[Cite, ...] = ()


@node
class ColumnTable(Node):
    """`given x, y { columns a b c … } @source`."""

    given: tuple[Name, ...]
    columns: tuple[Name, ...]
    rows: tuple[ColumnRow, ...]
    cites: tuple[Cite, ...] = ()


Value = Plain | Table | ColumnTable


@node
class OddsWhen(Node):
    """`odds 1.8 when smoking is current @b`."""

    ratio: Quantity
    condition: Expr
    cites: tuple[Cite, ...] = ()


@node
class OddsPer(Node):
    """`odds 2.1 per 10 years of age above 50 @c`."""

    ratio: Quantity
    step: Quantity
    variable: Name
    above: Quantity | None = None
    cites: tuple[Cite, ...] = ()


@node
class Prior(Node):
    """`prior VALUE odds …`."""

    value: Value
    effects: tuple[OddsWhen | OddsPer, ...] = ()


@node
class PriorFrom(Node):
    """`prior from us.behaviour.smoking`."""

    path: Name
    cites: tuple[Cite, ...] = ()


@node
class Derived(Node):
    """`derived = EXPR +- DIST @cite` (`noise_op` is `+-` or `*/`)."""

    expr: Expr
    noise_op: Literal["+-", "*/"] | None = None
    noise: Dist | None = None
    cites: tuple[Cite, ...] = ()


@node
class DerivedTable(Node):
    """`derived given x { rows }`."""

    given: tuple[Name, ...]
    rows: tuple[Row, ...]
    cites: tuple[Cite, ...] = ()


Law = Prior | PriorFrom | Derived | DerivedTable


# --- types and options


@node
class NamedType(Node):
    """A `type` by its name."""

    name: Name


@node
class NumberType(Node):
    """`number 'kg/m2' 15 to 70`."""

    unit: str | None
    is_time: bool
    range: Range | None


@node
class CountType(Node):
    """`count years 0 to 120`."""

    unit: str | None  # a time word, or None
    range: Range | None


@node
class BooleanType(Node):
    """`boolean`."""


Type = NamedType | NumberType | CountType | BooleanType

Band = Against | Range | Name  # what `reference` and `critical` take

PartName = Literal[
    "severity", "trend", "onset", "lasts", "site", "side", "character", "episodes", "worse", "better", "since"
]


@node
class KnownTo(Node):
    """`known to patient, clinician`."""

    who: tuple[Name, ...]


@node
class Disclosed(Node):
    """`disclosed at opening`, `when asked`, `when asked exactly`."""

    how: Literal["at opening", "when asked", "when asked exactly"]


@node
class Kind(Node):
    """`kind medication`."""

    name: Name


@node
class Lay(Node):
    """`lay "…", "…"`."""

    phrases: tuple[Text, ...]


@node
class Missing(Node):
    """`missing 4 %`."""

    value: Value


@node
class Codes(Node):
    """`code LOINC#4548-4, …`."""

    codes: tuple[CodeRef, ...]


@node
class Precision(Node):
    """`precision 0.1`."""

    step: Quantity


@node
class Reference(Node):
    """`reference 70 to < 100 when sex is male @ada`."""

    band: Band
    condition: Expr | None = None
    cites: tuple[Cite, ...] = ()


@node
class Critical(Node):
    """`critical > 500 @lab`."""

    band: Band
    cites: tuple[Cite, ...] = ()


@node
class AlsoIn(Node):
    """`also in 'mmol/mol' = EXPR @cite`."""

    unit: str
    expr: Expr
    cites: tuple[Cite, ...] = ()


@node
class Ordered(Node):
    """`ordered when EXPR`."""

    condition: Expr
    cites: tuple[Cite, ...] = ()


@node
class Part(Node):
    """`severity VALUE`, `worse with VALUE`, `since VALUE` …: a drawn part."""

    part: PartName
    value: Value


@node
class Dose(Node):
    """`dose 500 'mg' "twice daily"`."""

    amount: Quantity
    frequency: Text


@node
class Chronic(Node):
    """`chronic`: onset may precede the course."""


Option = (
    KnownTo
    | Disclosed
    | Kind
    | Lay
    | Missing
    | Codes
    | Precision
    | Reference
    | Critical
    | AlsoIn
    | Ordered
    | Part
    | Dose
    | Chronic
)


# --- declarations


@node
class CategoryDef(Node):
    """One category of a type, with an optional label."""

    name: Name
    label: Text | None = None


@node
class TypeDef(Node):
    """`type severity = ordered mild | moderate | severe`."""

    name: Name
    ordered: bool
    categories: tuple[CategoryDef, ...]


@node
class Variable(Node):
    """`attribute`, `symptom` or `exam`; a symptom without a type is boolean (`type=None`)."""

    role: Literal["attribute", "symptom", "exam"]
    name: Name
    label: Text | None
    type: Type | None
    law: Law
    options: tuple[Option, ...] = ()


@node
class Without(Node):
    """`without NAME because …` after an include."""

    name: Name
    reason: Text | None = None
    cites: tuple[Cite, ...] = ()


@node
class Include(Node):
    """`include us.adult { age, sex }`; no names brings the rules alone."""

    library: Name
    names: tuple[Name, ...]
    without: tuple[Without, ...] = ()


@node
class Called(Node):
    """`also called "…", "…"`."""

    names: tuple[Text, ...]


@node
class Specialty(Node):
    """`specialty endocrinology`."""

    name: Name


@node
class Status(Node):
    """`status draft`, or `status reviewed 2026-05-01 by "NAME"`."""

    state: Name
    date: str | None = None
    reviewer: Text | None = None


@node
class SourceDef(Node):
    """`source ada2024 { title: "…" doi: "…" }`; field values as text."""

    name: Name
    fields: tuple[tuple[Name, Text], ...]


@node
class OutlineEntry(Node):
    """`risk_factors: ["…", "…"] @cite`; `is_list` says whether it was written as a list."""

    name: Name
    texts: tuple[Text, ...]
    is_list: bool
    cites: tuple[Cite, ...] = ()


@node
class Outline(Node):
    """`outline { … }`."""

    entries: tuple[OutlineEntry, ...]


@node
class Prevalence(Node):
    """`prevalence given age, sex { … }`."""

    value: Value


@node
class CohortRule(Node):
    """`require EXPR because @cite` inside a cohort."""

    condition: Expr
    cites: tuple[Cite, ...] = ()


@node
class Cohort(Node):
    """`cohort { … }`."""

    rules: tuple[CohortRule, ...]


@node
class Dimension(Node):
    """`dimension biological { attribute … }`."""

    name: Name
    members: tuple[Variable | TypeDef, ...]


@node
class Constraint(Node):
    """`soft 95 % constraint NAME { require EXPR message "…" because @cite }`."""

    name: Name
    condition: Expr
    soft: Share | None = None
    message: Text | None = None
    cites: tuple[Cite, ...] = ()


@node
class Stratum(Node):
    """`age in { 18 to < 45, >= 65 }` in a hold or a stratification; no bands for a category."""

    variable: Name
    bands: tuple[Range | Against, ...] = ()


@node
class Hold(Node):
    """`hold A, B by C { rows } @source`."""

    held: tuple[Stratum, ...]
    by: tuple[Stratum, ...] = ()
    rows: tuple[Row, ...] = ()
    cites: tuple[Cite, ...] = ()


@node
class Stratify(Node):
    """`stratify by age in { … }, sex`."""

    strata: tuple[Stratum, ...]


@node
class Phase(Node):
    """`phase NAME "label" after NAME lasts VALUE`."""

    name: Name
    label: Text | None
    after: Name | None
    lasts: Value
    options: tuple[Option, ...] = ()


@node
class PresentsIn(Node):
    """`presents in VALUE`."""

    value: Value


@node
class Course(Node):
    """`course { … }`."""

    members: tuple[Phase | PresentsIn, ...]


@node
class Symptoms(Node):
    """`symptoms { … }`."""

    members: tuple[Variable | TypeDef, ...]


@node
class Correlation(Node):
    """`correlation a, b 0.9 @source`."""

    left: Name
    right: Name
    value: Quantity
    cites: tuple[Cite, ...] = ()


@node
class Panel(Node):
    """`panel lipids "Lipids" { exam … correlation … }`."""

    name: Name
    label: Text | None
    exams: tuple[Variable, ...]
    correlations: tuple[Correlation, ...] = ()


@node
class Exams(Node):
    """`exams { … }`."""

    members: tuple[Variable | Panel | TypeDef, ...]


@node
class Proxy(Node):
    """`spoken for by caregiver when EXPR`."""

    speaker: Name
    condition: Expr


@node
class Phrases(Node):
    """`smoking is current: ["…"]`, `not pregnant: ["…"]`, `opening: ["…"]` in a narrative."""

    name: Name
    category: Name | None
    negated: bool
    texts: tuple[Text, ...]


@node
class Narrative(Node):
    """`narrative { … }`."""

    phrases: tuple[Phrases, ...]


@node
class Given(Node):
    """`given age = 18 years, smoking = current` in a test; `true` and `false` are names."""

    bindings: tuple[tuple[Name, Quantity | Name], ...]


@node
class ExpectAccepted(Node):
    """`expect accepted`."""


@node
class ExpectRejected(Node):
    """`expect rejected by NAME`."""

    by: Name


@node
class ExpectProbability(Node):
    """`expect P(A given B) as written from 8 % to 40 %`."""

    event: Expr
    given: Expr | None
    as_written: bool
    low: Share
    high: Share


@node
class ExpectStatistic(Node):
    """`expect mean(x given B) from a to b`, `expect quantile(x, 90 % given B) from a to b`."""

    statistic: Name
    variable: Name
    level: Share | None
    given: Expr | None
    low: Quantity
    high: Quantity


@node
class ExpectUnreachable(Node):
    """`expect unreachable EXPR`."""

    event: Expr


Expect = ExpectAccepted | ExpectRejected | ExpectProbability | ExpectStatistic | ExpectUnreachable


@node
class Test(Node):
    """`test "…" { given … expect … }`."""

    title: Text
    members: tuple[Given | Expect, ...]


@node
class CodesDecl(Node):
    """`code ICD10CM#E11.9` on the spec itself."""

    codes: tuple[CodeRef, ...]


Declaration = (
    Include
    | CodesDecl
    | Called
    | Specialty
    | Status
    | SourceDef
    | TypeDef
    | Outline
    | Prevalence
    | Cohort
    | Dimension
    | Constraint
    | Hold
    | Stratify
    | Course
    | Symptoms
    | Exams
    | Proxy
    | Narrative
    | Test
)


@node
class Use(Node):
    """`use us.behaviour as habits`."""

    library: Name
    alias: Name | None = None


@node
class SpecTree(Node):
    """A whole file: `disease NAME "label" { … }` or `library PATH { … }`."""

    version: int
    uses: tuple[Use, ...]
    kind: Literal["disease", "library"]
    name: Name  # dotted for a library
    label: Text | None
    declarations: tuple[Declaration, ...]
