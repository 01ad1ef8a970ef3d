"""Which numbers a sentence says."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pzdsl.draft.figures import Stated, says


def pct(value: str) -> Stated:
    return Stated(Decimal(value), percent=True)


def num(value: str, unit: str | None = None) -> Stated:
    return Stated(Decimal(value), unit=unit)


@pytest.mark.parametrize(
    ("sentence", "stated"),
    [
        ("Cough in 35% of them.", pct("35")),
        ("Cough in 35.0 per cent.", pct("35")),
        ("Thirty-five percent cough.", pct("35")),
        ("One in five coughs.", pct("20")),
        ("two thirds had fever", pct("66.7")),
        ("About a third had fever.", pct("33")),
        ("Half of them cough.", pct("50")),
        ("Between 10 and 20 % cough.", pct("10")),
        ("10–20% cough", pct("10")),
        ("35, 40 and 45 % in the three groups", pct("40")),
        ("518 of 3,087 patients", pct("16.8")),
        ("a prevalence of 0.35", pct("35")),
        ("HbA1c of 6.5%", num("6.5", "%")),
        ("126 mg/dL or more", num("126", "mg/dL")),
        ("136.4 (SD 15.9) mmHg", num("15.9", "mm[Hg]")),
        ("after 48 hours", num("2", "days")),
        ("5 to 7 days", num("5", "days")),
        ("a two-week course", num("14", "days")),
        ("aged 65 and over", num("65", "years")),
        ("334,465 children", num("334465")),
        ("an odds ratio of 1·66", num("1.66")),
        ("38 degrees or more", num("38", "Cel")),
    ],
)
def test_it_is_said(sentence: str, stated: Stated) -> None:
    assert says(sentence, stated)


@pytest.mark.parametrize(
    ("sentence", "stated"),
    [
        ("35 patients cough.", pct("35")),
        ("Cough in 35% of them.", num("35")),
        ("Cough in 35% of them.", pct("65")),
        ("Cough in 35-45 %.", pct("40")),
        ("Cough in 135 %.", pct("35")),
        ("Cough in 3.5 %.", pct("5")),
        ("Cough in 35.5 %.", pct("35")),
        ("126 mg/dL or more", num("126", "mmol/L")),
        ("7.0 mmol/L", num("7.0", "%")),
        ("3 days", num("3", "weeks")),
        ("3 days", num("3", "mg/dL")),
        ("1,234 patients", num("234")),
        ("on the third day", pct("33.3")),
        ("one of them coughed", num("1")),
        ("Study B12 and CURB-65x", num("12")),
        ("an odds ratio of 0.35", pct("35")),
        ("No number here.", pct("1")),
    ],
)
def test_it_is_not_said(sentence: str, stated: Stated) -> None:
    assert not says(sentence, stated)
