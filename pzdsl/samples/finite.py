"""Drawing from finitely many values by a guide table: one gather for most ranks, a short search for the rest.

The unit interval is cut into equal buckets. A bucket in which only one value can be drawn holds that value;
in the others a bisection over the cumulative shares decides. So the draw is exactly the inverse of the
distribution function, monotone in the rank, at the price of a table lookup.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

MAX_VALUES = 20_000
_MAX_BUCKETS = 1 << 21

F64 = NDArray[np.float64]


class GuideTable:
    """One finite distribution a table row, over ascending values; a law without a table has one row."""

    def __init__(self, rows: Sequence[tuple[NDArray[Any], F64]]) -> None:
        """Each row: its values, ascending, and what share each has (scaled to sum to 1)."""
        longest = max(len(values) for values, _ in rows)
        buckets = 64
        while buckets < 8 * longest and buckets * 2 * len(rows) <= _MAX_BUCKETS and buckets < 1 << 17:
            buckets *= 2
        self.buckets, edges = buckets, np.arange(buckets + 1) / buckets
        last_below = np.nextafter(edges[1:], 0.0)
        self.starts = np.cumsum([0, *(len(values) for values, _ in rows)])
        self.values = np.concatenate([values for values, _ in rows])
        self.cumulative = np.concatenate([cumulative_of(shares) for _, shares in rows])
        first, last = [], []
        for start, stop in zip(self.starts, self.starts[1:], strict=False):
            cumulative = self.cumulative[start:stop]
            first.append(start + np.searchsorted(cumulative, edges[:-1], side="right"))
            last.append(start + np.searchsorted(cumulative, last_below, side="right"))
        self._first, self._last = (
            np.concatenate(first).astype(np.int32),
            np.concatenate(last).astype(np.int32),
        )
        self._unsure: Any = np.nan if self.values.dtype.kind == "f" else -1
        self._guide = self.values[self._first]
        self._guide[self._first != self._last] = self._unsure

    def draw(self, ranks: F64, row: NDArray[np.integer[Any]] | None = None) -> NDArray[Any]:
        """The least value whose cumulative share exceeds the rank in [0, 1), of the row given for each."""
        bucket = (ranks * self.buckets).astype(np.int32)
        if row is not None:
            bucket += row.astype(np.int32) * self.buckets
        values = self._guide.take(bucket, mode="clip")
        unsure = values != values if self.values.dtype.kind == "f" else values == self._unsure
        where = np.flatnonzero(unsure)
        if where.size:
            bucket, ranks = bucket[where], ranks[where]
            low, high = self._first[bucket], self._last[bucket]
            while (low < high).any():
                middle = (low + high) >> 1
                beyond = self.cumulative[middle] > ranks  # always so where low == high: those stay
                high, low = np.where(beyond, middle, high), np.where(beyond, low, middle + 1)
            values[where] = self.values[low]
        return values

    def as_rows(self) -> tuple[NDArray[Any], F64]:
        """The values of all rows, ascending, and their cumulative shares, shape (rows, values)."""
        values = np.unique(self.values)
        cumulative = np.zeros((len(self.starts) - 1, len(values)))
        for i, (start, stop) in enumerate(zip(self.starts, self.starts[1:], strict=False)):
            passed = np.searchsorted(self.values[start:stop], values, side="right")
            cumulative[i] = np.concatenate([[0.0], self.cumulative[start:stop]])[passed]
        return values, cumulative

    def cdf(self, x: F64, row: NDArray[np.integer[Any]] | None = None) -> F64:
        """P(X <= x) of the row given for each."""
        x = np.asarray(x)
        rows = np.broadcast_to(0 if row is None else row, x.shape)
        result = np.zeros(x.shape)
        for i, (start, stop) in enumerate(zip(self.starts, self.starts[1:], strict=False)):
            mine = rows == i
            if mine.any():
                padded = np.concatenate([[0.0], self.cumulative[start:stop]])
                result[mine] = padded[np.searchsorted(self.values[start:stop], x[mine], side="right")]
        return result


def cumulative_of(shares: F64) -> F64:
    """The running sum of shares, scaled so that it ends in exactly 1."""
    cumulative = np.cumsum(shares)
    cumulative /= cumulative[-1]  # not shares.sum(), which adds up in another order
    cumulative[np.flatnonzero(shares > 0)[-1] :] = 1.0  # whatever rounding left over is the last value's
    return cumulative
