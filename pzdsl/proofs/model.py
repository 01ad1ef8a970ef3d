"""`Model`: all of a plan as tables over cells, from which rules and laws can be left out one by one.

One folding serves every question: what is asked with other rules is another elimination of the same tables. Upper
bounds that come to nothing prove that something never happens; nothing is claimed from them otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from math import prod

import numpy as np

from pzdsl.plan.expression import Compare, Expr, Member, Not, Num, Or, Var, variables_of
from pzdsl.plan.law import Interval
from pzdsl.plan.plan import Plan, Variable
from pzdsl.proofs.marginals import Marginals, Sums
from pzdsl.samples.recipe import recipe_of
from pzdsl.samples.reject import Sieve, sieves_of
from pzdsl.solve.bounds import bounded_rule
from pzdsl.solve.draw import Solved
from pzdsl.solve.eliminate import LARGEST_TABLE
from pzdsl.solve.factors import Factor, rule_factor
from pzdsl.solve.fold import fold

NOTHING = 1e-15  # a share below it is never drawn: it is less than the rounding of a distribution function
_GUARD = 1e-280  # bounded tables hold 1e-300 for nothing


class Model:
    """The tables of a plan whose rules all hold surely; soft constraints and holds are no part of it."""

    def __init__(self, plan: Plan, *, whole: bool = True) -> None:
        """`whole`: with every variable; otherwise only what rules depend on, in finer cells."""
        self.original, self.plan = plan, hard(plan)
        self.recipe = recipe_of(self.plan, 0)
        self.rules = {rule.name: rule for rule in (*self.plan.cohort, *self.plan.constraints)}
        self._sieves = sieves = sieves_of(self.recipe, constraints=True, where=None)
        probes = [self._probe(v) for v in self.plan.variables] if whole else []
        probes += [self._probe(v, e) for v in self.plan.variables for e in cutting(v)] if whole else []
        with np.errstate(all="ignore"):
            self.folded = fold(self.recipe, [*sieves, *probes])
        assert self.folded.layout is not None
        self.layout = self.folded.layout
        self.cells = self.folded.cells
        count = len(self.folded.order)
        self.laws = dict(zip(self.folded.order, self.folded.factors[:count], strict=True))
        self.tests = [
            (sieve, factor)
            for sieve, factor in zip(self.folded.owners, self.folded.factors[count:], strict=True)
            if not sieve.name.startswith(_PROBE)
        ]
        self.unread = [left.sieve for left in self.folded.left if not left.sieve.name.startswith(_PROBE)]
        self._sums = Sums(self.folded.elimination_order)
        self._kept: dict[tuple[frozenset[str], bool], Marginals] = {}
        self._lowered: dict[int, Factor] = {}
        self._lowest: dict[frozenset[str], float] = {}
        self._events: dict[tuple[Expr, bool], Factor | None] = {}

    def _probe(self, variable: Variable, expr: Expr | None = None) -> Sieve:
        """What always holds, and brings a variable and its cuts into the tables."""
        expr = expr or _anything(variable)
        return Sieve(_PROBE + variable.name, Or(args=(expr, Not(x=expr))), self.recipe.descent(variables_of(expr)))

    @property
    def is_weighed(self) -> bool:
        """Whether soft constraints or holds weigh the patients, of which these tables know nothing."""
        return self.plan is not self.original

    # --- weights

    @cached_property
    def constraints(self) -> tuple[str, ...]:
        """The names of the constraints, in order."""
        return tuple(rule.name for rule in self.plan.constraints)

    def factors(self, without: Collection[str] = (), free: Collection[str] = ()) -> list[Factor]:
        """The tables but for those of some rules; variables that are `free` may take any value."""
        laws = [factor for name, factor in self.laws.items() if name not in free]
        return [*laws, *(f for sieve, f in self.tests if sieve.expr is None or sieve.name not in without)]

    def total(self, without: Collection[str] = (), free: Collection[str] = (), extra: Sequence[Factor] = ()) -> float:
        """An upper bound of the weight of all rules but some, together with events."""
        return self._sums.total([*self.factors(without, free), *extra])

    def lowest(self, without: Collection[str] = ()) -> float:
        """A lower bound of the same weight."""
        if any(sieve.expr is None or sieve.name not in without for sieve in self.unread):
            return 0.0
        key = frozenset(without)
        if key not in self._lowest:
            self._lowest[key] = self._sums.total(self._lower(without))
        return self._lowest[key]

    def _lower(self, without: Collection[str]) -> list[Factor]:
        """The lower bounds of the tables but for those of some rules, each the same object every time."""
        return [self._lowered.setdefault(id(f), f.lowered()) for f in self.factors(without)]

    def is_nothing(self, weight: float, of: float | None = None) -> bool:
        """Whether an upper bound of a weight proves that it is none."""
        return weight <= max(_GUARD, NOTHING * (self.least if of is None else of))

    @cached_property
    def least(self) -> float:
        """The least that all rules together can weigh."""
        return self.lowest()

    def marginals(self, without: Collection[str] = ()) -> Marginals:
        """The joint upper bounds under all rules but some."""
        key = frozenset(without), False
        if key not in self._kept:
            self._kept[key] = self._sums.marginals(self.factors(without))
        return self._kept[key]

    def lowered_marginals(self, without: Collection[str] = ()) -> Marginals | None:
        """The joint lower bounds; None where they are nothing."""
        if not self.lowest(without) > 0:
            return None
        key = frozenset(without), True
        if key not in self._kept:
            self._kept[key] = self._sums.marginals(self._lower(without))
        return self._kept[key]

    # --- events

    def event(self, expr: Expr, must_be_known: bool = True) -> Factor | None:
        """Where a condition can hold, and must, over the cells that it depends on; None where it has none."""
        if (expr, must_be_known) not in self._events:
            self._events[expr, must_be_known] = self._event(expr, must_be_known)
        return self._events[expr, must_be_known]

    def _event(self, expr: Expr, must_be_known: bool) -> Factor | None:
        sieve = Sieve("event", expr, frozenset(), must_be_known)
        if any(name not in self.cells and name not in self.layout.computed for name in variables_of(expr)):
            return None
        with np.errstate(all="ignore"):
            if all(name in self.cells and self.cells[name].single.all() for name in variables_of(expr)):
                return rule_factor(expr, must_be_known, self.cells, self.recipe)
            names = self.layout.scope_of(sieve)
            if prod(self.cells[name].size for name in names) > LARGEST_TABLE:
                return None
            found = bounded_rule(sieve, self.layout, self.recipe, names)  # an event may cut where no cell ends
        assert found.lower is not None
        return Factor(found.names, found.table) if (found.table == found.lower).all() else found

    def weight(self, event: Factor, without: Collection[str] = ()) -> float | None:
        """An upper bound of the weight of an event under all rules but some; None where its table is too large."""
        found = self.marginals(without).weight(event)
        if found is not None:
            return found
        return self.total(without, extra=[event]) if self._fits([event]) else None

    def weight_apart(self, events: Sequence[Factor], without: Collection[str]) -> float | None:
        """The same for several events together, without keeping what is found on the way."""
        return self.total(without, extra=events) if self._fits(events) else None

    def _fits(self, extra: Sequence[Factor]) -> bool:
        sizes = {name: cells.size for name, cells in self.cells.items()}
        pending = [frozenset(f.names) for f in (*self.laws.values(), *(f for _, f in self.tests), *extra)]
        for name in self.folded.elimination_order:
            joint = frozenset[str]().union(*(scope for scope in pending if name in scope))
            if prod(sizes[n] for n in joint) > 4 * LARGEST_TABLE:
                return False
            pending = [scope for scope in pending if name not in scope]
            pending.append(joint - {name})
        return True

    def joint_weight(self, laws: Collection[str], events: Sequence[Factor]) -> float:
        """An upper bound of the weight of events under some laws alone, every other variable left free."""
        chosen = [*(self.laws[name] for name in laws), *events]
        return self._sums.total(chosen)

    def solved(self, without: Collection[str] = (), seed: int = 0) -> Solved:
        """What draws patients from these tables, under all rules but some."""

        def is_kept(sieve: Sieve) -> bool:
            return not sieve.name.startswith(_PROBE) and (sieve.expr is None or sieve.name not in without)

        folded = replace(
            self.folded,
            folded=tuple(filter(is_kept, self.folded.folded)),
            corrected=tuple(filter(is_kept, self.folded.corrected)),
            left=tuple(left for left in self.folded.left if is_kept(left.sieve)),
            factors=tuple(self.factors(without)),
            owners=tuple(sieve for sieve, _ in self.tests if sieve.expr is None or sieve.name not in without),
        )
        with np.errstate(all="ignore"):
            return Solved(recipe_of(self.plan, seed), (), folded)

    @cached_property
    def is_exact(self) -> bool:
        """Whether the tables are the probabilities themselves."""
        return not self.unread and all(factor.lower is None for factor in self.factors())

    def broken(self, name: str) -> list[Factor] | None:
        """Where each part of a rule can be broken; None where a part has no table."""
        found = []
        for part in self._sieves:
            if part.expr is None or part.name != name:
                continue
            test = next((factor for sieve, factor in self.tests if sieve is part), None)
            if test is None or part.must_be_known:
                event = self.event(Not(x=part.expr))
            else:  # its table says where it may hold, and must: it can be broken where it need not hold
                least = test.table if test.lower is None else test.lower
                event = Factor(test.names, 1 - least, None if test.lower is None else 1 - test.table)
            if event is None:
                return None
            found.append(event)
        return found


_PROBE = "probe of "


def hard(plan: Plan) -> Plan:
    """The same plan, with the constraints alone that always hold."""
    if not plan.holds and all(rule.soft is None for rule in plan.constraints):
        return plan
    kept = tuple(rule for rule in plan.constraints if rule.soft is None)
    return plan.model_copy(update={"constraints": kept, "holds": ()})


def _anything(variable: Variable) -> Expr:
    match variable.type:
        case "boolean":
            return Var(name=variable.name)
        case "category":
            return Member(name=variable.name, categories=(variable.categories[0].name,))
        case _:
            return Compare(op=">=", a=Var(name=variable.name), b=Num(value=variable.low or 0.0))


def cutting(variable: Variable) -> Iterable[Expr]:
    """The conditions of a variable's bands, whose ends must be cuts."""
    for reference in variable.references:
        if isinstance(reference.band, Interval):
            yield inside(variable.name, reference.band)
        if reference.when is not None:
            yield reference.when


def inside(name: str, interval: Interval) -> Expr:
    """That a number lies in an interval."""
    from pzdsl.plan.expression import And

    tests: list[Expr] = []
    if interval.low is not None:
        tests.append(Compare(op=">" if interval.low_open else ">=", a=Var(name=name), b=Num(value=interval.low)))
    if interval.high is not None:
        tests.append(Compare(op="<" if interval.high_open else "<=", a=Var(name=name), b=Num(value=interval.high)))
    return tests[0] if len(tests) == 1 else And(args=tuple(tests))
