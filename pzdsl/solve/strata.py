"""Strata under the exact engine: the rules are folded once, and each stratum is one more unary factor for each of its
variables. So a stratum costs the same to draw from, however rare it is, and its share follows from the same tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from pzdsl.errors import UsageError
from pzdsl.plan.expression import And, Expr, variables_of
from pzdsl.plan.plan import Plan, StratumBy
from pzdsl.rules import Bools, Column, evaluate, is_true
from pzdsl.samples.distributions import F64
from pzdsl.samples.keyed import places_of
from pzdsl.samples.recipe import Recipe, recipe_of
from pzdsl.samples.reject import Rejection, Sieve, sieves_of
from pzdsl.samples.strata import cell_names, condition_of, inside_of, product_of
from pzdsl.solve.cells import Product
from pzdsl.solve.draw import Solved
from pzdsl.solve.eliminate import eliminate
from pzdsl.solve.engine import folded_of
from pzdsl.solve.factors import Factor
from pzdsl.solve.fold import Folded, Left
from pzdsl.solve.query import share_of

_DRAWS = 20_000  # in each stratum, where tables alone do not give its share


@dataclass(frozen=True, slots=True)
class Stratum:
    """One cell of a stratification: its name, what each variable is in it, and its share of the patients."""

    name: str
    values: tuple[str, ...]
    condition: Expr
    share: float


class Strata:
    """The strata of a plan, given a filter.

    `strata`: all of them, in order; an impossible one has share 0. `is_exact`: shares follow from tables alone; else
    `error` is how far any may be off, but for one case in 1e9.
    """

    def __init__(self, plan: Plan, by: Sequence[StratumBy], where: Expr | None = None) -> None:
        self.plan, self.by, self.where = plan, tuple(by), where
        recipe = recipe_of(plan, 0)
        inside = [*((where,) if where is not None else ()), *(inside_of(plan, one) for one in by)]
        with np.errstate(all="ignore"):
            self._sieves = sieves_of(recipe, constraints=True, where=And(args=tuple(inside)))
            self._folded = folded_of(recipe, self._sieves)
            conditions = [condition_of(plan, by, cell) for cell in product_of(plan, by)]
            self._parts = [self._narrowed(condition, recipe) for condition in conditions]
            masses = np.array([eliminate(part.factors, part.elimination_order).total for part in self._parts])
            self.is_exact, self.error = self._folded.is_exact and all(part.is_exact for part in self._parts), 0.0
            shares = masses
            if not self.is_exact:
                accepted = np.array([self._accepted(i) if masses[i] > 0 else 0 for i in range(len(masses))])
                shares = masses * accepted / _DRAWS
        total = float(shares.sum())
        if total > 0:
            if not self.is_exact:
                self.error = _error(masses, accepted, total)
            shares = shares / total
        self.strata = [
            Stratum("/".join(names), names, condition, float(share))
            for names, condition, share in zip(cell_names(plan, by), conditions, shares, strict=True)
        ]
        if total == 0:
            raise UsageError(
                f"no patient of {plan.name} is in any stratum"
                + ("" if where is None else " under the condition given")
                + "; see `pzc explain`"
            )

    def finder(self, i: int, seed: int, engine: str) -> Rejection:
        """What finds the patients of one stratum; the same law with either engine."""
        recipe = recipe_of(self.plan, seed)
        with np.errstate(all="ignore"):
            if engine == "exact":
                return Solved(recipe, self._sieves, self._parts[i])
            condition = self.strata[i].condition
            where = condition if self.where is None else And(args=(self.where, condition))
            return Rejection(recipe, sieves_of(recipe, constraints=True, where=where))

    def _narrowed(self, condition: And, recipe: Recipe) -> Folded:
        """The folded plan within one stratum."""
        factors: list[Factor] = []
        untidy: list[Left] = []
        cells = self._folded.cells
        for part in condition.args:
            (name,) = variables_of(part)
            factor = _unary(part, name, self._folded, recipe) if name in cells and name in self._folded.order else None
            if factor is None:
                sieve = Sieve("stratum", part, recipe.descent(frozenset({name})), True)
                untidy.append(Left(sieve, f"`{name}` has no cells"))
            else:
                factors.append(factor)
        return replace(self._folded, factors=(*self._folded.factors, *factors), left=(*self._folded.left, *untidy))

    def _accepted(self, i: int) -> int:
        ids = np.arange(_DRAWS)
        solved = Solved(recipe_of(self.plan, 0), self._sieves, self._parts[i])
        return solved.run(places_of(ids, np.zeros_like(ids))).size


def _unary(part: Expr, name: str, folded: Folded, recipe: Recipe) -> Factor | None:
    """1 for the cells that lie in a stratum; None where some cell lies partly in it."""
    own = folded.cells[name]
    product = Product(recipe.plan, [own])
    passes = is_true(evaluate(part, product))
    if not own.single.all():
        atoms = part.args if isinstance(part, And) else (part,)
        for atom in atoms:  # each is a threshold, so what is the same at both ends is the same between them
            low, high = (_at(atom, name, values, recipe.plan) for values in (own.bottoms, own.tops))
            if (low != high).any():
                return None
        passes[: len(own.values)] = _at(part, name, own.bottoms, recipe.plan)
    return Factor((name,), passes.astype(np.float64))


class _Values:
    """A single column."""

    def __init__(self, plan: Plan, name: str, values: F64) -> None:
        self.plan, self.size, self._name, self._values = plan, len(values), name, values

    def column(self, name: str) -> Column:
        """It."""
        assert name == self._name
        return Column(self._values)


def _at(part: Expr, name: str, values: F64, plan: Plan) -> Bools:
    return is_true(evaluate(part, _Values(plan, name, values)))


def _error(masses: F64, accepted: NDArray[np.int64], total: float) -> float:
    """How far a share may be off: every stratum's acceptance at the ends of its interval."""
    spans = [share_of(int(count), _DRAWS) for count in accepted]
    low = np.array([mass * span.low for mass, span in zip(masses, spans, strict=True)])
    high = np.array([mass * span.high for mass, span in zip(masses, spans, strict=True)])
    shares = masses * accepted / _DRAWS / total
    up = high / np.maximum(high + low.sum() - low, 1e-300) - shares
    down = shares - low / np.maximum(low + high.sum() - high, 1e-300)
    return float(max(up.max(), down.max()))
