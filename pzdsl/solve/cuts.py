"""Where a plan's laws and rules cut a number, and which numbers they read as such.

A test of one number against a constant is constant between two cuts. A number that enters arithmetic, or is compared
with another number, is *read*: only its single values will do as cells.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pzdsl.plan.expression import And, Arith, Call, Cat, Compare, Expr, Member, Neg, Not, Num, NumberOf, Or, Var
from pzdsl.plan.law import (
    Bands,
    Bernoulli,
    Bounds,
    Categorical,
    CourseClock,
    Derived,
    Family,
    Interval,
    Law,
    Mixture,
    Odds,
    OddsPer,
    Point,
    Quantiles,
    Table,
)
from pzdsl.plan.plan import Plan, Variable

Cut = tuple[float, bool]  # the test `x > value` (True) or `x >= value` (False)


@dataclass
class Cuts:
    """What was found: the cuts of each number, and the numbers whose very value is read."""

    cuts: dict[str, set[Cut]] = field(default_factory=dict)
    read: set[str] = field(default_factory=set)

    def add(self, name: str, *cuts: Cut) -> None:
        """Cut a number."""
        self.cuts.setdefault(name, set()).update(cuts)


def is_number(variable: Variable) -> bool:
    """Whether a variable is a number or a count."""
    return variable.type in ("number", "count")


def cuts_of_condition(expr: Expr, plan: Plan, found: Cuts) -> None:
    """Collect from a condition, or from a number that counts conditions."""
    match expr:
        case Num() | Cat() | Member():
            return
        case Var(name=name):
            if is_number(plan.variable(name)):
                found.read.add(name)
        case Not(x=x) | Neg(x=x):
            cuts_of_condition(x, plan, found)
        case And(args=args) | Or(args=args) | NumberOf(args=args) | Call(args=args):
            for arg in args:
                cuts_of_condition(arg, plan, found)
        case Arith(a=a, b=b):
            cuts_of_condition(a, plan, found)
            cuts_of_condition(b, plan, found)
        case Compare(op=op, a=Var(name=name), b=Num(value=value)) if is_number(plan.variable(name)):
            found.add(name, *_tests(op, value))
        case Compare(op=op, a=Num(value=value), b=Var(name=name)) if is_number(plan.variable(name)):
            found.add(name, *_tests(_TURNED[op], value))
        case Compare(a=a, b=b):
            cuts_of_condition(a, plan, found)
            cuts_of_condition(b, plan, found)


_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}


def _tests(op: str, value: float) -> tuple[Cut, ...]:
    """The tests whose outcomes decide `x op value`."""
    if op in ("<", ">="):
        return ((value, False),)
    return ((value, True),) if op in ("<=", ">") else ((value, False), (value, True))


def cuts_of_law(law: Law, plan: Plan, found: Cuts) -> None:
    """Collect from a law: what its tables and conditions cut, what its arguments read."""
    match law:
        case Bernoulli() | Point() | Categorical() | Bands():
            return
        case Mixture(parts=parts):
            for part in parts:
                cuts_of_law(part, plan, found)
        case Quantiles(within=within):
            _of_bounds(within, plan, found)
        case Family(args=args, within=within):
            for arg in args.values():
                cuts_of_condition(arg, plan, found)
            _of_bounds(within, plan, found)
        case Table(given=given, rows=rows):
            for row in rows:
                for name, pattern in zip(given, row.patterns or (), strict=row.patterns is not None):
                    if isinstance(pattern, Interval):
                        found.add(name, *_of_interval(pattern))
                cuts_of_law(row.law, plan, found)
        case Odds(base=base, effects=effects):
            cuts_of_law(base, plan, found)
            for effect in effects:
                if isinstance(effect, OddsPer):
                    found.read.add(effect.variable)
                else:
                    cuts_of_condition(effect.condition, plan, found)
        case Derived(expr=expr, noise=noise):
            cuts_of_condition(expr, plan, found)
            if noise is not None:
                cuts_of_law(noise, plan, found)
        case CourseClock(phases=phases):
            found.read.update(("phase_share", *(f"{phase}.lasts" for phase in phases)))


def _of_bounds(within: Bounds | None, plan: Plan, found: Cuts) -> None:
    if within is not None:
        cuts_of_condition(within.low, plan, found)
        cuts_of_condition(within.high, plan, found)


def _of_interval(interval: Interval) -> Iterable[Cut]:
    if interval.low is not None:
        yield interval.low, interval.low_open
    if interval.high is not None:
        yield interval.high, not interval.high_open
