"""Each law against SciPy's own distribution, which shares no code of ours but `scipy.special`.

At evenly spaced ranks a draw must invert the reference exactly; at keyed ranks its empirical distribution function
must lie within the band of Dvoretzky, Kiefer, Wolfowitz and Massart (false alarm 1e-9 a case).
"""

# ruff: noqa: E501 - one case a line reads best

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, floor, inf, log, sqrt
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from pzdsl.plan.expression import Arith, Num
from pzdsl.plan.law import Bands, Bernoulli, CourseClock, Derived, Mixture, Odds, OddsPer, OddsWhen, Point, Quantiles
from pzdsl.plan.plan import Plan, Variable
from pzdsl.samples.columns import Drawn
from pzdsl.samples.keyed import key_of, places_of, uniforms
from pzdsl.samples.laws import cdf, compile_law
from tests.plans import (
    ANY,
    among,
    at_least,
    below,
    between,
    categorical,
    compare,
    family,
    plan,
    read,
    table,
    variable,
    within,
)

F64 = NDArray[np.float64]
Reference = Callable[[F64], F64]
N = 20_000
AGES = np.array([5.0, 17.0, 18.0, 44.0, 45.0, 80.0])


@dataclass(frozen=True)
class Case:
    name: str
    variable: Variable
    raw: Reference  # the distribution function before the bounds; may read `age` through the closure
    low: float = -inf
    high: float = inf


def number(law: Any, **options: Any) -> Variable:
    return variable("x", "number", law, **options)


def count(law: Any, **options: Any) -> Variable:
    return variable("x", "count", law, **options)


GAMMA = stats.gamma(a=(18 / 14) ** 2, scale=14**2 / 18)
BETA_TOTAL = 0.3 * 0.7 / 0.12**2 - 1
BETA = stats.beta(0.3 * BETA_TOTAL, 0.7 * BETA_TOTAL)
NEGATIVE_BINOMIAL = stats.nbinom(0.8, 0.8 / (0.8 + 2.5))


def lms(l: float, m: float, s: float) -> Reference:  # noqa: E741
    def raw(x: F64) -> F64:
        ratio = np.maximum(x, 1e-12) / m
        score = np.log(ratio) / s if l == 0 else (ratio**l - 1) / (l * s)
        edge = stats.norm.cdf(-1 / (l * s)) if l else 0.0
        mass = stats.norm.cdf(score)
        return (mass - edge) / (1 - edge) if l > 0 else mass / edge if l < 0 else mass

    return raw


