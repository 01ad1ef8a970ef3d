"""`compile_law`: a law of the plan becomes a sampler, by the type of its variable.

One rank a value: u in (0, 1) becomes F^-1(u | parents), so that a twin keeps its rank when parents change.
Nothing is drawn here, and nothing is random.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pzdsl.plan.expression import And, Arith, Call, Cat, Compare, Expr, Member, Neg, Not, Num, NumberOf, Or, Var
from pzdsl.plan.law import CourseClock, Derived, Law
from pzdsl.plan.plan import Plan, Variable
from pzdsl.rules import Bools, Column, Columns, dtype_of, evaluate
from pzdsl.samples.categories import compile_categories
from pzdsl.samples.distributions import F64
from pzdsl.samples.grid import grid_of
from pzdsl.samples.numbers import compile_numbers, factor_between
from pzdsl.samples.sampler import Computed, Sampler
from pzdsl.samples.truths import Truths, prob_of


@np.errstate(all="ignore")  # what a law cannot be becomes impossible, not a warning
def compile_law(variable: Variable, plan: Plan) -> Sampler:
    """What draws a variable of the plan, given its parents."""
    law = variable.law
    if isinstance(law, Derived) and law.noise is None:
        return Computed(
            lambda parents: _within_range(evaluate(law.expr, parents), variable),
            dtype_of(variable),
            _has_range(variable) or _is_partial(law.expr),
        )
    if isinstance(law, CourseClock):
        return Computed(
            lambda parents: _within_range(_clock(law, variable, parents), variable), np.float64, _has_range(variable)
        )
    match variable.type:
        case "boolean":
            return Truths(prob_of(law, plan))
        case "category":
            return compile_categories(law, variable, plan)
        case "number" | "count":
            return compile_numbers(law, variable, plan)


def compile_prevalence(variable: Variable, plan: Plan) -> Sampler:
    """The hidden boolean of the prevalence, its probabilities scaled up together: only ratios matter."""
    prob = prob_of(variable.law, plan)
    return Truths(prob, 1 / prob.greatest if prob.greatest > 0 else 1.0)


def compile_truth(law: Law, plan: Plan) -> Sampler:
    """A boolean that is no variable: whether a value is missing."""
    return Truths(prob_of(law, plan))


def cdf(variable: Variable, plan: Plan, x: NDArray[Any], parents: Columns) -> F64:
    """P(X <= x | parents) for each row, of the law as drawn; categories by position."""
    return compile_law(variable, plan).cdf(x, parents)


def _has_range(variable: Variable) -> bool:
    """Whether a computed value can leave a declared range."""
    return variable.low is not None or variable.high is not None


def _is_partial(expr: Expr) -> bool:
    """Whether an expression may have no value for some values of its variables."""
    match expr:
        case Num() | Var() | Cat() | Member():
            return False
        case Neg(x=x) | Not(x=x):
            return _is_partial(x)
        case Arith(op=op, a=a, b=b):
            return op in "/^" or _is_partial(a) or _is_partial(b)
        case Call(function=function, args=args):
            return function in ("exp", "ln", "sqrt") or any(_is_partial(arg) for arg in args)
        case Compare(a=a, b=b):
            return _is_partial(a) or _is_partial(b)
        case And(args=args) | Or(args=args) | NumberOf(args=args):
            return any(_is_partial(arg) for arg in args)


def _within_range(column: Column, variable: Variable) -> Column:
    """A computed value on its grid, unknown outside the declared range: that patient is impossible."""
    values, known = column
    if variable.type not in ("number", "count"):
        return column
    grid = grid_of(variable)
    if grid is not None:
        values = grid.value(grid.nearest(values))
    inside: Bools | None = None
    if variable.low is not None:
        inside = values >= variable.low
    if variable.high is not None:
        below = values < variable.high if variable.high_open else values <= variable.high
        inside = below if inside is None else inside & below
    if inside is None or inside.all():
        return Column(values, known)
    return Column(values, inside if known is None else inside & known)


def _clock(law: CourseClock, variable: Variable, parents: Columns) -> Column:
    """Earlier phases are complete; of the current one a uniform share has gone by."""
    plan = parents.plan
    names = [category.name for category in plan.variable("phase").categories]
    phase, share = parents.column("phase").values, parents.column("phase_share").values
    time = np.zeros(parents.size)
    at = np.array([law.phases.index(name) for name in names])[phase]
    for i, name in enumerate(law.phases):
        lasts = f"{name}.lasts"
        span = parents.column(lasts).values * factor_between(plan.variable(lasts).unit, variable.unit or "days")
        time += np.where(at == i, share * span, 0.0)
        if law.what == "course":
            time += np.where(at > i, span, 0.0)
    return Column(time)
