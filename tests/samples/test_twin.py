"""Twins: what an intervention changes, what it leaves, and what is said of rules it breaks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from pzdsl.errors import UsageError
from pzdsl.rules import evaluate, is_false
from pzdsl.samples import Samples, cdf, draw
from pzdsl.solve import Solved
from tests.plans import small_clinic

CLINIC = small_clinic()
N = 3000


def test_setting_a_variable_to_what_it_is_changes_nothing() -> None:
    samples = draw(CLINIC, N)
    for name, value in (("sex", "male"), ("polyuria", True), ("smoking", "never")):
        twins = draw(CLINIC, N, set={name: value})
        code = {"male": 1, "never": 0}.get(value, value) if isinstance(value, str) else value
        already = samples.columns[name] == code
        for other, values in samples.columns.items():
            known = already & samples.defined.get(other, np.ones(N, bool))
            assert (twins.columns[other][known] == values[known]).all()
        assert not any(mask[already].any() for mask in twins.broken.values())


def test_what_does_not_descend_from_it_keeps_its_value() -> None:
    samples, twins = draw(CLINIC, N), draw(CLINIC, N, set={"smoking": "current"})
    changed = {name for name, values in samples.columns.items() if (values != twins.columns[name]).any()}
    assert changed == {"smoking", "pack_years", "polyuria.onset"}
    assert twins.attempts.tolist() == samples.attempts.tolist()
    assert (twins.columns["smoking"] == 2).all()


def test_descendants_keep_their_ranks() -> None:
    samples, twins = draw(CLINIC, N), draw(CLINIC, N, set={"polyuria": True})
    v = CLINIC.variable("hba1c")

    def interval(of: Samples) -> tuple[Any, Any]:
        x = of.columns["hba1c"]
        return cdf(v, CLINIC, x - 0.1, of), cdf(v, CLINIC, x, of)

    (low, high), (twin_low, twin_high) = interval(samples), interval(twins)
    assert (np.maximum(low, twin_low) <= np.minimum(high, twin_high) + 1e-12).all()
    absent = ~samples.columns["polyuria"]
    assert (twins.columns["hba1c"][absent] >= samples.columns["hba1c"][absent] - 0.1).mean() > 0.9
    assert twins.defined["polyuria.severity"].all()


def test_a_twin_that_breaks_a_rule_is_reported_and_not_repaired() -> None:
    twins = draw(CLINIC, N, set={"bmi": 20.0})
    broken = twins.broken["lean_needs_family"]
    assert broken.any()
    assert (broken == (twins.columns["relatives"] == 0)).all()
    for rule in CLINIC.constraints:
        assert (is_false(evaluate(rule.expr, twins)) == twins.broken.get(rule.name, np.zeros(N, bool))).all()
    child = draw(CLINIC, N, set={"age": 9})
    assert child.broken["adult"].all()
    assert child.columns["case"].all()
    smokes = child.columns["smoking"] != 0
    assert (child.broken["pack_years"] == smokes).all()  # within 0 to (age - 10) leaves a child of 9 nothing
    assert not child.defined["pack_years"][smokes].any()


def test_a_part_of_an_absent_symptom_stays_undefined() -> None:
    twins = draw(CLINIC, N, set={"polyuria.severity": "severe"})
    assert (twins.defined["polyuria.severity"] == twins.columns["polyuria"]).all()
    none = draw(CLINIC, N, set={"polyuria": False})
    assert not none.defined["polyuria.severity"].any()


def test_what_is_recorded_follows_the_twin() -> None:
    twins = draw(CLINIC, N, set={"age": 9, "metformin": True})
    assert not twins.recorded["glucose"].any()


def test_twins_do_not_depend_on_batches() -> None:
    a, b = draw(CLINIC, 100, set={"age": 30}), draw(CLINIC, 100, set={"age": 30}, chunk=7)
    for name, values in a.columns.items():
        assert (values == b.columns[name]).all()
    assert {name: mask.tolist() for name, mask in a.broken.items()} == {
        name: mask.tolist() for name, mask in b.broken.items()
    }


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("shoe", 43, "no such variable"),
        ("case", True, "no such variable"),
        ("sex", "other", "female, male"),
        ("polyuria", "yes", "true or false"),
        ("bmi", 80, "cannot be 80"),
        ("bmi", 20.05, "precision of 0.1"),
        ("age", 100, "cannot be 100"),
        ("age", "old", "is a number"),
    ],
)
def test_a_value_that_a_variable_cannot_have_is_refused(name: str, value: Any, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        draw(CLINIC, 1, set={name: value})


def _same(name: str, samples: Samples, twins: Samples, rows: Any) -> bool:
    known = rows & samples.defined.get(name, np.ones(N, bool))
    return bool((twins.columns[name][known] == samples.columns[name][known]).all())


def test_under_the_exact_engine_setting_a_variable_to_what_it_is_changes_nothing() -> None:
    samples = draw(CLINIC, N, engine=Solved)
    for name, value, code in (("sex", "male", 1), ("polyuria", True, True), ("smoking", "never", 0), ("age", 50.0, 50)):
        twins = draw(CLINIC, N, engine=Solved, set={name: value})
        already = samples.columns[name] == code
        assert already.any()
        assert all(_same(other, samples, twins, already) for other in samples.columns)
        assert not any(mask[already].any() for mask in twins.broken.values())


def test_under_the_exact_engine_descendants_keep_the_ranks_of_their_priors() -> None:
    samples, twins = draw(CLINIC, N, engine=Solved), draw(CLINIC, N, engine=Solved, set={"polyuria": True})
    v = CLINIC.variable("hba1c")
    x, y = samples.columns["hba1c"], twins.columns["hba1c"]
    low, high = cdf(v, CLINIC, x - 0.1, samples), cdf(v, CLINIC, x, samples)
    twin_low, twin_high = cdf(v, CLINIC, y - 0.1, twins), cdf(v, CLINIC, y, twins)
    assert (np.maximum(low, twin_low) <= np.minimum(high, twin_high) + 1e-12).all()
    again = draw(CLINIC, N, engine=Solved, set={"polyuria": True}, chunk=700)
    assert all((again.columns[name] == values).all() for name, values in twins.columns.items())
