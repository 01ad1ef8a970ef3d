"""The evaluator against a plain one that knows one row and Python's own arithmetic."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pzdsl.plan.expression import (
    And,
    Arith,
    Call,
    Cat,
    Compare,
    Expr,
    Member,
    Neg,
    Not,
    Num,
    NumberOf,
    Or,
    Var,
    variables_of,
)
from pzdsl.plan.law import Bernoulli, Interval
from pzdsl.rules import RecordColumns, evaluate, is_inside, matches
from tests.plans import ANY, among, categorical, compare, family, plan, variable

PLAN = plan(
    variable("age", "count", family("poisson", mean=40)),
    variable("bmi", "number", family("normal", mean=25, sd=4)),
    variable("pregnant", "boolean", Bernoulli(p=0.1)),
    variable("pain", "boolean", Bernoulli(p=0.1)),
    variable(
        "pain.severity",
        "category",
        categorical(mild=0.5, moderate=0.3, severe=0.2),
        categories=("mild", "moderate", "severe"),
        ordered=True,
        part_of="pain",
    ),
)
SEVERITIES = ("mild", "moderate", "severe")

numbers = st.deferred(
    lambda: (
        st.integers(-3, 3).map(lambda v: Num(value=float(v)))
        | st.sampled_from(["age", "bmi"]).map(lambda name: Var(name=name))
        | st.builds(Neg, x=numbers)
        | st.builds(Arith, op=st.sampled_from(["+", "-", "*", "/", "^"]), a=numbers, b=numbers)
        | st.builds(Call, function=st.sampled_from(["abs", "exp", "ln", "sqrt"]), args=st.tuples(numbers))
        | st.builds(
            Call,
            function=st.sampled_from(["min", "max"]),
            args=st.lists(numbers, min_size=1, max_size=3).map(tuple),
        )
        | st.builds(NumberOf, args=st.lists(truths, min_size=1, max_size=3).map(tuple))
    )
)
orders = st.sampled_from(["<", "<=", ">", ">=", "==", "!="])
truths = st.deferred(
    lambda: (
        st.builds(Compare, op=orders, a=numbers, b=numbers)
        | st.sampled_from(["pregnant", "pain"]).map(lambda name: Var(name=name))
        | st.builds(
            Compare,
            op=orders,
            a=st.just(Var(name="pain.severity")),
            b=st.sampled_from(SEVERITIES).map(lambda name: Cat(like="pain.severity", name=name)),
        )
        | st.lists(st.sampled_from(SEVERITIES), max_size=3).map(
            lambda names: Member(name="pain.severity", categories=tuple(names))
        )
        | st.sampled_from(["true", "false"]).map(lambda name: Member(name="pregnant", categories=(name,)))
        | st.builds(Not, x=truths)
        | st.builds(And, args=st.lists(truths, max_size=3).map(tuple))
        | st.builds(Or, args=st.lists(truths, max_size=3).map(tuple))
    )
)
records = st.fixed_dictionaries(
    {
        "age": st.none() | st.integers(-2, 3),
        "bmi": st.none() | st.sampled_from([-1.5, 0.0, 0.5, 2.0]),
        "pregnant": st.none() | st.booleans(),
        "pain": st.none() | st.booleans(),
        "pain.severity": st.none() | st.sampled_from(SEVERITIES),
    }
)


def meaning(expr: Expr, row: dict[str, Any]) -> Any:
    """What an expression says of one row, None where that is unknown."""
    match expr:
        case Num(value=value):
            return value
        case Var(name=name):
            value = row.get(name)
            return SEVERITIES.index(value) if isinstance(value, str) else value
        case Cat(name=name):
            return SEVERITIES.index(name)
        case Neg(x=x):
            value = meaning(x, row)
            return None if value is None else -value
        case Arith(op=op, a=a, b=b):
            left, right = meaning(a, row), meaning(b, row)
            return None if left is None or right is None else arithmetic(op, float(left), float(right))
        case Call(function=function, args=args):
            values = [meaning(arg, row) for arg in args]
            return None if None in values else call(function, values)
        case NumberOf(args=args):
            values = [meaning(arg, row) for arg in args]
            return None if None in values else float(sum(values))
        case Compare(op=op, a=a, b=b):
            left, right = meaning(a, row), meaning(b, row)
            if left is None or right is None:
                return None
            return {
                "<": left < right,
                "<=": left <= right,
                ">": left > right,
                ">=": left >= right,
                "==": left == right,
                "!=": left != right,
            }[op]
        case Member(name=name, categories=categories):
            value = row.get(name)
            return None if value is None else (str(value).lower() in categories)
        case Not(x=x):
            value = meaning(x, row)
            return None if value is None else not value
        case And(args=args):
            values = [meaning(arg, row) for arg in args]
            return False if False in values else None if None in values else True
        case Or(args=args):
            values = [meaning(arg, row) for arg in args]
            return True if True in values else None if None in values else False


def arithmetic(op: str, a: float, b: float) -> float | None:
    try:
        if op == "^":
            result = float(np.float64(a) ** np.float64(b))
        else:
            result = {"+": a + b, "-": a - b, "*": a * b}[op] if op != "/" else a / b
    except ZeroDivisionError:
        return None
    return result if math.isfinite(result) else None


def call(function: str, values: list[float]) -> float | None:
    if function in ("min", "max"):
        return float({"min": min, "max": max}[function](values))
    with np.errstate(all="ignore"):
        result = float({"abs": np.abs, "exp": np.exp, "ln": np.log, "sqrt": np.sqrt}[function](np.float64(values[0])))
    return result if math.isfinite(result) else None


@settings(max_examples=150, deadline=None)
@given(expr=truths | numbers, rows=st.lists(records, min_size=1, max_size=4))
def test_columns_say_of_each_row_what_the_plain_meaning_says_of_it_alone(
    expr: Expr, rows: list[dict[str, Any]]
) -> None:
    columns = RecordColumns(PLAN, rows)
    for row in rows:
        if row["pain"] is False:
            row["pain.severity"] = None
    values, known = evaluate(expr, columns)
    assert values.shape == (len(rows),)
    with np.errstate(all="ignore"):
        expected = [meaning(expr, row) for row in rows]
    found = [
        v if known is None or k else None
        for v, k in zip(values.tolist(), np.ones(len(rows)) if known is None else known, strict=True)
    ]
    for a, b in zip(found, expected, strict=True):
        assert a == b or (a is not None and b is not None and math.isclose(a, b, rel_tol=1e-12))


@pytest.mark.parametrize(
    "expr",
    [
        Arith(op="/", a=Var(name="bmi"), b=Num(value=0.0)),
        Call(function="ln", args=(Num(value=0.0),)),
        Call(function="ln", args=(Neg(x=Var(name="bmi")),)),
        Call(function="sqrt", args=(Num(value=-1.0),)),
        Call(function="exp", args=(Num(value=1000.0),)),
        Arith(op="^", a=Num(value=-1.0), b=Num(value=0.5)),
        Var(name="age"),
    ],
)
def test_what_has_no_value_is_unknown(expr: Expr) -> None:
    columns = RecordColumns(PLAN, [{"bmi": 20.0}])
    known = evaluate(expr, columns).known
    assert known is not None
    assert not known.any()
    known = evaluate(compare(expr, "<", 5), columns).known
    assert known is not None
    assert not known.any()


def test_a_value_that_cannot_be_read_is_unknown_and_noted() -> None:
    rows: list[dict[str, Any]] = [
        {"age": "old", "bmi": True, "pregnant": 1, "pain": False, "pain.severity": "mild", "shoe": 43},
        {"age": 41.5, "bmi": math.nan, "pregnant": True, "pain": True, "pain.severity": "awful"},
        {"age": np.int64(41), "bmi": np.float32(20), "pregnant": np.bool_(True), "pain": None},
    ]
    columns = RecordColumns(PLAN, rows)
    assert {(p.row, p.name) for p in columns.problems} == {
        (0, "age"), (0, "bmi"), (0, "pregnant"), (0, "pain.severity"), (0, "shoe"),
        (1, "age"), (1, "bmi"), (1, "pain.severity"),
    }  # fmt: skip
    known = columns.column("age").known
    assert known is not None
    assert known.tolist() == [False, False, True]
    assert columns.column("bmi").values[2] == 20


def test_a_huge_whole_number_is_a_problem_rather_than_a_crash() -> None:
    assert len(RecordColumns(PLAN, [{"age": 10**400}]).problems) == 1


@pytest.mark.parametrize(
    ("interval", "inside"),
    [
        (Interval(low=1.0, high=3.0), [False, True, True, True]),
        (Interval(low=1.0, high=3.0, high_open=True), [False, True, True, False]),
        (Interval(low=1.0, high=3.0, low_open=True), [False, False, True, True]),
        (Interval(high=2.0), [True, True, True, False]),
        (Interval(), [True, True, True, True]),
    ],
)
def test_interval_ends_are_open_or_closed_as_written(interval: Interval, inside: list[bool]) -> None:
    assert is_inside(interval, np.array([0.0, 1.0, 2.0, 3.0])).tolist() == inside


def test_any_fits_even_the_unknown() -> None:
    columns = RecordColumns(PLAN, [{"pain": None}, {"pain": True, "pain.severity": "mild"}])
    assert matches(ANY, "pain", columns).values.tolist() == [True, True]
    truth = matches(among("mild"), "pain.severity", columns)
    assert truth.known is not None
    assert truth.known.tolist() == [False, True]
    assert matches(among("true"), "pain", columns).values[1]


def test_every_variable_that_is_read_is_named() -> None:
    expr = And(args=(compare("age", ">", 3), Not(x=Member(name="pain.severity", categories=("mild",)))))
    assert variables_of(expr) == {"age", "pain.severity"}
