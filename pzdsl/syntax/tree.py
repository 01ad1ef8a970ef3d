"""The typed tree of a `.pz` text: frozen nodes, each with its span, spans left out of comparison.

Numbers are `Decimal` as written; units are as written (`mg/dL`, or a time word in the plural). Names are
unresolved. Nothing here knows what a name means.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from pzdsl.diagnostics import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """Anything with a place in the text."""

    span: Span = field(compare=False, repr=False)


# --- small things


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Node):
    """An identifier or a dotted path (`us.adult`, `polyuria.severity`)."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Text(Node):
    """A quoted string, unescaped."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cite(Node):
    """`@source [locator]`, or `assumed "why"` (then `source` is None)."""

    source: str | None
    locator: str | None = None
    assumed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRef(Node):
    """`ICD10CM#E11.9`."""

    system: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity(Node):
    """A signed number with an optional unit; a time word is kept in the plural (`years`)."""

    value: Decimal
    unit: str | None = None  # UCUM code without quotes, or years, months, weeks, days, hours, minutes
    is_time: bool = False  # the unit was a time word


@dataclass(frozen=True, slots=True, kw_only=True)
class Share(Node):
    """`35 %`: `percent` as written; `rest` is `Share(percent=None)`."""

    percent: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Range(Node):
    """`low to high` (closed) or `low to < high` (half-open)."""

    low: Quantity
    high: Quantity
    high_open: bool


CompareOp = Literal["<", "<=", ">", ">=", "==", "!="]


@dataclass(frozen=True, slots=True, kw_only=True)
class Against(Node):
    """`< 45`, `>= 126 'mg/dL'`: a one-sided band."""

    op: CompareOp
    value: Quantity


# --- expressions


@dataclass(frozen=True, slots=True, kw_only=True)
class Number(Node):
    """A number in an expression."""

    quantity: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Ref(Node):
    """A variable, a part of one (`polyuria.severity`), or a category where one is expected."""

    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Negate(Node):
    """`-x`."""

    operand: Expr


@dataclass(frozen=True, slots=True, kw_only=True)
class Arithmetic(Node):
    """`a + b`, `a - b`, `a * b`, `a / b`, `a ^ b`."""

    op: Literal["+", "-", "*", "/", "^"]
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(Node):
    """`min(a, b)`, `number_of(a, b, c >= 7)`."""

    function: str
    arguments: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WithUnit(Node):
    """`( … ) 'u'`: gives a unit to a bare number."""

    operand: Expr
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Magnitude(Node):
    """`x as 'u'`: the bare magnitude of a variable in that unit."""

    path: str
    unit: str
    is_time: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare(Node):
    """`a < b`."""

    op: CompareOp
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True, kw_only=True)
class Between(Node):
    """`x between a and b` (closed)."""

    operand: Expr
    low: Expr
    high: Expr


@dataclass(frozen=True, slots=True, kw_only=True)
class Is(Node):
    """`x is category`, `x is not category`."""

    operand: Expr
    category: Name
    negated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InSet(Node):
    """`x in { a, b }`."""

    operand: Expr
    categories: tuple[Name, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Not(Node):
    """`not a`."""

    operand: Expr


@dataclass(frozen=True, slots=True, kw_only=True)
class Junction(Node):
    """`a and b and c`, or `a or b or c`: flat, two operands or more, in written order."""

    op: Literal["and", "or"]
    operands: tuple[Expr, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Bernoulli(Node):
    """`35 %` as the law of a boolean."""

    share: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Point(Node):
    """`exactly 0`, `exactly never`."""

    value: Quantity | Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Categorical(Node):
    """`{ a: 60 %, b: rest }`."""

    shares: tuple[tuple[Name, Share], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bands(Node):
    """`bands { 0 to < 12: 13 %, 12 to < 16: rest }`: uniform within each band."""

    bands: tuple[tuple[Range, Share], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture(Node):
    """`mixture { 70 %: normal(…), rest: … }`."""

    parts: tuple[tuple[Share, Dist], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Within(Node):
    """`within low to high`: bounds of a truncation; each end is an expression."""

    low: Expr
    high: Expr
    high_open: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantiles(Node):
    """`quantiles { 5 %: 90, 50 %: 118, 95 %: 160 } within 60 to 250`."""

    points: tuple[tuple[Share, Quantity], ...]
    within: Within | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Family(Node):
    """`gamma(mean = 18, sd = 14) within …`."""

    family: Name
    arguments: tuple[tuple[Name, Expr], ...]
    within: Within | None = None


Dist = Bernoulli | Point | Categorical | Bands | Mixture | Quantiles | Family


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyPattern(Node):
    """`any`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamePattern(Node):
    """`former or current`."""

    names: tuple[Name, ...]


