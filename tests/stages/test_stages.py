from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from pzdsl.errors import VerificationFailed
from pzdsl.facts import Facts
from pzdsl.plan.plan import Phrases
from pzdsl.record import Batch, PatientRecord, dump_record
from pzdsl.stages import Passage, Patient, Pipeline, ask_stage, no_check, patients_of, text_entry, write_records
from pzdsl.stages.leak import LeakCheck
from tests.conftest import Golden
from tests.stages.made import ANNA, BEN, PLAN, samples_of


def patients(rows: Sequence[dict[str, Any]], seed: int = 7, **given: Any) -> list[Patient]:
    return list(patients_of(Batch(samples_of(rows, **given)), seed))


def text_of(patient: Patient, verify: Any = no_check) -> str:
    done = Pipeline(patient.plan, verify).write(patient)
    return "\n".join(passage["text"] for passage in text_entry(done)["passages"])


def stage_text(patient: Patient, stage: str) -> str:
    done = Pipeline(patient.plan, no_check).write(patient)
    return " ".join(p.text for d in done if d.stage == stage for p in d.passages)


def many(row: dict[str, Any], n: int = 60) -> list[Patient]:
    return patients([row] * n)


def test_every_present_symptom_is_mentioned() -> None:
    for patient in many(ANNA):
        text = stage_text(patient, "symptoms").lower()
        assert "cough" in text
        assert "chest pain" in text


def test_every_listed_negative_is_denied() -> None:
    for patient in many(ANNA):
        sentences = [s for d in Pipeline(PLAN, no_check).write(patient) for p in d.passages for s in p.claims]
        for noun in ("excessive thirst", "getting up at night to pass urine"):
            (sentence,) = [s for s in sentences if noun in s.lower()]
            assert any(word in sentence for word in ("denies", "denied", " no "))


def test_what_cannot_occur_is_not_denied() -> None:
    for patient in many(ANNA):
        assert "erections" not in text_of(patient)


def test_what_was_not_recorded_is_not_said() -> None:
    samples = samples_of([ANNA], unrecorded={"white_cells": [0], "cough": [0], "smoking": [0], "asthma": [0]})
    (patient,) = patients_of(Batch(samples), 7)
    text = text_of(patient).lower()
    for word in ("white", "cough", "smok", "asthma", "not recorded"):
        assert word not in text


def test_nobody_speaks_in_the_first_person() -> None:
    for patient in [*many(ANNA), *many(BEN)]:
        assert not {"i", "my", "me", "we", "our"} & set(text_of(patient).lower().split())


def test_a_parent_speaks_for_a_child_who_denies_nothing() -> None:
    for patient in many(BEN):
        text = text_of(patient)
        assert "he denies" not in text.lower()
        assert "patient denies" not in text
        assert "4-year-old boy" in text
    assert sum("parent" in text_of(patient) for patient in many(BEN)) > 30


def test_a_parents_report_stays_in_the_third_person() -> None:
    for patient in many(BEN | {"penicillin_allergy": False}):
        assert "patient reports no penicillin" not in text_of(patient)


def test_the_same_facts_under_other_numbers_differ_in_wording() -> None:
    texts = {text_of(patient) for patient in many(ANNA, 20)}
    assert len(texts) == 20


def test_the_same_patient_always_reads_the_same() -> None:
    (alone,) = patients([ANNA], numbers=[5])
    together = many(ANNA)[5]
    assert text_of(alone) == text_of(together)


def test_another_seed_reads_differently() -> None:
    assert text_of(patients([ANNA], seed=1)[0]) != text_of(patients([ANNA], seed=2)[0])


def test_sentences_begin_with_a_capital_and_end_with_a_stop() -> None:
    for patient in [*many(ANNA), *many(BEN)]:
        for done in Pipeline(PLAN, no_check).write(patient):
            for passage in done.passages:
                for sentence in passage.claims:
                    assert sentence[0] == sentence[0].upper()
                    assert sentence.endswith(".")
                    assert [bad for bad in ("..", " ,", "  ", "{", "None ", "_") if bad in sentence] in (
                        [],
                        ["None "] * sentence.startswith("None of "),
                    )


