"""Columns while patients are being drawn: what there is so far, and parts of it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pzdsl.plan.plan import Plan
from pzdsl.rules import Bools, Column, Columns


class Drawn:
    """The columns drawn so far for some rows; `defined` where a variable has no value in some of them."""

    def __init__(self, plan: Plan, size: int) -> None:
        self.plan, self.size = plan, size
        self.columns: dict[str, NDArray[Any]] = {}
        self.defined: dict[str, Bools] = {}

    def column(self, name: str) -> Column:
        """The values of one variable, shape (size,)."""
        return Column(self.columns[name], self.defined.get(name))


class Part:
    """Some rows of other columns, gathered when they are first read."""

    def __init__(self, whole: Columns, rows: NDArray[np.intp]) -> None:
        self.plan, self.size = whole.plan, len(rows)
        self._whole, self._rows = whole, rows
        self._read: dict[str, Column] = {}

    def column(self, name: str) -> Column:
        """The values of one variable, shape (size,)."""
        if name not in self._read:
            values, known = self._whole.column(name)
            self._read[name] = Column(values.take(self._rows), None if known is None else known.take(self._rows))
        return self._read[name]


class NoColumns:
    """A single row without variables: where constant expressions are evaluated."""

    size = 1

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def column(self, name: str) -> Column:
        """There is none: the expression was not constant."""
        raise KeyError(name)
