"""Records of whole cohorts in files: each file appears whole, and a run that was stopped can go on.

Who is in the cohort, and every byte of a record, depends on the request alone: not on batches, shards, or
how often the run was stopped.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pzdsl.atomic import atomic_file, delete_leftovers
from pzdsl.errors import FileProblem, UsageError, VerificationFailed
from pzdsl.output.batches import Cohort, Seating
from pzdsl.output.manifest import (
    FileEntry,
    Manifest,
    QuotaEntry,
    Request,
    SpecEntry,
    StageTally,
    StratumEntry,
    ToldRequest,
    check_same,
    dump_manifest,
    hash_file,
    load_manifest,
    manifest_name,
    versions,
)
from pzdsl.output.shards import ALL, Shard, pieces
from pzdsl.plan.artifact import plan_digest
from pzdsl.plan.plan import Plan
from pzdsl.record import Recorder, dump_record
from pzdsl.samples import Samples
from pzdsl.samples.quota import parse_quota
from pzdsl.solve.engine import DEFAULT
from pzdsl.stages import Pipeline, patients_of, text_entry
from pzdsl.version import COMPILER
from pzdsl.where import parse_where


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of `generate`."""

    patients: int
    seed: int = 0
    shard: Shard = ALL
    per_file: int = 10_000
    text: bool = True
    where: str | None = None
    reference_date: date | None = None
    batch: int = 1000
    engine: str = DEFAULT
    require_exact: bool = False
    quota: str | None = None
    by: str | None = None
    told: ToldRequest | None = None  # where a language model words the text

    def request(self) -> Request:
        """The part that decides the bytes."""
        return Request(
            patients=self.patients,
            seed=self.seed,
            shard=str(self.shard),
            per_file=self.per_file,
            text=self.text,
            where=self.where,
            reference_date=None if self.reference_date is None else self.reference_date.isoformat(),
            quota=self.quota,
            by=self.by,
            told=self.told,
        )


def generate(
    plans: Sequence[Plan],
    folder: Path,
    order: Order,
    *,
    resume: bool = True,
    advance: Callable[[int], None] = lambda more: None,
) -> Manifest:
    """Write the records of a cohort of each plan; gives the journal, which is on disk too.

    Args:
        plans: Of different names.
        folder: Where the files go: the journal, and `NAME-FIRST.jsonl` for each piece of a cohort.
        order: What to make.
        resume: Go on where a run into this folder was stopped; else refuse a folder with a journal.
        advance: Called with how many more patients are done.

    Raises:
        UsageError: the folder belongs to another run, or the request makes no sense.
        FileProblem: a file cannot be written, or one that was finished has been edited since.
    """
    cohorts = cohorts_of(plans, order)
    journal = folder / manifest_name(order.shard)
    manifest = begin(journal, cohorts, order, resume)
    for cohort, entry in zip(cohorts, manifest.specs, strict=True):
        done = {file.first: file for file in entry.files}
        pipeline = None
        for piece in pieces(cohort.patients, order.per_file):
            if piece.start not in done:
                pipeline = pipeline or (Pipeline(cohort.plan) if order.text else None)
                entry.files.append(_write(folder, cohort, piece, order, pipeline, advance))
                dump_manifest(journal, manifest)
            else:
                advance(len(piece))
    if not manifest.complete:
        manifest.complete = True
        dump_manifest(journal, manifest)
    return manifest


def cohorts_of(plans: Sequence[Plan], order: Order) -> list[Cohort]:
    """Ready to draw; raises UsageError."""
    names = Counter(plan.name for plan in plans)
    for name, count in names.items():
        if count > 1:
            raise UsageError(f"`{name}` is given {count} times; once is enough")
    return [
        Cohort(
            plan,
            order.patients,
            seed=order.seed,
            shard=order.shard,
            where=parse_where(order.where, plan) if order.where is not None else None,
            engine=order.engine,
            require_exact=order.require_exact,
            quota=parse_quota(order.quota, plan, order.by) if order.quota is not None else None,
        )
        for plan in plans
    ]


def begin(journal: Path, cohorts: Sequence[Cohort], order: Order, resume: bool) -> Manifest:
    """The manifest that a run goes on from, new or of an earlier run; raises as `generate`."""
    manifest = Manifest(
        compiler=COMPILER,
        engine=order.engine,
        versions=versions(),
        request=order.request(),
        specs=[_spec_entry(cohort) for cohort in cohorts],
    )
    old = load_manifest(journal)
    delete_leftovers(journal)
    if old is None:
        _refuse_strangers(journal, cohorts, order)
        dump_manifest(journal, manifest)
        return manifest
    if not resume:
        raise UsageError(f"{journal} exists; choose another folder, or go on with --resume")
    check_same(old, manifest, journal)
    for cohort, spec in zip(cohorts, old.specs, strict=True):
        wanted = list(pieces(cohort.patients, order.per_file))
        for file, piece in zip(spec.files, wanted, strict=False):
            name = file_name(spec.name, piece.start)
            if (file.name, file.first, file.patients) != (name, piece.start, len(piece)):
                raise FileProblem(
                    f"{journal} was edited: `{file.name}` does not fit its request; choose another folder"
                )
            _check_unchanged(journal.parent / name, file)
    return old


