"""Lies are planted where a fact's value stands, and nowhere else."""

from __future__ import annotations

import pytest

from pzdsl.facts import Fact
from tests.claims.made import FACTS, check
from tests.claims.planting import plant


@pytest.mark.parametrize(
    ("kind", "sentence", "name", "lie"),
    [
        ("number", "The A1c is 9.1 %.", "hba1c", "The A1c is 12.3 %."),
        ("unit", "The weight is 91.2 kg.", "weight", "The weight is 91.2 lb."),
        ("duration", "She has had a cough for 3 days.", "cough", "She has had a cough for 11 days."),
        (
            "dose",
            "She takes metformin, 500 mg twice daily.",
            "metformin",
            "She takes metformin, 1250 mg twice daily.",
        ),
        ("sex", "She is a woman.", "sex", "He is a man."),
        ("age", "A 54-year-old woman.", "age", "A 61-year-old woman."),
        ("negation", "She denies fever.", "fever", "She reports fever."),
        ("severity", "She reports a severe headache.", "headache", "She reports a mild headache."),
        ("side", "Headache on the left side.", "headache", "Headache on the right side."),
    ],
)
def test_a_planted_lie_is_found_and_its_true_sentence_is_not(kind: str, sentence: str, name: str, lie: str) -> None:
    assert plant(kind, sentence, FACTS[name]) == lie
    assert check(sentence) == []
    assert check(lie)


@pytest.mark.parametrize("kind", ["number", "unit", "duration", "dose", "sex", "age", "severity", "side"])
def test_nothing_is_planted_where_the_value_does_not_stand(kind: str) -> None:
    fact: Fact = FACTS["chest_pain"]
    assert plant(kind, "She is well.", fact) is None
