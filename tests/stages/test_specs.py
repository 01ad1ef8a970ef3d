"""Every shipped spec: what the renderer says of its patients."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pzdsl.compiler import compile_file
from pzdsl.record import PatientRecord, Recorder, dump_record
from pzdsl.samples import draw
from pzdsl.stages import Pipeline, no_check, patients_of
from pzdsl.stages.leak import LeakCheck
from pzdsl.stages.nouns import noun_of

SPECS = sorted((Path(__file__).parents[2] / "specs").glob("*.pz"))
N = 60
SLIP = re.compile(
    r"\ba [aeio]\w|\ban [bcdfgjklmnpqrstvwxyz]|\b(\w+) \1\b|[{}_]|  | [,.;]|\.\.|,,|\(\)|"
    r"None\b(?! of)|(?<!class )\bI\b|\bmy\b"
)


@pytest.fixture(scope="module", params=SPECS, ids=lambda path: path.stem)
def written(request: pytest.FixtureRequest) -> list[tuple]:
    plan = compile_file(request.param)
    recorder = Recorder(draw(plan, N, seed=11), seed=11)
    pipeline = Pipeline(plan, no_check)
    return [
        (patient, recorder.record(i), pipeline.write(patient))
        for i, patient in enumerate(patients_of(recorder.batch, 11))
    ]


def history_of(done: list) -> list[str]:
    return [claim for d in done if d.stage == "symptoms" for p in d.passages for claim in p.claims]


def test_every_present_symptom_is_mentioned_and_every_negative_denied(written: list) -> None:
    for patient, record, done in written:
        sentences = history_of(done)[1:]
        for key, is_denial in (("present", False), ("negatives", True)):
            for entry in record["symptoms"][key]:
                noun = noun_of(patient.plan.variable(entry["name"])).bare.lower()
                said = [s for s in sentences if noun in s.lower()]
                assert said, (noun, sentences)
                denied = [bool(re.search(r"\bden(y|ies|ied)\b|\bno\b|\bnot been\b", s)) for s in said]
                assert any(denied) if is_denial else not all(denied), (noun, said)


def test_no_name_of_the_diagnosis_stands_in_the_findings(written: list) -> None:
    check = LeakCheck(written[0][0].plan).check
    assert [leak for _, _, done in written for d in done for p in d.passages for leak in check(p.claims)] == []


def test_the_sentences_have_none_of_the_usual_slips(written: list) -> None:
    found = {
        f"{slip[0]!r} in {claim}"
        for _, _, done in written
        for d in done
        for p in d.passages
        for claim in p.claims
        if (slip := SLIP.search(claim)) is not None
    }
    assert not found


def test_no_two_patients_read_the_same(written: list) -> None:
    texts = {" ".join(p.text for d in done for p in d.passages) for _, _, done in written}
    assert len(texts) == N


def test_the_claim_checker_has_no_objection_to_the_text(written: list) -> None:
    pipeline = Pipeline(written[0][0].plan)
    for patient, _, _ in written[:15]:
        assert [(done.stage, done.attempts) for done in pipeline.write(patient) if done.problems] == []


def test_records_validate(written: list) -> None:
    for _, record, _ in written[:20]:
        PatientRecord.model_validate_json(dump_record(record))
