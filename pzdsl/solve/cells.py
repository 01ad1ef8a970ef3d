"""Cells: a variable as finitely many values, or as intervals between which no test can tell apart."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pzdsl.plan.plan import Plan, Variable
from pzdsl.rules import Bools, Column, dtype_of
from pzdsl.samples.distributions import F64
from pzdsl.samples.grid import Grid, grid_of
from pzdsl.solve.cuts import Cut, is_number

MOST_POINTS = 4096


class Cells:
    """The cells of one variable, in ascending order; the last is `undefined` where the variable may have no value.

    `values`: one representative a cell. `bottoms` and `tops`: its ends; the distribution function is read at the tops.
    `single`: the cell is one value, so that nothing is left to draw within it.
    """

    def __init__(self, variable: Variable, values: NDArray[Any], bottoms: F64, tops: F64, may_lack: bool) -> None:
        self.variable, self.values, self.bottoms, self.tops = variable, values, bottoms, tops
        self.single: Bools = bottoms == tops
        self.may_lack = may_lack
        self.size = len(values) + may_lack

    @cached_property
    def key(self) -> tuple[bytes, bytes, bool]:
        """What tells these cells of a variable from others of it."""
        return self.bottoms.tobytes(), self.tops.tobytes(), self.may_lack

    def column(self, codes: NDArray[np.integer[Any]]) -> Column:
        """The representatives of cells, unknown where the cell is `undefined`."""
        if not self.may_lack:
            return Column(self.values.take(codes))
        known = codes < len(self.values)
        return Column(self.values.take(np.where(known, codes, 0)), None if known.all() else known)


def points_in(variable: Variable) -> int | None:
    """How many values a number has on its grid within its range; None where they are not finite."""
    grid = grid_of(variable)
    if grid is None or variable.low is None or variable.high is None:
        return None
    first = float(grid.first_from(np.array(variable.low)))
    last = float(grid.last_to(np.array(variable.high), variable.high_open))
    return max(0, int(last - first) + 1)


def cells_of(variable: Variable, cuts: Iterable[Cut], as_points: bool, may_lack: bool) -> Cells:
    """The cells of a variable: all values of a category or boolean, single numbers, or what lies between cuts."""
    if not is_number(variable):
        count = 2 if variable.type == "boolean" else len(variable.categories)
        values = np.arange(count).astype(dtype_of(variable))
        return Cells(variable, values, np.arange(count, dtype=np.float64), np.arange(count, dtype=np.float64), may_lack)
    grid = grid_of(variable)
    if as_points:
        assert grid is not None
        assert variable.low is not None
        first = grid.first_from(np.array(variable.low))
        points = grid.value(first + np.arange(points_in(variable) or 0))
        return Cells(variable, points, points, points, may_lack)
    low = -np.inf if variable.low is None else variable.low
    high = np.inf if variable.high is None else variable.high
    if grid is not None:
        bottoms, edges = _grid_cells(grid, variable, cuts)
    else:
        inner = sorted({v if strict else float(np.nextafter(v, -np.inf)) for v, strict in cuts})
        inner = [top for top in inner if low <= top < high]
        edges = np.array([*inner, high], np.float64)
        bottoms = np.array([low, *(np.nextafter(top, np.inf) for top in inner)], np.float64)
    values = np.where(np.isfinite(bottoms), bottoms, np.where(np.isfinite(edges), edges, 0.0))
    return Cells(variable, values, bottoms, edges, may_lack)


def _grid_cells(grid: Grid, variable: Variable, cuts: Iterable[Cut]) -> tuple[F64, F64]:
    """The first and the last value on the grid in each cell; cells without a value do not exist."""
    first = -np.inf if variable.low is None else float(grid.first_from(np.array(variable.low)))
    last = np.inf if variable.high is None else float(grid.last_to(np.array(variable.high), variable.high_open))
    # the last number below a test `x >= v` and up to a test `x > v`: the grid's own rounding decides, as in draws
    inner = sorted({float(grid.last_to(np.array(v), not strict)) for v, strict in cuts})
    tops = np.array([*(k for k in inner if first <= k < last), last])
    bottoms = np.array([first, *(tops[:-1] + 1)])
    return _value(grid, bottoms), _value(grid, tops)


def _value(grid: Grid, k: F64) -> F64:
    return np.where(np.isfinite(k), grid.value(np.where(np.isfinite(k), k, 0.0)), k)


class Product:
    """Every combination of the cells of some variables, as columns: row i is combination i in C order."""

    def __init__(self, plan: Plan, cells: list[Cells]) -> None:
        self.plan = plan
        self.shape = tuple(c.size for c in cells)
        self.size = int(np.prod(self.shape, dtype=np.int64))
        self._position = {c.variable.name: i for i, c in enumerate(cells)}
        self._cells = cells
        self._columns: dict[str, Column] = {}

    def has(self, name: str) -> bool:
        """Whether a variable's cells are combined here."""
        return name in self._position

    def codes(self, name: str) -> NDArray[np.intp]:
        """The cell of one variable in each combination, shape (size,)."""
        i = self._position[name]
        inner = int(np.prod(self.shape[i + 1 :], dtype=np.int64))
        return np.tile(np.repeat(np.arange(self.shape[i]), inner), self.size // max(inner * self.shape[i], 1))

    def column(self, name: str) -> Column:
        """The representatives of one variable, shape (size,)."""
        if name not in self._columns:
            self._columns[name] = self._cells[self._position[name]].column(self.codes(name))
        return self._columns[name]
