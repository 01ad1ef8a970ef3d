"""The exact engine draws what rejection draws, and what counting says, on random small plans."""

from __future__ import annotations

import pytest

from tests.solve.agree import FALSE_ALARM, compare, usable

PLANS = usable(30)


@pytest.mark.parametrize(("seed", "one"), PLANS, ids=[str(seed) for seed, _ in PLANS])
def test_all_three_agree(seed: int, one) -> None:  # type: ignore[no-untyped-def]
    """False alarms in all plans together: at most 1e-6."""
    verdict = compare(one, 3000, FALSE_ALARM / len(PLANS))
    assert not verdict.failed
    assert verdict.broken == 0
    assert verdict.off is None or verdict.off < 1e-12
