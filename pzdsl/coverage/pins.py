"""Expectations that hold a law to the figures it was written with: `expect P(… given …) as written from … to …`."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor, log10

import numpy as np

from pzdsl.coverage.conditions import TRUE, both, is_category, patterns_condition
from pzdsl.coverage.possible import World
from pzdsl.coverage.units import tables_in
from pzdsl.coverage.writing import Draft, condition_text, number_text, percent_text
from pzdsl.plan.expression import And, Compare, Expr, Not, Num, Or, Var
from pzdsl.plan.law import Derived, Law, Odds, Table
from pzdsl.plan.plan import Plan, Variable
from pzdsl.rules import evaluate, is_true
from pzdsl.solve.query import Impossible, prob

LEVEL = 0.2  # of the value at which a number is held: both its middle and its spread move this share
NARROW, WIDE = 0.12, 0.035  # how far a share may move: of itself, and in points for numbers


def pins_of(variable: Variable, world: World) -> Draft | None:
    """A test that holds each row of a law, or the law where it is no table; None where nothing can be asked."""
    lines = [line for when in conditions_of(variable) for line in _pins(variable, when, world)]
    if not lines:
        return None
    given = next((table.given for table in tables_in(variable.law)), ())
    labels = [world.plan.variable(name).label for name in given]
    title = variable.label + (f" by {' and '.join(label.lower() for label in labels)}" if labels else "")
    return Draft(f"{title}, as written", {}, tuple(dict.fromkeys(lines)))


def conditions_of(variable: Variable) -> list[Expr]:
    """The condition of each row of a law, with each odds effect on and off; one that is always true for a plain one."""
    law = variable.law
    bases = list(_rows(law.base if isinstance(law, Odds) else law))
    if not isinstance(law, Odds):
        return bases
    found: list[Expr] = []
    for effect in law.effects:
        on: Expr
        if effect.effect == "when":
            on = effect.condition
        else:
            on = Compare(op=">=", a=Var(name=effect.variable), b=Num(value=effect.start + effect.step))
        found += [*(both(base, Not(x=on)) for base in bases), on]
    return found


def _rows(law: Law) -> Iterator[Expr]:
    if not isinstance(law, Table):
        yield TRUE
        return
    stated = [patterns_condition(law.given, row.patterns) for row in law.rows if row.patterns is not None]
    for row in law.rows:
        yield Not(x=Or(args=tuple(stated))) if row.patterns is None else patterns_condition(law.given, row.patterns)


def _pins(variable: Variable, when: Expr, world: World) -> Iterator[str]:
    plan, name = world.plan, variable.name
    samples = world.candidates
    values, known = samples.column(name)
    rows = is_true(evaluate(when, samples))
    if known is not None:
        rows = rows & known
    values = values[rows]
    if variable.role == "case":
        yield from _of_ages(plan, when)
        return
    if variable.role == "part" and variable.part_of and plan.variable(variable.part_of).type == "boolean":
        when = flat(both(is_category(variable.part_of, "true"), when))
    if variable.type == "boolean":
        yield from _share(plan, is_category(name, "true"), when, is_rare=True)
    elif variable.type == "category":
        for category in variable.categories:
            yield from _share(plan, is_category(name, category.name), when, is_rare=True)
    elif len(values) > 20:
        cut = _threshold(variable, values)
        if cut is None:
            return
        yield from _share(plan, Compare(op="<", a=Var(name=name), b=Num(value=cut)), when, is_rare=False)
        if isinstance(variable.law, Derived):
            return


def _of_ages(plan: Plan, when: Expr) -> Iterator[str]:
    """The share of patients whom a row of the prevalence makes."""
    yield from _share(plan, when, TRUE, is_rare=True)


def _threshold(variable: Variable, values: np.ndarray) -> float | None:
    """A round number below which about a fifth lies."""
    cut = float(np.quantile(values, LEVEL))
    if variable.precision is not None:
        cut = round(cut / variable.precision) * variable.precision
        if variable.type == "count" or variable.precision >= 1:
            cut = max(cut, float(values.min()) + variable.precision)
    elif cut > 0:
        digits = -floor(log10(cut)) + 1
        cut = round(cut, digits)
    cut = float(number_text(cut))
    share = float(np.mean(values < cut))
    return cut if 0 < share < 1 else None


def _share(plan: Plan, event: Expr, when: Expr, *, is_rare: bool) -> Iterator[str]:
    event_text = condition_text(event, plan)
    when_text = condition_text(flat(when), plan) if when != TRUE else ""
    if event_text is None or when_text is None:
        return
    try:
        found = prob(plan, event, None if when == TRUE else when, as_written=True, draws=20_000)
    except Impossible:
        return
    p = found.value
    slack = found.error + (p * NARROW if is_rare else min(WIDE, p / 4))
    low, high = max(p - slack, 0.0), min(p + slack, 1.0)
    if p <= 1e-12 or p >= 1 - 1e-12:
        if p <= 1e-12:
            yield f"expect unreachable {event_text}{f' and {when_text}' if when_text else ''}"
            return
        low, high = 1.0, 1.0
    scale = 10 ** (3 if high < 0.01 else 2 if high < 0.1 else 1)
    low, high = floor(low * 100 * scale) / scale / 100, ceil(round(high * 100 * scale, 6)) / scale / 100
    given = f" given {when_text}" if when_text else ""
    yield f"expect P({event_text}{given}) as written from {percent_text(max(low, 0))} to {percent_text(min(high, 1))}"


def flat(expr: Expr) -> Expr:
    """`a and (b and c)` without the inner brackets."""
    if not isinstance(expr, And):
        return expr
    parts: list[Expr] = []
    for arg in expr.args:
        inner = flat(arg)
        parts += inner.args if isinstance(inner, And) else (inner,)
    return parts[0] if len(parts) == 1 else And(args=tuple(parts))


__all__ = ["conditions_of", "flat", "pins_of"]
