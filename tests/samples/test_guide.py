"""The guide finds by upper bits what a search over the cumulative shares finds by the whole uniform."""

from __future__ import annotations

import numpy as np
import pytest

from pzdsl.samples.guide import Guide, cumulative_rows
from pzdsl.samples.keyed import high_bits, key_of, places_of, uniforms


@pytest.mark.parametrize(("rows", "count"), [(1, 2), (3, 5), (7, 190), (2, 1800), (500, 40), (9000, 3)])
def test_what_is_drawn_is_the_inverse_at_the_uniform(rows: int, count: int) -> None:
    random = np.random.default_rng(count)
    weights = random.random((rows, count)) ** 8 * (random.random((rows, count)) > 0.3)  # zeros, and long tails
    weights[:, count // 2] += 1e-9
    cumulative = cumulative_rows(weights * np.exp(-(((np.arange(count) - count / 2) / (count / 12)) ** 2)))
    guide, ids, row = Guide(cumulative), np.arange(16_384), random.integers(0, rows, 16_384)
    places, key = places_of(ids, np.zeros_like(ids)), key_of(1, "spec", "age")
    words, spare, out = np.empty_like(places), np.empty_like(places), np.empty(len(ids), guide.dtype)
    high_bits(key, places, words, spare)
    guide.draw(words, row * guide.buckets, out, spare)
    ranks = uniforms(key, places)
    assert out.tolist() == [
        int(np.searchsorted(cumulative[r], u, side="right")) for r, u in zip(row, ranks, strict=True)
    ]
