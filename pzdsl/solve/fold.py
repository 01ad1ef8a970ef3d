"""Which rules can be folded into tables exactly, and the tables: a plan's rules solved, or left to rejection.

A rule is folded when everything it is drawn from can be cut into cells without loss: a number that enters arithmetic
needs a grid of few enough values, and no law may tie it to a clock, a cap or a copula. What cannot be folded, or would
need a table over the budget, is left to rejection of whole records, which is exact as well and only costs draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from pzdsl.plan.expression import variables_of
from pzdsl.samples.recipe import Recipe
from pzdsl.samples.reject import Sieve
from pzdsl.solve.cells import MOST_POINTS, Cells, cells_of, points_in
from pzdsl.solve.cuts import Cuts, cuts_of_condition, cuts_of_law, is_number
from pzdsl.solve.eliminate import LARGEST_TABLE, Elimination, TooLarge, eliminate, elimination_order
from pzdsl.solve.factors import Factor, LawTable, law_table, rule_factor


@dataclass(frozen=True, slots=True)
class Left:
    """A rule that was not folded, and why."""

    sieve: Sieve
    why: str


@dataclass(frozen=True, slots=True)
class Folded:
    """A plan with some of its rules solved."""

    folded: tuple[Sieve, ...]  # they hold by construction
    left: tuple[Left, ...]
    order: tuple[str, ...]  # the variables drawn from cells, each after its parents
    parents: dict[str, tuple[str, ...]]
    cells: dict[str, Cells]
    laws: dict[str, LawTable]
    elimination: Elimination

    @property
    def probability(self) -> float:
        """P(all folded rules) under the priors."""
        return self.elimination.total


def fold(recipe: Recipe, sieves: Sequence[Sieve], *, last: str | None = None) -> Folded:
    """Fold as many sieves as can be; drops the costliest until the tables fit.

    Args:
        recipe: The laws.
        sieves: What patients must pass: rules, the prevalence, filters, and the supports of fallible laws.
        last: A variable to be kept in cells and eliminated last, so that its marginal is the first conditional.
    """
    left: list[Left] = []
    chosen: list[Sieve] = []
    for sieve in sieves:
        why = hindrance(sieve, recipe)
        if why is None:
            chosen.append(sieve)
        else:
            left.append(Left(sieve, why))
    layout = _layout(recipe, chosen, last)
    while not isinstance(layout, _Layout):
        for sieve in layout:
            chosen.remove(sieve)
            left.append(Left(sieve, "its table would be over the budget"))
        layout = _layout(recipe, chosen, last)
    return _solved(recipe, chosen, left, layout)


def hindrance(sieve: Sieve, recipe: Recipe, read_also: str | None = None) -> str | None:
    """Why a condition cannot be folded without loss, or None."""
    names = _targets(sieve, recipe)
    for name in sorted(names):
        if recipe.plan.variable(name).cap is not None:
            return f"`{name}` is bounded by another time"
        if recipe.is_correlated(name):
            return f"`{name}` is drawn together with its panel"
    found = _cuts([sieve], names, recipe)
    if read_also is not None:
        found.read.add(read_also)
    for name in sorted(found.read):
        if not is_number(recipe.plan.variable(name)):
            continue
        count = points_in(recipe.plan.variable(name))
        if count is None:
            return f"`{name}` is read as a number and has no grid"
        if count > MOST_POINTS:
            return f"`{name}` is read as a number and has {count} values"
    return None


def _targets(sieve: Sieve, recipe: Recipe) -> frozenset[str]:
    """All that a sieve depends on; of a support, the variable itself."""
    return recipe.descent(frozenset({sieve.name}) if sieve.expr is None else variables_of(sieve.expr))


def _cuts(sieves: Sequence[Sieve], names: frozenset[str], recipe: Recipe) -> Cuts:
    found = Cuts()
    for sieve in sieves:
        if sieve.expr is not None:
            cuts_of_condition(sieve.expr, recipe.plan, found)
    for name in names:
        cuts_of_law(recipe.plan.variable(name).law, recipe.plan, found)
    return found


@dataclass(frozen=True, slots=True)
class _Layout:
    """The cells of all variables concerned, and an order in which eliminating them fits the budget."""

    order: tuple[str, ...]
    parents: dict[str, tuple[str, ...]]
    cells: dict[str, Cells]
    elimination: tuple[str, ...]


def _layout(recipe: Recipe, chosen: Sequence[Sieve], last: str | None) -> _Layout | list[Sieve]:
    """How to solve the chosen sieves, by sizes alone; or those that have to go before anything fits."""
    plan = recipe.plan
    names = frozenset[str]().union(*(_targets(sieve, recipe) for sieve in chosen))
    if last is not None:
        names |= recipe.descent(frozenset({last}))
    found = _cuts(chosen, names, recipe)
    if last is not None:
        found.read.add(last)
    order = tuple(v.name for v in plan.variables if v.name in names)
    cells: dict[str, Cells] = {}
    parents: dict[str, tuple[str, ...]] = {}
    for name in order:
        variable = plan.variable(name)
        parents[name] = tuple(sorted(recipe.reads[name]))
        may_lack = variable.part_of is not None or any(cells[p].may_lack for p in parents[name])
        cells[name] = cells_of(variable, found.cuts.get(name, ()), is_number(variable) and name in found.read, may_lack)
    sizes = {name: cells[name].size for name in order}
    for name in order:
        if prod(sizes[n] for n in (name, *parents[name])) > LARGEST_TABLE:
            hit = [sieve for sieve in chosen if name in _targets(sieve, recipe)]
            if not hit:
                raise TooLarge((name, *parents[name]))  # the law of `last` itself
            return hit
    scopes = [(*parents[name], name) for name in order]
    for sieve in chosen:
        if sieve.expr is not None:
            read = tuple(sorted(variables_of(sieve.expr)))
            if prod(sizes[n] for n in read) > LARGEST_TABLE:
                return [sieve]
            scopes.append(read)
    try:
        return _Layout(order, parents, cells, elimination_order(scopes, sizes, last))
    except TooLarge as error:
        if not chosen:
            raise
        return [_costliest(chosen, error.names, recipe)]


def _solved(recipe: Recipe, chosen: Sequence[Sieve], left: Sequence[Left], layout: _Layout) -> Folded:
    cells, parents = layout.cells, layout.parents
    laws = {name: law_table(name, list(parents[name]), cells, recipe) for name in layout.order}
    factors: list[Factor] = [law.factor for law in laws.values()]
    for sieve in chosen:
        if sieve.expr is not None:
            factors.append(rule_factor(sieve.expr, sieve.must_be_known, cells, recipe))
    elimination = eliminate(factors, layout.elimination)
    return Folded(tuple(chosen), tuple(left), layout.order, parents, cells, laws, elimination)


def _costliest(chosen: Sequence[Sieve], names: tuple[str, ...], recipe: Recipe) -> Sieve:
    """The sieve that reaches most of the variables of a table that is too large."""
    scope = set(names)

    def reach(sieve: Sieve) -> tuple[int, int]:
        read = frozenset({sieve.name}) if sieve.expr is None else variables_of(sieve.expr)
        return len(read & scope), len(recipe.descent(read) & scope)

    return max(chosen, key=reach)
