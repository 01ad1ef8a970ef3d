"""Probabilities, means and quantiles of a plan, each with a bound of its error.

Where everything asked folds they are exact. Elsewhere the tables bound a probability from both sides, and draws of the
exact engine bound it with a stated chance of error; the narrower of the two is given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

import numpy as np

from pzdsl.errors import AcceptanceTooLow, UsageError
from pzdsl.plan.expression import And, Compare, Expr, Member, Not, Num, Var, variables_of
from pzdsl.plan.plan import Plan, Rule
from pzdsl.rules import evaluate, is_true
from pzdsl.samples import draw
from pzdsl.samples.distributions import F64
from pzdsl.samples.grid import grid_of
from pzdsl.samples.recipe import Recipe, recipe_of
from pzdsl.samples.reject import Sieve, sieves_of
from pzdsl.solve.draw import Solved
from pzdsl.solve.eliminate import TooLarge
from pzdsl.solve.fold import fold
from pzdsl.solve.parts import parts_about

ROUNDING = 1e-12
FALSE_ALARM = 1e-9  # of every bound that rests on draws
DRAWS = 200_000

How = Literal["exact", "bounded", "drawn"]
MEANINGS: dict[How, str] = {
    "exact": "exact",
    "bounded": "bounded from both sides by tables",
    "drawn": f"from draws; the bound fails once in {1 / FALSE_ALARM:.0e}".replace("e+0", "e"),
}


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number that lies within `error` of `value`: surely (`exact`, `bounded`), or but for one in 1e9 (`drawn`)."""

    value: float
    error: float
    how: How

    @property
    def low(self) -> float:
        """The least it can be."""
        return self.value - self.error

    @property
    def high(self) -> float:
        """The most it can be."""
        return self.value + self.error


class Impossible(UsageError):
    """What is given, with the rules, has probability 0."""


def prob(
    plan: Plan, event: Expr, given: Expr | None = None, *, as_written: bool = False, draws: int = DRAWS
) -> Estimate:
    """P(event given …) among patients; `as_written`: under priors, cohort and prevalence alone.

    Raises:
        Impossible: what is given has probability 0.
    """
    recipe = recipe_of(plan, 0)
    sieves = sieves_of(recipe, constraints=not as_written, where=given)
    folds = [fold(recipe, [*sieves, *_sieve("event", event, recipe, negated=no)]) for no in (False, True)]
    if folds[0].probability + folds[1].probability == 0:
        raise Impossible("what is given has probability 0")
    yes, no = parts_about(folds, variables_of(event), recipe)
    if yes.is_exact and no.is_exact:
        return Estimate(yes.high / (yes.high + no.high), ROUNDING, "exact")
    low = yes.low / (yes.low + no.high) if yes.low else 0.0
    high = yes.high / (yes.high + no.low) if yes.high else 0.0
    bounds = Estimate((low + high) / 2, (high - low) / 2 + ROUNDING, "bounded")
    if bounds.error < 1e-4 or not draws:
        return bounds
    drawn = _drawn(plan, event, given, as_written, draws)
    return min((bounds, drawn), key=lambda estimate: estimate.error)


def _sieve(name: str, expr: Expr, recipe: Recipe, negated: bool = False) -> list[Sieve]:
    """Where an event is known to be true; negated, where it is not: false or unknown."""
    if not negated:
        parts = expr.args if isinstance(expr, And) else (expr,)
        return [Sieve(name, part, recipe.descent(variables_of(part)), True) for part in parts]
    return [Sieve(name, Not(x=expr), recipe.descent(variables_of(expr)), False)]


def _drawn(plan: Plan, event: Expr, given: Expr | None, as_written: bool, draws: int) -> Estimate:
    try:
        samples = draw(plan, draws, where=given, constraints=not as_written, engine=Solved)
    except AcceptanceTooLow as error:
        raise Impossible(f"what is given is too rare to be drawn: {error}") from error
    return share_of(int(np.count_nonzero(is_true(evaluate(event, samples)))), draws)


def share_of(count: int, n: int) -> Estimate:
    """The interval of Clopper and Pearson for a share, wrong once in 1e9."""
    betaincinv: Any = import_module("scipy.special").betaincinv
    low = float(betaincinv(count, n - count + 1, FALSE_ALARM / 2)) if count else 0.0
    high = float(betaincinv(count + 1, n - count, 1 - FALSE_ALARM / 2)) if count < n else 1.0
    return Estimate((low + high) / 2, (high - low) / 2, "drawn")


def mean(plan: Plan, name: str, given: Expr | None = None, *, draws: int = DRAWS) -> Estimate:
    """The mean of a number; by draws where it is not exact, an empirical Bernstein bound over its range.

    Source:
        A. Maurer, M. Pontil, Empirical Bernstein bounds and sample variance penalization, COLT 2009, theorem 4.
    """
    marginal = marginal_of(plan, name, given)
    if marginal is not None:
        values, probs = marginal
        middle = float(values @ probs)
        return Estimate(middle, ROUNDING * max(float(np.abs(values).max(initial=1.0)), 1.0), "exact")
    values = _values(plan, name, given, draws)
    variable, n = plan.variable(name), len(values)
    log = np.log(4 / FALSE_ALARM)
    if variable.low is None or variable.high is None:
        return Estimate(float(values.mean()), np.inf, "drawn")  # without a range a mean may be anywhere
    error = np.sqrt(2 * values.var(ddof=1) * log / n) + 7 * (variable.high - variable.low) * log / (3 * (n - 1))
    return Estimate(float(values.mean()), float(error), "drawn")