Pattern = AnyPattern | NamePattern | Against | Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Row(Node):
    """`female, < 45 => lognormal(…) @source`; `otherwise` has `patterns=None`."""

    patterns: tuple[Pattern, ...] | None
    dist: Dist
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnRow(Node):
    """`< 16, any => 3.9 % 84.6 % 0 % rest @source`."""

    patterns: tuple[Pattern, ...]
    shares: tuple[Share, ...]
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain(Node):
    """A single distribution with its citations."""

    dist: Dist
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Table(Node):
    """`given x, y { rows } @source`."""

    given: tuple[Name, ...]
    rows: tuple[Row, ...]
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnTable(Node):
    """`given x, y { columns a b c … } @source`."""

    given: tuple[Name, ...]
    columns: tuple[Name, ...]
    rows: tuple[ColumnRow, ...]
    cites: tuple[Cite, ...] = ()


Value = Plain | Table | ColumnTable


@dataclass(frozen=True, slots=True, kw_only=True)
class OddsWhen(Node):
    """`odds 1.8 when smoking is current @b`."""

    ratio: Quantity
    condition: Expr
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OddsPer(Node):
    """`odds 2.1 per 10 years of age above 50 @c`."""

    ratio: Quantity
    step: Quantity
    variable: Name
    above: Quantity | None = None
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior(Node):
    """`prior VALUE odds …`."""

    value: Value
    effects: tuple[OddsWhen | OddsPer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorFrom(Node):
    """`prior from us.behaviour.smoking`."""

    path: Name
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived(Node):
    """`derived = EXPR +- DIST @cite` (`noise_op` is `+-` or `*/`)."""

    expr: Expr
    noise_op: Literal["+-", "*/"] | None = None
    noise: Dist | None = None
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedTable(Node):
    """`derived given x { rows }`."""

    given: tuple[Name, ...]
    rows: tuple[Row, ...]
    cites: tuple[Cite, ...] = ()


Law = Prior | PriorFrom | Derived | DerivedTable


# --- types and options


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedType(Node):
    """A `type` by its name."""

    name: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberType(Node):
    """`number 'kg/m2' 15 to 70`."""

    unit: str | None
    is_time: bool
    range: Range | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CountType(Node):
    """`count years 0 to 120`."""

    unit: str | None  # a time word, or None
    range: Range | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BooleanType(Node):
    """`boolean`."""


Type = NamedType | NumberType | CountType | BooleanType

Band = Against | Range | Name  # what `reference` and `critical` take

PartName = Literal[
    "severity", "trend", "onset", "lasts", "site", "side", "character", "episodes", "worse", "better", "since"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownTo(Node):
    """`known to patient, clinician`."""

    who: tuple[Name, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosed(Node):
    """`disclosed at opening`, `when asked`, `when asked exactly`."""

    how: Literal["at opening", "when asked", "when asked exactly"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Node):
    """`kind medication`."""

    name: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Lay(Node):
    """`lay "…", "…"`."""

    phrases: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing(Node):
    """`missing 4 %`."""

    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes(Node):
    """`code LOINC#4548-4, …`."""

    codes: tuple[CodeRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Precision(Node):
    """`precision 0.1`."""

    step: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(Node):
    """`reference 70 to < 100 when sex is male @ada`."""

    band: Band
    condition: Expr | None = None
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Critical(Node):
    """`critical > 500 @lab`."""

    band: Band
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AlsoIn(Node):
    """`also in 'mmol/mol' = EXPR @cite`."""

    unit: str
    expr: Expr
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordered(Node):
    """`ordered when EXPR`."""

    condition: Expr
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part(Node):
    """`severity VALUE`, `worse with VALUE`, `since VALUE` …: a drawn part."""

    part: PartName
    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose(Node):
    """`dose 500 'mg' "twice daily"`."""

    amount: Quantity
    frequency: Text


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryDef(Node):
    """One category of a type, with an optional label."""

    name: Name
    label: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeDef(Node):
    """`type severity = ordered mild | moderate | severe`."""

    name: Name
    ordered: bool
    categories: tuple[CategoryDef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable(Node):
    """`attribute`, `symptom` or `exam`; a symptom without a type is boolean (`type=None`)."""

    role: Literal["attribute", "symptom", "exam"]
    name: Name
    label: Text | None
    type: Type | None
    law: Law
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Without(Node):
    """`without NAME because …` after an include."""

    name: Name
    reason: Text | None = None
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Include(Node):
    """`include us.adult { age, sex }`; no names brings the rules alone."""

    library: Name
    names: tuple[Name, ...]
    without: tuple[Without, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Called(Node):
    """`also called "…", "…"`."""

    names: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Specialty(Node):
    """`specialty endocrinology`."""

    name: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class Status(Node):
    """`status draft`, or `status reviewed 2026-05-01 by "NAME"`."""

    state: Name
    date: str | None = None
    reviewer: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceDef(Node):
    """`source ada2024 { title: "…" doi: "…" }`; field values as text."""

    name: Name
    fields: tuple[tuple[Name, Text], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineEntry(Node):
    """`risk_factors: ["…", "…"] @cite`; `is_list` says whether it was written as a list."""

    name: Name
    texts: tuple[Text, ...]
    is_list: bool
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline(Node):
    """`outline { … }`."""

    entries: tuple[OutlineEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prevalence(Node):
    """`prevalence given age, sex { … }`."""

    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class CohortRule(Node):
    """`require EXPR because @cite` inside a cohort."""

    condition: Expr
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort(Node):
    """`cohort { … }`."""

    rules: tuple[CohortRule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension(Node):
    """`dimension biological { attribute … }`."""

    name: Name
    members: tuple[Variable | TypeDef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Constraint(Node):
    """`soft 95 % constraint NAME { require EXPR message "…" because @cite }`."""

    name: Name
    condition: Expr
    soft: Share | None = None
    message: Text | None = None
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratum(Node):
    """`age in { 18 to < 45, >= 65 }` in a hold or a stratification; no bands for a category."""

    variable: Name
    bands: tuple[Range | Against, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold(Node):
    """`hold A, B by C { rows } @source`."""

    held: tuple[Stratum, ...]
    by: tuple[Stratum, ...] = ()
    rows: tuple[Row, ...] = ()
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stratify(Node):
    """`stratify by age in { … }, sex`."""

    strata: tuple[Stratum, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase(Node):
    """`phase NAME "label" after NAME lasts VALUE`."""

    name: Name
    label: Text | None
    after: Name | None
    lasts: Value
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentsIn(Node):
    """`presents in VALUE`."""

    value: Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Course(Node):
    """`course { … }`."""

    members: tuple[Phase | PresentsIn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Symptoms(Node):
    """`symptoms { … }`."""

    members: tuple[Variable | TypeDef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correlation(Node):
    """`correlation a, b 0.9 @source`."""

    left: Name
    right: Name
    value: Quantity
    cites: tuple[Cite, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel(Node):
    """`panel lipids "Lipids" { exam … correlation … }`."""

    name: Name
    label: Text | None
    exams: tuple[Variable, ...]
    correlations: tuple[Correlation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Exams(Node):
    """`exams { … }`."""

    members: tuple[Variable | Panel | TypeDef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy(Node):
    """`spoken for by caregiver when EXPR`."""

    speaker: Name
    condition: Expr


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases(Node):
    """`smoking is current: ["…"]`, `not pregnant: ["…"]`, `opening: ["…"]` in a narrative."""

    name: Name
    category: Name | None
    negated: bool
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrative(Node):
    """`narrative { … }`."""

    phrases: tuple[Phrases, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given(Node):
    """`given age = 18 years, smoking = current` in a test; `true` and `false` are names."""

    bindings: tuple[tuple[Name, Quantity | Name], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectAccepted(Node):
    """`expect accepted`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectRejected(Node):
    """`expect rejected by NAME`."""

    by: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectProbability(Node):
    """`expect P(A given B) as written from 8 % to 40 %`."""

    event: Expr
    given: Expr | None
    as_written: bool
    low: Share
    high: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectStatistic(Node):
    """`expect mean(x given B) from a to b`, `expect quantile(x, 90 % given B) from a to b`."""

    statistic: Name
    variable: Name
    level: Share | None
    given: Expr | None
    low: Quantity
    high: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectUnreachable(Node):
    """`expect unreachable EXPR`."""

    event: Expr


Expect = ExpectAccepted | ExpectRejected | ExpectProbability | ExpectStatistic | ExpectUnreachable


@dataclass(frozen=True, slots=True, kw_only=True)
class Test(Node):
    """`test "…" { given … expect … }`."""

    title: Text
    members: tuple[Given | Expect, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Use(Node):
    """`use us.behaviour as habits`."""

    library: Name
    alias: Name | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecTree(Node):
    """A whole file: `disease NAME "label" { … }` or `library PATH { … }`."""

    version: int
    uses: tuple[Use, ...]
    kind: Literal["disease", "library"]
    name: Name  # dotted for a library
    label: Text | None
    declarations: tuple[Declaration, ...]
