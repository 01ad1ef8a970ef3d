"""The facts of one patient as premise sentences, in the third person and in the patient's own voice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pzdsl.claims import check_text, lexicon_of
from pzdsl.facts import Fact, Measure
from pzdsl.memory.voice import by_patient, first_person, of_patient
from pzdsl.plan.kept import kept
from pzdsl.plan.plan import Plan, Variable
from pzdsl.record.facts import value_text
from pzdsl.record.quantities import time_text
from pzdsl.stages.background import is_for_clinicians
from pzdsl.stages.choice import Choice
from pzdsl.stages.course import duration_if_over, is_over
from pzdsl.stages.grammar import found_noun, in_sentence, is_noun_phrase, is_plural, is_predicate, negated, sentence
from pzdsl.stages.nouns import SEVERITIES, Noun, noun_of
from pzdsl.stages.parts import cause_phrase, character_phrase, place_phrase, trend_phrase
from pzdsl.stages.patient import Patient
from pzdsl.stages.phrases import PhraseBook

Knower = Literal["patient", "caregiver", "clinician"]

_EVERYBODY: frozenset[Knower] = frozenset(("patient", "caregiver", "clinician"))
_CLINICIAN: frozenset[Knower] = frozenset(("clinician",))
_KNOWN_MEASURES = frozenset(("cm", "m", "kg", "[lb_av]", "[in_i]"))  # people know their height and weight
_SAYING = ("reports ", "denies ", "admits ")
_VARIANTS = 6
_STATE = re.compile(r"^(?P<what>.+) (?P<state>clear|normal|intact|soft|symmetrical|enlarged)$", re.IGNORECASE)
_FLAGS = {"H": "high", "L": "low", "HH": "critically high", "LL": "critically low", "abnormal": "abnormal"}


@dataclass(frozen=True, slots=True)
class Statement:
    """One atomic fact as sentences. `key` is the fact's name, or with one of its parts: `cough.onset`."""

    key: str
    fact: str
    first: str
    third: str
    who: frozenset[Knower]

    def entry(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "key": self.key,
            "fact": self.fact,
            "first": self.first,
            "third": self.third,
            "who": sorted(self.who),
        }


def teller_of(patient: Patient) -> Knower:
    """Who gives the history: the patient, or somebody who cares for one that cannot."""
    return "patient" if patient.speaks or patient.speaker == "patient" else "caregiver"


def knowers_of(variable: Variable) -> frozenset[Knower]:
    """Who knows a variable's value: as declared; else results of tests are for clinicians, all other for everybody."""
    if variable.role in ("course", "case"):
        return _CLINICIAN
    if variable.known_to not in ((), ("patient",)):  # `patient` alone is what a spec means that does not say
        return frozenset(k for k in ("patient", "caregiver", "clinician") if k in variable.known_to)
    if variable.role == "exam" and not variable.known_to:
        return _CLINICIAN
    if is_for_clinicians(variable) and variable.unit not in _KNOWN_MEASURES:
        return _CLINICIAN
    return _EVERYBODY


def statements_of(patient: Patient) -> tuple[Statement, ...]:
    """Every recorded fact of the patient, in the order of the spec."""
    wording = _wording_of(patient.plan)
    return tuple(
        one
        for fact in patient.facts
        if fact.value is not None
        and not (fact.value is False and fact.name in patient.inapplicable)
        and not (fact.value == 0 and fact.type == "number" and fact.stage == "attribute")  # no pack-years
        for one in wording.tell(patient, fact)
    )


