"""Small versions of the figures about mistakes; `bench/figures` has the full ones."""

from __future__ import annotations

from bench.figures import mutation, recovery


def test_a_broken_text_is_told_near_the_break() -> None:
    """Few fixed changes; the shares over many are measured by `python -m bench.measure recovery`."""
    told = [o for o in recovery.outcomes("characters", 6, recovery.SEED) if o.said]
    assert told
    assert all(o.lines_off is not None and o.lines_off <= 1 for o in told)
    assert sorted(o.said for o in told)[len(told) // 2] == 1


def test_nearly_every_check_is_missed_when_it_is_dropped() -> None:
    """Six need several libraries or a lock and are tested in `test_include.py`; one stands behind another check."""
    places, left = mutation.survivors()
    assert places > 150
    assert {site.split(":")[0] for site in left} <= {"libraries.py", "options.py", "variables.py"}
    assert len(left) <= 7
