"""What patients are drawn from: for each variable one table over its values, given the values drawn before it.

The cells of a variable and its law within each cell make one table over its values, wherever the law is the same for
all patients of one combination of cells. Its inverse at the variable's own uniform is what choosing the cell first,
and the value within the cell by what is left of the uniform, gives; so a cut that changes no probability changes no
patient. Variables that no rule reads have their law as table; the value is that of `Recipe.draw`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pzdsl.plan.plan import Variable
from pzdsl.rules import dtype_of, is_true
from pzdsl.samples.distributions import F64
from pzdsl.samples.guide import Guide, Index, Words, cumulative_rows
from pzdsl.samples.recipe import Recipe
from pzdsl.samples.sampler import Guided
from pzdsl.samples.truths import Truths
from pzdsl.solve.cells import Cells, Product
from pzdsl.solve.eliminate import Conditional
from pzdsl.solve.fold import Folded

MOST_ROWS = 1 << 16  # combinations of what a table is given
MOST_POSITIONS = 65_000  # values of one variable
MOST_NUMBERS = 1 << 20  # in one table
_FEW = 1 << 14  # combinations of values that are worth a table of their own


@dataclass(frozen=True, slots=True)
class Support:
    """The values of one variable by position, one for `undefined` at the end where it may lack one; their cells."""

    variable: Variable
    values: NDArray[Any]
    lacks: bool
    cells: Index  # of each position, the undefined one included

    @property
    def size(self) -> int:
        """The number of positions."""
        return len(self.cells)

    @property
    def defined(self) -> int:
        """The number of positions that hold a value."""
        return len(self.cells) - self.lacks


@dataclass(frozen=True, slots=True)
class _Step:
    """How the position of one given variable enters the row of a table."""

    name: str
    stride: int
    table: Index | None  # by position, times the stride; None: the position itself


class Rows:
    """Which row of a table applies to each patient, times a scale: sums of strides, and a map where rows repeat."""

    def __init__(self, steps: Sequence[_Step], map_: Index | None) -> None:
        self.steps, self._map = steps, map_

    def offsets(self, positions: Mapping[str, Index], out: Index, spare: Index) -> Index | None:
        """Where each row's part of the table begins; None where there is one."""
        for i, step in enumerate(self.steps):
            to = spare if i else out
            position = positions[step.name]
            if step.table is not None:
                step.table.take(position, out=to, mode="clip")
            elif step.stride == 1 and len(self.steps) == 1:
                out = position
            else:
                np.multiply(position, step.stride, out=to)
            if i:
                np.add(out, spare, out=out)
        if not self.steps:
            return None
        if self._map is None:
            return out
        self._map.take(out, out=spare, mode="clip")
        return spare


class Table:
    """Draws the position of one variable."""

    def __init__(self, support: Support, rows: Rows, guide: Guide) -> None:
        self.name, self.support, self._rows, self._guide = support.variable.name, support, rows, guide
        dtype = np.dtype(dtype_of(support.variable))
        plain = len(support.values) == support.defined and dtype.itemsize == guide.dtype().itemsize
        self._is_code = plain and bool((support.values == np.arange(support.defined)).all()) and not support.lacks
        self._values = support.values.astype(dtype)
        if support.lacks:
            self._values = np.append(self._values, np.zeros(1, dtype))
        self.dtype = dtype

    @property
    def given(self) -> tuple[str, ...]:
        """The variables whose positions it reads."""
        return tuple(step.name for step in self._rows.steps)

    def draw(
        self,
        words: Words,
        positions: Mapping[str, Index],
        out: NDArray[Any],
        known: NDArray[np.bool_] | None,
        spares: Sequence[Words],
    ) -> None:
        """Fill in the values at words from `keyed.high_bits`, and `positions` where there is room for its own."""
        first, second, third = spares
        own = positions.get(self.name)
        offsets = self._rows.offsets(positions, second.view(np.intp), third.view(np.intp))
        if self._is_code:
            small = out.view(self._guide.dtype)
            self._guide.draw(words, offsets, small, first)
            if own is not None:
                np.copyto(own, small)
            return
        small = np.empty(len(words), self._guide.dtype)
        self._guide.draw(words, offsets, small, first)
        position = own if own is not None else first.view(np.intp)
        np.copyto(position, small)
        self._values.take(position, out=out, mode="clip")
        if known is not None:
            np.less(small, self.support.defined, out=known)


