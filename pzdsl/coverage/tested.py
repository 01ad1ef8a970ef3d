"""Which units the `test` blocks decide: only tests that pass count, and generated ones apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pzdsl.coverage.conditions import TRUE, both, condition_decides, contrary, givens_decide
from pzdsl.coverage.units import Unit
from pzdsl.plan.expression import Expr, variables_of
from pzdsl.plan.plan import (
    ExpectAccepted,
    ExpectProbability,
    ExpectRejected,
    ExpectStatistic,
    ExpectUnreachable,
    Plan,
    Test,
)
from pzdsl.trials import Verdict, run_tests


@dataclass(frozen=True, slots=True)
class Expectation:
    """One expectation of a test, and what became of it."""

    test: Test
    expect: ExpectAccepted | ExpectRejected | ExpectProbability | ExpectStatistic | ExpectUnreachable
    verdict: Verdict


def expectations_of(plan: Plan, seed: int = 0) -> list[Expectation]:
    """Every expectation, run."""
    listed = [(test, expect) for test in plan.tests for expect in test.expects]
    outcomes = list(run_tests(plan, seed))
    return [
        Expectation(test, expect, outcome.verdict) for (test, expect), outcome in zip(listed, outcomes, strict=True)
    ]


def tests_of(unit: Unit, expectations: Iterable[Expectation], plan: Plan) -> list[Test]:
    """The tests that decide a unit."""
    found: list[Test] = []
    for one in expectations:
        if one.verdict == "passed" and one.test not in found and decides(one, unit, plan):
            found.append(one.test)
    return found


def decides(one: Expectation, unit: Unit, plan: Plan) -> bool:
    """Whether an expectation that passed shows a unit."""
    given = one.test.given
    rule = next((rule.expr for rule in plan.constraints if rule.name == unit.rule), TRUE)
    match one.expect:
        case ExpectAccepted():
            if unit.side == "violated" or not _speaks_of(given, unit, plan):
                return False
            return givens_decide(plan, given, unit.when) and (unit.side != "either" or givens_decide(plan, given, rule))
        case ExpectRejected(by=by):
            if unit.side == "satisfied" or by != unit.rule:
                return False
            return givens_decide(plan, given, both(unit.when, contrary(rule)))
        case ExpectUnreachable(event=event):
            if unit.kind == "rows" and unit.subject in variables_of(event):  # a share of 0 %
                return condition_decides(plan, event, unit.when)
            if unit.side == "satisfied":
                return False
            return condition_decides(plan, event, both(unit.when, contrary(rule)))
        case ExpectProbability(event=event, given=condition, low=low):
            if unit.side == "violated" or low <= 0 or (unit.subject == plan.prevalence and condition is not None):
                return False
            whole = event if condition is None else both(condition, event)
            if unit.subject not in (None, plan.prevalence) and unit.subject not in variables_of(event):
                return False
            return _whole_decides(plan, whole, unit, rule)
        case ExpectStatistic(variable=variable, given=condition):
            if unit.kind != "rows" or variable != unit.subject:
                return False
            return condition_decides(plan, condition or TRUE, unit.when)


def _whole_decides(plan: Plan, whole: Expr, unit: Unit, rule: Expr) -> bool:
    wanted = both(unit.when, rule) if unit.side == "either" else unit.when
    return condition_decides(plan, whole, wanted)


def _speaks_of(given: Iterable[str], unit: Unit, plan: Plan) -> bool:
    """Whether the variable of a row is given too; nobody is given as ill or not."""
    return unit.subject is None or (unit.subject != plan.prevalence and unit.subject in set(given))


def by_mark(tests: Sequence[Test], generated: frozenset[int]) -> tuple[list[Test], list[Test]]:
    """Adopted tests and generated ones, told apart by the lines where they stand."""
    adopted = [test for test in tests if test.at.line not in generated]
    return adopted, [test for test in tests if test.at.line in generated]
