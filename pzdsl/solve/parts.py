"""The part of a folded plan that an event depends on, once what is given has cut the rest off.

A variable that rules pin to one cell no longer links what it stands between. What is not linked to the event has the
same weight whether it happens or not, and cancels out of its probability, however coarsely it is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pzdsl.plan.expression import variables_of
from pzdsl.samples.recipe import Recipe
from pzdsl.samples.reject import Sieve
from pzdsl.solve.eliminate import eliminate
from pzdsl.solve.factors import Factor
from pzdsl.solve.fold import Folded


@dataclass(frozen=True, slots=True)
class PartAbout:
    """Between which numbers the weight of the part lies."""

    low: float
    high: float

    @property
    def is_exact(self) -> bool:
        """Whether they are one."""
        return self.low == self.high


def parts_about(folds: Sequence[Folded], names: frozenset[str], recipe: Recipe) -> list[PartAbout]:
    """The weight of the factors that are linked to some variables, the same ones in every fold."""
    linked, pinned, is_bounded = _linked(folds, names, recipe)
    return [_part(folded, linked, pinned, is_bounded) for folded in folds]


def exact_factors(folded: Folded, names: frozenset[str], recipe: Recipe) -> tuple[list[Factor], tuple[str, ...]]:
    """The factors that some variables are linked to, and which rules and laws among them are only bounded."""
    linked, pinned, _ = _linked([folded], names, recipe)
    chosen = _chosen(folded, linked, pinned)
    tried = [*folded.corrected, *(left.sieve for left in folded.left)]
    vague = {sieve.name for sieve in tried if _links(sieve, recipe) & linked}
    vague |= {factor.names[-1] for factor in chosen if factor.names and factor.lower is not None}
    return chosen, tuple(sorted(vague))


def linked_factors(folded: Folded, names: frozenset[str], recipe: Recipe) -> tuple[list[Factor], bool]:
    """The factors that some variables are linked to, and whether they bound the weight from both sides."""
    linked, pinned, is_bounded = _linked([folded], names, recipe)
    return _chosen(folded, linked, pinned), is_bounded


def _linked(
    folds: Sequence[Folded], names: frozenset[str], recipe: Recipe
) -> tuple[frozenset[str], frozenset[str], bool]:
    """What some variables are linked to, what is pinned to one value, and whether tables bound all of it."""
    pinned = frozenset[str].intersection(*map(_pinned, folds)) - names
    untidy = [left.sieve for folded in folds for left in folded.left if not left.in_tables]
    groups = [frozenset(factor.names) - pinned for folded in folds for factor in folded.factors]
    # a rule that tables only bound may link more than its table joins
    tried = [sieve for f in folds for sieve in (*f.corrected, *(left.sieve for left in f.left))]
    groups += [_links(sieve, recipe) - pinned for sieve in tried]
    linked = names
    while True:
        joined = linked.union(*(group for group in groups if group & linked))
        if joined == linked:
            break
        linked = joined
    is_bounded = all(_links(sieve, recipe).isdisjoint(linked) for sieve in untidy)
    return linked, pinned, is_bounded


def _chosen(folded: Folded, linked: frozenset[str], pinned: frozenset[str]) -> list[Factor]:
    touched = {n for f in folded.factors if linked.intersection(f.names) for n in f.names} & pinned
    # what pins a variable goes along with it
    return [f for f in folded.factors if linked.intersection(f.names) or (len(f.names) == 1 and f.names[0] in touched)]


def _part(folded: Folded, linked: frozenset[str], pinned: frozenset[str], is_bounded: bool) -> PartAbout:
    chosen = _chosen(folded, linked, pinned)
    high = _weight(chosen, folded)
    if all(factor.lower is None for factor in chosen) and is_bounded:
        return PartAbout(high, high)
    return PartAbout(_weight([f.lowered() for f in chosen], folded) if is_bounded else 0.0, high)


def _weight(factors: list[Factor], folded: Folded) -> float:
    left = {name for factor in factors for name in factor.names}
    return eliminate(factors, [name for name in folded.elimination_order if name in left]).total


def _pinned(folded: Folded) -> frozenset[str]:
    """The variables that a rule about them alone leaves one value."""
    found = set()
    for factor in folded.factors:
        if len(factor.names) == 1 and factor.lower is None and np.count_nonzero(factor.table) == 1:
            name, cell = factor.names[0], int(np.argmax(factor.table > 0))
            if cell < len(folded.cells[name].values) and folded.cells[name].single[cell]:
                found.add(name)
    return frozenset(found)


def _links(sieve: Sieve, recipe: Recipe) -> frozenset[str]:
    read = frozenset({sieve.name}) if sieve.expr is None else variables_of(sieve.expr)
    return recipe.descent(read)
