"""A model says what the built-in renderer has written, and is held to it; else the renderer's text stands.

The renderer's passages are verified, complete and free of the diagnosis: they are the notes that the model is given,
the list of what it may not leave out, and what the record gets when it fails.
"""

from __future__ import annotations

import asyncio
import re
from collections import deque
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from pzdsl.claims import check_text, claims_in, lexicon_of, missing, sentences_of
from pzdsl.facts import Facts
from pzdsl.llm.client import Client
from pzdsl.llm.problems import BadReply, Refused, TooLong
from pzdsl.llm.prompts import prompt_of
from pzdsl.llm.request import Message, Request
from pzdsl.plan.plan import Plan
from pzdsl.record.build import Recorder, pieces_of
from pzdsl.record.columns import Drawn
from pzdsl.stages.attempt import Attempted, Author
from pzdsl.stages.leak import LeakCheck
from pzdsl.stages.passage import Passage
from pzdsl.stages.patient import Patient, patients_of
from pzdsl.stages.pipeline import Pipeline, text_entry

ATTEMPTS = 3
CHECKS = ("schema", "claims", "omissions", "leak")  # an entailment model is not among them yet

_MARKUP = re.compile(r"</?[a-zA-Z!]|https?://|\]\(|```")
_LONGER = 3  # times the notes, and some room
_ROOM = 600  # characters
_MOST_PROBLEMS = 12  # told in one prompt


class ToldPassage(BaseModel):
    """One passage of a reply."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, Field(max_length=80)]
    sentences: Annotated[list[Annotated[str, Field(max_length=800)]], Field(min_length=1, max_length=80)]


class Told(BaseModel):
    """What a stage's reply must look like."""

    model_config = ConfigDict(extra="forbid")

    passages: Annotated[list[ToldPassage], Field(min_length=1, max_length=8)]


@dataclass(frozen=True, slots=True)
class ReplyProblem:
    """What is wrong with a reply as such."""

    kind: str  # reply, refusal, title, length, markup
    claim: str
    sentence: str = ""
    verdict: str = "unusable"

    def __str__(self) -> str:
        return self.claim


