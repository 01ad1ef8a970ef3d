"""Answers that no fact decides: what nobody told the patient, ideas, worries, hopes, courtesies.

None of them holds a claim that a record could contradict, and none names an illness.
"""

from __future__ import annotations

from pzdsl.dialogue.persona import Persona
from pzdsl.stages.nouns import SEVERITIES
from pzdsl.stages.patient import Patient

NOT_TOLD = (
    "I don't know, nobody has told me.",
    "I couldn't tell you; they haven't said.",
    "I don't know that, doctor.",
)
NO_RESULTS = (
    "I don't know; nobody has told me any results.",
    "I haven't been told.",
    "I don't know the numbers, you'd have to look that up.",
)
NO_DIAGNOSIS = (
    "Nobody has told me what it is yet.",
    "I was hoping you could tell me.",
    "I don't know; that's what I'd like to find out.",
)
NOT_FOR_ME_TO_SAY = (
    "I couldn't tell you that.",
    "I don't know, I wouldn't notice that myself.",
    "I'm not sure about that.",
)
NOT_NOTICED = (
    "Not that I've noticed.",
    "I can't say I've noticed anything like that.",
    "I don't think so, but I'm not sure.",
)
NOT_RECORDED = ("I'm not sure.", "I couldn't really say.", "I don't know, to be honest.")
NO_NAME = (
    "I'd rather leave names out of it, if that's all right.",
    "Let's leave the name to the front desk, they have it.",
)
PUZZLED = (
    "Sorry, I don't follow you.",
    "I'm not sure what you mean, doctor.",
    "Sorry, could you put that another way?",
    "I don't understand the question.",
)
GREETINGS = ("Hello, doctor.", "Hello.", "Hi there, thanks for seeing us.", "Good to see you, doctor.")
WELCOME = ("You're welcome.", "Thank you, doctor.", "Thanks for your time.")
NOTHING_MORE = ("No, I think that's everything.", "Nothing else that I can think of.", "No, that's about it.")
NOT_BEFORE = ("I can't remember anything like this before.", "I'm not sure; nothing like this comes to mind.")
NO_SURGERY = ("None that I can think of.", "I can't think of any, but I'm not sure.", "Nothing that comes to mind.")
NO_ILLNESS = ("Nothing that I know of.", "Not that I know of.", "Nothing I've been told about.")
NO_DRUGS = ("Nothing regular, as far as I know.", "No medicines right now.", "None at the moment.")
NO_ALLERGY = ("None that I know of.", "No, not that I know of.", "I don't know of any.")
NO_FAMILY = ("Nothing that I know of.", "Not that I know of.", "I don't think so.")

_IDEAS = {
    "low": ("I have no idea, I thought it would just go away.", "I really don't know, doctor."),
    "adequate": (
        "I thought it would go away by itself, but it hasn't.",
        "I wondered if I'd just been overdoing things.",
        "I honestly don't know what it could be.",
    ),
    "high": (
        "I looked it up, but I got more confused than anything.",
        "I'd rather hear what you think before I guess.",
        "I wondered whether it's something that needs tests.",
    ),
}
_IDEAS_OF_OTHERS = (
    "I really don't know, that's why we came.",
    "I thought it would pass by itself.",
    "I don't want to guess, I'd rather hear it from you.",
)
_WORRIES = {
    "anxious": (
        "I'm scared that it's something really serious.",
        "I keep lying there thinking of the worst.",
        "I'm afraid you'll find something bad.",
    ),
    "reserved": ("I try not to think about it too much.", "Not worried exactly, I just want to know."),
    "terse": ("That it's serious.", "Not really worried."),
}
_WORRIES_PLAIN = (
    "I suppose I'm a bit worried that it's something serious.",
    "Mostly that it won't go away.",
    "I worry that I've left it too long.",
)
_HOPES = (
    "I'd like to know what it is, and get something for it.",
    "I was hoping you could find out what's going on.",
    "I just want to feel better.",
)
_HOPES_OF_OTHERS = (
    "I'd like to know what it is, and what we can do.",
    "We were hoping you could find out what's going on.",
)
_IMPACT = {
    None: ("I manage, but it's on my mind.", "It hasn't changed all that much, I manage."),
    "mild": ("It's a nuisance, but I manage.", "I can still do most things."),
    "moderate": ("It slows me down quite a bit.", "Everything takes more effort than it used to."),
    "severe": ("It's really hard to get through the day.", "I can hardly do anything at the moment."),
}
_IMPACT_OF_OTHERS = (
    "It's hard on all of us, to be honest.",
    "It takes up most of our day.",
    "We manage, but it isn't easy.",
)


def ideas(patient: Patient, persona: Persona) -> tuple[str, ...]:
    """What the patient thinks it is, without a name for it."""
    return _IDEAS[persona.literacy] if patient.speaks else _IDEAS_OF_OTHERS


def worries(patient: Patient, persona: Persona) -> tuple[str, ...]:
    """What worries the patient most."""
    return _WORRIES.get(persona.style, _WORRIES_PLAIN)


def expectations(patient: Patient, persona: Persona) -> tuple[str, ...]:
    """What the patient hopes for."""
    return _HOPES if patient.speaks else _HOPES_OF_OTHERS


def impact(patient: Patient, persona: Persona) -> tuple[str, ...]:
    """What it does to daily life, by the worst symptom."""
    if not patient.speaks:
        return _IMPACT_OF_OTHERS
    found = [
        SEVERITIES.index(said)
        for fact in patient.facts
        if fact.stage == "symptom" and (said := fact.parts.get("severity")) in SEVERITIES
    ]
    return _IMPACT[SEVERITIES[max(found)] if found else None]
