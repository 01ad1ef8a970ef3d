"""Units as written, and conversions between them."""

from __future__ import annotations

import pytest

from pzdsl.claims.units import convert, convert_analyte, spellings, unit_pattern


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        (" mg/dl", "mg/dL"),
        (" milligrams per deciliter", "mg/dL"),
        (" mm hg", "mm[Hg]"),
        (" x10^9/l", "10*9/L"),
        ("%", "%"),
        (" percent", "%"),
        (" ml/min/1.73 m2", "mL/min/{1.73_m2}"),
        (" mcg", "ug"),
        (" °f", "[degF]"),
        (" lbs", "[lb_av]"),
        (" nanograms per liter", "ng/L"),
        ("-year", "years"),
        (" wks", "weeks"),
        (" mmol/mol", "mmol/mol"),
        (" bpm", "/min"),
        (" mg/kg", "mg/kg"),
        (" kg/m2", "kg/m2"),
    ],
)
def test_a_unit_is_read_as_written(text: str, unit: str) -> None:
    match = unit_pattern().match(text)
    assert match is not None
    assert spellings()[match.group(1)] == unit


def test_a_word_that_only_begins_like_a_unit_is_none() -> None:
    assert unit_pattern().match(" morning") is None
    assert unit_pattern().match(" grand") is None


@pytest.mark.parametrize(
    ("value", "unit", "to", "result"),
    [
        (36.7, "Cel", "[degF]", 98.06),
        (102.4, "[degF]", "Cel", 39.11),
        (91.2, "kg", "[lb_av]", 201.06),
        (6, "weeks", "days", 42),
        (10.4, "g/dL", "g/L", 104),
        (4820, "pg/mL", "ng/L", 4820),
        (1, "g", "mg", 1000),
        (7400, "/uL", "10*3/uL", 7.4),
        (3, "mmol/L", "meq/L", 3),
        (64, "[in_i]", "cm", 162.56),
        (2, "years", "months", 24),
    ],
)
def test_a_value_converts(value: float, unit: str, to: str, result: float) -> None:
    assert convert(value, unit, to) == pytest.approx(result, rel=1e-3)


def test_mass_and_amount_convert_only_for_a_known_analyte() -> None:
    assert convert(182, "mg/dL", "mmol/L") is None
    assert convert_analyte(182, "mg/dL", "mmol/L", frozenset({"glucose"})) == pytest.approx(10.1, abs=0.01)
    assert convert_analyte(122, "umol/L", "mg/dL", frozenset({"creatinine"})) == pytest.approx(1.38, abs=0.01)
