"""Runs many interviews: in processes, or at once in one loop where models are waited for; in order, and resumable."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import orjson

from pzdsl.atomic import PART, write_atomically
from pzdsl.errors import FileProblem

if TYPE_CHECKING:
    from pzdsl.cli.speaking import ModelSpeakers
    from pzdsl.dialogue.doctor import Doctor
    from pzdsl.entailment import Verifier
    from pzdsl.llm.client import Client
    from pzdsl.plan.plan import Plan

_PIECE = 10  # interviews that a process does before it hands them over


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for. Interview `i` is with patient `i // len(specs)` of specification `i % len(specs)`."""

    specs: tuple[str, ...]
    script: tuple[str, ...]
    doctor: str | None
    doctor_model: str | None
    turns: int
    n: int
    seed: int
    where: str | None = None
    llm: str | None = None
    llm_model: str | None = None
    nli: str | None = None
    no_nli: bool = False

    @property
    def asks_models(self) -> bool:
        """Whether a language model asks or answers."""
        return self.doctor is not None or self.llm is not None


@dataclass(slots=True)
class Done:
    """What came of it, summed over all transcripts."""

    interviews: int = 0
    kept: int = 0  # of these, done by an earlier run
    questions: int = 0
    refused: int = 0
    fell_back: int = 0
    news: int = 0

    def add(self, talk: dict[str, Any]) -> None:
        """Count one transcript."""
        self.interviews += 1
        self.questions += len(talk["turns"])
        self.refused += sum(len(turn["rejected"]) for turn in talk["turns"])
        self.fell_back += sum(turn["fell_back"] for turn in talk["turns"])
        self.news += len(talk["news"])


def run(order: Order, out: Path, workers: int, *, resume: bool, advance: Callable[[int], None]) -> Done:
    """Do the interviews and write the file, in order; a run that was stopped goes on after its last whole line.

    Raises:
        FileProblem, UsageError, SamplingError, SpecError, LlmProblem: as what is read and asked.
    """
    from pzdsl.compiler import compile_file

    plans = [compile_file(Path(path)) for path in order.specs]
    # what a line depends on; `n` is no part of it, so that a longer run goes on from a shorter one
    key = {**asdict(order), "n": 0, "specs": [plan.model_dump_json() for plan in plans], "model": _model_hash(order)}
    digest = sha256(orjson.dumps(key)).hexdigest()[:16]
    part = out.parent / f".{out.name}.{digest}{PART}"
    if out.is_dir():
        raise FileProblem(f"{out} is a folder; name a file")
    done = Done()
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with part.open("r+b" if resume and part.exists() else "w+b") as handle:
            done.kept = _kept(handle, order.n, done)
            advance(done.kept)
            todo = range(done.kept, order.n)
            talks = _with_models(order, plans, todo, workers) if order.asks_models else _in_processes(
                order, plans, todo, workers
            )  # fmt: skip
            for talk in talks:
                handle.write(orjson.dumps(talk) + b"\n")
                handle.flush()
                done.add(talk)
                advance(1)
        write_atomically(out, part.read_bytes())
        part.unlink()
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise FileProblem(f"{out} cannot be written: {error.strerror or error}") from error
    return done


def _kept(handle: BinaryIO, most: int, done: Done) -> int:
    """How many whole lines are there; what follows them is cut off."""
    end = 0
    for line in handle:
        try:
            if not line.endswith(b"\n") or done.interviews == most:
                break
            done.add(orjson.loads(line))
        except (orjson.JSONDecodeError, KeyError, TypeError):
            break
        end += len(line)
    handle.seek(end)
    handle.truncate()
    return done.interviews


def _model_hash(order: Order) -> str:
    from pzdsl.cli.speaking import verifier_for

    verifier = verifier_for(Path(order.nli) if order.nli is not None else None, order.no_nli)
    return verifier.card.model_sha256 if verifier is not None else ""


def _places(order: Order, todo: range) -> Iterator[tuple[int, int]]:
    """Specification and patient of each interview."""
    for i in todo:
        yield i % len(order.specs), i // len(order.specs)


# --- in processes: the built-in speaker and a script


@dataclass(slots=True)
class _Room:
    """What a process keeps between its pieces."""

    order: Order
    plans: list[Plan]
    verifier: Verifier | None
    cohorts: dict[int, dict[int, Any]] = field(default_factory=dict)


_room: _Room | None = None


def _enter(order: Order) -> None:
    global _room
    from pzdsl.cli.speaking import verifier_for
    from pzdsl.compiler import compile_file

    verifier = verifier_for(Path(order.nli) if order.nli is not None else None, order.no_nli)
    _room = _Room(order, [compile_file(Path(path)) for path in order.specs], verifier)


