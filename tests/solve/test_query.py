"""Probabilities, means and quantiles against counting; shipped expectations are decided."""

from __future__ import annotations

import numpy as np
import pytest

from pzdsl.plan.expression import Not
from pzdsl.samples.tilts import aims_of
from pzdsl.solve import Impossible, mean, prob, quantile
from pzdsl.solve.query import is_unreachable, share_of
from tests.plans import compare, member
from tests.solve import plainly
from tests.solve.agree import usable
from tests.solve.made import Made, _Maker
from tests.solve.projected import conditioned, projected

FINITE = [(seed, one) for seed, one in usable(60) if one.is_finite][:30]


def event_for(one: Made, seed: int):  # type: ignore[no-untyped-def]
    from random import Random

    maker = _Maker(Random(seed + 1000), True)
    maker.variables = [v for v in one.plan.variables if v.name != "case"]
    return maker.condition(1)


@pytest.mark.parametrize(("seed", "one"), FINITE, ids=[str(seed) for seed, _ in FINITE])
def test_probabilities_are_those_of_counting(seed: int, one: Made) -> None:
    event, given = event_for(one, seed), one.where
    counted = conditioned(projected(one.plan) or [], one.plan, given)
    truth = sum(p for row, p in counted if plainly.value_of(event, row, one.plan) is True)
    found = prob(one.plan, event, given, draws=20_000)
    slack = 1e-9 if aims_of(one.plan) else 1e-15  # what the minimizer of brute force leaves
    assert found.low - slack <= truth <= found.high + slack
    if found.how == "exact":
        assert found.value == pytest.approx(truth, abs=max(slack, 1e-12))
    assert is_unreachable(one.plan, event) <= (
        sum(p for row, p in projected(one.plan) or [] if plainly.value_of(event, row, one.plan) is True) == 0
    )


@pytest.mark.parametrize(("seed", "one"), FINITE[:15], ids=[str(seed) for seed, _ in FINITE[:15]])
def test_means_and_quantiles_are_those_of_counting(seed: int, one: Made) -> None:
    counted = projected(one.plan) or []
    for variable in one.plan.variables:
        pairs = sorted((row[variable.name], p) for row, p in counted if row[variable.name] is not None)
        if variable.type not in ("number", "count") or not pairs:
            continue
        weights = np.array([p for _, p in pairs]) / sum(p for _, p in pairs)
        values = np.array([value for value, _ in pairs])
        found = mean(one.plan, variable.name, draws=5_000)
        assert found.low - 1e-9 <= values @ weights <= found.high + 1e-9
        middle = quantile(one.plan, variable.name, 0.4, draws=5_000)
        least = values[np.searchsorted(np.cumsum(weights), 0.4 - 1e-12)]
        assert middle.low - 1e-9 <= least <= middle.high + 1e-9


def test_what_cannot_be_given_is_said() -> None:
    from tests.solve.test_named import clinic

    with pytest.raises(Impossible):
        prob(clinic(), compare("age", ">", 3), compare("haemoglobin", ">", 14))
    assert prob(clinic(), member("sex", "male"), compare("age", ">=", 0)).how == "exact"
    assert is_unreachable(clinic(), compare("haemoglobin", ">=", 13))
    assert not is_unreachable(clinic(), Not(x=member("sex", "male")))


def test_shares_are_bounded_even_at_the_ends() -> None:
    assert share_of(0, 1000).low == 0
    assert 0.01 < share_of(0, 1000).high < 0.03
    assert share_of(1000, 1000).high == 1
