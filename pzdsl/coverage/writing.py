"""Conditions, values and tests of a plan as an author would write them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pzdsl.plan.expression import And, Compare, Expr, Member, Not, Num, Or, Var
from pzdsl.plan.plan import Plan, Value, Variable

_TIMES = {"years", "months", "weeks", "days", "hours", "minutes"}


@dataclass(frozen=True, slots=True)
class Draft:
    """A test that the compiler wrote: what is given, and the lines of what is expected."""

    title: str
    given: Mapping[str, Value]
    expects: tuple[str, ...]

    def text(self, plan: Plan, mark: str | None) -> str:
        """The block, with the comment that marks it as generated."""
        lines = [mark] if mark else []
        lines.append(f'test "{self.title.replace(chr(34), chr(39))}" {{')
        bindings = [f"{name} = {value_text(plan.variable(name), value)}" for name, value in self.given.items()]
        lines += [f"  given {', '.join(bindings[i : i + 5])}" for i in range(0, len(bindings), 5)]
        lines += [f"  {expect}" for expect in self.expects]
        return "\n".join([*lines, "}"])


def number_text(value: float) -> str:
    """A number without an exponent, as short as it reads back."""
    text = f"{value:.12g}"
    return text if "e" not in text else f"{value:.12f}".rstrip("0").rstrip(".")


def value_text(variable: Variable, value: Value) -> str:
    """A value with its unit."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    return with_unit(variable, number_text(value))


def with_unit(variable: Variable, number: str) -> str:
    """A number of a variable, in its unit."""
    if variable.unit is None or variable.unit == "1":
        return number
    return f"{number} {variable.unit}" if variable.unit in _TIMES else f"{number} '{variable.unit}'"


def condition_text(expr: Expr, plan: Plan, inside: bool = False) -> str | None:
    """A condition of comparisons, membership, `and`, `or`, `not`; None where it holds anything else."""
    match expr:
        case Member(name=name, categories=categories):
            variable = plan.variable(name)
            if variable.type == "boolean":
                return name if categories == ("true",) else f"not {name}" if categories == ("false",) else None
            if len(categories) == 1:
                return f"{name} is {categories[0]}"
            return f"{name} in {{ {', '.join(categories)} }}"
        case Var(name=name):
            return name
        case Compare(op=op, a=Var(name=name), b=Num(value=value)):
            return f"{name} {op} {with_unit(plan.variable(name), number_text(value))}"
        case Not(x=x):
            text = condition_text(x, plan, inside=True)
            return None if text is None else f"not ({text})"
        case And(args=args) | Or(args=args):
            parts = [condition_text(arg, plan, inside=True) for arg in args]
            if not parts or None in parts:
                return None
            text = (" and " if isinstance(expr, And) else " or ").join(part for part in parts if part)
            return f"({text})" if inside and len(parts) > 1 else text
        case _:
            return None


def percent_text(share: float) -> str:
    """A share as a percentage."""
    return f"{number_text(round(share * 100, 6))} %"
