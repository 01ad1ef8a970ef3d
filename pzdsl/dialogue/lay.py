"""How people name a symptom, and whose voice it is in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from pzdsl.facts import Fact
from pzdsl.plan.plan import Variable
from pzdsl.stages.grammar import in_sentence, is_noun_phrase, is_plural, is_predicate, negated
from pzdsl.stages.nouns import noun_of
from pzdsl.stages.patient import Patient, Person

Kind = Literal["thing", "doing", "state", "predicate"]

# -ing words that name a thing, and adjectives in -ing before a plural: `shaking chills`
_THINGS = frozenset("swelling burning tingling bleeding cramping ringing tightening itching wheezing bruising".split())
_TRANSITIVE = frozenset(
    "passing losing gaining seeing hearing having getting skipping dropping missing wetting biting grinding clearing"
    " pulling rubbing tugging throwing bringing coughing spitting breaking making taking eating drinking using".split()
)
_ARTICLE = re.compile(r"^(?:a|an|the|some) ", re.IGNORECASE)
_PAST = frozenset("used was were had did could would can will should may might must felt got went came".split())
_IRREGULAR = {"am": "is", "have": "has", "do": "does", "go": "goes", "'m": "'s", "'ve": "'s"}


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks, as the words that depend on it: `I` of the patient, `she` of whoever speaks for her."""

    first: bool
    he: str
    his: str
    him: str

    @property
    def has(self) -> str:
        """`I've`, `she's`: before a participle."""
        return "I've" if self.first else (f"{self.he}'s" if self.he in ("he", "she") else f"{self.he} has")

    @property
    def have(self) -> str:
        """`I have`, `she has`."""
        return "I have" if self.first else f"{self.he} has"

    @property
    def is_(self) -> str:
        """`I'm`, `she's`."""
        return "I'm" if self.first else (f"{self.he}'s" if self.he in ("he", "she") else f"{self.he} is")

    @property
    def was(self) -> str:
        """`I was`, `she was`."""
        return f"{self.he} was"

    @property
    def not_had(self) -> str:
        """`I haven't`, `she hasn't`."""
        return "I haven't" if self.first else f"{self.he} hasn't"

    @property
    def does_not(self) -> str:
        """`I don't`, `she doesn't`."""
        return "I don't" if self.first else f"{self.he} doesn't"

    def verb(self, plain: str) -> str:
        """A plain verb as it follows the subject: `take`, `takes`."""
        if self.first:
            return plain
        if plain in _IRREGULAR:
            return _IRREGULAR[plain]
        return plain + ("es" if plain.endswith(("s", "x", "ch", "sh", "o")) else "s")

    def own(self, phrase: str) -> str:
        """The patient's words in this voice: `blood in my phlegm`, `blood in her phlegm`."""
        return phrase if self.first else _third(phrase, self.he, self.his, self.him)


def voice_of(patient: Patient) -> Voice:
    """The voice of whoever gives the history."""
    if patient.speaks:
        return Voice(True, "I", "my", "me")
    person = patient.person
    if person.he in ("he", "she"):
        return Voice(False, person.he, person.his, person.him)
    whom = "the child" if person.is_child else "the patient"
    return Voice(False, whom, f"{whom}'s", whom)


def own_words(said: str, person: Person) -> str:
    """What somebody says of himself, as it is said of him or her: `I smoke my pipe`, `he smokes his pipe`."""
    return _third(said, person.he, person.his, person.him)


@lru_cache(maxsize=4096)
def _third(phrase: str, he: str, his: str, him: str) -> str:
    def verb(match: re.Match[str]) -> str:
        plain = match[1]
        if plain in _IRREGULAR:
            said = _IRREGULAR[plain]
        elif plain in _PAST or plain.endswith("ed"):
            said = plain
        else:
            said = plain + ("es" if plain.endswith(("ch", "sh", "ss", "x", "o")) else "s")
        return f"{he} {said}"

    text = re.sub(r"\bI'm\b", f"{he} is", phrase)
    text = re.sub(r"\bI've\b", f"{he} has", text)
    text = re.sub(r"\bI ([a-z]+)\b", verb, text)
    text = re.sub(r"\bmy\b", his, text)
    text = re.sub(r"\bmyself\b", "herself" if he == "she" else "himself", text)
    return re.sub(r"\bme\b", him, text)


