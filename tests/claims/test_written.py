"""The lists written independently of the checker: what it finds of their lies, and that it lets the true ones be.

The checker was made with these in view, so they guard what was reached and are no measurement. The held-out half of
`claims_written.jsonl` is measured by `bench/figures/claims.py`, and no test looks at it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from pzdsl.evaluate.claims import Half, Score, in_half, score_claims, score_table, wilson

DATA = Path(__file__).parents[1] / "data"
LISTS: list[tuple[str, Half]] = [("claims_written.jsonl", "development"), ("claims_practice.jsonl", "all")]
EVERY = {"claims_practice.jsonl": 3}  # each sentence has facts of its own, and a lexicon of these takes a while


@cache
def _scores(name: str, half: Half) -> list[Score]:
    return score_claims(DATA / name, half, EVERY.get(name, 1))


@pytest.mark.parametrize(("name", "half"), LISTS)
def test_at_least_85_percent_of_the_written_lies_are_found(name: str, half: Half) -> None:
    scores = _scores(name, half)
    assert scores[-1].found >= 0.85 * scores[-1].lies, score_table(scores)


@pytest.mark.parametrize(("name", "half"), LISTS)
def test_at_most_1_percent_of_the_true_written_sentences_raise_an_alarm(name: str, half: Half) -> None:
    scores = _scores(name, half)
    assert scores[-1].alarms <= 0.01 * scores[-1].true, score_table(scores)


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