class _Wording:
    """The words of one plan."""

    def __init__(self, plan: Plan) -> None:
        self._book, self._lexicon = PhraseBook(plan), lexicon_of(plan)
        self._variables = {v.name: v for v in plan.variables}
        self._nouns = {v.name: noun_of(v) for v in plan.variables if v.role == "symptom"}
        self._who = {v.name: knowers_of(v) for v in plan.variables}

    def tell(self, patient: Patient, fact: Fact) -> Iterator[Statement]:
        """The statements about one fact."""
        who = self._who.get(fact.name, _EVERYBODY)
        if "patient" in who and teller_of(patient) == "caregiver":
            who = _EVERYBODY  # whoever speaks for a child knows what the child would
        for part, clause in self._clauses(patient, fact):
            key = f"{fact.name}.{part}" if part else fact.name
            yield Statement(key, fact.name, by_patient(clause), of_patient(patient.person, clause), who)
        if fact.stage == "attribute" and fact.name not in ("age", "sex"):
            predicate = self._predicate(patient, fact)
            if predicate is not None:
                said, told = sentence(f"I {first_person(predicate)}"), f"{patient.person.he} {predicate}"
                yield Statement(fact.name, fact.name, said, sentence(told), who)
            else:
                clause = _plain(fact)
                yield Statement(fact.name, fact.name, by_patient(clause), of_patient(patient.person, clause), who)

    def _predicate(self, patient: Patient, fact: Fact) -> str | None:
        """What the phrase book says of the fact: preferably what is, not what is said, and nothing that misleads."""
        kept: str | None = None
        for variant in range(_VARIANTS):
            predicate = self._book.predicate(fact, patient, Choice(variant, patient.plan.name, 0))
            if predicate is None:
                return None
            if self._misleads(patient, predicate):
                continue
            if not predicate.startswith(_SAYING):
                return predicate
            kept = kept or predicate
        return kept

    def _misleads(self, patient: Patient, predicate: str) -> bool:
        """Whether the claim checker itself takes the words for something that is not so."""
        said = (sentence(f"{patient.person.he} {predicate}"), sentence(f"I {first_person(predicate)}"))
        return any(check_text(text, patient.facts, self._lexicon) for text in said)

    def _clauses(self, patient: Patient, fact: Fact) -> Iterator[tuple[str, str]]:
        if fact.name == "age":
            yield "", f"{{he is}} {value_text(fact)} old"
        elif fact.name == "sex":
            yield "", f"{{he is}} {'an' if str(fact.value)[:1] in 'aeio' else 'a'} {_sexed(patient, str(fact.value))}"
        elif fact.stage == "symptom" and fact.name in self._nouns:
            yield from _symptom(fact, self._nouns[fact.name])
        elif fact.stage == "exam":
            yield "", _exam(fact)
        elif fact.name == "phase":
            yield "", f"{in_sentence(fact.label)}: {value_text(fact)}"
        elif fact.value is True and fact.parts:
            label = in_sentence(fact.label)
            dose, since = fact.parts.get("dose"), fact.parts.get("since")
            if isinstance(dose, str):
                yield "dose", f"{{his}} dose of {label} is {dose}"
            if isinstance(since, Measure):
                ago = time_text(since.value)
                if fact.kind == "medication":
                    yield "since", f"{{he}} started {label} {ago} ago"
                elif fact.kind == "condition":
                    yield "since", f"{{he}} found out about {{his}} {label} {ago} ago"
                else:
                    yield "since", f"{{his}} {label} goes back {ago}"


def _sexed(patient: Patient, sex: str) -> str:
    noun = patient.person.noun.rsplit(" ", 1)[-1]
    return noun if noun in ("woman", "man", "girl", "boy") else f"{sex} patient"


def _plain(fact: Fact) -> str:
    """A value that no phrase covers."""
    noun, text = in_sentence(fact.label), value_text(fact)
    if isinstance(fact.value, bool):
        if not is_noun_phrase(fact.label) or noun.startswith(("A ", "a ", "an ")):
            return f"{noun}: {text}"
        return f"{{he has}} {noun}" if fact.value else f"{{he has}} no {noun}"
    if isinstance(fact.value, str):
        return f"{{his}} {noun} is {in_sentence(text)}"
    if fact.type == "count" and fact.unit is None:
        return f"{noun}: {text}" if fact.value or not is_plural(noun) else f"there are no {noun}"
    return f"{{his}} {noun} {'are' if is_plural(noun) else 'is'} {text}"


