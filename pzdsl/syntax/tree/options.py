"""Types of variables, and the options that follow a law."""

from __future__ import annotations

from typing import Literal

from pzdsl.syntax.tree.expressions import Expr
from pzdsl.syntax.tree.laws import Value
from pzdsl.syntax.tree.node import Node, node
from pzdsl.syntax.tree.small import Against, Cite, CodeRef, Name, Quantity, Range, Text


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