def test_a_symptom_that_is_over_is_told_as_resolved() -> None:
    for patient in many(ANNA):
        (sentence,) = [
            s
            for d in Pipeline(PLAN, no_check).write(patient)
            for p in d.passages
            if p.title == "History of present illness"
            for s in p.claims
            if "chest pain" in s.lower()
        ]
        assert "resolved after 3 days" in sentence
        assert "10 days ago" in sentence


def test_values_are_printed_with_unit_precision_and_flag() -> None:
    text = stage_text(patients([ANNA])[0], "examination")
    assert "38.4 °C" in text
    assert "13.2 ×10³/µL" in text
    assert "11.5 g/dL (low)" in text or "below the reference range" in text


def test_a_tail_that_was_objected_to_becomes_a_sentence_of_its_own() -> None:
    """So that the last attempt can leave it out and still mention the symptom."""
    for patient in many(ANNA, 20):
        pipeline = Pipeline(
            PLAN, lambda text, facts: [Found("lying down")] if ", worse with lying down" in text else []
        )
        done = next(d for d in pipeline.write(patient) if d.stage == "symptoms")
        assert done.attempts <= 2


def test_the_chief_complaint_is_new_and_freely_told() -> None:
    for patient in many(ANNA | {"erections": True}):
        assert "cough" in text_of(patient).split("\n")[0]


def counted(n: int) -> str:
    age = PLAN.variables[0]
    variable = age.model_copy(update={"name": "children", "label": "Children at home", "unit": None})
    phrases = (Phrases(key="children", texts=("has {children} children at home",)),)
    update = {"variables": (*PLAN.variables, variable), "narrative": PLAN.narrative + phrases}
    plan = PLAN.model_copy(update=update)
    (patient,) = patients_of(Batch(samples_of([ANNA | {"children": n}], plan)), 7)
    return stage_text(patient, "background")


@pytest.mark.parametrize(
    ("n", "said"), [(0, "has no children at home"), (1, "Children at home: 1."), (2, "has 2 children at home")]
)
def test_counts_read_as_people_say_them(n: int, said: str) -> None:
    assert said in counted(n)


def test_the_diagnosis_stays_out_of_the_findings() -> None:
    check = LeakCheck(PLAN).check
    assert [leak.found for leak in check(("She has an imaginary fever.", "She has a fever."))] == ["imaginary fever"]
    assert check(("Two phantom agues.", "A phantom-ague.")) != []
    assert check(("IMF is likely.",)) != []
    assert check(("The imf is a fund, and imaginary fevers are none.",))[0].found == "imaginary fevers"
    assert check(("The imf is a fund.", "A cap is no CAP.")) == []


def test_a_phrase_that_names_the_diagnosis_is_avoided() -> None:
    phrases = (Phrases(key="asthma", value="false", texts=("has no imaginary fever", "has no asthma")),)
    plan = PLAN.model_copy(update={"narrative": PLAN.narrative + phrases})
    met = 0
    for number in range(12):
        (patient,) = patients_of(Batch(samples_of([ANNA], plan, numbers=[number])), 7)
        done = Pipeline(plan, no_check).write(patient)[0]
        assert "imaginary" not in " ".join(p.text for p in done.passages)
        met += len(done.problems)
    assert met > 0


@dataclass
class Found:
    sentence: str
    kind: str = "number"


def test_a_problem_makes_the_stage_write_again_without_that_sentence() -> None:
    seen: list[str] = []

    def verify(text: str, facts: Facts) -> list[Found]:
        if "cough" in text.lower() and not seen:
            seen.append(next(s for s in text.split(". ") if "cough" in s.lower()))
            return [Found(seen[0])]
        return []

    (patient,) = patients([ANNA])
    done = next(d for d in Pipeline(PLAN, verify).write(patient) if d.stage == "symptoms")
    assert done.attempts == 2
    assert [p.sentence for p in done.problems] == seen
    assert not any(seen[0] in passage.text for passage in done.passages)


