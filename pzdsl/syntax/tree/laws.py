"""Laws: distributions, and tables of them."""

from __future__ import annotations

from typing import Literal

from pzdsl.syntax.tree.expressions import Expr
from pzdsl.syntax.tree.node import Node, node
from pzdsl.syntax.tree.small import Against, Cite, Name, Quantity, Range, Share


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
