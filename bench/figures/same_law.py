"""The exact engine, whole-record rejection and counting agree on random small specifications."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from bench.specs import PROCESSES
from pzdsl.plan.expression import Compare, Expr, Num, variables_of
from pzdsl.plan.law import Derived, Mixture, Odds, Table
from pzdsl.plan.plan import Plan
from tests.solve.agree import FALSE_ALARM, Verdict, compare, usable
from tests.solve.made import made

TITLE = "Exact engine: the same law as rejection and as counting"


def measure(full: bool) -> dict[str, Any]:
    """200 plans, those of the tests among them."""
    count, n = (200, 20_000) if full else (24, 1_000)
    seeds = [seed for seed, _ in usable(count)]
    with ProcessPoolExecutor(PROCESSES) as pool:
        verdicts = list(pool.map(_compare, seeds, [n] * count, [FALSE_ALARM / count] * count))
    offs = [v.off for v in verdicts if v.off is not None]
    return {
        "plans": count,
        "patients": n,
        "false_alarm": FALSE_ALARM,
        "features": features(seeds),
        "counted": sum(made(seed).is_finite for seed in seeds),
        "comparisons": sum(v.comparisons for v in verdicts),
        "failed": [f"plan {seed}: {text}" for seed, v in zip(seeds, verdicts, strict=True) for text in v.failed],
        "broken": sum(v.broken for v in verdicts),
        "probabilities": len(offs),
        "largest_relative_error": max(offs, default=0.0),
        "held": sum(v.targets for v in verdicts),
        "largest_margin_off": max(v.margin_off for v in verdicts),
        "least_acceptance": min(v.acceptance for v in verdicts),
    }


def features(seeds: list[int]) -> dict[str, int]:
    """In how many of the plans each kind of thing occurs."""
    found = Counter[str]()
    for seed in seeds:
        one = made(seed)
        found.update(_features(one.plan) | ({"filter"} if one.where is not None else set()))
    return dict(found.most_common())


def _features(plan: Plan) -> set[str]:
    found = {f"{v.type}" for v in plan.variables if v.type in ("category", "boolean", "count")}
    numbers = [v for v in plan.variables if v.type == "number"]
    found |= {"real" if v.precision is None else "grid" for v in numbers}
    for v in plan.variables:
        law = v.law
        kinds = {Table: "table", Odds: "odds", Mixture: "mixture"}
        found |= {name for kind, name in kinds.items() if isinstance(law, kind)}
        if isinstance(law, Derived):
            found.add("derived" if law.noise is None else "noise")
        if v.missing is not None:
            found.add("missing")
        if v.part_of is not None:
            found.add("part")
    rules = [rule for rule in plan.constraints if rule.soft is None]
    exprs = [expr for rule in rules for expr in _comparisons(rule.expr)]
    found |= {"pair constraint"} if any(len(variables_of(e)) > 1 for e in exprs) else set()
    found |= {"threshold"} if any(isinstance(e.b, Num) and len(variables_of(e)) == 1 for e in exprs) else set()
    found |= {"soft"} if len(rules) < len(plan.constraints) else set()
    found |= {"hold"} if plan.holds else set()
    found |= {"prevalence"} if plan.prevalence is not None else set()
    return found | ({"cohort"} if plan.cohort else set())


def _comparisons(expr: Expr) -> list[Compare]:
    """All comparisons within a condition."""
    if isinstance(expr, Compare):
        return [expr]
    parts = [*getattr(expr, "args", ()), *([expr.x] if hasattr(expr, "x") else [])]
    return [found for part in parts for found in _comparisons(part)]


def _compare(seed: int, n: int, false_alarm: float) -> Verdict:
    return compare(made(seed), n, false_alarm)


def table(result: dict[str, Any]) -> str:
    """One row."""
    return (
        "Random specifications. Each event (a value, a pair of values, a threshold) is tested exactly (binomial against"
        " counting,\nFisher against rejection), with at most"
        f" {result['false_alarm']:g} false alarms over all of them. *P off*: P(all rules) as folded, against\ncounting"
        " in plain Python, relative, where nothing is held. *Share off*: each variable's shares where something is held"
        " or soft,\nagainst a projection by brute force.\n\n"
        "| plans | counted | patients of each | comparisons | failed | rules broken"
        " | P compared | P off at most | held or soft | share off at most |\n"
        "|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n"
        f"| {result['plans']} | {result['counted']} | {result['patients']:,} | {result['comparisons']:,} |"
        f" {len(result['failed'])} | {result['broken']} | {result['probabilities']} |"
        f" {result['largest_relative_error']:.1e} |"
        f" {result['held']} | {result['largest_margin_off']:.1e} |\n\n"
        "In how many of the plans each occurs (a *pair constraint* compares two numbers):\n\n| in the plan | plans |\n"
        "|---|--:|\n" + "\n".join(f"| {name} | {count} |" for name, count in result["features"].items())
    )