def _refuse_strangers(journal: Path, cohorts: Sequence[Cohort], order: Order) -> None:
    """Files that would be replaced, and of which no journal tells where they come from."""
    for cohort in cohorts:
        for piece in pieces(cohort.patients, order.per_file):
            path = journal.parent / file_name(cohort.plan.name, piece.start)
            if path.exists():
                raise FileProblem(f"{path} exists, and no {journal.name} says what it is; choose another folder")


def _check_unchanged(path: Path, file: FileEntry) -> None:
    if not path.exists():
        raise FileProblem(f"{path} is finished according to the manifest, and is gone; choose another folder")
    if path.stat().st_size != file.bytes or hash_file(path)[1] != file.sha256:
        raise FileProblem(f"{path} was edited or damaged since it was written; delete the folder, or choose another")


def _spec_entry(cohort: Cohort) -> SpecEntry:
    plan = cohort.plan
    return SpecEntry(
        name=plan.name,
        label=plan.label,
        status=plan.status,
        plan=plan_digest(plan),
        sources=dict(plan.files),
        first=cohort.patients.start,
        patients=len(cohort.patients),
        solution=cohort.solution,
        quota=None if cohort.seating is None else _quota_entry(cohort.seating),
    )


def _quota_entry(seating: Seating) -> QuotaEntry:
    weights = seating.weights or (None,) * len(seating.names)
    return QuotaEntry(
        digest=seating.digest,
        shares_within=seating.strata.error,
        strata=[
            StratumEntry(name=stratum.name, patients=seating.counts[stratum.name], share=stratum.share, weight=weight)
            for stratum, weight in zip(seating.strata.strata, weights, strict=True)
        ],
    )


def file_name(spec: str, first: int) -> str:
    """Files of one spec in alphabetical order are in the order of their patients."""
    return f"{spec}-{first:010d}.jsonl"


def _write(
    folder: Path,
    cohort: Cohort,
    piece: range,
    order: Order,
    pipeline: Pipeline | None,
    advance: Callable[[int], None],
) -> FileEntry:
    path = folder / file_name(cohort.plan.name, piece.start)
    delete_leftovers(path)
    digest, size = hashlib.sha256(), 0
    tally = Tally()
    with atomic_file(path) as handle:
        for some in pieces(piece, order.batch):
            samples = cohort.draw(some)
            tally.draws += int(samples.attempts.sum()) + len(samples)
            for record in records(samples, order, pipeline):
                tally.count(record, pipeline is not None)
                line = dump_record(record) + b"\n"
                digest.update(line)
                size += len(line)
                handle.write(line)
                advance(1)
    return tally.entry(path, piece, size, digest.hexdigest())


def records(samples: Samples, order: Order, pipeline: Pipeline | None) -> Iterator[dict[str, Any]]:
    """The records of one batch. One whose text never passes verification is kept, without text."""
    recorder = Recorder(samples, seed=order.seed, reference_date=order.reference_date)
    if pipeline is None:
        yield from recorder
        return
    for i, patient in enumerate(patients_of(recorder.batch, recorder.seed)):
        record = recorder.record(i)
        with suppress(VerificationFailed):  # the patient stays: to drop it would bias the cohort
            record["text"] = text_entry(pipeline.write(patient))
        yield record


class Tally:
    """What the journal says about the text of one file."""

    def __init__(self) -> None:
        self.draws = self.attempts = 0
        self.problems: Counter[str] = Counter()
        self.without: list[int] = []
        self.stages: dict[str, StageTally] = {}

    def count(self, record: dict[str, Any], wanted: bool) -> None:
        """Take note of one record."""
        text = record.get("text")
        if text is None:
            if wanted:
                self.without.append(record["provenance"]["number"])
            return
        for stage in text["stages"]:
            self.attempts += stage["attempts"]
            kinds = [str(problem.get("kind")) for problem in stage["problems"]]
            self.problems.update(kinds)
            if (author := stage.get("author")) is not None:
                self._asked(stage["stage"], author["writer"] == "model", stage["attempts"], kinds)

    def _asked(self, stage: str, by_model: bool, attempts: int, kinds: Sequence[str]) -> None:
        tally = self.stages.setdefault(stage, StageTally())
        tally.records += 1
        tally.attempts += attempts
        tally.accepted += by_model
        tally.at_once += by_model and attempts == 1
        for kind in kinds:
            tally.problems[kind] = tally.problems.get(kind, 0) + 1

    def entry(self, path: Path, piece: range, size: int, sha256: str) -> FileEntry:
        """The journal's entry of a finished file."""
        for tally in self.stages.values():
            tally.problems = dict(sorted(tally.problems.items()))
        return FileEntry(
            name=path.name,
            first=piece.start,
            patients=len(piece),
            bytes=size,
            sha256=sha256,
            draws=self.draws,
            text_attempts=self.attempts,
            problems=dict(sorted(self.problems.items())),
            without_text=self.without,
            stages=dict(sorted(self.stages.items())),
        )