CASES = [
    Case("normal", number(family("normal", mean=7, sd=0.6)), stats.norm(7, 0.6).cdf),
    Case("normal cut", number(family("normal", mean=7, sd=2), low=5.7, high=12.0), stats.norm(7, 2).cdf, 5.7, 12),
    Case("normal far up", number(family("normal", mean=0, sd=1), low=9.0, high=12.0), lambda x: -stats.norm.sf(x), 9, 12),
    Case("normal far down", number(family("normal", mean=0, sd=1), low=-12.0, high=-9.0), stats.norm.cdf, -12, -9),
    Case("lognormal", number(family("lognormal", median=33, gsd=1.22)), stats.lognorm(log(1.22), scale=33).cdf, 0),
    Case("gamma", number(family("gamma", mean=18, sd=14), high=150.0), GAMMA.cdf, 0, 150),
    Case("beta", number(family("beta", mean=0.3, sd=0.12), low=0.1, high=0.9), BETA.cdf, 0.1, 0.9),
    Case("exponential", number(family("exponential", mean=3), low=1.0), stats.expon(scale=3).cdf, 1),
    Case(
        "weibull",
        number(family("weibull", median=5, shape=1.7)),
        stats.weibull_min(1.7, scale=5 / log(2) ** (1 / 1.7)).cdf,
        0,
    ),
    Case("uniform", number(family("uniform", low=3, high=90), low=10.0, high=200.0), stats.uniform(3, 87).cdf, 10, 200),
    Case("triangular", number(family("triangular", low=1, mode=2, high=6)), stats.triang(0.2, 1, 5).cdf, 1, 6),
    Case("triangular left", number(family("triangular", low=1, mode=1, high=6)), stats.triang(0, 1, 5).cdf, 1, 6),
    Case("triangular right", number(family("triangular", low=1, mode=6, high=6)), stats.triang(1, 1, 5).cdf, 1, 6),
    Case("student", number(family("student_t", mean=3, sd=2, df=4), low=-9.0), stats.t(4, 3, 2).cdf, -9),
    Case("lms", number(family("lms", l=-1.6, m=16, s=0.09), low=5.0, high=60.0), lms(-1.6, 16, 0.09), 5, 60),
    Case("lms positive", number(family("lms", l=1.2, m=3.3, s=0.14), low=0.1, high=9.0), lms(1.2, 3.3, 0.14), 0.1, 9),
    Case("lms log", number(family("lms", l=0, m=3.3, s=0.14), low=0.1, high=9.0), lms(0, 3.3, 0.14), 0.1, 9),
    Case("grid", number(family("normal", mean=7, sd=0.6), precision=0.1, low=5.7, high=8.0), stats.norm(7, 0.6).cdf, 5.7, 8),
    Case("coarse grid", number(family("normal", mean=7, sd=4), precision=2.5, low=0.0, high=20.0), stats.norm(7, 4).cdf, 0, 20),
    Case("free grid", number(family("normal", mean=-3, sd=2), precision=0.5), stats.norm(-3, 2).cdf),
    Case("open grid", number(family("normal", mean=7, sd=2), precision=0.1, low=3.0, high=8.0, high_open=True), stats.norm(7, 2).cdf, 3, 7.9),
    Case("fine grid", number(family("normal", mean=50, sd=9), precision=0.001, low=0.0, high=100.0), stats.norm(50, 9).cdf, 0, 100),
    Case("within", number(family("normal", mean=7, sd=2, within=within(6, 9)), precision=0.1, low=3.0, high=20.0), stats.norm(7, 2).cdf, 6, 9),
    Case("poisson", count(family("poisson", mean=1.1), low=0.0, high=8.0), stats.poisson(1.1).cdf, 0, 8),
    Case("poisson free", count(family("poisson", mean=70)), stats.poisson(70).cdf, 0),
    Case("negative binomial", count(family("negative_binomial", mean=2.5, dispersion=0.8), low=1.0, high=40.0), NEGATIVE_BINOMIAL.cdf, 1, 40),
    Case("rounded gamma", count(family("gamma", mean=18, sd=14), low=0.0, high=150.0), GAMMA.cdf, 0, 150),
    Case("point", number(Point(value=4.5), low=0.0, high=9.0), lambda x: (x >= 4.5) * 1.0, 0, 9),
    Case(
        "bands",
        number(Bands(lows=(0.0, 12.0, 20.0), highs=(12.0, 16.0, 30.0), shares=(0.13, 0.27, 0.6)), low=0.0, high=30.0),
        lambda x: np.interp(x, [0, 12, 16, 20, 30], [0, 0.13, 0.4, 0.4, 1.0]),
        0,
        30,
    ),
    Case(
        "count bands",
        count(Bands(lows=(0.0, 18.0), highs=(18.0, 100.0), shares=(0.25, 0.75)), low=0.0, high=100.0, high_open=True),
        lambda x: np.interp(np.floor(x) + 1, [0, 18, 100], [0, 0.25, 1.0]),
        0,
        99,
    ),
    Case(
        "quantiles",
        number(Quantiles(levels=(0.05, 0.5, 0.95), values=(90.0, 118.0, 160.0)), low=70.0, high=260.0),
        lambda x: np.interp(x, [70, 90, 118, 160, 260], [0, 0.05, 0.5, 0.95, 1.0]),
        70,
        260,
    ),
    Case(
        "mixture",
        number(
            Mixture(shares=(0.7, 0.3), parts=(family("normal", mean=5, sd=1), family("normal", mean=9, sd=2, within=within(8, 20)))),
            low=3.0,
            high=15.0,
        ),
        lambda x: 0.7 * stats.norm(5, 1).cdf(x)
        + 0.3 * np.clip((stats.norm(9, 2).cdf(x) - stats.norm(9, 2).cdf(8)) / (stats.norm(9, 2).cdf(20) - stats.norm(9, 2).cdf(8)), 0, 1),
        3,
        15,
    ),
    Case(
        "mixture on a grid",
        count(Mixture(shares=(0.6, 0.4), parts=(Point(value=0.0), family("poisson", mean=3))), low=0.0, high=10.0),
        lambda x: 0.6 * (x >= 0) + 0.4 * stats.poisson(3).cdf(x),
        0,
        10,
    ),
]  # fmt: skip


