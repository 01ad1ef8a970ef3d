"""Drawing what was folded: cells backwards through the elimination, then the value within each cell.

Each variable has one keyed uniform. It chooses the cell by the ordered cumulative table of the cells given those
drawn before; what is left of it is the rank within the cell. So a cut that changes no probability changes no patient.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pzdsl.rules import Bools, Column, dtype_of
from pzdsl.samples.columns import Part
from pzdsl.samples.distributions import F64
from pzdsl.samples.keyed import uniforms
from pzdsl.samples.recipe import Recipe
from pzdsl.samples.reject import Narrowing, Rejection, Sieve
from pzdsl.solve.cells import Cells
from pzdsl.solve.eliminate import Conditional
from pzdsl.solve.fold import fold

Codes = NDArray[np.intp]


_MOST_BUCKETS = 1 << 18  # of a guide: what fits the caches


class CellTable:
    """The cells of one variable given those of others, by ordered cumulative shares."""

    def __init__(self, conditional: Conditional) -> None:
        self.name, self.given = conditional.name, conditional.given
        table = conditional.table
        self._shape = table.shape[:-1]
        self._count = table.shape[-1]
        cumulative = np.cumsum(table.reshape(-1, self._count), axis=1)
        total = cumulative[:, -1:]
        cumulative = np.divide(cumulative, total, out=np.ones_like(cumulative), where=total > 0)
        last = self._count - 1 - np.argmax((table.reshape(-1, self._count) > 0)[:, ::-1], axis=1)
        cumulative[np.arange(self._count) >= last[:, None]] = 1.0  # what rounding left over is the last cell's
        self._flat = np.ascontiguousarray(cumulative).ravel()
        self._buckets, self._guide, self._sure = 0, np.zeros(0, np.int16), np.zeros(0, np.bool_)
        buckets = 64
        while buckets < 4 * self._count:
            buckets *= 2
        if self._count > 3 and len(cumulative) * buckets <= _MOST_BUCKETS:
            self._make_guide(cumulative, buckets)

    def _make_guide(self, cumulative: F64, buckets: int) -> None:
        """For each row and each equal part of the ranks: the first cell in it, and whether it is the only one."""
        edges = np.arange(buckets + 1) / buckets
        below = np.nextafter(edges[1:], 0.0)
        first = [np.searchsorted(row, edges[:-1], side="right") for row in cumulative]
        last = [np.searchsorted(row, below, side="right") for row in cumulative]
        self._buckets, self._guide = buckets, np.concatenate(first).astype(np.int16)
        self._sure = self._guide == np.concatenate(last)

    def draw(self, ranks: F64, codes: dict[str, Codes], with_rank: bool = True) -> tuple[Codes, F64]:
        """The cell of each row, and the rank within it (the rank itself, where nobody asks)."""
        row = np.zeros(ranks.shape, np.intp)
        for name, size in zip(self.given, self._shape, strict=True):
            row *= size
            row += codes[name]
        cell = self._guided(row, ranks) if self._buckets else self._search(row * self._count, ranks)
        if not with_rank:
            return cell, ranks
        row *= self._count
        row += cell
        high = self._flat.take(row)
        low = np.where(cell > 0, self._flat.take(row - 1, mode="clip"), 0.0)
        return cell, (ranks - low) / (high - low)

    def _guided(self, row: Codes, ranks: F64) -> Codes:
        bucket = (ranks * self._buckets).astype(np.intp)
        bucket += row * self._buckets
        cell = self._guide.take(bucket).astype(np.intp)
        unsure = np.flatnonzero(~self._sure.take(bucket))
        if unsure.size:
            start, rank, at = row.take(unsure) * self._count, ranks.take(unsure), cell.take(unsure)
            while True:  # mostly once: a part of the ranks holds few cells
                short = self._flat.take(start + at) <= rank
                if not short.any():
                    break
                at += short
            cell[unsure] = at
        return cell

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

    def __init__(self, recipe: Recipe, sieves: Sequence[Sieve]) -> None:
        self.folded = fold(recipe, sieves)
        self.ready = frozenset(self.folded.order)
        self._tables = [CellTable(c) for c in self.folded.elimination.conditionals]
        tried = [sieve for sieve in self.folded.corrected if sieve.expr is not None]
        super().__init__(recipe, [*tried, *(left.sieve for left in self.folded.left)])
        self.acceptance *= self._pilot_acceptance

    def begin(self, rows: Narrowing) -> Bools | None:
        """Draw every variable that has cells; what its bounds allow too much of is taken back."""
        codes: dict[str, Codes] = {}
        within: dict[str, F64] = {}
        for table in self._tables:
            ranks = self.recipe.ranks(table.name, rows.places)
            with_rank = not self.folded.cells[table.name].single.all()
            codes[table.name], within[table.name] = table.draw(ranks, codes, with_rank)
        ratio: F64 | None = None
        for name in self.folded.order:
            if self.folded.laws[name].above is None:
                column, part = self._bounded(name, codes, within[name], rows)
                ratio = part if ratio is None else ratio * part
            else:
                column = self._values(name, codes, within[name], rows)
            rows.put(name, column)
        if self.folded.probability == 0:
            return np.ones(rows.size, np.bool_)
        if ratio is None:
            return None
        return uniforms(self.recipe.key("#accepted"), rows.places) >= ratio

    def _values(self, name: str, codes: dict[str, Codes], within: F64, rows: Narrowing) -> Column:
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

    def _bounded(self, name: str, codes: dict[str, Codes], within: F64, rows: Narrowing) -> tuple[Column, F64]:
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
