"""What every law becomes: something that turns one rank a patient into one value a patient."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from pzdsl.rules import Bools, Column, Columns
from pzdsl.samples.columns import Part
from pzdsl.samples.distributions import F64
from pzdsl.samples.finite import GuideTable
from pzdsl.samples.rows import NO_ROW, RowFinder


class Values(NamedTuple):
    """Values, and where there is one: parents may leave nothing to draw (None: there is one everywhere)."""

    values: NDArray[Any]
    possible: Bools | None = None


class Sampler(Protocol):
    """Draws one variable given its parents."""

    @property
    def may_fail(self) -> bool:
        """Whether some defined parents may leave nothing to draw."""

    def draw(self, ranks: F64, parents: Columns) -> Values:
        """The value at each rank in (0, 1): the inverse of `cdf`, monotone in it (`true` comes first)."""

    def cdf(self, x: NDArray[Any], parents: Columns) -> F64:
        """P(X <= x | parents) for each row, of the law as drawn, on its grid; categories by position."""


class Guided:
    """A finite law, or a table of them with a guide for each row; `possible`: which rows have mass."""

    def __init__(self, table: GuideTable, finder: RowFinder | None = None, possible: Bools | None = None) -> None:
        self._table, self._finder = table, finder
        self._possible = possible if possible is not None and not possible.all() else None
        self.may_fail = self._possible is not None or (finder is not None and not finder.complete)

    def draw(self, ranks: F64, parents: Columns) -> Values:
        """One gather for most rows."""
        if self._finder is None:
            values = self._table.draw(ranks)
            return Values(values, None if self._possible is None else np.zeros(ranks.shape, np.bool_))
        row = self._finder.rows(parents)
        found = None
        if row.size and row.min() == NO_ROW:
            found = row != NO_ROW
            row = np.where(found, row, np.int16(0))
        if self._possible is not None:
            found = self._possible[row] if found is None else found & self._possible[row]
        return Values(self._table.draw(ranks, row), found)

    def cdf(self, x: NDArray[Any], parents: Columns) -> F64:
        """P(X <= x) of each row's law."""
        return self._table.cdf(x, None if self._finder is None else np.maximum(self._finder.rows(parents), 0))

    def as_rows(self, parents: Columns) -> tuple[NDArray[Any], F64, NDArray[np.integer[Any]], Bools | None]:
        """All values, their cumulative shares in each row of the table, the row of each patient, and where possible.

        Patients without a row have that of another one.
        """
        values, cumulative = self._table.as_rows()
        if self._finder is None:
            possible = None if self._possible is None else np.zeros(parents.size, np.bool_)
            return values, cumulative, np.zeros(parents.size, np.intp), possible
        row = self._finder.rows(parents)
        found = row != NO_ROW
        row = np.where(found, row, 0)
        return values, cumulative, row, found if self._possible is None else found & self._possible[row]


class Grouped:
    """A table whose rows have laws of any kind: each group of patients goes to its own."""

    def __init__(self, finder: RowFinder, samplers: Sequence[Sampler], dtype: type[np.generic]) -> None:
        self._finder, self._samplers, self._dtype = finder, samplers, dtype
        self.may_fail = not finder.complete or any(sampler.may_fail for sampler in samplers)

    def draw(self, ranks: F64, parents: Columns) -> Values:
        """Row by row of the table."""
        row = self._finder.rows(parents)
        values, possible = np.zeros(ranks.shape, self._dtype), row != NO_ROW
        for i, sampler in enumerate(self._samplers):
            mine = np.flatnonzero(row == i)
            if mine.size:
                drawn, some = sampler.draw(ranks[mine], Part(parents, mine))
                values[mine] = drawn
                if some is not None:
                    possible[mine] = some
        return Values(values, None if possible.all() else possible)

    def cdf(self, x: NDArray[Any], parents: Columns) -> F64:
        """P(X <= x) of each row's law."""
        row, result = self._finder.rows(parents), np.zeros(parents.size)
        for i, sampler in enumerate(self._samplers):
            mine = np.flatnonzero(row == i)
            if mine.size:
                result[mine] = sampler.cdf(np.asarray(x)[mine], Part(parents, mine))
        return result


class Computed:
    """A value that follows from the parents, whatever the rank. Unknown or outside its range: impossible."""

    def __init__(self, compute: Callable[[Columns], Column], dtype: type[np.generic], may_fail: bool) -> None:
        self._compute, self._dtype, self.may_fail = compute, dtype, may_fail

    @np.errstate(all="ignore")
    def draw(self, ranks: F64, parents: Columns) -> Values:
        """The same value at every rank."""
        values, known = self._compute(parents)
        return Values(values.astype(self._dtype, copy=True), known)

    def cdf(self, x: NDArray[Any], parents: Columns) -> F64:
        """A step at the value."""
        return (np.asarray(x) >= self._compute(parents).values).astype(np.float64)
