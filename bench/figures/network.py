"""Flat cost: the exact engine beside three ways by hand in NumPy, where many draws would pass and where few would."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from bench import network_by_hand as hand
from bench.specs import ROOT, SHIPPED, compiled
from pzdsl.samples import draw
from pzdsl.samples.recipe import Recipe
from pzdsl.samples.reject import sieves_of
from pzdsl.solve import Solved
from pzdsl.where import parse_where

TITLE = "Exact engine: as fast at 0.1 % as at 30 %"
SPEC = ROOT / "bench" / "network.pz"
SEED = 11


class Level:
    """One condition, and what a careful programmer would do with it."""

    def __init__(self, where: str, given: hand.Keep, needs: str, from_age: int = 0, sex: int | None = None) -> None:
        self.where, self.given, self.needs, self.from_age, self.sex = where, given, needs, from_age, sex


LEVELS = {
    "30 %": Level("age >= 55", lambda c: c["age"] >= 55, "diabetes", 55),
    "3 %": Level(
        "age >= 65 and glucose >= 130",
        lambda c: (c["age"] >= 65) & (c["glucose"] >= 130),
        "glucose",
        65,
    ),
    "0.1 %": Level(
        "age >= 65 and sex is female and glucose >= 265",
        lambda c: (c["age"] >= 65) & (c["sex"] == 0) & (c["glucose"] >= 265),
        "glucose",
        65,
        0,
    ),
}


def measure(full: bool) -> dict[str, Any]:
    """Processor time of one process; all four in each round, and ratios within a round."""
    rounds = 5 if full else 1
    return {
        "levels": {name: level_of(level, rounds, full) for name, level in LEVELS.items()},
        "solving": {path.stem: _solving(path) for path in (SPEC, *(SHIPPED if full else ()))},
    }


def level_of(level: Level, rounds: int, full: bool) -> dict[str, Any]:
    """One condition, all four ways in turn."""
    plan = compiled(SPEC).plan
    where = parse_where(level.where, plan)
    recipe = Recipe(plan, SEED)
    engine = Solved(recipe, sieves_of(recipe, constraints=True, where=where))
    share = engine.folded.probability
    n = 500_000 if full else 2_000
    by_hand = max(int(share * (1_500_000 if full else 3_000)), 20)

    def ours() -> float:
        return _seconds(lambda: draw(plan, n, seed=SEED, where=where, engine=Solved)) / n

    def theirs(seed: int, staged: bool, inside: bool) -> float:
        stratum = {"from_age": level.from_age, "sex": level.sex} if inside else {}

        def work() -> object:
            return hand.draw(by_hand, seed, level.given, level.needs, staged=staged, **stratum)  # type: ignore[arg-type]

        return _seconds(work) / by_hand

    ours()  # solves, and warms up
    each: list[dict[str, float]] = []
    for seed in range(rounds):
        own = min(ours(), ours())
        each.append(
            {
                "ours": own,
                "a": theirs(seed, False, False) / own,
                "b": theirs(seed, True, False) / own,
                "c": theirs(seed, True, True) / own,
            }
        )
    return {
        "where": level.where,
        "acceptance": share,
        "is_exact": engine.folded.is_exact,
        "patients": n,
        "by_hand": by_hand,
        "per_second": 1 / min(one["ours"] for one in each),
        "times": {key: statistics.median(one[key] for one in each) for key in ("a", "b", "c")},
        "rounds": each,
    }


def _solving(path: Any) -> dict[str, Any]:
    """Seconds to make ready what is drawn from, after the plan is read."""
    plan = compiled(path).plan
    where = parse_where(LEVELS["0.1 %"].where, plan) if path == SPEC else None

    def work() -> None:
        with np.errstate(all="ignore"):
            recipe = Recipe(plan, SEED)
            Solved(recipe, sieves_of(recipe, constraints=True, where=where))

    return {"variables": len(plan.variables), "seconds": min(_seconds(work) for _ in range(3))}


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def table(result: dict[str, Any]) -> str:
    """One row a level, then what solving takes."""
    lines = [
        "`bench/network.pz`: 16 attributes, 6 of them numbers, 12 constraints. Processor time. *By hand*:"
        "\n`bench/network_by_hand.py` in NumPy, (a) all columns and one mask, (b) in stages, dropping after each rule,"
        " (c) the same\nwith age and sex drawn inside the stratum. Ratios are within a round, the median of the rounds;"
        " patients per second are\nthe best round's.\n",
        "| patients who | of all draws | patients per second | times (a) | times (b) | times (c) |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for one in result["levels"].values():
        times = one["times"]
        lines.append(
            f"| `{one['where']}` | {one['acceptance']:.2%} | {one['per_second']:,.0f} |"
            f" {times['a']:,.1f} | {times['b']:,.1f} | {times['c']:,.1f} |"
        )
    lines += ["\nSolving, once for each plan and condition:\n", "| spec | variables | seconds |", "|---|--:|--:|"]
    lines += [f"| {name} | {one['variables']} | {one['seconds']:.3f} |" for name, one in result["solving"].items()]
    return "\n".join(lines)
