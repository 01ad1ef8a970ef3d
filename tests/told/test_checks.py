"""What each check of a reply finds, and what it leaves to the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import pytest

from pzdsl.claims import claims_in, lexicon_of
from pzdsl.entailment.verdict import Label, Verdict
from pzdsl.record import Batch
from pzdsl.samples import draw
from pzdsl.stages import Passage, Pipeline, patients_of
from pzdsl.stages.attempt import Attempted
from pzdsl.stages.patient import Patient
from pzdsl.told import CHECKS, Checker, Judged
from pzdsl.where import parse_where
from tests.output.made import clinic


@cache
def a_man() -> tuple[Patient, tuple[Attempted, ...]]:
    plan = clinic()
    samples = draw(plan, 1, seed=3, where=parse_where("sex is male", plan))
    (patient,) = patients_of(Batch(samples), 3)
    return patient, tuple(done for done in Pipeline(plan).write(patient) if done.passages)


def judged(
    sentence: str, stage: str = "background", *, checker: Checker | None = None, narrated: Sequence[str] = ()
) -> Judged:
    patient, written = a_man()
    notes = next(done for done in written if done.stage == stage)
    *before, last = notes.passages
    passages = (*before, Passage(stage, last.title, (*last.claims, sentence)))
    checker = checker or Checker(clinic())
    return checker.judge(passages, notes.passages, patient, checker.told_in(notes.passages, patient.facts), narrated)


def kinds(found: Judged) -> set[str]:
    return {problem.kind for problem in found.problems}


@dataclass
class Scripted:
    """Says the same of every pair, and keeps what it was asked."""

    label: Label
    asked: list[tuple[str, str]] = field(default_factory=list)

    def verify(self, premises: Sequence[str], hypotheses: Sequence[str]) -> list[Verdict]:
        pairs = list(zip(premises, hypotheses, strict=True))
        self.asked += pairs
        shares = {"entailment": (1.0, 0.0, 0.0), "neutral": (0.0, 1.0, 0.0), "contradiction": (0.0, 0.0, 1.0)}
        return [Verdict(self.label, *shares[self.label]) for _ in pairs]


def test_news_is_kept_as_narrated() -> None:
    found = judged("He came by bus and left his umbrella there.")
    assert found.problems == ()
    assert found.narrated == ("He came by bus and left his umbrella there.",)


def test_a_pregnant_man_breaks_a_rule_that_holds_of_everybody() -> None:
    assert judged("The patient is pregnant.").problems


def test_the_illness_is_not_named() -> None:
    assert "leak" in kinds(judged("He fears that it is the imaginary ague."))


def test_what_one_stage_added_binds_those_after_it() -> None:
    assert judged("His brother works in a bakery in the city.").problems == ()
    earlier = ["His brother does not work in a bakery in the city."]
    assert kinds(judged("His brother works in a bakery in the city.", narrated=earlier)) == {"earlier"}


def test_who_tells_the_history_cannot_know_a_result_of_the_laboratory() -> None:
    assert "knowledge" in kinds(judged("The procalcitonin was 4.2 at the last visit.", "symptoms"))


def test_the_model_is_only_asked_about_what_is_left_open() -> None:
    model = Scripted("neutral")
    checker = Checker(clinic(), model)
    judged("He came by bus and left his umbrella there.", checker=checker, narrated=("He owns a dog.",))
    assert {hypothesis for _, hypothesis in model.asked} == {"He came by bus and left his umbrella there."}
    assert "He owns a dog." in {premise for premise, _ in model.asked}
    model.asked.clear()
    judged("He fears that it is the imaginary ague.", checker=checker)
    assert model.asked == []  # refused already: nothing to ask


@pytest.mark.parametrize(("label", "wrong", "news"), [("contradiction", 1, 0), ("entailment", 0, 0), ("neutral", 0, 1)])
def test_the_models_word_counts(label: Label, wrong: int, news: int) -> None:
    checker = Checker(clinic(), Scripted(label))
    found = judged("He came by bus and left his umbrella there.", checker=checker, narrated=("He owns a dog.",))
    assert (len(found.problems), len(found.narrated)) == (wrong, news)
    if wrong:
        assert kinds(found) == {"nli"}


def test_a_checker_says_what_it_could_not_do() -> None:
    assert Checker(clinic()).checks == tuple(check for check in CHECKS if check != "nli")
    assert Checker(clinic(), Scripted("neutral")).checks == CHECKS


def test_the_notes_themselves_pass() -> None:
    patient, written = a_man()
    checker = Checker(clinic(), Scripted("contradiction"))
    for notes in written:
        required = checker.told_in(notes.passages, patient.facts)
        assert checker.judge(notes.passages, notes.passages, patient, required) == Judged(())


def test_pack_years_are_read_beside_the_word_smoking() -> None:
    claims = claims_in("He has a smoking history of 24 pack-years.", lexicon_of(clinic()))
    assert ("number", ("pack_years",)) in {(claim.kind, claim.names) for claim in claims}
