"""A small version of the figure `bench/figures/speaker.py`."""

from __future__ import annotations

from bench.figures import speaker
from bench.specs import SHIPPED


def test_interviews_hold_nothing_that_the_record_denies() -> None:
    """Two interviews of each specification; the figure has 500."""
    for path in SHIPPED:
        found = speaker.measure_one(path, False)
        assert found.get("inconsistent replies", 0) == 0, found["examples"]
        assert found.get("wrong way", 0) == 0
        assert found["answered yes or no"] > 0.8 * found["yes or no"]
        assert found["with claims"] > 10 * found["patients"]  # a speaker that says nothing is consistent too


def test_the_questions_written_before_the_parser_are_understood() -> None:
    """The bar is nine in ten of the development half; the figure has both halves."""
    found = speaker.score_questions("development")
    assert found["questions"] == 100
    assert found["understood"] >= 90
