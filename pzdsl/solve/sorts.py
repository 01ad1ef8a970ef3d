"""Targets over sorts of patients: how probable each joint sort is under the rules, and what is asked of it.

A hold sorts patients by its variables, a soft constraint into broken and kept. All that a projection needs is the
joint table of these sorts under the priors and rules: whatever else patients are goes along unchanged.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from pzdsl.plan.expression import variables_of
from pzdsl.plan.law import Table
from pzdsl.plan.plan import Hold, Plan
from pzdsl.rules import Column, Columns
from pzdsl.samples.distributions import F64
from pzdsl.samples.grid import grid_of
from pzdsl.samples.laws import compile_law
from pzdsl.samples.recipe import Recipe
from pzdsl.samples.reject import Sieve, hard_sieves_of
from pzdsl.samples.tilts import Aim, Axis, Codes
from pzdsl.solve.eliminate import TooLarge, summed_out
from pzdsl.solve.factors import Factor, sorting_factor
from pzdsl.solve.fold import fold
from pzdsl.solve.parts import exact_factors

MOST_SORTS = 1 << 18  # joint sorts of everything held


class NotExact(Exception):
    """The tables do not say how probable the sorts are; `why` is a part of a sentence."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True)
class Sorts:
    """The joint sorts of some aims that can occur under the priors and some rules.

    `probs`: of each joint sort, shape (sorts,), summing to 1; `cells`: the cell of each aim that it is in.
    """

    probs: F64
    cells: tuple[Codes, ...]

    def margin(self, i: int, size: int, weights: F64 | None = None) -> F64:
        """The margin of an aim, of the probabilities or of other weights."""
        return np.bincount(self.cells[i], self.probs if weights is None else weights, minlength=size).astype(np.float64)


def sorts_of(aims: Sequence[Aim], recipe: Recipe, *, without: frozenset[str] | None = frozenset()) -> Sorts:
    """The joint sorts of aims; `without`: constraints left out, None for all of them.

    Raises:
        NotExact: tables only bound how probable they are, or would be too large.
    """
    sieves = hard_sieves_of(recipe, constraints=without is not None, where=None)
    sieves = [sieve for sieve in sieves if sieve.expr is None or sieve.name not in (without or ())]
    probes = [Sieve(f"#{i}", aim.expr, recipe.descent(variables_of(aim.expr))) for i, aim in enumerate(aims)]
    axes = _axes(aims)
    with np.errstate(all="ignore"):
        folded = fold(recipe, [*sieves, *probes])
    unfit = {left.sieve.name for left in folded.left} | {sieve.name for sieve in folded.corrected}
    for i, aim in enumerate(aims):
        if f"#{i}" in unfit:
            why = next((left.why for left in folded.left if left.sieve.name == f"#{i}"), "tables only bound it")
            raise NotExact(f"`{aim.name}` cannot be counted: {why}")
    names = frozenset[str]().union(*(variables_of(aim.expr) for aim in aims))
    factors, vague = exact_factors(folded, names, recipe)
    if vague:
        told = ", ".join(f"`{name}`" for name in vague)
        raise NotExact(f"it depends on {told}, of which tables give only bounds")
    sizes: dict[str, int] = {}
    for axis in axes.values():
        sizes[f"#{axis.variable.name}"] = axis.size
        name = axis.variable.name
        factors.append(sorting_factor(f"#{name}", axis.size, axis.codes, {name}, folded.cells, recipe))
    for i, aim in enumerate(aims):
        if aim.soft is not None:
            sizes[f"#{i}"] = 2
            factors.append(sorting_factor(f"#{i}", 2, aim.codes, variables_of(aim.expr), folded.cells, recipe))
    try:
        return _joint(aims, axes, summed_out(factors, frozenset(sizes)), sizes, recipe.plan)
    except TooLarge as error:
        told = ", ".join(f"`{name}`" for name in error.names if not name.startswith("#"))
        raise NotExact(f"the table of {told or 'all that is held'} together would be over the budget") from None


def _axes(aims: Sequence[Aim]) -> dict[str, Axis]:
    """Each held variable, cut wherever one of the holds cuts it."""
    axes: dict[str, Axis] = {}
    for axis in (axis for aim in aims for axis in aim.axes):
        before = axes.get(axis.variable.name, axis)
        axes[axis.variable.name] = Axis(axis.variable, tuple(sorted({*before.edges, *axis.edges})))
    return axes


