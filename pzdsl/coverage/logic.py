"""Whether one condition follows from another by its words alone, whatever the values of what both read."""

from __future__ import annotations

from itertools import product

import numpy as np

from pzdsl.plan.expression import And, Compare, Expr, Member, Not, Or, Var
from pzdsl.plan.plan import Plan
from pzdsl.rules.kleene import Column, conjunction, disjunction, is_true, negation

MOST_ATOMS = 8  # three truth values each: 6,561 combinations
_DENIED = {">": "<=", ">=": "<", "!=": "=="}


def follows(condition: Expr, when: Expr, plan: Plan) -> bool:
    """Whether `when` is true wherever `condition` is, its single comparisons true, false or unknown as they like.

    True is a proof. False says nothing: comparisons may have to do with each other.
    """
    atoms: dict[Expr, int] = {}
    shapes = [_plain(expr, plan) for expr in (condition, when)]
    for shape in shapes:
        _collect(shape, atoms)
    if len(atoms) > MOST_ATOMS:
        return False
    states = np.array(list(product((0, 1, 2), repeat=len(atoms))), np.int8).reshape(-1, len(atoms))
    held, shown = (_truth(shape, atoms, states) for shape in shapes)
    return bool(np.all(is_true(shown)[is_true(held)])) and bool(is_true(held).any())


def _plain(expr: Expr, plan: Plan) -> Expr:
    """`x > y` as `not x <= y`, and `not a` for `a is false`, so that one comparison has one form."""
    match expr:
        case Not(x=x):
            return Not(x=_plain(x, plan))
        case And(args=args):
            return And(args=tuple(_plain(arg, plan) for arg in args))
        case Or(args=args):
            return Or(args=tuple(_plain(arg, plan) for arg in args))
        case Compare(op=op) if op in _DENIED:
            return Not(x=expr.model_copy(update={"op": _DENIED[op]}))
        case Member(name=name, categories=(one,)) if plan.variable(name).type == "boolean":
            return Var(name=name) if one == "true" else Not(x=Var(name=name))
        case _:
            return expr


def _collect(expr: Expr, atoms: dict[Expr, int]) -> None:
    match expr:
        case Not(x=x):
            _collect(x, atoms)
        case And(args=args) | Or(args=args):
            for arg in args:
                _collect(arg, atoms)
        case _:
            atoms.setdefault(expr, len(atoms))


def _truth(expr: Expr, atoms: dict[Expr, int], states: np.ndarray) -> Column:
    match expr:
        case Not(x=x):
            return negation(_truth(x, atoms, states))
        case And(args=args):
            return conjunction([_all(states, True), *(_truth(arg, atoms, states) for arg in args)])
        case Or(args=args):
            return disjunction([_all(states, False), *(_truth(arg, atoms, states) for arg in args)])
        case _:
            state = states[:, atoms[expr]]
            return Column(state == 1, state < 2)


def _all(states: np.ndarray, value: bool) -> Column:
    return Column(np.full(len(states), value))
