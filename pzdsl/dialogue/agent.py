"""The patient agent: a question in, an answer out that contradicts nothing the patient is or has said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pzdsl.dialogue.speaker import Speaker
from pzdsl.llm.problems import LlmProblem
from pzdsl.llm.replies import clean
from pzdsl.memory import Gate, Judgement, Memory, SentenceVerdict
from pzdsl.plan.plan import Plan
from pzdsl.stages.patient import Patient

ATTEMPTS = 3
LAST_RESORT = "I'm not sure."  # holds no claim, and so contradicts nothing
GREETING = "Hello, doctor."
LONGEST_QUESTION = 4000  # characters that are looked at


@dataclass(frozen=True, slots=True)
class Answer:
    """What the doctor reads, and how it came about."""

    text: str
    turn: int
    attempts: int
    judgement: Judgement
    rejected: tuple[Judgement, ...] = ()  # of the attempts before
    fell_back: bool = False  # the built-in speaker answered, since no attempt was let pass
    refused: tuple[str, ...] = ()  # the texts of the attempts before
    source: str = "built-in"  # who worded it
    trouble: str = ""  # why the speaker could not be asked at all

    def entry(self) -> dict[str, Any]:
        """As a transcript keeps it, with every verdict."""
        return {
            "turn": self.turn,
            "text": self.text,
            "source": self.source,
            "attempts": self.attempts,
            "fell_back": self.fell_back,
            "trouble": self.trouble,
            "judgement": self.judgement.entry(),
            "rejected": [
                {"text": text, "judgement": judgement.entry()}
                for text, judgement in zip(self.refused, self.rejected, strict=True)
            ],
        }


class PatientAgent:
    """One patient in one conversation. Questions are answered one at a time."""

    def __init__(
        self,
        plan: Plan,
        patient: Patient,
        *,
        speaker: Speaker | None = None,
        gate: Gate | None = None,
        attempts: int = ATTEMPTS,
        built_in: Speaker | None = None,
        memory: Memory | None = None,
    ) -> None:
        """`built_in` answers where `speaker` finds no words that the gate lets pass; by default it answers always."""
        self.plan, self.patient, self.attempts = plan, patient, attempts
        self.gate = gate if gate is not None else Gate(plan, patient)
        self.built_in = built_in if built_in is not None else _built_in(plan, patient)
        self.speaker: Speaker = speaker if speaker is not None else self.built_in
        self.memory = memory if memory is not None else Memory.of(patient)
        self.answers: list[Answer] = []
        self.opened: Judgement | None = None

    def opening(self) -> str:
        """What the patient says before any question; remembered once, as turn 0."""
        opening: Callable[[], str] | None = getattr(self.built_in, "opening", None)
        text = opening() if opening is not None else GREETING
        judgement = self.gate.judge(text, self.memory)
        if not judgement.accepted:
            text = GREETING
            judgement = Judgement(True, (SentenceVerdict(text, "neutral", "talk"),))
        if not self.memory.episodic.log:
            self.opened = judgement
            self.memory.remember(0, "", text, judgement, self.built_in.name)
        return text

    async def answer(self, question: str) -> Answer:
        """The answer to a question; whatever the speaker does, the built-in one stands behind it.

        Raises nothing that a speaker's model may bring about: where it cannot be asked, the built-in speaker answers,
        and `trouble` says why.
        """
        asked = clean(question)[:LONGEST_QUESTION].strip() or "…"
        turn = self.memory.episodic.turn + 1
        rejected: list[Judgement] = []
        refused: list[str] = []
        trouble, attempt = "", 0
        for attempt in range(1, self.attempts + 1):
            problems = rejected[-1].reasons if rejected else ()
            try:
                text = clean(await self.speaker.reply(asked, self.memory, problems, attempt)).strip()
            except LlmProblem as problem:
                trouble = str(problem)
                break
            judgement = self.gate.judge(text, self.memory, asked)
            if judgement.accepted:
                answer = Answer(text, turn, attempt, judgement, tuple(rejected), False, tuple(refused))
                return self._said(asked, answer, self.speaker.name)
            rejected.append(judgement)
            refused.append(text)
            if self.speaker is self.built_in and len(refused) > 1 and refused[-1] == refused[-2]:
                break  # it says the same again: a third time would be no better
        text, judgement = await self._fallen_back(asked)
        answer = Answer(
            text, turn, attempt, judgement, tuple(rejected), True, tuple(refused), self.built_in.name, trouble
        )
        return self._said(asked, answer, self.built_in.name)

    async def _fallen_back(self, question: str) -> tuple[str, Judgement]:
        """What the built-in speaker says; and if even that is not let pass, next to nothing."""
        if self.speaker is not self.built_in:
            text = clean(await self.built_in.reply(question, self.memory, (), 1)).strip()
            judgement = self.gate.judge(text, self.memory, question)
            if judgement.accepted:
                return text, judgement
        return LAST_RESORT, Judgement(True, (SentenceVerdict(LAST_RESORT, "neutral", "talk"),))

    def _said(self, question: str, answer: Answer, source: str) -> Answer:
        if answer.source != source:
            answer = Answer(
                answer.text,
                answer.turn,
                answer.attempts,
                answer.judgement,
                answer.rejected,
                answer.fell_back,
                answer.refused,
                source,
                answer.trouble,
            )
        self.memory.remember(answer.turn, question, answer.text, answer.judgement, source)
        self.answers.append(answer)
        return answer


def _built_in(plan: Plan, patient: Patient) -> Speaker:
    from pzdsl.dialogue.answering import BuiltInSpeaker
    from pzdsl.dialogue.persona import persona_of

    speaker: Speaker = BuiltInSpeaker(plan, patient, persona_of(patient, patient.seed))
    return speaker
