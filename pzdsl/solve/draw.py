"""Drawing what was folded: cells backwards through the elimination, then the value within each cell.

Each variable has one keyed uniform. It chooses the cell by the ordered cumulative table of the cells given those
drawn before; what is left of it is the rank within the cell. So a cut that changes no probability changes no patient.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pzdsl.rules import Column
from pzdsl.samples.distributions import F64
from pzdsl.samples.recipe import Recipe
from pzdsl.samples.reject import Narrowing, Rejection, Sieve
from pzdsl.solve.cells import Cells
from pzdsl.solve.eliminate import Conditional
from pzdsl.solve.fold import fold

Codes = NDArray[np.intp]


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

    def draw(self, ranks: F64, codes: dict[str, Codes]) -> tuple[Codes, F64]:
        """The cell of each row, and the rank within it."""
        row = np.zeros(ranks.shape, np.intp)
        for name, size in zip(self.given, self._shape, strict=True):
            row *= size
            row += codes[name]
        start = row * self._count
        cell = self._search(start, ranks)
        high = self._flat.take(start + cell)
        low = np.where(cell > 0, self._flat.take(np.maximum(start + cell - 1, 0)), 0.0)
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
    """Rejection of whole records whose folded rules hold by construction; only the others can reject."""

    def __init__(self, recipe: Recipe, sieves: Sequence[Sieve]) -> None:
        self.folded = fold(recipe, sieves)
        self.ready = frozenset(self.folded.order)
        self._tables = [CellTable(c) for c in self.folded.elimination.conditionals]
        super().__init__(recipe, [left.sieve for left in self.folded.left])

    def begin(self, rows: Narrowing) -> None:
        """Draw every folded variable."""
        codes: dict[str, Codes] = {}
        within: dict[str, F64] = {}
        for table in self._tables:
            ranks = self.recipe.ranks(table.name, rows.places)
            codes[table.name], within[table.name] = table.draw(ranks, codes)
        for name in self.folded.order:
            rows.put(name, self._values(name, codes, within[name], rows))

    def _values(self, name: str, codes: dict[str, Codes], within: F64, rows: Narrowing) -> Column:
        cells = self.folded.cells[name]
        column = cells.column(codes[name])
        if cells.single.all():
            return column
        inner = np.flatnonzero(~np.append(cells.single, True)[codes[name]])
        if not inner.size:
            return column
        law = self.folded.laws[name]
        row = np.zeros(inner.shape, np.intp)
        for parent in self.folded.parents[name]:
            row *= self.folded.cells[parent].size
            row += codes[parent][inner]
        cell = codes[name][inner]
        below, above = law.below[row, cell], law.above[row, cell]
        ranks = np.clip(below + within[inner] * (above - below), 2.0**-60, 1 - 2.0**-53)
        drawn, _ = self.recipe.samplers[name].draw(ranks, _Part(rows, inner))
        values = column.values.astype(np.float64)
        values[inner] = _kept_in(cells, cell, drawn)
        return Column(values, column.known)


class _Part:
    """Some rows of what is being drawn."""

    def __init__(self, rows: Narrowing, at: Codes) -> None:
        self.plan, self.size, self._rows, self._at = rows.plan, len(at), rows, at

    def column(self, name: str) -> Column:
        """The values of one variable, shape (size,)."""
        values, known = self._rows.column(name)
        return Column(values[self._at], None if known is None else known[self._at])


def _kept_in(cells: Cells, cell: Codes, values: NDArray[Any]) -> NDArray[Any]:
    """Values within their cells: the last bits of a rank may have put one just outside."""
    return np.clip(values, cells.bottoms[cell], cells.tops[cell])
