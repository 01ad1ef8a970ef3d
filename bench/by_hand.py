"""The patients of `bench/compare.pz`, drawn by NumPy as one would write it by hand for this one disease.

All columns that anybody would look at, the same laws, truncations, grids and constraints, plain rejection: a
baseline for speed, and nothing else. It uses one generator up, so its patients depend on the size of a batch; it
knows no source, checks no table and would have to be written again for the next disease.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

F64 = NDArray[np.float64]
Bools = NDArray[np.bool_]
Columns = dict[str, NDArray[Any]]

YEAR, MONTH = 365.25, 30.4375
BATCH = 16_384  # measured: smaller batches pay for calls, larger ones for memory

AGE_SHARES = np.array(
    [5.55, 6.40, 6.90, 6.22, 6.33, 6.62, 7.31, 6.26, 7.06, 5.21, 5.97, 6.88, 6.46, 5.67, 4.64, 3.05, 1.60, 1.12, 0.59]
)
AGE_CUMULATIVE = np.append(np.cumsum(AGE_SHARES), 100.0) / 100
FEMALE_FROM = np.array([5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80])
FEMALE = np.array(
    [48.0, 49.3, 49.4, 48.4, 47.6, 52.3, 50.2, 50.8, 51.8, 49.4, 55.6, 46.2, 51.3, 53.1, 52.5, 56.7, 59.5]
) / 100  # fmt: skip
DECADES = np.array([18, 30, 40, 50, 60, 70, 80])
ILL = np.array(
    [[0, 1.2, 3.0, 8.5, 11.9, 18.8, 24.1, 20.9], [0, 0.2, 2.7, 10.1, 17.0, 27.8, 35.4, 29.8]]
) / 35.4  # fmt: skip
NEVER = np.array(
    [[76.1, 63.7, 62.6, 64.3, 56.5, 72.2, 64.9], [58.8, 54.7, 50.4, 53.3, 38.3, 32.0, 40.9]]
) / 100  # fmt: skip
FORMER = np.array(
    [[8.6, 15.1, 17.1, 19.6, 27.2, 19.7, 30.4], [19.5, 17.9, 30.7, 24.1, 44.0, 56.2, 55.6]]
) / 100  # fmt: skip
FOUND = np.array([0.71, 0.817])
PACKS = np.array([[3.0, 9.0, 20.0], [5.0, 14.0, 30.0]]), np.array([[3.0, 8.0, 17.0], [4.0, 9.0, 18.0]])
SILENT, SYMPTOMATIC, FOLLOWED = 0, 1, 2
SYMPTOMS: dict[str, tuple[F64, float, float]] = {  # share in each phase; median (days) and gsd of the onset
    "polyuria": (np.array([0, 0.60, 0.18]), 35, 1.8),
    "fatigue": (np.array([0.08, 0.50, 0.25]), 49, 2.0),
    "weight_loss": (np.array([0, 0.38, 0.04]), 49, 1.6),
    "blurred_vision": (np.array([0, 0.26, 0.10]), 28, 1.8),
    "itching": (np.array([0.04, 0.20, 0.08]), 28, 2.0),
    "slow_healing": (np.array([0.03, 0.16, 0.09]), 56, 2.0),
}
PARTS = {
    "polyuria": {"severity": (0.35, 0.80)},
    "polydipsia": {"severity": (0.35, 0.80)},
    "fatigue": {"severity": (0.45, 0.85), "worse": (0.30,)},
    "weight_loss": {"severity": (0.50, 0.90)},
    "blurred_vision": {"severity": (0.60,), "trend": (0.60,)},
    "itching": {"severity": (0.55,), "site": (0.50,)},
    "slow_healing": {"site": (0.55, 0.80)},
}


def draw(n: int, seed: int) -> Columns:
    """Patients by column; the parts of absent symptoms are not a number, or -1."""
    rng, parts, found = np.random.default_rng(seed), list[Columns](), 0
    while found < n:
        part = _accepted(rng)
        parts.append(part)
        found += len(part["age"])
    return {name: np.concatenate([part[name] for part in parts])[:n] for name in parts[0]}


def _accepted(rng: np.random.Generator) -> Columns:
    """A batch of adults with the disease, without those who break a constraint."""
    m = BATCH * 6
    band = np.searchsorted(AGE_CUMULATIVE, rng.random(m), side="right")
    age = band * 5 + rng.integers(0, 5, m)
    sex = (rng.random(m) >= FEMALE[np.searchsorted(FEMALE_FROM, age, side="right")]).astype(np.int8)
    decade = np.searchsorted(DECADES, age, side="right")
    ill = (rng.random(m) < ILL[sex, decade]) & (age >= 18)
    age, sex, decade = age[ill], sex[ill], decade[ill] - 1
    c: Columns = {"age": age, "sex": sex}
    n = len(age)

    def chance(p: Any) -> Bools:
        return np.asarray(rng.random(n) < p)

    u, never = rng.random(n), NEVER[sex, decade]
    c["smoking"] = (u >= never).astype(np.int8) + (u >= never + FORMER[sex, decade])
    stage = np.searchsorted([30, 50], age, side="right")
    smoker = c["smoking"] > 0
    mean, sd = (of[np.maximum(c["smoking"] - 1, 0), stage] for of in PACKS)
    shape, scale = (mean / sd) ** 2, sd * sd / mean
    c["pack_years"] = np.zeros(n)
    c["pack_years"][smoker] = _within(
        lambda i: np.rint(rng.gamma(shape[smoker][i], scale[smoker][i])), 0, (age[smoker] - 10.0), smoker.sum()
    )
    c["found_before"] = found_before = chance(FOUND[sex])
    c["hypertension"] = chance(0.599)
    c["hypertension.since"] = _where(c["hypertension"], lambda here: _within(
        lambda i: rng.lognormal(np.log(6 * YEAR), np.log(2), len(i)), MONTH,
        np.maximum(age[here] - 15, 1) * YEAR, len(here)))  # fmt: skip
    c["metformin"] = chance(np.where(found_before, 0.65, 0.0))
    c["metformin.since"] = _where(c["metformin"], lambda here: _within(
        lambda i: rng.lognormal(np.log(YEAR), np.log(2.2), len(i)), MONTH, 8 * YEAR, len(here)))  # fmt: skip
    odds = 0.085 / 0.915 * np.where(sex == 0, 1.82, 1.0)
    c["penicillin_allergy"] = chance(odds / (1 + odds))

    c["phase"] = phase = np.where(found_before, FOLLOWED, np.where(chance(0.4), SILENT, SYMPTOMATIC))
    c["silent.lasts"] = silent = rng.uniform(YEAR, 10 * YEAR, n)
    c["symptomatic.lasts"] = symptomatic = _within(
        lambda i: rng.lognormal(np.log(42), np.log(1.6), len(i)), 7, YEAR, n)  # fmt: skip
    shape, scale = (8 / 5.6) ** 2, 5.6 * 5.6 / 8 * YEAR
    c["followed.lasts"] = followed = _within(
        lambda i: rng.gamma(shape, scale, len(i)), 3 * MONTH, 40 * YEAR, n)  # fmt: skip
    gone = rng.random(n)
    c["phase_time"] = gone * np.choose(phase, [silent, symptomatic, followed])
    c["course_time"] = c["phase_time"] + np.choose(phase, [0.0, silent, silent + symptomatic])

    for name, (shares, median, gsd) in SYMPTOMS.items():
        _symptom(c, name, chance(shares[phase]), median, gsd, rng)
    thirst = np.array([[0, 0.20, 0.04], [0, 0.80, 0.65]])
    _symptom(c, "polydipsia", chance(thirst[c["polyuria"].astype(np.int8), phase]), 35, 1.8, rng)

    others, by_symptoms = np.flatnonzero(phase != SYMPTOMATIC), np.flatnonzero(phase == SYMPTOMATIC)
    followed_up, early = phase[others] == FOLLOWED, age[others] < 40
    mu = np.log(np.where(followed_up, 7.7, np.where(early, 7.9, 7.4)))
    sigma = np.log(np.where(followed_up, 1.23, np.where(early, 1.29, 1.20)))
    hba1c = np.empty(n)
    hba1c[others] = _within(
        lambda i: np.round(rng.lognormal(mu[i], sigma[i]), 1), np.where(followed_up, 4.5, 5.5), 18, len(others)
    )
    hba1c[by_symptoms] = _within(
        lambda i: np.round(rng.gamma((9.1 / 2.3) ** 2, 2.3 * 2.3 / 9.1, len(i)), 1), 5.5, 18, len(by_symptoms)
    )
    c["hba1c"] = hba1c
    center = 28.7 * hba1c - 60.1
    c["fasting_glucose"] = _within(lambda i: np.rint(rng.normal(center[i], 30)), 55, 599, n)
    c["fasting_glucose recorded"] = ~chance(0.05)
    c["mean_glucose"] = np.rint(28.7 * hba1c - 46.7)
    female = sex == 0
    usual = np.where(female, 0.66, 0.84)
    c["creatinine"] = _within(
        lambda i: np.round(rng.lognormal(np.log(usual[i]), np.log(1.31)), 2), 0.2, 8, n)  # fmt: skip
    ratio = c["creatinine"] / np.where(female, 0.7, 0.9)
    power = np.where(ratio < 1, np.where(female, -0.241, -0.302), -1.2)
    c["egfr"] = np.rint(142 * ratio**power * 0.9938**age * np.where(female, 1.012, 1.0))
    young = age < 40
    for name, median, gsd, low, high in (
        ("triglycerides", np.where(young, 177.0, 133.0), np.where(young, 1.76, 1.62), 20, 2500),
        ("hdl", np.full(n, 39.0), np.where(young, 1.27, 1.24), 10, 150),
        ("ldl", np.full(n, 116.0), np.full(n, 1.38), 20, 500),
    ):
        c[name] = _log_normal(rng, median, gsd, low, high)
    c["ldl recorded"] = c["triglycerides"] < 400
    c["total_cholesterol"] = np.rint(c["ldl"] + c["hdl"] + c["triglycerides"] / 5)
    c["systolic"] = systolic = _within(lambda i: np.rint(rng.normal(136.4, 15.9, len(i))), 70, 250, n)
    expected = 79.7 + 0.236 * (systolic - 136.4)
    c["diastolic"] = _within(
        lambda i: np.rint(rng.normal(expected[i], 8.6)), 35, np.minimum(systolic - 15, 150), n)  # fmt: skip
    c["bmi"] = _within(
        lambda i: np.round(rng.gamma((30.3 / 6.7) ** 2, 6.7 * 6.7 / 30.3, len(i)), 1), 13, 80, n)  # fmt: skip

    kept = found_before | (hba1c >= 6.5) | (c["fasting_glucose"] >= 126)
    kept &= ~c["metformin"] | ((c["egfr"] >= 30) & (c["metformin.since"] <= c["phase_time"]))
    kept &= (phase != SYMPTOMATIC) | np.logical_or.reduce([c[name] for name in PARTS])
    kept &= c["diastolic"] < systolic - 10
    kept &= (c["egfr"] >= 2) & (c["egfr"] <= 250) & (c["total_cholesterol"] >= 40) & (c["total_cholesterol"] <= 1100)
    kept &= (c["mean_glucose"] >= 40) & (c["mean_glucose"] <= 700) & (c["hdl"] < c["total_cholesterol"])
    kept &= (c["pack_years"] == 0) | (c["pack_years"] <= 2 * (age - 10))
    kept &= c["course_time"] <= age * YEAR
    return {name: values[kept] for name, values in c.items()}


def _symptom(c: Columns, name: str, there: Bools, median: float, gsd: float, rng: np.random.Generator) -> None:
    """A symptom with its parts; the onset lies within the course."""
    here = np.flatnonzero(there)
    c[name] = there
    for part, cuts in PARTS[name].items():
        codes = np.full(len(there), -1, np.int8)
        codes[here] = np.searchsorted(cuts, rng.random(len(here)), side="right")
        c[f"{name}.{part}"] = codes
    course = c["course_time"][here]
    spread = np.log(gsd)
    most = ndtr(np.log(course / median) / spread)
    onset = np.full(len(there), np.nan)
    with np.errstate(divide="ignore"):
        onset[here] = np.minimum(median * np.exp(spread * ndtri(rng.random(len(here)) * most)), course)
    onset[here[most == 0]] = course[most == 0]
    c[f"{name}.onset"] = onset
    c[f"{name}.duration"] = onset
    c[f"{name}.active"] = np.where(there, 1, -1).astype(np.int8)


def _within(draw: Callable[[NDArray[np.intp]], Any], low: Any, high: Any, n: int) -> F64:
    """Values drawn again until they lie between two bounds; `draw` gets the rows that need one."""
    rows = np.arange(n)
    values: F64 = np.asarray(draw(rows), np.float64)
    low, high = np.broadcast_to(low, n), np.broadcast_to(high, n)
    while len(rows):
        rows = rows[(values[rows] < low[rows]) | (values[rows] > high[rows])]
        values[rows] = draw(rows)
    return values


def _where(there: Bools, draw: Callable[[NDArray[np.intp]], F64]) -> F64:
    values = np.full(len(there), np.nan)
    here = np.flatnonzero(there)
    values[here] = draw(here)
    return values


def _log_normal(rng: np.random.Generator, median: F64, gsd: F64, low: float, high: float) -> F64:
    mu, sigma = np.log(median), np.log(gsd)
    return _within(lambda i: np.rint(rng.lognormal(mu[i], sigma[i])), low, high, len(median))
