"""Holds and soft constraints with a known answer, and contradictions that are named."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from pzdsl.errors import TargetsNotMet
from pzdsl.plan.expression import And, Not
from pzdsl.plan.law import Bands, Bernoulli, Row
from pzdsl.plan.plan import Hold, Plan, StratumBy
from pzdsl.samples import draw
from pzdsl.solve import Solved, prob
from pzdsl.solve.feasibility import problems_of
from pzdsl.solve.project import TOLERANCE
from tests.plans import (
    HERE,
    at_least,
    between,
    categorical,
    compare,
    either,
    family,
    member,
    plan,
    read,
    rule,
    variable,
)
from tests.solve.test_named import noisy_exam

FALSE_ALARM = 1e-9
SEX = variable("sex", "category", categorical(female=0.505, male=0.495), categories=("female", "male"))
AGE = variable("age", "count", Bands(lows=(0.0,), highs=(100.0,), shares=(1.0,)), low=0.0, high=99.0)
PREGNANT = variable("pregnant", "boolean", Bernoulli(p=0.2))
FERTILE = rule("fertile", either(Not(x=read("pregnant")), And(args=(member("sex", "female"), compare("age", "<", 50)))))


def hold(*names: str, by: tuple[str, ...] = (), rows: tuple[Row, ...] = ()) -> Hold:
    strata = {"age": StratumBy(variable="age", bands=(between(18, 45), at_least(45)))}
    made = [strata.get(name, StratumBy(variable=name)) for name in (*names, *by)]
    return Hold(
        held=tuple(made[: len(names)]),
        by=tuple(made[len(names) :]),
        rows=rows,
        at=HERE,
        written=f"hold {', '.join(names)}",
    )


def people(*softs: object, **options: object) -> Plan:
    return plan(AGE, SEX, PREGNANT, constraints=(FERTILE, *softs), **options)


def lies(plan_: Plan, event: object) -> float:
    found = prob(plan_, event)  # type: ignore[arg-type]
    assert found.how == "exact"
    return found.value


def test_a_held_margin_stays_where_the_rules_move_it() -> None:
    men, old = member("sex", "male"), compare("age", ">=", 45)
    free, held = people(), people(holds=(hold("sex", by=("age",)),))
    assert abs(lies(free, men) - 0.495) > 0.02
    assert lies(held, men) == pytest.approx(0.495, abs=TOLERANCE)
    assert lies(held, And(args=(men, old))) == pytest.approx(0.495 * 0.55, abs=TOLERANCE)
    for engine in ({}, {"engine": Solved}):
        count = int((draw(held, 20_000, seed=3, **engine).columns["sex"] == 1).sum())  # type: ignore[arg-type]
        law = stats.binom(20_000, 0.495)
        assert min(law.cdf(count), law.sf(count - 1)) > FALSE_ALARM / 4


def test_within_a_held_cell_the_law_is_the_one_that_it_was() -> None:
    """The projection multiplies each cell by one number: what is given the cell does not move."""
    free, held = people(), people(holds=(hold("sex", by=("age",)),))
    given = And(args=(member("sex", "female"), compare("age", ">=", 18), compare("age", "<", 45)))
    assert prob(held, read("pregnant"), given).value == pytest.approx(prob(free, read("pregnant"), given).value)


def test_a_soft_constraint_on_a_noisy_exam_moves_ages_as_its_closed_form_says() -> None:
    """P(age) is a mixture: p of those with the exam high, and 1 - p of those with it low, each by Bayes."""
    made = noisy_exam()
    soft = made.model_copy(update={"constraints": (rule("hypertensive", compare("pressure", ">=", 140), soft=0.7),)})
    soft.__dict__.pop("_by_name", None)
    high = np.array([0.5 * math.erfc((40 - 0.5 * a) / 10 / math.sqrt(2)) for a in range(100)])
    expected = 0.7 * high / high.sum() + 0.3 * (1 - high) / (1 - high).sum()
    for cut in (20, 50, 80):
        assert lies(soft, compare("age", "<", cut)) == pytest.approx(expected[:cut].sum(), abs=1e-10)
    ages = draw(soft, 20_000, seed=5, engine=Solved).columns["age"]
    for a, p in enumerate(expected):
        count = int(np.count_nonzero(ages == a))
        assert min(stats.binom.cdf(count, 20_000, p), stats.binom.sf(count - 1, 20_000, p)) > FALSE_ALARM / 200


def test_a_stated_target_is_met_and_the_variables_that_it_is_given_keep_theirs() -> None:
    row = Row(patterns=None, law=Bernoulli(p=0.03), at=HERE, written="otherwise")
    held = plan(AGE, SEX, PREGNANT, holds=(hold("pregnant", by=("sex",), rows=(row,)),))
    assert lies(held, read("pregnant")) == pytest.approx(0.03, abs=TOLERANCE)
    assert lies(held, member("sex", "male")) == pytest.approx(0.495, abs=TOLERANCE)


def test_the_order_of_statements_changes_nothing() -> None:
    softs = (
        rule("a", compare("age", ">=", 30), soft=0.8),
        rule("b", either(read("pregnant"), member("sex", "male")), soft=0.6),
    )
    one, other = people(*softs), people(*reversed(softs))
    for event in (read("pregnant"), compare("age", "<", 60)):
        assert lies(one, event) == pytest.approx(lies(other, event), abs=1e-10)


def problem(made: Plan) -> object:
    with pytest.raises(TargetsNotMet) as caught:
        draw(made, 1)
    assert [p.message for p in caught.value.problems] == [p.message for p in problems_of(made)]
    return caught.value.problems[0]


def test_a_contradiction_names_cell_and_constraint_and_nothing_else() -> None:
    idle = rule("idle", compare("age", "<", 99))
    found = problem(people(idle, holds=(hold("pregnant", by=("sex",)),)))
    assert "9.9 % with pregnant true, sex male; `fertile` leaves none" in found.message  # type: ignore[attr-defined]
    assert [name for name, _ in found.others] == ["fertile"]  # type: ignore[attr-defined]


def test_targets_that_contradict_each_other_are_named_with_what_is_possible() -> None:
    """Held below 18 are 18 %: 82 % at most are 30 or older."""
    found = problem(people(rule("old", compare("age", ">=", 30), soft=0.9), holds=(hold("age"),)))
    assert found.kind == "contradiction"  # type: ignore[attr-defined]
    assert "`old` asks for 90 %" in found.message  # type: ignore[attr-defined]
    assert "at most 82 %" in found.message  # type: ignore[attr-defined]


def test_a_side_that_is_impossible_is_an_error() -> None:
    found = problem(people(rule("s", either(Not(x=read("pregnant")), member("sex", "female")), soft=0.9)))
    assert found.kind == "impossible side"  # type: ignore[attr-defined]


def test_a_soft_constraint_that_makes_its_violations_more_frequent_is_told() -> None:
    (found,) = problems_of(people(rule("rare", compare("age", "<", 90), soft=0.5)))
    assert found.kind == "rarer"
    assert not problems_of(people(rule("rare", compare("age", "<", 90), soft=0.95)))


def test_what_tables_only_bound_is_refused_with_its_reason() -> None:
    x = variable("x", "number", family("normal", mean=0, sd=1))
    y = variable("y", "number", family("normal", mean=0, sd=1))
    made = plan(SEX, x, y, constraints=(rule("near", compare("x", "<", "y"), soft=0.9),))
    assert problem(made).kind == "not exact"  # type: ignore[attr-defined]
    # a rule that is bounded, and has no link to what is held, stands in nobody's way
    free = plan(SEX, x, y, constraints=(rule("near", compare("x", "<", "y")),), holds=(hold("sex"),))
    assert prob(free, member("sex", "male")).value == pytest.approx(0.495)
