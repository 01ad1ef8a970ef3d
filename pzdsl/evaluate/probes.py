"""Questions asked twice, in other words and at a distance: whether the answers agree with the record and each other."""

from __future__ import annotations

import random

from pzdsl.dialogue.agent import PatientAgent
from pzdsl.evaluate.interviews import doctor_of
from pzdsl.memory import Judgement
from pzdsl.memory.gate import Gate
from pzdsl.memory.news import clashes
from pzdsl.plan.plan import Plan
from pzdsl.stages.patient import Patient

_OF_SYMPTOMS = (
    ("Do you have {x}?", "Have you noticed any {x} at all?"),
    ("How long have you had {x}?", "When did {x} start?"),
    ("How bad is {x}?", "Would you call {x} mild, moderate or severe?"),
)
_OF_ALL = (
    ("Do you smoke?", "Have you ever smoked cigarettes?"),
    ("How old are you?", "What is your age?"),
    ("Do you have any allergies?", "Is there any medicine you are allergic to?"),
    ("What medicines do you take?", "Are you on any medication?"),
    ("Who do you live with?", "Is anyone else in the house with you?"),
    ("How much do you drink?", "What about alcohol?"),
)
_MOST_PAIRS = 8


async def probe(plan: Plan, patient: Patient, turns: int, seed: int) -> tuple[int, int]:
    """How many pairs of answers of the built-in speaker agree, of how many asked."""
    chance = random.Random(f"{seed}/{plan.name}/{patient.number}")
    symptoms = [v for v in plan.variables if v.role == "symptom" and not v.hidden]
    pairs = list(_OF_ALL)
    for variable in chance.sample(symptoms, min(4, len(symptoms))):
        name = variable.label[:1].lower() + variable.label[1:]
        pairs += [(once.format(x=name), again.format(x=name)) for once, again in _OF_SYMPTOMS]
    chance.shuffle(pairs)
    pairs = pairs[:_MOST_PAIRS]
    agent = PatientAgent(plan, patient)
    agent.opening()
    first = [await agent.answer(once) for once, _ in pairs]
    for question in doctor_of(plan, turns, seed):
        await agent.answer(question)
    second = [await agent.answer(again) for _, again in pairs]
    alike = 0
    for one, other in zip(first, second, strict=True):
        fine = not one.rejected and not other.rejected
        alike += fine and not _apart(agent.gate, one.judgement, other.judgement)
    return alike, len(pairs)


def _apart(gate: Gate, one: Judgement, other: Judgement) -> bool:
    return any(
        clashes(a.whole or a.sentence, b.whole or b.sentence, gate.lexicon)
        for a in one.sentences
        for b in other.sentences
        if a.layer != "talk" and b.layer != "talk"
    )
