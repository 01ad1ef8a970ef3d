"""Which variables get cells and how fine, before any table is made: sizes alone decide what fits.

A number that only thresholds test is cut at them. One that laws or rules read as a number gets all values of its grid,
or, where these are too many or there are none, some tens of cells; what then differs within cells is bounded. A law
that cannot be bounded has no cells, and a rule that reads it is relaxed to what its range allows.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from pzdsl.plan.expression import variables_of
from pzdsl.plan.law import CourseClock, Derived
from pzdsl.plan.plan import Variable
from pzdsl.rules import evaluate, is_false, is_true
from pzdsl.samples.columns import Drawn
from pzdsl.samples.distributions import F64
from pzdsl.samples.keyed import places_of
from pzdsl.samples.recipe import Recipe
from pzdsl.samples.reject import Sieve
from pzdsl.solve.cells import MOST_POINTS, Cells, cells_of, points_in
from pzdsl.solve.cuts import Cuts, cuts_of_condition, cuts_of_law, is_number
from pzdsl.solve.eliminate import TooLarge, elimination_order
from pzdsl.solve.intervals import Ranges, number_in
from pzdsl.solve.slopes import slope_of_law

FINEST, COARSEST = 64, 8  # cells of a number that is read and not taken value by value
FEW_POINTS = 256  # a number with more values on its grid may be taken in cells where tables grow too large
RARELY = 0.005  # a rule that rejects fewer is the first to go
_PILOT = 2048


@dataclass(frozen=True, slots=True)
class Layout:
    """The variables with cells, each after its parents; what stands in the way of the others; an order that fits."""

    order: tuple[str, ...]
    parents: dict[str, tuple[str, ...]]
    cells: dict[str, Cells]
    slopes: dict[str, dict[str, int]]  # of laws that are bounded: which way each parent that is read moves them
    computed: dict[str, tuple[str, ...]]  # values that follow from others, and the cells that they depend on
    opaque: dict[str, str]
    may_lack: dict[str, bool]
    elimination: tuple[str, ...]

    def scope_of(self, sieve: Sieve) -> tuple[str, ...]:
        """The variables with cells that a rule depends on, those of computed values in their place."""
        return _scope(sieve, self.computed, self.opaque)


class Layouts:
    """Finds a layout for some sieves, coarser and coarser until its tables fit the budget."""

    def __init__(self, recipe: Recipe, budget: int, last: str | None) -> None:
        self.recipe, self._plan, self._budget, self._last = recipe, recipe.plan, budget, last
        self._coarse: dict[str, int] = {}
        self._bases: dict[str, tuple[str, ...]] = {}
        self._pilot: Drawn | None = None
        self._read_by: dict[str, frozenset[str]] = {}  # the numbers that the law of each variable reads
        self._made: dict[tuple[str, int | None], Cells] = {}
        self.may_lack = _may_lack(recipe)

    def find(self, sieves: Sequence[Sieve]) -> Layout:
        """A layout; raises TooLarge where even the coarsest cells do not fit."""
        wanted = self._wanted(sieves)
        self._made.clear()  # other rules, other cuts
        while True:
            layout = self._try(sieves, *wanted)
            if isinstance(layout, Layout):
                return layout
            sizes, names = layout
            name = max((n for n in names if self._can_be_coarser(n)), key=lambda n: (sizes[n], n), default=None)
            if name is None:
                raise TooLarge(names)
            self._coarse[name] = max(min(sizes[name], FINEST * 2) // 2, COARSEST)

    def _can_be_coarser(self, name: str) -> bool:
        if not is_number(self._plan.variable(name)) or name == self._last:
            return False
        if name in self._coarse:
            return self._coarse[name] > COARSEST
        return (points_in(self._plan.variable(name)) or 0) > FEW_POINTS

    def reach(self, sieve: Sieve, names: set[str]) -> tuple[int, bool, int]:
        """How much of a table is due to a rule: what it joins itself, whether it rejects few, what it brings in."""
        read = frozenset({sieve.name}) if sieve.expr is None else variables_of(sieve.expr)
        joined = {base for name in read for base in self._bases.get(name, (name,))}
        brought = len(self.recipe.descent(read) & names)
        return len(joined & names), brought > 0 and self.rejected(sieve) < RARELY, brought

    def rejected(self, sieve: Sieve) -> float:
        """Which share of patients under the priors a rule rejects; 1 for a support."""
        if sieve.expr is None:
            return 1.0
        rows = self.pilot
        truth = evaluate(sieve.expr, rows)
        return float(np.mean(~is_true(truth) if sieve.must_be_known else is_false(truth)))

    @property
    def pilot(self) -> Drawn:
        """Some patients under the priors."""
        if self._pilot is None:
            self._pilot = _pilot_of(self.recipe)
        return self._pilot

    def _wanted(self, sieves: Sequence[Sieve]) -> tuple[frozenset[str], frozenset[str], Cuts]:
        """What is asked for, the variables that it depends on, and where all of them cut."""
        plan, recipe = self._plan, self.recipe
        exprs = [sieve.expr for sieve in sieves if sieve.expr is not None]
        asked = frozenset[str]().union(*(variables_of(expr) for expr in exprs))
        asked |= {sieve.name for sieve in sieves if sieve.expr is None} | ({self._last} if self._last else set())
        names = recipe.descent(frozenset(asked))
        found = Cuts()
        for expr in exprs:
            cuts_of_condition(expr, plan, found)
        for name in names:
            cuts_of_law(plan.variable(name).law, plan, found)
            cap = plan.variable(name).cap
            if cap is not None:
                found.read.add(cap)
        if self._last is not None:
            found.read.add(self._last)
        return asked, names, found

    def _try(
        self, sieves: Sequence[Sieve], asked: frozenset[str], names: frozenset[str], found: Cuts
    ) -> Layout | tuple[dict[str, int], tuple[str, ...]]:
        plan, recipe = self._plan, self.recipe
        cells: dict[str, Cells] = {}
        slopes: dict[str, dict[str, int]] = {}
        opaque: dict[str, str] = {}
        computed: dict[str, tuple[str, ...]] = {}
        for variable in plan.variables:
            name = variable.name
            if name not in names:
                continue
            if is_computed(variable) and not self._is_settled(name, cells, opaque):
                why = next((opaque[p] for p in sorted(recipe.reads[name]) if p in opaque), None)
                if why is not None:
                    opaque[name] = why
                else:
                    computed[name] = _bases(recipe.reads[name], computed)
                continue
            why = self._hindrance(name, cells, opaque, slopes)
            if why is not None:
                opaque[name] = why
                continue
            made = name, self._coarse.get(name)
            if made not in self._made:
                self._made[made] = self._cells(name, found)
            cells[name] = self._made[made]
        self._bases = computed
        kept = recipe.descent(frozenset(name for name in asked if name not in opaque)) - set(computed)
        order = tuple(v.name for v in plan.variables if v.name in kept)
        parents = {name: tuple(sorted(recipe.reads[name])) for name in order}
        sizes = {name: cells[name].size for name in order}
        scopes = [(*parents[name], name) for name in order]
        scopes += [_scope(sieve, computed, opaque) for sieve in sieves]
        for scope in sorted(scopes, key=lambda scope: -prod(sizes[n] for n in scope))[:1]:
            if prod(sizes[n] for n in scope) > self._budget:
                return sizes, scope
        try:
            elimination = elimination_order(scopes, sizes, self._last, self._budget)
        except TooLarge as error:
            return sizes, error.names
        kept_cells = {name: cells[name] for name in order}
        kept_slopes = {name: slopes[name] for name in order if name in slopes}
        return Layout(order, parents, kept_cells, kept_slopes, computed, opaque, self.may_lack, elimination)

    def _hindrance(
        self, name: str, cells: Mapping[str, Cells], opaque: Mapping[str, str], slopes: dict[str, dict[str, int]]
    ) -> str | None:
        """Why a variable has no cells, or None; on the way, which way its law moves where it can only be bounded."""
        recipe, variable = self.recipe, self._plan.variable(name)
        if recipe.is_correlated(name):
            return f"`{name}` is drawn together with its panel"
        for parent in sorted(recipe.reads[name]):
            if parent in opaque:
                return opaque[parent]
            if parent not in cells:
                return f"`{name}` reads `{parent}`, which is computed"
        read = set(self._numbers_read(name))
        if variable.cap is not None:
            read.add(variable.cap)
        moving: dict[str, int] = {}
        for parent in sorted(read):
            if cells[parent].single.all():
                continue
            slope = slope_of_law(variable, parent, self._plan)
            if slope is None:
                return f"the law of `{name}` cannot be bounded between two values of `{parent}`"
            moving[parent] = slope
        if moving:
            slopes[name] = moving
        return None

    def _is_settled(self, name: str, cells: Mapping[str, Cells], opaque: Mapping[str, str]) -> bool:
        """Whether a computed value is the same all over each combination of its parents' cells."""
        if any(parent not in cells for parent in self.recipe.reads[name]):
            return False
        return all(cells[n].single.all() for n in self._numbers_read(name))

    def _numbers_read(self, name: str) -> frozenset[str]:
        """The numbers whose very value the law of a variable reads."""
        if name not in self._read_by:
            found = Cuts()
            cuts_of_law(self._plan.variable(name).law, self._plan, found)
            self._read_by[name] = frozenset(n for n in found.read if is_number(self._plan.variable(n)))
        return self._read_by[name]

    def _cells(self, name: str, found: Cuts) -> Cells:
        variable, may_lack = self._plan.variable(name), self.may_lack[name]
        cuts = found.cuts.get(name, set())
        if not is_number(variable) or name not in found.read:
            return cells_of(variable, cuts, False, may_lack)
        points = points_in(variable)
        if name == self._last and (points is None or points > MOST_POINTS):
            raise TooLarge((name,))
        if points is not None and points <= MOST_POINTS and name not in self._coarse:
            return cells_of(variable, cuts, True, may_lack)
        count = self._coarse.setdefault(name, FINEST)
        edges = {(float(edge), False) for edge in self._edges(name, count)}
        return cells_of(variable, cuts | edges, False, may_lack)

    def _edges(self, name: str, count: int) -> F64:
        """Half of the edges where values are frequent, half evenly over where they are at all."""
        values, known = self.pilot.column(name)
        values = values if known is None else values[known]
        if not len(values):
            values = np.zeros(1)
        half = count // 2
        levels = np.quantile(values, np.arange(1, half) / half)
        low, high = np.quantile(values, [0.001, 0.999])
        return np.unique(np.concatenate([levels, np.linspace(low, high, half)]))


