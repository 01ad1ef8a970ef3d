"""Names, labels, lay phrases and synonyms find their facts; a lexicon is built once."""

from __future__ import annotations

import pytest

from pzdsl.claims import check_text, lexicon_of_facts
from pzdsl.claims.inherited import family_of
from pzdsl.facts import Facts
from tests.claims.made import FACTS, LEXICON, fact, reading


@pytest.mark.parametrize(
    ("term", "name"),
    [
        ("A1c", "hba1c"),
        ("glycated hemoglobin", "hba1c"),
        ("BP", None),
        ("SpO2", "spo2"),
        ("O2 sat", "spo2"),
        ("temp", "temperature"),
        ("white count", "wbc"),
        ("K", "potassium"),
        ("Glucophage", "metformin"),
        ("T2DM", "type_2_diabetes"),
        ("HTN", "hypertension"),
        ("dyspnea", "breathlessness"),
        ("peeing a lot", "polyuria"),
        ("allergic to PCN", "penicillin_allergy"),
        ("Coumadin", "warfarin"),
        ("LDL", None),
    ],
)
def test_a_term_finds_its_fact(term: str, name: str | None) -> None:
    m = reading(term).of("mention")[0].value
    names = m.numbers + m.truths + m.drugs + m.allergies
    assert names == (() if name is None else (name,))


def test_a_lexicon_is_built_once_for_a_set_of_facts() -> None:
    again = Facts(dict(FACTS.by_name))
    assert lexicon_of_facts(again) is LEXICON


def test_a_label_of_ones_own_is_no_synonym_of_a_neighbor() -> None:
    rest = fact("rest_dyspnea", "Shortness of breath at rest", False, stage="symptom")
    effort = fact("effort_dyspnea", "Shortness of breath on exertion", True, stage="symptom")
    facts = Facts({f.name: f for f in (rest, effort)})
    assert check_text("Denies shortness of breath at rest.", facts, lexicon_of_facts(facts)) == []
    assert check_text("Denies shortness of breath.", facts, lexicon_of_facts(facts))


@pytest.mark.parametrize(
    ("label", "name", "what"),
    [
        ("Stroke in the mother", "mother_stroke", "Stroke"),
        ("Family history of diabetes", "family_diabetes", "diabetes"),
        ("Allergy or asthma in a parent or sibling", "family_allergy", "Allergy or asthma"),
    ],
)
def test_a_label_says_what_runs_in_the_family(label: str, name: str, what: str) -> None:
    found = family_of(label, name)
    assert found is not None
    assert found[0] == what


def test_other_labels_name_no_relative() -> None:
    assert family_of("Tingling in the feet", "tingling_feet") is None
    assert family_of("Tympanostomy tubes in the past", "ear_tubes") is None
