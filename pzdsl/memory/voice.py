"""One clause in two voices: of the patient, and by the patient."""

from __future__ import annotations

import re
from functools import lru_cache

from pzdsl.stages.grammar import sentence
from pzdsl.stages.patient import Person

_IRREGULAR = {"has": "have", "is": "am", "was": "was", "does": "do", "goes": "go", "cannot": "cannot", "can": "can"}
_SAYING = {
    "reports": "have",
    "admits": "have",
    "gives": "give",
    "recalls": "recall",
    "denies": "have no",
    "says": "say",
    "states": "state",
}
_HOLE = re.compile(r"\{(he|his|him|himself)(?: (\w+))?\}")
_FIRST = {"he": "I", "his": "my", "him": "me", "himself": "myself"}
# what a finite verb of the same subject may follow: `takes aspirin and uses an inhaler`
_SECOND_VERB = re.compile(r"\b(and|but|or) (has|is|takes|uses|lives|works|does|goes|smokes|drinks|attends)\b")


@lru_cache(maxsize=8192)
def first_person(predicate: str) -> str:
    """`has a cough and takes her pills` as it follows `I`: `have a cough and take my pills`."""
    verb, _, rest = predicate.partition(" ")
    if verb in _SAYING:
        verb = _SAYING[verb]
        rest = re.sub(r"^(?:having|being) ", "", rest) if verb.startswith("have") else rest
        rest = re.sub(r"^(?:no|any) ", "", rest) if verb == "have no" else rest
    else:
        verb = _plain_verb(verb)
    said = f"{verb} {rest}".rstrip()
    said = _SECOND_VERB.sub(lambda m: f"{m[1]} {_plain_verb(m[2])}", said)
    said = re.sub(r"\b(?:his|her)\b(?! own\b)", "my", said)
    said = re.sub(r"\b(?:himself|herself)\b", "myself", said)
    return re.sub(r"\b(?:he|she) (is|has)\b", lambda m: f"I {_plain_verb(m[1])}", said)


def _plain_verb(verb: str) -> str:
    if verb in _IRREGULAR:
        return _IRREGULAR[verb]
    if re.search(r"[^aeiou]ies$", verb):
        return verb[:-3] + "y"
    if re.search(r"(?:ss|x|zz|ch|sh)es$", verb):
        return verb[:-2]
    return verb[:-1] if re.search(r"[^s]s$", verb) else verb


def of_patient(person: Person, clause: str) -> str:
    """A clause with `{he}`, `{his}`, `{him}` (and `{he has}`) as a sentence in the third person."""

    def say(match: re.Match[str]) -> str:
        word = {"he": person.he, "his": person.his, "him": person.him}.get(match[1], person.him)
        return f"{word} {match[2]}" if match[2] else word

    return sentence(_HOLE.sub(say, clause))


def by_patient(clause: str) -> str:
    """The same clause in the first person; a verb inside the hole is conjugated: `{he has}`."""

    def say(match: re.Match[str]) -> str:
        word = _FIRST[match[1]]
        return f"{word} {_plain_verb(match[2])}" if match[2] else word

    return sentence(_HOLE.sub(say, clause))
