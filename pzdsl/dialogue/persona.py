"""How a patient talks: style, health literacy, and what comes out unasked.

Shares and thresholds here are choices of the program, made so that a cohort holds every style; they are no
clinical findings, and nothing in the record depends on them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from pzdsl.facts import Fact
from pzdsl.plan.kept import kept
from pzdsl.plan.plan import Plan
from pzdsl.stages.choice import Choice, place_of
from pzdsl.stages.complaint import Complaints
from pzdsl.stages.course import is_over
from pzdsl.stages.nouns import noun_of
from pzdsl.stages.patient import Patient, age_years_of
from pzdsl.stages.phrases import PhraseBook

Style = Literal["plain", "terse", "verbose", "anxious", "tangential", "reserved", "pleasing"]
Literacy = Literal["low", "adequate", "high"]
Disclosure = Literal["at opening", "when asked", "when asked exactly"]
STYLES: tuple[Style, ...] = get_args(Style)

_OFTEN: dict[Style, int] = {  # of 16, before anything is known of the patient
    "plain": 5,
    "terse": 2,
    "verbose": 2,
    "anxious": 2,
    "tangential": 1,
    "reserved": 2,
    "pleasing": 2,
}
_ANXIOUS = re.compile(r"anxi|panic|worr|nervous|stress|depress", re.IGNORECASE)
_LITTLE_SCHOOL = re.compile(r"\bless than\b|\bbelow\b|\bno (?:school|education)|primary|elementary|grades? \d", re.I)
_MUCH_SCHOOL = re.compile(r"college graduate|university|bachelor|master|doctor|graduate degree|tertiary", re.I)
_OLD_YEARS = 75.0
_AT_OPENING: dict[Style, int] = {"terse": 1, "reserved": 1, "plain": 2, "pleasing": 2, "anxious": 3}
_MANY_AT_OPENING = 3


@dataclass(frozen=True, slots=True)
class Persona:
    """How one patient, or whoever speaks for the patient, talks.

    `disclosure` says of each symptom how it comes out; what is not in it comes out when asked.
    """

    style: Style
    literacy: Literacy
    disclosure: Mapping[str, Disclosure]

    def volunteers(self, name: str) -> bool:
        """Whether a symptom is told without a question."""
        return self.disclosure.get(name) == "at opening"

    def hides(self, name: str) -> bool:
        """Whether a symptom is told only to whoever asks for it by name."""
        return self.disclosure.get(name) == "when asked exactly"


def persona_of(patient: Patient, seed: int, style: Style | None = None) -> Persona:
    """The persona of a patient: the same for the same patient and seed.

    Args:
        patient: Whose attributes weigh: age, schooling, anxiety where the record holds it.
        seed: Keys what is left to chance.
        style: Take this style, whatever the attributes say.
    """
    choice = Choice(seed, f"{patient.plan.name}/persona", patient.number)
    taken = style if style is not None else _style_of(patient, choice)
    return Persona(taken, literacy_of(patient, choice), _disclosure_of(patient, taken, choice))


def _style_of(patient: Patient, choice: Choice) -> Style:
    often = dict(_OFTEN)
    if any(_ANXIOUS.search(fact.label) and fact.value is True for fact in patient.facts):
        often["anxious"] += 10
    years = age_years_of(patient.facts)
    if years is not None and years >= _OLD_YEARS:
        often["tangential"] += 2
        often["reserved"] += 1
    if not patient.speaks:  # whoever brings somebody in talks, and worries
        often["anxious"] += 2
        often["terse"] = often["reserved"] = 1
    place = choice.below(sum(often.values()), place_of("style"))
    for style, share in often.items():
        place -= share
        if place < 0:
            return style
    raise AssertionError("the shares add up")


def literacy_of(patient: Patient, choice: Choice) -> Literacy:
    """From schooling where the record holds it; a keyed choice where it does not, or where others speak."""
    fact = patient.fact("education")
    if fact is not None and patient.speaks:
        text = fact.category_label or str(fact.value)
        if _MUCH_SCHOOL.search(text):
            return "high"
        if _LITTLE_SCHOOL.search(text):
            return "low"
        return "adequate"
    options: tuple[Literacy, ...] = ("low", "adequate", "adequate", "high")
    return choice.one_of(options, place_of("literacy"))


def chief_complaints(patient: Patient, plan: Plan) -> list[Fact]:
    """The present symptoms that still last, the most pressing first."""
    found = [fact for fact in patient.facts if fact.stage == "symptom" and fact.value is True and not is_over(fact)]
    weights = _complaints(plan)
    return sorted(found, key=lambda fact: -weights.weight(fact))


@kept()
def _complaints(plan: Plan) -> Complaints:
    """Built once a plan: it reads the whole phrase book."""
    nouns = {v.name: noun_of(v) for v in plan.variables if v.role == "symptom" and not v.hidden}
    return Complaints(plan, PhraseBook(plan), nouns)


def _disclosure_of(patient: Patient, style: Style, choice: Choice) -> dict[str, Disclosure]:
    """The spec's word, bent by the style: some tell more at once, some keep more back."""
    plan = patient.plan
    found: dict[str, Disclosure] = {v.name: v.disclosed for v in plan.variables if v.role == "symptom" and not v.hidden}
    pressing = chief_complaints(patient, plan)
    told = 0
    for fact in pressing:
        wanted = found.get(fact.name, "when asked")
        if wanted == "when asked exactly":
            continue
        most = _AT_OPENING.get(style, _MANY_AT_OPENING)
        if told == 0 or (told < most and (wanted == "at opening" or style not in _AT_OPENING)):
            found[fact.name] = "at opening"
            told += 1
        else:
            found[fact.name] = "when asked"
    if style in ("reserved", "terse"):
        for fact in pressing:
            if found[fact.name] == "when asked" and choice.below(3, place_of(fact.name + ".kept back")) == 0:
                found[fact.name] = "when asked exactly"
    if told == 0 and pressing:  # somebody who comes says why, even of what is hard to say
        found[pressing[0].name] = "at opening"
    return found
