"""Why targets cannot be met: the least set of holds, soft constraints and rules that contradict each other.

Whether some law on the sorts that occur has all margins asked for is a linear program. It is solved again with ever
fewer targets, then with ever fewer rules, until nothing can be left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from itertools import combinations
from typing import Any, Literal

import numpy as np

from pzdsl.errors import TargetsNotMet
from pzdsl.plan.law import Place
from pzdsl.plan.plan import Plan
from pzdsl.samples.distributions import F64
from pzdsl.samples.recipe import Recipe
from pzdsl.samples.tilts import Aim, aims_of
from pzdsl.solve.sorts import NotExact, Sorts, sorts_of

MOST_COLUMNS = 1 << 16  # of a linear program
_MET = 1e-7  # what the solver of linear programs leaves open

Kind = Literal["contradiction", "impossible side", "not exact", "rarer"]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a hold or a soft constraint; `others`: the targets and rules that it contradicts."""

    kind: Kind
    name: str
    at: Place
    message: str
    hint: str
    others: tuple[tuple[str, Place], ...] = ()

    def __str__(self) -> str:
        lines = "".join(f"; `{name}` stands at {at.file}:{at.line}:{at.column}" for name, at in self.others)
        return f"{self.at.file}:{self.at.line}:{self.at.column}: {self.message}{lines} (help: {self.hint})"


def problems_of(plan: Plan) -> list[Problem]:
    """All that is wrong with the targets of a plan: what cannot be met, or else what only does harm."""
    project: Any = import_module("pzdsl.solve.project")
    try:
        weights = project.weights_of(plan)
    except TargetsNotMet as error:
        return list(error.problems)
    recipe, aims = Recipe(plan, 0), aims_of(plan)
    found = []
    for i, (aim, table) in enumerate(zip(aims, weights, strict=True)):
        if aim.soft is None or not table[1] < table[0] * (1 - 1e-6):
            continue
        without = [other for j, other in enumerate(aims) if j != i]
        sorts, targets = project.asked([*without, aim], recipe)
        kept = project.project(sorts, targets[:-1]).kept(sorts, -1)
        found.append(
            Problem(
                "rarer",
                aim.name,
                aim.at,
                f"`{aim.name}` makes patients who break it more frequent: without it {_percent(1 - kept)} would,"
                f" with it {_percent(float(targets[-1][0]))} do",
                f"delete it, or ask for at least {_percent(kept)}",
            )
        )
    return found


def not_exact(aims: Sequence[Aim], recipe: Recipe, error: NotExact) -> list[Problem]:
    """The targets that cannot be computed to 1e-9, each with its reason."""
    found = []
    for aim in aims:
        try:
            sorts_of([aim], recipe)
            sorts_of([aim], recipe, without=None)
        except NotExact as own:
            found.append(_vague(aim, own.why))
    return found or [_vague(aims[0], error.why)]


def _vague(aim: Aim, why: str) -> Problem:
    return Problem(
        "not exact",
        aim.name,
        aim.at,
        f"`{aim.name}` cannot be met to 1e-9: {why}",
        "give the numbers that it depends on a `precision`, so that their values can be counted, or hold wider bands",
    )


def problems_with(aims: Sequence[Aim], sorts: Sorts, targets: Sequence[F64], recipe: Recipe) -> list[Problem]:
    """What contradicts what; never empty."""
    singles = [i for i in range(len(aims)) if _unreached(sorts, i, targets[i]).size]
    if singles:
        return [_unreachable(aims[i], sorts, i, targets[i], recipe) for i in singles]
    chosen = _least(aims, sorts, targets)
    if chosen is None:
        names = ", ".join(f"`{aim.name}`" for aim in aims)
        return [
            Problem(
                "contradiction",
                aims[0].name,
                aims[0].at,
                f"no patients meet {names} all to 1e-9",
                "hold fewer margins, or in wider bands",
            )
        ]
    rules = _named(_rules(aims, chosen, targets, recipe), recipe)
    return [_together(aims, sorts, targets, chosen, rules)]


def _unreached(sorts: Sorts, i: int, target: F64) -> np.ndarray[tuple[int], np.dtype[np.intp]]:
    return np.flatnonzero((sorts.margin(i, len(target)) <= 0) & (target > 0))


def _unreachable(aim: Aim, sorts: Sorts, i: int, target: F64, recipe: Recipe) -> Problem:
    """A cell that is asked for, and that the rules leave no one in."""
    cells = _unreached(sorts, i, target)
    cell = int(cells[np.argmax(target[cells])])

    def is_blocked(without: frozenset[str]) -> bool:
        found = sorts_of([aim], recipe, without=without)
        return bool(not found.probs.size or found.margin(0, len(target))[cell] <= 0)

    others = _named(_fewest(recipe, is_blocked), recipe)
    told = " and ".join(f"`{name}`" for name, _ in others) or "the priors, prevalence and cohort"
    leaves = "leave" if len(others) != 1 else "leaves"
    if aim.soft is not None:
        side = "keep it" if cell == 1 else "break it"
        return Problem(
            "impossible side",
            aim.name,
            aim.at,
            f"`{aim.name}` asks that {_percent(float(target[cell]))} of patients {side}; {told} {leaves} none who do",
            "make it a hard constraint" if cell == 0 else "delete it, or change what it requires",
            others,
        )
    return Problem(
        "contradiction",
        aim.name,
        aim.at,
        f"`{aim.name}` asks for {_percent(float(target[cell]))} with {aim.told(cell)}; {told} {leaves} none",
        "let its laws depend on what the constraint reads, hold other bands, or change the constraint",
        others,
    )


