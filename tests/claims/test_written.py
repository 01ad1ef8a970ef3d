"""The independently written list: both halves must meet the bars; the checker was developed on one of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pzdsl.evaluate.claims import Half, in_half, score_claims, score_table, wilson

WRITTEN = Path(__file__).parents[1] / "data" / "claims_written.jsonl"


@pytest.mark.parametrize("half", ["development", "held out"])
def test_written_lies_are_found_and_true_sentences_left_alone(half: Half) -> None:
    """At least 85 % of the lies, at most 1 % of the true sentences."""
    scores = score_claims(WRITTEN, half)
    total = scores[-1]
    assert total.found >= 0.85 * total.lies, score_table(scores)
    assert total.alarms <= 0.01 * total.true, score_table(scores)


def test_each_id_is_in_one_half() -> None:
    ids = [f"w{i:03}" for i in range(1, 401)]
    assert all(in_half(i, "development") != in_half(i, "held out") for i in ids)
    assert sum(in_half(i, "development") for i in ids) == 205


@pytest.mark.parametrize(("hits", "n"), [(81, 263), (15, 148), (0, 20), (29, 29)])
def test_wilson_bounds_are_1_96_standard_errors_away(hits: int, n: int) -> None:
    """By definition: the shares p from which the observed one differs by z standard errors at p."""
    for p in wilson(hits, n):
        if 0 < p < 1:
            assert abs(hits / n - p) == pytest.approx(1.959964 * (p * (1 - p) / n) ** 0.5, rel=1e-6)
