"""Whether samples follow a law: exact binomial and hypergeometric tests, every rate of false alarm stated.

Each test asks of one event (a value, a pair of values, a threshold) whether it is as frequent as it should be. The
chance of a false alarm of each is bounded exactly, without limits of large numbers, and their sum is what is stated.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
from scipy import stats

from pzdsl.errors import TargetsNotMet
from pzdsl.plan.expression import Expr, Member
from pzdsl.plan.plan import Plan
from pzdsl.samples import Samples, draw
from pzdsl.samples.recipe import Recipe
from pzdsl.samples.reject import sieves_of
from pzdsl.samples.tilts import aims_of, tilts_of
from pzdsl.solve import Solved, fold, prob
from tests.solve import plainly
from tests.solve.made import Made, made
from tests.solve.projected import conditioned, projected

FALSE_ALARM = 1e-6  # of all plans together
LEAST = 1e-3  # plans that accept less are left out: rejection is too slow there


@dataclass
class Verdict:
    """What was found of one plan."""

    comparisons: int = 0
    failed: tuple[str, ...] = ()
    broken: int = 0
    off: float | None = None  # of the folded probability from counting, relative; None where it cannot be counted
    acceptance: float = 1.0
    targets: bool = False  # whether something is held, or soft
    margin_off: float = 0.0  # the most that a variable's probability is off from the brute-force projection


def farthest(plan: Plan, counted: list[tuple[plainly.Row, float]]) -> float:
    """The largest difference of P(variable has a value) between the engine's tables and counted patients."""
    off = 0.0
    for v in plan.variables:
        if v.hidden or v.type not in ("category", "boolean"):
            continue
        for name in [c.name for c in v.categories] or ["true", "false"]:
            found = prob(plan, Member(name=v.name, categories=(name,)), draws=0)
            if found.how == "exact":
                p = math.fsum(q for row, q in counted if plainly.name_of(row[v.name]) == name)
                off = max(off, abs(found.value - p))
    return off


def events_of(samples: Samples) -> dict[str, Any]:
    """Masks over the patients: each value and each pair of values of few, thresholds of numbers with many."""
    single: dict[str, dict[str, Any]] = {}
    for v in samples.plan.variables:
        values, known = samples.column(v.name)
        there = np.ones(len(samples), np.bool_) if known is None else known
        masks = {f"{v.name} undefined": ~there} if known is not None else {}
        if v.type in ("number", "count") and v.precision is None and v.type != "count":
            for cut in np.arange(0.5, 6, 0.5):
                masks[f"{v.name} < {cut}"] = there & (values < cut)
        elif v.type == "category":
            for i, c in enumerate(v.categories):
                masks[f"{v.name} = {c.name}"] = there & (values == i)
        elif v.type == "boolean":
            masks[f"{v.name}"] = there & values
        else:
            for k in np.arange(v.low or 0.0, (v.high or 0.0) + 0.25, v.precision or 1.0):
                masks[f"{v.name} = {k:g}"] = there & (values == k)
        single[v.name] = masks
    events = {name: mask for masks in single.values() for name, mask in masks.items()}
    for one, other in combinations(single, 2):
        for a, mask in single[one].items():
            for b, more in single[other].items():
                events[f"{a} and {b}"] = mask & more
    return events


def probabilities(counted: list[tuple[plainly.Row, float]], plan: Plan, where: Expr | None) -> dict[str, float]:
    """The same events, of the patients that were counted."""
    rows = Samples(
        plan,
        np.arange(len(counted)),
        np.zeros(len(counted), np.int64),
        {v.name: np.array([_coded(row[v.name], v) for row, _ in counted]) for v in plan.variables},
        {v.name: np.array([row[v.name] is not None for row, _ in counted]) for v in plan.variables},
    )
    weights = np.array([prob for _, prob in counted])
    return {name: float(weights[mask].sum()) for name, mask in events_of(rows).items()}


def _coded(found: Any, variable: Any) -> Any:
    if variable.type == "category":
        return -1 if found is None else plainly.position(found, variable)
    return (False if variable.type == "boolean" else -1.0) if found is None else found


