from __future__ import annotations

import re

import pytest

from pzdsl.claims import check_text, lexicon_of
from pzdsl.memory import SemanticMemory, statements_of
from pzdsl.memory.statements import teller_of
from pzdsl.memory.voice import by_patient, first_person, of_patient
from tests.memory.people import NAMES, cougher, one_where, plan_of, some_of


@pytest.mark.parametrize("name", NAMES)
def test_no_statement_goes_against_the_record_in_either_voice(name: str) -> None:
    lexicon = lexicon_of(plan_of(name))
    for patient in some_of(name):
        for one in statements_of(patient):
            for text in (one.first, one.third):
                assert check_text(text, patient.facts, lexicon) == [], text


@pytest.mark.parametrize("name", NAMES)
def test_every_recorded_attribute_symptom_and_exam_has_a_statement(name: str) -> None:
    for patient in some_of(name):
        told = {one.fact for one in statements_of(patient)}
        wanted = {
            fact.name
            for fact in patient.facts
            if fact.value is not None and fact.stage != "course"
            and not (fact.value is False and fact.name in patient.inapplicable)
            and not (fact.value == 0 and fact.type == "number")
        }  # fmt: skip
        assert wanted <= told


@pytest.mark.parametrize("name", NAMES)
def test_statements_read_as_sentences_of_their_voice(name: str) -> None:
    wrong = re.compile(r"\bI (?:has|is|does|takes|uses|reports|denies)\b|\{|\}|  |\b(?:he|she) have\b", re.I)
    for patient in some_of(name):
        for one in statements_of(patient):
            for text in (one.first, one.third):
                assert text[0].isupper() or not text[0].isalpha()
                assert text.endswith((".", "!", "?"))
                assert wrong.search(text) is None, text
            if patient.person.he in ("he", "she"):
                assert not re.search(r"\b(?:his|her|hers|himself|herself)\b", one.first), one.first


def test_keys_name_the_part_and_the_same_patient_gives_the_same_statements() -> None:
    found = statements_of(cougher())
    assert found == statements_of(cougher())
    by_key = {one.key: one for one in found}
    assert by_key["cough"].first == "I have a cough."
    assert by_key["cough.severity"].third == "His cough is moderate."
    assert by_key["cough.onset"].first.startswith("My cough began ")
    assert by_key["chills"].first == "I have no chills."
    assert len(by_key) == len(found)


def test_results_are_known_to_clinicians_and_habits_to_everybody() -> None:
    who = {one.key: one.who for one in statements_of(cougher())}
    assert who["sodium"] == {"clinician"}
    assert who["curb65"] == {"clinician"}
    assert who["bmi"] == {"clinician"}
    assert "patient" in who["smoking"]
    assert "patient" in who["cough"]
    assert "patient" not in who["dementia"]  # the spec says so: known to caregiver, clinician


def test_whoever_speaks_for_a_child_knows_what_the_child_would() -> None:
    child = one_where("otitis_media", "age < 20 months and fever")
    assert teller_of(child) == "caregiver"
    who = {one.key: one.who for one in statements_of(child)}
    assert "caregiver" in who["fever"]
    assert "caregiver" in who["weight"]
    assert "caregiver" not in who["drum_color"]


def test_a_predicate_follows_i() -> None:
    said = {
        "has a cough": "have a cough",
        "takes her pills and uses an inhaler": "take my pills and use an inhaler",
        "is not working": "am not working",
        "denies tobacco use": "have no tobacco use",
        "reports no children at home": "have no children at home",
        "exercises moderately": "exercise moderately",
        "carries a card": "carry a card",
        "watches her salt": "watch my salt",
    }
    assert {given: first_person(given) for given in said} == said


def test_a_clause_is_said_of_and_by_the_patient() -> None:
    person = cougher().person
    assert of_patient(person, "{he has} had {his} cough") == "He has had his cough."
    assert by_patient("{he has} had {his} cough") == "I have had my cough."


def test_semantic_memory_finds_by_name_and_can_be_written_down() -> None:
    memory = SemanticMemory(cougher())
    assert {one.fact for one in memory.about(["cough", "fever", "nothing_of_the_kind"])} == {"cough", "fever"}
    entry = memory.to_json()[0]
    assert set(entry) == {"key", "fact", "first", "third", "who"}
