"""Runs the `test` blocks of a plan by drawing completions of what they give.

Values that a test gives are set; everything else is drawn from its prior given what stands before it. A draw is a
completion where each given value has positive probability given its parents, and cohort, prevalence and constraints
hold. One completion proves `accepted`. Probabilities, means, quantiles, `unreachable` and `rejected by` a rule are
decided by the exact engine's tables where these can; what they leave open is observed over many draws.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from pzdsl.plan.law import Place
from pzdsl.plan.plan import (
    ExpectAccepted,
    ExpectProbability,
    ExpectRejected,
    ExpectStatistic,
    ExpectUnreachable,
    Plan,
    Rule,
    Test,
    Value,
    Variable,
)
from pzdsl.rules import Bools, evaluate, is_false, is_true
from pzdsl.samples.columns import Drawn
from pzdsl.samples.keyed import places_of
from pzdsl.samples.recipe import Recipe, recipe_of
from pzdsl.samples.twin import code_values
from pzdsl.solve.query import (
    MEANINGS,
    ROUNDING,
    Estimate,
    Impossible,
    is_excluded,
    is_unreachable,
    mean,
    prob,
    quantile,
)
from pzdsl.solve.together import Asked, together

DRAWS = 20_000  # completions tried at once
FEW_FIRST = 1_000  # tried before them: most that is possible is seen among these
FEW_DRAWS, MANY_DRAWS = 50_000, 1_000_000  # for numbers that tables do not decide
ROUNDS = 10  # at most: a completion of probability 1e-4 is missed once in 5e8 tests

Verdict = Literal["passed", "failed", "undecided"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one expectation."""

    title: str
    expectation: str
    verdict: Verdict
    why: str
    at: Place


def run_tests(plan: Plan, seed: int = 0) -> Iterator[Outcome]:
    """Every expectation of every test, in written order."""
    recipe = recipe_of(plan, seed)
    known = _together(plan)
    for test in plan.tests:
        yield from _run(test, recipe, known)


def _together(plan: Plan) -> dict[int, Estimate]:
    """The probabilities that are read off common tables, by the identity of what expects them.

    Of what is to be unreachable, the one under the priors alone: where it is 0, constraints leave it so.
    """
    expects: list[ExpectProbability | ExpectUnreachable] = []
    asked: list[Asked] = []
    for expect in (expect for test in plan.tests for expect in test.expects):
        if isinstance(expect, ExpectProbability):
            expects.append(expect)
            asked.append(Asked(expect.event, expect.given, expect.as_written))
        elif isinstance(expect, ExpectUnreachable):
            expects.append(expect)
            asked.append(Asked(expect.event, None, True))
    found = together(plan, asked)
    return {id(expect): one for expect, one in zip(expects, found, strict=True) if one is not None}


def _run(test: Test, recipe: Recipe, known: Mapping[int, Estimate]) -> Iterator[Outcome]:
    for expect in test.expects:
        match expect:
            case ExpectAccepted():
                verdict, why = _accepted(test, recipe)
                yield Outcome(test.title, "accepted", verdict, why, test.at)
            case ExpectRejected(by=by):
                verdict, why = _rejected(test, by, recipe)
                yield Outcome(test.title, f"rejected by {by}", verdict, why, test.at)
            case ExpectUnreachable():
                verdict, why = _unreachable(test, expect, recipe, known)
                yield Outcome(test.title, "unreachable", verdict, why, test.at)
            case ExpectProbability():
                ask = partial(_prob, expect, recipe.plan, known)
                verdict, why = _decided(ask, expect.low, expect.high)
                yield Outcome(test.title, "P(…)", verdict, why, test.at)
            case ExpectStatistic():
                verdict, why = _decided(partial(_statistic, expect, recipe.plan), expect.low, expect.high)
                yield Outcome(test.title, f"{expect.statistic}(…)", verdict, why, test.at)


def _accepted(test: Test, recipe: Recipe) -> tuple[Verdict, str]:
    causes: dict[str, int] = {}
    for trial in _trials(test.given, recipe, first=FEW_FIRST):
        passed = trial.supported.copy()
        for rule in _rules(recipe.plan):
            passed &= ~trial.broken(rule)
        if passed.any():
            return "passed", "a completion was found"
        for name, count in trial.unsupported.items():
            causes[name] = causes.get(name, 0) + count
        for rule in _rules(recipe.plan):
            failed = int(np.count_nonzero(trial.broken(rule) & trial.supported))
            causes[rule.name] = causes.get(rule.name, 0) + failed
    strictest = max(causes, key=lambda name: causes[name]) if causes else "nothing"
    return "failed", f"no completion in {DRAWS * ROUNDS:,} draws; `{strictest}` excludes the most"


def _rejected(test: Test, by: str, recipe: Recipe) -> tuple[Verdict, str]:
    if any(r.name == by and r.soft is not None for r in recipe.plan.constraints):
        return "undecided", f"`{by}` is soft: it makes patients rare, and rejects none of them"
    rule = next((r for r in _rules(recipe.plan) if r.name == by), None)
    is_proved = rule is not None and is_excluded(recipe.plan, code_values(recipe.plan, test.given), rule)
    rejects = 0
    for trial in _trials(test.given, recipe, rounds=2, first=FEW_FIRST if is_proved else 0):
        if rule is None:
            possible = trial.supports[by] if by in trial.supports else np.ones(trial.rows.size, np.bool_)
            if possible.any():
                return "failed", f"the support of `{by}` allows the given value"
            rejects += DRAWS
            continue
        broken = trial.broken(rule)
        if (trial.supported & ~broken).any():
            return "failed", f"`{by}` accepts some completions"
        rejects += int(np.count_nonzero(broken))
        if rejects and is_proved:
            break
    if not rejects:
        return "failed", f"`{by}` never rejects these patients; the ranges of the priors do"
    return "passed", "its probability is 0" if is_proved else f"excluded in each of {DRAWS * 2:,} draws"


