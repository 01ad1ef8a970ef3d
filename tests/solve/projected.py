"""The projection by brute force: over every single patient, by a general minimizer of SciPy.

Nothing here knows of sorts, cells or weights that are shared. The law nearest to the counted one is found from its
dual, one multiplier a demand; whether there is one at all, from a linear program over single patients.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from scipy import optimize, sparse

from pzdsl.plan.plan import Hold, Plan
from tests.solve import plainly

Demand = tuple[Any, float]  # of which patients it is true, and of how many it should be


def cell_of(hold: Hold, row: plainly.Row) -> tuple[Any, ...]:
    """Where a patient stands in a margin: categories, or which ends of bands lie below a number."""
    cell: list[Any] = []
    for by in (*hold.held, *hold.by):
        value = row[by.variable]
        if value is None or not by.bands:
            cell.append(value)
            continue
        ends = []
        for band in by.bands:
            if band.low is not None:
                ends.append(value > band.low if band.low_open else value >= band.low)
            if band.high is not None:
                ends.append(value >= band.high if band.high_open else value > band.high)
        cell.append(tuple(ends))
    return tuple(cell)


def demands(plan: Plan, rows: list[plainly.Row]) -> list[Demand]:
    """What holds and soft constraints ask for, as masks over patients with their shares."""
    free = plan.model_copy(update={"constraints": (), "holds": ()})
    population, _ = plainly.enumerated(free)
    found: list[Demand] = []
    for rule in plan.constraints:
        if rule.soft is not None:
            kept = np.array([plainly.value_of(rule.expr, row, plan) is not False for row in rows], bool)
            found += [(kept, rule.soft), (~kept, 1 - rule.soft)]
    for hold in plan.holds:
        target: dict[tuple[Any, ...], float] = {}
        if hold.rows:
            held = plan.variable(hold.held[0].variable)
            for row, prob in population:
                by = cell_of(hold, row)[1:]
                for value, share in plainly.shares_of(_law(hold), held, row, plan) or []:
                    target[(value, *by)] = target.get((value, *by), 0.0) + prob * share
        else:
            for row, prob in population:
                target[cell_of(hold, row)] = target.get(cell_of(hold, row), 0.0) + prob
        cells = [cell_of(hold, row) for row in rows]
        for cell in {*target, *cells}:
            found.append((np.array([c == cell for c in cells], bool), target.get(cell, 0.0)))
    return found


def _law(hold: Hold) -> Any:
    from pzdsl.plan.law import Table

    return Table(given=tuple(by.variable for by in hold.by), rows=hold.rows)


def projected(plan: Plan) -> list[tuple[plainly.Row, float]] | None:
    """Every patient with its probability in Q; None where no law meets the demands."""
    counted, total = plainly.enumerated(plan)
    if total == 0:
        return []
    rows = [row for row, _ in counted]
    base = np.array([prob for _, prob in counted])
    asked = demands(plan, rows)
    if not asked:
        return counted
    masks = np.array([mask for mask, _ in asked], float).reshape(len(asked), len(rows))
    goal = np.array([share for _, share in asked])
    if not _is_feasible(masks, goal):
        return None
    alive = base > 0
    for mask, share in zip(masks, goal, strict=True):
        if share == 0:
            alive &= mask == 0
    kept = masks[:, alive][goal > 0]
    log_base, aim = np.log(base[alive]), goal[goal > 0]

    def law(logs: Any) -> tuple[Any, float]:
        exponents = log_base + logs @ kept
        top = exponents.max()
        raw = np.exp(exponents - top)
        return raw / raw.sum(), top + math.log(raw.sum())

    found = optimize.minimize(
        lambda logs: law(logs)[1] - logs @ aim,
        np.zeros(len(aim)),
        jac=lambda logs: kept @ law(logs)[0] - aim,
        hess=lambda logs: _curve(kept, law(logs)[0]),
        method="trust-exact",
        options={"gtol": 1e-11, "maxiter": 2000},
    )
    # the minimizer stops short of rounding; MINPACK goes on from there
    ended = optimize.root(
        lambda logs: kept @ law(logs)[0] - aim,
        found.x,
        jac=lambda logs: _curve(kept, law(logs)[0]),
        method="lm",
        options={"xtol": 1e-15, "ftol": 1e-15},
    )
    probs = np.zeros(len(rows))
    probs[alive] = law(ended.x)[0]
    return [(row, float(prob)) for row, prob in zip(rows, probs, strict=True)]


def _curve(kept: Any, probs: Any) -> Any:
    mean = kept @ probs
    return (kept * probs) @ kept.T - np.outer(mean, mean) + 1e-9 * np.eye(len(mean))


def _is_feasible(masks: Any, goal: Any) -> bool:
    n, k = masks.shape[1], len(goal)
    if not n:
        return False
    matrix = sparse.hstack([sparse.csr_matrix(masks), sparse.identity(k), -sparse.identity(k)])
    cost = np.concatenate([np.zeros(n), np.ones(2 * k)])
    found = optimize.linprog(cost, A_eq=matrix, b_eq=goal, bounds=(0, None), method="highs")
    return bool(found.fun < 1e-7)


def conditioned(counted: list[tuple[plainly.Row, float]], plan: Plan, where: Any) -> list[tuple[plainly.Row, float]]:
    """Those of whom a filter is true; it changes no target."""
    kept = [(row, p) for row, p in counted if where is None or plainly.value_of(where, row, plan) is True]
    total = math.fsum(p for _, p in kept)
    return [(row, p / total) for row, p in kept] if total > 0 else []
