"""Conditions and arithmetic as written."""

from __future__ import annotations

from typing import Literal

from pzdsl.syntax.tree.node import Node, node
from pzdsl.syntax.tree.small import CompareOp, Name, Quantity


@node
class Number(Node):
    """A number in an expression."""

    quantity: Quantity


@node
class Ref(Node):
    """A variable, a part of one (`polyuria.severity`), or a category where one is expected."""

    path: str


@node
class Negate(Node):
    """`-x`."""

    operand: Expr


@node
class Arithmetic(Node):
    """`a + b`, `a - b`, `a * b`, `a / b`, `a ^ b`."""

    op: Literal["+", "-", "*", "/", "^"]
    left: Expr
    right: Expr


@node
class Call(Node):
    """`min(a, b)`, `number_of(a, b, c >= 7)`."""

    function: str
    arguments: tuple[Expr, ...]


@node
class WithUnit(Node):
    """`( … ) 'u'`: gives a unit to a bare number."""

    operand: Expr
    unit: str


@node
class Magnitude(Node):
    """`x as 'u'`: the bare magnitude of a variable in that unit."""

    path: str
    unit: str
    is_time: bool = False


@node
class Compare(Node):
    """`a < b`."""

    op: CompareOp
    left: Expr
    right: Expr


@node
class Between(Node):
    """`x between a and b` (closed)."""

    operand: Expr
    low: Expr
    high: Expr


@node
class Is(Node):
    """`x is category`, `x is not category`."""

    operand: Expr
    category: Name
    negated: bool


@node
class InSet(Node):
    """`x in { a, b }`."""

    operand: Expr
    categories: tuple[Name, ...]


@node
class Not(Node):
    """`not a`."""

    operand: Expr


@node
class Junction(Node):
    """`a and b and c`, or `a or b or c`: flat, two operands or more, in written order."""

    op: Literal["and", "or"]
    operands: tuple[Expr, ...]


@node
class Implies(Node):
    """`a implies b`."""

    left: Expr
    right: Expr


Expr = (
    Number
    | Ref
    | Negate
    | Arithmetic
    | Call
    | WithUnit
    | Magnitude
    | Compare
    | Between
    | Is
    | InSet
    | Not
    | Junction
    | Implies
)
