"""Laws and rules over cells that do not settle them: how probable a cell can be at most, and is at least.

Where a law reads a number that is only known to lie in a cell, its probabilities differ from patient to patient. The
table then holds an upper bound, and the patient is accepted with the ratio of the true probability to it; where a rule
may or may not hold within its cells, the table lets them pass, and the rule is tried on the patient.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from pzdsl.plan.expression import variables_of
from pzdsl.plan.law import CourseClock, Derived, Law, Table
from pzdsl.plan.plan import Variable
from pzdsl.rules import Bools, Column, all_known, is_true
from pzdsl.samples.distributions import F64
from pzdsl.samples.grid import grid_of
from pzdsl.samples.numbers import factor_between
from pzdsl.samples.recipe import Recipe
from pzdsl.samples.reject import Sieve
from pzdsl.solve.cells import Cells, Product
from pzdsl.solve.factors import Factor, LawTable, distributed
from pzdsl.solve.intervals import Box, number_in, truth_in, whole_range
from pzdsl.solve.layout import Layout, is_computed

_SLACK = 1e-12  # relative: more than the distribution functions lose to rounding


class CellBoxes:
    """The boxes that combinations of cells are; computed variables follow, others lie anywhere in their range."""

    def __init__(self, product: Product, layout: Layout) -> None:
        self.plan = product.plan
        self._product, self._layout = product, layout
        self._known: dict[str, Box] = {}

    def box(self, name: str) -> Box:
        """Between which values a variable lies in each combination."""
        if name not in self._known:
            self._known[name] = self._box(name)
        return self._known[name]

    def _box(self, name: str) -> Box:
        if self._product.has(name):
            own, codes = self._layout.cells[name], self._product.codes(name)
            lacks = codes >= len(own.values)
            inner = np.where(lacks, 0, codes)
            return Box(own.bottoms[inner], own.tops[inner], ~lacks, lacks)
        whole = whole_range(name, self.plan, self._layout.may_lack[name])
        if not is_computed(self.plan.variable(name)):
            return whole
        low, high, known, unknown = self.unbounded(name)
        return Box(np.maximum(low, whole.low), np.minimum(high, whole.high), known, unknown | whole.can_be_unknown)

    def unbounded(self, name: str) -> Box:
        """A computed variable before its declared range excludes anything."""
        variable = self.plan.variable(name)
        law = variable.law
        if isinstance(law, CourseClock):
            return self._clock(law, variable)
        assert isinstance(law, Derived)
        if variable.type == "boolean":
            true, false, unknown = truth_in(law.expr, self)
            return Box(np.where(false, 0.0, 1.0), np.where(true, 1.0, 0.0), true | false, unknown)
        low, high, known, unknown = number_in(law.expr, self)
        grid = grid_of(variable)
        if grid is not None:
            low, high = (np.where(np.isfinite(x), grid.value(grid.nearest(x)), x) for x in (low, high))
        return Box(low, high, known, unknown)

    def _clock(self, law: CourseClock, variable: Variable) -> Box:
        names = [category.name for category in self.plan.variable("phase").categories]
        at, share = self.box("phase"), self.box("phase_share")
        low, high = np.zeros(self._product.size), np.zeros(self._product.size)
        for i, name in enumerate(law.phases):
            span, code = self.box(f"{name}.lasts"), names.index(name)
            factor = factor_between(self.plan.variable(f"{name}.lasts").unit, variable.unit or "days")
            later = [names.index(n) for n in law.phases[i + 1 :]] if law.what == "course" else []
            now, past = (at.low <= code) & (code <= at.high), np.array(False)
            for other in later:
                past = past | ((at.low <= other) & (other <= at.high))
            settled = at.low == at.high
            low = low + np.where(settled & now, share.low * span.low, np.where(settled & past, span.low, 0.0)) * factor
            high = high + np.where(past, span.high, np.where(now, share.high * span.high, 0.0)) * factor
        known = np.ones(self._product.size, np.bool_)
        return Box(low * (1 - _SLACK), high * (1 + _SLACK), known, ~known)


class _Corner:
    """Combinations of cells as columns: sloped variables at one end of their cells, others anywhere in them."""

    def __init__(self, product: Product, cells: Mapping[str, Cells], ends: Mapping[str, bool]) -> None:
        self.plan, self.size = product.plan, product.size
        self._product, self._cells, self._ends = product, cells, ends

    def column(self, name: str) -> Column:
        """The values of one variable, shape (size,)."""
        values, known = self._product.column(name)
        if name not in self._ends:
            return Column(values, known)
        own = self._cells[name]
        ends = own.tops if self._ends[name] else own.bottoms
        codes = np.minimum(self._product.codes(name), len(ends) - 1)
        return Column(ends.take(codes).astype(values.dtype), known)


def bounded_law(
    name: str, parents: list[str], slopes: Mapping[str, int], cells: Mapping[str, Cells], recipe: Recipe
) -> LawTable:
    """Upper and lower bounds of P(cell | cells of the parents), each law at the two ends of what its parents can be."""
    own = cells[name]
    product = Product(recipe.plan, [cells[parent] for parent in parents])
    upper, lower, lacking = _distributed(name, parents, slopes, own, product, cells, recipe)
    if own.variable.part_of is not None:
        owner = product.column(own.variable.part_of)
        there = is_true(owner) if owner.values.dtype == np.bool_ else owner.known
        if there is not None:
            upper, lower = upper * there[:, None], lower * there[:, None]
            lacking = np.where(there, lacking, 1.0)
    if own.may_lack:
        upper = np.concatenate([upper, lacking[0][:, None]], axis=1)
        lower = np.concatenate([lower, lacking[1][:, None]], axis=1)
    shape = (*product.shape, own.size)
    names = (*parents, name)
    return LawTable(Factor(names, upper.reshape(shape), lower.reshape(shape)), None, None)


def _corners(product: Product, cells: Mapping[str, Cells], slopes: Mapping[str, int]) -> tuple[_Corner, _Corner]:
    moving = {parent: slope for parent, slope in slopes.items() if slope}
    small = _Corner(product, cells, {parent: slope < 0 for parent, slope in moving.items()})
    return small, _Corner(product, cells, {parent: slope > 0 for parent, slope in moving.items()})


def _distributed(
    name: str,
    parents: list[str],
    slopes: Mapping[str, int],
    own: Cells,
    product: Product,
    cells: Mapping[str, Cells],
    recipe: Recipe,
) -> tuple[F64, F64, F64]:
    sampler, count = recipe.samplers[name], len(own.values)
    corners = _corners(product, cells, slopes)
    possible = []
    for corner in corners:
        some = sampler.draw(np.full(product.size, 0.5), corner).possible
        possible.append(np.ones(product.size, np.bool_) if some is None else np.broadcast_to(some, (product.size,)))
    both, neither = possible[0] & possible[1], ~possible[0] & ~possible[1]
    readable = all_known(product.column(parent).known for parent in parents)
    lost = np.zeros(product.size, np.bool_) if readable is None else ~readable & neither
    vague = ~both & ~lost
    most, least = np.ones((product.size, count)), np.ones((product.size, count))
    most[:, :-1] = np.nan_to_num(distributed(sampler, own.tops[:-1], corners[0]), nan=1.0)
    least[:, :-1] = np.nan_to_num(distributed(sampler, own.tops[:-1], corners[1]), nan=0.0)
    below_most = np.concatenate([np.zeros((product.size, 1)), most[:, :-1]], axis=1)
    below_least = np.concatenate([np.zeros((product.size, 1)), least[:, :-1]], axis=1)
    upper = np.minimum(np.maximum(most - below_least, 0.0) * (1 + _SLACK) + 1e-300, 1.0)
    lower = np.maximum(least - below_most, 0.0) * (1 - _SLACK)
    upper[vague], lower[vague] = 1.0, 0.0
    if _may_close(own.variable.law, slopes):
        lower[:] = 0.0
    upper[lost], lower[lost] = 0.0, 0.0
    unsure = vague & (np.zeros(product.size, np.bool_) if readable is None else ~readable)
    return upper, lower, np.stack([(lost | unsure).astype(np.float64), lost.astype(np.float64)])


def _may_close(law: Law, slopes: Mapping[str, int]) -> bool:
    """Whether both ends of a `within` move: they may leave nothing between cells' ends that leave something."""
    if isinstance(law, Table):
        return any(_may_close(row.law, slopes) for row in law.rows)
    within = getattr(law, "within", None)
    if within is None:
        return False
    moving = {parent for parent, slope in slopes.items() if slope}
    return bool(variables_of(within.low) & moving) and bool(variables_of(within.high) & moving)


