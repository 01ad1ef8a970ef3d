"""Which row of a table applies: each parent becomes a small number, and a lookup gives the row."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from pzdsl.plan.law import AnyOf, CategoriesIn, Interval, Pattern, Table
from pzdsl.plan.plan import Plan, Variable
from pzdsl.rules import Bools, Column, Columns, code_of, is_true, matches

_MAX_CELLS = 1 << 20

NO_ROW = -1


class RowFinder:
    """Finds each patient's row of a table; `NO_ROW` where none applies, as for a parent without a value."""

    def __init__(self, table: Table, plan: Plan) -> None:
        self.table = table
        self._readers = [
            _reader(plan.variable(name), [row.patterns[i] for row in table.rows if row.patterns is not None])
            for i, name in enumerate(table.given)
        ]
        self._cells: NDArray[np.int16] | None = None
        if prod(len(reader.fits) for reader in self._readers) <= _MAX_CELLS:
            self._cells = self._fill()
        self.complete = self._cells is not None and not (self._reachable_cells() == NO_ROW).any()

    def rows(self, parents: Columns) -> NDArray[np.int16]:
        """The number of the row for each patient, shape (size,)."""
        if self._cells is None:
            return self._search(parents)
        cell: NDArray[np.int32] | None = None
        for name, reader in zip(self.table.given, self._readers, strict=True):
            code = reader.code(parents.column(name))
            cell = code if cell is None else cell * len(reader.fits) + code
        assert cell is not None  # a table has parents
        return self._cells.take(cell)

    def _fill(self) -> NDArray[np.int16]:
        """The row of each combination of codes; the first pattern that fits, as tables are disjoint."""
        shape = tuple(len(reader.fits) for reader in self._readers)
        cells = np.full(shape, NO_ROW, np.int16)
        position = 0
        for i, row in enumerate(self.table.rows):
            if row.patterns is not None:
                fits = np.ones((), np.bool_)
                for reader in self._readers:
                    fits = np.logical_and.outer(fits, reader.fits[:, position])
                cells[fits & (cells == NO_ROW)] = i
                position += 1
        for i, row in enumerate(self.table.rows):
            if row.patterns is None:
                cells[cells == NO_ROW] = i
        return cells.ravel()

    def _reachable_cells(self) -> NDArray[np.int16]:
        assert self._cells is not None
        shape = tuple(len(reader.fits) for reader in self._readers)
        return self._cells.reshape(shape)[np.ix_(*(reader.reachable for reader in self._readers))]

    def _search(self, parents: Columns) -> NDArray[np.int16]:
        found = np.full(parents.size, NO_ROW, np.int16)
        otherwise = NO_ROW
        for i, row in enumerate(self.table.rows):
            if row.patterns is None:
                otherwise = i
                continue
            fits = found == NO_ROW
            for name, pattern in zip(self.table.given, row.patterns, strict=True):
                fits &= is_true(matches(pattern, name, parents))
            found[fits] = i
        found[found == NO_ROW] = otherwise
        return found


class _Reader:
    """Turns one parent into codes: `fits[code, pattern]` says which patterns a code matches.

    The last code is that of an unknown value; `reachable` are the codes that the declared range allows.
    """

    def __init__(
        self, fits: Bools, known: Callable[[NDArray[np.generic]], NDArray[np.int32]], reachable: list[int]
    ) -> None:
        self.fits, self.reachable, self._known = fits, reachable, known

    def code(self, column: Column) -> NDArray[np.int32]:
        code = self._known(column.values)
        return code if column.known is None else np.where(column.known, code, np.int32(len(self.fits) - 1))


def _reader(variable: Variable, patterns: list[Pattern]) -> _Reader:
    if variable.type in ("number", "count"):
        return _number_reader(variable, patterns)
    size = 2 if variable.type == "boolean" else len(variable.categories)
    fits = np.zeros((size + 1, len(patterns)), np.bool_)
    for i, pattern in enumerate(patterns):
        match pattern:
            case AnyOf():
                fits[:, i] = True
            case CategoriesIn(categories=categories):
                fits[[code_of(variable, category) for category in categories], i] = True
            case Interval():
                raise TypeError(f"an interval cannot match `{variable.name}`")
            case _:
                assert_never(pattern)
    return _Reader(fits, lambda values: values.astype(np.int32), list(range(size)))


def _number_reader(variable: Variable, patterns: list[Pattern]) -> _Reader:
    """A number passes so many of the ascending tests `>= c`, `> c`; an interval is a run of counts."""
    tests = sorted({test for p in patterns if isinstance(p, Interval) for test in _tests_of(p) if test is not None})
    fits = np.zeros((len(tests) + 2, len(patterns)), np.bool_)
    for i, pattern in enumerate(patterns):
        if isinstance(pattern, Interval):
            low, high = _tests_of(pattern)
            first = 0 if low is None else tests.index(low) + 1
            last = len(tests) if high is None else tests.index(high)
            fits[first : last + 1, i] = True
        else:
            fits[:, i] = isinstance(pattern, AnyOf)
    fits[-1, :] = [isinstance(pattern, AnyOf) for pattern in patterns]

    def passed(values: NDArray[np.generic]) -> NDArray[np.int32]:
        count = np.zeros(values.shape, np.int8 if len(tests) < 127 else np.int32)
        for cut, is_strict in tests:
            count += values > cut if is_strict else values >= cut  # type: ignore[operator]
        return count.astype(np.int32)

    reachable = [
        code
        for code in range(len(tests) + 1)
        if (code == 0 or _may_pass(variable, *tests[code - 1]))
        and (code == len(tests) or _may_fail(variable, *tests[code]))
    ]
    return _Reader(fits, passed, reachable)


def _may_pass(variable: Variable, cut: float, is_strict: bool) -> bool:
    """Whether the greatest value of the declared range passes a test."""
    if variable.high is None:
        return True
    return variable.high > cut if is_strict or variable.high_open else variable.high >= cut


def _may_fail(variable: Variable, cut: float, is_strict: bool) -> bool:
    """Whether the least value of the declared range fails a test."""
    if variable.low is None:
        return True
    return variable.low <= cut if is_strict else variable.low < cut


def _tests_of(interval: Interval) -> tuple[tuple[float, bool] | None, tuple[float, bool] | None]:
    """The test a number passes from the low end on, and the one it passes beyond the high end."""
    low = None if interval.low is None else (interval.low, interval.low_open)
    high = None if interval.high is None else (interval.high, not interval.high_open)
    return low, high
