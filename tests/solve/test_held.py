"""A small version of the figure `bench/figures/held.py`."""

from __future__ import annotations

from bench.figures import held


def test_declared_shares_stay_where_they_are_held_and_move_where_not() -> None:
    laws = held.measure(full=False)["laws"]
    assert laws["three rules"]["farthest"] > 0.01
    assert abs(laws["three rules"]["exact"]["of 6 to 17: a college degree"] - 0.36) < 1e-12
    assert laws["all rules"]["farthest"] > 0.1
    assert laws["all rules, held"]["farthest"] < 1e-9
    assert laws["all rules, held"]["exact"]["of 6 to 17: a college degree"] == 0