def _pilot_of(recipe: Recipe) -> Drawn:
    """Some patients under the priors, the same for every seed: cells must not depend on it."""
    fixed = copy.copy(recipe)
    fixed.seed, fixed._keys = 0, {}
    ids = np.arange(_PILOT)
    places, rows = places_of(ids, np.zeros_like(ids)), Drawn(recipe.plan, _PILOT)
    with np.errstate(all="ignore"):
        for variable in recipe.plan.variables:
            column, _ = fixed.draw(variable.name, places, rows)
            rows.columns[variable.name] = column.values
            if column.known is not None:
                rows.defined[variable.name] = column.known
    return rows


def _bases(names: Iterable[str], computed: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({base for name in names for base in computed.get(name, (name,))}))


def _scope(sieve: Sieve, computed: Mapping[str, tuple[str, ...]], opaque: Mapping[str, str]) -> tuple[str, ...]:
    if sieve.expr is None and sieve.name not in computed:
        return ()  # its law has a table, or none
    read = frozenset({sieve.name}) if sieve.expr is None else variables_of(sieve.expr)
    return _bases((name for name in read if name not in opaque), computed)


def _may_lack(recipe: Recipe) -> dict[str, bool]:
    lack: dict[str, bool] = {}
    for variable in recipe.plan.variables:
        lack[variable.name] = variable.part_of is not None or any(lack[p] for p in recipe.reads[variable.name])
    return lack


def always_has_value(name: str, recipe: Recipe) -> bool:
    """Whether the declared ranges of its parents keep a computed value in its own."""
    variable = recipe.plan.variable(name)
    if not isinstance(variable.law, Derived) or variable.law.noise is not None or not is_number(variable):
        return False
    low, high, _, unknown = number_in(variable.law.expr, Ranges(recipe.plan, _may_lack(recipe)))
    bottom = -np.inf if variable.low is None else variable.low
    top = np.inf if variable.high is None else variable.high
    return bool(~unknown & (low >= bottom) & ((high < top) if variable.high_open else (high <= top)))


def is_computed(variable: Variable) -> bool:
    """Whether a value follows from its parents."""
    law = variable.law
    return isinstance(law, CourseClock) or (isinstance(law, Derived) and law.noise is None)
