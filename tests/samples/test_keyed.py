"""The keyed uniforms: pure, and as uniform and independent as tests of a million of them can tell.

Every statistical test here has a false alarm rate of at most 1e-9 for a perfect source. The seeds are fixed, so a
test that passes once passes always.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import special

from pzdsl.errors import UsageError
from pzdsl.samples.keyed import MAX_ATTEMPTS, MAX_PATIENTS, key_of, places_of, uniforms

N = 1 << 18
FALSE_ALARM = 1e-9
F64 = NDArray[np.float64]


def along_patients(seed: int, variable: str = "age", start: int = 0) -> F64:
    ids = np.arange(start, start + N)
    return uniforms(key_of(seed, "spec", variable), places_of(ids, np.zeros_like(ids)))


def along_attempts(seed: int) -> F64:
    attempts = np.arange(N)
    return uniforms(key_of(seed, "spec", "age"), places_of(np.full(N, 7), attempts))


def along_a_square(seed: int) -> F64:
    """512 attempts of each of 512 patients."""
    ids, attempts = np.divmod(np.arange(N), 512)
    return uniforms(key_of(seed, "spec", "age"), places_of(ids, attempts))


def along_variables(seed: int) -> F64:
    ids = np.arange(64)
    places = places_of(ids, np.zeros_like(ids))
    return np.concatenate([uniforms(key_of(seed, "spec", f"v{i}"), places) for i in range(N // 64)])


def along_seeds(seed: int) -> F64:
    ids = np.arange(64)
    places = places_of(ids, np.zeros_like(ids))
    return np.concatenate([uniforms(key_of(seed + i, "spec", "age"), places) for i in range(N // 64)])


def along_powers_of_two(seed: int) -> F64:
    """Patient numbers that differ in one high bit, or in two: the hardest for a weak mixer."""
    bits = 1 << np.arange(39, dtype=np.int64)
    pairs = (bits[:, None] | bits[None, :])[np.triu_indices(39)]
    ids = (pairs[:, None] ^ np.arange(N // len(pairs))[None, :]).ravel()
    ids = np.unique(ids)
    return uniforms(key_of(seed, "spec", "age"), places_of(ids, np.zeros_like(ids)))


SOURCES = [along_patients, along_attempts, along_a_square, along_variables, along_seeds, along_powers_of_two]


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("cells", [16, 4096])
def test_cells_fill_evenly(source: Callable[[int], F64], cells: int) -> None:
    """Chi-square, two-sided: too even is as suspicious."""
    u = source(3)
    counts = np.bincount((u * cells).astype(np.int64), minlength=cells)
    expected = len(u) / cells
    chi = float(((counts - expected) ** 2 / expected).sum())
    assert FALSE_ALARM / 2 < special.chdtrc(cells - 1, chi) < 1 - FALSE_ALARM / 2


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("lag", [1, 2, 64, 512])
def test_neighbours_fill_the_square_evenly(source: Callable[[int], F64], lag: int) -> None:
    """Chi-square of (u[i], u[i + lag]) on 32 x 32 cells, disjoint pairs."""
    u = source(5)
    first = np.flatnonzero(np.arange(len(u) - lag) // lag % 2 == 0)
    cells = (u[first] * 32).astype(np.int64) * 32 + (u[first + lag] * 32).astype(np.int64)
    counts = np.bincount(cells, minlength=1024)
    expected = len(first) / 1024
    chi = float(((counts - expected) ** 2 / expected).sum())
    assert FALSE_ALARM / 2 < special.chdtrc(1023, chi) < 1 - FALSE_ALARM / 2


@pytest.mark.parametrize("source", SOURCES)
def test_every_bit_is_a_fair_coin(source: Callable[[int], F64]) -> None:
    """Each of the upper 52 bits: normal score under 6.9 in all (1e-9 / 104 on each side is 6.8)."""
    bits = np.floor(source(9) * 2.0**52).astype(np.uint64)
    for i in range(52):
        ones = int(((bits >> np.uint64(i)) & np.uint64(1)).sum())
        assert abs(ones - len(bits) / 2) / np.sqrt(len(bits) / 4) < 6.9


@pytest.mark.parametrize("other", ["variable", "seed", "spec", "shifted"])
def test_two_streams_are_independent(other: str) -> None:
    """Correlation of two uniforms and of their halves: score under 6.2 (two-sided 1e-9 is 6.11)."""
    u = along_patients(11)
    v = {
        "variable": lambda: along_patients(11, "sex"),
        "seed": lambda: along_patients(12),
        "spec": lambda: uniforms(key_of(11, "other", "age"), places_of(np.arange(N), np.zeros(N, np.int64))),
        "shifted": lambda: along_patients(11, "sex", start=1),
    }[other]()
    for a, b in ((u, v), (u > 0.5, v > 0.5), ((u * 2.0**20) % 1, (v * 2.0**20) % 1)):
        r = float(np.corrcoef(a, b)[0, 1])
        assert abs(r) * np.sqrt(N) < 6.2


def test_flipping_one_bit_of_the_patient_flips_half_of_the_bits() -> None:
    """Each (input bit, output bit) over 4096 patients: all 52 x 39 scores under 7.3 (1e-9 / 4056 is 7.2)."""
    key, ids = key_of(1, "spec", "age"), np.arange(1000, 5096)
    zeros = np.zeros_like(ids)
    base = np.floor(uniforms(key, places_of(ids, zeros)) * 2.0**52).astype(np.uint64)
    for bit in range(39):
        other = uniforms(key, places_of(ids ^ (1 << bit), zeros))
        flipped = base ^ np.floor(other * 2.0**52).astype(np.uint64)
        for i in range(52):
            ones = int(((flipped >> np.uint64(i)) & np.uint64(1)).sum())
            assert abs(ones - 2048) / 32 < 7.3


def test_uniforms_stay_inside_the_open_interval() -> None:
    u = along_patients(0)
    assert u.min() > 0
    assert u.max() < 1
    assert (np.ldexp(u, 53) % 2 == 1).all()


def test_a_uniform_depends_on_its_place_alone() -> None:
    ids = np.array([5, 900_000, 3, 5, MAX_PATIENTS - 1])
    attempts = np.array([0, 17, 2, 1, MAX_ATTEMPTS - 1])
    key = key_of(-4, "spec", "age")
    together = uniforms(key, places_of(ids, attempts))
    alone = [uniforms(key, places_of(ids[i : i + 1], attempts[i : i + 1]))[0] for i in range(5)]
    assert together.tolist() == alone
    assert len(set(alone)) == 5
    many = np.arange(50_000)
    whole = uniforms(key, places_of(many, np.zeros_like(many)))
    out = np.empty(1000)
    assert (uniforms(key, places_of(many[40_000:41_000], np.zeros(1000, np.int64)), out) == whole[40_000:41_000]).all()


def test_known_uniforms_stay_what_they_are() -> None:
    """Patients that were published must come out again: a change here is a change of every cohort."""
    u = uniforms(key_of(7, "diabetes", "age"), places_of(np.arange(3), np.zeros(3, np.int64)))
    assert u.tolist() == KNOWN


KNOWN = [0.387591283034623, 0.029840470563837873, 0.7572985357908647]


@pytest.mark.parametrize("patient", [-1, MAX_PATIENTS])
def test_a_patient_number_out_of_range_is_refused(patient: int) -> None:
    with pytest.raises(UsageError, match="patient numbers"):
        places_of(np.array([patient]), np.array([0]))


def test_the_battery_of_the_measurements_finds_nothing() -> None:
    """False alarm at most 1e-6 over all its tests."""
    from bench.figures import keyed as battery

    assert battery.measure(False)["failed"] == 0
