"""Sentences end at full stops that end sentences."""

from __future__ import annotations

import pytest

from pzdsl.claims.sentences import sentences_of


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("HbA1c is 9.1 %. BP 148/88.", ["HbA1c is 9.1 %.", "BP 148/88."]),
        ("Dr. Smith saw her. She is well.", ["Dr. Smith saw her.", "She is well."]),
        ("Takes 500 mg b.i.d. with food.", ["Takes 500 mg b.i.d. with food."]),
        ("Takes 500 mg b.i.d. She is well.", ["Takes 500 mg b.i.d.", "She is well."]),
        (
            "Sodium is 142 mmol/L. Potassium is 5.1 mmol/L.",
            ["Sodium is 142 mmol/L.", "Potassium is 5.1 mmol/L."],
        ),
        ("eGFR 37 mL/min/1.73 m². Low.", ["eGFR 37 mL/min/1.73 m².", "Low."]),
        ("Is it so? Yes!", ["Is it so?", "Yes!"]),
        ("Line one\nline two", ["Line one", "line two"]),
        ("Fever, e.g. 39.1 °C. Cough.", ["Fever, e.g. 39.1 °C.", "Cough."]),
        ("  ", []),
    ],
)
def test_text_is_cut_into_its_sentences(text: str, sentences: list[str]) -> None:
    assert sentences_of(text) == sentences
