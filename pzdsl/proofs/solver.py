"""The door to `z3`: whether rules over several reals, which boxes do not decide, can hold together at all.

What is handed over is weaker than the spec: ranges, shares of 0, computed values and rules; no probabilities, and what
the solver has no words for may be anything. So `excluded` is a proof, and anything else is none.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from importlib import import_module
from typing import Any, Literal, NamedTuple

from pzdsl.plan.expression import And, Arith, Call, Cat, Compare, Expr, Member, Neg, Not, Num, NumberOf, Or, Var
from pzdsl.plan.law import Bernoulli, Bounds, Categorical, Derived, Family, Law, Mixture, Point, Table
from pzdsl.plan.plan import Plan, Variable
from pzdsl.proofs.units import given_shares, rows_of

TIMEOUT_MS = 5000
Answer = Literal["excluded", "possible", "unknown", "not installed"]


class Truth(NamedTuple):
    """Whether a condition is known to be true, and known to be false; neither is unknown."""

    true: Any
    false: Any


def is_installed() -> bool:
    """Whether the solver can be asked (`pip install 'pzdsl[prove]'`)."""
    from importlib.util import find_spec

    return find_spec("z3") is not None


class Asked:
    """A plan in the solver's words."""

    def __init__(self, plan: Plan) -> None:
        self.z3: Any = import_module("z3")
        self.plan = plan
        self._context = self.z3.main_ctx()
        self._values: dict[str, Any] = {}
        self._known: dict[str, Any] = {}
        self._fresh = 0
        self.supports: dict[str, list[Any]] = {}
        for variable in plan.variables:
            self._declare(variable)
        for variable in plan.variables:
            self.supports[variable.name] = self._support(variable)

    def ask(self, rules: Collection[str], extra: Sequence[Expr] = ()) -> Answer:
        """Whether some rules, the supports, and conditions that are known to be true exclude everybody."""
        solver = self.z3.Solver(ctx=self._context)
        solver.set("timeout", TIMEOUT_MS)
        for support in self.supports.values():
            solver.add(*support)
        for rule in (*self.plan.cohort, *self.plan.constraints):
            if rule.name in rules:
                solver.add(self.z3.Not(self.truth(rule.expr).false))
        if self.plan.prevalence is not None and self.plan.prevalence in rules:
            solver.add(self.truth(Var(name=self.plan.prevalence)).true)
        for expr in extra:
            solver.add(self.truth(expr).true)
        found = solver.check()
        return "excluded" if found == self.z3.unsat else "possible" if found == self.z3.sat else "unknown"

    # --- variables

    def _declare(self, variable: Variable) -> None:
        z3, name, context = self.z3, variable.name, self._context
        if variable.type == "boolean":
            self._values[name] = z3.Bool(name, context)
        elif variable.type == "category":
            self._values[name] = z3.Int(name, context)
        elif variable.precision is not None or variable.type == "count":
            step = z3.RealVal(repr(variable.precision or 1.0), context)
            self._values[name] = z3.ToReal(z3.Int(f"{name}#", context)) * step
        else:
            self._values[name] = z3.Real(name, context)
        self._known[name] = z3.Bool(f"{name} known", context)

    def _support(self, variable: Variable) -> list[Any]:
        z3, name = self.z3, variable.name
        value, known = self._values[name], self._known[name]
        found: list[Any] = []
        if variable.part_of is not None:
            found.append(z3.Implies(known, self._known[variable.part_of]))
            if self.plan.variable(variable.part_of).type == "boolean":
                found.append(z3.Implies(known, self._values[variable.part_of]))
        elif not variable.parents:
            found.append(known)
        if variable.type == "category":
            found += [value >= 0, value < len(variable.categories)]
        elif variable.type != "boolean":
            found += self._range(value, variable.low, variable.high, variable.high_open)
        if isinstance(variable.law, Derived):
            if variable.law.noise is None:
                found.append(z3.Implies(known, self._same(variable, variable.law.expr)))
        else:
            rows = list(rows_of(variable))
            for expr, row in rows:
                found.append(
                    z3.Implies(z3.And(known, self.truth(expr).true), z3.And(*self._law(row.law, variable), True))
                )
            if not rows:
                found += [z3.Implies(known, part) for part in self._law(variable.law, variable)]
        return found

    def _same(self, variable: Variable, expr: Expr) -> Any:
        value = self._values[variable.name]
        if variable.type == "boolean":
            truth = self.truth(expr)
            return self.z3.If(value, truth.true, truth.false)
        number, known = self.number(expr)
        if variable.precision is None and variable.type != "count":
            return self.z3.And(known, value == number)
        step = self._real(variable.precision or 1.0)
        return self.z3.And(known, value - number <= step, number - value <= step)  # rounded to the grid

    def _law(self, law: Law, variable: Variable) -> list[Any]:
        """What a law without conditions allows; nothing where it is not known."""
        z3, value = self.z3, self._values[variable.name]
        match law:
            case Table():
                return []
            case Categorical() | Bernoulli() | Point(value=bool() | str()):
                given = given_shares(law)
                if variable.type == "boolean":
                    allowed = [value if text == "true" else z3.Not(value) for text in sorted(given)]
                else:
                    names = [category.name for category in variable.categories]
                    allowed = [value == names.index(text) for text in sorted(given)]
                return [z3.Or(*allowed)]
            case Point(value=float(number)):
                step = self._real(variable.precision or 0.0)
                return [value - self._real(number) <= step, self._real(number) - value <= step]
            case Mixture(parts=parts):
                return [z3.Or(*(z3.And(*self._law(part, variable), True) for part in parts))]
            case Family(within=Bounds(low=low, high=high)):
                (bottom, low_known), (top, high_known) = self.number(low), self.number(high)
                step = self._real(variable.precision or 0.0)  # a bound may lie beside the grid
                return [z3.Implies(low_known, value >= bottom - step), z3.Implies(high_known, value <= top + step)]
            case _:
                return []

    def _range(self, value: Any, low: float | None, high: float | None, high_open: bool) -> list[Any]:
        found = [] if low is None else [value >= self._real(low)]
        if high is not None:
            found.append(value < self._real(high) if high_open else value <= self._real(high))
        return found

    # --- expressions

    def truth(self, expr: Expr) -> Truth:
        """A condition in Kleene's logic."""
        z3 = self.z3
        match expr:
            case Var(name=name):
                known, value = self._known[name], self._values[name]
                return Truth(z3.And(known, value), z3.And(known, z3.Not(value)))
            case Member(name=name, categories=categories):
                known, value = self._known[name], self._values[name]
                variable = self.plan.variable(name)
                if variable.type == "boolean":
                    inside = z3.Or(*(value if text == "true" else z3.Not(value) for text in categories))
                else:
                    names = [category.name for category in variable.categories]
                    inside = z3.Or(*(value == names.index(text) for text in categories))
                return Truth(z3.And(known, inside), z3.And(known, z3.Not(inside)))
            case Not(x=x):
                inner = self.truth(x)
                return Truth(inner.false, inner.true)
            case And(args=args):
                parts = [self.truth(arg) for arg in args]
                return Truth(z3.And(*(p.true for p in parts)), z3.Or(*(p.false for p in parts)))
            case Or(args=args):
                parts = [self.truth(arg) for arg in args]
                return Truth(z3.Or(*(p.true for p in parts)), z3.And(*(p.false for p in parts)))
            case Compare(op=op, a=a, b=b):
                (x, x_known), (y, y_known) = self.number(a), self.number(b)
                known = z3.And(x_known, y_known)
                holds = {"<": x < y, "<=": x <= y, ">": x > y, ">=": x >= y, "==": x == y, "!=": x != y}[op]
                return Truth(z3.And(known, holds), z3.And(known, z3.Not(holds)))
            case _:
                raise TypeError(f"`{expr.op}` is no condition")

    def number(self, expr: Expr) -> tuple[Any, Any]:
        """A number, and whether it has a value; what the solver cannot say may be anything."""
        z3 = self.z3
        yes = z3.BoolVal(True, self._context)
        match expr:
            case Num(value=value):
                return self._real(value), yes
            case Cat(like=like, name=name):
                names = [category.name for category in self.plan.variable(like).categories]
                return self._real(float(names.index(name))), yes
            case Var(name=name):
                value = self._values[name]
                return (z3.ToReal(value) if value.sort() == z3.IntSort(self._context) else value), self._known[name]
            case Neg(x=x):
                inner, known = self.number(x)
                return -inner, known
            case Arith(op="+" | "-" | "*" as op, a=a, b=b):
                (x, x_known), (y, y_known) = self.number(a), self.number(b)
                return {"+": x + y, "-": x - y, "*": x * y}[op], z3.And(x_known, y_known)
            case Arith(op="/", a=a, b=Num(value=divisor)) if divisor != 0:
                x, known = self.number(a)
                return x / self._real(divisor), known
            case Call(function="min" | "max" as function, args=args):
                numbers = [self.number(arg) for arg in args]
                best, known = numbers[0]
                for other, other_known in numbers[1:]:
                    best = z3.If(other < best if function == "min" else other > best, other, best)
                    known = z3.And(known, other_known)
                return best, known
            case Call(function="abs", args=(only,)):
                x, known = self.number(only)
                return z3.If(x < 0, -x, x), known
            case NumberOf(args=args):
                parts = [self.truth(arg) for arg in args]
                counted = [z3.If(p.true, self._real(1.0), self._real(0.0)) for p in parts]
                return z3.Sum(*counted), z3.And(*(z3.Or(p.true, p.false) for p in parts))
            case _:
                self._fresh += 1
                anything = z3.Real(f"anything {self._fresh}", self._context)
                return anything, z3.Bool(f"anything {self._fresh} known", self._context)

    def _real(self, value: float) -> Any:
        return self.z3.RealVal(repr(float(value)), self._context)
