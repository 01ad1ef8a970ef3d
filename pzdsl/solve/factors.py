"""Laws and rules as tables over cells: what elimination works on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pzdsl.plan.expression import Expr, variables_of
from pzdsl.rules import Columns, all_known, evaluate, is_false, is_true
from pzdsl.samples.columns import Part
from pzdsl.samples.distributions import F64
from pzdsl.samples.recipe import Recipe
from pzdsl.samples.sampler import Guided, Sampler
from pzdsl.samples.tilts import Tilt
from pzdsl.solve.cells import Cells, Product

_AT_ONCE = 1 << 15  # numbers of a distribution function worked out by one call


@dataclass(frozen=True, slots=True)
class Factor:
    """A non-negative table over the cells of some variables, one axis each, in the order of `names`.

    Where it is only an upper bound, `lower` is a lower one.
    """

    names: tuple[str, ...]
    table: F64
    lower: F64 | None = None

    def lowered(self) -> Factor:
        """The lower bound."""
        return self if self.lower is None else Factor(self.names, self.lower)


@dataclass(frozen=True, slots=True)
class LawTable:
    """P(cell | cells of the parents), and the distribution function at the top of each cell, before and after it.

    A law that is only bounded has its distribution function for actual parents alone.
    """

    factor: Factor
    below: F64 | None  # shape (rows of parents, cells): P(X < cell)
    above: F64 | None  # P(X <= cell)


def distributed(sampler: Sampler, tops: F64, parents: Columns) -> F64:
    """P(X <= top | parents) for each row and each top, shape (size, tops)."""
    size = parents.size
    if isinstance(sampler, Guided):
        values, cumulative, row, _ = sampler.as_rows(parents)
        passed = np.searchsorted(values, tops, side="right")
        found: F64 = np.concatenate([np.zeros((len(cumulative), 1)), cumulative], axis=1)[:, passed][row]
        return found
    table = np.empty((size, len(tops)))
    step = max(1, _AT_ONCE // max(size, 1))
    for start in range(0, len(tops), step):
        some = tops[start : start + step]
        rows = parents if len(some) == 1 else Part(parents, np.repeat(np.arange(size), len(some)))
        table[:, start : start + step] = sampler.cdf(np.tile(some, size), rows).reshape(size, len(some))
    return table


def law_table(name: str, parents: list[str], cells: dict[str, Cells], recipe: Recipe) -> LawTable:
    """The table of a law whose value depends on its parents' cells alone."""
    own = cells[name]
    product = Product(recipe.plan, [cells[parent] for parent in parents])
    sampler = recipe.samplers[name]
    count = len(own.values)
    above = np.empty((product.size, count))
    above[:, -1] = 1.0
    above[:, :-1] = distributed(sampler, own.tops[:-1], product)
    _, possible = sampler.draw(np.full(product.size, 0.5), product)
    variable = own.variable
    there = np.ones(product.size, np.bool_)
    if variable.part_of is not None:
        owner = product.column(variable.part_of)
        there = is_true(owner) if owner.values.dtype == np.bool_ else owner.known if owner.known is not None else there
    defined = there.copy()
    if possible is not None and not possible.all():
        readable = all_known(product.column(read).known for read in parents)
        if readable is not None:
            defined &= possible | readable
        above[~possible] = 0.0  # the parents leave nothing: an impossible patient
    below = np.concatenate([np.zeros((product.size, 1)), above[:, :-1]], axis=1)
    probs = np.maximum(above - below, 0.0)
    probs[~defined] = 0.0
    if own.may_lack:
        probs = np.concatenate([probs, (~defined).astype(np.float64)[:, None]], axis=1)
    table = probs.reshape(*product.shape, own.size)
    return LawTable(Factor((*parents, name), table), below, above)


def rule_factor(expr: Expr, must_be_known: bool, cells: dict[str, Cells], recipe: Recipe) -> Factor:
    """1 where a rule lets a patient pass, 0 where not, over the cells of the variables that it reads."""
    names = sorted(variables_of(expr))
    product = Product(recipe.plan, [cells[name] for name in names])
    truth = evaluate(expr, product)
    passes = is_true(truth) if must_be_known else ~is_false(truth)
    return Factor(tuple(names), passes.astype(np.float64).reshape(product.shape))


def tilt_factor(tilt: Tilt, cells: dict[str, Cells], recipe: Recipe) -> Factor:
    """The weight of a hold or a soft constraint, over the cells of the variables that it reads."""
    names = sorted(variables_of(tilt.aim.expr))
    product = Product(recipe.plan, [cells[name] for name in names])
    return Factor(tuple(names), tilt.of(product).reshape(product.shape))


def sorting_factor(
    name: str,
    count: int,
    codes: Callable[[Product], NDArray[np.intp]],
    reads: Iterable[str],
    cells: dict[str, Cells],
    recipe: Recipe,
) -> Factor:
    """1 where cells are of a sort; the sort is a variable `name` of its own, on the last axis."""
    names = sorted(reads)
    product = Product(recipe.plan, [cells[read] for read in names])
    table = np.zeros((product.size, count))
    table[np.arange(product.size), codes(product)] = 1.0
    return Factor((*names, name), table.reshape(*product.shape, count))
