from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pzdsl.errors import UsageError
from pzdsl.output.shards import ALL, Shard, parse_shard, pieces


@given(n=st.integers(0, 10_000), count=st.integers(1, 50))
def test_shards_share_a_cohort_without_gap_or_overlap(n: int, count: int) -> None:
    shares = [Shard(k, count).patients(n) for k in range(1, count + 1)]
    assert [number for share in shares for number in share] == list(range(n))
    assert max(map(len, shares)) - min(map(len, shares)) <= 1


@given(start=st.integers(0, 100), n=st.integers(0, 500), size=st.integers(1, 60))
def test_pieces_are_the_whole_in_order(start: int, n: int, size: int) -> None:
    found = list(pieces(range(start, start + n), size))
    assert [number for piece in found for number in piece] == list(range(start, start + n))
    assert all(len(piece) <= size for piece in found)


def test_a_shard_is_written_as_a_fraction() -> None:
    assert parse_shard(None) == ALL
    assert parse_shard(" 3/8 ") == Shard(3, 8)
    for text in ("0/8", "9/8", "3", "3/0", "a/b", "-1/8", "1/8/9"):
        with pytest.raises(UsageError, match="is no shard"):
            parse_shard(text)
