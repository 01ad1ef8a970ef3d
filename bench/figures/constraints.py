"""No patient breaks a rule, and those who are drawn are those whom literal rejection would keep."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from bench.specs import compiled, draw, for_each_spec
from tests.reference.checks import Verdict
from tests.reference.patients import accepted_forward, compare_with_rejection, examine

TITLE = "Rules: no patient breaks one"
SEED, OTHER_SEED, CHUNK = 101, 102, 20_000
FALSE_ALARM = 1e-9


def measure(full: bool) -> dict[str, Any]:
    """All specifications, each with its own share of the false alarms."""
    return {"false_alarm": FALSE_ALARM, "specs": for_each_spec(measure_one, full)}


def measure_one(path: Path, full: bool) -> dict[str, Any]:
    """One specification."""
    spec, plan = compiled(path).spec, compiled(path).plan
    n, forward = (200_000, 600_000) if full else (2_000, 20_000)
    broken: Counter[str] = Counter()
    undecided: Counter[str] = Counter()
    wrong = 0
    first = None
    for start in range(0, n, CHUNK):
        samples = draw(plan, min(CHUNK, n - start), seed=SEED, start=start)
        first = first if first is not None else samples
        found = examine(spec, samples)
        wrong += found.wrong
        broken.update(found.broken)
        undecided.update(found.undecided)
    assert first is not None
    parts = list(accepted_forward(spec, plan, forward, OTHER_SEED))
    verdict = Verdict(tuple(compare_with_rejection(first, parts)), FALSE_ALARM / 4)
    closest = min(verdict.checks, key=lambda check: check.log_prob)
    return {
        "patients": n,
        "seed": SEED,
        "rules": len(broken),
        "broken": sum(broken.values()),
        "out_of_range_off_grid_or_not_ill": wrong - sum(broken.values()),
        "undecided": {name: count for name, count in undecided.items() if count},
        "rejection": {
            "drawn": forward,
            "kept": sum(part.size for part in parts),
            "compared_with": len(first),
            "comparisons": len(verdict.checks),
            "failed": len(verdict.failures),
            "closest": closest.about,
            "closest_gap": closest.gap,
            "closest_log_probability": closest.log_prob,
            "log_bound": verdict.log_bound,
        },
    }


def table(result: dict[str, Any]) -> str:
    """Rules on the left, the comparison with literal rejection on the right."""
    lines = [
        "Each patient is read row by row by an evaluator over the author's own conditions that shares no code with the"
        " sampler\n(`tests/reference/evaluate.py`). *Values*: outside their range, beside their grid, or without the"
        " disease.\n*Kept*: whole records drawn and dropped by that evaluator, whose variables are then compared, one"
        " by one, with\nthose of drawn patients (two-sample DKW bounds, at most"
        f" {result['false_alarm']:g} false alarms over all specifications).\n",
        "| spec | patients | rules | broken | wrong values | kept of drawn | comparisons | failed | largest gap |",
        "|---|--:|--:|--:|--:|--:|--:|--:|---|",
    ]
    for name, one in result["specs"].items():
        by = one["rejection"]
        lines.append(
            f"| {name} | {one['patients']:,} | {one['rules']} | {one['broken']} |"
            f" {one['out_of_range_off_grid_or_not_ill']} | {by['kept']:,} of {by['drawn']:,} | {by['comparisons']} |"
            f" {by['failed']} | {by['closest_gap']:.4f} `{by['closest']}` |"
        )
    return "\n".join(lines)
