"""The one evaluator of a plan's expressions: on columns of samples, on records, on what a reply claims.

Numbers come out as float64, truth values as bool, categories as positions in their type. Arithmetic that
gives no finite number (a division by zero, the logarithm of nothing) is unknown, never a warning and never
NaN.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, Protocol, assert_never

import numpy as np
from numpy.typing import NDArray

from pzdsl.plan.expression import (
    And,
    Arith,
    Call,
    Cat,
    Compare,
    Expr,
    Member,
    Neg,
    Not,
    Num,
    NumberOf,
    Or,
    Var,
)
from pzdsl.plan.law import AnyOf, CategoriesIn, Interval, Pattern
from pzdsl.plan.plan import Plan, Variable
from pzdsl.rules.kleene import Bools, Column, all_known, conjunction, disjunction, negation


class Columns(Protocol):
    """Where an expression finds the values of its variables."""

    @property
    def plan(self) -> Plan:
        """The plan whose variables these are."""

    @property
    def size(self) -> int:
        """The number of rows."""

    def column(self, name: str) -> Column:
        """The values of one variable, shape (size,)."""


def evaluate(expr: Expr, columns: Columns) -> Column:
    """The value of an expression in each row, shape (size,)."""
    with np.errstate(all="ignore"):  # what overflows or has no value becomes unknown below
        values, known = _value(expr, columns)
    if values.ndim == 0:
        values = np.full(columns.size, values)
    if known is not None and known.ndim == 0:
        known = None if known else np.zeros(columns.size, np.bool_)
    return Column(values, known)


def code_of(variable: Variable, category: str) -> int:
    """The position of a category in the variable's type; 0 and 1 for a boolean's `false` and `true`."""
    if variable.type == "boolean":
        return ("false", "true").index(category)
    return [c.name for c in variable.categories].index(category)


def is_inside(interval: Interval, values: NDArray[np.float64]) -> Bools:
    """True where a number lies between the ends of an interval."""
    inside = np.ones(values.shape, np.bool_)
    if interval.low is not None:
        inside &= values > interval.low if interval.low_open else values >= interval.low
    if interval.high is not None:
        inside &= values < interval.high if interval.high_open else values <= interval.high
    return inside


def matches(pattern: Pattern, name: str, columns: Columns) -> Column:
    """Whether a table row's pattern, or a reference band, fits a variable; `any` fits even the unknown."""
    match pattern:
        case AnyOf():
            return Column(np.ones(columns.size, np.bool_))
        case CategoriesIn(categories=categories):
            return evaluate(Member(name=name, categories=categories), columns)
        case Interval():
            values, known = columns.column(name)
            return Column(is_inside(pattern, values), known)
        case _:
            assert_never(pattern)


def _value(expr: Expr, columns: Columns) -> Column:
    match expr:
        case Num(value=value):
            return Column(np.array(value))
        case Var(name=name):
            return columns.column(name)
        case Cat(like=like, name=name):
            return Column(np.array(code_of(columns.plan.variable(like), name), np.int16))
        case Neg(x=x):
            values, known = _value(x, columns)
            return Column(-values, known)
        case Arith():
            return _arithmetic(expr, columns)
        case Call():
            return _call(expr, columns)
        case NumberOf(args=args):
            truths = [_value(arg, columns) for arg in args]
            count = sum((truth.values.astype(np.float64) for truth in truths), np.zeros(()))
            return Column(count, all_known(truth.known for truth in truths))
        case Compare():
            a, b = _value(expr.a, columns), _value(expr.b, columns)
            return Column(_COMPARISONS[expr.op](a.values, b.values), all_known((a.known, b.known)))
        case Member(name=name, categories=categories):
            return _member(columns.column(name), columns.plan.variable(name), categories)
        case Not(x=x):
            return negation(_value(x, columns))
        case And(args=args):
            return conjunction([_value(arg, columns) for arg in args])
        case Or(args=args):
            return disjunction([_value(arg, columns) for arg in args])
        case _:
            assert_never(expr)


_COMPARISONS = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}
_ARITHMETIC = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "^": np.power}
_CALLS: dict[str, Any] = {
    "min": np.minimum,
    "max": np.maximum,
    "abs": np.abs,
    "exp": np.exp,
    "ln": np.log,
    "sqrt": np.sqrt,
}


def _arithmetic(expr: Arith, columns: Columns) -> Column:
    a, b = _value(expr.a, columns), _value(expr.b, columns)
    return _finite(_ARITHMETIC[expr.op](a.values, b.values), all_known((a.known, b.known)))


