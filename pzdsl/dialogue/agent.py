"""The patient agent: a question in, an answer out that contradicts nothing the patient is or has said."""

from __future__ import annotations

from dataclasses import dataclass

from pzdsl.dialogue.speaker import Speaker
from pzdsl.memory import Gate, Judgement, Memory, SentenceVerdict
from pzdsl.plan.plan import Plan
from pzdsl.stages.patient import Patient

ATTEMPTS = 3
LAST_RESORT = "I'm not sure."  # holds no claim, and so contradicts nothing


@dataclass(frozen=True, slots=True)
class Answer:
    """What the doctor reads, and how it came about."""

    text: str
    turn: int
    attempts: int
    judgement: Judgement
    rejected: tuple[Judgement, ...] = ()  # of the attempts before
    fell_back: bool = False  # the built-in speaker answered, since no attempt was let pass


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
        self.plan, self.patient, self.attempts = plan, patient, attempts
        self.gate = gate if gate is not None else Gate(plan, patient)
        self.built_in = built_in if built_in is not None else _built_in(plan, patient)
        self.speaker: Speaker = speaker if speaker is not None else self.built_in
        self.memory = memory if memory is not None else Memory.of(patient)

    def opening(self) -> str:
        """What the patient says before any question; remembered as turn 0."""
        said = getattr(self.built_in, "opening", None)
        text = said() if said is not None else "Hello, doctor."
        judgement = self.gate.judge(text, self.memory)
        if not judgement.accepted:
            text = "Hello, doctor."
            judgement = self.gate.judge(text, self.memory)
        if not self.memory.episodic.log:
            self.memory.remember(0, "", text, judgement, self.built_in.name)
        return text

    async def answer(self, question: str) -> Answer:
        """The answer to a question; whatever the speaker does, the built-in one stands behind it."""
        turn = self.memory.episodic.turn + 1
        rejected: list[Judgement] = []
        attempts = 0
        for attempt in range(1, self.attempts + 1):
            attempts = attempt
            problems = rejected[-1].reasons if rejected else ()
            text = await self.speaker.reply(question, self.memory, problems, attempt)
            judgement = self.gate.judge(text, self.memory, question)
            if judgement.accepted:
                return self._said(turn, question, text, judgement, self.speaker.name, attempts, rejected)
            rejected.append(judgement)
        text = await self.built_in.reply(question, self.memory, (), 1)
        judgement = self.gate.judge(text, self.memory, question)
        if not judgement.accepted:
            text = LAST_RESORT
            judgement = Judgement(True, (SentenceVerdict(text, "neutral", "talk"),))
        return self._said(turn, question, text, judgement, self.built_in.name, attempts, rejected, True)

    def _said(
        self,
        turn: int,
        question: str,
        text: str,
        judgement: Judgement,
        source: str,
        attempts: int,
        rejected: list[Judgement],
        fell_back: bool = False,
    ) -> Answer:
        self.memory.remember(turn, question, text, judgement, source)
        return Answer(text, turn, attempts, judgement, tuple(rejected), fell_back)


def _built_in(plan: Plan, patient: Patient) -> Speaker:
    from pzdsl.dialogue.answering import BuiltInSpeaker
    from pzdsl.dialogue.persona import persona_of

    speaker: Speaker = BuiltInSpeaker(plan, patient, persona_of(patient, patient.seed))
    return speaker
