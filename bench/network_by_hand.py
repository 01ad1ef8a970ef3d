"""`network.pz` drawn by NumPy written by hand: what a careful programmer would do without a compiler.

Three ways: (a) all columns and then one mask; (b) staged, where rows that have failed are dropped after each rule; and
(c) staged with age and sex drawn within a stratum that is known beforehand. They draw the same law, by a generator that
cannot be addressed: no patient can be drawn again alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Columns = dict[str, NDArray[Any]]
Keep = Callable[[Columns], NDArray[np.bool_]]


def one_of(random: np.random.Generator, cumulative: NDArray[np.float64], row: NDArray[Any]) -> NDArray[Any]:
    """A category of each row's own shares."""
    u = random.random(len(row))
    return (u[:, None] >= cumulative[row][:, :-1]).sum(axis=1).astype(np.int8)


def shares(*rows: list[float]) -> NDArray[np.float64]:
    return np.cumsum(np.array(rows), axis=1)


HOME = shares([0.1, 0.2, 0.15, 0.15, 0.1, 0.1, 0.1, 0.1])
EDUCATION = shares([0.7, 0.25, 0.04, 0.01], [0.12, 0.48, 0.38, 0.02], [0.14, 0.52, 0.32, 0.02])
JOB = shares(
    [0.08, 0.02, 0.0, 0.88, 0.02],
    [0.62, 0.09, 0.04, 0.1, 0.15],
    [0.78, 0.04, 0.03, 0.09, 0.06],
    [0.15, 0.01, 0.75, 0.01, 0.08],
)
SMOKING = shares([0.94, 0.02, 0.04], [0.58, 0.22, 0.2], [0.7, 0.2, 0.1], [0.48, 0.26, 0.26], [0.62, 0.24, 0.14])
ALCOHOL = shares([0.93, 0.05, 0.01, 0.01], [0.3, 0.4, 0.22, 0.08])
BANDS = np.array([0.2, 0.55, 0.8, 1.0])
LOWS, WIDTHS = np.array([0, 18, 45, 65]), np.array([18, 27, 20, 35])


def roots(random: np.random.Generator, n: int, from_age: int = 0, sex: int | None = None) -> Columns:
    """Age and sex; within a stratum, ages from `from_age` in proportion to the priors, and one sex."""
    if from_age >= LOWS[-1]:  # uniform within the last band
        age = random.integers(from_age, 100, n)
    elif from_age:
        weights = np.diff(BANDS, prepend=0.0)[np.searchsorted(LOWS, np.arange(from_age, 100), side="right") - 1]
        weights /= WIDTHS[np.searchsorted(LOWS, np.arange(from_age, 100), side="right") - 1]
        age = from_age + np.searchsorted(np.cumsum(weights) / weights.sum(), random.random(n), side="right")
    else:
        band = np.searchsorted(BANDS, random.random(n), side="right")
        age = LOWS[band] + (random.random(n) * WIDTHS[band]).astype(np.int64)
    sexes = (random.random(n) >= 0.51).astype(np.int8) if sex is None else np.full(n, sex, np.int8)
    return {"age": age, "sex": sexes}


def rounded(x: NDArray[np.float64], step: float) -> NDArray[np.float64]:
    return np.rint(x / step) * step


