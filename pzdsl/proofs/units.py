"""What a spec says that can happen: each row, category, symptom, severity, phase and reference band of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pzdsl.diagnostics import Span
from pzdsl.plan.expression import And, Expr, Member, Not, Or, Var
from pzdsl.plan.law import Bernoulli, Categorical, CategoriesIn, Interval, Law, Mixture, Odds, Point, Row, Table
from pzdsl.plan.plan import Plan, Variable
from pzdsl.proofs.model import inside
from pzdsl.proofs.places import Places
from pzdsl.semantics.spec import Spec


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing that can happen or not; `told` names it in a sentence."""

    told: str
    span: Span
    event: Expr
    variable: Variable
    kind: Literal["row", "value", "band"]


def units_of(plan: Plan, spec: Spec, places: Places) -> Iterator[Unit]:
    """The units that the author of a spec wrote, rows of the prevalence apart: they only weigh."""
    for variable in plan.variables:
        name = variable.name
        if name == plan.prevalence or variable.library is not None or variable.role == "case":
            continue
        known = spec.variables.get(name)
        if known is not None and known.law_home is not None:
            continue  # its law is a library's
        for expr, row in rows_of(variable):
            span = places.at(row.at, row.written)
            yield Unit(f"the row `{head_of(row)}` of `{name}`", span, expr, variable, "row")
        yield from _values(variable, places)
        yield from _bands(variable, spec, places)


def rows_of(variable: Variable) -> Iterator[tuple[Expr, Row]]:
    """The rows of a variable's table, each with the condition under which it applies."""
    law = variable.law.base if isinstance(variable.law, Odds) else variable.law
    if not isinstance(law, Table):
        return
    conditions = [condition_of(law, row) for row in law.rows]
    written = [condition for condition in conditions if condition is not None]
    for row, condition in zip(law.rows, conditions, strict=True):
        if row.patterns is None:
            condition = Not(x=written[0] if len(written) == 1 else Or(args=tuple(written))) if written else None
        if condition is not None:
            yield condition, row


def condition_of(table: Table, row: Row) -> Expr | None:
    """What a row asks of its parents; None where it asks nothing, or is `otherwise`."""
    tests: list[Expr] = []
    for name, pattern in zip(table.given, row.patterns or (), strict=row.patterns is not None):
        if isinstance(pattern, CategoriesIn):
            tests.append(Member(name=name, categories=pattern.categories))
        elif isinstance(pattern, Interval):
            tests.append(inside(name, pattern))
    if not tests:
        return None
    return tests[0] if len(tests) == 1 else And(args=tuple(tests))


def head_of(row: Row) -> str:
    """A row's conditions as they were written."""
    return " ".join(row.written.split("=>")[0].split()) or "otherwise"


def given_shares(law: Law) -> set[str]:
    """The categories (`true`, `false` of a boolean) that some row of a law gives a share."""
    match law:
        case Categorical(categories=categories, shares=shares):
            return {name for name, share in zip(categories, shares, strict=True) if share > 0}
        case Bernoulli(p=p):
            return {name for name, share in (("true", p), ("false", 1 - p)) if share > 0}
        case Point(value=value):
            return {str(value).lower() if isinstance(value, bool) else str(value)}
        case Table(rows=rows):
            return set[str]().union(*(given_shares(row.law) for row in rows))
        case Mixture(parts=parts):
            return set[str]().union(*(given_shares(part) for part in parts))
        case Odds(base=base):
            return given_shares(base)
        case _:
            return set()


def _values(variable: Variable, places: Places) -> Iterator[Unit]:
    """The values that a law gives some share: what it leaves out on purpose is nothing to report."""
    given, span, name = given_shares(variable.law), places.variable(variable), variable.name
    if variable.type == "boolean" and "true" in given:
        yield Unit(f"`{name}`", span, Var(name=name), variable, "value")
    for category in variable.categories:
        if category.name in given:
            what = {"phase": "the phase", "severity": "the severity"}.get(variable.part or name, "the category")
            of = "" if name == "phase" else f" of `{variable.part_of or name}`"
            event = Member(name=name, categories=(category.name,))
            yield Unit(f"{what} `{category.name}`{of}", span, event, variable, "value")


def _bands(variable: Variable, spec: Spec, places: Places) -> Iterator[Unit]:
    known = spec.variables.get(variable.name)
    nodes = [] if known is None else [o for o in known.options if type(o).__name__ == "Reference"]
    for i, reference in enumerate(variable.references):
        if isinstance(reference.band, Interval):
            event: Expr = inside(variable.name, reference.band)
        elif variable.type == "boolean":
            event = Var(name=variable.name) if reference.band == "true" else Not(x=Var(name=variable.name))
        else:
            event = Member(name=variable.name, categories=(reference.band,))
        if reference.when is not None:
            event = And(args=(event, reference.when))
        span = nodes[i].span if len(nodes) == len(variable.references) else places.variable(variable)
        words = " ".join(span.text.split("@")[0].split("assumed")[0].split())
        yield Unit(f"the band `{words}` of `{variable.name}`", span, event, variable, "band")
