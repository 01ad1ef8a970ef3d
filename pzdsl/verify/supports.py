"""Values that the law of their own variable excludes, given the values that it reads: a pregnant man.

What reads something unknown (a hidden variable, a missing column) is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pzdsl.plan.law import Place, Table
from pzdsl.plan.plan import Plan, Variable
from pzdsl.rules import Bools, Columns, all_known, is_true
from pzdsl.samples import Sampler
from pzdsl.samples.columns import Part
from pzdsl.samples.recipe import recipe_of
from pzdsl.samples.rows import NO_ROW, RowFinder

_NEAR = 2e-6  # relative width in which a real value is looked for: it may have been rounded, or converted


class Excluded(NamedTuple):
    """One value with probability zero: in which row, of which variable, and what says so."""

    row: int
    variable: Variable
    written: str
    at: Place


class Supports:
    """Tests the values of one plan."""

    def __init__(self, plan: Plan) -> None:
        self._plan, self._recipe = plan, recipe_of(plan, 0)
        self._finders = {
            v.name: RowFinder(v.law, plan) for v in plan.variables if isinstance(v.law, Table) and not v.hidden
        }

    def excluded(self, columns: Columns, skip: dict[str, Bools]) -> Iterator[Excluded]:
        """The values that cannot be; `skip` names those already found wrong."""
        for variable in self._plan.variables:
            if variable.hidden:
                continue
            name = variable.name
            testable = self._testable(variable, columns)
            if name in skip:
                testable &= ~skip[name]
            rows = np.flatnonzero(testable)
            if not len(rows):
                continue
            part = Part(columns, rows)
            with np.errstate(all="ignore"):
                fine = _has_mass(variable, part.column(name).values, self._recipe.samplers[name], part)
            finder = self._finders.get(name)
            for i in np.flatnonzero(~fine).tolist():
                written, at = variable.written, variable.at
                if finder is not None and isinstance(variable.law, Table):
                    row = int(finder.rows(Part(part, np.array([i])))[0])
                    if row != NO_ROW:
                        written, at = variable.law.rows[row].written, variable.law.rows[row].at
                yield Excluded(int(rows[i]), variable, written, at)

    def _testable(self, variable: Variable, columns: Columns) -> Bools:
        known = [columns.column(variable.name).known]
        for name in self._recipe.reads[variable.name]:
            known.append(columns.column(name).known)
        together = all_known(known)
        testable = np.ones(columns.size, np.bool_) if together is None else together.copy()
        owner = variable.part_of
        if owner is not None and self._plan.variable(owner).type == "boolean":
            testable &= is_true(columns.column(owner))
        return testable


def _has_mass(variable: Variable, x: NDArray[Any], sampler: Sampler, rows: Columns) -> Bools:
    """Where a value has positive probability (density, for a real) given its parents, shape (n,)."""
    if variable.type == "boolean":
        low = sampler.draw(np.full(len(x), 1e-300), rows)
        high = sampler.draw(np.full(len(x), 1 - 2**-53), rows)
        either: Bools = (low.values == x) | (high.values == x)
        return either if low.possible is None else either & low.possible
    if variable.type == "category":
        before = np.where(x > 0, sampler.cdf(np.maximum(x - 1, 0), rows), 0.0)
        return np.asarray(sampler.cdf(x, rows) > before)
    step = variable.precision or (1.0 if variable.type == "count" else 0.0)
    half = np.maximum(step / 2, _NEAR * np.maximum(1.0, np.abs(x)))
    return np.asarray(sampler.cdf(x + half, rows) > sampler.cdf(x - half, rows))
