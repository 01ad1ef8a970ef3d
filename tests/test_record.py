from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from pzdsl.facts import Measure
from pzdsl.record import (
    FactsReader,
    PatientRecord,
    Recorder,
    dump_record,
    facts_of,
    iterate_facts,
    provenance_of,
    record_of,
    records_of,
    render_page,
    values_of,
    why,
)
from pzdsl.record.quantities import DAYS_IN, number_text, quantity_text, time_text, unit_text
from tests.conftest import Golden
from tests.stages.made import ANNA, BEN, PLAN, samples_of

BOTH = samples_of([ANNA, BEN])


def exam(record: dict, name: str) -> dict:
    return next(entry for entry in record["exams"] if entry["name"] == name)


def test_every_record_validates_and_has_a_published_schema() -> None:
    for record in records_of(samples_of([ANNA, BEN], unrecorded={"white_cells": [0], "cough": [1]})):
        PatientRecord.model_validate_json(dump_record(record))
    assert PatientRecord.model_json_schema()["properties"]["schema_version"]["const"] == 1


def test_a_batch_gives_the_same_records_as_one_patient_at_a_time() -> None:
    assert list(records_of(BOTH)) == [record_of(BOTH, 0), record_of(BOTH, 1)]
    assert list(iterate_facts(BOTH)) == [facts_of(BOTH, 0), facts_of(BOTH, 1)]


def test_the_id_names_spec_seed_and_number() -> None:
    assert record_of(samples_of([ANNA], numbers=[41]), 0)["id"] == "made-7-41"


def test_symptoms_are_ordered_from_the_earliest_onset() -> None:
    record = record_of(BOTH, 0)
    assert [entry["name"] for entry in record["symptoms"]["present"]] == ["cough", "chest_pain"]


def test_what_cannot_occur_in_a_patient_is_no_pertinent_negative() -> None:
    symptoms = record_of(BOTH, 0)["symptoms"]
    assert symptoms["not_applicable"] == ["erections"]
    assert [entry["name"] for entry in symptoms["negatives"]] == ["thirst", "night_urine"]
    assert record_of(BOTH, 1)["symptoms"]["not_applicable"] == []


@pytest.mark.parametrize(
    ("row", "name", "flag"),
    [
        (0, "temperature", "H"),
        (1, "temperature", None),
        (0, "haemoglobin", "L"),  # by the band for women
        (1, "haemoglobin", "LL"),
        (0, "crackles", "abnormal"),
        (1, "crackles", None),
        (0, "film", "abnormal"),
        (1, "film", None),
    ],
)
def test_flags_follow_the_bands_that_apply(row: int, name: str, flag: str | None) -> None:
    assert exam(record_of(BOTH, row), name)["flag"] == flag


def test_a_critical_value_is_flagged_twice_over() -> None:
    hot = samples_of([ANNA | {"temperature": 41.0}])
    assert exam(record_of(hot, 0), "temperature")["flag"] == "HH"


def test_the_reference_band_is_that_of_the_patients_sex() -> None:
    assert exam(record_of(BOTH, 0), "haemoglobin")["reference"]["text"] == "12 to 16"
    assert exam(record_of(BOTH, 1), "haemoglobin")["reference"]["text"] == "13 to 18"


def test_the_other_unit_follows_the_formula() -> None:
    assert exam(record_of(BOTH, 0), "temperature")["also"] == [{"value": 101.1, "unit": "[degF]"}]


def test_a_value_not_recorded_is_null_with_a_reason_and_its_truth_is_kept_apart() -> None:
    record = record_of(samples_of([ANNA], unrecorded={"white_cells": [0]}), 0)
    assert exam(record, "white_cells")["value"] is None
    assert exam(record, "white_cells")["reason"] == "not recorded"
    assert record["truth"] == {"white_cells": 13.2}


def test_an_exam_that_was_not_ordered_is_not_done() -> None:
    record = record_of(samples_of([BEN], unrecorded={"d_dimer": [0]}), 0)
    assert exam(record, "d_dimer")["reason"] == "not done"


def test_an_unrecorded_symptom_takes_its_parts_out_of_the_record() -> None:
    samples = samples_of([ANNA], unrecorded={"cough": [0]})
    record = record_of(samples, 0)
    assert "severe" not in json.dumps(record["symptoms"])
    assert record["truth"]["cough.severity"] == "severe"
    assert facts_of(samples, 0)["cough"].value is None
    assert facts_of(samples, 0)["cough"].parts == {}


def test_hidden_variables_stay_out() -> None:
    record = record_of(BOTH, 0)
    assert "secret" not in dump_record(record).decode()
    assert facts_of(BOTH, 0).get("secret") is None


