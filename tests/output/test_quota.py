"""Quotas: counts met exactly, each stratum drawn from its own law, patients that stay who they are."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pzdsl.errors import NotExact, Unsatisfiable, UsageError
from pzdsl.output.batches import Cohort
from pzdsl.output.shards import Shard
from pzdsl.plan.law import Interval
from pzdsl.plan.plan import StratumBy
from pzdsl.samples import draw, stratum_of
from pzdsl.samples.quota import counts_of, largest_remainder, parse_quota
from pzdsl.solve.strata import Strata
from pzdsl.where import parse_where
from tests.plans import small_clinic

AGES = (
    Interval(low=18.0, high=45.0, high_open=True),
    Interval(low=45.0, high=65.0, high_open=True),
    Interval(low=65.0),
)
CLINIC = small_clinic(stratify=(StratumBy(variable="age", bands=AGES), StratumBy(variable="sex")))
FALSE_ALARM = 1e-9


def cohort(n: int, quota: str, by: str | None = None, **more: object) -> Cohort:
    return Cohort(CLINIC, n, quota=parse_quota(quota, CLINIC, by), **more)  # type: ignore[arg-type]


def test_sixty_forty_of_ten_is_six_and_four() -> None:
    assert largest_remainder(10, [0.6, 0.4]) == [6, 4]
    assert largest_remainder(10, [0.4 + 1e-13, 0.6 - 1e-13]) == [4, 6]
    assert largest_remainder(3, [1, 1]) == [2, 1]  # equal remainders: in order
    assert largest_remainder(0, [0.3, 0.7]) == [0, 0]
    for n in range(50):
        assert sum(largest_remainder(n, [0.21, 0.13, 0.5, 0.16])) == n


@pytest.mark.parametrize("engine", ["exact", "rejection"])
@pytest.mark.parametrize("quota", ["proportional", "equal"])
def test_counts_are_met_and_each_patient_sits_in_its_stratum(quota: str, engine: str) -> None:
    one = cohort(61, quota, engine=engine)
    samples = one.draw(one.patients)
    assert samples.seats is not None
    assert (stratum_of(samples) == samples.seats.stratum).all()
    assert one.seating is not None
    assert np.bincount(samples.seats.stratum, minlength=6).tolist() == list(one.seating.counts.values())
    assert samples.ids.tolist() == list(range(61))
    if quota == "equal":
        assert max(one.seating.counts.values()) - min(one.seating.counts.values()) <= 1


def test_shares_are_those_of_the_population() -> None:
    """Against 200,000 patients by rejection; each of six strata fails by chance once in 1e9 / 6 at most."""
    n = 200_000
    strata = Strata(CLINIC, CLINIC.stratify)
    at = stratum_of(draw(CLINIC, n, seed=5))
    found = np.bincount(at[at >= 0], minlength=6) / np.count_nonzero(at >= 0)
    band = np.sqrt(np.log(2 * 6 / FALSE_ALARM) / (2 * np.count_nonzero(at >= 0)))  # Hoeffding
    shares = np.array([stratum.share for stratum in strata.strata])
    assert (np.abs(found - shares) <= band + strata.error).all()
    assert abs(shares.sum() - 1) < 1e-12


def test_weighted_means_of_over_sampled_strata_are_those_of_the_population() -> None:
    """Hoeffding for both sides, with weights bounded by the largest; a false alarm once in 1e9."""
    n = 60_000
    one = cohort(n, "equal")
    samples = one.draw(one.patients)
    assert samples.seats is not None
    weight = samples.seats.weight
    assert weight is not None
    assert abs(weight.mean() - 1) < 1e-9
    plain = draw(CLINIC, n, seed=9)
    inside = stratum_of(plain) >= 0
    smokes, weighted = (
        (plain.columns["smoking"][inside] == 2).mean(),
        (weight * (samples.columns["smoking"] == 2)).mean(),
    )
    log = np.log(4 / FALSE_ALARM)
    band = np.sqrt(log / (2 * inside.sum())) + weight.max() * np.sqrt(log / (2 * n))
    assert one.seating is not None
    assert abs(smokes - weighted) <= band + 6 * one.seating.strata.error


def test_patients_depend_on_no_batch_shard_or_company() -> None:
    one = cohort(100, "equal", seed=3)
    whole = one.draw(one.patients)
    parts = [samples for i in (1, 2, 3) for samples in cohort(100, "equal", seed=3, shard=Shard(i, 3)).batches(7)]
    for name, values in whole.columns.items():
        assert (np.concatenate([part.columns[name] for part in parts]) == values).all()
    assert np.concatenate([part.seats.rank for part in parts if part.seats]).tolist() == whole.seats.rank.tolist()  # type: ignore[union-attr]
    larger = cohort(1000, "equal", seed=3).draw(range(1000))
    assert larger.seats is not None
    assert whole.seats is not None
    first = larger.columns["age"][larger.seats.stratum == 2][: (whole.seats.stratum == 2).sum()]
    assert (first == whole.columns["age"][whole.seats.stratum == 2]).all()


def test_given_counts_by_other_strata_and_from_a_file(tmp_path: Path) -> None:
    one = cohort(10, "female=6,male=4", by="sex")
    assert one.draw(range(10)).columns["sex"].tolist() == [0] * 6 + [1] * 4
    path = tmp_path / "quota.csv"
    path.write_text("age,sex,count\n18 to < 45,male,3\n>= 65,female,2\n")
    samples = cohort(5, str(path)).draw(range(5))
    assert samples.columns["sex"].tolist() == [1, 1, 1, 0, 0]
    assert (samples.columns["age"][:3] < 45).all()
    assert (samples.columns["age"][3:] >= 65).all()


def test_where_conditions_the_shares() -> None:
    where = parse_where("sex is female", CLINIC)
    one = cohort(30, "proportional", where=where)
    assert (one.draw(range(30)).columns["sex"] == 0).all()
    assert one.seating is not None
    assert len(one.seating.impossible) == 3
    equal = cohort(30, "equal", where=where)
    assert equal.seating is not None
    assert sorted(equal.seating.counts.values()) == [0, 0, 0, 10, 10, 10]


@pytest.mark.parametrize(
    ("quota", "by", "says"),
    [
        ("some", None, "is no quota"),
        ("female=3,male=3", "sex", "asks for 6"),
        ("femal=10", "sex", "did you mean"),
        ("female=3,female=7", "sex", "twice"),
        ("equal", "bmi", "need bands"),
        ("equal", "sexx", "did you mean"),
        ("equal", ",", "names no variable"),
    ],
)
def test_what_makes_no_sense_is_told(quota: str, by: str | None, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        cohort(10, quota, by=by)


def test_a_plan_without_strata_and_one_with_impossible_ones_are_told() -> None:
    with pytest.raises(UsageError, match="--by"):
        parse_quota("equal", small_clinic())
    with pytest.raises(UsageError, match="no patient can be in `a`"):
        counts_of(parse_quota("a=1,b=1", CLINIC), 2, ["a", "b"], [0.0, 1.0])


def test_who_cannot_be_is_told_before_a_draw() -> None:
    with pytest.raises(Unsatisfiable, match="contradicts the rules"):
        Cohort(CLINIC, 5, where=parse_where("age < 10", CLINIC))


def test_require_exact_names_what_was_not_folded() -> None:
    with pytest.raises(NotExact, match="engine is rejection"):
        Cohort(CLINIC, 5, engine="rejection", require_exact=True)


def test_a_rare_cohort_costs_no_more_draws() -> None:
    """Folded, not filtered: under one draw wasted a patient."""
    rare = Cohort(CLINIC, 2000, where=parse_where("age >= 65 and sex is male and smoking is current", CLINIC))
    assert rare.draw(rare.patients).attempts.mean() < 1