def _call(expr: Call, columns: Columns) -> Column:
    args = [_value(arg, columns) for arg in expr.args]
    function, known = _CALLS[expr.function], all_known(arg.known for arg in args)
    if expr.function not in ("min", "max"):
        return _finite(function(args[0].values), known)
    values = args[0].values
    for arg in args[1:]:
        values = function(values, arg.values)
    return Column(values, known)


def _finite(values: NDArray[np.float64], known: Bools | None) -> Column:
    values = np.asarray(values)
    if isfinite(float(values.sum())):  # a sum is cheaper than a mask, and not finite if one of its terms is not
        return Column(values, known)
    finite = np.isfinite(values)
    return Column(np.where(finite, values, 0.0), finite if known is None else known & finite)


def _member(column: Column, variable: Variable, categories: tuple[str, ...]) -> Column:
    values, known = column
    codes = [code_of(variable, category) for category in categories]
    if variable.type == "boolean":
        if len(set(codes)) != 1:
            return Column(np.full(values.shape, bool(codes)), known)
        return Column(values if codes[0] else ~values, known)
    if len(codes) == 1:
        return Column(values == codes[0], known)
    inside = np.zeros(len(variable.categories), np.bool_)
    inside[codes] = True
    return Column(inside[values], known)


@dataclass(frozen=True, slots=True)
class RecordProblem:
    """A value of a record that cannot be read, and counts as unknown."""

    row: int
    name: str
    value: object
    message: str


class RecordColumns:
    """Records from elsewhere as columns: rows of names and values, None or absent where a value is unknown.

    A value of the wrong type, an unknown category, and a part of something absent become unknown; `problems`
    says which. Whether a number lies in its declared range is not asked here.
    """

    def __init__(self, plan: Plan, rows: Sequence[Mapping[str, Any]]) -> None:
        self.plan, self.size = plan, len(rows)
        self.problems: list[RecordProblem] = []
        self._columns: dict[str, Column] = {}
        names = {v.name for v in plan.variables}
        for i, row in enumerate(rows):
            for name in row:
                if name not in names:
                    self.problems.append(RecordProblem(i, name, row[name], "there is no such variable"))
        for variable in plan.variables:
            self._columns[variable.name] = self._read(variable, rows)

    def column(self, name: str) -> Column:
        """The values of one variable, shape (size,)."""
        return self._columns[name]

    def _read(self, variable: Variable, rows: Sequence[Mapping[str, Any]]) -> Column:
        values = np.zeros(len(rows), dtype_of(variable))
        known = np.zeros(len(rows), np.bool_)
        codes = {c.name: i for i, c in enumerate(variable.categories)}
        for i, row in enumerate(rows):
            value = row.get(variable.name)
            if value is None:
                continue
            problem = _problem_with(value, variable, codes)
            if problem is None and variable.part_of is not None and row.get(variable.part_of) is False:
                problem = f"`{variable.part_of}` is false, so this has no value"
            if problem is not None:
                self.problems.append(RecordProblem(i, variable.name, value, problem))
                continue
            values[i], known[i] = codes[value] if variable.type == "category" else value, True
        return Column(values, None if known.all() else known)


def dtype_of(variable: Variable) -> type[np.generic]:
    """What a column of the variable is made of."""
    if variable.type == "boolean":
        return np.bool_
    if variable.type == "category":
        return np.int8 if len(variable.categories) < 128 else np.int16
    return np.float64


def _problem_with(value: object, variable: Variable, codes: Mapping[str, int]) -> str | None:
    match variable.type:
        case "boolean":
            return None if isinstance(value, bool | np.bool_) else "true or false is needed"
        case "category":
            if not isinstance(value, str):
                return "the name of a category is needed"
            return None if value in codes else f"it is none of {', '.join(codes)}"
        case "number" | "count":
            if isinstance(value, bool | np.bool_) or not isinstance(value, int | float | np.integer | np.floating):
                return "a number is needed"
            if not _is_finite(value):
                return "a finite number is needed"
            return "a whole number is needed" if variable.type == "count" and value != int(value) else None
        case _:
            assert_never(variable.type)


def _is_finite(value: int | float | np.integer[Any] | np.floating[Any]) -> bool:
    try:
        return isfinite(value)
    except OverflowError:  # a whole number beyond what a float holds
        return False
