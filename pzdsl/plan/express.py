"""Expressions of the tree to expressions of the plan: every number ends in the unit it is compared in."""

from __future__ import annotations

from fractions import Fraction

from pzdsl.diagnostics import Report
from pzdsl.plan import expression as p
from pzdsl.semantics.infer import Amount, Scope, as_category, infer, unit_of
from pzdsl.semantics.spec import Categorical, Spec
from pzdsl.semantics.units import PLAIN, Unit, conversion, parse_unit
from pzdsl.syntax import tree

_ARITHMETIC_UNITS = {"*": 1, "/": -1}


class Expressions:
    """Turns the checked expressions of one spec into the plan's."""

    def __init__(self, spec: Spec) -> None:
        self.variables = spec.variables
        self.scope = Scope(spec.variables, Report())

    def unit(self, expr: tree.Expr) -> Unit | None:
        """The unit an expression is in; None where it is bare."""
        kind = infer(expr, self.scope)
        return kind.unit if isinstance(kind, Amount) else None

    def number(self, expr: tree.Expr, want: Unit | None) -> p.Expr:
        """A numeric expression in the unit `want`; a bare one is in it already, and None keeps its own."""
        match expr:
            case tree.Number(quantity=quantity):
                value = Fraction(quantity.value)
                if quantity.unit is not None and want is not None:
                    own = parse_unit(quantity.unit, quantity.is_time)
                    assert own is not None
                    value *= _factor(own, want)
                return p.Num(value=float(value))
            case tree.Ref(path=path):
                return _scaled(p.Var(name=path), unit_of(self.variables[path]) or PLAIN, want)
            case tree.Magnitude(path=path, unit=text, is_time=is_time):
                return _scaled(p.Var(name=path), unit_of(self.variables[path]) or PLAIN, parse_unit(text, is_time))
            case tree.WithUnit(operand=operand, unit=text):
                return _scaled(self._in(operand, PLAIN), parse_unit(text), want)
            case tree.Negate(operand=operand):
                return p.Neg(x=self.number(operand, want))
            case tree.Arithmetic():
                return self._arithmetic(expr, want)
            case tree.Call(function="number_of", arguments=arguments):
                return p.NumberOf(args=tuple(self.truth(a) for a in arguments))
            case tree.Call(function="min" | "max" as function, arguments=arguments):
                common = self.unit(expr)
                inside = tuple(self._in(a, common) for a in arguments)
                return _scaled(p.Call(function=function, args=inside), common, want)
            case tree.Call(function="abs", arguments=(only,)):
                return p.Call(function="abs", args=(self.number(only, want),))
            case tree.Call(function="exp" | "ln" | "sqrt" as function, arguments=(only,)):
                return p.Call(function=function, args=(self._in(only, PLAIN),))
            case _:
                raise AssertionError(f"no number: {expr}")

    def _in(self, expr: tree.Expr, common: Unit | None) -> p.Expr:
        """In a common unit; a bare number stays as it is, since it is meant in that unit."""
        return self.number(expr, common if self.unit(expr) is not None else None)

    def _arithmetic(self, expr: tree.Arithmetic, want: Unit | None) -> p.Expr:
        if expr.op in "+-":
            common = self.unit(expr)
            joined = p.Arith(op=expr.op, a=self._in(expr.left, common), b=self._in(expr.right, common))
            return _scaled(joined, common, want)
        joined = p.Arith(op=expr.op, a=self.number(expr.left, None), b=self.number(expr.right, None))
        return _scaled(joined, self.unit(expr), want)

    def truth(self, expr: tree.Expr) -> p.Expr:
        """A condition."""
        match expr:
            case tree.Ref(path=path):
                return p.Var(name=path)
            case tree.Not(operand=operand):
                return p.Not(x=self.truth(operand))
            case tree.Junction(op=op, operands=operands):
                parts = tuple(self.truth(o) for o in operands)
                return p.And(args=parts) if op == "and" else p.Or(args=parts)
            case tree.Implies(left=left, right=right):
                return p.Or(args=(p.Not(x=self.truth(left)), self.truth(right)))
            case tree.Is(operand=operand, category=category, negated=negated):
                found = self._member(operand, (category.text,))
                return p.Not(x=found) if negated else found
            case tree.InSet(operand=operand, categories=categories):
                return self._member(operand, tuple(c.text for c in categories))
            case tree.Between(operand=operand, low=low, high=high, span=span):
                return p.And(
                    args=(
                        self.truth(tree.Compare(op=">=", left=operand, right=low, span=span)),
                        self.truth(tree.Compare(op="<=", left=operand, right=high, span=span)),
                    )
                )
            case tree.Compare():
                return self._compare(expr)
            case _:
                raise AssertionError(f"no condition: {expr}")

    def _member(self, operand: tree.Expr, categories: tuple[str, ...]) -> p.Expr:
        if isinstance(operand, tree.Ref) and isinstance(self.variables[operand.path].type, Categorical):
            return p.Member(name=operand.path, categories=categories)
        truth = self.truth(operand)
        if set(categories) == {"true"}:
            return truth
        return p.Not(x=truth) if set(categories) == {"false"} else p.Or(args=(truth, p.Not(x=truth)))

    def _compare(self, expr: tree.Compare) -> p.Expr:
        sides: list[p.Expr] = []
        for side, other in ((expr.left, expr.right), (expr.right, expr.left)):
            if as_category(side, other, self.scope) is not None:
                assert isinstance(side, tree.Ref)
                assert isinstance(other, tree.Ref)
                sides.append(p.Cat(like=other.path, name=side.path))
            elif isinstance(side, tree.Ref) and isinstance(self.variables[side.path].type, Categorical):
                sides.append(p.Var(name=side.path))
        if len(sides) == 2:
            return p.Compare(op=expr.op, a=sides[0], b=sides[1])
        common = self.unit(expr.left) or self.unit(expr.right)
        return p.Compare(op=expr.op, a=self._in(expr.left, common), b=self._in(expr.right, common))


def _factor(source: Unit, target: Unit) -> Fraction:
    factor = conversion(source, target)
    assert factor is not None, f"{source} to {target} was checked before"
    return factor


def _scaled(expr: p.Expr, source: Unit | None, target: Unit | None) -> p.Expr:
    if source is None or target is None:
        return expr
    factor = _factor(source, target)
    if factor == 1:
        return expr
    if isinstance(expr, p.Num):
        return p.Num(value=float(Fraction(expr.value) * factor))
    return p.Arith(op="*", a=expr, b=p.Num(value=float(factor)))
