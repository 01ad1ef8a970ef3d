"""What an expression says of one patient, from the syntax tree, in plain Python.

A patient is a dictionary: numbers in the declared unit, categories by name, None where there is no value. Logic
is Kleene's with None for unknown. Each expression becomes a closure once; then it is called row by row.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from pzdsl.semantics.names import names_in
from pzdsl.semantics.spec import Categorical, Numeric, Variable
from pzdsl.semantics.units import PLAIN, Unit, conversion, parse_unit, power, product
from pzdsl.syntax import tree

Row = Mapping[str, Any]
Condition = Callable[[Row], bool | None]
Reading = Callable[[Row], float | None]
Variables = Mapping[str, Variable]


class Amount(NamedTuple):
    """How to read a number from a row, and its unit; None is a bare number, which takes the unit it meets."""

    unit: Unit | None
    read: Reading


def condition(expr: tree.Expr, variables: Variables) -> Condition:
    """The meaning of a condition."""
    match expr:
        case tree.Ref(path=path):
            return lambda row: row[path]
        case tree.Not(operand=operand):
            inner = condition(operand, variables)
            return lambda row: None if (x := inner(row)) is None else not x
        case tree.Junction(op="and", operands=operands):
            return conjunction([condition(o, variables) for o in operands])
        case tree.Junction(op="or", operands=operands):
            return disjunction([condition(o, variables) for o in operands])
        case tree.Implies(left=left, right=right):
            no = tree.Not(operand=left, span=left.span)
            return disjunction([condition(no, variables), condition(right, variables)])
        case tree.Is(operand=tree.Ref(path=path), category=category, negated=negated):
            wanted = category_value(category.text)
            return lambda row: None if (x := row[path]) is None else (x == wanted) != negated
        case tree.InSet(operand=tree.Ref(path=path), categories=categories):
            among = frozenset(category_value(c.text) for c in categories)
            return lambda row: None if (x := row[path]) is None else x in among
        case tree.Between(operand=operand, low=low, high=high):
            return conjunction([comparison(">=", operand, low, variables), comparison("<=", operand, high, variables)])
        case tree.Compare(op=op, left=left, right=right):
            return comparison(op, left, right, variables)
        case _:
            raise TypeError(f"no condition: {expr}")


def names_read(exprs: Iterable[tree.Expr], variables: Variables) -> list[str]:
    """The variables that some expressions read; a category in a comparison is written like one, and is none."""
    return sorted({name for expr in exprs for name in names_in(expr) if name in variables})


def category_value(name: str) -> str | bool:
    """A category as rows hold it; `true` and `false` are the values of booleans."""
    return {"true": True, "false": False}.get(name, name)


def conjunction(parts: Sequence[Condition]) -> Condition:
    """False as soon as one is false, else unknown as soon as one is unknown."""

    def every(row: Row) -> bool | None:
        known = True
        for part in parts:
            x = part(row)
            if x is None:
                known = False
            elif not x:
                return False
        return True if known else None

    return every


def disjunction(parts: Sequence[Condition]) -> Condition:
    """True as soon as one is true, else unknown as soon as one is unknown."""

    def some(row: Row) -> bool | None:
        known = True
        for part in parts:
            x = part(row)
            if x is None:
                known = False
            elif x:
                return True
        return False if known else None

    return some


_TESTS: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
}


def comparison(op: str, left: tree.Expr, right: tree.Expr, variables: Variables) -> Condition:
    """`a < b`: of two numbers in one unit, or of two categories of one ordered type."""
    test = _TESTS[op]
    type_ = _type_of(left, variables) or _type_of(right, variables)
    if type_ is not None:
        a, b = (_place_in(side, type_, variables) for side in (left, right))
    else:
        a, b, _ = together(amount(left, variables), amount(right, variables))

    def compared(row: Row) -> bool | None:
        x, y = a(row), b(row)
        return None if x is None or y is None else test(x, y)

    return compared


def _type_of(expr: tree.Expr, variables: Variables) -> Categorical | None:
    if isinstance(expr, tree.Ref) and expr.path in variables:
        type_ = variables[expr.path].type
        return type_ if isinstance(type_, Categorical) else None
    return None


def _place_in(side: tree.Expr, type_: Categorical, variables: Variables) -> Reading:
    assert isinstance(side, tree.Ref)
    path, places = side.path, {name: float(i) for i, name in enumerate(type_.names)}
    if path in variables:
        return lambda row: None if (x := row[path]) is None else places[x]
    constant = places[path]
    return lambda row: constant


def in_unit(expr: tree.Expr, unit: Unit | None, variables: Variables) -> Reading:
    """A number in a declared unit; a bare one is in it already."""
    found = amount(expr, variables)
    return converted(found, unit or PLAIN)


def converted(found: Amount, unit: Unit | None) -> Reading:
    """The same number in another unit."""
    if found.unit is None or unit is None:
        return found.read
    factor = conversion(found.unit, unit)
    assert factor is not None, f"{found.unit} is no {unit}"
    if factor == 1:
        return found.read
    scale, read = float(factor), found.read
    return lambda row: None if (x := read(row)) is None else x * scale


def together(a: Amount, b: Amount) -> tuple[Reading, Reading, Unit | None]:
    """Two numbers in the unit of the first that has one."""
    common = a.unit or b.unit
    return converted(a, common), converted(b, common), common


def amount(expr: tree.Expr, variables: Variables) -> Amount:
    """The meaning of a number."""
    match expr:
        case tree.Number(quantity=quantity):
            value = float(quantity.value)
            unit = parse_unit(quantity.unit, quantity.is_time) if quantity.unit is not None else None
            return Amount(unit, lambda row: value)
        case tree.Ref(path=path):
            return Amount(_unit_of(path, variables), lambda row: row[path])
        case tree.Magnitude(path=path, unit=text, is_time=is_time):
            inside = Amount(_unit_of(path, variables), lambda row: row[path])
            return Amount(None, converted(inside, parse_unit(text, is_time)))
        case tree.WithUnit(operand=operand, unit=text):
            return Amount(parse_unit(text), amount(operand, variables).read)
        case tree.Negate(operand=operand):
            unit, read = amount(operand, variables)
            return Amount(unit, lambda row: None if (x := read(row)) is None else -x)
        case tree.Arithmetic(op="+" | "-" as op, left=left, right=right):
            a, b, common = together(amount(left, variables), amount(right, variables))
            return Amount(common, _pairwise(op, a, b))
        case tree.Arithmetic(op=op, left=left, right=right):
            x, y = amount(left, variables), amount(right, variables)
            return Amount(_unit_after(op, x, y, right), _pairwise(op, x.read, y.read))
        case tree.Call(function="number_of", arguments=arguments):
            return Amount(PLAIN, _number_of([condition(a, variables) for a in arguments]))
        case tree.Call(function=function, arguments=arguments):
            return _call(function, [amount(a, variables) for a in arguments])
        case _:
            raise TypeError(f"no number: {expr}")


def _unit_of(path: str, variables: Variables) -> Unit:
    type_ = variables[path].type
    assert isinstance(type_, Numeric)
    return type_.unit or PLAIN


def _unit_after(op: str, a: Amount, b: Amount, right: tree.Expr) -> Unit | None:
    if op == "^":
        if a.unit is None or not a.unit.dimensions:
            return None
        assert isinstance(right, tree.Number)
        return power(a.unit, int(right.quantity.value))
    if a.unit is None or b.unit is None:
        if a.unit is None and b.unit is not None:
            return b.unit if op == "*" else power(b.unit, -1)
        return a.unit
    return product(a.unit, b.unit, 1 if op == "*" else -1)


_OPERATIONS: dict[str, Callable[[float, float], float]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
    "^": lambda a, b: math.pow(a, b),
}


def _pairwise(op: str, a: Reading, b: Reading) -> Reading:
    apply = _OPERATIONS[op]

    def applied(row: Row) -> float | None:
        x, y = a(row), b(row)
        if x is None or y is None:
            return None
        try:
            return apply(x, y)
        except (ZeroDivisionError, ValueError, OverflowError):
            return None

    return applied


def _number_of(parts: Sequence[Condition]) -> Reading:
    def count(row: Row) -> float | None:
        total = 0
        for part in parts:
            x = part(row)
            if x is None:
                return None
            total += x
        return float(total)

    return count


_FUNCTIONS: dict[str, Callable[..., float]] = {
    "min": min,
    "max": max,
    "abs": abs,
    "exp": math.exp,
    "ln": math.log,
    "sqrt": math.sqrt,
}


def _call(function: str, arguments: Sequence[Amount]) -> Amount:
    apply = _FUNCTIONS[function]
    common = next((a.unit for a in arguments if a.unit is not None), None)
    if function in ("exp", "ln", "sqrt"):
        reads, unit = [converted(a, PLAIN) for a in arguments], None
    else:
        reads, unit = [converted(a, common) for a in arguments], common

    def applied(row: Row) -> float | None:
        values = [read(row) for read in reads]
        if any(value is None for value in values):
            return None
        try:
            return apply(*values)
        except (ValueError, OverflowError):
            return None

    return Amount(unit, applied)