def support_of_cells(cells: Cells) -> Support:
    """Cells as positions; their values are the variable's where each cell is one value."""
    return Support(cells.variable, cells.values, cells.may_lack, np.arange(cells.size))


def table_of_cells(
    conditional: Conditional, folded: Folded, recipe: Recipe, supports: Mapping[str, Support]
) -> Table | None:
    """The table of a variable with cells; None where its law within them is not the same for a whole combination."""
    name = conditional.name
    cells = folded.cells[name]
    if folded.laws[name].above is None or cells.size >= MOST_POSITIONS:
        return None  # what is only bounded needs its true probability for every patient
    if cells.single.all():
        support = support_of_cells(cells)
        flat = conditional.table.reshape(-1, cells.size)
        shape = conditional.table.shape[:-1]
        steps = _steps(list(zip(conditional.given, shape, strict=True)), supports, by_cell=True)
        return _made(support, steps, None, flat)
    law = _law_of_values(name, cells, folded, recipe)
    if law is None or any(parent not in supports for parent in folded.parents[name]):
        return None
    values, shares = law  # of each combination of the cells of the parents
    of_values = np.searchsorted(cells.tops, values, side="left")
    of_positions = np.append(of_values, cells.size - 1) if cells.may_lack else of_values
    support = Support(cells.variable, values, cells.may_lack, of_positions)
    names = [*conditional.given, *(p for p in folded.parents[name] if p not in conditional.given)]
    sizes = [folded.cells[n].size for n in names]
    if prod(sizes) > MOST_ROWS:
        return None
    codes = dict(zip(names, np.unravel_index(np.arange(prod(sizes)), sizes), strict=True)) if names else {}
    of_cells = _flat_row(codes, conditional.given, conditional.table.shape[:-1], prod(sizes))
    of_law = _flat_row(codes, folded.parents[name], [folded.cells[p].size for p in folded.parents[name]], prod(sizes))
    weights = conditional.table.reshape(-1, cells.size)
    first_of, same = _distinct(weights)
    law_first, law_same = _distinct(shares)
    pairs, row = np.unique(same[of_cells] * len(law_first) + law_same[of_law], return_inverse=True)
    if len(pairs) * support.size > MOST_NUMBERS or support.size > MOST_POSITIONS:
        return None
    mine, laws = weights[first_of[pairs // len(law_first)]], shares[law_first[pairs % len(law_first)]]
    own = support.cells[: support.defined]
    mass = np.zeros((len(pairs), cells.size))
    for cell in range(len(cells.values)):
        mass[:, cell] = laws[:, own == cell].sum(axis=1)
    part = np.divide(mine, mass, out=np.zeros_like(mass), where=mass > 0)
    table = laws * part[:, own]
    if cells.may_lack:
        table = np.concatenate([table, mine[:, -1:]], axis=1)
    steps = _steps(list(zip(names, sizes, strict=True)), supports, by_cell=True)
    return _made(support, steps, row.astype(np.intp), table)


def table_of_law(variable: Variable, recipe: Recipe, supports: Mapping[str, Support]) -> Table | None:
    """The law of a variable that no rule reads; None where it is not a small table over what it reads."""
    name, sampler = variable.name, recipe.samplers[variable.name]
    reads = sorted(recipe.reads[name])
    if not isinstance(sampler, Guided | Truths) or any(read not in supports for read in reads):
        return None
    if recipe.is_correlated(name) or prod(supports[read].size for read in reads) > MOST_ROWS:
        return None
    columns = Product(recipe.plan, [_as_cells(supports[read]) for read in reads])
    exists = np.ones(columns.size, np.bool_)
    if variable.part_of is not None:
        owner = columns.column(variable.part_of)
        exists = is_true(owner) if owner.values.dtype == np.bool_ else exists if owner.known is None else owner.known
    readable = exists.copy()
    for read in reads:
        known = columns.column(read).known
        if known is not None:
            readable &= known
    if isinstance(sampler, Truths):
        prob, possible = sampler.prob(columns)
        values: NDArray[Any] = np.array([True, False])
        row: NDArray[Any]
        distinct, row = np.unique(np.broadcast_to(prob, (columns.size,)), return_inverse=True)
        shares = np.stack([distinct, 1 - distinct], axis=1)
        cumulative = np.stack([distinct, np.ones(len(distinct))], axis=1)
    else:
        values, cumulative, row, possible = sampler.as_rows(columns)
        shares = cumulative
    some = np.ones(columns.size, np.bool_) if possible is None else np.broadcast_to(possible, (columns.size,))
    if (~some & readable).any():
        return None  # a law that may leave nothing is a rule, and somebody's else
    lacks = not (exists & some).all()
    if shares.size > MOST_NUMBERS or len(values) > MOST_POSITIONS:
        return None
    if lacks:
        cumulative = np.concatenate([cumulative, np.ones((len(cumulative), 1))], axis=1)
        cumulative = np.concatenate([cumulative, np.append(np.zeros(len(values)), 1.0)[None]])
        row = np.where(exists & some, row, len(cumulative) - 1)
    support = Support(variable, values, lacks, np.arange(len(values) + lacks))
    steps = _steps([(read, supports[read].size) for read in reads], supports, by_cell=False)
    return Table(support, *_guided(steps, np.asarray(row, np.intp), cumulative))


def _law_of_values(name: str, cells: Cells, folded: Folded, recipe: Recipe) -> tuple[F64, F64] | None:
    """The values of a law on a grid, and their shares for each combination of the cells of its parents."""
    sampler = recipe.samplers[name]
    if not isinstance(sampler, Guided) or folded.laws[name].above is None:
        return None
    product = Product(recipe.plan, [folded.cells[parent] for parent in folded.parents[name]])
    if product.size > MOST_ROWS:
        return None
    values, cumulative, row, _ = sampler.as_rows(product)
    if len(cumulative) * len(values) > MOST_NUMBERS:
        return None
    shares = np.diff(cumulative, axis=1, prepend=0.0)
    inside = (values >= cells.bottoms[0]) & (values <= cells.tops[-1])
    return (values, shares[row]) if inside.all() and product.size * len(values) <= 4 * MOST_NUMBERS else None


def _as_cells(support: Support) -> Cells:
    ends = support.values.astype(np.float64)
    return Cells(support.variable, support.values, ends, ends, support.lacks)


def _flat_row(codes: Mapping[str, Index], names: Sequence[str], shape: Sequence[int], size: int) -> Index:
    row = np.zeros(size, np.intp)
    for name, count in zip(names, shape, strict=True):
        row = row * count + codes[name]
    return row


def _distinct(rows: F64) -> tuple[Index, Index]:
    """The first of each kind of row, and of which kind each row is."""
    kinds: dict[bytes, int] = {}
    kind = np.array([kinds.setdefault(row.tobytes(), len(kinds)) for row in np.ascontiguousarray(rows)], np.intp)
    return np.unique(kind, return_index=True)[1], kind


def _steps(given: Sequence[tuple[str, int]], supports: Mapping[str, Support], *, by_cell: bool) -> list[_Step]:
    steps, stride = list[_Step](), 1
    for name, size in reversed(given):
        cells = supports[name].cells
        is_plain = not by_cell or bool((cells == np.arange(len(cells))).all())
        steps.append(_Step(name, stride, None if is_plain else cells))
        stride *= size
    return steps[::-1]


def _made(support: Support, steps: list[_Step], row: Index | None, weights: F64) -> Table:
    return Table(support, *_guided(steps, row, cumulative_rows(weights)))


def _guided(steps: list[_Step], row: Index | None, cumulative: F64) -> tuple[Rows, Guide]:
    """The guide, and rows in its scale."""
    guide = Guide(cumulative)
    scale = guide.buckets if row is None else 1
    if len(steps) == 1 and (row is not None or steps[0].table is not None):  # one lookup gives all
        step = steps[0]
        cells = step.table if step.table is not None else np.arange(len(row) if row is not None else 0)
        by_position = cells if row is None else row[cells]
        return Rows([_Step(step.name, 1, by_position * guide.buckets)], None), guide
    scaled = [_Step(s.name, s.stride * scale, None if s.table is None else s.table * (s.stride * scale)) for s in steps]
    if row is None or not steps:
        return Rows(scaled, None), guide
    return Rows(scaled, row * guide.buckets), guide
