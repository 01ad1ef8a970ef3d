"""Rules solved as tables over cells: exactly where cells settle them, by bounds elsewhere, and the rest left over.

A rule is *folded* where the cells of what it reads settle it, *corrected* where they only bound it: then patients
are tried on it, and few fail. A rule that reads what has no cells is *left*: its table says what the ranges allow, and
whole records are rejected within that. All three are exact; they differ in how many draws they cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pzdsl.plan.expression import Expr, variables_of
from pzdsl.samples.recipe import Recipe
from pzdsl.samples.reject import Sieve
from pzdsl.solve.bounds import bounded_law, bounded_rule, bounded_support
from pzdsl.solve.cells import Cells
from pzdsl.solve.cuts import Cuts, cuts_of_condition
from pzdsl.solve.eliminate import LARGEST_TABLE, Elimination, TooLarge, eliminate
from pzdsl.solve.factors import Factor, LawTable, law_table, rule_factor, tilt_factor
from pzdsl.solve.layout import Layout, Layouts, always_has_value


@dataclass(frozen=True, slots=True)
class Left:
    """A rule that reads what has no cells, and why; `in_tables`: the tables still bound how often it holds."""

    sieve: Sieve
    why: str
    in_tables: bool = False


@dataclass(frozen=True)
class Folded:
    """A plan with its rules solved as far as can be."""

    folded: tuple[Sieve, ...]  # they hold by construction
    corrected: tuple[Sieve, ...]  # they hold in most draws, and are tried
    left: tuple[Left, ...]
    order: tuple[str, ...]  # the variables drawn from cells, each after its parents
    parents: dict[str, tuple[str, ...]]
    cells: dict[str, Cells]
    laws: dict[str, LawTable]
    factors: tuple[Factor, ...]
    elimination_order: tuple[str, ...]
    owners: tuple[Sieve, ...] = ()  # of each factor after those of the laws: whose it is
    layout: Layout | None = None

    @cached_property
    def elimination(self) -> Elimination:
        """What cells are drawn from; its total is an upper bound of the probability of all rules."""
        return eliminate(self.factors, self.elimination_order)

    @cached_property
    def lowest(self) -> float:
        """A lower bound of the probability of all rules under the priors."""
        if all(factor.lower is None for factor in self.factors) and not self.left:
            return self.probability
        if not all(left.in_tables for left in self.left):
            return 0.0  # what is left might reject everybody
        return eliminate([factor.lowered() for factor in self.factors], self.elimination_order).total

    @property
    def bounded(self) -> tuple[str, ...]:
        """The variables whose laws are only bounded."""
        return tuple(name for name in self.order if self.laws[name].above is None)

    @property
    def is_exact(self) -> bool:
        """Whether no draw is rejected."""
        return not self.left and not self.corrected and not self.bounded

    @property
    def probability(self) -> float:
        """P(all rules) under the priors where `is_exact`, else an upper bound of it."""
        return self.elimination.total


OVER_BUDGET = "its table would be over the budget"


def fold(recipe: Recipe, sieves: Sequence[Sieve], *, last: str | None = None, budget: int = LARGEST_TABLE) -> Folded:
    """Fold as many sieves as can be; coarsens cells, then drops the costliest, until the tables fit.

    Args:
        recipe: The laws.
        sieves: What patients must pass: rules, the prevalence, filters, and the supports of fallible laws.
        last: A variable to be eliminated last, value by value, so that its marginal is the first conditional.
        budget: The most numbers in one table.

    Raises:
        TooLarge: `last` has too many values, or no cells.
    """
    layouts = Layouts(recipe, budget, last)
    idle = [sieve for sieve in sieves if sieve.expr is None and always_has_value(sieve.name, recipe)]
    chosen, dropped = [sieve for sieve in sieves if sieve not in idle], list[Left]()
    while True:
        try:
            layout = layouts.find(chosen)
            break
        except TooLarge as error:
            if not chosen:
                raise
            scope = set(error.names)
            worst = max(chosen, key=lambda sieve: layouts.reach(sieve, scope))
            chosen.remove(worst)
            dropped.append(Left(worst, OVER_BUDGET))
    if last is not None and last in layout.opaque:
        raise TooLarge((last,))
    with np.errstate(all="ignore"):
        return _solved(recipe, chosen, idle, dropped, layout)


def _solved(
    recipe: Recipe, chosen: Sequence[Sieve], idle: Sequence[Sieve], dropped: list[Left], layout: Layout
) -> Folded:
    cells, parents = layout.cells, layout.parents
    laws = {
        name: bounded_law(name, list(parents[name]), layout.slopes[name], cells, recipe)
        if name in layout.slopes
        else _known_table(name, list(parents[name]), cells, recipe)
        for name in layout.order
    }
    factors = [law.factor for law in laws.values()]
    folded, corrected, left, owners = list(idle), list[Sieve](), list[Left](), list[Sieve]()
    for over in dropped:
        if over.sieve.tilt is not None:
            left.append(over)
            continue
        factor = _relaxed(over.sieve, layout, recipe) if over.sieve.expr is not None else None
        if factor is None or factor.lower is None or not factor.lower.any():
            left.append(over)
            continue
        settled = bool((factor.lower == 1).all())
        (folded if settled else corrected).append(over.sieve)
        if not settled:
            factors.append(factor)
            owners.append(over.sieve)
    for sieve in chosen:
        if sieve.expr is None and sieve.name not in layout.computed:
            if sieve.name in layout.opaque:
                left.append(Left(sieve, layout.opaque[sieve.name]))
            else:
                (folded if laws[sieve.name].above is not None else corrected).append(sieve)
            continue
        if sieve.tilt is not None:
            assert sieve.expr is not None
            if not is_settled(sieve.expr, cells, recipe):
                left.append(Left(sieve, "tables only bound what it reads"))
                continue
            factors.append(tilt_factor(sieve.tilt, cells, recipe))
            owners.append(sieve)
            folded.append(sieve)
            continue
        if sieve.expr is not None and is_settled(sieve.expr, cells, recipe):
            factors.append(rule_factor(sieve.expr, sieve.must_be_known, cells, recipe))
            owners.append(sieve)
            folded.append(sieve)
            continue
        factor = (bounded_support if sieve.expr is None else bounded_rule)(sieve, layout, recipe)
        without_cells = [] if sieve.expr is None else [n for n in variables_of(sieve.expr) if n in layout.opaque]
        assert factor.lower is not None
        if (factor.table == factor.lower).all():
            factor = Factor(factor.names, factor.table)
            folded.append(sieve)
        elif without_cells:
            left.append(Left(sieve, layout.opaque[min(without_cells)], in_tables=bool(factor.names)))
        else:
            corrected.append(sieve)
        if factor.names:
            factors.append(factor)
            owners.append(sieve)
    return Folded(
        tuple(folded),
        tuple(corrected),
        tuple(left),
        layout.order,
        parents,
        cells,
        laws,
        tuple(factors),
        layout.elimination,
        tuple(owners),
        layout,
    )


def _known_table(name: str, parents: list[str], cells: dict[str, Cells], recipe: Recipe) -> LawTable:
    """The table of a law, kept with its recipe: most questions cut most variables alike."""
    key = (name, id(recipe.samplers[name]), tuple(cells[n].key for n in (*parents, name)))
    known = recipe.tables.get(key)
    if known is None:
        known = law_table(name, parents, cells, recipe)
        recipe.tables.keep(key, known, known.factor.table.size, recipe.samplers[name])
    assert isinstance(known, LawTable)
    return known


def is_settled(expr: Expr, cells: dict[str, Cells], recipe: Recipe) -> bool:
    """Whether everything that a rule reads has cells, and what it reads as a number is given value by value."""
    if any(name not in cells for name in variables_of(expr)):
        return False
    found = Cuts()
    cuts_of_condition(expr, recipe.plan, found)
    return all(cells[name].single.all() for name in found.read)


def _relaxed(sieve: Sieve, layout: Layout, recipe: Recipe) -> Factor:
    """A rule over what a table joins anyway, whatever the rest of what it reads."""
    assert sieve.expr is not None
    read = variables_of(sieve.expr) & set(layout.order)
    joined = [read & {name, *layout.parents[name]} for name in layout.order]
    names = max(joined, key=lambda common: (len(common), sorted(common)), default=set[str]())
    return bounded_rule(sieve, layout, recipe, tuple(sorted(names)))
