"""`draw`: a plan and a seed to n patients."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pzdsl.errors import UsageError
from pzdsl.plan.expression import Expr
from pzdsl.plan.plan import Plan, Value
from pzdsl.rules import Bools
from pzdsl.samples.columns import Drawn
from pzdsl.samples.keyed import places_of
from pzdsl.samples.recipe import Recipe, recipe_of
from pzdsl.samples.reject import CHUNK, Rejection, Sieve, find_attempts, sieves_of
from pzdsl.samples.samples import Samples
from pzdsl.samples.twin import code_values, twin_of

Engine = Callable[[Recipe, Sequence[Sieve]], Rejection]


def draw(
    plan: Plan,
    n: int | None = None,
    *,
    seed: int = 0,
    start: int = 0,
    ids: NDArray[np.int64] | None = None,
    where: Expr | None = None,
    set: Mapping[str, Value] | None = None,
    constraints: bool = True,
    chunk: int = CHUNK,
    engine: Engine | Rejection = Rejection,
) -> Samples:
    """Draw patients: by rejection of whole records, or by another engine of the same law.

    Args:
        plan: What to draw from.
        n: How many, numbered from `start`; or else their numbers in `ids`.
        seed: Any whole number. The same seed, plan and number give the same patient, alone or in company.
        start: The number of the first patient.
        ids: The numbers of the patients, from 0, in any order.
        where: Only patients of whom this is true.
        set: Draw twins: the same patients after an intervention that sets these variables.
        constraints: False draws from P0: priors, cohort and prevalence alone.
        chunk: How many rows are drawn at once; the patients do not depend on it.
        engine: What finds the attempts; the patients depend on it, their law does not. Or one made before, by
            `finder_of` with the same plan, seed, `where` and `constraints`.

    Raises:
        AcceptanceTooLow: the rules reject nearly every draw.
        TargetsNotMet: the plan's holds and soft constraints contradict its constraints or each other.
        UsageError: the numbers of the patients, or the values to set, make no sense.
    """
    ids = _ids(n, start, ids)
    values = code_values(plan, set or {})
    recipe = recipe_of(plan, seed)
    with np.errstate(all="ignore"):
        if isinstance(engine, Rejection):
            rejection, recipe = engine, engine.recipe
        elif not len(ids):
            return _finish(recipe, ids, np.zeros(0, np.int64), {}, {}, chunk, "rejection")
        else:
            rejection = _finder(recipe, constraints=constraints, where=where, engine=engine)
        found = find_attempts(rejection, ids, chunk)
        samples = _finish(recipe, ids, found.attempts, found.columns, found.defined, chunk, rejection.engine)
        return twin_of(recipe, samples, values, chunk, rejection.ready - rejection.unread) if values else samples


def finder_of(plan: Plan, seed: int, where: Expr | None, engine: Engine) -> Rejection:
    """What `draw` finds patients with, made once; raises what `draw` does."""
    with np.errstate(all="ignore"):
        return _finder(recipe_of(plan, seed), constraints=True, where=where, engine=engine)


def _finder(recipe: Recipe, *, constraints: bool, where: Expr | None, engine: Engine) -> Rejection:
    """The sieves of a recipe in order, kept with the recipe: with the last `where`, and without any."""
    key = (constraints, engine, where is None)
    known = recipe.kept.get(key)
    if known is None or known[0] != where:
        made = engine(recipe, sieves_of(recipe, constraints=constraints, where=where))
        recipe.kept[key] = known = (where, made)
    kept: Rejection = known[1]
    return kept


def _ids(n: int | None, start: int, ids: NDArray[np.int64] | None) -> NDArray[np.int64]:
    if ids is not None:
        if n is not None and n != len(ids):
            raise UsageError(f"{n} patients were asked for, and {len(ids)} numbers given")
        return np.asarray(ids, np.int64)
    if n is None or n < 0 or start < 0:
        raise UsageError("the number of patients, and of the first of them, must be given and not be negative")
    return np.arange(start, start + n, dtype=np.int64)


def _finish(
    recipe: Recipe,
    ids: NDArray[np.int64],
    attempts: NDArray[np.int64],
    columns: dict[str, NDArray[Any]],
    defined: dict[str, Bools],
    chunk: int,
    engine: str,
) -> Samples:
    """Draw what no rule has asked for, chunk by chunk, and what the record holds of it."""
    n, recorded = len(ids), dict[str, Bools]()
    late = [v.name for v in recipe.plan.variables if v.name not in columns]
    for start in range(0, max(n, 1), chunk):
        part = slice(start, start + chunk)
        places = places_of(ids[part], attempts[part])
        rows = Drawn(recipe.plan, len(places))
        rows.columns = {name: values[part] for name, values in columns.items() if name not in late}
        rows.defined = {name: mask[part] for name, mask in defined.items() if name not in late}
        for name in late:
            (values, known), _ = recipe.draw(name, places, rows)
            rows.columns[name] = values
            columns.setdefault(name, np.zeros(n, values.dtype))[part] = values
            if known is not None:
                rows.defined[name] = known
                defined.setdefault(name, np.ones(n, np.bool_))[part] = known
        for name, there in recipe.recorded(places, rows).items():
            recorded.setdefault(name, np.ones(n, np.bool_))[part] = there
    in_order = {v.name: columns[v.name] for v in recipe.plan.variables}
    return Samples(recipe.plan, ids, attempts, in_order, defined, recorded, engine=engine)
