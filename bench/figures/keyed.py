"""The keyed uniforms under a battery of tests, along patients, attempts, variables and seeds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from pzdsl.samples.keyed import key_of, places_of, uniforms

TITLE = "Keyed uniforms: a battery of tests"
FALSE_ALARM = 1e-6  # of all tests together
F64 = NDArray[np.float64]


def sources(n: int) -> dict[str, F64]:
    """The same number of uniforms along each thing that they are keyed with."""
    ids, zeros, few = np.arange(n), np.zeros(n, np.int64), np.arange(64)
    short, key = places_of(few, few * 0), key_of(3, "spec", "age")
    side = int(np.sqrt(n))
    square = np.divmod(np.arange(side * side), side)
    return {
        "patients": uniforms(key, places_of(ids, zeros)),
        "attempts": uniforms(key, places_of(zeros + 7, ids)),
        "patients and attempts": uniforms(key, places_of(*square)),
        "variables": np.concatenate([uniforms(key_of(3, "spec", f"v{i}"), short) for i in range(n // 64)]),
        "seeds": np.concatenate([uniforms(key_of(i, "spec", "age"), short) for i in range(n // 64)]),
    }


def _chi(cells: NDArray[np.int64], count: int) -> float:
    counts, expected = np.bincount(cells, minlength=count), len(cells) / count
    upper = float(special.chdtrc(count - 1, ((counts - expected) ** 2 / expected).sum()))
    return 2 * min(upper, 1 - upper)


def _normal(score: float) -> float:
    return float(2 * special.ndtr(-abs(score)))


def _cells(u: F64, dims: int, side: int) -> float:
    points = (u[: len(u) // dims * dims].reshape(-1, dims) * side).astype(np.int64)
    return _chi(points @ side ** np.arange(dims), side**dims)


def _runs(u: F64) -> float:
    """Rises and falls: the number of turns among n numbers."""
    n, up = len(u), np.diff(u) > 0
    return _normal((np.count_nonzero(up[1:] != up[:-1]) - 2 * (n - 2) / 3) / np.sqrt((16 * n - 29) / 90))


def _birthdays(u: F64, shift: int) -> float:
    """Equal spacings of 512 birthdays among 2^25 days: Poisson with mean 1, added up over all groups."""
    days = np.floor(u * 2.0**52).astype(np.int64) >> shift & ((1 << 25) - 1)
    groups = np.sort(days[: len(days) // 512 * 512].reshape(-1, 512), axis=1)
    spacings = np.sort(np.diff(groups, axis=1, prepend=0), axis=1)
    equal, mean = int((np.diff(spacings, axis=1) == 0).sum()), 512**3 / 2**27 * len(groups)
    return float(min(2 * min(special.pdtr(equal, mean), special.pdtrc(equal - 1, mean)), 1.0))


def _serial(u: F64, lag: int) -> float:
    a = u - 0.5
    return _normal(float(a[lag:] @ a[:-lag]) * 12 / np.sqrt(len(a) - lag))


def _bits(u: F64) -> float:
    words = np.floor(u * 2.0**52).astype(np.uint64)
    ones = [int(np.count_nonzero(words >> np.uint64(i) & np.uint64(1))) for i in range(52)]
    return min(1.0, 52 * min(_normal((one - len(u) / 2) / np.sqrt(len(u) / 4)) for one in ones))


TESTS: dict[str, Callable[[F64], float]] = {
    "4096 cells": lambda u: _cells(u, 1, 4096),
    "64 x 64 cells": lambda u: _cells(u, 2, 64),
    "16 x 16 x 16 cells": lambda u: _cells(u, 3, 16),
    "16 x 16 x 16 cells, low bits": lambda u: _cells(u * 2.0**32 % 1, 3, 16),
    "serial correlation 1": lambda u: _serial(u, 1),
    "serial correlation 64": lambda u: _serial(u, 64),
    "turns": _runs,
    "birthday spacings, high bits": lambda u: _birthdays(u, 27),
    "birthday spacings, low bits": lambda u: _birthdays(u, 0),
    "each of 52 bits": _bits,
}


def avalanche(n: int) -> dict[str, float]:
    """One bit of the patient's or the attempt's number flipped: the p-value of the worst pair of bits (Bonferroni)."""
    ids, key, found = np.arange(1, n + 1), key_of(1, "spec", "age"), {}
    for what, count in (("patients", 39), ("attempts", 23)):
        worst = 0.0
        for i in range(count):
            other = (ids ^ (1 << i), ids * 0) if what == "patients" else (ids, ids * 0 + (1 << i))
            u, v = (uniforms(key, places_of(*pair)) for pair in ((ids, ids * 0), other))
            words = [np.floor(x * 2.0**52).astype(np.uint64) for x in (u, v)]
            flipped = words[0] ^ words[1]
            for bit in range(52):
                ones = np.count_nonzero(flipped >> np.uint64(bit) & np.uint64(1))
                worst = max(worst, abs(ones - n / 2) / np.sqrt(n / 4))
        found[what] = min(1.0, 52 * count * _normal(worst))
    return found


def measure(full: bool) -> dict[str, Any]:
    """2^20 uniforms a source; small, 2^16."""
    n = 1 << (20 if full else 16)
    found = {name: {test: run(u) for test, run in TESTS.items()} for name, u in sources(n).items()}
    flips = avalanche(1 << (14 if full else 11))
    values = [p for tests in found.values() for p in tests.values()] + list(flips.values())
    return {"n": n, "p": found, "avalanche": flips, "tests": len(values), "false_alarm": FALSE_ALARM,
            "least": min(values), "failed": sum(p < FALSE_ALARM / len(values) for p in values)}  # fmt: skip


def table(result: dict[str, Any]) -> str:
    """P-values, two-sided."""
    names = list(result["p"])
    lines = [
        f"{result['n']:,} uniforms along each of what they are keyed with; two-sided p-values. {result['tests']} tests,"
        f" a false alarm in any of them\nat most {result['false_alarm']:g}: {result['failed']} failed, the least"
        f" p-value is {result['least']:.2g}. One flipped bit of the patient or the attempt flips\neach bit half of the"
        f" time: p = {result['avalanche']['patients']:.2g} and {result['avalanche']['attempts']:.2g} for the worst pair"
        " of bits.\n",
        f"| test | {' | '.join(names)} |",
        f"|---|{'--:|' * len(names)}",
    ]
    for test in TESTS:
        lines.append(f"| {test} | " + " | ".join(f"{result['p'][name][test]:.2g}" for name in names) + " |")
    return "\n".join(lines)
