"""A stated quantity as a number in a unit: what cannot be converted, or lies outside the range, is told."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from pzdsl.diagnostics import Edit, Report, Span, codes
from pzdsl.semantics.infer import Scope, read_unit, require_unit
from pzdsl.semantics.spec import Numeric, Variable
from pzdsl.semantics.units import PLAIN, Unit, conversion, parse_unit
from pzdsl.syntax import tree


def magnitude(quantity: tree.Quantity, variable: Variable, scope: Scope) -> Decimal | None:
    """A quantity as a number in a variable's unit; reports what cannot be."""
    unit = variable.type.unit if isinstance(variable.type, Numeric) else None
    is_duration = variable.role in ("part", "course") and unit is not None and unit.is_time
    if quantity.unit is None and is_duration and quantity.value != 0:
        fix = [Edit(quantity.span, f"{quantity.span.text} days")]
        hint = f"for example `{quantity.value} days`"
        scope.report.add(codes.DURATION_WITHOUT_UNIT, quantity.span, "a duration names its unit", hint, fix=fix)
        return None
    return in_unit(quantity, unit, scope.report, f"`{variable.name}` is in {unit or 'no unit'}")


def constant(expr: tree.Expr, unit: Unit | None) -> Decimal | None:
    """The value of a literal in a unit, or None where it is no literal."""
    if isinstance(expr, tree.Negate):
        inner = constant(expr.operand, unit)
        return None if inner is None else -inner
    if not isinstance(expr, tree.Number):
        return None
    quantity = expr.quantity
    if quantity.unit is None:
        return quantity.value
    own = parse_unit(quantity.unit, quantity.is_time)
    factor = conversion(own, unit or PLAIN) if own else None
    return None if factor is None else _times(quantity.value, factor)


def check_in_range(numbers: Sequence[tuple[Decimal, Span]], variable: Variable, type_: Numeric, scope: Scope) -> None:
    """Report the first of these numbers that lies outside the declared range."""
    for number, span in numbers:
        below = type_.low is not None and number < type_.low
        above = type_.high is not None and number > type_.high
        if below or above:
            end = f"below {type_.low}" if below else f"above {type_.high}"
            scope.report.add(
                codes.VALUE_OUT_OF_RANGE,
                span,
                f"{number.normalize():f} is {end}, outside the range of `{variable.name}`",
                "widen the declared range, or correct the number",
            )
            return


def check_within(within: tree.Within | None, variable: Variable, scope: Scope) -> None:
    """Report bounds that do not fit the unit, or leave nothing."""
    if within is None:
        return
    unit = variable.type.unit if isinstance(variable.type, Numeric) else None
    ends = [require_unit(end, unit, scope, "this bound") for end in (within.low, within.high)]
    low, high = constant(within.low, unit), constant(within.high, unit)
    if all(ends) and low is not None and high is not None and low > high:
        scope.report.add(
            codes.EMPTY_RANGE,
            within.span,
            f"nothing lies within {low:f} to {high:f}",
            "write the smaller bound first",
        )


def in_unit(quantity: tree.Quantity, unit: Unit | None, report: Report, what: str = "this is") -> Decimal | None:
    """A quantity as a number in a unit, a bare number being in it already; `what` says whose unit it is."""
    if quantity.unit is None:
        return quantity.value
    own = read_unit(quantity.unit, quantity.is_time, quantity.span, report)
    if own is None:
        return None
    factor = conversion(own, unit or PLAIN)
    if factor is None:
        message = f"{what}, which {own} cannot be converted to"
        hint = f"write the number in {unit}" if unit else "delete the unit"
        fix = () if unit else [Edit(quantity.span, f"{quantity.value}")]
        report.add(codes.UNIT_MISMATCH, quantity.span, message, hint, fix=fix)
        return None
    return _times(quantity.value, factor)


def _times(value: Decimal, factor: Fraction) -> Decimal:
    return Decimal(factor.numerator) * value / Decimal(factor.denominator)
