"""One walk over a sentence finds mentions, numbers with units, and cues."""

from __future__ import annotations

import pytest

from tests.claims.made import LEXICON, reading


@pytest.mark.parametrize(
    ("sentence", "said", "unit", "hedge"),
    [
        ("A1c is 9.1%.", 9.1, "%", ""),
        ("Weighs about 201 pounds.", 201, "[lb_av]", "about"),
        ("WBC 7,400.", 7400, None, ""),
        ("Cough for almost a week.", 1, "weeks", "almost"),
        ("a year and a half ago", 1.5, "years", ""),
        ("It was 98.1 F.", 98.1, "[degF]", ""),
        ("5 feet 4 inches", 64, "[in_i]", ""),
        ("HR > 80", 80, None, "over"),
        ("EF 55 to 60 percent", 57.5, "%", ""),
        ("Peak flow of two hundred forty", 240, None, ""),
    ],
)
def test_a_number_has_its_unit_and_hedge(sentence: str, said: float, unit: str | None, hedge: str) -> None:
    quantity = reading(sentence).of("number")[0].value
    assert (quantity.number.said, quantity.unit, quantity.hedge) == (said, unit, hedge)


def test_a_pair_is_one_number_with_a_tail() -> None:
    for text in ("BP 148/88.", "BP 148 over 88.", "BP one forty eight over eighty eight."):
        quantity = reading(text).of("number")[0].value
        assert (quantity.number.said, quantity.tail.said) == (148, 88)


def test_the_longest_phrase_wins() -> None:
    (mention,) = reading("She has high blood pressure.").of("mention")
    assert mention.value.truths == ("hypertension",)


def test_a_digit_in_a_name_is_no_number() -> None:
    assert reading("Type 2 diabetes, on O2.").of("number") == []


def test_a_single_letter_keeps_its_case() -> None:
    assert reading("K 4.6").of("mention")[0].value.numbers == ("potassium",)
    assert not reading("k 4.6").of("mention")


def test_every_position_is_one_of_the_sentence() -> None:
    text = "HbA1c ≥ 9 %, 7.4 ×10³/µL — İstanbul"
    r = reading(text)
    assert all(0 <= i < j <= len(text) for i, j in zip(r.starts, r.ends, strict=True))
    assert r.lexicon is LEXICON