def unlike_law(samples: Samples, probs: dict[str, float], false_alarm: float) -> tuple[int, list[str]]:
    """The events that are too frequent or too rare, by an exact binomial test of each."""
    events, n = events_of(samples), len(samples)
    asked = [name for name in probs if name in events or probs[name] > 0]
    level = false_alarm / max(len(asked), 1) / 2
    failed = []
    for name in asked:
        count = int(np.count_nonzero(events[name])) if name in events else 0
        p = min(max(probs[name], 0.0), 1.0)
        if p < 1e-15 or p > 1 - 1e-13:
            wrong = count > 0 if p < 0.5 else count < n
        else:
            wrong = stats.binom.cdf(count, n, p) < level or stats.binom.sf(count - 1, n, p) < level
        if wrong:
            failed.append(f"{name}: {count} of {n}, not {p:.5f}")
    return len(asked), failed


def unlike_each_other(a: Samples, b: Samples, false_alarm: float) -> tuple[int, list[str]]:
    """The events that two samples differ in, by Fisher's exact test of each."""
    events, others = events_of(a), events_of(b)
    asked = [name for name in events if name in others]
    level, failed = false_alarm / max(len(asked), 1) / 2, []
    for name in asked:
        i, j = int(np.count_nonzero(events[name])), int(np.count_nonzero(others[name]))
        law = stats.hypergeom(len(a) + len(b), i + j, len(a))
        if law.cdf(i) < level or law.sf(i - 1) < level:
            failed.append(f"{name}: {i} of {len(a)} and {j} of {len(b)}")
    return len(asked), failed


def usable(count: int, first: int = 0) -> list[tuple[int, Made]]:
    """The first random plans that accept enough patients to be drawn by rejection as well."""
    found, seed = [], first
    while len(found) < count:
        one = made(seed)
        if _acceptance(one) > LEAST:
            found.append((seed, one))
        seed += 1
    return found


def _acceptance(one: Made) -> float:
    from pzdsl.samples.reject import Rejection

    try:
        tilts_of(Recipe(one.plan, 0))
    except TargetsNotMet:
        return 0.0
    with np.errstate(all="ignore"):
        return Rejection(
            Recipe(one.plan, 0), sieves_of(Recipe(one.plan, 0), constraints=True, where=one.where)
        ).acceptance


def compare(one: Made, n: int, false_alarm: float, seed: int = 11) -> Verdict:
    """The exact engine against rejection and, where patients can be counted, both against counting."""
    exact = draw(one.plan, n, seed=seed, where=one.where, engine=Solved)
    rejected = draw(one.plan, n, seed=seed + 1, where=one.where)
    verdict = Verdict()
    tests = [unlike_each_other(exact, rejected, false_alarm / 3)]
    if one.is_finite:
        whole = projected(one.plan)
        assert whole is not None, "what no law meets was drawn from"
        counted = conditioned(whole, one.plan, one.where)
        probs = probabilities(counted, one.plan, one.where)
        tests += [unlike_law(exact, probs, false_alarm / 3), unlike_law(rejected, probs, false_alarm / 3)]
        recipe = Recipe(one.plan, seed)
        with np.errstate(all="ignore"):
            folded = fold(recipe, sieves_of(recipe, constraints=True, where=one.where))
        verdict.targets = bool(aims_of(one.plan))
        if not verdict.targets:
            total = plainly.enumerated(one.plan, one.where)[1]
            verdict.acceptance = total
            if folded.is_exact:
                verdict.off = abs(folded.probability - total) / total
        verdict.margin_off = farthest(one.plan, whole)
    verdict.comparisons = sum(count for count, _ in tests)
    verdict.failed = tuple(message for _, messages in tests for message in messages)
    for i in range(min(n, 200)):
        row = exact.row(i, truth=True)
        passes = one.where is None or plainly.value_of(one.where, row, one.plan) is True
        verdict.broken += bool(plainly.broken(one.plan, row)) or not passes
    return verdict
