"""Twins: the same patients after an intervention.

A patient is drawn as usual. Then the variables that are set, and what descends from them, are drawn once
more at the same ranks: what does not descend keeps its value. A twin that breaks a rule is reported, not
repaired.

The rank is that of the variable's own prior, u = F(x | parents). Where the engine has drawn it by its prior, that is
its keyed uniform. Where the rules have been folded into what it was drawn from, u is found again from the value; where
a value takes up a whole step of F (a category, a value on a grid), u lies in the step, at a keyed share of it.
What none of a patient's changes reaches keeps its value, to the last bit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pzdsl.errors import UsageError
from pzdsl.plan.plan import Plan, Value, Variable
from pzdsl.rules import Bools, Column, code_of, dtype_of, evaluate, is_false
from pzdsl.samples.columns import Drawn, Part
from pzdsl.samples.distributions import F64
from pzdsl.samples.grid import grid_of
from pzdsl.samples.keyed import places_of, uniforms
from pzdsl.samples.recipe import Places, Recipe
from pzdsl.samples.samples import Samples


def code_values(plan: Plan, values: Mapping[str, Value]) -> dict[str, Any]:
    """The values to set as columns hold them; raises UsageError for what a variable cannot be."""
    names = {v.name for v in plan.variables if not v.hidden}
    for name in values:
        if name not in names:
            raise UsageError(f"`{name}` cannot be set: there is no such variable")
    return {name: _coded(plan.variable(name), value) for name, value in values.items()}


def twin_of(
    recipe: Recipe, samples: Samples, values: Mapping[str, Any], chunk: int, folded: Set[str] = frozenset()
) -> Samples:
    """The samples after an intervention; `values` as `code_values` gives them.

    `folded`: the variables that were not drawn by their priors.
    """
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
        before = Drawn(plan, len(places))
        before.columns = {name: values_[part] for name, values_ in samples.columns.items()}
        before.defined = {name: mask[part] for name, mask in samples.defined.items()}
        moved: dict[str, Bools] = {}  # where a variable is another than before
        for name in changed:
            if name in values:
                rows.columns[name][:] = values[name]
                owner = plan.variable(name).part_of
                known = rows.columns[owner] if owner is not None else None
                known = known if known is not None and known.dtype == np.bool_ else None
            else:
                ranks = _rank_of(recipe, name, places, before) if name in folded else None
                (drawn, known), nothing = recipe.draw(name, places, rows, ranks)
                kept = ~_any(moved[read] for read in recipe.reads[name] if read in moved)
                own = before.column(name)
                rows.columns[name][:] = np.where(kept, own.values, drawn)
                if known is not None or own.known is not None:
                    known = np.where(kept, _mask(own.known, kept), _mask(known, kept))
                if nothing is not None:
                    nothing = nothing & ~kept
                if nothing is not None:
                    broken.setdefault(name, np.zeros(n, np.bool_))[part] = nothing
                    known = ~nothing if known is None else known & ~nothing
            if known is not None:
                rows.defined[name] = known
                defined.setdefault(name, np.ones(n, np.bool_))[part] = known
            moved[name] = _differs(before.column(name), rows.column(name))
        for rule in (*plan.cohort, *(rule for rule in plan.constraints if rule.soft is None)):
            fails = is_false(evaluate(rule.expr, rows))
            if fails.any():
                broken.setdefault(rule.name, np.zeros(n, np.bool_))[part] = fails
        for name, there in recipe.recorded(places, rows).items():
            recorded.setdefault(name, np.ones(n, np.bool_))[part] = there
    return replace(samples, columns=columns, defined=defined, recorded=recorded, broken=broken)


def _rank_of(recipe: Recipe, name: str, places: Places, patients: Drawn) -> F64:
    """u = F(x | parents) of the values drawn; the variable's own uniform where there is no value."""
    variable, sampler = recipe.plan.variable(name), recipe.samplers[name]
    ranks = recipe.ranks(name, places)
    values, known = patients.column(name)
    rows = np.arange(len(places)) if known is None else np.flatnonzero(known)
    if not rows.size:
        return ranks
    parents, x = Part(patients, rows), values[rows]
    if variable.type == "boolean":
        prob = 1 - sampler.cdf(np.zeros(len(rows)), parents)  # true comes first
        low, high = np.where(x, 0.0, prob), np.where(x, prob, 1.0)
    else:
        low, high = sampler.cdf(_just_below(variable, x), parents), sampler.cdf(x, parents)
    share = uniforms(recipe.key(f"{name}#twin"), places[rows])
    ranks = ranks.copy()
    ranks[rows] = np.clip(low + share * (high - low), 2.0**-60, 1 - 2.0**-53)
    return ranks


def _just_below(variable: Variable, x: NDArray[Any]) -> NDArray[Any]:
    if variable.type == "category":
        return x.astype(np.int64) - 1
    grid = grid_of(variable)
    return np.nextafter(x, -np.inf) if grid is None else x - grid.top / grid.bottom / 2


def _differs(before: Column, now: Column) -> Bools:
    """Where a value is another, or there is one where there was none."""
    was, there = _mask(before.known, before.values), _mask(now.known, now.values)
    differs: Bools = (was != there) | (was & there & (before.values != now.values))
    return differs


def _mask(known: Bools | None, like: NDArray[Any]) -> Bools:
    return np.ones(like.shape, np.bool_) if known is None else known


def _any(masks: Iterable[Bools]) -> Bools:
    found: Bools = np.zeros((), np.bool_)
    for mask in masks:
        found = found | mask
    return found


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