def _symptom(fact: Fact, noun: Noun) -> Iterator[tuple[str, str]]:
    if fact.value is False:
        yield "", f"{{he has}} not been {noun.bare}" if noun.gerund or noun.state else f"{{he has}} no {noun.bare}"
        return
    if fact.value is not True:
        yield "", f"{{his}} {in_sentence(fact.label)} is {in_sentence(value_text(fact))}"
        return
    over, doing = is_over(fact), noun.gerund or noun.state
    are, have, it = ("are", "have", "them") if noun.plural else ("is", "has", "it")
    if doing:
        what = f"{{he has}} been {noun.full}, and this"
        yield "", f"{{he}} was {noun.full}" if over else f"{{he has}} been {noun.full}"
    else:
        what = f"{{his}} {noun.bare}"
        yield "", f"{{he}} had {noun.full}, and {it} went away" if over else f"{{he has}} {noun.full}"
    parts = fact.parts
    onset = parts.get("onset")
    if isinstance(onset, Measure):
        ago = time_text(onset.value)
        began = (
            f"{{he}} {'became' if noun.state else 'began'} {noun.full} {ago} ago"
            if doing
            else f"{what} began {ago} ago"
        )
        yield "onset", began
    if lasted := duration_if_over(fact):
        yield "duration", f"{what} lasted {lasted}"
    if parts.get("severity") in SEVERITIES:
        yield "severity", f"{what} {'is' if doing else are} {parts['severity']}"
    if where := place_phrase(fact):
        yield "site" if "site" in parts else "side", f"{what} {'is' if doing else are} {where}"
    if isinstance(character := parts.get("character"), str):
        yield "character", f"{what} {'is' if doing else are} best described as {character_phrase(character)}"
    be = "has" if doing else have
    for part, way in (("worse", "worse"), ("better", "better")):
        if isinstance(cause := parts.get(part), str):
            yield part, _changed(what, cause, way, noun.plural and not doing)
    if isinstance(trend := parts.get("trend"), str):
        yield "trend", f"{what} {trend_phrase(trend).replace('has ', be + ' ', 1)}"
    episodes = parts.get("episodes")
    episodes = episodes.value if isinstance(episodes, Measure) else episodes
    if isinstance(episodes, int | float):
        yield "episodes", f"{what} {be} come in {episodes:.0f} episode{'' if episodes == 1 else 's'}"


def _changed(what: str, cause: str, way: str, plural: bool) -> str:
    if cause in ("nothing", "none", "no"):
        return f"nothing makes {what.removesuffix(', and this')} {way}"
    return f"{what} {'get' if plural else 'gets'} {way} {cause_phrase(cause)}"


def _exam(fact: Fact) -> str:
    label, value = in_sentence(fact.label), fact.value
    if isinstance(value, bool):
        state = _STATE.match(label)
        if is_predicate(fact.label):
            return f"the patient {label if value else negated(label)}"
        if state is not None:
            be = "are" if is_plural(state["what"]) else "is"
            return f"the {state['what']} {be} {'' if value else 'not '}{state['state']}"
        if value:
            return f"the examination shows {found_noun(fact.label)}"
        return f"the examination shows no {label}" if is_noun_phrase(fact.label) else f"{label}: no"
    if isinstance(value, str):
        return f"{label}: {in_sentence(value_text(fact))}"
    flag = f", which is {_FLAGS[fact.flag]}" if fact.flag in _FLAGS else ""
    if "," in fact.label:
        return f"{label}: {value_text(fact)}{flag}"
    return f"{{his}} {label} {'are' if is_plural(label) else 'is'} {value_text(fact)}{flag}"


@kept()
def _wording_of(plan: Plan) -> _Wording:
    return _Wording(plan)
