"""Conditions made from patterns, bands and the values that a test gives, and what one condition decides of another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import prod

import numpy as np

from pzdsl.coverage.logic import follows
from pzdsl.plan.expression import And, Expr, Member, Not, Or, variables_of
from pzdsl.plan.law import AnyOf, CategoriesIn, Interval, Pattern
from pzdsl.plan.plan import Plan, Value, Variable
from pzdsl.proofs.model import inside
from pzdsl.rules import RecordColumns, evaluate, is_true
from pzdsl.solve.cells import Cells, Product, cells_of, points_in
from pzdsl.solve.cuts import Cuts, cuts_of_condition, is_number

TRUE, FALSE = And(args=()), Or(args=())
MOST_POINTS, MOST_COMBINATIONS = 512, 400_000


def both(a: Expr, b: Expr) -> Expr:
    """`a and b`."""
    return And(args=(a, b))


def is_category(name: str, category: str) -> Expr:
    """`name is category`."""
    return Member(name=name, categories=(category,))


def band_condition(variable: Variable, band: Interval | str) -> Expr:
    """That an exam is in a band."""
    if isinstance(band, Interval):
        return inside(variable.name, band)
    return is_category(variable.name, band)


def patterns_condition(given: Sequence[str], patterns: Sequence[Pattern]) -> Expr:
    """That a row of a table applies."""
    parts: list[Expr] = []
    for name, pattern in zip(given, patterns, strict=True):
        match pattern:
            case AnyOf():
                continue
            case CategoriesIn(categories=categories):
                parts.append(Member(name=name, categories=categories))
            case Interval():
                parts.append(inside(name, pattern))
    return parts[0] if len(parts) == 1 else And(args=tuple(parts))


def pattern_text(pattern: Pattern) -> str:
    """A pattern as it is written in a table, without units."""
    match pattern:
        case AnyOf():
            return "any"
        case CategoriesIn(categories=categories):
            return " or ".join(categories)
        case Interval(low=low, high=high):
            if low is None or high is None:
                if low is not None:
                    return f"{'>' if pattern.low_open else '>='} {low:g}"
                return "any" if high is None else f"{'<' if pattern.high_open else '<='} {high:g}"
            return f"{low:g}" if low == high else f"{low:g} to {'< ' if pattern.high_open else ''}{high:g}"


def givens_decide(plan: Plan, given: Mapping[str, Value], when: Expr) -> bool:
    """Whether values that a test gives make a condition true, whatever all else is."""
    return bool(is_true(evaluate(when, RecordColumns(plan, [dict(given)])))[0])


def condition_decides(plan: Plan, condition: Expr, when: Expr) -> bool:
    """Whether a condition makes another true for all values of what both read; False also where that is not seen."""
    read = sorted(variables_of(condition) | variables_of(when))
    if not variables_of(when) <= variables_of(condition):
        return False
    if follows(condition, when, plan):
        return True
    found = Cuts()
    cuts_of_condition(condition, plan, found)
    cuts_of_condition(when, plan, found)
    cells: list[Cells] = []
    for name in read:
        variable = plan.variable(name)
        as_points = is_number(variable) and name in found.read
        if as_points and (points_in(variable) or MOST_POINTS + 1) > MOST_POINTS:
            return False
        cells.append(cells_of(variable, found.cuts.get(name, set()), as_points, variable.part_of is not None))
    if prod(c.size for c in cells) > MOST_COMBINATIONS:
        return False
    columns = Product(plan, cells)
    held = is_true(evaluate(condition, columns))
    return bool(held.any()) and bool(np.all(is_true(evaluate(when, columns))[held]))


def contrary(expr: Expr) -> Expr:
    """`not x`."""
    return expr.x if isinstance(expr, Not) else Not(x=expr)
