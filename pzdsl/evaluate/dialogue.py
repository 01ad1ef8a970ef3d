"""How well patients that can be talked to hold together: interviews with a liar, probes asked twice, seconds."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pzdsl.dialogue.agent import PatientAgent
from pzdsl.evaluate.interviews import SHARES, TYPED_SHARES, Turn, doctor_of, interview
from pzdsl.evaluate.lies import Line, LineBook
from pzdsl.evaluate.probes import probe
from pzdsl.evaluate.tallies import Share, figures, growth
from pzdsl.memory import Gate, GateSettings, Memory
from pzdsl.memory.gate import LAYERS, Entails
from pzdsl.plan.plan import Plan
from pzdsl.record.columns import Batch
from pzdsl.stages.patient import Patient, patients_of

_PIECE = 250
TYPED = ("typed", "rules", "knowledge", "leak")
ARMS: dict[str, tuple[str, ...]] = {"no gate": (), "typed only": TYPED, "NLI only": ("nli",), "both": LAYERS}
TIGHTER = GateSettings(abstain="reject", contradiction=0.1, against_news=0.1)
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Case:
    """One specification, with the sentences that its patients may say."""

    plan: Plan
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Subject:
    """One patient to be interviewed, with the sentences that fit."""

    plan: Plan
    patient: Patient
    lines: tuple[Line, ...]


@dataclass(slots=True)
class Settings:
    """How much is measured. `interviews` in all, spread over the specifications; the seed decides everything."""

    interviews: int = 40
    turns: int = 30
    seed: int = 0
    verifier: Entails | None = None
    timed: int = 200  # replies timed at each place
    far: int = 200  # turns before the last of them
    progress: Progress = field(default=lambda name, done, of: None)


def subjects_of(cases: Sequence[Case], n: int, seed: int) -> list[Subject]:
    """Patients of each specification in turn, `n` in all; raises UsageError, SamplingError."""
    from pzdsl.output.batches import Cohort

    found: list[list[Subject]] = []
    for at, case in enumerate(cases):
        wanted = len(range(at, n, len(cases)))
        some: list[Subject] = []
        if wanted:
            for samples in Cohort(case.plan, wanted, seed=seed).batches(_PIECE):
                book = LineBook(case.plan, case.lines, samples)
                for row, patient in enumerate(patients_of(Batch(samples), seed)):
                    some.append(Subject(case.plan, patient, tuple(book.of(row, patient.facts))))
        found.append(some)
    return [some[i] for i in range(max(map(len, found), default=0)) for some in found if i < len(some)]


def evaluate_dialogue(cases: Sequence[Case], settings: Settings) -> dict[str, Any]:
    """Every figure, as JSON values; the times apart, the same for the same seed."""
    subjects = subjects_of(cases, settings.interviews, settings.seed)
    arms = {name: layers for name, layers in ARMS.items() if settings.verifier is not None or "nli" not in layers}
    full = "both" if settings.verifier is not None else "typed only"
    found: dict[str, Any] = {
        "interviews": len(subjects),
        "turns": settings.turns,
        "seed": settings.seed,
        "specs": [case.plan.name for case in cases],
        "lines": {case.plan.name: len(case.lines) for case in cases},
        "model": _model(settings.verifier),
        "full_gate": full,
        "arms": {},
    }
    for name, layers in arms.items():
        found["arms"][name] = figures(_interviews(subjects, settings, name, layers))
    typed = _interviews(subjects, settings, f"{full}, typed lies alone", arms[full], shares=TYPED_SHARES)
    found["typed_lies_alone"] = figures(typed)
    # a few are enough to see how much a patient still tells
    some = subjects[: max(8, len(subjects) // 5)]
    strict = _interviews(some, settings, "tightened", arms[full], strictness=TIGHTER)
    closed = _interviews(some, settings, "closed", arms[full], strictness=GateSettings(refuse_news=True))
    usual = _interviews(some, settings, "usual", arms[full])
    found["growth"] = {"usual": growth(usual), "tightened": growth(strict), "closed": growth(closed)}
    found["probes"] = _probes(some, settings)
    found["latency_ms"] = _latency(subjects, settings)
    return found


def _interviews(
    subjects: Sequence[Subject],
    settings: Settings,
    name: str,
    layers: Sequence[str],
    *,
    shares: dict[str, float] | None = None,
    strictness: GateSettings | None = None,
) -> list[list[Turn]]:
    async def run() -> list[list[Turn]]:
        done = []
        for number, one in enumerate(subjects, 1):
            gate = Gate(one.plan, one.patient, verifier=settings.verifier, layers=layers, settings=strictness)
            done.append(
                await interview(
                    one.plan,
                    one.patient,
                    one.lines,
                    gate,
                    turns=settings.turns,
                    seed=settings.seed,
                    shares=shares if shares is not None else SHARES,
                )
            )
            settings.progress(name, number, len(subjects))
        return done

    return asyncio.run(run())


def _probes(subjects: Sequence[Subject], settings: Settings) -> dict[str, Any]:
    """Whether what is asked twice, in other words and far apart, is answered alike."""

    async def run() -> list[tuple[int, int]]:
        found = []
        for number, one in enumerate(subjects, 1):
            found.append(await probe(one.plan, one.patient, settings.turns, settings.seed))
            settings.progress("probes", number, len(subjects))
        return found

    counts = asyncio.run(run())
    return Share(sum(alike for alike, _ in counts), sum(asked for _, asked in counts)).as_json()


def _latency(subjects: Sequence[Subject], settings: Settings) -> dict[str, Any]:
    """Milliseconds of one judgement, median and 95th percentile, early and late in a conversation."""
    found: dict[str, Any] = {}
    layers = {"typed": TYPED} | ({"full": LAYERS} if settings.verifier is not None else {})
    for name, some in layers.items():
        for turn in (5, settings.far):
            spans = sorted(_timed(subjects, settings, some, turn))
            if spans:
                found[f"{name}, turn {turn}"] = {
                    "median": round(1e3 * spans[len(spans) // 2], 3),
                    "p95": round(1e3 * spans[int(0.95 * (len(spans) - 1))], 3),
                    "replies": len(spans),
                }
    return found


def _timed(subjects: Sequence[Subject], settings: Settings, layers: Sequence[str], turn: int) -> Iterator[float]:
    """Seconds of judgements of replies that this patient was not heard to give before."""
    each = max(1, settings.timed // max(1, min(len(subjects), 10)))
    for one in subjects[:10]:
        gate = Gate(one.plan, one.patient, verifier=settings.verifier, layers=layers)
        memory = Memory.of(one.patient)
        _fill(gate, memory, one, turn)
        questions = list(doctor_of(one.plan, each, one.patient.number))
        agent = PatientAgent(one.plan, one.patient, gate=gate, memory=memory)
        replies = [line.said_by(one.patient) for line in one.lines]
        for number, question in enumerate(questions):
            reply = asyncio.run(agent.built_in.reply(question, memory, (), 1)) if number % 2 else ""
            reply = reply or (replies[number % len(replies)] if replies else "I have a dog.")
            if number == 0:  # what is made once a patient is no cost of a reply
                gate.judge(reply, memory, question)
                continue
            began = time.perf_counter()
            gate.judge(reply, memory, question)
            yield time.perf_counter() - began


def _fill(gate: Gate, memory: Memory, one: Subject, turns: int) -> None:
    """A conversation of some turns in which something new came up in each."""
    open_gate = Gate(one.plan, one.patient, layers=("leak",))
    for turn in range(1, turns):
        text = f"My neighbor at number {turn} told me about {_THINGS[turn % len(_THINGS)]} {turn} weeks ago."
        memory.remember(turn, "And then?", text, open_gate.judge(text, memory))


_THINGS = ("his garden", "a trip to the coast", "her new job", "the school fair", "a broken fence", "an old friend")


def _model(verifier: Entails | None) -> dict[str, str] | None:
    card = getattr(verifier, "card", None)
    return None if card is None else {"name": card.name, "sha256": card.model_sha256}