def _in_processes(order: Order, plans: list[Plan], todo: range, workers: int) -> Iterator[dict[str, Any]]:
    pieces = [range(start, min(start + _PIECE, todo.stop)) for start in range(todo.start, todo.stop, _PIECE)]
    if workers == 1 or len(pieces) <= 1:
        _enter(order)
        for piece in pieces:
            yield from _piece(piece)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(pieces)), context, _enter, (order,)) as pool:
        try:
            for done in pool.map(_piece, pieces):
                yield from done
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _piece(todo: range) -> list[dict[str, Any]]:
    assert _room is not None
    room = _room
    patients = _patients(room.order, room.plans, todo)

    async def run() -> list[dict[str, Any]]:
        return [await _talk(room.order, room.plans[s], patients[s, k], room.verifier, None, None) for s, k in places]

    places = list(_places(room.order, todo))
    return asyncio.run(run())


def _patients(order: Order, plans: list[Plan], todo: range) -> dict[tuple[int, int], Any]:
    """The patients of some interviews, drawn together for each specification."""
    from pzdsl.dialogue.patients import patients_of_spec

    wanted: dict[int, list[int]] = {}
    for spec, number in _places(order, todo):
        wanted.setdefault(spec, []).append(number)
    found = {}
    for spec, numbers in wanted.items():
        drawn = patients_of_spec(plans[spec], order.seed, len(numbers), numbers[0], order.where)
        found.update({(spec, number): patient for number, patient in zip(numbers, drawn, strict=True)})
    return found


async def _talk(
    order: Order,
    plan: Plan,
    patient: Any,
    verifier: Verifier | None,
    doctor: Doctor | None,
    make_speaker: ModelSpeakers | None,
) -> dict[str, Any]:
    from pzdsl.dialogue.agent import PatientAgent
    from pzdsl.dialogue.doctor import ScriptedDoctor
    from pzdsl.dialogue.transcript import interview
    from pzdsl.memory import Gate

    speaker = make_speaker(plan, patient) if make_speaker is not None else None
    agent = PatientAgent(plan, patient, speaker=speaker, gate=Gate(plan, patient, verifier=verifier))
    asks = doctor if doctor is not None else ScriptedDoctor(order.script, plan, patient.number)
    return await interview(agent, asks, order.turns)


# --- at once in one loop: with models


def _with_models(order: Order, plans: list[Plan], todo: range, workers: int) -> Iterator[dict[str, Any]]:
    from pzdsl.cli.speaking import speakers, verifier_for

    verifier = verifier_for(Path(order.nli) if order.nli is not None else None, order.no_nli)
    with ExitStack() as stack:
        make_speaker = stack.enter_context(speakers(order.llm, order.llm_model))
        client = stack.enter_context(_doctor_client(order))
        loop = stack.enter_context(asyncio.Runner())
        talks = _at_once(order, plans, todo, workers, partial(_modelled, order, verifier, client, make_speaker))
        try:
            while (talk := loop.run(_next(talks))) is not None:
                yield talk
        finally:
            loop.run(talks.aclose())
            for one in (make_speaker, client):
                if one is not None:
                    loop.run(one.close())


async def _next(talks: AsyncIterator[dict[str, Any]]) -> dict[str, Any] | None:
    return await anext(talks, None)


async def _modelled(
    order: Order,
    verifier: Verifier | None,
    client: Client | None,
    make_speaker: ModelSpeakers | None,
    plan: Plan,
    patient: Any,
) -> dict[str, Any]:
    from pzdsl.dialogue.doctor import ModelDoctor

    key = f"{plan.name}/{patient.seed}/{patient.number}"
    doctor = ModelDoctor(client, key) if client is not None else None
    return await _talk(order, plan, patient, verifier, doctor, make_speaker)


async def _at_once(
    order: Order, plans: list[Plan], todo: range, workers: int, talk: Callable[..., Any]
) -> AsyncGenerator[dict[str, Any], None]:
    """The transcripts in order, `workers` of them under way at a time."""
    waiting: list[asyncio.Task[dict[str, Any]]] = []
    try:
        for start in range(todo.start, todo.stop, 10 * _PIECE):
            piece = range(start, min(start + 10 * _PIECE, todo.stop))
            patients = _patients(order, plans, piece)
            for spec, number in _places(order, piece):
                if len(waiting) == workers:
                    yield await waiting.pop(0)
                waiting.append(asyncio.create_task(talk(plans[spec], patients[spec, number])))
        while waiting:
            yield await waiting.pop(0)
    finally:
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)


@contextmanager
def _doctor_client(order: Order) -> Iterator[Client | None]:
    if order.doctor is None:
        yield None
        return
    from pzdsl.llm.client import Client
    from pzdsl.llm.local import served_settings

    with served_settings({"url": order.doctor, "model": order.doctor_model}, project=Path()) as settings:
        yield Client(settings)