def test_a_stage_that_never_passes_fails_with_its_problems() -> None:
    def verify(text: str, facts: Facts) -> list[Found]:
        return [Found(s) for s in text.split(". ") if "cough" in s.lower()]

    with pytest.raises(VerificationFailed, match="symptoms") as failure:
        Pipeline(PLAN, verify, attempts=2).write(patients([ANNA])[0])
    assert failure.value.stage == "symptoms"
    assert failure.value.problems


def test_the_last_attempt_leaves_out_what_never_passes_but_keeps_what_must_be_said() -> None:
    def verify(text: str, facts: Facts) -> list[Found]:
        return [Found(s) for s in text.split(". ") if "lying down" in s or "metformin" in s.lower()]

    for done in Pipeline(PLAN, verify).write(patients([ANNA])[0]):
        text = " ".join(passage.text for passage in done.passages)
        assert "lying down" not in text
        assert "metformin" not in text.lower()
        assert done.attempts == (1 if done.stage == "examination" else 4)


def test_text_that_failed_is_left_out_when_told_to_keep_going() -> None:
    def verify(text: str, facts: Facts) -> list[Found]:
        return [Found(text)] if "cough" in text.lower() else []

    (record,) = write_records(samples_of([ANNA]), verify=verify, keep_going=True)
    assert [report["passed"] for report in record["text"]["stages"]] == [True, False, True]
    assert {p["stage"] for p in record["text"]["passages"]} == {"background", "examination"}
    PatientRecord.model_validate_json(dump_record(record))


def test_attempts_and_problems_stand_in_the_record() -> None:
    calls: list[str] = []

    def verify(text: str, facts: Facts) -> list[Found]:
        calls.append(text)
        return [Found("nothing like it")] if len(calls) == 1 else []

    (record,) = write_records(samples_of([ANNA]), verify=verify)
    assert record["text"]["stages"][0]["attempts"] == 2
    assert record["text"]["stages"][0]["problems"][0]["sentence"] == "nothing like it"
    PatientRecord.model_validate_json(dump_record(record))


def test_the_outline_is_a_scaffold_and_no_passage_of_the_record() -> None:
    pipeline = Pipeline(PLAN, no_check)
    assert pipeline.outline()[0].text == "An imaginary fever of no consequence."
    (record,) = write_records(samples_of([ANNA]), pipeline=pipeline)
    assert {p["stage"] for p in record["text"]["passages"]} == {"background", "symptoms", "examination"}


def test_a_bare_plan_is_told_too() -> None:
    """Nothing but a typed symptom and a count: no age, no sex, no phrases, no exams."""
    keep = {"thirst": {}, "course_time": {}, "bmi": {"stage": "symptom", "role": "symptom", "label": "Pain score"}}
    variables = tuple(v.model_copy(update=keep[v.name]) for v in PLAN.variables if v.name in keep)
    plan = PLAN.model_copy(update={"variables": variables, "narrative": (), "proxies": (), "outline": ()})
    (patient,) = patients_of(Batch(samples_of([ANNA], plan)), 1)
    text = text_of(patient)
    assert text.startswith("A patient is seen and has none of the symptoms asked about.")
    assert "31.2 kg/m²" in text
    assert "excessive thirst" in text
    (record,) = write_records(samples_of([ANNA], plan), verify=no_check)
    PatientRecord.model_validate_json(dump_record(record))


def test_a_language_model_is_asked_again_with_what_was_wrong() -> None:
    class Asked:
        name = "symptoms"

        def ask(self, facts: Facts, problems: Sequence[Any]) -> str:
            return f"again: {problems[0].sentence}" if problems else "write"

        def read(self, reply: str) -> Passage:
            return Passage(self.name, "History", (reply,))

    async def complete(prompt: str) -> str:
        return "He coughs." if prompt == "write" else "She coughs."

    def verify(text: str, facts: Facts) -> list[Found]:
        return [Found(text)] if text.startswith("He") else []

    facts = patients([ANNA])[0].facts
    done = asyncio.run(ask_stage(Asked(), facts, complete, verify, lambda claims: (), 3))
    assert (done.attempts, done.passages[0].text) == (2, "She coughs.")


def test_the_text_of_a_patient_reads_like_this(golden: Golden) -> None:
    golden.check(Path(__file__).parent / "text.expected", text_of(patients([ANNA])[0]) + "\n")
