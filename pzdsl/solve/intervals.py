"""Expressions over boxes: between which numbers a value lies, and whether a condition can be true, false or unknown.

A box gives each variable an interval. What is said of a box holds of every patient in it: additions, products and
comparisons are monotone in floating point too, so no bit is lost; where that is not so the interval is widened.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Protocol

import numpy as np

from pzdsl.plan.expression import And, Arith, Call, Cat, Compare, Expr, Member, Neg, Not, Num, NumberOf, Or, Var
from pzdsl.plan.law import Bounds, Family, Law, Point, Table
from pzdsl.plan.plan import Plan
from pzdsl.rules import Bools, code_of
from pzdsl.samples.distributions import F64


class Box(NamedTuple):
    """Between `low` and `high` where it has a value; whether it can have one, and can lack one."""

    low: F64
    high: F64
    can_be_known: Bools
    can_be_unknown: Bools


class Truth(NamedTuple):
    """What a condition can be."""

    can_be_true: Bools
    can_be_false: Bools
    can_be_unknown: Bools


class Boxes(Protocol):
    """Where an expression finds the intervals of its variables: categories by position, `false` and `true` as 0, 1."""

    @property
    def plan(self) -> Plan:
        """The plan whose variables these are."""

    def box(self, name: str) -> Box:
        """The interval of one variable in each box."""


def truth_in(expr: Expr, boxes: Boxes) -> Truth:
    """What a condition can be in each box."""
    with np.errstate(all="ignore"):
        return _truth(expr, boxes)


def number_in(expr: Expr, boxes: Boxes) -> Box:
    """Between which numbers an expression lies in each box."""
    with np.errstate(all="ignore"):
        return _number(expr, boxes)


def _truth(expr: Expr, boxes: Boxes) -> Truth:
    match expr:
        case Var(name=name):
            low, high, known, unknown = boxes.box(name)
            return Truth(known & (high >= 1), known & (low <= 0), unknown)
        case Member(name=name, categories=categories):
            return _member(boxes.box(name), _inside(name, categories, boxes.plan))
        case Not(x=x):
            true, false, unknown = _truth(x, boxes)
            return Truth(false, true, unknown)
        case And(args=args):
            return _all([_truth(arg, boxes) for arg in args])
        case Or(args=args):
            turned = [_truth(arg, boxes) for arg in args]
            true, false, unknown = _all([Truth(t.can_be_false, t.can_be_true, t.can_be_unknown) for t in turned])
            return Truth(false, true, unknown)
        case Compare(op=op, a=a, b=b):
            return _compared(op, _number(a, boxes), _number(b, boxes))
        case _:
            raise TypeError(f"`{expr.op}` is no condition")


def _all(truths: list[Truth]) -> Truth:
    true, not_false, false, unknown = np.array(True), np.array(True), np.array(False), np.array(False)
    for t in truths:
        true, not_false = true & t.can_be_true, not_false & (t.can_be_true | t.can_be_unknown)
        false, unknown = false | t.can_be_false, unknown | t.can_be_unknown
    return Truth(true, false, unknown & not_false)


def _inside(name: str, categories: tuple[str, ...], plan: Plan) -> Bools:
    variable = plan.variable(name)
    inside = np.zeros(2 if variable.type == "boolean" else len(variable.categories), np.bool_)
    inside[[code_of(variable, category) for category in categories]] = True
    return inside


def _member(box: Box, inside: Bools) -> Truth:
    counts = np.concatenate([[0], np.cumsum(inside)])
    low, high = np.asarray(box.low).astype(np.intp), np.asarray(box.high).astype(np.intp)
    hits = counts[high + 1] - counts[low]
    return Truth(box.can_be_known & (hits > 0), box.can_be_known & (hits <= high - low), box.can_be_unknown)


def _compared(op: str, a: Box, b: Box) -> Truth:
    known = a.can_be_known & b.can_be_known
    match op:
        case "<" | ">=":
            true, false = a.low < b.high, a.high >= b.low
        case "<=" | ">":
            true, false = a.low <= b.high, a.high > b.low
        case _:
            true = (a.low <= b.high) & (b.low <= a.high)
            false = ~((a.low == a.high) & (b.low == b.high) & (a.low == b.low))
    if op in (">=", ">", "!="):
        true, false = false, true
    return Truth(known & true, known & false, a.can_be_unknown | b.can_be_unknown)


_TRUE, _FALSE = np.array(True), np.array(False)


def _number(expr: Expr, boxes: Boxes) -> Box:
    match expr:
        case Num(value=value):
            return Box(np.array(value), np.array(value), _TRUE, _FALSE)
        case Cat(like=like, name=name):
            code = np.array(float(code_of(boxes.plan.variable(like), name)))
            return Box(code, code, _TRUE, _FALSE)
        case Var(name=name):
            return boxes.box(name)
        case Neg(x=x):
            low, high, known, unknown = _number(x, boxes)
            return Box(-high, -low, known, unknown)
        case NumberOf(args=args):
            truths = [_truth(arg, boxes) for arg in args]
            least, most, known, unknown = np.zeros(()), np.zeros(()), _TRUE, _FALSE
            for t in truths:
                least, most = least + np.where(t.can_be_false, 0.0, 1.0), most + np.where(t.can_be_true, 1.0, 0.0)
                known, unknown = known & (t.can_be_true | t.can_be_false), unknown | t.can_be_unknown
            return Box(least, most, known, unknown)
        case Arith(op=op, a=a, b=b):
            return _arithmetic(op, _number(a, boxes), _number(b, boxes))
        case Call(function=function, args=args):
            return _called(function, [_number(arg, boxes) for arg in args])
        case _:
            raise TypeError(f"`{expr.op}` is no number")


_OPERATIONS: dict[str, Any] = {"+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "^": np.power}


def _arithmetic(op: str, a: Box, b: Box) -> Box:
    known, unknown = a.can_be_known & b.can_be_known, a.can_be_unknown | b.can_be_unknown
    if op == "+":
        return Box(a.low + b.low, a.high + b.high, known, unknown)
    if op == "-":
        return Box(a.low - b.high, a.high - b.low, known, unknown)
    corners = [_OPERATIONS[op](x, y) for x in (a.low, a.high) for y in (b.low, b.high)]
    low, high = np.minimum.reduce(corners), np.maximum.reduce(corners)
    if op == "/":
        wild = (b.low <= 0) & (b.high >= 0)
    elif op == "^":
        low, high = _widened(low, high)
        wild = ~((a.low > 0) | ((a.low >= 0) & (b.low > 0)))  # elsewhere monotone in both
    else:
        wild = np.array(False)
    wild = wild | np.isnan(low) | np.isnan(high)
    low, high = np.where(wild, -np.inf, low), np.where(wild, np.inf, high)
    single = (a.low == a.high) & (b.low == b.high)
    return _settled(single, corners[0], Box(low, high, known, unknown | ~np.isfinite(low) | ~np.isfinite(high)), known)


def _called(function: str, args: list[Box]) -> Box:
    a = args[0]
    if function in ("min", "max"):
        pick = np.minimum if function == "min" else np.maximum
        for b in args[1:]:
            a = Box(
                pick(a.low, b.low),
                pick(a.high, b.high),
                a.can_be_known & b.can_be_known,
                a.can_be_unknown | b.can_be_unknown,
            )
        return a
    if function == "abs":
        low = np.where((a.low <= 0) & (a.high >= 0), 0.0, np.minimum(np.abs(a.low), np.abs(a.high)))
        return Box(low, np.maximum(np.abs(a.low), np.abs(a.high)), a.can_be_known, a.can_be_unknown)
    apply: Any = {"exp": np.exp, "ln": np.log, "sqrt": np.sqrt}[function]
    floor = -np.inf if function == "exp" else 0.0
    low, high = _widened(apply(np.maximum(a.low, floor)), apply(np.maximum(a.high, floor)))
    partial = a.can_be_unknown | (a.low <= floor if function == "ln" else a.low < floor) | ~np.isfinite(high)
    box = Box(low, high, a.can_be_known & (a.high >= floor), partial)
    return _settled(a.low == a.high, apply(a.low), box, a.can_be_known)


def _settled(single: Bools, exact: F64, box: Box, known: Bools) -> Box:
    """Where the arguments are single numbers the result is computed as it is for patients."""
    finite = np.isfinite(exact)
    return Box(
        np.where(single & finite, exact, box.low),
        np.where(single & finite, exact, box.high),
        np.where(single, known & finite, box.can_be_known),
        np.where(single, box.can_be_unknown & ~finite | ~finite, box.can_be_unknown),
    )


def _widened(low: F64, high: F64) -> tuple[F64, F64]:
    return low - 1e-12 * np.abs(low), high + 1e-12 * np.abs(high)


def whole_range(name: str, plan: Plan, may_lack: bool) -> Box:
    """The interval of a variable of which nothing is known but its declaration."""
    variable = plan.variable(name)
    low, high = _support(variable.law)
    low = low if variable.low is None else max(low, variable.low)
    high = high if variable.high is None else min(high, variable.high)
    if variable.type == "boolean":
        low, high = 0.0, 1.0
    elif variable.type == "category":
        low, high = 0.0, len(variable.categories) - 1.0
    elif variable.precision is not None or variable.type == "count":
        step = variable.precision or 1.0
        low, high = low - step, high + step  # a bound may lie beside the grid
    return Box(np.array(low), np.array(high), _TRUE, np.array(may_lack))


def _support(law: Law) -> tuple[float, float]:
    """Between which numbers a law has all its mass, as far as constants say."""
    match law:
        case Table(rows=rows):
            ends = [_support(row.law) for row in rows]
            return min(low for low, _ in ends), max(high for _, high in ends)
        case Family(within=Bounds(low=Num(value=low), high=Num(value=high))):
            return low, high
        case Family(family="uniform", args={"low": Num(value=low), "high": Num(value=high)}):
            return low, high
        case Point(value=float(value)):
            return value, value
        case _:
            return -np.inf, np.inf


class Ranges:
    """One box: every variable anywhere in its declared range."""

    def __init__(self, plan: Plan, may_lack: Mapping[str, bool]) -> None:
        self.plan, self._may_lack = plan, may_lack

    def box(self, name: str) -> Box:
        """The declared range."""
        return whole_range(name, self.plan, self._may_lack.get(name, True))
