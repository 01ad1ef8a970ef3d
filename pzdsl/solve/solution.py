"""What is told of a solved plan, and what stops it before a draw is made."""

from __future__ import annotations

import numpy as np

from pzdsl.errors import NotExact, Unsatisfiable
from pzdsl.plan.expression import Expr
from pzdsl.plan.plan import Plan
from pzdsl.plan.solution import LeftOver, Solution
from pzdsl.samples.draw import finder_of
from pzdsl.samples.keyed import places_of
from pzdsl.samples.recipe import recipe_of
from pzdsl.samples.reject import Rejection, sieves_of
from pzdsl.solve.draw import Solved
from pzdsl.solve.engine import exact, folded_of

_DRAWS = 20_000


def solve(plan: Plan) -> Solution:
    """How a plan is solved, with the acceptance predicted from 20,000 draws; the same for every seed."""
    return solution_of(finder_of(plan, 0, None, exact))


def solution_of(finder: Rejection) -> Solution:
    """The same of an engine that is ready."""
    assert isinstance(finder, Solved)
    folded, acceptance = finder.folded, 1.0
    if not folded.is_exact:
        ids = np.arange(_DRAWS)
        zero = Solved(recipe_of(finder.recipe.plan, 0), (), folded)
        with np.errstate(all="ignore"):
            acceptance = round(zero.run(places_of(ids, np.zeros_like(ids))).size / _DRAWS, 4)
    return Solution(
        exactness="exact" if folded.is_exact else "conditional rejection" if folded.left else "corrected",
        acceptance=acceptance,
        folded=tuple(dict.fromkeys(sieve.name for sieve in folded.folded)),
        corrected=tuple(dict.fromkeys((*(sieve.name for sieve in folded.corrected), *folded.bounded))),
        left=tuple(
            LeftOver(rule=name, why=why)
            for name, why in dict.fromkeys((left.sieve.name, left.why) for left in folded.left)
        ),
    )


def unsatisfiable(finder: Rejection, where: Expr | None) -> None:
    """Raises Unsatisfiable where the tables prove that nobody passes: before a single draw."""
    if not isinstance(finder, Solved) or finder.folded.probability > 0:
        return
    plan, about = finder.recipe.plan, ""
    if where is None:
        raise Unsatisfiable(f"no patient meets all rules of {plan.name}{_blame(plan)}")
    with np.errstate(all="ignore"):
        plain = folded_of(finder.recipe, sieves_of(finder.recipe, constraints=True, where=None))
    if plain.probability > 0:
        about = f"no patient of {plan.name} meets the condition; it contradicts the rules, or the ranges of variables"
        raise Unsatisfiable(about)
    raise Unsatisfiable(f"no patient meets all rules of {plan.name}, with or without the condition{_blame(plan)}")


def _blame(plan: Plan) -> str:
    """Rules of which each alone lets patients through again if it goes."""
    recipe = recipe_of(plan, 0)
    sieves = sieves_of(recipe, constraints=True, where=None)
    names = []
    with np.errstate(all="ignore"):
        for rule in (*plan.cohort, *plan.constraints):
            rest = [sieve for sieve in sieves if sieve.name != rule.name or sieve.expr is None]
            if folded_of(recipe, rest).probability > 0:
                names.append(rule.name)
    if not names:
        return "; more than one rule would have to go"
    listed = ", ".join(f"`{name}`" for name in names)
    return f"; without {listed} there would be some" if len(names) == 1 else f"; without any one of {listed} some would"


def check_exact(plan: Plan, engine: str, finder: Rejection | None) -> None:
    """Raises NotExact under conditional rejection, with the rules that could not be folded."""
    if engine != "exact":
        raise NotExact(f"--require-exact asks for the exact engine, and the engine is {engine}")
    if not isinstance(finder, Solved) or not finder.folded.left:
        return
    left = dict.fromkeys((one.sieve.name, one.why) for one in finder.folded.left)
    rules = "\n".join(f"    `{name}`: {why}" for name, why in left)
    raise NotExact(
        f"{plan.name} is drawn by conditional rejection, since these could not be folded:\n{rules}\n"
        "    help: let the rule read variables with a table (a category, a count, a number with a range and a coarser "
        "precision), draw its exams outside a panel with correlations, or leave out --require-exact: the law is the "
        "same, and draws are rejected"
    )
