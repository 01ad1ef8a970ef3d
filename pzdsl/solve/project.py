"""The law nearest to the population in which every target is met: one weight for each held cell and soft constraint.

Among all laws with given margins, the one with the least divergence from a law multiplies it by one weight a cell. The
weights make a convex function of their logarithms least, and Newton's method finds them; only the joint table of the
sorts is needed. Solved weights with margins that equal their targets prove that the targets can be met.

Source:
    I. Csiszár, I-divergence geometry of probability distributions and minimization problems, Annals of Probability
    3 (1975), 146-158.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pzdsl.errors import TargetsNotMet
from pzdsl.plan.kept import kept
from pzdsl.plan.plan import Plan
from pzdsl.samples.distributions import F64
from pzdsl.samples.recipe import Recipe
from pzdsl.samples.tilts import Aim, Codes, aims_of
from pzdsl.solve.sorts import NotExact, Sorts, sorts_of, target_of

TOLERANCE = 1e-9  # of every margin
_AIMED = 1e-13
_STEPS = 200


@dataclass(frozen=True)
class Projection:
    """The weights of each aim, and how far its margins are from their targets at most."""

    weights: tuple[F64, ...]
    gap: float

    def kept(self, sorts: Sorts, i: int) -> float:
        """How many are in the second cell of an aim under the weights: of a soft constraint, who keep it."""
        weights = sorts.probs.copy()
        for cells, table in zip(sorts.cells, self.weights, strict=False):
            weights *= table[cells]
        return float(weights[sorts.cells[i] == 1].sum() / weights.sum())


@kept(most=8)
def weights_of(plan: Plan) -> tuple[F64, ...]:
    """The weights of a plan's holds and soft constraints, each over its greatest; kept for the plans last used.

    Raises:
        TargetsNotMet: a target cannot be met to 1e-9; its problems say which and why.
    """
    from pzdsl.solve.feasibility import not_exact, problems_with  # only where something cannot be met

    recipe, aims = Recipe(plan, 0), aims_of(plan)
    if not aims:
        return ()
    try:
        sorts, targets = asked(aims, recipe)
    except NotExact as error:
        raise TargetsNotMet(not_exact(aims, recipe, error)) from None
    if not sorts.probs.size:
        return tuple(np.ones(int(np.prod(aim.shape))) for aim in aims)  # nobody passes: the rules themselves say so
    found = project(sorts, targets)
    if found.gap > TOLERANCE:
        raise TargetsNotMet(problems_with(aims, sorts, targets, recipe))
    return found.weights


def asked(aims: Sequence[Aim], recipe: Recipe) -> tuple[Sorts, list[F64]]:
    """The sorts of patients under the rules, and what each aim asks of its cells; raises NotExact."""
    population = sorts_of(aims, recipe, without=None) if any(aim.hold for aim in aims) else None
    targets = []
    for i, aim in enumerate(aims):
        size = int(np.prod(aim.shape))
        margin = np.zeros(size) if population is None else population.margin(i, size)
        targets.append(target_of(aim, margin, recipe))
    return sorts_of(aims, recipe), targets


def project(sorts: Sorts, targets: Sequence[F64]) -> Projection:
    """The weights with which every margin equals its target, as far as they can.

    Args:
        sorts: Under the rules; not empty.
        targets: One for each of the first aims, each summing to 1.

    Returns:
        Weights over their greatest among cells that occur; 1 for cells that never do, 0 where the target is 0.
    """
    alive = np.ones(len(sorts.probs), np.bool_)
    for cells, target in zip(sorts.cells, targets, strict=False):
        alive &= target[cells] > 0
    base, inside = sorts.probs[alive], [c[alive] for c in sorts.cells[: len(targets)]]
    if not targets:
        return Projection((), 0.0)
    sizes = [len(target) for target in targets]
    starts = np.concatenate([[0], np.cumsum(sizes)])
    goal = np.concatenate(targets)
    logs, gap = np.zeros(len(goal)), np.inf
    if base.size:
        logs, gap = _newton(np.log(base), [c + int(s) for c, s in zip(inside, starts, strict=False)], goal)
    weights = []
    for i, target in enumerate(targets):
        occurs = np.bincount(inside[i], minlength=sizes[i]) > 0
        own = logs[starts[i] : starts[i + 1]]
        top = own[occurs].max(initial=-np.inf)
        table = np.where(occurs, np.exp(np.minimum(own - top, 0.0)) if occurs.any() else 1.0, 1.0)
        weights.append(np.where((target == 0) & (np.bincount(sorts.cells[i], minlength=sizes[i]) > 0), 0.0, table))
    return Projection(tuple(weights), gap)


def _newton(log_base: F64, cells: list[Codes], goal: F64) -> tuple[F64, float]:
    """The logarithms of weights, and the largest gap of a margin."""
    count = len(goal)

    def law(logs: F64) -> tuple[F64, float]:
        exponents = log_base + sum(logs[c] for c in cells)
        top = float(exponents.max())
        raw = np.exp(exponents - top)
        total = float(raw.sum())
        return raw / total, top + np.log(total) - float(logs @ goal)

    def margins(probs: F64) -> F64:
        found: F64 = np.sum([np.bincount(c, probs, minlength=count) for c in cells], axis=0)
        return found

    logs = np.zeros(count)
    probs, value = law(logs)
    gaps = margins(probs) - goal
    best = logs, float(np.abs(gaps).max())
    for _ in range(_STEPS):
        if best[1] <= _AIMED:
            break
        curve = np.zeros((count, count))
        for a in cells:
            for b in cells:
                curve += np.bincount(a * count + b, probs, minlength=count * count).reshape(count, count)
        mean = margins(probs)
        curve -= np.outer(mean, mean)
        # a constant may move from one aim to another: the least of the equal steps is taken
        step = -np.linalg.lstsq(curve, gaps, rcond=1e-14)[0]
        slope, size = float(gaps @ step), 1.0
        step *= min(1.0, 20.0 / max(float(np.abs(step).max()), 1e-300))
        slope = float(gaps @ step)
        while size > 1e-8:
            trial_probs, trial = law(logs + size * step)
            trial_gap = float(np.abs(margins(trial_probs) - goal).max())
            # near the end the value no longer tells steps apart, and the gap does
            if trial <= value + 1e-4 * size * slope or trial_gap < 0.5 * best[1]:
                break
            size /= 2
        else:
            break
        logs, probs, value = logs + size * step, trial_probs, trial
        gaps = margins(probs) - goal
        gap = float(np.abs(gaps).max())
        if gap < best[1]:
            best = logs, gap
    return best
