"""Many probabilities at once: all that speak of the same variables are read off one table.

Where tables neither give nor closely bound them, nothing is said: `query.prob` looks at each alone, and draws.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from pzdsl.plan.expression import Expr, Not, Or, variables_of
from pzdsl.plan.plan import Plan
from pzdsl.rules import Bools, evaluate, is_true
from pzdsl.samples.distributions import F64
from pzdsl.samples.recipe import Recipe, recipe_of
from pzdsl.samples.reject import Sieve, sieves_of
from pzdsl.solve.cells import Product
from pzdsl.solve.eliminate import LARGEST_TABLE, TooLarge, multiply, summed_out
from pzdsl.solve.fold import fold, is_settled
from pzdsl.solve.parts import linked_factors
from pzdsl.solve.query import ROUNDING, Estimate

CLOSE = 1e-4  # an error that is no reason to draw


@dataclass(frozen=True, slots=True)
class Asked:
    """P(event given …); `as_written`: under priors, cohort and prevalence alone."""

    event: Expr
    given: Expr | None
    as_written: bool


def together(plan: Plan, asked: Sequence[Asked]) -> list[Estimate | None]:
    """The probability of each, exact or in close bounds; None where tables say less, or what is given is impossible."""
    groups: dict[tuple[bool, frozenset[str]], list[int]] = {}
    for i, one in enumerate(asked):
        groups.setdefault((one.as_written, variables_of(one.event)), []).append(i)
    found: list[Estimate | None] = [None] * len(asked)
    for members in groups.values():
        for i, estimate in zip(members, _of_group(plan, [asked[i] for i in members]), strict=True):
            found[i] = estimate
    return found


def _of_group(plan: Plan, asked: Sequence[Asked]) -> Iterable[Estimate | None]:
    recipe = recipe_of(plan, 0)
    exprs = list(dict.fromkeys(e for one in asked for e in (one.event, one.given) if e is not None))
    with np.errstate(all="ignore"):
        table = _joint(recipe, exprs, as_written=asked[0].as_written)
    if table is None:
        return [None] * len(asked)
    high, low, columns = table
    holds = {expr: is_true(evaluate(expr, columns)) for expr in exprs}
    estimates: list[Estimate | None] = []
    for one in asked:
        given = np.ones(len(high), np.bool_) if one.given is None else holds[one.given]
        yes, no = given & holds[one.event], given & ~holds[one.event]
        estimates.append(_between(_sums(high, low, yes), _sums(high, low, no)))
    return estimates


def _sums(high: F64, low: F64 | None, rows: Bools) -> tuple[float, float]:
    """The most and the least that some rows weigh."""
    most = float(high[rows].sum())
    return most, most if low is None else float(low[rows].sum())


def _between(yes: tuple[float, float], no: tuple[float, float]) -> Estimate | None:
    if yes[0] + no[0] <= 0:
        return None
    if yes[0] == yes[1] and no[0] == no[1]:
        return Estimate(yes[0] / (yes[0] + no[0]), ROUNDING, "exact")
    least = yes[1] / (yes[1] + no[0]) if yes[1] else 0.0
    most = yes[0] / (yes[0] + no[1]) if yes[0] else 0.0
    error = (most - least) / 2 + ROUNDING
    return Estimate((least + most) / 2, error, "bounded") if error < CLOSE else None


def _joint(recipe: Recipe, exprs: Sequence[Expr], *, as_written: bool) -> tuple[F64, F64 | None, Product] | None:
    """The most and the least that each combination of the cells of what some conditions read weighs, and these."""
    names = frozenset[str]().union(*(variables_of(expr) for expr in exprs))
    sieves = sieves_of(recipe, constraints=not as_written, where=None)
    # what always holds, and brings variables and their cuts into the tables
    probes = [Sieve(f"#{i}", Or(args=(e, Not(x=e))), recipe.descent(variables_of(e))) for i, e in enumerate(exprs)]
    try:
        folded = fold(recipe, [*sieves, *probes])
        if not names or not all(is_settled(expr, folded.cells, recipe) for expr in exprs):
            return None
        factors, is_bounded = linked_factors(folded, names, recipe)
        if not is_bounded or prod(folded.cells[name].size for name in names) > LARGEST_TABLE:
            return None
        joint = multiply(summed_out(factors, names), max(names))
        lower = None
        if any(factor.lower is not None for factor in factors):
            lower = multiply(summed_out([factor.lowered() for factor in factors], names), max(names)).table
    except TooLarge:
        return None
    columns = Product(recipe.plan, [folded.cells[name] for name in joint.names])
    return joint.table.ravel(), None if lower is None else lower.ravel(), columns