def _joint(
    aims: Sequence[Aim], axes: dict[str, Axis], factors: list[Factor], sizes: dict[str, int], plan: Plan
) -> Sorts:
    """The reduced factors multiplied out, sorts that never occur left out first."""
    there = {name: np.ones(size, np.bool_) for name, size in sizes.items()}
    for factor in factors:
        for i, name in enumerate(factor.names):
            there[name] &= factor.table.any(axis=tuple(j for j in range(len(factor.names)) if j != i))
    names = sorted(sizes)
    if prod(int(there[name].sum()) for name in names) > MOST_SORTS:
        raise TooLarge(())
    kept = {name: np.flatnonzero(there[name]) for name in names}
    table = np.ones(tuple(len(kept[name]) for name in names))
    for factor in factors:
        small = factor.table[np.ix_(*(kept[name] for name in factor.names))]
        order = sorted(range(len(factor.names)), key=lambda i: names.index(factor.names[i]))
        shape = [len(kept[n]) if n in factor.names else 1 for n in names]
        table = table * small.transpose(order).reshape(shape)
    reached = np.flatnonzero(table.ravel())
    places = np.unravel_index(reached, table.shape)
    codes = {name: kept[name][place] for name, place in zip(names, places, strict=True)}
    probs = table.ravel()[reached]
    cells = tuple(codes[f"#{i}"] if aim.soft is not None else _own(aim, axes, codes) for i, aim in enumerate(aims))
    return Sorts(probs / probs.sum() if reached.size else probs, cells)


def _own(aim: Aim, axes: dict[str, Axis], codes: dict[str, Codes]) -> Codes:
    """The cell of a hold, from the sorts of its variables that all holds share."""
    cell = np.zeros(len(next(iter(codes.values()))), np.intp)
    for axis in aim.axes:
        common, code = axes[axis.variable.name], codes[f"#{axis.variable.name}"]
        if common.edges != axis.edges:
            low = np.array([-np.inf, *common.starts])
            of = np.append(np.searchsorted(axis.starts, low, side="right"), axis.size - 1)
            code = of[code]
        cell = cell * axis.size + code
    return cell


class _Sorted:
    """Sorts of the `by` variables as columns, by their representatives."""

    def __init__(self, plan: Plan, axes: Sequence[Axis], codes: Sequence[Codes]) -> None:
        self.plan, self.size = plan, len(codes[0]) if codes else 1
        self._columns = {axis.variable.name: _column(axis, code) for axis, code in zip(axes, codes, strict=True)}

    def column(self, name: str) -> Column:
        """The values of one variable, shape (size,)."""
        return self._columns[name]


def _column(axis: Axis, code: Codes) -> Column:
    known = code < axis.size - 1
    if axis.variable.type in ("number", "count"):
        low, starts = axis.variable.low, axis.starts
        first = low if low is not None else float(starts[0]) - 1 if starts.size else 0.0
        values = np.array([first, *starts, 0.0])[code]
    else:
        values = np.where(known, code, 0).astype(np.bool_ if axis.variable.type == "boolean" else np.int8)
    return Column(values, None if known.all() else known)


def target_of(aim: Aim, population: F64, recipe: Recipe) -> F64:
    """What is asked of each cell of an aim, given its margin in the population, shape (cells,)."""
    if aim.soft is not None:
        assert aim.soft.soft is not None
        return np.array([1 - aim.soft.soft, aim.soft.soft])
    assert aim.hold is not None
    if not aim.hold.rows:
        return population
    held, by = aim.axes[0], aim.axes[1:]
    shape = tuple(axis.size for axis in by)
    codes = [code.ravel() for code in np.indices(shape).reshape(len(by), -1)] if by else []
    shares = _shares(aim.hold, held, _Sorted(recipe.plan, by, codes), recipe.plan)
    asked: F64 = (shares * population.reshape(held.size, -1).sum(axis=0)).ravel()
    return asked


def _shares(hold: Hold, held: Axis, columns: Columns, plan: Plan) -> F64:
    """The share of each sort of the held variable given the others, shape (sorts, combinations of the others)."""
    given = tuple(by.variable for by in hold.by)
    law = Table(given=given, rows=hold.rows) if given else hold.rows[0].law
    sampler = compile_law(held.variable.model_copy(update={"law": law, "part_of": None, "cap": None}), plan)
    tops: list[float]
    if held.variable.type in ("number", "count"):
        grid = grid_of(held.variable)
        tops = [float(np.nextafter(start, -np.inf)) for start in held.starts]
        if grid is not None:  # its own rounding decides what is below an edge, as in draws
            tops = [float(grid.value(grid.last_to(np.array(v), not strict))) for v, strict in held.edges]
    else:
        tops = [float(i) for i in range(held.size - 2)]
    dtype = {"boolean": np.bool_, "category": np.int8}.get(held.variable.type, np.float64)
    with np.errstate(all="ignore"):
        below = [np.asarray(sampler.cdf(np.full(columns.size, top).astype(dtype), columns)) for top in tops]
    steps = np.array([np.broadcast_to(np.asarray(part, np.float64), (columns.size,)) for part in (0.0, *below, 1.0)])
    shares = np.diff(steps, axis=0)
    return np.concatenate([shares, np.zeros((1, columns.size))])
