"""Whole cohorts through a language model: the server is kept busy, and what is finished is never asked for again.

Patients are written in any order and go to a journal each, as soon as they are finished; a file is put together from
its journal, in the order of its patients. So a run that was killed ends with the bytes of one that was not, as long
as the model gives the same replies.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import orjson

from pzdsl.atomic import atomic_file, delete_leftovers
from pzdsl.errors import PzError, UsageError
from pzdsl.llm.client import Client
from pzdsl.llm.ledger import Ledger
from pzdsl.llm.problems import LlmProblem, Overspent, ServerDown
from pzdsl.llm.prompts import prompt_of
from pzdsl.output.batches import Cohort
from pzdsl.output.generate import Order, Tally, begin, cohorts_of, file_name
from pzdsl.output.manifest import FileEntry, Manifest, SpecEntry, ToldRequest, dump_manifest, manifest_name
from pzdsl.output.shards import pieces
from pzdsl.plan.plan import Plan
from pzdsl.record import Recorder, dump_record
from pzdsl.stages.patient import Patient, patients_of
from pzdsl.told.checks import CHECKS, Entails, model_hash
from pzdsl.told.journal import Journal
from pzdsl.told.outline import STAGE as OUTLINE
from pzdsl.told.outline import ToldOutline, outline_from
from pzdsl.told.pipeline import ATTEMPTS, STAGES, ModelPipeline
from pzdsl.told.report import dump_report, spent_before

SUFFIX = ".journal"
_AT_ONCE = 128  # patients drawn together; the records do not depend on it
_SYNC_EVERY = 2.0  # seconds
_GRACE = 5.0  # seconds for what is under way, once the server is given up


class Watch(Protocol):
    """Somebody who looks on."""

    def done(self, records: int, text: dict[str, Any] | None, ledger: Ledger) -> None:
        """So many records more are finished; `text` is the last one's, None where an earlier run has made them."""


class Stopped(PzError):
    """The run ended before its end, and can go on; `again` says whether the same command may do."""

    def __init__(self, reason: LlmProblem, finished: int, patients: int) -> None:
        self.reason, self.finished, self.patients = reason, finished, patients
        self.again = isinstance(reason, ServerDown | Overspent)
        how = "the same command goes on from there" if self.again else "mend this, and the same command goes on"
        super().__init__(f"{reason}\n{finished:,} of {patients:,} records are finished and kept; {how}")


@dataclass
class _Piece:
    """One file of a cohort on its way."""

    cohort: Cohort
    entry: SpecEntry
    patients: range
    journal: Journal

    @property
    def name(self) -> str:
        return file_name(self.entry.name, self.patients.start)


@dataclass(frozen=True, slots=True)
class _Job:
    piece: _Piece
    pipeline: ModelPipeline
    record: dict[str, Any]
    patient: Patient
    draws: int


def told_request(client: Client, attempts: int, verifier: Entails | None) -> ToldRequest:
    """What of the model decides the bytes."""
    return ToldRequest(
        model=client.settings.model,
        attempts=attempts,
        prompts={stage: prompt_of(stage).digest for stage in (OUTLINE, *STAGES)},
        checks=[check for check in CHECKS if check != "nli" or verifier is not None],
        verifier=model_hash(verifier),
    )


async def generate_told(
    plans: Sequence[Plan],
    folder: Path,
    order: Order,
    client: Client,
    *,
    attempts: int = ATTEMPTS,
    verifier: Entails | None = None,
    resume: bool = True,
    watch: Watch | None = None,
) -> Manifest:
    """Write the records of a cohort of each plan, worded by a model; gives the manifest. As `output.generate`.

    Raises:
        Stopped: the server is down, rejects requests, or a budget is used up. What is finished is kept.
        UsageError: the folder belongs to another run, or the request makes no sense.
        FileProblem: a file cannot be written, or one that was finished has been edited since.
    """
    if not order.text:
        raise UsageError("a language model words the text; leave out --no-text or --llm")
    order = replace(order, told=told_request(client, attempts, verifier))
    cohorts = cohorts_of(plans, order)
    path = folder / manifest_name(order.shard)
    manifest = begin(path, cohorts, order, resume)
    client.ledger.spent_before = spent_before(folder, order.shard)
    run = _Run(folder, path, order, manifest, client, attempts, verifier, watch)
    try:
        await run.all(cohorts)
    finally:
        run.close()
        dump_report(folder, order.shard, manifest, run.partly, run.finished, client.ledger)
    return manifest


