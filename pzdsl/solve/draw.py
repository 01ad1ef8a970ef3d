"""Drawing what was folded: cells backwards through the elimination, then the value within each cell.

Most variables have one table over their values (`tables`). For the others, the keyed uniform chooses the cell by the
ordered cumulative table of the cells given those drawn before; what is left of it is the rank within the cell. Either
way, a cut that changes no probability changes no patient.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pzdsl.rules import Bools, Column, dtype_of
from pzdsl.samples.columns import Drawn, Part
from pzdsl.samples.distributions import F64
from pzdsl.samples.guide import cumulative_rows
from pzdsl.samples.keyed import BLOCK, high_bits, uniforms
from pzdsl.samples.recipe import Places, Recipe
from pzdsl.samples.reject import Narrowing, Rejection, Sieve
from pzdsl.solve.cells import Cells
from pzdsl.solve.eliminate import Conditional
from pzdsl.solve.fold import Folded, fold
from pzdsl.solve.tables import Support, Table, support_of_cells, table_of_cells, table_of_law

Codes = NDArray[np.intp]

_WORTH_DRAWING = 0.5  # least share of accepted records at which nothing is left for later


class CellTable:
    """The cells of one variable given those of others, by ordered cumulative shares."""

    def __init__(self, conditional: Conditional) -> None:
        self.name, self.given = conditional.name, conditional.given
        table = conditional.table
        self._shape = table.shape[:-1]
        self._count = table.shape[-1]
        cumulative = cumulative_rows(table.reshape(-1, self._count))
        self._flat = np.ascontiguousarray(cumulative).ravel()

    def draw(self, ranks: F64, codes: dict[str, Codes], with_rank: bool = True) -> tuple[Codes, F64]:
        """The cell of each row, and the rank within it (the rank itself, where nobody asks)."""
        row = np.zeros(ranks.shape, np.intp)
        for name, size in zip(self.given, self._shape, strict=True):
            row *= size
            row += codes[name]
        cell = self._search(row * self._count, ranks)
        if not with_rank:
            return cell, ranks
        row *= self._count
        row += cell
        high = self._flat.take(row)
        low = np.where(cell > 0, self._flat.take(row - 1, mode="clip"), 0.0)
        return cell, (ranks - low) / (high - low)

    def _search(self, start: Codes, ranks: F64) -> Codes:
        if self._count <= 8:
            cell = np.zeros(ranks.shape, np.intp)
            for j in range(self._count - 1):
                cell += ranks >= self._flat.take(start + j)
            return cell
        low, high = np.zeros(ranks.shape, np.intp), np.full(ranks.shape, self._count - 1, np.intp)
        while (low < high).any():
            middle = (low + high) >> 1
            beyond = self._flat.take(start + middle) > ranks  # always so where low == high: those stay
            high, low = np.where(beyond, middle, high), np.where(beyond, low, middle + 1)
        return low


class Solved(Rejection):
    """Rejection of whole records whose folded rules hold by construction; only the others, and bounds, can reject."""

    engine = "exact"

    def __init__(self, recipe: Recipe, sieves: Sequence[Sieve], folded: Folded | None = None) -> None:
        """`folded`: what `fold` has made of the same plan and sieves before."""
        self.folded = fold(recipe, sieves) if folded is None else folded
        self._draws: list[Table | CellTable] = []
        self._supports: dict[str, Support] = {}
        given: dict[str, Support] = {}  # by what later tables read: positions of values, or of cells
        with np.errstate(all="ignore"):
            for conditional in self.folded.elimination.conditionals:
                table, cells = table_of_cells(conditional, self.folded, recipe, given), self.folded.cells
                if table is None:
                    self._draws.append(CellTable(conditional))
                    given[conditional.name] = support_of_cells(cells[conditional.name])
                else:
                    self._draws.append(table)
                    self._supports[table.name] = given[table.name] = table.support
        self._by_cells = [name for name in self.folded.order if name not in self._supports]
        self._scratch: list[NDArray[np.uint64]] = []  # kept, as new memory costs more than what is done with it
        self._positions = self._read_again()
        self.ready = frozenset(self.folded.order)
        tried = [sieve for sieve in self.folded.corrected if sieve.expr is not None]
        super().__init__(recipe, [*tried, *(left.sieve for left in self.folded.left)])
        self.acceptance *= self._pilot_acceptance
        if self.acceptance > _WORTH_DRAWING:
            self._add_unread(recipe)

    def _add_unread(self, recipe: Recipe) -> None:
        """What no rule reads is drawn along with the rest, where few records are rejected afterwards."""
        read = frozenset(self.drawn_by_then)
        with np.errstate(all="ignore"):
            for variable in recipe.plan.variables:
                table = None if variable.name in read else table_of_law(variable, recipe, self._supports)
                if table is not None:
                    self._supports[table.name] = table.support
                    self._draws.append(table)
        self.unread = frozenset(self._supports) - read
        self.ready |= self.unread
        self.drawn_by_then += [v.name for v in recipe.plan.variables if v.name in self.unread]
        self._positions = self._read_again()
        self._scratch.clear()

    def _read_again(self) -> list[str]:
        """The variables whose positions later tables ask for."""
        given = {name for draw in self._draws for name in draw.given}
        given.update(parent for name in self._by_cells for parent in self.folded.parents[name])
        return [draw.name for draw in self._draws if isinstance(draw, Table) and draw.name in given]

    def begin(self, rows: Narrowing) -> Bools | None:
        """Draw every variable that has a table; what bounds allow too much of is taken back."""
        size = rows.size
        room = {d.name: rows.place(d.name, d.dtype, d.support.lacks) for d in self._draws if isinstance(d, Table)}
        failed: Bools | None = None
        scratch = self._scratch.pop() if self._scratch else np.empty((4 + len(self._positions), BLOCK), np.uint64)
        others: dict[str, list[Column]] = {name: [] for name in self._by_cells}
        for start in range(0, size, BLOCK):
            part = slice(start, start + BLOCK)
            places = rows.places[part]
            block = Drawn(rows.plan, len(places))
            out = {
                name: (values[part], None if known is None else known[part]) for name, (values, known) in room.items()
            }
            ratio = self._draw_block(places, block, out, scratch[:, : len(places)])
            for name, columns in others.items():
                columns.append(block.column(name))
            if ratio is not None:
                failed = np.ones(size, np.bool_) if failed is None else failed
                np.greater_equal(uniforms(self.recipe.key("#accepted"), places), ratio, out=failed[part])
        self._scratch.append(scratch)
        for name, (values, known) in room.items():
            rows.put(name, Column(values, known))
        for name, columns in others.items():
            rows.put(name, _joined(columns, self.folded.cells[name]))
        return np.ones(size, np.bool_) if self.folded.probability == 0 else failed

    def _draw_block(
        self,
        places: Places,
        block: Drawn,
        out: Mapping[str, tuple[NDArray[Any], Bools | None]],
        scratch: NDArray[np.uint64],
    ) -> F64 | None:
        """Fill in one block of rows, and say what share of the bounds each row really has."""
        words, *rest = scratch[:4]
        positions = dict(zip(self._positions, scratch[4:].view(np.intp), strict=True))
        codes: dict[str, Codes] = {}
        within: dict[str, F64] = {}
        for draw in self._draws:
            name = draw.name
            if isinstance(draw, CellTable):
                for given in draw.given:
                    if given not in codes:
                        codes[given] = self._supports[given].cells.take(positions[given])
                with_rank = not self.folded.cells[name].single.all()
                codes[name], within[name] = draw.draw(self.recipe.ranks(name, places), codes, with_rank)
                positions[name] = codes[name]
                continue
            values, known = out[name]
            if self.recipe.is_correlated(name):
                raise AssertionError(f"`{name}` has a table and a panel")
            high_bits(self.recipe.key(name), places, words, rest[0])
            draw.draw(words, positions, values, known, rest)
            block.columns[name] = values
            if known is not None:
                block.defined[name] = known
        ratio: F64 | None = None
        for name in self._by_cells:
            for parent in self.folded.parents[name]:
                if parent not in codes:
                    codes[parent] = self._supports[parent].cells.take(positions[parent])
            if self.folded.laws[name].above is None:
                column, share = self._bounded(name, codes, within[name], block)
                ratio = share if ratio is None else ratio * share
            else:
                column = self._values(name, codes, within[name], block)
            block.columns[name] = column.values
            if column.known is not None:
                block.defined[name] = column.known
        return ratio

    def _values(self, name: str, codes: dict[str, Codes], within: F64, rows: Drawn) -> Column:
        cells = self.folded.cells[name]
        column = cells.column(codes[name])
        if cells.single.all():
            return column
        inner = np.flatnonzero(~np.append(cells.single, True)[codes[name]])
        if not inner.size:
            return column
        law = self.folded.laws[name]
        assert law.below is not None
        assert law.above is not None
        row = self._row(name, codes)[inner]
        cell = codes[name][inner]
        below, above = law.below[row, cell], law.above[row, cell]
        ranks = np.clip(below + within[inner] * (above - below), 2.0**-60, 1 - 2.0**-53)
        drawn, _ = self.recipe.samplers[name].draw(ranks, Part(rows, inner))
        values = column.values.astype(np.float64)
        values[inner] = _kept_in(cells, cell, drawn)
        return Column(values, column.known)

    def _row(self, name: str, codes: dict[str, Codes]) -> Codes:
        row = np.zeros(codes[name].shape, np.intp)
        for parent in self.folded.parents[name]:
            row *= self.folded.cells[parent].size
            row += codes[parent]
        return row

    def _bounded(self, name: str, codes: dict[str, Codes], within: F64, rows: Drawn) -> tuple[Column, F64]:
        """Values given the actual parents, and the true probability of their cells over the bound."""
        cells, law, sampler = self.folded.cells[name], self.folded.laws[name], self.recipe.samplers[name]
        column, ratio = cells.column(codes[name]), np.ones(len(within))
        inner = np.flatnonzero(codes[name] < len(cells.values))
        parents, cell = Part(rows, inner), codes[name][inner]
        bound = law.factor.table.reshape(-1, cells.size)[self._row(name, codes)[inner], cell]
        first, last = cell == 0, cell == len(cells.values) - 1
        below = np.where(first, 0.0, sampler.cdf(cells.tops[np.maximum(cell - 1, 0)], parents))
        above = np.where(last, 1.0, sampler.cdf(cells.tops[cell], parents))
        share = above - below
        ranks = np.clip(below + within[inner] * share, 2.0**-60, 1 - 2.0**-53)
        drawn, possible = sampler.draw(ranks, parents)
        drawn = _kept_in(cells, cell, drawn)
        if possible is not None:
            share = np.where(possible, share, 0.0)
        ratio[inner] = np.divide(share, bound, out=np.zeros_like(share), where=bound > 0)
        values = column.values.astype(dtype_of(cells.variable))
        values[inner] = drawn
        return Column(values, column.known), ratio


def _kept_in(cells: Cells, cell: Codes, values: NDArray[Any]) -> NDArray[Any]:
    """Values within their cells: the last bits of a rank may have put one just outside."""
    kept: NDArray[Any] = np.clip(values, cells.bottoms[cell], cells.tops[cell])
    return kept


def _joined(columns: Sequence[Column], cells: Cells) -> Column:
    if not columns:
        return Column(np.zeros(0, dtype_of(cells.variable)))
    if len(columns) == 1:
        return columns[0]
    known = None
    if any(column.known is not None for column in columns):
        known = np.concatenate([np.ones(len(v), np.bool_) if k is None else k for v, k in columns])
    return Column(np.concatenate([column.values for column in columns]), known)
