"""Laws of numbers: bands, quantiles, families, and the bounds they are kept within."""

from __future__ import annotations

from decimal import Decimal

from pzdsl.diagnostics import codes
from pzdsl.semantics.families import check_family
from pzdsl.semantics.infer import Scope
from pzdsl.semantics.quantities import check_in_range, check_within, magnitude
from pzdsl.semantics.shares import exact_shares
from pzdsl.semantics.spec import Numeric, Variable
from pzdsl.syntax import tree


def check_numeric(dist: tree.Dist, variable: Variable, type_: Numeric, scope: Scope) -> None:
    """Report what is wrong with a law of numbers."""
    match dist:
        case tree.Bands():
            _check_bands(dist, variable, type_, scope)
        case tree.Quantiles():
            _check_quantiles(dist, variable, type_, scope)
        case tree.Family():
            check_family(dist, variable, type_, scope)
        case _:
            raise AssertionError(dist)


def _check_bands(dist: tree.Bands, variable: Variable, type_: Numeric, scope: Scope) -> None:
    exact_shares([share for _, share in dist.bands], dist.span, scope.report)
    before: Decimal | None = None
    for band, _ in dist.bands:
        low, high = magnitude(band.low, variable, scope), magnitude(band.high, variable, scope)
        if low is None or high is None:
            return
        check_in_range(
            [(low, band.span), (high, band.span)] if not _tops(type_, high, band) else [(low, band.span)],
            variable,
            type_,
            scope,
        )
        closed_count = type_.count and not band.high_open
        if low > high or (low == high and not closed_count):
            scope.report.add(codes.BAD_BANDS, band.span, "this band is empty", "write the smaller bound first")
            return
        if before is not None and low < before:
            scope.report.add(
                codes.BAD_BANDS,
                band.span,
                "this band begins before the one above ends",
                "order the bands, and end one where the next begins: `a to < b`",
            )
            return
        before = high + 1 if closed_count else high


def _tops(type_: Numeric, high: Decimal, band: tree.Range) -> bool:
    """Whether `to < high` is just past the last value of a count, as in `80 to < 100` for 0 to 99."""
    return bool(type_.count and band.high_open and type_.high is not None and high == type_.high + 1)


def _check_quantiles(dist: tree.Quantiles, variable: Variable, type_: Numeric, scope: Scope) -> None:
    level: Decimal | None = None
    number: Decimal | None = None
    for share, quantity in dist.points:
        value = magnitude(quantity, variable, scope)
        if value is None:
            return
        if share.percent is None or not 0 <= share.percent <= 100 or (level is not None and share.percent <= level):
            scope.report.add(
                codes.BAD_QUANTILES,
                share.span,
                "the levels of quantiles must rise from 0 % to 100 %",
                "order them",
            )
            return
        if number is not None and value < number:
            scope.report.add(
                codes.BAD_QUANTILES,
                quantity.span,
                "a higher quantile cannot be a smaller number",
                "check the two",
            )
            return
        level, number = share.percent, value
        check_in_range([(value, quantity.span)], variable, type_, scope)
    check_within(dist.within, variable, scope)
    open_low = dist.points[0][0].percent != 0 and type_.low is None
    open_high = dist.points[-1][0].percent != 100 and type_.high is None
    if dist.within is None and (open_low or open_high):
        scope.report.add(
            codes.BAD_QUANTILES,
            dist.span,
            "nothing says how far the values go beyond the outer quantiles",
            "add `within low to high`, or give 0 % and 100 %",
        )
