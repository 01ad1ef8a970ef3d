"""Expressions of a plan: names resolved, every number already in the unit it is compared in.

A node evaluates to a number, a truth value or a category (its position in the type); which one is known from the
node. There is no unit left: where the author compared weeks with days, the factor stands here as a product.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Frozen(BaseModel):
    """A value that is never changed, and refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class Num(Frozen):
    """A number."""

    op: Literal["num"] = "num"
    value: float


class Var(Frozen):
    """The value of a variable: a number, a truth value, or a category."""

    op: Literal["var"] = "var"
    name: str


class Cat(Frozen):
    """A category of the type of `like` (a variable), as its position in that type: for `severity >= moderate`."""

    op: Literal["cat"] = "cat"
    like: str
    name: str


class Neg(Frozen):
    """`-x`."""

    op: Literal["neg"] = "neg"
    x: Expr


class Arith(Frozen):
    """`a + b` and the like; division by zero is unknown."""

    op: Literal["+", "-", "*", "/", "^"]
    a: Expr
    b: Expr


class Call(Frozen):
    """`min max abs exp ln sqrt`; an argument outside the domain is unknown."""

    op: Literal["call"] = "call"
    function: Literal["min", "max", "abs", "exp", "ln", "sqrt"]
    args: tuple[Expr, ...]


class NumberOf(Frozen):
    """How many of the conditions hold; unknown as soon as one of them is."""

    op: Literal["number_of"] = "number_of"
    args: tuple[Expr, ...]


class Compare(Frozen):
    """`a < b` between two numbers, or two categories of one ordered type."""

    op: Literal["<", "<=", ">", ">=", "==", "!="]
    a: Expr
    b: Expr


class Member(Frozen):
    """`variable in { categories }`; `is` and `is not` become this (and `not`)."""

    op: Literal["in"] = "in"
    name: str
    categories: tuple[str, ...]


class Not(Frozen):
    """`not x`."""

    op: Literal["not"] = "not"
    x: Expr


class And(Frozen):
    """All of them."""

    op: Literal["and"] = "and"
    args: tuple[Expr, ...]


class Or(Frozen):
    """At least one of them; `a implies b` becomes `not a or b`."""

    op: Literal["or"] = "or"
    args: tuple[Expr, ...]


Expr = Annotated[
    Num | Var | Cat | Neg | Arith | Call | NumberOf | Compare | Member | Not | And | Or,
    Field(discriminator="op"),
]

for _node in (Neg, Arith, Call, NumberOf, Compare, Not, And, Or):
    _node.model_rebuild()


def variables_of(expr: Expr) -> frozenset[str]:
    """The names of all variables that an expression reads."""
    match expr:
        case Num() | Cat():
            return frozenset()
        case Var(name=name) | Member(name=name):
            return frozenset({name})
        case Neg(x=x) | Not(x=x):
            return variables_of(x)
        case Arith(a=a, b=b) | Compare(a=a, b=b):
            return variables_of(a) | variables_of(b)
        case _:
            return frozenset().union(*(variables_of(arg) for arg in expr.args))