def _fewest(recipe: Recipe, is_blocked: Any) -> list[str]:
    """Constraints none of which can be left out for the contradiction to stay."""
    kept = [rule.name for rule in recipe.plan.constraints if rule.soft is None]
    gone: frozenset[str] = frozenset()
    for name in list(kept):
        try:
            if is_blocked(gone | {name}):
                gone |= {name}
        except NotExact:
            continue
    return [name for name in kept if name not in gone]


def _named(names: Sequence[str], recipe: Recipe) -> tuple[tuple[str, Place], ...]:
    return tuple((rule.name, rule.at) for rule in recipe.plan.constraints if rule.name in names)


def _least(aims: Sequence[Aim], sorts: Sorts, targets: Sequence[F64]) -> tuple[int, ...] | None:
    """Indices of the fewest targets that cannot be met together; None where none is found."""
    for pair in combinations(range(len(aims)), 2):
        if not is_feasible(sorts, targets, pair):
            return pair
    chosen = list(range(len(aims)))
    if is_feasible(sorts, targets, chosen):
        return None
    for i in list(chosen):
        fewer = [j for j in chosen if j != i]
        if fewer and not is_feasible(sorts, targets, fewer):
            chosen = fewer
    return tuple(chosen)


def _rules(aims: Sequence[Aim], chosen: Sequence[int], targets: Sequence[F64], recipe: Recipe) -> list[str]:
    few, own = [aims[i] for i in chosen], [targets[i] for i in chosen]
    return _fewest(
        recipe,
        lambda without: not is_feasible(sorts_of(few, recipe, without=without), own, range(len(few))),
    )


def _together(
    aims: Sequence[Aim],
    sorts: Sorts,
    targets: Sequence[F64],
    chosen: Sequence[int],
    rules: tuple[tuple[str, Place], ...],
) -> Problem:
    """The cell that falls shortest when the other targets are met."""
    worst, shortage, possible = (chosen[-1], 0), -1.0, 0.0
    for i in chosen:
        others = [j for j in chosen if j != i]
        for cell in np.flatnonzero(targets[i] > 0).tolist():
            most = greatest(sorts, targets, others, i, int(cell))
            if targets[i][cell] - most > shortage + 1e-9:
                worst, shortage, possible = (i, int(cell)), float(targets[i][cell] - most), most
    i, cell = worst
    aim, rest = aims[i], [aims[j] for j in chosen if j != i]
    told = " and ".join([*(f"`{other.name}`" for other in rest), *(f"`{name}`" for name, _ in rules)])
    what = aim.told(cell) if aim.soft is None else f"`{aim.name}` {aim.told(cell)}"
    return Problem(
        "contradiction",
        aim.name,
        aim.at,
        f"`{aim.name}` asks for {_percent(float(targets[i][cell]))} with {what};"
        f" {told} leave{'s' if len(rest) + len(rules) == 1 else ''} at most {_percent(possible)}",
        "change one of these targets, or the constraint between them",
        (*((other.name, other.at) for other in rest), *rules),
    )


def is_feasible(sorts: Sorts, targets: Sequence[F64], chosen: Sequence[int]) -> bool:
    """Whether some law on the sorts that occur meets the chosen targets."""
    if not sorts.probs.size:
        return False
    matrix, goal, count = _program(sorts, targets, chosen)
    rows = matrix.shape[0]
    sparse: Any = import_module("scipy.sparse")
    whole = sparse.hstack([matrix, sparse.identity(rows), -sparse.identity(rows)]).tocsr()
    cost = np.concatenate([np.zeros(count), np.ones(2 * rows)])
    found = _linprog(cost, whole, goal)
    return bool(found.fun <= _MET)


def greatest(sorts: Sorts, targets: Sequence[F64], met: Sequence[int], i: int, cell: int) -> float:
    """How many can be in a cell at most where other targets are met; 0 where these cannot be met."""
    matrix, goal, _ = _program(sorts, targets, met, extra=i)
    inside = (_columns(sorts, [*met, i])[-1] == cell).astype(np.float64)
    found = _linprog(-inside, matrix, goal)
    return float(-found.fun) if found.status == 0 else 0.0


def _columns(sorts: Sorts, chosen: Sequence[int]) -> Any:
    """The distinct combinations of cells of some aims, shape (aims, combinations)."""
    return np.unique(np.array([sorts.cells[i] for i in chosen]), axis=1)


def _program(
    sorts: Sorts, targets: Sequence[F64], chosen: Sequence[int], extra: int | None = None
) -> tuple[Any, F64, int]:
    sparse: Any = import_module("scipy.sparse")
    columns = _columns(sorts, [*chosen, *(() if extra is None else (extra,))])
    count = columns.shape[1]
    blocks, goals = [np.ones((1, count))], [np.ones(1)]
    for row, i in enumerate(chosen):
        size = len(targets[i])
        blocks.append(sparse.csr_matrix((np.ones(count), (columns[row], np.arange(count))), shape=(size, count)))
        goals.append(targets[i])
    return sparse.vstack(blocks).tocsr(), np.concatenate(goals), count


def _linprog(cost: F64, matrix: Any, goal: F64) -> Any:
    optimize: Any = import_module("scipy.optimize")
    return optimize.linprog(cost, A_eq=matrix, b_eq=goal, bounds=(0, None), method="highs")


def _percent(share: float) -> str:
    return f"{100 * share:.4g} %"