def bounded_rule(sieve: Sieve, layout: Layout, recipe: Recipe, names: tuple[str, ...] | None = None) -> Factor:
    """Where a rule can let a patient pass, and where it must, over the cells that it depends on, or some of them."""
    assert sieve.expr is not None
    names = layout.scope_of(sieve) if names is None else names
    product = Product(recipe.plan, [layout.cells[name] for name in names])
    truth = truth_in(sieve.expr, CellBoxes(product, layout))
    true, false, unknown = (np.broadcast_to(part, (product.size,)) for part in truth)
    can = true if sieve.must_be_known else true | unknown
    must = ~false & ~unknown if sieve.must_be_known else ~false
    return Factor(names, _table(can, product), _table(must, product))


def bounded_support(sieve: Sieve, layout: Layout, recipe: Recipe) -> Factor:
    """Where a computed value can be in its declared range, and where it must be."""
    names = layout.scope_of(sieve)
    product = Product(recipe.plan, [layout.cells[name] for name in names])
    boxes = CellBoxes(product, layout)
    with np.errstate(all="ignore"):
        box = boxes.unbounded(sieve.name)
    low, high = np.broadcast_to(box.low, (product.size,)), np.broadcast_to(box.high, (product.size,))
    known = np.broadcast_to(box.can_be_known, (product.size,))
    unknown = np.broadcast_to(box.can_be_unknown, (product.size,))
    variable = recipe.plan.variable(sieve.name)
    bottom = -np.inf if variable.low is None else variable.low
    top = np.inf if variable.high is None else variable.high
    lacks, readable = np.zeros(product.size, np.bool_), np.ones(product.size, np.bool_)
    for parent in recipe.reads[sieve.name]:
        read = boxes.box(parent)
        lacks, readable = lacks | read.can_be_unknown, readable & read.can_be_known
    if variable.part_of is not None:
        owner = boxes.box(variable.part_of)
        lacks, readable = lacks | (owner.low <= 0), readable & (owner.high >= 1)
    under = high < top if variable.high_open else high <= top
    can = (known & (low <= top) & (high >= bottom)) | lacks
    must = (~unknown & (low >= bottom) & under) | ~readable
    return Factor(names, _table(can, product), _table(must, product))


def _table(passes: Bools, product: Product) -> F64:
    return passes.astype(np.float64).reshape(product.shape)