class ModelPipeline:
    """Writes the text of patients of one plan through a model."""

    def __init__(self, plan: Plan, client: Client, attempts: int = ATTEMPTS) -> None:
        self.plan, self.attempts = plan, attempts
        self._client = client
        self._renderer = Pipeline(plan)
        self._leaks = LeakCheck(plan)
        self._lexicon = lexicon_of(plan)

    @property
    def slots(self) -> int:
        """How many requests may be under way at once."""
        return self._client.settings.concurrency

    async def write(self, patient: Patient) -> list[Attempted]:
        """The three written stages of one patient; each sees what those before have written.

        Raises:
            LlmProblem: the server is down, rejects the request, or the budget is used up. A bad, refused or cut reply
                raises nothing: after `attempts` the renderer's text is taken, and its report says so.
        """
        written: list[Attempted] = []
        for notes in self._renderer.write(patient, keep_going=True):
            before = [passage for done in written for passage in done.passages]
            written.append(await self._stage(patient, notes, before) if notes.passages else notes)
        return written

    async def _stage(self, patient: Patient, notes: Attempted, before: Sequence[Passage]) -> Attempted:
        required = self._told_in(notes.passages, patient.facts)
        met: list[Any] = []
        problems: list[Any] = []
        attempt = 0
        for attempt in range(1, self.attempts + 1):
            request = self._request(patient, notes, before, problems, attempt)
            try:
                told, reply = await self._client.ask_json(request, notes.stage, Told)
            except TooLong as problem:  # the next prompt would be longer still
                met.append(ReplyProblem("length", str(problem)))
                break
            except (BadReply, Refused) as problem:
                problems = [ReplyProblem("refusal" if isinstance(problem, Refused) else "reply", str(problem))]
            else:
                passages = tuple(
                    Passage(notes.stage, one.title, tuple(sentences_of(" ".join(one.sentences))))
                    for one in told.passages
                )
                problems = self._problems(passages, notes.passages, patient.facts, required)
                if not problems:
                    author = self._author(notes.stage, "model", self._narrated(passages), reply.model)
                    return Attempted(notes.stage, passages, attempt, tuple(met), author=author)
            met += problems
        return replace(notes, attempts=attempt, problems=tuple(met), author=self._author(notes.stage, "renderer"))

    def _problems(
        self, passages: Sequence[Passage], notes: Sequence[Passage], facts: Facts, required: Sequence[str]
    ) -> list[Any]:
        """What is wrong, cheap first."""
        wanted, given = [note.title for note in notes], [passage.title for passage in passages]
        if sorted(wanted) != sorted(given):
            return [ReplyProblem("title", f"the titles must be {', '.join(wanted)}, each once")]
        text = " ".join(passage.text for passage in passages)
        if len(text) > (most := _LONGER * sum(len(note.text) for note in notes) + _ROOM):
            return [ReplyProblem("length", f"{len(text):,} characters are too many: write at most {most:,}")]
        if (markup := _MARKUP.search(text)) is not None:
            return [ReplyProblem("markup", f"write plain sentences, without markup or addresses such as {markup[0]}")]
        problems: list[Any] = []
        for passage in passages:
            problems += check_text(passage.text, facts, self._lexicon)
            problems += self._leaks.check(passage.claims)
        return problems + missing(text, facts, required, self._lexicon)

    def _told_in(self, passages: Sequence[Passage], facts: Facts) -> list[str]:
        """The facts that the notes tell, as far as the reader of claims finds them there."""
        text = " ".join(passage.text for passage in passages)
        names = [fact.name for fact in facts if fact.value is not None]
        untold = {problem.fact for problem in missing(text, facts, names, self._lexicon)}
        return [name for name in names if name not in untold]

    def _narrated(self, passages: Sequence[Passage]) -> tuple[str, ...]:
        """Sentences that hold no claim which could be checked."""
        return tuple(s for passage in passages for s in passage.claims if not claims_in(s, self._lexicon))

    def _author(self, stage: str, writer: str, narrated: tuple[str, ...] = (), served: str = "") -> Author:
        return Author(writer, self._client.settings.model, served, prompt_of(stage).digest, CHECKS, narrated)

    def _request(
        self, patient: Patient, notes: Attempted, before: Sequence[Passage], problems: Sequence[Any], attempt: int
    ) -> Request:
        prompt = prompt_of(notes.stage)
        user = prompt.user.safe_substitute(
            person=patient.person.noun,
            speaker=(patient.speaker or "patient").replace("_", " "),
            before=_shown(before) or "nothing",
            notes=_shown(notes.passages),
            problems=_objections(problems),
        )
        name = f"{self.plan.name}/{notes.stage}/{patient.seed}/{patient.number}/{attempt}"
        return Request(
            model=self._client.settings.model,
            messages=(Message(role="system", content=prompt.system), Message(role="user", content=user)),
            max_tokens=max(512, min(8192, sum(len(note.text) for note in notes.passages))),
            seed=int.from_bytes(blake2b(name.encode(), digest_size=4).digest(), "little") >> 1,
            attempt=attempt,
        )


def _shown(passages: Sequence[Passage]) -> str:
    return "\n".join(f"{passage.title}: {passage.text}" for passage in passages)


def _objections(problems: Sequence[Any]) -> str:
    if not problems:
        return ""
    lines = [f"- {problem}" for problem in problems[:_MOST_PROBLEMS]]
    return "\n".join(("\nYour last answer was not accepted:", *lines, "Write it anew, and mend this.\n"))


async def tell_records(
    samples: Drawn, pipeline: ModelPipeline, *, seed: int | None = None, reference_date: date | None = None
) -> AsyncIterator[dict[str, Any]]:
    """Records with text through a model, in the order of the samples.

    As many patients are under way as the client has slots, and as many again wait to be handed on; so memory does not
    grow with the samples. Raises as `ModelPipeline.write`; what was handed on before stays good.
    """
    most = 2 * pipeline.slots
    waiting: deque[tuple[dict[str, Any], asyncio.Task[list[Attempted]]]] = deque()
    try:
        for rows in pieces_of(samples):
            recorder = Recorder(samples, seed=seed, reference_date=reference_date, rows=rows)
            for i, patient in enumerate(patients_of(recorder.batch, recorder.seed)):
                waiting.append((recorder.record(i), asyncio.create_task(pipeline.write(patient))))
                if len(waiting) >= most:
                    yield await _finished(*waiting.popleft())
        while waiting:
            yield await _finished(*waiting.popleft())
    finally:
        tasks = [task for _, task in waiting]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _finished(record: dict[str, Any], task: asyncio.Task[list[Attempted]]) -> dict[str, Any]:
    record["text"] = text_entry(await task)
    return record
