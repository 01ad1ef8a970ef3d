"""The exact engine, whole-record rejection and counting agree on random small specifications."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from typing import Any

from bench.specs import PROCESSES
from tests.solve.agree import FALSE_ALARM, Verdict, compare, usable
from tests.solve.made import made

TITLE = "Exact engine: the same law as rejection and as counting"


def measure(full: bool) -> dict[str, Any]:
    """200 plans, those of the tests among them."""
    count, n = (200, 20_000) if full else (10, 1_000)
    seeds = [seed for seed, _ in usable(count)]
    with ProcessPoolExecutor(PROCESSES) as pool:
        verdicts = list(pool.map(_compare, seeds, [n] * count, [FALSE_ALARM / count] * count))
    offs = [v.off for v in verdicts if v.off is not None]
    return {
        "plans": count,
        "patients": n,
        "false_alarm": FALSE_ALARM,
        "counted": sum(made(seed).is_finite for seed in seeds),
        "comparisons": sum(v.comparisons for v in verdicts),
        "failed": [f"plan {seed}: {text}" for seed, v in zip(seeds, verdicts, strict=True) for text in v.failed],
        "broken": sum(v.broken for v in verdicts),
        "probabilities": len(offs),
        "largest_relative_error": max(offs),
        "least_acceptance": min(v.acceptance for v in verdicts),
    }


def _compare(seed: int, n: int, false_alarm: float) -> Verdict:
    return compare(made(seed), n, false_alarm)


def table(result: dict[str, Any]) -> str:
    """One row."""
    return (
        "Random specifications of categories, counts, reals, grids, tables, odds, derived values, noise, parts that may"
        " be absent,\npair constraints, prevalence, cohort and filters. Each event (a value, a pair of values, a"
        " threshold) is tested exactly\n(binomial against counting, Fisher against rejection), with at most"
        f" {result['false_alarm']:g} false alarms over all of them. *P off*: P(all rules)\nas folded, against counting"
        " in plain Python, relative.\n\n"
        "| plans | counted | patients of each | comparisons | failed | rules broken | P compared | P off at most |\n"
        "|--:|--:|--:|--:|--:|--:|--:|--:|\n"
        f"| {result['plans']} | {result['counted']} | {result['patients']:,} | {result['comparisons']:,} |"
        f" {len(result['failed'])} | {result['broken']} | {result['probabilities']} |"
        f" {result['largest_relative_error']:.1e} |"
    )
