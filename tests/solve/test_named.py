"""Cases with a known answer: a noisy exam, a pair whose halves are redrawn, and who stays the same patient."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from pzdsl.plan.expression import Arith, Num, Var
from pzdsl.plan.law import Bands, Bernoulli
from pzdsl.plan.plan import Plan
from pzdsl.samples import draw
from pzdsl.samples.recipe import Recipe
from pzdsl.samples.reject import sieves_of
from pzdsl.solve import Solved, fold
from tests.plans import categorical, compare, either, family, member, plan, rule, table, variable
from tests.solve import plainly
from tests.solve.agree import probabilities, unlike_law

FALSE_ALARM = 1e-9


def age(**options: object):  # type: ignore[no-untyped-def]
    return variable("age", "count", Bands(lows=(0.0,), highs=(100.0,), shares=(1.0,)), low=0.0, high=99.0, **options)


def noisy_exam() -> Plan:
    """Pressure follows age with noise, and only the hypertensive are patients."""
    mean = Arith(op="+", a=Num(value=100.0), b=Arith(op="*", a=Num(value=0.5), b=Var(name="age")))
    pressure = variable("pressure", "number", family("normal", mean=mean, sd=10), stage="exam", role="exam")
    return plan(age(), pressure, constraints=(rule("hypertensive", compare("pressure", ">=", 140)),))


def pair() -> Plan:
    """Two dice, the first below the second: the first is low far more often than a die that is thrown until it is."""
    dice = [variable(n, "count", Bands(lows=(1.0,), highs=(7.0,), shares=(1.0,)), low=1.0, high=6.0) for n in "ab"]
    return plan(*dice, constraints=(rule("below", compare("a", "<", "b")),))


def test_a_rule_about_a_noisy_exam_moves_the_ages_as_bayes_says() -> None:
    """P(age | pressure >= 140) is proportional to P(pressure >= 140 | age), which is a normal tail."""
    made = noisy_exam()
    tails = np.array([0.5 * math.erfc((40 - 0.5 * a) / 10 / math.sqrt(2)) for a in range(100)])
    recipe = Recipe(made, 3)
    folded = fold(recipe, sieves_of(recipe, constraints=True, where=None))
    assert not folded.left
    assert folded.probability == pytest.approx(float(tails.mean()), rel=1e-12)
    ages = draw(made, 50_000, seed=3, engine=Solved).columns["age"]
    level = FALSE_ALARM / 200
    for a, p in enumerate(tails / tails.sum()):
        count = int(np.count_nonzero(ages == a))
        assert min(stats.binom.cdf(count, len(ages), p), stats.binom.sf(count - 1, len(ages), p)) > level, a


def test_no_draw_is_wasted_on_a_folded_rule() -> None:
    assert not draw(noisy_exam(), 5_000, engine=Solved).attempts.any()


def locally_redrawn(n: int, seed: int) -> dict[str, np.ndarray]:
    """The tempting mistake: keep `b`, and throw `a` until the rule holds."""
    random = np.random.default_rng(seed)
    b = random.integers(2, 7, n)
    return {"a": (random.integers(1, 7, n) % (b - 1) + 1.0), "b": b.astype(float)}


def test_the_same_law_is_told_from_a_local_redraw() -> None:
    """The sampler passes the test that a sampler with the bias fails: no rule is broken in either."""
    counted, _ = plainly.enumerated(pair())
    probs = probabilities(counted, pair(), None)
    samples = draw(pair(), 5_000, seed=5, engine=Solved)
    assert unlike_law(samples, probs, FALSE_ALARM)[1] == []
    samples.columns.update(locally_redrawn(5_000, 5))
    assert (samples.columns["a"] < samples.columns["b"]).all()
    assert len(unlike_law(samples, probs, FALSE_ALARM)[1]) > 5


def clinic(**options: object) -> Plan:
    exam = table(
        ("sex",),
        ((member_of("female"),), family("normal", mean=13.5, sd=1.2)),
        ((member_of("male"),), family("normal", mean=15, sd=1.2)),
    )
    return plan(
        age(),
        variable("sex", "category", categorical(female=0.5, male=0.5), categories=("female", "male")),
        variable("pregnant", "boolean", Bernoulli(p=0.1)),
        variable("haemoglobin", "number", exam, low=3.0, high=25.0, stage="exam", role="exam"),
        *options.pop("more", ()),  # type: ignore[attr-defined]
        constraints=(
            rule("female", either(compare_not("pregnant"), member("sex", "female"))),
            rule("fertile", either(compare_not("pregnant"), compare("age", "<", 50))),
            rule("anaemic", compare("haemoglobin", "<", 13)),
            *options.pop("rules", ()),  # type: ignore[attr-defined]
        ),
        **options,
    )


def member_of(name: str):  # type: ignore[no-untyped-def]
    from tests.plans import among

    return among(name)


def compare_not(name: str):  # type: ignore[no-untyped-def]
    from pzdsl.plan.expression import Not

    return Not(x=Var(name=name))


def same(a: object, b: object, rows: object = slice(None)) -> None:
    for name in clinic().model_dump()["variables"]:
        values, others = a.columns[name["name"]], b.columns[name["name"]][rows]  # type: ignore[attr-defined]
        assert np.allclose(values, others, rtol=1e-9, atol=1e-9), name["name"]


def test_a_patient_is_the_same_alone_and_in_company() -> None:
    whole = draw(clinic(), 500, seed=7, engine=Solved)
    for chunk in (64, 10_000):
        again = draw(clinic(), 500, seed=7, engine=Solved, chunk=chunk)
        assert all((again.columns[n] == whole.columns[n]).all() for n in whole.columns)
    same(draw(clinic(), 100, seed=7, start=250, engine=Solved), whole, slice(250, 350))
    same(draw(clinic(), ids=np.array([411]), seed=7, engine=Solved), whole, [411])
    same(draw(clinic(), ids=np.array([8, 3]), seed=7, engine=Solved), whole, [8, 3])


def test_a_barren_variable_changes_nobody() -> None:
    barren = variable(
        "barren", "boolean", table(("sex",), ((member_of("female"),), Bernoulli(p=0.5)), (None, Bernoulli(p=0.1)))
    )
    same(draw(clinic(), 2_000, engine=Solved), draw(clinic(more=(barren,)), 2_000, engine=Solved))


@pytest.mark.parametrize("cut", [7.5, 12.0, 30.0])
def test_a_cut_that_changes_no_probability_changes_nobody(cut: float) -> None:
    """A rule that everybody meets cuts the exam in two."""
    idle = rule("idle", either(compare("haemoglobin", "<", cut), compare("haemoglobin", ">=", cut)))
    same(draw(clinic(), 2_000, engine=Solved), draw(clinic(rules=(idle,)), 2_000, engine=Solved))
