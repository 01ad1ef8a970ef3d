"""Outline, background, symptoms, examination: each stage conditioned on those before, each checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from pzdsl.errors import VerificationFailed
from pzdsl.facts import Facts
from pzdsl.plan.plan import Plan
from pzdsl.record.build import Recorder, pieces_of
from pzdsl.record.columns import Drawn
from pzdsl.stages.attempt import Attempted, Stage, Verify, problem_entry, run_stage
from pzdsl.stages.background import BackgroundStage
from pzdsl.stages.examination import ExaminationStage
from pzdsl.stages.leak import LeakCheck
from pzdsl.stages.outline import OutlineStage
from pzdsl.stages.passage import Passage
from pzdsl.stages.patient import Patient, patients_of
from pzdsl.stages.phrases import PhraseBook
from pzdsl.stages.symptoms import SymptomsStage

ATTEMPTS = 4

# the order of reading a chart: what brought the patient comes first, whatever was written first
_READING_ORDER = {"symptoms": 0, "background": 1, "examination": 2}


class Pipeline:
    """Writes the text of patients of one plan."""

    def __init__(self, plan: Plan, verify: Verify | None = None, attempts: int = ATTEMPTS) -> None:
        book = PhraseBook(plan)
        self.plan, self.attempts = plan, attempts
        self._verify = verify if verify is not None else claim_verifier(plan)
        self._leaks = LeakCheck(plan)
        self._outline = OutlineStage(plan)
        self._stages: tuple[Stage, ...] = (
            BackgroundStage(plan, book),  # first: who falls ill, before with what
            SymptomsStage(plan, book),
            ExaminationStage(plan, book),  # last: what is looked for follows from the complaint
        )

    def write(self, patient: Patient, keep_going: bool = False) -> list[Attempted]:
        """The three written stages of one patient.

        Raises:
            VerificationFailed: A stage never passed. With `keep_going` its report says so instead, and what it
                wrote is left out: text that failed verification is never handed on.
        """
        before: list[Passage] = []
        written = []
        for stage in self._stages:
            try:
                done = run_stage(stage, patient, before, self._verify, self._leaks.check, self.attempts)
            except VerificationFailed as failure:
                if not keep_going:
                    raise
                done = Attempted(stage.name, (), self.attempts, failure.problems, passed=False)
            before.extend(done.passages)
            written.append(done)
        return written

    def outline(self) -> tuple[Passage, ...]:
        """The scaffold: the standard outline, which names the diagnosis and is no finding."""
        return self._outline.passages


def text_entry(written: Sequence[Attempted], outline: dict[str, Any] | None = None) -> dict[str, Any]:
    """Stages as the record keeps them, passages in the order of reading; and the outline, where a model worded it."""
    ordered = sorted(written, key=lambda done: _READING_ORDER.get(done.stage, 9))
    return {
        "passages": [
            {"stage": passage.stage, "title": passage.title, "text": passage.text}
            for done in ordered
            for passage in done.passages
        ],
        "stages": [
            {
                "stage": done.stage,
                "attempts": done.attempts,
                "passed": done.passed,
                "problems": [problem_entry(problem) for problem in done.problems],
                **({} if done.author is None else {"author": done.author.entry()}),
            }
            for done in written
        ],
        **({} if outline is None else {"outline": outline}),
    }


def write_records(
    samples: Drawn,
    *,
    seed: int | None = None,
    reference_date: date | None = None,
    verify: Verify | None = None,
    attempts: int = ATTEMPTS,
    keep_going: bool = False,
    pipeline: Pipeline | None = None,
) -> Iterator[dict[str, Any]]:
    """Records with their text, one by one; see `Pipeline.write` for what happens when a stage never passes."""
    pipeline = pipeline if pipeline is not None else Pipeline(samples.plan, verify, attempts)
    for rows in pieces_of(samples):
        recorder = Recorder(samples, seed=seed, reference_date=reference_date, rows=rows)
        for i, patient in enumerate(patients_of(recorder.batch, recorder.seed)):
            record = recorder.record(i)
            record["text"] = text_entry(pipeline.write(patient, keep_going))
            yield record


def no_check(text: str, facts: Facts) -> Sequence[Any]:
    """Finds nothing: for text whose claims are checked elsewhere."""
    return ()


def claim_verifier(plan: Plan) -> Verify:
    """The typed claim checker for one plan's words."""
    from pzdsl.claims import check_text, lexicon_of  # late: only where text is checked are its tables needed

    lexicon = lexicon_of(plan)

    def verify(text: str, facts: Facts) -> Sequence[Any]:
        return check_text(text, facts, lexicon)

    return verify