class _Run:
    """Keeps the server busy."""

    def __init__(
        self,
        folder: Path,
        path: Path,
        order: Order,
        manifest: Manifest,
        client: Client,
        attempts: int,
        verifier: Entails | None,
        watch: Watch | None,
    ) -> None:
        self._folder, self._path, self._order, self._manifest = folder, path, order, manifest
        self._client, self._attempts, self._verifier, self._watch = client, attempts, verifier, watch
        self._open: list[_Piece] = []  # in the order of their files
        self._outlines: dict[str, ToldOutline | None] = {}
        self._assembling = asyncio.Lock()
        self.finished = 0
        self.partly: dict[str, Tally] = {}  # by spec: what is finished of files that are not

    async def all(self, cohorts: Sequence[Cohort]) -> None:
        """Everything that is left to do; raises Stopped."""
        total = sum(len(cohort.patients) for cohort in cohorts)
        jobs = self._jobs(cohorts)
        workers = [asyncio.create_task(self._work(jobs)) for _ in range(2 * self._client.settings.concurrency)]
        syncing = asyncio.create_task(self._sync())
        try:
            problem = await self._first_problem(workers)
        finally:
            for task in (*workers, syncing):
                task.cancel()
            await asyncio.gather(*workers, syncing, return_exceptions=True)
        await self._assemble()
        if problem is not None:
            await asyncio.to_thread(self._tally)
            raise Stopped(problem, self.finished, total) from problem
        if not self._manifest.complete:
            self._manifest.complete = True
            dump_manifest(self._path, self._manifest)

    def close(self) -> None:
        """Leave the journals for a later run."""
        for piece in self._open:
            piece.journal.close()

    def _tally(self) -> None:
        for piece in self._open:
            tally = self.partly.setdefault(piece.entry.name, Tally())
            for record in piece.journal.records():
                tally.count(orjson.loads(record), True)

    async def _first_problem(self, workers: Sequence[asyncio.Task[None]]) -> LlmProblem | None:
        """Waits for all workers; after a first problem, for those who still have a reply coming."""
        done, left = await asyncio.wait(workers, return_when=asyncio.FIRST_EXCEPTION)
        problem = _problem_of(done)
        if problem is None:
            return None
        if left:  # where a budget is used up, replies on their way are paid for, and are waited for
            done, _ = await asyncio.wait(left, timeout=None if isinstance(problem, Overspent) else _GRACE)
            _problem_of(done)
        return problem

    async def _work(self, jobs: Iterator[_Job]) -> None:
        for job in jobs:
            try:
                text = await job.pipeline.text(job.patient)
            except LlmProblem:
                jobs.close()  # type: ignore[attr-defined]  # nobody begins another patient
                raise
            record = {**job.record, "text": text}
            job.piece.journal.add(job.patient.number, job.draws, dump_record(record))
            self._keep_outline(job.piece.entry, text)
            self._note(1, text)
            if job.piece.journal.complete:
                await self._assemble()

    def _note(self, records: int, text: dict[str, Any] | None) -> None:
        self.finished += records
        if self._watch is not None:
            self._watch.done(records, text, self._client.ledger)

    def _keep_outline(self, entry: SpecEntry, text: dict[str, Any]) -> None:
        """All records of a run have one outline, so it has to survive the run before the first of them does."""
        if entry.outline is None and text.get("outline") is not None:
            entry.outline = text["outline"]
            dump_manifest(self._path, self._manifest)

    def _jobs(self, cohorts: Sequence[Cohort]) -> Iterator[_Job]:
        """What is left to do, spec by spec and file by file, drawn a few patients at a time."""
        for cohort, entry in zip(cohorts, self._manifest.specs, strict=True):
            done = {file.first for file in entry.files}
            pipeline = None
            for piece in pieces(cohort.patients, self._order.per_file):
                if piece.start in done:
                    self._tidy(file_name(entry.name, piece.start))
                    self._note(len(piece), None)
                    continue
                opened = self._begin(cohort, entry, piece)
                pipeline = pipeline or self._pipeline(cohort.plan, entry)
                for some in pieces(piece, min(_AT_ONCE, self._order.batch)):
                    yield from self._of(opened, pipeline, some)

    def _tidy(self, name: str) -> None:
        """Take away what a run left that was killed between entering a file in the manifest and its journal's end."""
        delete_leftovers(self._folder / name)
        (self._folder / f"{name}{SUFFIX}").unlink(missing_ok=True)

    def _begin(self, cohort: Cohort, entry: SpecEntry, patients: range) -> _Piece:
        name = file_name(entry.name, patients.start)
        delete_leftovers(self._folder / name)
        journal = Journal(self._folder / f"{name}{SUFFIX}", patients.start, len(patients))
        piece = _Piece(cohort, entry, patients, journal)
        self._open.append(piece)
        if journal.finished:
            self._note(journal.finished, None)
        return piece

    def _of(self, piece: _Piece, pipeline: ModelPipeline, some: range) -> Iterator[_Job]:
        if all(number in piece.journal for number in some):
            return
        samples = piece.cohort.draw(some)
        recorder = Recorder(samples, seed=self._order.seed, reference_date=self._order.reference_date)
        for i, patient in enumerate(patients_of(recorder.batch, recorder.seed)):
            if patient.number not in piece.journal:
                yield _Job(piece, pipeline, recorder.record(i), patient, int(samples.attempts[i]) + 1)

    def _pipeline(self, plan: Plan, entry: SpecEntry) -> ModelPipeline:
        outline = None
        if entry.outline is not None:
            with suppress(KeyError, TypeError, ValueError):
                outline = outline_from(entry.outline)
        return ModelPipeline(plan, self._client, self._attempts, verifier=self._verifier, outline=outline)

    async def _sync(self) -> None:
        while True:
            await asyncio.sleep(_SYNC_EVERY)
            for piece in list(self._open):
                await asyncio.to_thread(piece.journal.sync)

    async def _assemble(self) -> None:
        """Files whose records are all there, in order; a later one waits for those before it."""
        async with self._assembling:
            while self._open and self._open[0].journal.complete:
                piece = self._open[0]
                entry = await asyncio.to_thread(_written, self._folder / piece.name, piece)
                piece.entry.files.append(entry)
                dump_manifest(self._path, self._manifest)
                piece.journal.delete()
                self._open.pop(0)


def _problem_of(done: set[asyncio.Task[None]]) -> LlmProblem | None:
    """The first problem with the model; whatever else went wrong is raised."""
    found: LlmProblem | None = None
    for task in done:
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, LlmProblem):
            raise error
        found = found or error
    return found


def _written(path: Path, piece: _Piece) -> FileEntry:
    """Put a file together from its journal."""
    digest, size = hashlib.sha256(), 0
    tally = Tally()
    tally.draws = piece.journal.draws
    with atomic_file(path) as handle:
        for record in piece.journal.records():
            tally.count(orjson.loads(record), True)
            line = record + b"\n"
            digest.update(line)
            size += len(line)
            handle.write(line)
    return tally.entry(path, piece.patients, size, digest.hexdigest())