def ranks(n: int = N) -> F64:
    return (np.arange(n) + 0.5) / n


def parents(spec: Plan, **columns: Any) -> Drawn:
    size = len(next(iter(columns.values()))) if columns else N
    drawn = Drawn(spec, size)
    drawn.columns = {name.replace("__", "."): np.asarray(values) for name, values in columns.items()}
    return drawn


def truncated(raw: Reference, step: float | None, low: F64 | float, high: F64 | float) -> Reference:
    """The distribution function that LANGUAGE 3.3 and 3.9 ask for."""
    if step is None:
        start, stop = raw(np.asarray(low, float)), raw(np.asarray(high, float))
        return lambda x: np.clip((raw(x) - start) / (stop - start), 0, 1)
    first, last = np.ceil(np.asarray(low) / step - 1e-9), np.floor(np.asarray(high) / step + 1e-9)
    start, stop = raw((first - 0.5) * step), raw((last + 0.5) * step)
    return lambda x: np.clip((raw((np.floor(x / step + 1e-9) + 0.5) * step) - start) / (stop - start), 0, 1)


def step_of(v: Variable) -> float | None:
    return v.precision if v.precision is not None else 1.0 if v.type == "count" else None


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_law_inverts_its_reference_at_even_ranks(case: Case) -> None:
    spec = plan(case.variable)
    sampler, u = compile_law(case.variable, spec), ranks()
    assert not sampler.may_fail
    x, possible = sampler.draw(u, parents(spec))
    assert possible is None
    assert (np.diff(x) >= 0).all()
    assert case.low <= x.min()
    assert x.max() <= case.high
    step = step_of(case.variable)
    if case.name == "point":
        assert (x == 4.5).all()
        return
    expected = truncated(case.raw, step, case.low, case.high)
    if step is None:
        assert np.abs(expected(x) - u).max() < 2e-9
    else:
        assert (expected(x) >= u - 1e-9).all()
        assert (expected(x - step) <= u + 1e-9).all()
        assert (x == np.array([float(f"{value:.6g}") for value in x])).all()  # 0.3, not 0.30000000000000004
    assert np.abs(cdf(case.variable, spec, x, parents(spec)) - expected(x)).max() < 2e-9


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_law_follows_its_reference_at_keyed_ranks(case: Case) -> None:
    n = 100_000
    u = uniforms(key_of(1, "laws", case.name), places_of(np.arange(n), np.zeros(n, np.int64)))
    spec = plan(case.variable)
    drawn = np.sort(compile_law(case.variable, spec).draw(u, parents(spec)).values)
    step = step_of(case.variable)
    if case.name == "point":
        return
    expected = truncated(case.raw, step, case.low, case.high)
    at = np.unique(drawn)
    gap = np.abs(np.searchsorted(drawn, at, side="right") / n - expected(at)).max()
    assert gap <= sqrt(log(2 / 1e-9) / (2 * n))


