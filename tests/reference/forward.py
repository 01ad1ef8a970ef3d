"""Patients for the reference to look at: the one file here that asks the sampler for anything."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from pzdsl.plan import Plan
from pzdsl.samples import Samples
from pzdsl.samples.columns import Drawn
from pzdsl.samples.keyed import places_of
from pzdsl.samples.recipe import Recipe
from pzdsl.semantics.spec import Boolean, Categorical, Spec
from tests.reference.checks import Forward
from tests.reference.laws import Cohort


def draw_forward(plan: Plan, spec: Spec, n: int, seed: int, start: int = 0) -> Forward:
    """Every variable once, in order, from its own law: no prevalence, no cohort, no constraint, no rejection."""
    bare = plan.model_copy(update={"prevalence": None, "cohort": (), "constraints": (), "holds": ()})
    recipe = Recipe(bare, seed)
    ids = np.arange(start, start + n)
    places = places_of(ids, np.zeros_like(ids))
    drawn = Drawn(bare, n)
    nothing = {}
    with np.errstate(all="ignore"):
        for variable in bare.variables:
            column, impossible = recipe.draw(variable.name, places, drawn)
            drawn.columns[variable.name] = column.values
            if column.known is not None:
                drawn.defined[variable.name] = column.known
            if impossible is not None:
                nothing[variable.name] = impossible
        recorded = recipe.recorded(places, drawn)
    return Forward(Cohort(spec.variables, n, drawn.columns, drawn.defined), nothing, recorded)


def rows_of(samples: Samples, spec: Spec, names: list[str]) -> Iterator[dict[str, Any]]:
    """Patients as the reference evaluator reads them: the truth, also where the record lacks it."""
    columns = []
    for name in names:
        values: list[Any] = samples.columns[name].tolist()
        match spec.variables[name].type:
            case Categorical() as type_:
                values = [type_.names[code] for code in values]
            case Boolean():
                values = [bool(value) for value in values]
            case _:
                pass
        if name in samples.defined:
            there = samples.defined[name].tolist()
            values = [value if is_there else None for value, is_there in zip(values, there, strict=True)]
        columns.append(values)
    for row in zip(*columns, strict=True):
        yield dict(zip(names, row, strict=True))
