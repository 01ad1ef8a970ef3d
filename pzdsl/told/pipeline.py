"""A model says what the built-in renderer has written, and is held to it; else the renderer's text stands.

The renderer's passages are verified, complete and free of the diagnosis: they are the notes that the model is given,
the list of what it may not leave out, and what the record gets when it fails.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import date
from hashlib import blake2b
from typing import Any

from pzdsl.llm.client import Client
from pzdsl.llm.problems import BadReply, Refused, TooLong
from pzdsl.llm.prompts import prompt_of
from pzdsl.llm.request import Message, Request
from pzdsl.plan.plan import Plan
from pzdsl.record.build import Recorder, pieces_of
from pzdsl.record.columns import Drawn
from pzdsl.stages.attempt import Attempted, Author
from pzdsl.stages.passage import Passage
from pzdsl.stages.patient import Patient, patients_of
from pzdsl.stages.pipeline import Pipeline, text_entry
from pzdsl.told.checks import CHECKS, Checker, Entails, Judged
from pzdsl.told.outline import ToldOutline, tell_outline
from pzdsl.told.replies import ReplyProblem, Told, objections, passages_of, shown

ATTEMPTS = 3
STAGES = ("background", "symptoms", "examination")


class ModelPipeline:
    """Writes the text of patients of one plan through a model."""

    def __init__(
        self,
        plan: Plan,
        client: Client,
        attempts: int = ATTEMPTS,
        *,
        verifier: Entails | None = None,
        outline: ToldOutline | None = None,
        checks: Sequence[str] = CHECKS,
    ) -> None:
        """`outline` is what `tell_outline` gave before; else it is asked for when the first patient is written."""
        self.plan, self.attempts = plan, attempts
        self._client = client
        self._renderer = Pipeline(plan)
        self._checker = Checker(plan, verifier, checks)
        self._outline = outline
        self._outline_known = outline is not None or not plan.outline
        self._shown_outline = outline.for_prompt(self._checker.leaks) if outline is not None else "nothing"
        self._asking = asyncio.Lock()

    @property
    def slots(self) -> int:
        """How many requests may be under way at once."""
        return self._client.settings.concurrency

    async def outline(self) -> ToldOutline | None:
        """The first stage, which is asked for once; None where the spec has no outline. Raises as `write`."""
        if not self._outline_known:
            async with self._asking:
                if not self._outline_known:
                    told = await tell_outline(self.plan, self._client, self.attempts, self._checker.verifier)
                    self._outline, self._outline_known = told, True
                    self._shown_outline = told.for_prompt(self._checker.leaks) if told is not None else "nothing"
        return self._outline

    async def write(self, patient: Patient) -> list[Attempted]:
        """The three written stages of one patient; each sees what those before have written.

        Raises:
            LlmProblem: the server is down, rejects the request, or the budget is used up. A bad, refused or cut reply
                raises nothing: after `attempts` the renderer's text is taken, and its report says so.
        """
        await self.outline()
        written: list[Attempted] = []
        for notes in self._renderer.write(patient, keep_going=True):
            before = [passage for done in written for passage in done.passages]
            narrated = [s for done in written if done.author is not None for s in done.author.narrated]
            written.append(await self._stage(patient, notes, before, narrated) if notes.passages else notes)
        return written

    async def text(self, patient: Patient) -> dict[str, Any]:
        """What `write` gives, as the record keeps it, with the outline. Raises as `write`."""
        written = await self.write(patient)
        return text_entry(written, None if self._outline is None else self._outline.entry())

    async def _stage(
        self, patient: Patient, notes: Attempted, before: Sequence[Passage], narrated: Sequence[str]
    ) -> Attempted:
        required = self._checker.told_in(notes.passages, patient.facts)
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
                passages = passages_of(told, notes.stage)
                judged = await self._judged(passages, notes.passages, patient, required, narrated)
                problems = list(judged.problems)
                if not problems:
                    author = self._author(notes.stage, "model", judged.narrated, reply.model)
                    return Attempted(notes.stage, passages, attempt, tuple(met), author=author)
            met += problems
        return replace(notes, attempts=attempt, problems=tuple(met), author=self._author(notes.stage, "renderer"))

    async def _judged(
        self,
        passages: Sequence[Passage],
        notes: Sequence[Passage],
        patient: Patient,
        required: Sequence[str],
        narrated: Sequence[str],
    ) -> Judged:
        asked = (passages, notes, patient, required, narrated)
        if self._checker.verifier is None:
            return self._checker.judge(*asked)
        return await asyncio.to_thread(self._checker.judge, *asked)  # the network is slow: others go on asking

    def _author(self, stage: str, writer: str, narrated: tuple[str, ...] = (), served: str = "") -> Author:
        return Author(
            writer,
            self._client.settings.model,
            served,
            prompt_of(stage).digest,
            self._checker.checks,
            narrated,
            tuple(check for check in CHECKS if check not in self._checker.checks),
            self._checker.model,
        )

    def _request(
        self, patient: Patient, notes: Attempted, before: Sequence[Passage], problems: Sequence[Any], attempt: int
    ) -> Request:
        prompt = prompt_of(notes.stage)
        user = prompt.user.safe_substitute(
            person=patient.person.noun,
            speaker=(patient.speaker or "patient").replace("_", " "),
            before=shown(before) or "nothing",
            notes=shown(notes.passages),
            outline=self._shown_outline,
            problems=objections(problems),
        )
        name = f"{self.plan.name}/{notes.stage}/{patient.seed}/{patient.number}/{attempt}"
        return Request(
            model=self._client.settings.model,
            messages=(Message(role="system", content=prompt.system), Message(role="user", content=user)),
            max_tokens=max(512, min(8192, sum(len(note.text) for note in notes.passages))),
            seed=int.from_bytes(blake2b(name.encode(), digest_size=4).digest(), "little") >> 1,
            attempt=attempt,
        )


async def tell_records(
    samples: Drawn, pipeline: ModelPipeline, *, seed: int | None = None, reference_date: date | None = None
) -> AsyncIterator[dict[str, Any]]:
    """Records with text through a model, in the order of the samples.

    As many patients are under way as the client has slots, and as many again wait to be handed on; so memory does not
    grow with the samples. Raises as `ModelPipeline.write`; what was handed on before stays good.
    """
    most = 2 * pipeline.slots
    waiting: deque[tuple[dict[str, Any], asyncio.Task[dict[str, Any]]]] = deque()
    try:
        for rows in pieces_of(samples):
            recorder = Recorder(samples, seed=seed, reference_date=reference_date, rows=rows)
            for i, patient in enumerate(patients_of(recorder.batch, recorder.seed)):
                waiting.append((recorder.record(i), asyncio.create_task(pipeline.text(patient))))
                if len(waiting) >= most:
                    yield await _finished(*waiting.popleft())
        while waiting:
            yield await _finished(*waiting.popleft())
    finally:
        tasks = [task for _, task in waiting]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _finished(record: dict[str, Any], task: asyncio.Task[dict[str, Any]]) -> dict[str, Any]:
    record["text"] = await task
    return record
