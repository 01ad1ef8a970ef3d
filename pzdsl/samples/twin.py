"""Twins: the same patients after an intervention.

A patient is drawn as usual. Then the variables that are set, and what descends from them, are drawn once
more at the same ranks: what does not descend keeps its value. A twin that breaks a rule is reported, not
repaired.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from pzdsl.errors import UsageError
from pzdsl.plan.plan import Plan, Value, Variable
from pzdsl.rules import Bools, code_of, dtype_of, evaluate, is_false
from pzdsl.samples.columns import Drawn
from pzdsl.samples.grid import grid_of
from pzdsl.samples.keyed import places_of
from pzdsl.samples.recipe import Recipe
from pzdsl.samples.samples import Samples


def code_values(plan: Plan, values: Mapping[str, Value]) -> dict[str, Any]:
    """The values to set as columns hold them; raises UsageError for what a variable cannot be."""
    names = {v.name for v in plan.variables if not v.hidden}
    for name in values:
        if name not in names:
            raise UsageError(f"`{name}` cannot be set: there is no such variable")
    return {name: _coded(plan.variable(name), value) for name, value in values.items()}


def twin_of(recipe: Recipe, samples: Samples, values: Mapping[str, Any], chunk: int) -> Samples:
    """The samples after an intervention; `values` as `code_values` gives them."""
    plan, n = recipe.plan, len(samples)
    changed = [v.name for v in plan.variables if v.name in values or recipe.descent(frozenset({v.name})) & set(values)]
    changed = [name for name in changed if name != plan.prevalence]  # who is ill was settled before
    columns = dict(samples.columns)
    defined = {name: mask for name, mask in samples.defined.items() if name not in changed}
    recorded: dict[str, Bools] = {}
    broken: dict[str, Bools] = {}
    for name in changed:
        columns[name] = np.zeros(n, dtype_of(plan.variable(name)))
    for start in range(0, n, chunk):
        part = slice(start, start + chunk)
        places = places_of(samples.ids[part], samples.attempts[part])
        rows = Drawn(plan, len(places))
        rows.columns = {name: values_[part] for name, values_ in columns.items()}
        rows.defined = {name: mask[part] for name, mask in defined.items() if name not in changed}
        for name in changed:
            if name in values:
                rows.columns[name][:] = values[name]
                owner = plan.variable(name).part_of
                known = rows.columns[owner] if owner is not None else None
                known = known if known is not None and known.dtype == np.bool_ else None
            else:
                (drawn, known), nothing = recipe.draw(name, places, rows)
                rows.columns[name][:] = drawn
                if nothing is not None:
                    broken.setdefault(name, np.zeros(n, np.bool_))[part] = nothing
                    known = ~nothing if known is None else known & ~nothing
            if known is not None:
                rows.defined[name] = known
                defined.setdefault(name, np.ones(n, np.bool_))[part] = known
        for rule in (*plan.cohort, *plan.constraints):
            fails = is_false(evaluate(rule.expr, rows))
            if fails.any():
                broken.setdefault(rule.name, np.zeros(n, np.bool_))[part] = fails
        for name, there in recipe.recorded(places, rows).items():
            recorded.setdefault(name, np.ones(n, np.bool_))[part] = there
    return Samples(plan, samples.ids, samples.attempts, columns, defined, recorded, broken)


def _coded(variable: Variable, value: Value) -> Any:
    match variable.type:
        case "boolean":
            if not isinstance(value, bool):
                raise UsageError(f"`{variable.name}` is true or false, not {value!r}")
            return value
        case "category":
            names = [category.name for category in variable.categories]
            if value not in names:
                raise UsageError(f"`{variable.name}` is one of {', '.join(names)}, not {value!r}")
            return code_of(variable, str(value))
        case "number" | "count":
            return _number(variable, value)


def _number(variable: Variable, value: Value) -> float:
    if isinstance(value, bool | str):
        raise UsageError(f"`{variable.name}` is a number, not {value!r}")
    low, high = variable.low, variable.high
    if (low is not None and value < low) or (
        high is not None and (value > high or (variable.high_open and value == high))
    ):
        raise UsageError(f"`{variable.name}` lies from {low} to {high}: it cannot be {value:g}")
    grid = grid_of(variable)
    if grid is None:
        return float(value)
    at = np.array([float(value)])
    nearest = float(grid.value(grid.nearest(at))[0])
    if abs(nearest - value) > 1e-9 * (1 + abs(value)):
        raise UsageError(f"`{variable.name}` has a precision of {grid.top / grid.bottom:g}: it cannot be {value:g}")
    return nearest
