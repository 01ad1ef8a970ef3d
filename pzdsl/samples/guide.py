"""Choosing one of finitely many values by the upper bits of a hash: a lookup for most rows, a search for the rest.

The unit interval is cut into equal buckets, a power of two of them, so that the upper bits of a word are its bucket.
A bucket in which only one value can be drawn holds its position; elsewhere the whole uniform is worked out and
compared with the cumulative shares. So what is drawn is exactly the inverse of the distribution function at the uniform
of the row, while most rows never need that uniform.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pzdsl.samples.distributions import F64
from pzdsl.samples.keyed import FRACTION_BITS, fractions_of

Words = NDArray[np.uint64]
Index = NDArray[np.intp]
Small = NDArray[np.unsignedinteger[Any]]

MOST_BUCKETS = 1 << 18  # of all rows together: about what the second-level cache holds
_FEWEST, _FINEST = 16, 1 << 15  # of one row
_PER_VALUE = 16  # one bucket in so many, about, holds more than one value
_CHEAP = 1 << 14  # of all rows together: what the first-level cache holds


class Guide:
    """A table of distributions over the same positions, one a row: `cumulative` has shape (rows, positions)."""

    def __init__(self, cumulative: F64) -> None:
        """Each row ascends and ends in exactly 1."""
        self.rows, self.count = cumulative.shape
        self.dtype: type[np.unsignedinteger[Any]] = np.uint8 if self.count < 255 else np.uint16
        assert self.count < 65_535
        buckets = _FEWEST
        while buckets < _FINEST and 2 * buckets * self.rows <= MOST_BUCKETS:
            if buckets >= _PER_VALUE * self.count and 2 * buckets * self.rows > _CHEAP:
                break
            buckets *= 2
        self.buckets = buckets
        self._bits = buckets.bit_length() - 1
        self._shift = np.uint64(64 - self._bits)
        scaled = cumulative * buckets  # exact: a power of two
        first, last = self._passed(np.ceil(scaled)), self._passed(np.floor(scaled))
        self._unsure = self.dtype(np.iinfo(self.dtype).max)
        self._guide = np.where(first == last, first, self._unsure).astype(self.dtype).ravel()
        self._first, self._last = first.astype(np.uint16).ravel(), last.astype(np.uint16).ravel()
        self._wide = bool((last - first > 1).any())
        # a uniform is (b + 1/2) / 2^52 for a whole number b, and not below a share exactly where b reaches this
        thresholds = np.ceil(cumulative * 2.0**FRACTION_BITS - 0.5).astype(np.int64)
        self._is_sorted = self.rows < 1 << (62 - FRACTION_BITS)
        if self._is_sorted:  # one ascending sequence over all rows
            thresholds += np.arange(self.rows, dtype=np.int64)[:, None] << FRACTION_BITS
        self._thresholds = thresholds.ravel()

    def draw(self, words: Words, offsets: Index | None, out: Small, spare: Words) -> None:
        """The position that each row's uniform falls on.

        Args:
            words: From `keyed.high_bits`.
            offsets: The row of the table for each, times `buckets`; None where there is one row.
            out: Where the positions go, of `dtype`.
            spare: Overwritten.
        """
        np.right_shift(words, self._shift, out=spare)
        bucket = spare.view(np.intp)
        if offsets is not None:
            np.add(bucket, offsets, out=bucket)
        self._guide.take(bucket, out=out, mode="clip")
        unsure = np.flatnonzero(out == self._unsure)
        if unsure.size:
            out[unsure] = self._searched(bucket.take(unsure), fractions_of(words.take(unsure)))

    def _searched(self, bucket: Index, key: NDArray[np.int64]) -> Index:
        row = bucket >> self._bits
        low = self._first.take(bucket).astype(np.intp)
        if self._is_sorted:
            key += row << FRACTION_BITS
        row *= self.count  # where the row begins
        low += self._thresholds.take(row + low) <= key
        if not self._wide:
            return low
        last = self._last.take(bucket)
        wide = np.flatnonzero(low < last)
        if wide.size:
            start, key = row.take(wide), key.take(wide)
            if self._is_sorted:
                low[wide] = np.searchsorted(self._thresholds, key, side="right") - start
            else:
                low[wide] = self._bisected(start, key, low.take(wide), last.take(wide).astype(np.intp))
        return low

    def _bisected(self, start: Index, key: NDArray[np.int64], low: Index, high: Index) -> Index:
        while (low < high).any():
            middle = (low + high) >> 1
            beyond = self._thresholds.take(start + middle) > key  # always so where low == high: those stay
            high, low = np.where(beyond, middle, high), np.where(beyond, low, middle + 1)
        return low

    def _passed(self, edges: F64) -> NDArray[np.intp]:
        """For each row and bucket, how many cumulative shares lie at or below an edge of it."""
        at = edges.astype(np.intp) + np.arange(self.rows)[:, None] * (self.buckets + 1)
        counts = np.bincount(at.ravel(), minlength=self.rows * (self.buckets + 1))
        return np.cumsum(counts.reshape(self.rows, self.buckets + 1), axis=1)[:, :-1]


def cumulative_rows(table: F64) -> F64:
    """Cumulative shares of each row of non-negative weights, scaled to end in exactly 1; all 1 for a row of zeros."""
    count = table.shape[1]
    cumulative = np.cumsum(table, axis=1)
    total = cumulative[:, -1:]
    cumulative = np.divide(cumulative, total, out=np.ones_like(cumulative), where=total > 0)
    last = count - 1 - np.argmax((table > 0)[:, ::-1], axis=1)
    cumulative[np.arange(count) >= last[:, None]] = 1.0  # what rounding left over is the last position's
    return cumulative
