"""Which units any patient can reach: shown by a patient, or excluded by proof; anything between is said to be open."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from pzdsl.coverage.conditions import both, contrary
from pzdsl.coverage.units import Unit
from pzdsl.errors import PzError
from pzdsl.plan.expression import Expr, variables_of
from pzdsl.plan.plan import Plan
from pzdsl.rules import Bools, evaluate, is_false, is_true
from pzdsl.samples import draw
from pzdsl.samples.recipe import recipe_of
from pzdsl.samples.reject import Sieve, sieves_of
from pzdsl.samples.samples import Samples
from pzdsl.solve.draw import Solved
from pzdsl.solve.fold import fold

DRAWS, FEW = 20_000, 200


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether a unit is possible, why, and some who reach it."""

    possible: Literal["yes", "no", "open"]
    why: str
    witnesses: Samples | None = None


class World:
    """Patients of a plan, and those whom only its constraints turn away; drawn once for all units."""

    def __init__(self, plan: Plan, draws: int = DRAWS) -> None:
        self.plan, self._draws = plan, draws

    @cached_property
    def patients(self) -> Samples:
        """Patients."""
        return draw(self.plan, self._draws, engine=Solved)

    @cached_property
    def candidates(self) -> Samples:
        """Those who pass cohort, prevalence and supports; constraints were not asked."""
        return draw(self.plan, self._draws, constraints=False, engine=Solved)

    def reach(self, unit: Unit) -> Reach:
        """Whether anyone reaches a unit."""
        if unit.side == "either":  # a patient shows it, or somebody whom the constraint turns away
            rule = next(rule.expr for rule in self.plan.constraints if rule.name == unit.rule)
            first = self._find(both(unit.reach, rule), constraints=True)
            if first.possible == "yes":
                return first
            second = self._find(both(unit.reach, contrary(rule)), constraints=False)
            return second if second.possible != "no" else first
        return self._find(unit.reach, constraints=unit.side == "satisfied")

    def _find(self, condition: Expr, *, constraints: bool) -> Reach:
        samples = self.patients if constraints else self.candidates
        rows = np.flatnonzero(is_true(evaluate(condition, samples)))
        if len(rows):
            return Reach("yes", "a patient was drawn who reaches it", samples.take(rows[:FEW]))
        if self.is_excluded(condition, constraints=constraints):
            return Reach("no", self._why(condition, constraints))
        try:
            found = draw(self.plan, 20, where=condition, constraints=constraints, engine=Solved)
        except PzError:
            return Reach("open", "no patient was found who reaches it, and no proof that there is none")
        return Reach("yes", "a rare patient reaches it", found)

    def is_excluded(self, condition: Expr, *, constraints: bool) -> bool:
        """Whether the tables prove that nobody is such."""
        recipe = recipe_of(self.plan, 0)
        sieves = sieves_of(recipe, constraints=constraints, where=None)
        extra = Sieve("unit", condition, recipe.descent(variables_of(condition)), True)
        return fold(recipe, [*sieves, extra]).probability == 0

    def _why(self, condition: Expr, constraints: bool) -> str:
        if not constraints:
            return "its probability is 0: the laws, their ranges and the cohort leave nobody"
        rows = is_true(evaluate(condition, self.candidates))
        if not rows.any():
            return "its probability is 0"
        names = [rule.name for rule in self.plan.constraints if self._breaks(rule.expr)[rows].all()]
        return "its probability is 0" + (f": excluded by `{names[0]}`" if names else ": excluded by the constraints")

    def _breaks(self, expr: Expr) -> Bools:
        return is_false(evaluate(expr, self.candidates))