def quantile(plan: Plan, name: str, level: float, given: Expr | None = None, *, draws: int = DRAWS) -> Estimate:
    """The least value that at least `level` do not exceed; by draws between two order statistics (DKW)."""
    marginal = marginal_of(plan, name, given)
    if marginal is not None:
        values, probs = marginal
        at = int(np.searchsorted(np.cumsum(probs), level - ROUNDING))
        return Estimate(float(values[min(at, len(values) - 1)]), 0.0, "exact")
    values = np.sort(_values(plan, name, given, draws))
    n = len(values)
    band = np.sqrt(np.log(2 / FALSE_ALARM) / (2 * n))
    variable = plan.variable(name)
    first, last = int(np.floor((level - band) * n)) - 1, int(np.ceil((level + band) * n))
    ends = -np.inf if variable.low is None else variable.low, np.inf if variable.high is None else variable.high
    low = float(values[first]) if first >= 0 else ends[0]
    high = float(values[last]) if last < n else ends[1]
    return Estimate((low + high) / 2, (high - low) / 2, "drawn")


def _values(plan: Plan, name: str, given: Expr | None, draws: int) -> F64:
    samples = draw(plan, draws, where=given, engine=Solved)
    values, known = samples.column(name)
    return np.asarray(values if known is None else values[known], np.float64)


def marginal_of(plan: Plan, name: str, given: Expr | None = None) -> tuple[F64, F64] | None:
    """The values of a number on a grid with their probabilities, where they fold exactly; undefined ones left out."""
    recipe = recipe_of(plan, 0)
    try:
        folded = fold(recipe, sieves_of(recipe, constraints=True, where=given), last=name)
    except TooLarge:
        return None
    if not folded.is_exact:
        return None
    first = folded.elimination.conditionals[0]
    assert first.name == name
    values = folded.cells[name].values.astype(np.float64)
    probs = first.table[: len(values)]
    if not probs.sum() > 0:
        raise Impossible("what is given has probability 0")
    return values, probs / probs.sum()


def acceptance(plan: Plan, given: Expr | None = None) -> tuple[float, float]:
    """Between which numbers the share of prior draws that every rule accepts lies."""
    recipe = recipe_of(plan, 0)
    folded = fold(recipe, sieves_of(recipe, constraints=True, where=given))
    return folded.lowest, min(folded.probability, 1.0)


def leave_one_out(plan: Plan) -> dict[str, float]:
    """Of each constraint: by how much fewer would be rejected without it, as a share of all that are (0 to 1).

    By tables alone: where they only bound, their upper bounds are compared.
    """
    recipe = recipe_of(plan, 0)
    sieves = sieves_of(recipe, constraints=True, where=None)
    whole = fold(recipe, sieves).probability
    shares: dict[str, float] = {}
    for rule in (*plan.cohort, *plan.constraints):
        without = fold(recipe, [sieve for sieve in sieves if sieve.name != rule.name or sieve.expr is None])
        shares[rule.name] = max(without.probability - whole, 0.0) / max(1 - whole, 1e-300)
    return shares


def is_unreachable(plan: Plan, event: Expr) -> bool:
    """Whether the tables prove that no patient is such."""
    recipe = recipe_of(plan, 0)
    sieves = sieves_of(recipe, constraints=True, where=None)
    return fold(recipe, [*sieves, *_sieve("event", event, recipe)]).probability == 0


def is_excluded(plan: Plan, values: Mapping[str, Any], rule: Rule) -> bool:
    """Whether a rule and the supports of all laws prove that no patient has these values (numbers as positions)."""
    recipe = recipe_of(plan, 0)
    supports = [sieve for sieve in sieves_of(recipe, constraints=False, where=None) if sieve.expr is None]
    given = [part for name, value in values.items() for part in _sieve("given", _has(plan, name, value), recipe)]
    own = Sieve(rule.name, rule.expr, recipe.descent(variables_of(rule.expr)))
    return fold(recipe, [*supports, *given, own]).probability == 0


def _has(plan: Plan, name: str, value: Any) -> Expr:
    """That a variable has a value; for a real number, one very near."""
    variable = plan.variable(name)
    if variable.type == "boolean":
        return Member(name=name, categories=("true" if value else "false",))
    if variable.type == "category":
        return Member(name=name, categories=(variable.categories[int(value)].name,))
    slack = (variable.precision or 1.0) / 4 if grid_of(variable) is not None else 1e-6 * max(1.0, abs(float(value)))
    low = Compare(op=">=", a=Var(name=name), b=Num(value=float(value) - slack))
    return And(args=(low, Compare(op="<=", a=Var(name=name), b=Num(value=float(value) + slack))))
