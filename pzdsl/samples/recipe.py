"""`Recipe`: a plan made ready to draw, one sampler a variable."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pzdsl.plan.law import parents_of
from pzdsl.plan.plan import Plan, Variable
from pzdsl.rules import Bools, Column, Columns, all_known, dtype_of, evaluate, is_true
from pzdsl.samples.columns import Part
from pzdsl.samples.copula import rank_from, weights_of
from pzdsl.samples.distributions import F64, special
from pzdsl.samples.keyed import Key, key_of, uniforms
from pzdsl.samples.laws import compile_law, compile_prevalence, compile_truth
from pzdsl.samples.sampler import Sampler

Places = NDArray[np.uint64]


class Recipe:
    """One sampler for each variable of a plan, what each reads, and the keys under one seed."""

    def __init__(self, plan: Plan, seed: int, like: Recipe | None = None) -> None:
        """`like`: the recipe of a plan with the same variables, some of them with other laws; the rest is shared."""
        self.plan, self.seed = plan, seed
        same = {} if like is None else {id(v): like.samplers[v.name] for v in like.plan.variables}
        with np.errstate(all="ignore"):
            self.samplers: dict[str, Sampler] = {
                v.name: same.get(id(v))
                or (compile_prevalence(v, plan) if v.name == plan.prevalence else compile_law(v, plan))
                for v in plan.variables
            }
            self.missing = {v.name: compile_truth(v.missing, plan) for v in plan.variables if v.missing is not None}
        self.reads = {v.name: _reads(v) for v in plan.variables}
        self._weights = weights_of(plan)
        self._keys: dict[str, Key] = {}
        self.tables: Kept = Kept() if like is None else like.tables
        self.kept: dict[Any, Any] = {}  # what `draw` has made of it, with and without constraints, by engine

    def key(self, name: str) -> Key:
        """The key of a variable's uniforms."""
        if name not in self._keys:
            self._keys[name] = key_of(self.seed, self.plan.name, name)
        return self._keys[name]

    def ranks(self, name: str, places: Places) -> F64:
        """The rank of a variable in each row: its own uniform, or one correlated with those of its panel."""
        weights = self._weights.get(name)
        if weights is None:
            return uniforms(self.key(name), places)
        return rank_from([special().ndtri(uniforms(self.key(exam), places)) for exam, _ in weights], weights)

    def draw(
        self, name: str, places: Places, parents: Columns, ranks: F64 | None = None
    ) -> tuple[Column, Bools | None]:
        """One variable in each row, and where its parents leave it nothing (None: nowhere).

        `ranks`: at these instead of the variable's own uniforms. What has no value is undefined: a part of something
        absent, and what cannot be drawn because a parent of its own is undefined.
        """
        variable = self.plan.variable(name)
        exists = _owner_is_there(variable, parents)
        if exists is None:
            values, possible = self.samplers[name].draw(self.ranks(name, places) if ranks is None else ranks, parents)
        else:
            rows = np.flatnonzero(exists)
            own = self.ranks(name, places[rows]) if ranks is None else ranks[rows]
            drawn, some = self.samplers[name].draw(own, Part(parents, rows))
            values = np.zeros(parents.size, dtype_of(variable))
            values[rows] = drawn
            possible = None
            if some is not None:
                possible = np.ones(parents.size, np.bool_)
                possible[rows] = some
        if possible is None or possible.all():
            return Column(values, exists), None
        readable = all_known(parents.column(read).known for read in self.reads[name])
        if readable is None:
            return Column(values, exists), ~possible
        defined = possible | readable
        nothing = ~possible & readable
        return Column(values, defined if exists is None else exists & defined), nothing if nothing.any() else None

    def is_correlated(self, name: str) -> bool:
        """Whether a variable is drawn together with others of its panel, the first of them included."""
        return any(name == exam for weights in self._weights.values() for exam, _ in weights)

    def recorded(self, places: Places, columns: Columns) -> dict[str, Bools]:
        """Where the record holds what may be missing, or was not ordered; keyed apart from the values."""
        recorded: dict[str, Bools] = {}
        for variable in self.plan.variables:
            name, there = variable.name, None
            if variable.ordered_when is not None:
                there = is_true(evaluate(variable.ordered_when, columns))
            if name in self.missing:
                ranks = uniforms(self.key(f"{name}#missing"), places)
                absent, _ = self.missing[name].draw(ranks, columns)
                there = ~absent if there is None else there & ~absent
            if there is not None:
                recorded[name] = there
        return recorded

    def descent(self, names: frozenset[str]) -> frozenset[str]:
        """The names with everything that they are drawn from, directly or not."""
        found: set[str] = set()
        waiting = list(names)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting.extend(self.reads[name])
        return frozenset(found)


class Kept:
    """Tables that were made for a recipe and those like it, within a limit of numbers."""

    def __init__(self) -> None:
        self._tables: dict[Any, tuple[Any, Any]] = {}
        self._numbers = 0

    def get(self, key: Any) -> Any:
        """The table of a key, or None."""
        return self._tables.get(key, (None, None))[0]

    def keep(self, key: Any, table: Any, numbers: int, of: Any) -> None:
        """Keep a table, and what it is of: the key may hold its id."""
        if self._numbers + numbers > _MOST_NUMBERS:
            self._tables.clear()
            self._numbers = 0
        self._tables[key] = (table, of)
        self._numbers += numbers


def recipe_of(plan: Plan, seed: int, like: Plan | None = None) -> Recipe:
    """The recipe of a plan, kept for the plans last used; `like`: a plan that shares most of its variables."""
    key = (id(plan), seed)
    known = _RECENT.get(key)
    if known is not None and known.plan is plan:
        _RECENT.move_to_end(key)
        return known
    _RECENT[key] = recipe = Recipe(plan, seed, None if like is None else recipe_of(like, seed))
    if len(_RECENT) > _KEPT:
        _RECENT.popitem(last=False)
    return recipe


_KEPT = 8
_MOST_NUMBERS = 1 << 21  # in kept tables, thrice over: 50 MB
_RECENT: OrderedDict[tuple[int, int], Recipe] = OrderedDict()


def intervened(plan: Plan, size: int, values: Mapping[str, Any]) -> dict[str, NDArray[Any]]:
    """Columns that hold one given value each, already checked and coded."""
    return {name: np.full(size, value, dtype_of(plan.variable(name))) for name, value in values.items()}


def _reads(variable: Variable) -> frozenset[str]:
    names = set(parents_of(variable.law))
    names.update(name for name in (variable.part_of, variable.cap) if name is not None)
    return frozenset(names)


def _owner_is_there(variable: Variable, parents: Columns) -> Bools | None:
    """Where the symptom, medication or the like is that a part belongs to."""
    if variable.part_of is None:
        return None
    owner = parents.column(variable.part_of)
    return is_true(owner) if owner.values.dtype == np.bool_ else owner.known