def test_a_reference_date_gives_dates() -> None:
    record = next(iter(Recorder(BOTH, reference_date=date(2026, 3, 1))))
    assert record["presented"] == "2026-03-01"
    assert next(e for e in record["symptoms"]["present"] if e["name"] == "chest_pain")["onset_date"] == "2026-02-19"
    PatientRecord.model_validate_json(dump_record(record))


def test_each_value_names_the_row_that_it_came_from() -> None:
    record = record_of(BOTH, 0)
    assert record["sources"]["pregnant"] == {"at": "specs/made.pz:9:5", "cites": ["survey [Table 7]"]}
    assert provenance_of(record, PLAN, "pregnant")["row"] == "female, any => 3 %"
    assert provenance_of(record_of(BOTH, 1), PLAN, "pregnant")["row"] == "male, any => 0 %"
    shown = {v.name for v in PLAN.variables if not v.hidden and v.part not in ("duration", "active")}
    assert set(record["sources"]) == shown


def test_why_gives_place_law_and_source() -> None:
    lines = why(record_of(BOTH, 0), PLAN, "smoking")
    assert lines == [
        "smoking = current  (Smoking)",
        "  at      specs/made.pz:3:5",
        "  law     law of smoking",
        "  source  survey [Table 2]: A survey of nobody. 2020",
    ]


def test_values_come_back_out_of_a_record() -> None:
    values = values_of(json.loads(dump_record(record_of(BOTH, 0))), PLAN)
    assert values == {name: value for name, value in ANNA.items() if name != "secret"}


def test_facts_hold_dose_since_and_parts() -> None:
    facts = facts_of(BOTH, 0)
    assert facts["metformin"].parts == {"dose": "500 mg twice daily", "since": Measure(730.5, "days")}
    assert facts["cough"].parts["severity"] == "severe"
    assert "duration" not in facts["cough"].parts  # it still lasts
    assert facts["chest_pain"].parts["duration"] == Measure(3.0, "days")
    assert facts["smoking"].category_label == "current smoker"
    assert facts["haemoglobin"].flag == "L"


def test_equal_facts_of_two_patients_are_one_object() -> None:
    reader = FactsReader(Recorder(samples_of([ANNA, ANNA])).batch)
    assert reader.facts(0)["smoking"] is reader.facts(1)["smoking"]


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        ("mm[Hg]", "mmHg"),
        ("10*3/uL", "×10³/µL"),
        ("Cel", "°C"),
        ("[degF]", "°F"),
        ("/min", "per minute"),
        ("kg/m2", "kg/m²"),
        ("umol/L", "µmol/L"),
        ("mL/min/{1.73_m2}", "mL/min/1.73 m²"),
        ("[IU]", "IU"),
        ("m[IU]/L", "mIU/L"),
        ("mg/dL", "mg/dL"),
    ],
)
def test_units_are_printed_for_people(code: str, printed: str) -> None:
    assert unit_text(code) == printed


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (21, "3 weeks"),
        (20.6, "about 3 weeks"),
        (17, "17 days"),
        (46, "about 6.5 weeks"),
        (10, "10 days"),
        (3.29, "about 3.5 days"),
        (1, "1 day"),
        (0.5, "12 hours"),
        (0.031, "about 45 minutes"),
        (0.183, "about 4.5 hours"),
        (365.25, "1 year"),
        (480, "about 16 months"),
        (2922, "8 years"),
    ],
)
def test_lengths_of_time_round_as_people_round(days: float, text: str) -> None:
    assert time_text(days) == text


def test_no_length_of_time_is_off_by_more_than_eight_percent() -> None:
    for i in range(1, 4000):
        days = 0.05 * 1.004**i
        if days > 36525:
            break
        number, unit = re.fullmatch(r"(?:about )?([\d.]+) (\w+)", time_text(days)).groups()
        told = float(number) * DAYS_IN[unit if unit.endswith("s") else unit + "s"]
        assert abs(told - days) <= 0.08 * days


def test_numbers_keep_their_precision() -> None:
    assert number_text(8.0, 0.1) == "8.0"
    assert number_text(134.0, 1) == "134"
    assert number_text(0.123456, None) == "0.123"
    assert number_text(-0.04, 0.1) == "0.0"
    assert quantity_text(8.2, 0.1, "%") == "8.2%"
    assert quantity_text(1, 1, "months") == "1 month"


def test_the_page_of_a_patient_reads_like_this(golden: Golden) -> None:
    golden.check(Path(__file__).parent / "stages" / "page.expected", render_page(record_of(BOTH, 0)))
