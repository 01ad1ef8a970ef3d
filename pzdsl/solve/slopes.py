"""Which way a law moves when a parent grows: up, down, not at all, or nobody knows.

A law that only moves up or down has its bounds over an interval of the parent at the interval's ends. Families are
listed only where that survives every truncation: where densities of a greater argument over a lesser one rise.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from pzdsl.plan.expression import Arith, Call, Expr, Neg, Num, Var
from pzdsl.plan.law import (
    Bounds,
    CourseClock,
    Derived,
    Family,
    Law,
    Odds,
    OddsPer,
    Quantiles,
    Table,
    parents_of,
)
from pzdsl.plan.plan import Plan, Variable
from pzdsl.solve.cuts import Cuts, cuts_of_condition
from pzdsl.solve.intervals import Box, Ranges, number_in

Slope = int | None  # 1 up, -1 down, 0 not at all, None unknown

_RISING = {  # arguments with a monotone likelihood ratio, the others held fixed
    "normal": {"mean"},
    "lognormal": {"median"},
    "poisson": {"mean"},
    "negative_binomial": {"mean"},
    "exponential": {"mean"},
    "weibull": {"median"},
    "uniform": {"low", "high"},
}
_LOG_CONCAVE = {"normal", "uniform", "exponential", "triangular"}  # noise that can be shifted and then truncated


def slope_of_law(variable: Variable, parent: str, plan: Plan) -> Slope:
    """Which way the variable moves when a parent grows within one of its cells."""
    slope = _of_law(variable.law, variable, parent, plan)
    return _joined([slope, 1]) if variable.cap == parent else slope


def _of_law(law: Law, variable: Variable, parent: str, plan: Plan) -> Slope:
    if parent not in parents_of(law):
        return 0
    match law:
        case Table(rows=rows):
            return _joined(_of_law(row.law, variable, parent, plan) for row in rows)
        case Family(family=family, args=args, within=within):
            slopes = [_of_bounds(within, parent, plan)]
            for name, arg in args.items():
                slope = slope_of(arg, parent, plan)
                slopes.append(slope if slope == 0 or name in _RISING.get(family, ()) else None)
            return _joined(slopes)
        case Quantiles(within=within):
            return _of_bounds(within, parent, plan)
        case Derived(expr=expr, noise=None):
            return slope_of(expr, parent, plan) if variable.type in ("number", "count") else None
        case Derived(expr=expr, noise_op="+-", noise=Family(family=family) as noise) if family in _LOG_CONCAVE:
            return slope_of(expr, parent, plan) if not parents_of(noise) else None
        case Odds(base=base, effects=effects):
            slopes = [_of_law(base, variable, parent, plan)]
            for effect in effects:
                if not isinstance(effect, OddsPer):
                    slopes.append(0 if parent not in _read(effect.condition, plan) else None)
                elif effect.variable == parent:
                    slopes.append(int(np.sign(effect.ratio - 1)))
            return _joined(slopes)
        case CourseClock():
            return 1 if parent != "phase" else None
        case _:
            return None


def _of_bounds(within: Bounds | None, parent: str, plan: Plan) -> Slope:
    if within is None:
        return 0
    return _joined([slope_of(within.low, parent, plan), slope_of(within.high, parent, plan)])


def slope_of(expr: Expr, name: str, plan: Plan) -> Slope:
    """Which way an expression moves when a variable grows within one of its cells."""
    if name not in _read(expr, plan):
        return 0
    match expr:
        case Var():
            return 1
        case Neg(x=x):
            return _turned(slope_of(x, name, plan))
        case Arith(op="+", a=a, b=b):
            return _joined([slope_of(a, name, plan), slope_of(b, name, plan)])
        case Arith(op="-", a=a, b=b):
            return _joined([slope_of(a, name, plan), _turned(slope_of(b, name, plan))])
        case Arith(op="*", a=a, b=b):
            return _joined([_scaled(slope_of(a, name, plan), b, plan), _scaled(slope_of(b, name, plan), a, plan)])
        case Arith(op="/", a=a, b=b):
            divisor = _range(b, plan)
            if not (divisor.low > 0 or divisor.high < 0):
                return None
            over = _turned(_scaled(slope_of(b, name, plan), a, plan))
            return _joined([_scaled(slope_of(a, name, plan), b, plan), over])
        case Arith(op="^", a=a, b=Num(value=power)) if _range(a, plan).low >= 0:
            return slope_of(a, name, plan) if power >= 0 else _turned(slope_of(a, name, plan))
        case Call(function="abs"):
            return None
        case Call(args=args):
            return _joined(slope_of(arg, name, plan) for arg in args)
        case _:
            return None


def _scaled(slope: Slope, by: Expr, plan: Plan) -> Slope:
    if not slope:
        return slope
    factor = _range(by, plan)
    return slope if factor.low >= 0 else -slope if factor.high <= 0 else None


def _turned(slope: Slope) -> Slope:
    return None if slope is None else -slope


def _joined(slopes: Iterable[Slope]) -> Slope:
    together: Slope = 0
    for slope in slopes:
        if slope is None or (together and slope and together != slope):
            return None
        together = together or slope
    return together


def _read(expr: Expr, plan: Plan) -> set[str]:
    found = Cuts()
    cuts_of_condition(expr, plan, found)
    return found.read


def _range(expr: Expr, plan: Plan) -> Box:
    return number_in(expr, Ranges(plan, {}))
