"""Strata: numbered in the order in which they are listed."""

from __future__ import annotations

import numpy as np
import pytest

from pzdsl.errors import UsageError
from pzdsl.plan.law import Interval
from pzdsl.plan.plan import StratumBy
from pzdsl.rules import RecordColumns
from pzdsl.samples import NO_STRATUM, draw, strata_of, stratum_of
from tests.plans import small_clinic

BANDS = (
    Interval(low=18.0, high=45.0, high_open=True),
    Interval(low=45.0, high=65.0, high_open=True),
    Interval(low=65.0),
)
CLINIC = small_clinic(
    stratify=(StratumBy(variable="age", bands=BANDS), StratumBy(variable="sex"), StratumBy(variable="metformin"))
)


def test_each_patient_is_in_the_stratum_that_describes_it() -> None:
    samples = draw(CLINIC, 2000)
    strata, number = strata_of(CLINIC), stratum_of(samples)
    assert len(strata) == 12
    assert strata[0] == {"age": "18 to < 45", "sex": "female", "metformin": "false"}
    assert strata[-1] == {"age": ">= 65", "sex": "male", "metformin": "true"}
    bands = dict(zip(("18 to < 45", "45 to < 65", ">= 65"), ((18, 45), (45, 65), (65, 200)), strict=True))
    for i in range(2000):
        row, stratum = samples.row(i), strata[number[i]]
        low, high = bands[stratum["age"]]
        assert low <= row["age"] < high
        assert row["sex"] == stratum["sex"]
        assert str(row["metformin"]).lower() == stratum["metformin"]


def test_outside_all_bands_or_unknown_there_is_no_stratum() -> None:
    rows = [
        {"age": 10, "sex": "male", "metformin": True},
        {"age": 30, "metformin": True},
        {"age": 30, "sex": "female", "metformin": False},
    ]
    assert stratum_of(RecordColumns(CLINIC, rows)).tolist() == [NO_STRATUM, NO_STRATUM, 0]


def test_without_strata_there_is_one() -> None:
    plain = small_clinic()
    assert strata_of(plain) == [{}]
    assert np.unique(stratum_of(draw(plain, 10))).tolist() == [0]


def test_a_number_without_bands_is_refused() -> None:
    with pytest.raises(UsageError, match="bands"):
        strata_of(small_clinic(stratify=(StratumBy(variable="bmi"),)))
