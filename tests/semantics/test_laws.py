from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction

import pytest
import scipy.stats as stats
from hypothesis import given
from hypothesis import strategies as st

from pzdsl.diagnostics import NOWHERE, Report
from pzdsl.semantics.mass import mass_outside
from pzdsl.semantics.shares import exact_shares
from pzdsl.semantics.spec import Numeric
from pzdsl.syntax import tree
from tests.semantics.made import said


def share(percent: Decimal | None) -> tree.Share:
    return tree.Share(percent=percent, span=NOWHERE)


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=6))
def test_shares_are_exact(hundredths: list[int]) -> None:
    """Ten times 0.1 % are 1 %: no sum is off by a last bit."""
    percents = [Decimal(n) / 100 for n in hundredths]
    report = Report()
    found = exact_shares([*map(share, percents), share(None)], NOWHERE, report)
    if sum(hundredths) > 10_000:
        assert (found, [str(d.code) for d in report]) == (None, ["PZ3001"])
    else:
        assert found is not None
        assert sum(found) == 1
        assert found[:-1] == [Fraction(n, 10_000) for n in hundredths]


def test_ten_shares_of_a_tenth_are_all() -> None:
    report = Report()
    assert exact_shares([share(Decimal("10.0"))] * 10, NOWHERE, report) == [Fraction(1, 10)] * 10
    third = [share(Decimal("33.3"))] * 3
    assert exact_shares(third, NOWHERE, report) is None
    assert [d.message for d in report] == ["the shares sum to 99.9 %, not to 100 %"]


LAWS = {
    "normal": ({"mean": 50, "sd": 13}, stats.norm(50, 13)),
    "lognormal": ({"median": 40, "gsd": 1.7}, stats.lognorm(s=0.5306282510621704, scale=40)),
    "gamma": ({"mean": 18, "sd": 14}, stats.gamma((18 / 14) ** 2, scale=14**2 / 18)),
    "poisson": ({"mean": 7.5}, stats.poisson(7.5)),
    "exponential": ({"mean": 30}, stats.expon(scale=30)),
    "weibull": ({"median": 20, "shape": 1.4}, stats.weibull_min(1.4, scale=20 / 0.6931471805599453 ** (1 / 1.4))),
    "uniform": ({"low": 5, "high": 90}, stats.uniform(5, 85)),
    "triangular": ({"low": 5, "mode": 30, "high": 90}, stats.triang(25 / 85, 5, 85)),
}


@pytest.mark.parametrize("family", LAWS)
def test_mass_outside_agrees_with_scipy(family: str) -> None:
    """To 1e-9, on random ranges, with and without the author's own bounds and a grid."""
    rng = random.Random(12)
    args, law = LAWS[family]
    for _ in range(60):
        low, high = sorted(rng.sample(range(0, 120), 2))
        step = rng.choice([None, 1]) if family != "poisson" else 1
        half = (step or 0) / 2
        within = rng.choice([(None, None), (2.0, 110.0), (None, 80.0)])
        type_ = Numeric(None, Decimal(low), Decimal(high), precision=None if step is None else Decimal(step))
        start = 0.0 if within[0] is None else law.cdf(within[0] - half)
        stop = 1.0 if within[1] is None else law.cdf(within[1] + half)
        inside = max(0.0, min(stop, law.cdf(high + half)) - max(start, law.cdf(low - half)))
        found = mass_outside(family, args, type_, within)
        assert found is not None
        assert found[0] == pytest.approx(1 - inside / (stop - start), abs=1e-9)


@pytest.mark.parametrize("shape", [0.05, 0.5, 1.0, 3.7, 40.0, 2500.0])
def test_gamma_agrees_with_scipy_for_all_shapes(shape: float) -> None:
    law = stats.gamma(shape)
    for level in (1e-6, 0.01, 0.3, 0.5, 0.9, 0.999, 1 - 1e-9):
        x = float(law.ppf(level))
        type_ = Numeric(None, Decimal(repr(x)), None)
        found = mass_outside("gamma", {"mean": shape, "sd": shape**0.5}, type_, (None, None))
        assert found is not None
        assert found[0] == pytest.approx(level, abs=1e-9)


@pytest.mark.parametrize("lms", [(-0.8, 9.2, 0.12), (0.0, 9.4, 0.3), (1.6, 9.6, 0.1)])
def test_lms_is_normal_in_its_scores(lms: tuple[float, float, float]) -> None:
    l, m, s = lms  # noqa: E741  as the papers call them
    for z in (-2.5, -1.0, 0.0, 1.3):
        x = m * (1 + l * s * z) ** (1 / l) if l else m * 2.718281828459045 ** (s * z)
        found = mass_outside("lms", {"l": l, "m": m, "s": s}, Numeric(None, Decimal(repr(x)), None), (None, None))
        assert found is not None
        assert found[0] == pytest.approx(stats.norm.cdf(z), abs=1e-9)


def test_the_last_value_below_an_open_end_is_a_step_lower() -> None:
    """`count 0 to < 3` ends at 2."""
    found = mass_outside("poisson", {"mean": 2.0}, Numeric(None, Decimal(0), Decimal(3), True, True), (None, None))
    assert found is not None
    assert found[0] == pytest.approx(stats.poisson(2).sf(2), abs=1e-9)


def number(law: str, type_: str = "number 0 to 100") -> list[str]:
    return said(f'dimension biological {{ attribute x : {type_} prior {law} assumed "made up" }}')


@pytest.mark.parametrize(
    "law",
    [
        "bands { 0 to < 10: 20 %, 10 to < 20: 30 %, 50 to 100: rest }",
        "mixture { 10 %: exactly 3, rest: normal(mean = 40, sd = 5) }",
        "quantiles { 0 %: 3, 50 %: 9, 100 %: 100 }",
        "student_t(mean = 40, sd = 5, df = 4)",
        "uniform(low = 0, high = 100)",
        "normal(mean = -5, sd = 2) within 0 to 100",
    ],
)
def test_law_of_a_number_is_silent(law: str) -> None:
    assert number(law) == []


@pytest.mark.parametrize(
    ("law", "code"),
    [
        ("bands { 0 to < 10: 20 %, 10 to < 200: rest }", "PZ3303"),
        ("bands { 10 to 10: 20 %, 10 to < 20: rest }", "PZ3301"),
        ("mixture { 10 %: exactly 3, 20 %: exactly 4 }", "PZ3001"),
        ("mixture { 10 %: exactly 300, rest: exactly 4 }", "PZ3303"),
        ("quantiles { 5 %: 3, 50 %: 900 }", "PZ3303"),
        ("quantiles { 50 %: 3, 5 %: 9 }", "PZ3302"),
        ("{ a: 50 %, b: rest }", "PZ3104"),
        ("exactly blue", "PZ3104"),
        ("beta(mean = 40, sd = 5)", "PZ3103"),
        ("triangular(low = 1, mode = 70, high = 60)", "PZ3103"),
        ("normal(mean = 40, mean = 5, sd = 3)", "PZ3102"),
        ("normal(mean = 40 'kg', sd = 3)", "PZ2202"),
        ("lognormal(median = 40, gsd = 3 days)", "PZ2202"),
    ],
)
def test_law_of_a_number_is_one_mistake(law: str, code: str) -> None:
    assert [c[:6] for c in number(law)] == [code]


def test_a_count_ends_where_its_last_band_is_open() -> None:
    assert number("bands { 0 to < 50: 20 %, 50 to < 100: rest }", "count 0 to 99") == []
    assert number("bands { 0 to < 50: 20 %, 50 to < 100: rest }", "number 0 to < 100") == []
