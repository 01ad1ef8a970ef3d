"""How strong tests are: which mutants they notice, which survive, and which are no change at all, by proof."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from pzdsl.coverage.conditions import FALSE, TRUE, both, contrary, givens_decide
from pzdsl.coverage.measure import generated_lines
from pzdsl.coverage.mutants import Mutant, changed_plan, mutants_of
from pzdsl.coverage.possible import World
from pzdsl.coverage.tested import Expectation, expectations_of
from pzdsl.errors import PzError
from pzdsl.plan.expression import Expr, Or, variables_of
from pzdsl.plan.plan import (
    ExpectAccepted,
    ExpectProbability,
    ExpectRejected,
    ExpectStatistic,
    ExpectUnreachable,
    Plan,
)
from pzdsl.samples.recipe import recipe_of
from pzdsl.solve.query import Estimate, Impossible, is_unreachable, mean, prob, quantile
from pzdsl.solve.together import Asked, together

MOST_TRIED = 24  # expectations that are asked about one mutant, beside those that one table answers
DRAWS = 50_000

Fate = Literal["noticed", "survived", "equivalent"]


@dataclass(frozen=True, slots=True)
class Tried:
    """A mutant, what became of it, and the test that noticed it."""

    mutant: Mutant
    fate: Fate
    by: str


@dataclass(frozen=True, slots=True)
class Strength:
    """What became of all mutants."""

    tried: tuple[Tried, ...]

    def count(self, fate: Fate) -> int:
        """How many had that fate."""
        return sum(1 for one in self.tried if one.fate == fate)

    @property
    def percent(self) -> float:
        """Noticed, of those that change anything."""
        real = len(self.tried) - self.count("equivalent")
        return 100.0 if real == 0 else 100 * self.count("noticed") / real


def strength(
    plan: Plan,
    text: str = "",
    seed: int = 0,
    every: int = 1,
    told: Callable[[int], None] = lambda _: None,
    expectations: Sequence[Expectation] | None = None,
) -> Strength:
    """Try each mutant (or every n-th) on the adopted tests that pass; the same again for the same plan."""
    generated = generated_lines(text)
    adopted = [
        one
        for one in (expectations if expectations is not None else expectations_of(plan, seed))
        if one.verdict == "passed" and one.test.at.line not in generated
    ]
    tried = []
    with np.errstate(all="ignore"):
        for i, mutant in enumerate(mutants_of(plan)):
            if i % every:
                continue
            told(i)
            tried.append(_try(mutant, plan, adopted))
    return Strength(tuple(tried))


def _try(mutant: Mutant, plan: Plan, adopted: Sequence[Expectation]) -> Tried:
    recipe_of(mutant.plan, 0, like=plan)  # all laws but one are those of the plan, and so are their tables
    relevant = _relevant(mutant, plan, adopted)
    answered: list[Expectation] = []
    if mutant.was is None:
        answered = [one for one in relevant if isinstance(one.expect, ExpectProbability) and one.expect.as_written]
        by = _notices_together(answered, mutant)
        if by is not None:
            return Tried(mutant, "noticed", by.test.title)
    for one in [one for one in relevant if one not in answered][:MOST_TRIED]:
        if _notices(one, mutant):
            return Tried(mutant, "noticed", one.test.title)
    if _is_equivalent(mutant, plan):
        return Tried(mutant, "equivalent", "no patient is changed, by proof")
    return Tried(mutant, "survived", "")


def _relevant(mutant: Mutant, plan: Plan, adopted: Sequence[Expectation]) -> list[Expectation]:
    """Those that might notice, the nearest first."""
    about = {mutant.name} if mutant.was is None else set(variables_of(mutant.was) | variables_of(mutant.became or TRUE))
    if mutant.name == plan.prevalence:
        about |= set(plan.variable(mutant.name).parents)
    ranked: list[tuple[tuple[int, int, int], Expectation]] = []
    for i, one in enumerate(adopted):
        read = _reads(one)
        near = len(read & about)
        if not near and not (isinstance(one.expect, ExpectRejected) and one.expect.by == mutant.name):
            continue
        if mutant.what == "number" and isinstance(one.expect, ExpectAccepted | ExpectUnreachable):
            continue  # a figure that moves makes nothing possible or impossible
        if mutant.what != "number" and isinstance(one.expect, ExpectProbability) and one.expect.as_written:
            if all(rule.name != mutant.name for rule in plan.cohort):
                continue  # the priors alone do not know of constraints
        direct = 0 if isinstance(one.expect, ExpectRejected) and one.expect.by == mutant.name else 1
        ranked.append(((direct, len(read - about), i), one))
    return [one for _, one in sorted(ranked, key=lambda pair: pair[0])]


def _reads(one: Expectation) -> frozenset[str]:
    match one.expect:
        case ExpectProbability(event=event, given=given):
            return variables_of(event) | (variables_of(given) if given is not None else frozenset())
        case ExpectStatistic(variable=name, given=given):
            return frozenset({name}) | (variables_of(given) if given is not None else frozenset())
        case ExpectUnreachable(event=event):
            return variables_of(event)
        case _:
            return frozenset(one.test.given)


def _notices_together(expectations: Sequence[Expectation], mutant: Mutant) -> Expectation | None:
    """The first of some expectations about priors that one table shows to fail."""
    # what reads the changed law itself first, then what it is a parent of
    own = [one for one in expectations if mutant.name in _subjects(one)]
    rest = [one for one in expectations if mutant.name not in _subjects(one)]
    for group in (own, rest):
        asked = [(one, one.expect) for one in group if isinstance(one.expect, ExpectProbability)]
        try:
            found = together(mutant.plan, [Asked(expect.event, expect.given, True) for _, expect in asked])
            for (one, expect), estimate in zip(asked, found, strict=True):
                if estimate is None:
                    estimate = prob(mutant.plan, expect.event, expect.given, as_written=True, draws=DRAWS)
                if _outside(estimate, expect):
                    return one
        except (Impossible, PzError):
            return group[0]  # nobody is left whom one of them speaks of
    return None


def _subjects(one: Expectation) -> frozenset[str]:
    return variables_of(one.expect.event) if isinstance(one.expect, ExpectProbability) else frozenset()


def _notices(one: Expectation, mutant: Mutant) -> bool:
    plan, given = mutant.plan, one.test.given
    try:
        match one.expect:
            case ExpectAccepted():
                return mutant.became is not None and givens_decide(plan, given, contrary(mutant.became))
            case ExpectRejected(by=by):
                if mutant.was is None:
                    return _moves_derived(one, mutant)
                # the rule that was to turn these patients away must still be broken by them, whatever the rest
                return by == mutant.name and not givens_decide(plan, given, contrary(mutant.became or FALSE))
            case ExpectUnreachable(event=event):
                return not is_unreachable(plan, event)
            case ExpectProbability() as expect:
                return _outside(
                    prob(plan, expect.event, expect.given, as_written=expect.as_written, draws=DRAWS), expect
                )
            case ExpectStatistic() as expect:
                found = (
                    mean(plan, expect.variable, expect.given, draws=DRAWS)
                    if expect.statistic == "mean"
                    else quantile(plan, expect.variable, expect.level or 0.5, expect.given, draws=DRAWS)
                )
                return _outside(found, expect)
    except (Impossible, PzError):
        return True  # nobody is left whom the expectation speaks of
    return False


def _outside(found: Estimate, limits: ExpectProbability | ExpectStatistic) -> bool:
    """Whether the test would no longer pass for sure: it fails."""
    return found.high < limits.low - 1e-12 or found.low > limits.high + 1e-12


def _moves_derived(one: Expectation, mutant: Mutant) -> bool:
    """Whether what a test rejects by a derived value is accepted once the derivation is wrong."""
    from pzdsl.trials import run_tests

    if not isinstance(one.expect, ExpectRejected) or one.expect.by != mutant.name:
        return False
    test = one.test.model_copy(update={"expects": (one.expect,)})
    return next(run_tests(changed_plan(mutant.plan, tests=(test,)))).verdict == "failed"


def _is_equivalent(mutant: Mutant, plan: Plan) -> bool:
    if mutant.was is None:
        return mutant.row != TRUE and World(plan).is_excluded(mutant.row, constraints=False)
    became = mutant.became or TRUE
    without = changed_plan(
        plan,
        cohort=tuple(r for r in plan.cohort if r.expr != mutant.was),
        constraints=tuple(r for r in plan.constraints if r.name != mutant.name),
    )
    differs: Expr = Or(args=(both(mutant.was, contrary(became)), both(contrary(mutant.was), became)))
    return World(without).is_excluded(differs, constraints=True)
