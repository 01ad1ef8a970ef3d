"""Conditions and values that are typed on a command line, in the language of the specifications.

A compiled plan has no `Spec` any more, so the types of its variables are made again from what it says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from pzdsl.diagnostics import Diagnostic, Report, Source, Span
from pzdsl.errors import UsageError
from pzdsl.plan.express import Expressions
from pzdsl.plan.expression import Expr
from pzdsl.plan.plan import Plan, Value
from pzdsl.plan.plan import Variable as Planned
from pzdsl.semantics.infer import Scope, require_truth
from pzdsl.semantics.names import near
from pzdsl.semantics.spec import (
    Boolean,
    Categorical,
    Category,
    Clock,
    Home,
    Numeric,
    Spec,
    ValueType,
    Variable,
)
from pzdsl.semantics.units import PLAIN, conversion, parse_unit
from pzdsl.syntax import parse, tree

_BEFORE = "pz 1\nlibrary where {\nconstraint where { require\n"
_AFTER = "\n}\n}\n"
_QUANTITY = re.compile(r"([-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?)\s*(?:'([^']+)'|([A-Za-z%/]\S*))?")
_PLURAL = {w: w + "s" for w in ("year", "month", "week", "day", "hour", "minute")}


def parse_where(text: str, plan: Plan) -> Expr:
    """The condition that a text states about a patient; raises UsageError with the place of the mistake."""
    if not text.strip():
        raise UsageError("the condition is empty; write one, e.g. `age >= 65`")
    report = Report()
    source = Source("condition", _BEFORE + text + _AFTER)
    parsed = parse(source, report)
    _stop_if_errors(report, text)
    condition = _only_condition(parsed)
    if condition is None:
        raise UsageError(f"`{text}` is more than a condition; write one, e.g. `age >= 65 and sex is female`")
    spec = _spec_of(plan, parsed)
    if not require_truth(condition, Scope(spec.variables, report)) and not report.errors():
        raise UsageError(f"`{text}` is no condition; compare it with something, e.g. `age >= 65`")
    _stop_if_errors(report, text)
    return Expressions(spec).truth(condition)


def parse_set(settings: Iterable[str], plan: Plan) -> dict[str, Value]:
    """What `name=value` says of each variable, numbers in the variable's unit; raises UsageError."""
    values: dict[str, Value] = {}
    visible = {v.name: v for v in plan.variables if not v.hidden}
    for setting in settings:
        name, equals, text = (part.strip() for part in setting.partition("="))
        if not equals or not name or not text:
            raise UsageError(f"`{setting}` sets nothing; write `name=value`, e.g. `smoking=never`")
        if name not in visible:
            hint = near(name, list(visible))
            raise UsageError(f"there is no variable `{name}` in {plan.name}" + (f"; {hint}" if hint else ""))
        if name in values:
            raise UsageError(f"`{name}` is set twice")
        values[name] = _value(visible[name], text)
    return values


def _value(variable: Planned, text: str) -> Value:
    if variable.type == "boolean":
        if text not in ("true", "false"):
            raise UsageError(f"`{variable.name}` is true or false, not `{text}`")
        return text == "true"
    if variable.type == "category":
        names = [c.name for c in variable.categories]
        if text not in names:
            hint = near(text, names)
            raise UsageError(
                f"`{variable.name}` is one of {', '.join(names)}, not `{text}`" + (f"; {hint}" if hint else "")
            )
        return text
    match = _QUANTITY.fullmatch(text)
    if match is None:
        raise UsageError(f"`{variable.name}` is a number, not `{text}`; write it as 12 or 12.5")
    number = float(match[1])
    written = match[2] or match[3]
    if written is None:
        return number
    own = parse_unit(variable.unit) if variable.unit else PLAIN
    given = parse_unit(_PLURAL.get(written, written))
    factor = conversion(given, own) if given is not None and own is not None else None
    if factor is None:
        raise UsageError(f"`{variable.name}` is in {variable.unit or 'plain numbers'}, not in `{written}`")
    return float(Decimal(match[1]) * factor.numerator / factor.denominator)


def _only_condition(parsed: tree.SpecTree) -> tree.Expr | None:
    match parsed.declarations:
        case (tree.Constraint(soft=None, message=None, cites=(), condition=condition),):
            return condition
        case _:
            return None


def _stop_if_errors(report: Report, text: str) -> None:
    if report.errors():
        raise UsageError("\n".join(_told(d, text) for d in report.errors()))


def _told(diagnostic: Diagnostic, text: str) -> str:
    """A diagnostic about the text as typed: what was put around it is not shown."""
    span = diagnostic.span
    start = min(max(span.start - len(_BEFORE), 0), len(text))
    end = min(max(span.end - len(_BEFORE), start + 1), len(text) + 1)
    line = " ".join(text.split("\n"))
    marks = " " * start + "^" * (end - start)
    message, hint = diagnostic.message, diagnostic.hint
    if span.start >= len(_BEFORE) + len(text):
        message, hint = "the condition ends too early", "finish it, or delete what is left over"
    return f"{message}\n    {line}\n    {marks}" + (f"\n    help: {hint}" if hint else "")


def _spec_of(plan: Plan, parsed: tree.SpecTree) -> Spec:
    """As much of a `Spec` as expressions read: the visible variables and their types."""
    source = Source(plan.name, "")
    home = Home("", source)
    nowhere = Span(source, 0, 0)
    variables = {
        v.name: Variable(
            name=v.name,
            label=v.label,
            stage=v.stage,
            role=v.role,
            type=_type_of(v),
            law=Clock("course"),  # no expression reads a law
            home=home,
            span=nowhere,
            part_of=v.part_of,
            part=v.part,
        )
        for v in plan.variables
        if not v.hidden
    }
    return Spec(
        file=parsed,
        home=home,
        types={},
        variables=variables,
        cohort=(),
        constraints=(),
        holds=(),
        narrative=(),
        phases=(),
        panels=(),
        prevalence=None,
        homes={},
        texts={},
    )


def _type_of(variable: Planned) -> ValueType:
    if variable.type == "boolean":
        return Boolean()
    if variable.type == "category":
        categories = tuple(Category(c.name, c.label) for c in variable.categories)
        return Categorical(variable.type_name, categories, variable.ordered)
    return Numeric(
        unit=parse_unit(variable.unit) if variable.unit else None,
        low=_decimal(variable.low),
        high=_decimal(variable.high),
        high_open=variable.high_open,
        count=variable.type == "count",
        precision=_decimal(variable.precision),
        also=tuple(also.unit for also in variable.also),
    )


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value))
