"""`Passage`: text that a stage wrote; and the sentences that several predicates about one patient make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from pzdsl.stages.choice import Choice, place_of
from pzdsl.stages.grammar import listed, sentence
from pzdsl.stages.patient import Patient

_SAYING = frozenset({"reports", "denies", "admits", "gives", "recalls", "says", "states"})
_PLURAL_VERBS = {"denies": "deny"}
_LONGEST_PAIR = 95
_PARENTS = place_of("parents")


@dataclass(frozen=True, slots=True)
class Passage:
    """Text of one stage under one title; `claims` are its sentences, `needed` those that may not be left out."""

    stage: str
    title: str
    claims: tuple[str, ...]
    needed: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """The sentences as one paragraph."""
        return " ".join(self.claims)

    def without(self, objected: Sequence[str]) -> Passage:
        """The passage without the sentences objected to, as far as they may be left out."""
        kept = tuple(
            claim
            for claim in self.claims
            if claim in self.needed or not any(claim in text or text in claim for text in objected)
        )
        return Passage(self.stage, self.title, kept, self.needed)


def speaker_of(patient: Patient, choice: Choice) -> tuple[str, bool]:
    """Who reports, as a subject, and whether it is plural."""
    if patient.speaker is None or patient.speaker == "patient":
        return "the patient", False
    if patient.speaker == "parent":  # one place, so that it is the same parents all through
        return ("the parents", True) if choice.below(2, _PARENTS) else ("a parent", False)
    return f"the {patient.speaker.replace('_', ' ')}", False


_SHARED = {
    "has no history of ": "or",
    "is not known to have ": "or",
    "has no known ": "or",
    "does not take ": "or",
    "is not on ": "or",
    "has a history of ": "and",
    "is known to have ": "and",
}


@lru_cache(maxsize=8192)
def _lead_of(predicate: str) -> str | None:
    """What a predicate may share with others, if nothing in it stands against a list."""
    if "," in predicate or " and " in predicate or " or " in predicate:
        return None
    return next((shared for shared in _SHARED if predicate.startswith(shared)), None)


@lru_cache(maxsize=8192)
def _is_simple(predicate: str) -> bool:
    return not any(mark in predicate for mark in _COMPLEX)


_COMPLEX = (",", " and ", ";", ":", " who ", " because ", " that ")


def merged(predicates: Sequence[str]) -> list[str]:
    """Predicates that begin alike as one: `has no history of stroke, asthma or cancer`."""
    leads = [_lead_of(predicate) for predicate in predicates]
    if not any(leads):
        return list(predicates)
    groups: dict[str, list[str]] = {}
    for lead, predicate in zip(leads, predicates, strict=True):
        if lead is None:
            groups[predicate] = []
        else:
            groups.setdefault(lead, []).append(predicate.removeprefix(lead))
    return [lead + listed(items, _SHARED[lead]) if items else lead for lead, items in groups.items()]


def tell(patient: Patient, predicates: Sequence[str], choice: Choice, place: str, begins: bool = True) -> list[str]:
    """Sentences that say the predicates of the patient, most of them joined in pairs."""
    sentences: list[str] = []
    i, at = 0, place_of(place)
    if len(predicates) > 1:
        predicates = merged(predicates)
    last = len(predicates) - 1
    he = patient.person.he
    while i <= last:
        predicate = predicates[i]
        turn = at + 16 * i
        if not patient.speaks and predicate.split(" ", 1)[0] in _SAYING:
            sentences.append(_reported(patient, predicate, choice))
            i += 1
            continue
        if i < last and not choice.apart and choice.below(5, turn + 1) < 4 and _join_well(predicate, predicates[i + 1]):
            if patient.speaks or predicates[i + 1].split(" ", 1)[0] not in _SAYING:
                predicate = f"{predicate} and {predicates[i + 1]}"
                i += 1
        named = choice.below(2, turn + 2) if begins and not sentences else choice.below(8, turn + 2) == 0
        sentences.append(sentence(f"{'the patient' if named else he} {predicate}"))
        i += 1
    return sentences


def _reported(patient: Patient, predicate: str, choice: Choice) -> str:
    who, plural = speaker_of(patient, choice)
    verb, _, rest = predicate.partition(" ")
    if plural:
        verb = _PLURAL_VERBS.get(verb, verb[:-1])
    return sentence(f"{who} {verb} {rest}")


def _join_well(first: str, second: str) -> bool:
    if len(first) + len(second) > _LONGEST_PAIR or not (_is_simple(first) and _is_simple(second)):
        return False
    return first.split(" ", 2)[:2] != second.split(" ", 2)[:2]