def _prob(expect: ExpectProbability, plan: Plan, known: Mapping[int, Estimate], draws: int) -> Estimate:
    return known.get(id(expect)) or prob(plan, expect.event, expect.given, as_written=expect.as_written, draws=draws)


def _statistic(expect: ExpectStatistic, plan: Plan, draws: int) -> Estimate:
    if expect.statistic == "mean":
        return mean(plan, expect.variable, expect.given, draws=draws)
    assert expect.level is not None
    return quantile(plan, expect.variable, expect.level, expect.given, draws=draws)


def _decided(ask: Callable[[int], Estimate], low: float, high: float) -> tuple[Verdict, str]:
    """Whether a number lies between two limits; more is drawn while its bound straddles one."""
    for draws in (FEW_DRAWS, MANY_DRAWS):
        try:
            found = ask(draws)
        except Impossible as error:
            return "failed", str(error)
        why = f"{found.value:.6g} +- {found.error:.1g} ({MEANINGS[found.how]})"
        if low - ROUNDING <= found.low and found.high <= high + ROUNDING:
            return "passed", why
        if found.high < low or found.low > high:
            return "failed", f"{why} is not from {low:g} to {high:g}"
        if found.how != "drawn":
            break
    return "undecided", f"{why} straddles a limit, {low:g} or {high:g}"


def _unreachable(
    test: Test, expect: ExpectUnreachable, recipe: Recipe, known: Mapping[int, Estimate]
) -> tuple[Verdict, str]:
    as_written = known.get(id(expect))
    is_nothing = as_written is not None and as_written.value == 0
    if is_nothing or is_unreachable(recipe.plan, expect.event):
        return "passed", "its probability is 0"
    for trial in _trials(test.given, recipe):
        reached = trial.supported & is_true(evaluate(expect.event, trial.rows))
        for rule in _rules(recipe.plan):
            reached &= ~trial.broken(rule)
        if reached.any():
            return "failed", "a patient was found who reaches it"
    return "passed", f"not reached in {DRAWS * ROUNDS:,} draws"


def _rules(plan: Plan) -> tuple[Rule, ...]:
    return (*plan.cohort, *(rule for rule in plan.constraints if rule.soft is None))


@dataclass
class _Trial:
    """Draws in which the given values are set."""

    rows: Drawn
    supports: dict[str, Bools]  # of each given variable: where its value has positive probability
    unsupported: dict[str, int]
    supported: Bools  # all of them, and every other law had something to draw

    def broken(self, rule: Rule) -> Bools:
        """Where a rule is known to be false."""
        return is_false(evaluate(rule.expr, self.rows))


def _trials(given: Mapping[str, Value], recipe: Recipe, rounds: int = ROUNDS, first: int = 0) -> Iterator[_Trial]:
    """Rounds of draws; `first`: so many of the first round alone, before it."""
    plan = recipe.plan
    values = code_values(plan, dict(given))
    spans = [(0, first)] if first else []
    for start, stop in (*spans, *((i * DRAWS, (i + 1) * DRAWS) for i in range(rounds))):
        ids, size = np.arange(start, stop), stop - start
        places = places_of(ids, np.zeros_like(ids))
        rows = Drawn(plan, size)
        supports: dict[str, Bools] = {}
        unsupported: dict[str, int] = {}
        supported = np.ones(size, np.bool_)
        with np.errstate(all="ignore"):
            for variable in plan.variables:
                name = variable.name
                column, nothing = recipe.draw(name, places, rows)
                if name in values:
                    column_values = np.full(size, values[name], column.values.dtype)
                    there = _has_mass(variable, column_values, recipe, rows)
                    if column.known is not None:
                        there &= column.known
                    supports[name] = there
                    unsupported[name] = int(np.count_nonzero(~there))
                    supported &= there
                    rows.columns[name] = column_values
                    continue
                rows.columns[name] = column.values
                if column.known is not None:
                    rows.defined[name] = column.known
                if nothing is not None:
                    supported &= ~nothing
                    unsupported[name] = int(np.count_nonzero(nothing))
            if plan.prevalence is not None and plan.prevalence not in values:
                case = plan.variable(plan.prevalence)
                supported &= _has_mass(case, np.ones(size, np.bool_), recipe, rows)
        yield _Trial(rows, supports, unsupported, supported)


def _has_mass(variable: Variable, x: NDArray[Any], recipe: Recipe, rows: Drawn) -> Bools:
    """Where a value has positive probability (density, for a real) given its parents, shape (n,)."""
    sampler = recipe.samplers[variable.name]
    if variable.type == "boolean":
        low = sampler.draw(np.full(len(x), 1e-300), rows)
        high = sampler.draw(np.full(len(x), 1 - 2**-53), rows)
        possible = np.ones(len(x), np.bool_) if low.possible is None else low.possible
        either: Bools = (low.values == x) | (high.values == x)
        return possible & either
    if variable.type == "category":
        before = np.where(x > 0, sampler.cdf(np.maximum(x - 1, 0), rows), 0.0)
        return np.asarray(sampler.cdf(x, rows) > before)
    step = variable.precision or 2e-6 * max(1.0, float(np.abs(x).max(initial=1.0)))
    return np.asarray(sampler.cdf(x + step / 2, rows) > sampler.cdf(x - step / 2, rows))
