"""What the tests of talk share: plans, patients, and a conversation without a gate."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pzdsl.compiler import compile_file
from pzdsl.dialogue.answering import BuiltInSpeaker, Spoken
from pzdsl.dialogue.patients import patients_of_spec
from pzdsl.dialogue.persona import Style, persona_of
from pzdsl.memory import Judgement, Memory
from pzdsl.plan.plan import Plan
from pzdsl.stages.patient import Patient

SPECS = ("pneumonia", "acute_otitis_media", "type2_diabetes", "heart_failure")


@cache
def plan_of(name: str) -> Plan:
    return compile_file(Path("compiled") / f"{name}.json")


@cache
def patients(name: str, n: int = 12, seed: int = 71) -> tuple[Patient, ...]:
    return tuple(patients_of_spec(plan_of(name), seed, n))


def speaker(patient: Patient, style: Style | None = None) -> BuiltInSpeaker:
    return BuiltInSpeaker(patient.plan, patient, persona_of(patient, patient.seed, style))


class Talk:
    """A conversation that remembers."""

    def __init__(self, patient: Patient, style: Style | None = None) -> None:
        self.speaker, self.memory, self.turn = speaker(patient, style), Memory.of(patient), 0

    def ask(self, question: str) -> Spoken:
        self.turn += 1
        spoken = self.speaker.reply_now(question, self.memory)
        self.memory.remember(self.turn, question, spoken.text, Judgement(True))
        return spoken
