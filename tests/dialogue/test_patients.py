"""A patient made of a record is the patient whom the record was written of."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from pzdsl.compiler import compile_file
from pzdsl.dialogue.patients import patient_of_record, patient_of_spec, patients_of_spec
from pzdsl.errors import UsageError
from pzdsl.facts import Fact, Measure
from pzdsl.output.batches import Cohort
from pzdsl.plan.plan import Plan
from pzdsl.record.build import records_of

SPECS = sorted(Path("compiled").glob("*.json"))


def _record(plan: Plan, seed: int = 3) -> dict[str, Any]:
    samples = next(Cohort(plan, 1, seed=seed).batches(1))
    found: dict[str, Any] = json.loads(json.dumps(next(records_of(samples, seed=seed))))
    return found


@pytest.mark.parametrize("spec", SPECS, ids=lambda p: p.stem)
def test_a_record_gives_back_the_same_facts(spec: Path) -> None:
    plan = compile_file(spec)
    cohort = Cohort(plan, 40, seed=5)
    records = list(records_of(next(cohort.batches(40)), seed=5))
    for record, patient in zip(records, patients_of_spec(plan, 5, 40), strict=True):
        read = patient_of_record(json.loads(json.dumps(record)), plan)
        assert (read.number, read.seed, read.speaker) == (patient.number, patient.seed, patient.speaker)
        assert read.inapplicable == patient.inapplicable
        assert read.person == patient.person
        for there, here in zip(patient.facts, read.facts, strict=True):
            assert _plain(there) == _plain(here)


def _plain(fact: Fact) -> tuple[Any, ...]:
    parts = {k: (round(v.value, 9), v.unit) if isinstance(v, Measure) else v for k, v in fact.parts.items()}
    value = round(fact.value, 9) if isinstance(fact.value, float) else fact.value
    return fact.name, fact.label, value, fact.unit, parts, fact.also, fact.category_label, fact.flag, fact.kind


def test_a_number_names_one_patient() -> None:
    plan = compile_file(SPECS[0])
    some = list(patients_of_spec(plan, 5, 6))
    assert patient_of_spec(plan, 5, 4).facts == some[4].facts
    assert patient_of_spec(plan, 6, 4).facts != some[4].facts


def test_a_condition_is_kept() -> None:
    plan = compile_file(Path("compiled/pneumonia.json"))
    years = [p.facts["age"].value for p in patients_of_spec(plan, 1, 5, where="age >= 80")]
    assert all(isinstance(y, int) and y >= 80 for y in years)
    with pytest.raises(UsageError):
        patient_of_spec(plan, 1, 0, where="no_such_thing >= 80")
    with pytest.raises(UsageError, match="numbered from 0"):
        patient_of_spec(plan, 1, -1)


def test_truth_is_never_read() -> None:
    plan = compile_file(Path("compiled/pneumonia.json"))
    record = _record(plan)
    record["truth"]["procalcitonin"] = 3.0
    for entry in record["exams"]:
        if entry["name"] == "procalcitonin":
            entry["value"], entry["reason"] = None, "not done"
    assert patient_of_record(record, plan).facts["procalcitonin"].value is None


def _change(record: dict[str, Any], what: str) -> None:
    age = next(e for e in record["background"]["biological"] if e["name"] == "age")
    cough = (record["symptoms"]["present"] + record["symptoms"]["negatives"])[0]
    match what:
        case "text for a number":
            age["value"] = "old"
        case "not finite":
            age["value"] = float("inf")
        case "out of range":
            age["value"] = 4000
        case "half a count":
            age["value"] = 40.5
        case "a truth that is none":
            cough["value"] = "yes"
        case "an unknown name":
            record["background"]["biological"].append({"name": "sneaky", "label": "x", "value": 1})
        case "a list for a value":
            cough["value"] = [1, 2]
        case "an unhashable name":
            record["symptoms"]["not_applicable"] = [["cough"]]
        case "another disease":
            record["spec"]["name"] = "measles"
        case "an unknown speaker":
            record["speaker"] = "a burglar"
        case "no provenance":
            del record["provenance"]
        case "background is a list":
            record["background"] = [1]
        case "symptoms is text":
            record["symptoms"] = "none"
        case "an entry is text":
            record["exams"] = ["temperature"]
        case "a wrong unit":
            age["unit"] = "mg/dL"
        case "a wrong flag":
            record["exams"][0]["flag"] = "<script>"
        case "no schema":
            del record["schema_version"]


@pytest.mark.parametrize(
    ("what", "says"),
    [
        ("text for a number", "`age`.*a number"),
        ("not finite", "`age`"),
        ("out of range", "`age`.*from"),
        ("half a count", "whole number"),
        ("a truth that is none", "true or false"),
        ("an unknown name", "sneaky"),
        ("a list for a value", "true or false"),
        ("an unhashable name", "no patient record"),
        ("another disease", "measles"),
        ("an unknown speaker", "speaker"),
        ("no provenance", "provenance"),
        ("background is a list", "no patient record"),
        ("symptoms is text", "no patient record"),
        ("an entry is text", "no patient record"),
        ("a wrong unit", "mg/dL"),
        ("a wrong flag", "flag"),
        ("no schema", "no patient record"),
    ],
)
def test_a_bad_record_is_refused_in_plain_words(what: str, says: str) -> None:
    plan = compile_file(Path("compiled/pneumonia.json"))
    record = copy.deepcopy(_record(plan))
    _change(record, what)
    with pytest.raises(UsageError, match=f"(?s){says}"):
        patient_of_record(record, plan)


@pytest.mark.parametrize("value", [None, 3, "text", [], [{}], {}, {"schema_version": 1, "background": None}])
def test_what_is_no_record_at_all_is_refused(value: Any) -> None:
    with pytest.raises(UsageError):
        patient_of_record(value, compile_file(Path("compiled/pneumonia.json")))
