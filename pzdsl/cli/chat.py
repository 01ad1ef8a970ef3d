"""`pzc chat`: a conversation with a patient, in the terminal."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pzdsl.cli.options import GateModel, NoGateModel, Speaker, SpeakerModel

if TYPE_CHECKING:
    from pzdsl.dialogue.agent import Answer, PatientAgent
    from pzdsl.memory import Judgement, Memory

_WIDTH = 96
_LONGEST_LINE = 20_000  # characters of one line of input
_HELP = """\
  /facts          what is true of the patient, and who knows it
  /facts WORD     the same, of what holds the word
  /memory         the conversation, and what came up in it that the record does not hold
  /why            how the last reply was judged, sentence by sentence
  /record         the record as a page
  /help           this
  /quit           end (so does Ctrl+D)
Everything else is said to the patient."""


def chat(
    source: Annotated[Path, typer.Argument(help="A specification (.pz, .json), or records (.jsonl, .json).")],
    seed: Annotated[int, typer.Option(help="The seed of the cohort.")] = 0,
    number: Annotated[int, typer.Option("--number", "-k", min=0, help="Which patient, or which record.")] = 0,
    where: Annotated[str | None, typer.Option(help="Only a patient for whom this holds.")] = None,
    spec: Annotated[
        Path | None, typer.Option("--spec", help="The specification of a record, if it is not found.")
    ] = None,
    llm: Speaker = None,
    llm_model: SpeakerModel = None,
    nli: GateModel = None,
    no_nli: NoGateModel = False,
) -> None:
    """Talk to a patient. What it says never contradicts its record, nor what it said before."""
    from pzdsl.cli.speakable import patient_at
    from pzdsl.cli.speaking import speakers, verifier_for
    from pzdsl.dialogue.agent import PatientAgent
    from pzdsl.memory import Gate

    plan, patient, record = patient_at(source, spec=spec, seed=seed, number=number, where=where)
    verifier = verifier_for(nli, no_nli)
    with speakers(llm, llm_model) as make_speaker:
        speaker = make_speaker(plan, patient) if make_speaker is not None else None
        agent = PatientAgent(plan, patient, speaker=speaker, gate=Gate(plan, patient, verifier=verifier))
        with asyncio.Runner() as loop:
            _talk(agent, loop, lambda: _page(record if record is not None else _drawn(agent, where)))
            if make_speaker is not None:
                loop.run(make_speaker.close())


def _talk(agent: PatientAgent, loop: asyncio.Runner, page: Callable[[], str]) -> None:
    patient = agent.patient
    name = "Patient" if patient.speaks else (patient.speaker or "Caregiver").replace("_", " ").capitalize()
    told = f"{patient.person.noun}, from {agent.plan.label}" if sys.stdin.isatty() else patient.person.noun
    _print(f"Patient {patient.number}: {told}. /help says what else there is.\n")
    _print(f"{name}: {agent.opening()}")
    last: Answer | None = None
    for line in _lines():
        words = line.strip()
        if not words:
            continue
        if words.startswith("/"):
            command, _, rest = words.partition(" ")
            match command.lower():
                case "/quit" | "/exit" | "/q":
                    return
                case "/help" | "/?":
                    _print(_HELP)
                case "/facts":
                    _print("\n".join(_facts(agent.memory, rest)))
                case "/memory":
                    _print("\n".join(_memory(agent.memory)))
                case "/why":
                    _print("\n".join(_why(agent, last)))
                case "/record":
                    _print(page())
                case _:
                    _print(f"There is no {command}. {_HELP}")
            continue
        last = loop.run(agent.answer(words[:_LONGEST_LINE]))
        _print(f"{name}: {last.text}")
        if last.trouble:
            print(f"(the model could not be asked: {_harmless(last.trouble)})", file=sys.stderr)


def _lines() -> Iterator[str]:
    """What the user types, or the lines of a pipe."""
    if sys.stdin.isatty():
        with suppress(ImportError):
            import readline  # noqa: F401 - gives `input` a history
        while True:
            try:
                yield input("You: ")
            except EOFError:
                print()
                return
            except KeyboardInterrupt:
                print()
                return
    stream = sys.stdin.buffer
    while line := stream.readline(_LONGEST_LINE):
        text = line.decode("utf-8", "replace").strip()
        if text and not text.startswith("/"):
            _print(f"You: {text}")
        yield text


def _facts(memory: Memory, word: str) -> Iterator[str]:
    found = [one for one in memory.semantic.statements if word.lower() in f"{one.key} {one.first}".lower()]
    for one in found:
        known = ", ".join(sorted(one.who))
        yield f"  {one.first}  [{one.key}; known to {known}]"
    if not found:
        yield f"  nothing in the record says `{word}`"


def _memory(memory: Memory) -> Iterator[str]:
    yield "The conversation"
    for event in memory.episodic.log:
        if event.kind != "news":
            who = "you" if event.kind == "question" else event.speaker.replace("_", " ")
            verdict = f"  [{event.verdict}]" if event.verdict else ""
            yield f"  {event.turn:>3} {who}: {event.text}{verdict}"
    yield "New in it, and protected since"
    for event in memory.episodic.news:
        yield f"  {event.turn:>3} {event.text}  [{event.source}]"
    if not memory.episodic.news:
        yield "  nothing"
    yield f"The record: {len(memory.semantic.statements)} statements (/facts)"


def _why(agent: PatientAgent, answer: Answer | None) -> Iterator[str]:
    if answer is None:
        yield "  nothing was asked yet; the opening:"
        if agent.opened is not None:
            yield from _verdicts(agent.opened)
        return
    yield f"  worded by {answer.source}" + (", after no other attempt was let pass" if answer.fell_back else "")
    for text, judgement in zip(answer.refused, answer.rejected, strict=True):
        yield f"  refused: {text}"
        yield from _verdicts(judgement)
    yield f"  let pass: {answer.text}"
    yield from _verdicts(answer.judgement)


def _verdicts(judgement: Judgement) -> Iterator[str]:
    for one in judgement.sentences:
        if one.layer == "talk":
            yield f"    “{one.sentence}” says nothing that could be wrong"
            continue
        score = f", score {one.score:.2f} by {one.model[:12]}" if one.score is not None else ""
        doubt = ", in doubt" if one.abstained else ""
        why = one.reason or (f"held against: {one.premise}" if one.premise else "")
        yield f"    “{one.sentence}” {one.verdict} ({one.layer}{score}{doubt})" + (f": {why}" if why else "")


def _drawn(agent: PatientAgent, where: str | None) -> dict[str, Any]:
    from pzdsl.api import CompiledSpec

    patient = agent.patient
    found = CompiledSpec(agent.plan).records(1, seed=patient.seed, start=patient.number, where=where)
    return next(iter(found))


def _page(record: dict[str, Any]) -> str:
    from pzdsl.record.page import render_page

    return render_page(record)


def _harmless(text: str) -> str:
    """A model, a record and a user's own paste are foreign: no escape of theirs reaches the terminal."""
    from pzdsl.llm.replies import clean

    return clean(text)


def _print(text: str | Iterable[str]) -> None:
    print(_harmless(text if isinstance(text, str) else "\n".join(text)), flush=True)
