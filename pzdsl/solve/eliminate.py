"""Elimination: the probability of all factors together, and on the way what each variable is drawn from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np

from pzdsl.samples.distributions import F64
from pzdsl.solve.factors import Factor

LARGEST_TABLE = 1 << 20  # numbers in one table: 8 MB


class TooLarge(Exception):
    """Eliminating would need a table over the budget; `names` are the variables of it."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        super().__init__(", ".join(names))


@dataclass(frozen=True, slots=True)
class Conditional:
    """The distribution of a variable given others that are drawn before it; the last axis is the variable's own."""

    name: str
    given: tuple[str, ...]
    table: F64


@dataclass(frozen=True, slots=True)
class Elimination:
    """The total weight, and the conditionals in the order in which they are drawn."""

    total: float
    conditionals: tuple[Conditional, ...]


def elimination_order(
    scopes: Iterable[tuple[str, ...]], sizes: Mapping[str, int], last: str | None = None, budget: int = LARGEST_TABLE
) -> tuple[str, ...]:
    """The variables in the order in which they are summed out: fewest neighbors first, and `last` last.

    A cut that changes no probability must not change the order, and with it who is drawn; so sizes count only where
    the order that is blind to them does not fit.

    Raises:
        TooLarge: a table would be over the budget.
    """
    scopes = list(scopes)
    try:
        return _order(scopes, sizes, last, budget, blind=True)
    except TooLarge:
        return _order(scopes, sizes, last, budget, blind=False)


def _order(
    scopes: Sequence[tuple[str, ...]], sizes: Mapping[str, int], last: str | None, budget: int, *, blind: bool
) -> tuple[str, ...]:
    pending = [frozenset(scope) for scope in scopes]
    left = set[str]().union(*pending)
    joint = {name: frozenset[str]().union(*(s for s in pending if name in s)) for name in left}
    size = {name: prod(sizes[n] for n in joint[name]) for name in left}
    order: list[str] = []
    while left:
        name = min((name == last, len(joint[name]) if blind else size[name], name) for name in left)[-1]
        if size[name] > budget:
            raise TooLarge(tuple(sorted(joint[name])))
        pending = [s for s in pending if name not in s]
        pending.append(joint[name] - {name})
        left.discard(name)
        order.append(name)
        for near in joint[name] & left:  # no other variable has new neighbors
            joint[near] = frozenset[str]().union(*(s for s in pending if near in s))
            size[near] = prod(sizes[n] for n in joint[near])
    return tuple(order)


def summed_out(factors: Sequence[Factor], kept: frozenset[str], budget: int = LARGEST_TABLE) -> list[Factor]:
    """The factors of some variables that are left when all others are summed out, cheapest first.

    Raises:
        TooLarge: a table would be over the budget.
    """
    pending = list(factors)
    sizes = {name: size for f in factors for name, size in zip(f.names, f.table.shape, strict=True)}
    left = set(sizes) - kept
    while left:
        joint = {name: frozenset[str]().union(*(f.names for f in pending if name in f.names)) for name in left}
        name = min(left, key=lambda name: (prod(sizes[n] for n in joint[name]), name))
        if prod(sizes[n] for n in joint[name]) > budget:
            raise TooLarge(tuple(sorted(joint[name])))
        whole = multiply([f for f in pending if name in f.names], name)
        pending = [f for f in pending if name not in f.names]
        pending.append(Factor(whole.names[:-1], whole.table.sum(axis=-1)))
        left.discard(name)
    return pending


def eliminate(factors: Sequence[Factor], order: Sequence[str]) -> Elimination:
    """Sum every variable out, in an order that was found to fit."""
    pending = list(factors)
    conditionals: list[Conditional] = []
    total = 1.0
    for name in order:
        touching = [f for f in pending if name in f.names]
        pending = [f for f in pending if name not in f.names]
        joint = multiply(touching, name)
        conditionals.append(Conditional(name, joint.names[:-1], joint.table))
        summed = joint.table.sum(axis=-1)
        if joint.names[:-1]:
            pending.append(Factor(joint.names[:-1], summed))
        else:
            total *= float(summed)
    return Elimination(total, tuple(reversed(conditionals)))


def multiply(factors: Sequence[Factor], last: str) -> Factor:
    """The product of factors, with one variable as the last axis."""
    names = (*sorted({n for f in factors for n in f.names if n != last}), last)
    axis = {name: i for i, name in enumerate(names)}
    table: F64 = np.ones((1,) * len(names))
    for factor in factors:
        order = sorted(range(len(factor.names)), key=lambda i: axis[factor.names[i]])
        shape = [1] * len(names)
        for i in order:
            shape[axis[factor.names[i]]] = factor.table.shape[i]
        table = table * factor.table.transpose(order).reshape(shape)
    return Factor(names, table)
