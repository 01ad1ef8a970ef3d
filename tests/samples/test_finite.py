"""The guide table is the inverse of the distribution function, nothing less."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pzdsl.samples.finite import GuideTable, cumulative_of

shares = st.lists(st.sampled_from([0.0, 1e-17, 1e-9, 0.01, 0.1, 1.0]), min_size=1, max_size=40).filter(any)


@settings(max_examples=150, deadline=None)
@given(rows=st.lists(shares, min_size=1, max_size=4), floats=st.booleans())
def test_it_draws_what_a_search_through_the_cumulative_shares_finds(rows: list[list[float]], floats: bool) -> None:
    laws = [(np.arange(len(row)).astype(np.float64 if floats else np.int8), np.array(row)) for row in rows]
    table = GuideTable(laws)
    edges = np.concatenate([cumulative_of(law[1])[:-1] for law in laws])
    near = np.concatenate([edges, np.nextafter(edges, 0), np.nextafter(edges, 1), np.linspace(0, 1, 200, False)])
    ranks = np.clip(near, 2.0**-53, 1 - 2.0**-53)
    for i, (values, given_shares) in enumerate(laws):
        row = np.full(ranks.shape, i, np.int16)
        expected = values[np.searchsorted(cumulative_of(given_shares), ranks, side="right")]
        assert (table.draw(ranks, row) == expected).all()
        assert (given_shares[table.draw(ranks, row).astype(int)] > 0).all()


def test_a_long_table_keeps_every_value() -> None:
    """20,000 values: more than a bucket each, so that the search within buckets decides."""
    values = np.arange(20_000) / 10
    table = GuideTable([(values, np.ones(20_000))] * 3)
    ranks = (np.arange(200_000) + 0.5) / 200_000
    assert (table.draw(ranks, np.full(200_000, 2)) == np.repeat(values, 10)).all()
    assert table.cdf(np.array([-1.0, 0.0, 999.95, 5000.0])) == pytest.approx([0, 0.00005, 0.5, 1])