AGE = variable("age", "count", family("poisson", mean=40), low=0.0, high=120.0, unit="years")
SEX = variable("sex", "category", categorical(female=0.5, male=0.5), categories=("female", "male"))
TOLD = Arith(op="+", a=Num(value=100.0), b=Arith(op="*", a=Num(value=0.5), b=read("age")))
LATE = Arith(op="-", a=read("age"), b=Num(value=10.0))
AGE_COLUMN = np.tile(AGES, N // len(AGES) + 1)[:N]


@pytest.mark.parametrize("precision", [None, 1.0])
@pytest.mark.parametrize(
    ("law", "raw"),
    [
        (family("normal", mean=TOLD, sd=12), stats.norm(100 + 0.5 * AGE_COLUMN, 12).cdf),
        (family("gamma", mean=TOLD, sd=40), stats.gamma(((100 + 0.5 * AGE_COLUMN) / 40) ** 2, scale=1600 / (100 + 0.5 * AGE_COLUMN)).cdf),
        (family("lognormal", median=TOLD, gsd=1.3), stats.lognorm(log(1.3), scale=100 + 0.5 * AGE_COLUMN).cdf),
        (Derived(expr=TOLD, noise_op="+-", noise=family("normal", mean=3, sd=9)), stats.norm(103 + 0.5 * AGE_COLUMN, 9).cdf),
        (
            Derived(expr=TOLD, noise_op="*/", noise=family("lognormal", median=1, gsd=1.2)),
            stats.lognorm(log(1.2), scale=100 + 0.5 * AGE_COLUMN).cdf,
        ),
        (
            Mixture(shares=(0.5, 0.5), parts=(family("normal", mean=TOLD, sd=12), family("normal", mean=180, sd=9))),
            lambda x: 0.5 * stats.norm(100 + 0.5 * AGE_COLUMN, 12).cdf(x) + 0.5 * stats.norm(180, 9).cdf(x),
        ),
    ],
    ids=["normal", "gamma", "lognormal", "added noise", "multiplied noise", "mixture"],
)  # fmt: skip
def test_arguments_may_read_parents(law: Any, raw: Reference, precision: float | None) -> None:
    v = number(law, low=90.0, high=200.0, precision=precision)
    spec = plan(AGE, v)
    given = parents(spec, age=AGE_COLUMN)
    x, possible = compile_law(v, spec).draw(ranks(), given)
    assert possible is None
    expected = truncated(raw, precision, 90, 200)
    if precision is None:
        assert np.abs(expected(x) - ranks()).max() < 2e-9
    else:
        assert (expected(x) >= ranks() - 1e-9).all()
        assert (expected(x - 1) <= ranks() + 1e-9).all()
    assert np.abs(cdf(v, spec, x, given) - expected(x)).max() < 2e-9


@pytest.mark.parametrize("discrete", ["poisson", "negative_binomial"])
def test_counts_with_a_mean_of_their_parents(discrete: Any) -> None:
    mean = Arith(op="/", a=read("age"), b=Num(value=10.0))
    args = {"mean": mean, "dispersion": 1.5} if discrete == "negative_binomial" else {"mean": mean}
    v = count(family(discrete, **args), low=0.0, high=30.0)
    spec = plan(AGE, v)
    x, _ = compile_law(v, spec).draw(ranks(), parents(spec, age=AGE_COLUMN))
    mu = AGE_COLUMN / 10
    raw = stats.poisson(mu).cdf if discrete == "poisson" else stats.nbinom(1.5, 1.5 / (1.5 + mu)).cdf
    expected = truncated(raw, 1.0, 0, 30)
    assert (expected(x) >= ranks() - 1e-9).all()
    assert (expected(x - 1) <= ranks() + 1e-9).all()


@pytest.mark.parametrize("precision", [None, 1.0, 0.1])
def test_bounds_may_read_parents_and_may_leave_nothing(precision: float | None) -> None:
    v = number(family("gamma", mean=18, sd=14, within=within(0, LATE)), low=0.0, high=150.0, precision=precision)
    spec = plan(AGE, v)
    sampler = compile_law(v, spec)
    assert sampler.may_fail
    x, possible = sampler.draw(ranks(), parents(spec, age=AGE_COLUMN))
    assert possible is not None
    assert (possible == (AGE_COLUMN >= 10)).all()
    assert np.isfinite(x).all()
    fits = AGE_COLUMN >= 10
    expected = truncated(GAMMA.cdf, precision, 0.0, AGE_COLUMN[fits] - 10)
    if precision is None:
        assert np.abs(expected(x[fits]) - ranks()[fits]).max() < 2e-9
    else:
        assert (expected(x[fits]) >= ranks()[fits] - 1e-9).all()
        assert (expected(x[fits] - precision) <= ranks()[fits] + 1e-9).all()


def test_bounds_far_up_the_tail_keep_their_digits() -> None:
    v = number(family("normal", mean=0, sd=10, within=within(read("age"), 200)), low=-200.0, high=200.0, precision=1.0)
    spec = plan(AGE, v)
    age = np.full(N, 90.0)
    x, possible = compile_law(v, spec).draw(ranks(), parents(spec, age=age))
    assert possible is None
    upper = lambda k: stats.norm(0, 10).sf(k + 0.5)  # noqa: E731
    top, end = upper(89.0), upper(200.0)
    expected = lambda k: (top - upper(k)) / (top - end)  # noqa: E731
    assert (expected(x) >= ranks() - 1e-9).all()
    assert (expected(x - 1) <= ranks() + 1e-9).all()


def test_a_cap_holds_and_stands_in_where_nothing_is_left() -> None:
    owner = variable("ill", "boolean", Bernoulli(p=0.5))
    v = number(family("uniform", low=3, high=90), precision=1.0, low=0.0, unit="days", part_of="ill", cap="age")
    spec = plan(AGE, owner, v)
    age = np.tile([0.0, 0.001, 0.005, 0.01, 0.1, 50.0], N // 6 + 1)[:N]  # in years; a day is 0.0027
    sampler = compile_law(v, spec)
    assert not sampler.may_fail
    x, possible = sampler.draw(ranks(), parents(spec, age=age, ill=np.ones(N, bool)))
    assert possible is None
    assert (x <= age * 365.25).all()
    empty = age * 365.25 < 3  # the law begins at 3 days: rounded to 3 from 2.5 on
    assert (x[empty] == age[empty] * 365.25).all()
    expected = truncated(stats.uniform(3, 87).cdf, 1.0, 1, np.floor(age[~empty] * 365.25))
    assert (expected(x[~empty]) >= ranks()[~empty] - 1e-9).all()
    assert (expected(x[~empty] - 1) <= ranks()[~empty] + 1e-9).all()


def test_quantiles_end_at_bounds_that_read_parents() -> None:
    v = number(Quantiles(levels=(0.5,), values=(150.0,), within=within(read("age"), 250)), low=0.0, high=260.0)
    spec = plan(AGE, v)
    x, _ = compile_law(v, spec).draw(ranks(), parents(spec, age=AGE_COLUMN))
    u = ranks()
    expected = np.where(u < 0.5, AGE_COLUMN + 2 * u * (150 - AGE_COLUMN), 150 + (2 * u - 1) * 100)
    assert np.allclose(x, expected, rtol=1e-12)


MIXED_TABLE = table(
    ("age", "sex"),
    ((below(18), ANY), Point(value=3.0)),
    ((between(18, 45), among("female")), family("normal", mean=10, sd=2)),
    ((between(18, 45), among("male")), family("normal", mean=read("age"), sd=2)),
    (None, family("uniform", low=50, high=60)),
)


@pytest.mark.parametrize("precision", [None, 0.5])
def test_a_table_gives_each_patient_the_law_of_its_row(precision: float | None) -> None:
    v = number(MIXED_TABLE, low=0.0, high=100.0, precision=precision)
    spec = plan(AGE, SEX, v)
    sex = (np.arange(N) // len(AGES) % 2).astype(np.int8)
    given = parents(spec, age=AGE_COLUMN, sex=sex)
    x, possible = compile_law(v, spec).draw(ranks(), given)
    assert possible is None
    for rows, law in (
        (AGE_COLUMN < 18, Point(value=3.0)),
        ((AGE_COLUMN >= 18) & (AGE_COLUMN < 45) & (sex == 0), family("normal", mean=10, sd=2)),
        ((AGE_COLUMN >= 18) & (AGE_COLUMN < 45) & (sex == 1), family("normal", mean=read("age"), sd=2)),
        (AGE_COLUMN >= 45, family("uniform", low=50, high=60)),
    ):
        alone = number(law, low=0.0, high=100.0, precision=precision)
        other = parents(plan(AGE, SEX, alone), age=AGE_COLUMN[rows], sex=sex[rows])
        assert (compile_law(alone, plan(AGE, SEX, alone)).draw(ranks()[rows], other).values == x[rows]).all()
        assert np.allclose(cdf(v, spec, x, given)[rows], cdf(alone, plan(AGE, SEX, alone), x[rows], other))


def test_a_finite_table_agrees_with_its_rows_one_by_one() -> None:
    laws = (family("poisson", mean=1.0), family("poisson", mean=9.0), Bands(lows=(2.0,), highs=(5.0,), shares=(1.0,)))
    v = count(
        table(("age",), ((below(18),), laws[0]), ((between(18, 45),), laws[1]), ((at_least(45),), laws[2])),
        low=0.0,
        high=12.0,
    )
    spec = plan(AGE, v)
    x = compile_law(v, spec).draw(ranks(), parents(spec, age=AGE_COLUMN)).values
    for i, law in enumerate(laws):
        rows = np.searchsorted([18, 45], AGE_COLUMN, side="right") == i
        alone = count(law, low=0.0, high=12.0)
        assert (compile_law(alone, plan(alone)).draw(ranks()[rows], parents(plan(alone))).values == x[rows]).all()


def test_a_gap_in_a_table_makes_the_patient_impossible() -> None:
    v = variable("x", "boolean", table(("age",), ((below(18),), Bernoulli(p=1.0))))
    spec = plan(AGE, v)
    sampler = compile_law(v, spec)
    assert sampler.may_fail
    assert (sampler.draw(ranks(6), parents(spec, age=AGES)).possible == (AGES < 18)).all()


def test_booleans_are_true_below_their_probability() -> None:
    law = Odds(
        base=table(("sex",), ((among("female"),), Bernoulli(p=0.12)), ((among("male"),), Bernoulli(p=1.0))),
        effects=(
            OddsWhen(ratio=1.8, condition=compare("age", ">=", 18)),
            OddsPer(ratio=2.1, step=10.0, variable="age", start=50.0),
        ),
    )
    v = variable("x", "boolean", law)
    spec = plan(AGE, SEX, v)
    sex = (np.arange(N) // len(AGES) % 2).astype(np.int8)
    given = parents(spec, age=AGE_COLUMN, sex=sex)
    odds = 0.12 / 0.88 * np.where(AGE_COLUMN >= 18, 1.8, 1) * 2.1 ** np.maximum(0, (AGE_COLUMN - 50) / 10)
    prob = np.where(sex == 1, 1.0, odds / (1 + odds))
    assert (compile_law(v, spec).draw(ranks(), given).values == (ranks() < prob)).all()
    assert np.allclose(cdf(v, spec, np.zeros(N), given), 1 - prob)


def test_categories_come_in_the_order_of_their_type() -> None:
    names = ("mild", "moderate", "severe")
    nested = Mixture(shares=(0.5, 0.5), parts=(categorical(severe=0.4, mild=0.6), Point(value="moderate")))
    v = variable("x", "category", nested, categories=names)
    x = compile_law(v, plan(v)).draw(ranks(), parents(plan(v))).values
    assert x.dtype == np.int8
    assert (np.diff(x) >= 0).all()
    assert np.bincount(x).tolist() == [0.3 * N, 0.5 * N, 0.2 * N]


def test_a_mixture_of_tables_of_categories() -> None:
    names = ("a", "b", "c")
    by_sex = table(("sex",), ((among("female"),), categorical(a=1.0)), ((among("male"),), categorical(c=1.0)))
    v = variable("x", "category", Mixture(shares=(0.5, 0.5), parts=(by_sex, categorical(b=1.0))), categories=names)
    spec = plan(SEX, v)
    sex = (np.arange(N) % 2).astype(np.int8)
    x = compile_law(v, spec).draw(ranks(), parents(spec, sex=sex)).values
    assert (x[sex == 0] == (ranks()[sex == 0] >= 0.5)).all()
    assert (x[sex == 1] == 1 + (ranks()[sex == 1] >= 0.5)).all()


def test_a_derived_value_outside_its_range_is_impossible() -> None:
    v = number(Derived(expr=Arith(op="/", a=Num(value=1000.0), b=read("age"))), low=0.0, high=50.0, precision=1.0)
    spec = plan(AGE, v)
    x, possible = compile_law(v, spec).draw(ranks(6), parents(spec, age=np.array([0.0, 1, 20, 21, 100, 999])))
    assert possible is not None
    assert possible.tolist() == [False, False, True, True, True, True]
    assert x[2:].tolist() == [50, 48, 10, 1]


def test_the_clock_adds_earlier_phases_and_a_share_of_the_current_one() -> None:
    phases = ("silent", "early", "late")
    spec = plan(
        variable("phase", "category", categorical(silent=0.2, early=0.3, late=0.5), categories=phases),
        variable("phase_share", "number", family("uniform", low=0, high=1), low=0.0, high=1.0),
        variable("silent.lasts", "number", family("uniform", low=1, high=2), unit="years"),
        variable("early.lasts", "number", family("uniform", low=1, high=2), unit="weeks"),
        variable("late.lasts", "number", family("uniform", low=1, high=2), unit="days"),
        variable("phase_time", "number", CourseClock(what="phase", phases=phases), unit="days"),
        variable("course_time", "number", CourseClock(what="course", phases=phases), unit="days"),
    )
    given = parents(
        spec,
        phase=np.array([0, 1, 2], np.int8),
        phase_share=np.full(3, 0.5),
        silent__lasts=np.full(3, 2.0),
        early__lasts=np.full(3, 4.0),
        late__lasts=np.full(3, 6.0),
    )
    times = [
        compile_law(spec.variable(n), spec).draw(ranks(3), given).values.tolist() for n in ("phase_time", "course_time")
    ]
    assert times == [[365.25, 14.0, 3.0], [365.25, 730.5 + 14, 730.5 + 28 + 3]]


@pytest.mark.parametrize(
    "law",
    [
        family("normal", mean=5, sd=-1),
        family("beta", mean=0.5, sd=0.7),
        family("triangular", low=3, mode=1, high=2),
        family("normal", mean=50, sd=0.1),
        Point(value=77.0),
    ],
)
@pytest.mark.parametrize("precision", [None, 0.5])
def test_a_law_that_leaves_nothing_is_impossible_and_never_nan(law: Any, precision: float | None) -> None:
    v = number(law, low=0.0, high=1.0, precision=precision)
    sampler = compile_law(v, plan(v))
    assert sampler.may_fail
    x, possible = sampler.draw(ranks(10), parents(plan(v), age=np.zeros(10)))
    assert possible is not None
    assert not possible.any()
    assert np.isfinite(x).all()


def test_ceil_and_floor_of_bounds_forgive_last_bits() -> None:
    """0.1 + 0.2 is a little more than 0.3, which a bound of that value must still allow."""
    sum_ = Arith(op="+", a=Num(value=0.1), b=Num(value=0.2))
    v = number(family("uniform", low=0, high=1, within=within(sum_, 0.5)), precision=0.1, low=0.0, high=1.0)
    x = compile_law(v, plan(v)).draw(ranks(1000), parents(plan(v))).values
    assert sorted(set(x.tolist())) == [0.3, 0.4, 0.5]
    assert ceil(0.3 * 10) == floor(0.5 * 10) - 2
