from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pzdsl.semantics.units import TIME_WORDS, conversion, parse_unit, power, product, suggestion


def factor(source: str, target: str) -> Fraction | None:
    a, b = parse_unit(source), parse_unit(target)
    assert a is not None
    assert b is not None
    return conversion(a, b)


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("mg/dL", "g/L", Fraction(1, 100)),
        ("mg/dL", "mg/L", Fraction(10)),
        ("ug/L", "ng/mL", Fraction(1)),
        ("cm", "m", Fraction(1, 100)),
        ("kg/m2", "g/cm2", Fraction(1, 10)),
        ("[lb_av]", "kg", Fraction("0.45359237")),
        ("[in_i]", "cm", Fraction("2.54")),
        ("mm[Hg]", "kPa", Fraction("0.133322387415")),
        ("/min", "Hz", Fraction(1, 60)),
        ("mL/min/{1.73_m2}", "L/h", Fraction(60, 1000)),
        ("10*9/L", "10*3/uL", Fraction(1)),
        ("10*6/uL", "10*12/L", Fraction(1)),
        ("m[IU]/L", "[IU]/mL", Fraction(1, 10**6)),
        ("mmol/mol", "1", Fraction(1, 1000)),
        ("wk", "d", Fraction(7)),
        ("years", "months", Fraction(12)),
        ("years", "days", Fraction("365.25")),
        ("months", "days", Fraction("30.4375")),
        ("a", "years", Fraction(1)),
        ("minutes", "hours", Fraction(1, 60)),
        ("cal", "J", Fraction("4.184")),
        ("mg/g", "mg/kg", Fraction(1000)),
    ],
)
def test_conversions_are_exact(source: str, target: str, expected: Fraction) -> None:
    assert factor(source, target) == expected
    assert factor(target, source) == 1 / expected


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("%", "mmol/mol"),  # of HbA1c: only the analyte's own formula leads from one to the other
        ("Cel", "[degF]"),
        ("[IU]/L", "U/L"),
        ("mg/dL", "mmol/L"),
        ("kg", "m"),
        ("days", "kg"),
        ("meq/L", "mmol/L"),
    ],
)
def test_no_factor_leads_from_one_to_the_other(source: str, target: str) -> None:
    assert factor(source, target) is None


@pytest.mark.parametrize(
    "code", ["mgdl", "mg//dL", "mg /dL", "", "mmHg", "foo", "mg/", "kgg", "dL/xx", "10^9/L2x", "/"]
)
def test_is_no_unit(code: str) -> None:
    assert parse_unit(code) is None


@pytest.mark.parametrize(
    ("wrong", "right"),
    [("mgdl", "mg/dL"), ("mg/dl", "mg/dL"), ("mmHg", "mm[Hg]"), ("CEL", "Cel"), ("mmol/l", "mmol/L")],
)
def test_a_near_unit_is_suggested(wrong: str, right: str) -> None:
    assert suggestion(wrong) == right


def test_time_words_are_the_languages_own() -> None:
    assert parse_unit("year", time_word=True) is None  # the tree has them in the plural
    assert {word for word in TIME_WORDS if parse_unit(word, time_word=True) is None} == set()
    assert str(parse_unit("years")) == "years"
    assert str(parse_unit("mg/dL")) == "'mg/dL'"


CODES = st.sampled_from(["mg/dL", "kg", "cm", "m2", "/min", "days", "mmol/L", "%", "1", "10*9/L", "mm[Hg]"])


@given(CODES, CODES, st.integers(-3, 3))
def test_products_and_powers_multiply(a: str, b: str, n: int) -> None:
    left, right = parse_unit(a), parse_unit(b)
    assert left is not None
    assert right is not None
    both = product(left, right)
    assert both.factor == left.factor * right.factor
    back = product(both, right, -1)
    assert (back.factor, back.dimensions) == (left.factor, left.dimensions)
    raised = power(left, n)
    assert raised.factor == left.factor**n
    assert product(raised, power(left, -n)).dimensions == ()
