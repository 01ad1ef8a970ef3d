"""The engines by name: `exact` folds the rules, `rejection` is the reference it is tested against."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pzdsl.errors import UsageError
from pzdsl.plan.plan import Plan
from pzdsl.samples.draw import Engine
from pzdsl.samples.recipe import Recipe
from pzdsl.samples.reject import Rejection, Sieve
from pzdsl.solve.draw import Solved
from pzdsl.solve.fold import Folded, fold

EngineName = Literal["exact", "rejection"]
DEFAULT: EngineName = "exact"


def exact(recipe: Recipe, sieves: Sequence[Sieve]) -> Solved:
    """The exact engine; what is folded depends on no seed, and is kept for the plans last used."""
    return Solved(recipe, sieves, folded_of(recipe, sieves))


def folded_of(recipe: Recipe, sieves: Sequence[Sieve]) -> Folded:
    """`fold`, kept."""
    weighs = any(getattr(sieve, "tilt", None) is not None for sieve in sieves)  # their uniforms belong to a seed
    rules = tuple((sieve.name, sieve.expr, sieve.must_be_known) for sieve in sieves)
    key = (id(recipe.plan), recipe.seed if weighs else None, rules)
    known = _RECENT.get(key)
    if known is None or known[0] is not recipe.plan:
        _RECENT[key] = known = (recipe.plan, fold(recipe, sieves))
        if len(_RECENT) > _KEPT:
            _RECENT.popitem(last=False)
    _RECENT.move_to_end(key)
    return known[1]


def engine_of(name: str) -> Engine:
    """The engine of that name; raises UsageError."""
    found = ENGINES.get(name)
    if found is None:
        raise UsageError(f"there is no engine `{name}`; choose one of {', '.join(ENGINES)}")
    return found


ENGINES: Mapping[str, Engine] = {"exact": exact, "rejection": Rejection}
_KEPT = 4
_RECENT: OrderedDict[Any, tuple[Plan, Folded]] = OrderedDict()