@dataclass(frozen=True, slots=True)
class Words:
    """One way to name a symptom: a thing (`a cough`), a doing (`coughing`), a state, or what follows `she`."""

    kind: Kind
    full: str
    bare: str
    plural: bool


@lru_cache(maxsize=4096)
def words_of_phrase(phrase: str) -> Words:
    """What kind of phrase it is, and the phrase without its article."""
    first, _, rest = phrase.partition(" ")
    low = first.lower()
    if low == "being" and rest:
        return Words("state", rest, rest, False)
    if low.endswith("ing") and low not in ("nothing", "something", "anything", "morning", "evening"):
        second = rest.split(" ")
        names = low in _THINGS and (not rest or second[0] in ("in", "of", "on", "around", "and", "or", "all"))
        adjective = rest and len(second) == 1 and rest.endswith("s") and low not in _TRANSITIVE
        if not names and not adjective and not (rest and second[0] in ("of", "or")):
            return Words("doing", phrase, phrase, False)
    bare = _ARTICLE.sub("", phrase)
    return Words("thing", phrase, bare, is_plural(bare))


class Naming:
    """The words for one symptom, lay ones first."""

    __slots__ = ("clinical", "lay", "neutral")

    def __init__(self, variable: Variable) -> None:
        noun = noun_of(variable)
        label = in_sentence(variable.label)
        lay = [words_of_phrase(p) for p in variable.lay if p.split(" ", 1)[0] != "not"]
        if is_predicate(variable.label):
            self.clinical = Words("predicate", label, label, False)
        elif noun.state or not is_noun_phrase(variable.label):
            self.clinical = Words("state", label, label, False)
        elif noun.gerund:
            self.clinical = Words("doing", noun.bare, noun.bare, False)
        else:
            self.clinical = Words("thing", noun.full, noun.bare, noun.plural)
        if self.clinical.kind == "predicate":
            lay = []  # `says that the ear hurts` is plainer than any noun made of it
        self.lay = tuple(lay) or (self.clinical,)
        # a name that says neither how much nor how bad: for denials, and where nothing else shall be said
        same = self.clinical.bare.rsplit(" ", 1)[-1]
        known = self.clinical.kind == "thing" and any(w.bare.rsplit(" ", 1)[-1] == same for w in self.lay)
        self.neutral = self.clinical if known or len(label.split()) > 6 else self.lay[0]


def there(words: Words, voice: Voice) -> str:
    """That the symptom is there now, as a clause: `I've had a cough`, `she's been coughing`."""
    full = voice.own(words.full)
    match words.kind:
        case "thing" if words.bare.endswith("ness") and not voice.first:
            return f"there's been {full}"
        case "thing":
            return f"{voice.has} had {full}"
        case "predicate":
            return f"{voice.he} {_said(full, voice)}"
    return f"{voice.has} been {full}"


def absent(words: Words, voice: Voice) -> str:
    """That it is not: `I haven't had any cough`, `she hasn't been coughing`."""
    bare = voice.own(words.bare)
    match words.kind:
        case "thing":
            return f"{voice.not_had} had any {bare}"
        case "predicate":
            gone = negated(bare).replace("does not", "doesn't")
            return f"{voice.he} {gone}" if not voice.first else f"I {gone.replace('doesn', 'don', 1)}"
    return f"{voice.not_had} been {bare}"


def over(words: Words, voice: Voice) -> str:
    """That it was there, and is gone."""
    full = voice.own(words.full)
    match words.kind:
        case "thing":
            return f"{voice.he} had {full}, but {'they' if words.plural else 'it'} went away"
        case "predicate":
            return f"for a while {voice.he} {_said(full, voice)}, but not any more"
    return f"{voice.was} {full} for a while, but not any more"


def _said(predicate: str, voice: Voice) -> str:
    from pzdsl.memory.voice import first_person

    return first_person(predicate) if voice.first else predicate


def subject(words: Words) -> str:
    """What stands for the symptom before a verb: `the cough`, `it` where it is no noun."""
    return f"the {words.bare}" if words.kind == "thing" and "'" not in words.bare and len(words.bare) < 32 else "it"


def is_present(fact: Fact | None) -> bool:
    """Whether a symptom is recorded as there."""
    return fact is not None and fact.value is True
