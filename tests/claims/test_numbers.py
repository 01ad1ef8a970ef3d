"""Numbers in digits and words."""

from __future__ import annotations

import math

import pytest

from pzdsl.claims.numbers import from_digits, from_words, interval, plain


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("two hundred seventeen", 217),
        ("two hundred and forty", 240),
        ("sixteen point four", 16.4),
        ("ninety nine", 99),
        ("one forty eight", 148),
        ("twelve thousand five hundred", 12500),
        ("two and a half", 2.5),
        ("half a", 0.5),
        ("a dozen", 12),
        ("twenty one", 21),
        ("six hundred", 600),
        ("nine point one five", 9.15),
        ("zero", 0),
        ("a half dozen", 0.5),
    ],
)
def test_words_spell_a_number(words: str, value: float) -> None:
    read = from_words(words.split(), 0)
    assert read is not None
    assert read[0].said == value


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("a couple of", 2, 3),
        ("a few", 2, 5),
        ("fifties", 50, 59.99),
        ("early thirties", 30, 34),
        ("late sixties", 66, 69.99),
    ],
)
def test_vague_words_leave_a_range(words: str, low: float, high: float) -> None:
    read = from_words(words.split(), 0)
    assert read is not None
    assert (read[0].low, read[0].high) == pytest.approx((low, high))


@pytest.mark.parametrize(
    ("digits", "half"), [("9.1", 0.05), ("9", 0.5), ("120", 5), ("4,820", 5), ("4800", 50), ("40", 0.5)]
)
def test_a_number_is_as_exact_as_its_last_digit(digits: str, half: float) -> None:
    assert from_digits(digits).half == pytest.approx(half)


@pytest.mark.parametrize(
    ("hedge", "inside", "outside"),
    [
        ("", 10.4, 11),
        ("about", 11.2, 13),
        ("over", 400, 9),
        ("under", -5, 11),
        ("almost", 9.2, 11),
        ("just over", 11, 13),
    ],
)
def test_a_hedge_widens_what_agrees(hedge: str, inside: float, outside: float) -> None:
    low, high = interval(plain(10), hedge, 0.5)
    assert low <= inside <= high
    assert not low <= outside <= high
    assert not math.isnan(low)
