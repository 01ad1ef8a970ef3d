"""The course of the present symptoms, one after the other, in sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pzdsl.facts import Fact, Measure
from pzdsl.record.quantities import DAYS_IN, time_text
from pzdsl.stages.choice import Choice, place_of
from pzdsl.stages.grammar import listed, sentence
from pzdsl.stages.nouns import SEVERITIES, Noun
from pzdsl.stages.parts import aggravation, character_phrase, modifiers, place_phrase, trend_phrase
from pzdsl.stages.passage import speaker_of
from pzdsl.stages.patient import Patient

_LONGEST = 120  # a sentence that also says what makes it worse


class Told:
    """What has been said so far; `extra` sentences only add something to the one before."""

    __slots__ = ("extra", "last_time", "sentences")

    def __init__(self) -> None:
        self.sentences: list[str] = []
        self.extra: set[str] = set()
        self.last_time = ""


class CourseWriter:
    """Writes what the patient has had, since when, and how it goes."""

    def __init__(self, nouns: Mapping[str, Noun], known_to: Mapping[str, tuple[str, ...]]) -> None:
        self._nouns, self._known_to = nouns, known_to

    def write(self, patient: Patient, present: Sequence[Fact], choice: Choice) -> Told:
        """The sentences, earliest onset first."""
        told = Told()
        timeless: list[Fact] = []
        for fact in present:
            if not isinstance(fact.parts.get("onset"), Measure) and not _details(fact) and not _has_more(fact):
                timeless.append(fact)
                continue
            clause, left = self._clause(patient, fact, choice, told)
            told.sentences.append(sentence(clause))
            if left:
                noun = self._nouns[fact.name]
                pronoun = choice.one_of(_PLURAL_IT if noun.plural else _IT, place_of(fact.name + ".it"))
                more = sentence(f"{pronoun} {listed([_agree(r, noun.plural) for r in left])}")
                told.sentences.append(more)
                told.extra.add(more)
        if timeless:
            self._tell_timeless(patient, timeless, choice, told)
        return told

    def _tell_timeless(self, patient: Patient, facts: Sequence[Fact], choice: Choice, told: Told) -> None:
        also = " also" if told.sentences else ""
        nouns = [self._nouns[fact.name] for fact in facts]
        words = [noun.graded(fact.parts.get("severity")) for noun, fact in zip(nouns, facts, strict=True)]
        he = patient.person.he
        things = [word for word, noun in zip(words, nouns, strict=True) if not (noun.gerund or noun.state)]
        if things:
            who, plural = speaker_of(patient, choice)
            forms = [f"{he}{also} has {listed(things)}"]
            if all(self.is_known(fact.name, patient) for fact in facts):
                who = he if patient.speaks else who
                forms.append(f"{who}{also} {'report' if plural else 'reports'} {listed(things)}")
            told.sentences.append(sentence(choice.one_of(forms, _TIMELESS)))
        for word, noun, fact in zip(words, nouns, facts, strict=True):
            if noun.gerund or noun.state:
                told.sentences.append(sentence(f"{he}{also} has been {word}"))
                if fact.parts.get("severity") in SEVERITIES:
                    told.sentences.append(sentence(f"this is {fact.parts['severity']}"))

    def _clause(self, patient: Patient, fact: Fact, choice: Choice, told: Told) -> tuple[str, list[str]]:
        """The clause, and what is left for a sentence of its own."""
        noun = self._nouns[fact.name]
        severity = fact.parts.get("severity")
        left = [f"is {severity}"] if severity in SEVERITIES and not noun.takes_adjective else []
        place = place_of(fact.name + ".clause")
        over = duration_if_over(fact)
        tail = modifiers(fact)
        clause = ""
        if tail and not over and not choice.apart and choice.below(3, place + 1):
            clause = self._worded(patient, fact, noun, choice, told, f", {tail}")
            if len(clause) > _LONGEST or clause.count(",") > 2:
                clause = ""
        if not clause:
            clause = self._worded(patient, fact, noun, choice, told, "")
            if tail:
                left.append(aggravation(fact))
        left += _goes_on(fact)
        onset = fact.parts.get("onset")
        if isinstance(onset, Measure):
            told.last_time = "" if clause.startswith(_SAME) else time_text(onset.value)
        return clause, left

    def _worded(self, patient: Patient, fact: Fact, noun: Noun, choice: Choice, told: Told, tail: str) -> str:
        np = noun.graded(fact.parts.get("severity"))
        place = place_of(fact.name + ".clause")
        first = not told.sentences
        he = choice.one_of(("the patient", patient.person.he), place + 2) if first else patient.person.he
        where, how = place_phrase(fact), _character(fact)
        where = f" {where}" if where else ""
        knows = self.is_known(fact.name, patient)
        who, plural = speaker_of(patient, choice)
        who = he if patient.speaks else who
        say = "report" if plural else "reports"
        onset = fact.parts.get("onset")
        if noun.state or noun.gerund:
            return self._doing(fact, noun, he, where + how + tail, choice, place)
        if not isinstance(onset, Measure):
            what = f"{np}{where}{how}{tail}"
            forms = [f"there {'are' if noun.plural else 'is'} {what}", f"{he} has {what}"]
            if knows:
                forms.append(f"{who} {say} {what}")
            return choice.one_of(forms, place)
        ago = time_text(onset.value)
        over = duration_if_over(fact)
        if over:
            it = "they" if noun.plural else "it"
            ended = f"{',' if how else ''} and resolved after {over}"
            forms = [
                f"{np}{where} began {ago} ago{how}{ended}",
                f"{he} developed {np}{where} {ago} ago{how}, and {it} resolved after {over}",
            ]
            return choice.one_of(forms, place)
        if ago == told.last_time and choice.below(2, place + 3):
            return f"{_SAME}, {he} developed {np}{where}{how}{tail}"
        forms = [
            f"{he} has had {np}{where} for {ago}{how}{tail}",
            f"{np}{where} began {ago} ago{how}{tail}",
            f"{he} developed {np}{where} {ago} ago{how}{tail}",
        ]
        if ago.startswith("about"):
            forms.append(f"{ago} ago, {he} developed {np}{where}{how}{tail}")
        if first:
            forms.append(f"the illness began {ago} ago with {np}{where}{how}{tail}")
        if knows:
            forms.append(f"{who} {say} {np}{where} for {ago}{how}{tail}")
        return choice.one_of(forms, place)

    def _doing(self, fact: Fact, noun: Noun, he: str, more: str, choice: Choice, place: int) -> str:
        """`she has been passing large amounts of urine for about 7 weeks`."""
        onset = fact.parts.get("onset")
        if not isinstance(onset, Measure):
            return f"{he} has been {noun.full}{more}"
        ago = time_text(onset.value)
        began = f"{he} became {noun.full} {ago} ago" if noun.state else f"{he} began {noun.full} {ago} ago"
        over = duration_if_over(fact)
        if over:
            return f"{began}{more}{',' if more else ''} and this resolved after {over}"
        return choice.one_of((f"{he} has been {noun.full} for {ago}{more}", began + more), place)

    def is_known(self, name: str, patient: Patient) -> bool:
        """Whether the one who tells the history can know of the symptom."""
        known_to = self._known_to[name]
        if patient.speaks:
            return "patient" in known_to
        return patient.speaker is not None


_SAME = "around the same time"  # not twice running
_IT, _PLURAL_IT = ("it", "this"), ("they", "these")
_TIMELESS = place_of("timeless")
_PLURAL = {"is": "are", "has": "have", "gets": "get"}


def onset_days(fact: Fact) -> float:
    """How long ago a symptom began; -1 where that is not known."""
    onset = fact.parts.get("onset")
    return onset.value * DAYS_IN.get(onset.unit, 1.0) if isinstance(onset, Measure) else -1.0


def is_over(fact: Fact) -> bool:
    """Whether a symptom is gone by now."""
    onset, duration = fact.parts.get("onset"), fact.parts.get("duration")
    return isinstance(onset, Measure) and isinstance(duration, Measure) and duration.value < onset.value


def duration_if_over(fact: Fact) -> str:
    """How long a symptom lasted that is gone by now; empty for one that still lasts."""
    duration = fact.parts.get("duration")
    return time_text(duration.value) if isinstance(duration, Measure) and is_over(fact) else ""


def _details(fact: Fact) -> str:
    return place_phrase(fact) + _character(fact)


def _character(fact: Fact) -> str:
    character = fact.parts.get("character")
    return f", described as {character_phrase(character)}" if isinstance(character, str) else ""


def _has_more(fact: Fact) -> bool:
    return bool(modifiers(fact) or _goes_on(fact))


def _goes_on(fact: Fact) -> list[str]:
    """Predicates for a second sentence: how it goes on, and how often it came."""
    out = []
    trend = fact.parts.get("trend")
    if isinstance(trend, str):
        out.append(trend_phrase(trend))
    episodes = fact.parts.get("episodes")
    if isinstance(episodes, Measure):
        episodes = episodes.value
    if isinstance(episodes, int | float):
        out.append(f"has come in {episodes:.0f} episode{'s' if episodes != 1 else ''}")
    return out


def _agree(predicate: str, plural: bool) -> str:
    if not plural:
        return predicate
    verb, _, rest = predicate.partition(" ")
    return f"{_PLURAL.get(verb, verb)} {rest}"
