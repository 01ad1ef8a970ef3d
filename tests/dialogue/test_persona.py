"""Personas: the same for the same patient, all styles in a cohort, and what they tell unasked."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from pzdsl.dialogue.persona import STYLES, Persona, chief_complaints, persona_of
from pzdsl.facts import Fact, Facts
from tests.dialogue.talking import SPECS, patients


def test_a_persona_belongs_to_its_patient() -> None:
    for patient in patients("pneumonia"):
        assert persona_of(patient, 1) == persona_of(patient, 1)


def test_a_cohort_holds_every_style() -> None:
    """Each style has at least 1 share in 20: all seven among 160 patients but for chance 7 * 0.95**160 < 0.002."""
    found = Counter(persona_of(p, 3).style for p in patients("heart_failure", 160))
    assert set(found) == set(STYLES)


def test_schooling_decides_how_medical_words_are() -> None:
    by_school: dict[str, set[str]] = {}
    for patient in patients("pneumonia", 60):
        if patient.speaks and patient.facts["education"].value is not None:
            by_school.setdefault(str(patient.facts["education"].value), set()).add(persona_of(patient, 1).literacy)
    assert by_school["college_graduate"] == {"high"}
    assert by_school.get("under_grade_9", {"low"}) == {"low"}
    assert by_school["some_college"] == {"adequate"}


def test_an_anxious_record_makes_anxious_talk() -> None:
    anxious = Fact("anxiety", "Generalized anxiety", "attribute", "boolean", True)
    with_it, without = Counter[str](), Counter[str]()
    for patient in patients("pneumonia", 60):
        more = replace(patient, facts=Facts({**patient.facts.by_name, "anxiety": anxious}))
        with_it[persona_of(more, 1).style] += 1
        without[persona_of(patient, 1).style] += 1
    assert with_it["anxious"] > 2 * without["anxious"]


@pytest.mark.parametrize("spec", SPECS)
def test_somebody_who_has_something_says_so_at_the_opening(spec: str) -> None:
    for patient in patients(spec):
        for style in STYLES:
            persona = persona_of(patient, 1, style)
            pressing = chief_complaints(patient, patient.plan)
            assert any(persona.volunteers(fact.name) for fact in pressing) == bool(pressing)


def test_some_tell_more_at_once_than_others() -> None:
    def told(style: str) -> int:
        return sum(_volunteered(persona_of(p, 1, style)) for p in patients("heart_failure"))  # type: ignore[arg-type]

    assert told("verbose") > told("plain") >= told("terse")


def _volunteered(persona: Persona) -> int:
    return sum(how == "at opening" for how in persona.disclosure.values())


def test_what_is_told_only_when_asked_exactly_never_comes_at_the_opening_beside_something_else() -> None:
    for patient in patients("type2_diabetes", 40):
        persona = persona_of(patient, 1)
        for variable in patient.plan.variables:
            if variable.disclosed == "when asked exactly" and variable.role == "symptom":
                if len(chief_complaints(patient, patient.plan)) > 1:
                    assert not persona.volunteers(variable.name) or _volunteered(persona) == 1
