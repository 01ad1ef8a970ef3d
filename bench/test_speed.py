"""Speed, each pzdsl figure beside its baseline: `make bench`. Patients, structured records, records with text."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from bench import by_hand
from bench.specs import SHIPPED
from bench.workloads import COMPARE, hand_written, language, plan_of, structured, with_text
from tests.reference.checks import Verdict
from tests.reference.laws import Cohort
from tests.reference.patients import compare_with_rejection

N = 100_000


@pytest.mark.benchmark(group="patients: part of type 2 diabetes, 68 columns")
@pytest.mark.parametrize("side", [hand_written, language], ids=["by hand, NumPy", "pzdsl"])
def test_patients(benchmark: BenchmarkFixture, side: object) -> None:
    benchmark(side, COMPARE, N)


@pytest.mark.benchmark(group="patients: whole specifications")
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_patients_of_each_spec(benchmark: BenchmarkFixture, path: object) -> None:
    benchmark(language, path, N)


@pytest.mark.benchmark(group="structured records as JSON, 1,000")
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_structured_records(benchmark: BenchmarkFixture, path: object) -> None:
    benchmark(structured, path, 1000)


@pytest.mark.benchmark(group="verified records with text as JSON, 300")
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_records_with_text(benchmark: BenchmarkFixture, path: object) -> None:
    benchmark(with_text, path, 300)


@pytest.mark.benchmark(group="the baseline draws the same patients")
def test_both_draw_the_same_patients(benchmark: BenchmarkFixture) -> None:
    """Two samples, one from each side: false alarm at most 1e-9 over all variables."""
    n = 40_000
    samples = language(COMPARE, n)
    hand = benchmark.pedantic(by_hand.draw, args=(n, 1), rounds=1)
    known = {
        name: hand[name] >= 0 if hand[name].dtype == np.int8 else ~np.isnan(hand[name]) for name in samples.defined
    }
    ours = {name: values for name, values in samples.columns.items() if name in hand}
    assert len(ours) == len(samples.columns) - 2  # all but the disease itself and the share of the phase
    parts = [Cohort(plan_of(COMPARE).spec.variables, n, {name: hand[name] for name in ours}, known)]
    verdict = Verdict(tuple(compare_with_rejection(replace(samples, columns=ours), parts)), 1e-9)
    assert not verdict.failures
