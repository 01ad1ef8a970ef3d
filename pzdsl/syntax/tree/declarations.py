"""Declarations, and the whole file."""

from __future__ import annotations

from typing import Literal

from pzdsl.syntax.tree.expressions import Expr
from pzdsl.syntax.tree.laws import Law, Row, Value
from pzdsl.syntax.tree.node import Node, node
from pzdsl.syntax.tree.options import Option, Type
from pzdsl.syntax.tree.small import Against, Cite, CodeRef, Name, Quantity, Range, Share, Text


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
