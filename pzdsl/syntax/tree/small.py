"""Small things that stand in many places: names, texts, citations, quantities, ranges."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pzdsl.syntax.tree.node import Node, node


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
