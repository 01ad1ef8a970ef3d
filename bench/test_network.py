"""Flat cost: the exact engine beside NumPy written by hand, in one run, where few draws pass and where many do."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from bench import network_by_hand as hand
from pzdsl.compiler import compile_file
from pzdsl.samples import draw
from pzdsl.solve import Solved
from pzdsl.where import parse_where

PLAN = compile_file(Path(__file__).with_name("network.pz"))
LEVELS = {
    "35 %": ("age >= 45", 45, lambda c: c["age"] >= 45, "diabetes"),
    "6 %": ("diabetes", 0, lambda c: c["diabetes"], "diabetes"),
    "0.2 %": (
        "age >= 90 and diabetes and proteinuria",
        90,
        lambda c: (c["age"] >= 90) & c["diabetes"] & c["proteinuria"],
        "proteinuria",
    ),
}


def seconds_each(work, n: int) -> float:  # type: ignore[no-untyped-def]
    started = time.process_time()
    work(n)
    return (time.process_time() - started) / n


@pytest.mark.parametrize("level", LEVELS)
def test_speed_beside_numpy(level: str) -> None:
    where, from_age, given, needs = LEVELS[level]
    condition = parse_where(where, PLAN)
    draw(PLAN, 1000, where=condition, engine=Solved)
    ours = min(seconds_each(lambda n: draw(PLAN, n, where=condition, engine=Solved), 500_000) for _ in range(2))
    rare = 2_000 if level == "0.2 %" else 50_000
    masked = seconds_each(lambda n: hand.draw(n, 1, given, needs, staged=False), rare)
    staged = seconds_each(lambda n: hand.draw(n, 1, given, needs, staged=True), rare)
    inside = seconds_each(lambda n: hand.draw(n, 1, given, needs, staged=True, from_age=from_age), rare)
    print(
        f"\n{level}: {1e-6 / ours:.2f} M/s; {masked / ours:.1f} (a), {staged / ours:.1f} (b), {inside / ours:.1f} (c)"
    )
    assert masked > ours
