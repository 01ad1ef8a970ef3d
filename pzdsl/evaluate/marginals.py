"""One variable of a cohort beside a supplied table: total variation, Kolmogorov-Smirnov, and what chance alone does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

_DRAWS = 400  # of the same law, for what chance alone does
_CHANCE = 0.95


@dataclass(frozen=True, slots=True)
class Expected:
    """What a table says of one variable: shares of its values or of bins from `low` up to below `high`.

    `counted` is how many people the shares were counted in; None where the table gives shares alone.
    """

    shares: Mapping[str, float]
    bins: Mapping[str, tuple[float, float]] | None = None
    counted: int | None = None


def of_categories(counts: Mapping[str, int], expected: Expected) -> dict[str, Any]:
    """Total variation between counts by value and expected shares: 0 is alike, 1 has nothing in common.

    `by_chance` is what 95 of 100 cohorts of this size stay below if the table is exactly their law: one in twenty
    variables is beyond it by chance alone.
    """
    names = sorted({*counts, *expected.shares})
    seen = np.array([counts.get(name, 0) for name in names], float)
    wanted = np.array([expected.shares.get(name, 0.0) for name in names])
    wanted = wanted / wanted.sum()
    n = int(seen.sum())
    shares = seen / n
    gaps = shares - wanted
    worst = int(np.argmax(np.abs(gaps)))
    return {
        "n": n,
        "total_variation": round(float(np.abs(gaps).sum() / 2), 5),
        "by_chance": round(_chance(wanted, n, expected.counted, _variation), 5),
        "largest": {"value": names[worst], "cohort": round(float(shares[worst]), 5),
                    "table": round(float(wanted[worst]), 5)},
    }  # fmt: skip


def of_bins(values: Sequence[float], expected: Expected) -> dict[str, Any]:
    """Numbers beside shares of bins: total variation over the bins, and the largest gap of the two distribution
    functions at their edges. What lies in no bin counts as a value of its own."""
    assert expected.bins is not None
    x = np.asarray(values, float)
    counts = {name: int(((x >= low) & (x < high)).sum()) for name, (low, high) in expected.bins.items()}
    outside = len(x) - sum(counts.values())
    if outside:
        counts["(in no bin)"] = outside
    found = of_categories(counts, expected)
    total = sum(expected.shares.values())
    ordered = sorted(expected.bins, key=lambda name: expected.bins[name][1])  # type: ignore[index]
    wanted = np.cumsum([expected.shares.get(name, 0.0) / total for name in ordered])
    below = np.array([float((x < expected.bins[name][1]).mean()) for name in ordered])
    return {**found, "ks": round(float(np.abs(below - wanted).max()), 5)}


def of_numbers(values: Sequence[float], others: Sequence[float]) -> dict[str, Any]:
    """Kolmogorov-Smirnov between two samples: the largest gap between their distribution functions."""
    a, b = np.sort(np.asarray(values, float)), np.sort(np.asarray(others, float))
    both = np.concatenate([a, b])
    left = np.searchsorted(a, both, "right") / len(a)
    right = np.searchsorted(b, both, "right") / len(b)
    gaps = np.abs(left - right)
    worst = int(np.argmax(gaps))
    return {
        "n": len(a),
        "table_n": len(b),
        "ks": round(float(gaps[worst]), 5),
        # the limiting law; too large, and so too lenient, where values are few and repeat
        "by_chance": round(1.3581 * float(np.sqrt((len(a) + len(b)) / (len(a) * len(b)))), 5),
        "largest": {"value": f"{both[worst]:g}", "cohort": round(float(left[worst]), 5),
                    "table": round(float(right[worst]), 5)},
        "median": {"cohort": float(np.median(a)), "table": float(np.median(b))},
    }  # fmt: skip


def _variation(a: Any, b: Any) -> Any:
    return np.abs(a - b).sum(axis=1) / 2


def _chance(law: Any, n: int, counted: int | None, distance: Any) -> float:
    """The 95th percentile of the distance between what is drawn from a law and the law, or a table drawn from it."""
    chance = np.random.default_rng(0)
    drawn = chance.multinomial(n, law, _DRAWS) / n
    other = chance.multinomial(counted, law, _DRAWS) / counted if counted else np.broadcast_to(law, drawn.shape)
    return float(np.quantile(distance(drawn, other), _CHANCE))