# In the order in which rules can be tried early.
def steps() -> list[tuple[str, Callable[[np.random.Generator, Columns], NDArray[Any]], Keep | None]]:
    def n(c: Columns) -> int:
        return len(c["age"])

    def diabetes(r: np.random.Generator, c: Columns) -> NDArray[Any]:
        return r.random(n(c)) < np.array([0.03, 0.12, 0.22])[(c["age"] >= 45) * 1 + (c["age"] >= 65)]

    def pregnant(r: np.random.Generator, c: Columns) -> NDArray[Any]:
        return r.random(n(c)) < np.where(c["sex"] == 1, 0.02, np.where(c["age"] < 50, 0.04, 0.01))

    def proteinuria(r: np.random.Generator, c: Columns) -> NDArray[Any]:
        return r.random(n(c)) < np.where(c["diabetes"], 0.25, np.where(c["sex"] == 1, 0.05, 0.06))

    def glucose(r: np.random.Generator, c: Columns) -> NDArray[Any]:
        z = r.standard_normal(n(c))
        ill = c["diabetes"]
        return rounded(np.where(ill, 160 * 1.35**z, 95 * 1.14**z), 1)

    def education(r: np.random.Generator, c: Columns) -> NDArray[Any]:
        return one_of(r, EDUCATION, np.where(c["age"] < 16, 0, 1 + c["sex"]))

    def job(r: np.random.Generator, c: Columns) -> NDArray[Any]:
        middle = 1 + (c["education"] >= 2)
        return one_of(r, JOB, np.where(c["age"] < 16, 0, np.where(c["age"] >= 65, 3, middle)))

    def smoking(r: np.random.Generator, c: Columns) -> NDArray[Any]:
        return one_of(r, SMOKING, np.where(c["age"] < 16, 0, 1 + 2 * c["sex"] + (c["education"] >= 2)))

    def height(r: np.random.Generator, c: Columns) -> NDArray[Any]:
        z = r.standard_normal(n(c))
        return rounded(np.where(c["sex"] == 1, 175 + 7.5 * z, 162 + 7 * z), 0.1)

    def bmi(r: np.random.Generator, c: Columns) -> NDArray[Any]:
        z = r.standard_normal(n(c))
        return rounded(np.where(c["sex"] == 1, 27.5 * 1.19**z, 27 * 1.22**z), 0.1)

    return [
        ("diabetes", diabetes, None),
        ("proteinuria", proteinuria, None),
        ("glucose", glucose, lambda c: ~c["diabetes"] | (c["glucose"] >= 126) | c["proteinuria"]),
        (
            "pregnant",
            pregnant,
            lambda c: ~c["pregnant"] | ((c["sex"] == 0) & (c["age"] >= 12) & (c["age"] < 50)),
        ),
        (
            "ketones",
            lambda r, c: r.random(n(c)) < np.where(c["diabetes"], 0.06, 0.01),
            lambda c: ~c["ketones"] | (c["glucose"] >= 110),
        ),
        (
            "education",
            education,
            lambda c: ((c["education"] != 2) | (c["age"] >= 18)) & ((c["education"] != 3) | (c["age"] >= 24)),
        ),
        (
            "employment",
            job,
            lambda c: ((c["employment"] != 0) | (c["age"] >= 15)) & ((c["employment"] != 2) | (c["age"] >= 45)),
        ),
        ("smoking", smoking, lambda c: (c["smoking"] != 1) | (c["age"] >= 16)),
        (
            "alcohol",
            lambda r, c: one_of(r, ALCOHOL, (c["age"] >= 16) * 1),
            lambda c: (c["alcohol"] != 3) | (c["age"] >= 16),
        ),
        ("systolic", lambda r, c: rounded(100 + 0.4 * c["age"] + 14 * r.standard_normal(n(c)), 1), None),
        (
            "diastolic",
            lambda r, c: rounded(30 + 0.37 * c["systolic"] + 9 * r.standard_normal(n(c)), 1),
            lambda c: c["diastolic"] < c["systolic"] - 10,
        ),
        ("height", height, lambda c: (c["age"] < 18) | (c["height"] >= 120)),
        ("bmi", bmi, None),
        ("home", lambda r, c: one_of(r, HOME, np.zeros(n(c), np.intp)), None),
    ]


def draw(
    n: int,
    seed: int,
    given: Keep,
    needs: str,
    *,
    staged: bool,
    from_age: int = 0,
    sex: int | None = None,
    chunk: int = 65_536,
) -> int:
    """Draws until n patients are kept, and says how many draws that took. `given` is tried once `needs` is drawn."""
    random, kept, drawn = np.random.Generator(np.random.SFC64(seed)), 0, 0
    while kept < n:
        columns = roots(random, chunk, from_age, sex)
        drawn += chunk
        passed = np.ones(chunk, np.bool_)
        for name, make, rule in steps():
            columns[name] = make(random, columns)
            for test in (rule, given if name == needs else None):
                if test is None:
                    continue
                if staged:
                    there = np.flatnonzero(test(columns))
                    columns = {key: values[there] for key, values in columns.items()}
                else:
                    passed &= test(columns)
        if not staged:
            columns = {key: values[passed] for key, values in columns.items()}
        kept += len(columns["age"])
    return drawn * n // kept
