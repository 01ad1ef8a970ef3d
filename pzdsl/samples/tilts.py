"""Holds and soft constraints as weights: what each sorts patients into, and how probable each sort is made.

A patient of prior law is accepted with the product of one weight for each hold and each soft constraint, each over its
greatest. The weights are solved by the exact engine; here they are only tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pzdsl.plan.expression import And, Compare, Expr, Member, Not, Num, Or, Var
from pzdsl.plan.law import Interval, Place
from pzdsl.plan.plan import Hold, Plan, Rule, Variable
from pzdsl.rules import Bools, Columns, evaluate, is_false
from pzdsl.samples.distributions import F64
from pzdsl.samples.keyed import Key, uniforms
from pzdsl.samples.recipe import Places, Recipe

Codes = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Axis:
    """One variable of a margin: its categories, or its bands; the last sort is no value at all."""

    variable: Variable
    edges: tuple[tuple[float, bool], ...] = ()  # of a number: each band but the first is `> value` (True) or `>= value`

    @property
    def starts(self) -> F64:
        """The least number of each band but the first."""
        return np.array([np.nextafter(value, np.inf) if strict else value for value, strict in self.edges], np.float64)

    @property
    def size(self) -> int:
        """How many sorts there are."""
        if self.variable.type in ("number", "count"):
            return len(self.edges) + 2
        return 3 if self.variable.type == "boolean" else len(self.variable.categories) + 1

    def codes(self, columns: Columns) -> Codes:
        """The sort of each patient, shape (size,)."""
        values, known = columns.column(self.variable.name)
        if self.variable.type in ("number", "count"):
            codes = np.searchsorted(self.starts, values, side="right").astype(np.intp)
        else:
            codes = values.astype(np.intp)
        return codes if known is None else np.where(known, codes, self.size - 1)

    def told(self, code: int) -> str:
        """A sort in words: `sex male`, `age 45 to < 65`."""
        name = self.variable.name
        if code == self.size - 1:
            return f"no `{name}`"
        if self.variable.type == "boolean":
            return f"{name} {('false', 'true')[code]}"
        if self.variable.type == "category":
            return f"{name} {self.variable.categories[code].name}"
        low = "" if code == 0 else f"{('>=', '>')[self.edges[code - 1][1]]} {self.edges[code - 1][0]:.10g}"
        high = "" if code == len(self.edges) else f"{('<', '<=')[self.edges[code][1]]} {self.edges[code][0]:.10g}"
        return " ".join(part for part in (name, low, "and" if low and high else "", high) if part)


@dataclass(frozen=True, slots=True, eq=False)
class Aim:
    """What a hold or a soft constraint sorts patients by; a soft one sorts into broken (0) and not broken (1)."""

    name: str
    expr: Expr  # never false: it says what is read, and where numbers are cut
    axes: tuple[Axis, ...]
    at: Place
    hold: Hold | None = None
    soft: Rule | None = None

    @property
    def shape(self) -> tuple[int, ...]:
        """How many sorts each axis has."""
        return (2,) if self.soft is not None else tuple(axis.size for axis in self.axes)

    def codes(self, columns: Columns) -> Codes:
        """The sort of each patient, counted through all axes."""
        if self.soft is not None:
            return (~is_false(evaluate(self.soft.expr, columns))).astype(np.intp)
        codes = np.zeros(columns.size, np.intp)
        for axis in self.axes:
            codes = codes * axis.size + axis.codes(columns)
        return codes

    def told(self, cell: int) -> str:
        """A sort in words."""
        if self.soft is not None:
            return ("broken", "kept")[cell]
        return ", ".join(
            axis.told(int(code)) for axis, code in zip(self.axes, np.unravel_index(cell, self.shape), strict=True)
        )


@dataclass(frozen=True, slots=True, eq=False)
class Tilt:
    """The weights of an aim, the greatest 1, with the key of the uniforms they are tried by."""

    aim: Aim
    weights: F64  # shape (sorts,)
    key: Key

    def of(self, columns: Columns) -> F64:
        """The weight of each patient."""
        return self.weights[self.aim.codes(columns)]

    def failed(self, columns: Columns, places: Places) -> Bools:
        """True where a patient is not accepted."""
        failed: Bools = uniforms(self.key, places) >= self.of(columns)
        return failed


def aims_of(plan: Plan) -> tuple[Aim, ...]:
    """What the holds and soft constraints of a plan are about."""
    softs = [
        Aim(rule.name, Or(args=(rule.expr, Not(x=rule.expr))), (), rule.at, soft=rule)
        for rule in plan.constraints
        if rule.soft is not None
    ]
    return (*softs, *(_held(hold, plan) for hold in plan.holds))


def _held(hold: Hold, plan: Plan) -> Aim:
    axes = tuple(
        Axis(plan.variable(by.variable), tuple(sorted({e for band in by.bands for e in edges_of(band)})))
        for by in (*hold.held, *hold.by)
    )
    reads = tuple(_anything(axis) for axis in axes)
    return Aim(hold.written, reads[0] if len(reads) == 1 else And(args=reads), axes, hold.at, hold=hold)


def edges_of(band: Interval) -> list[tuple[float, bool]]:
    """Where a band begins, and where what lies beyond it does."""
    edges = []
    if band.low is not None:
        edges.append((band.low, band.low_open))
    if band.high is not None:
        edges.append((band.high, not band.high_open))
    return edges


def _anything(axis: Axis) -> Expr:
    """What is true of every value, and read at the edges."""
    variable = axis.variable
    if variable.type == "category":
        return Member(name=variable.name, categories=tuple(c.name for c in variable.categories))
    if variable.type == "boolean":
        return Or(args=(Var(name=variable.name), Not(x=Var(name=variable.name))))
    tests = [
        Compare(op=">" if strict else ">=", a=Var(name=variable.name), b=Num(value=value))
        for value, strict in axis.edges or ((0.0, False),)
    ]
    return Or(args=(*tests, *(Not(x=test) for test in tests)))


def tilts_of(recipe: Recipe) -> Sequence[Tilt]:
    """The solved weights of a recipe's plan; raises TargetsNotMet where there are none."""
    aims = aims_of(recipe.plan)
    if not aims:
        return ()
    # the exact engine stands below the samplers, and is needed only where something is held
    solve: Any = import_module("pzdsl.solve.project")
    weights = solve.weights_of(recipe.plan)
    return [
        Tilt(aim, table.ravel(), recipe.key(f"#weight {i} {aim.name}"))
        for i, (aim, table) in enumerate(zip(aims, weights, strict=True))
    ]
