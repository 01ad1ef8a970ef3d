"""The third stage: the chief complaint and the history of the present illness."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pzdsl.facts import Fact, Measure
from pzdsl.plan.plan import Plan, Variable
from pzdsl.record.quantities import time_text
from pzdsl.stages.background import identity_of
from pzdsl.stages.choice import Choice, place_of
from pzdsl.stages.grammar import (
    article,
    has_first_person,
    is_gerund_phrase,
    is_plural,
    listed,
    report_noun,
    sentence,
    with_article,
)
from pzdsl.stages.parts import aggravation, character_phrase, place_phrase, trend_phrase
from pzdsl.stages.passage import Passage, speaker_of
from pzdsl.stages.patient import Patient
from pzdsl.stages.phrases import PhraseBook, Template, plain_value

_SEVERITIES = ("mild", "moderate", "severe")
_GRADED = ("excessive", "increased", "reduced", "decreased", "less", "difficulty")


@dataclass(frozen=True, slots=True)
class Noun:
    """How a symptom is named in a report."""

    bare: str  # `cough`
    full: str  # `a cough`
    plural: bool
    gerund: bool
    takes_adjective: bool
    words: tuple[str, ...]  # the patient's words, fit for the chief complaint

    def graded(self, severity: object) -> str:
        """`a severe cough`, if the noun takes an adjective and the severity is known."""
        if severity not in _SEVERITIES or not self.takes_adjective:
            return self.full
        text = f"{severity} {self.bare}"
        return f"{article(text)} {text}" if self.full != self.bare else text


def noun_of(variable: Variable) -> Noun:
    """The noun for a symptom, from its label and the patient's words for it."""
    bare = report_noun(variable.label, variable.lay)
    gerund = is_gerund_phrase(bare)
    full = bare if gerund or is_plural(bare) else with_article(bare, variable.lay)
    words = tuple(p for p in variable.lay if not has_first_person(p) and p.split()[0] != "not")
    adjective = not gerund and bare.split()[0] not in _GRADED
    return Noun(bare, full, is_plural(bare), gerund, adjective, words)


class SymptomsStage:
    """Tells the symptoms: every present one, and a denial of every pertinent negative."""

    name = "symptoms"

    def __init__(self, plan: Plan, book: PhraseBook) -> None:
        self._book = book
        self._variables = [v for v in plan.variables if v.role == "symptom" and not v.hidden]
        self._nouns = {v.name: noun_of(v) for v in self._variables}
        self._at_opening = {v.name for v in self._variables if v.disclosed == "at opening"}
        self._known_to = {v.name: v.known_to or ("patient",) for v in self._variables}

    def write(self, patient: Patient, before: Sequence[Passage], choice: Choice) -> tuple[Passage, ...]:
        """The chief complaint, then the course of each symptom from the earliest on, then what is denied."""
        present, absent, plain = [], [], []
        for variable in self._variables:
            fact = patient.facts.by_name[variable.name]
            if fact.type != "boolean":
                if fact.value is not None:
                    plain.append(sentence(plain_value(fact, choice)))
            elif fact.value is True:
                present.append(fact)
            elif fact.value is False and variable.name not in patient.inapplicable:
                absent.append(fact)
        present.sort(key=_onset_days, reverse=True)
        course, extra = self._course(patient, present, choice)
        course += plain + self._denials(patient, absent, choice)
        complaint = (self._complaint(patient, present, choice),)
        passages = [Passage(self.name, "Chief complaint", complaint, frozenset(complaint))]
        if course:
            needed = frozenset(course) - extra
            passages.append(Passage(self.name, "History of present illness", tuple(course), needed))
        return tuple(passages)

    # --- chief complaint

    def _complaint(self, patient: Patient, present: list[Fact], choice: Choice) -> str:
        who = identity_of(patient)
        main = [fact for fact in present if not _is_over(fact)]
        if not main:
            return f"{who} is seen without any of the complaints asked about."
        opening = [fact for fact in main if fact.name in self._at_opening]
        main = sorted(opening or main, key=lambda f: -_rank(f))  # stable: the earliest first among equals
        count = min(len(main), 1 + choice.below(2, place_of("complaints")))
        words = []
        for fact in main[:count]:
            noun = self._nouns[fact.name]
            words.append(choice.one_of((noun.full, noun.full, *noun.words), place_of(fact.name + ".complaint")))
        complaint = listed(words)
        for openings in (self._book.openings, _OPENINGS):
            fit = openings
            if any(_is_doing(word) for word in words):  # `with having no energy` reads badly, `because of` does not
                fit = tuple(one for one in openings if "with {complaint}" not in one.text) or openings
            text = choice.one_of(fit, place_of("opening")).fill(patient, complaint=complaint) if fit else None
            if text is not None:
                break
        assert text is not None, "the general openings need nothing but the complaint"
        return sentence(f"{who} {text}")

    # --- course

    def _course(self, patient: Patient, present: list[Fact], choice: Choice) -> tuple[list[str], set[str]]:
        """The sentences, and those of them that only add something to the one before."""
        sentences: list[str] = []
        extra: set[str] = set()
        for position, fact in enumerate(present):
            clause, said_severity = self._clause(patient, fact, choice, position)
            sentences.append(sentence(clause))
            rest = self._rest(fact, said_severity)
            if rest:
                pronoun = choice.one_of(("it", "this"), place_of(fact.name + ".it"))
                plural = self._nouns[fact.name].plural
                if plural:
                    pronoun = {"it": "they", "this": "these"}[pronoun]
                more = sentence(f"{pronoun} {listed([_agree(r, plural) for r in rest])}")
                sentences.append(more)
                extra.add(more)
        return sentences, extra

    def _clause(self, patient: Patient, fact: Fact, choice: Choice, position: int) -> tuple[str, bool]:
        noun = self._nouns[fact.name]
        severity = fact.parts.get("severity")
        np = noun.graded(severity)
        place = place_of(fact.name + ".clause")
        details = _details(fact)
        he = patient.person.he if position else choice.one_of(("the patient", patient.person.he), place + 1)
        who, plural = speaker_of(patient, choice)
        if patient.speaks:
            who = he
        knows = self._is_known(fact.name, patient)
        onset = fact.parts.get("onset")
        forms: list[str]
        if not isinstance(onset, Measure):
            forms = [f"there {_be(noun, severity)} {np}{details}"]
            if knows:
                forms += [f"{who} {'report' if plural else 'reports'} {np}{details}"] * 2
            if not noun.gerund:
                forms.append(f"{he} has {np}{details}")
        else:
            ago = time_text(onset.value)
            over = _duration_if_over(fact)
            ended = f"{',' if details else ''} and resolved after {over}" if over else ""
            forms = [f"{np} began {ago} ago{details}{ended}", f"{ago} ago, {np} began{details}{ended}"]
            if position == 0 and not over:
                forms.append(f"the illness began {ago} ago with {np}{details}")
            if knows:
                say = "report" if plural else "reports"
                start = "that began" if not details else "which began" if not noun.gerund else "beginning"
                started = f"{',' if details else ''} {start} {ago} ago"
                forms.append(f"{who} {say} {np}{details}{started}{ended.removeprefix(',')}")
                if not over:
                    forms.append(f"{who} {say} {np} for {ago}{details}")
            if not noun.gerund and not over:
                forms.append(f"{he} has had {np} for {ago}{details}")
        return choice.one_of(forms, place), noun.takes_adjective

    def _rest(self, fact: Fact, said_severity: bool) -> list[str]:
        """Predicates for a second sentence: what moves it, how it goes on, severity if it was not said."""
        rest = []
        severity = fact.parts.get("severity")
        if severity in _SEVERITIES and not said_severity:
            rest.append(f"is of {severity} severity")
        moved = aggravation(fact)
        if moved:
            rest.append(moved)
        trend = fact.parts.get("trend")
        if isinstance(trend, str):
            rest.append(trend_phrase(trend))
        episodes = fact.parts.get("episodes")
        if isinstance(episodes, Measure):
            episodes = episodes.value
        if isinstance(episodes, int | float):
            rest.append(f"has come in {episodes:.0f} episode{'s' if episodes != 1 else ''}")
        return rest

    def _is_known(self, name: str, patient: Patient) -> bool:
        known_to = self._known_to[name]
        if patient.speaks:
            return "patient" in known_to
        return patient.speaker is not None

    # --- denials

    def _denials(self, patient: Patient, absent: list[Fact], choice: Choice) -> list[str]:
        sentences = []
        absent = choice.shuffled(absent, place_of("absent"))
        said = [f for f in absent if self._is_known(f.name, patient)]
        seen = [f for f in absent if not self._is_known(f.name, patient)]
        start = 0
        while start < len(said):
            size = 2 + choice.below(3, place_of("denials") + start)
            sentences.append(self._denial(patient, said[start : start + size], choice, start))
            start += size
        if seen:
            nouns = listed([self._nouns[f.name].bare for f in seen], "or")
            sentences.append(sentence(f"there is no {nouns}"))
        return sentences

    def _denial(self, patient: Patient, facts: list[Fact], choice: Choice, turn: int) -> str:
        place = place_of("denial") + 8 * turn
        nouns = [self._nouns[f.name] for f in facts]
        no = listed([noun.bare for noun in nouns], "or")
        if any(noun.gerund for noun in nouns):
            if patient.speaks:
                return sentence(f"{patient.person.he if turn else 'the patient'} denies {no}")
            if patient.speaker is None:
                return sentence(f"there has been no {no}")
            who, plural = speaker_of(patient, choice)
            return sentence(f"{who} {'deny' if plural else 'denies'} {no}")
        if patient.speaks:
            he = patient.person.he if turn else "the patient"
            forms = [f"{he} denies {no}"] * 2 + [f"{he} reports no {no}", f"{he} has had no {no}"]
        elif patient.speaker is None:
            forms = [f"there has been no {no}", f"{patient.person.he} has had no {no}"]
        else:
            who, plural = speaker_of(patient, choice)
            forms = [
                f"{who} {'report' if plural else 'reports'} no {no}",
                f"according to {who}, there has been no {no}",
                f"{who} {'have' if plural else 'has'} noticed no {no}",
            ]
        return sentence(choice.one_of(forms, place))


_OPENINGS = tuple(
    Template(text)
    for text in ("presents with {complaint}", "comes in because of {complaint}", "is seen because of {complaint}")
)


def _is_doing(words: str) -> bool:
    return words.split(" ", 1)[0].endswith("ing")


def _onset_days(fact: Fact) -> float:
    onset = fact.parts.get("onset")
    return onset.value if isinstance(onset, Measure) else -1.0


def _rank(fact: Fact) -> int:
    severity = fact.parts.get("severity")
    return _SEVERITIES.index(severity) if isinstance(severity, str) and severity in _SEVERITIES else 0


def _is_over(fact: Fact) -> bool:
    return bool(_duration_if_over(fact))


def _duration_if_over(fact: Fact) -> str:
    onset, duration = fact.parts.get("onset"), fact.parts.get("duration")
    if isinstance(onset, Measure) and isinstance(duration, Measure) and duration.value < onset.value:
        return time_text(duration.value)
    return ""


def _details(fact: Fact) -> str:
    """Side, site and character, as they follow the noun."""
    out = ""
    where = place_phrase(fact)
    if where:
        out += f" {where}"
    character = fact.parts.get("character")
    if isinstance(character, str):
        out += f", described as {character_phrase(character)}"
    return out


def _be(noun: Noun, severity: object) -> str:
    return "are" if noun.plural else "is"


_PLURAL = {"is": "are", "has": "have", "gets": "get"}


def _agree(predicate: str, plural: bool) -> str:
    if not plural:
        return predicate
    verb, _, rest = predicate.partition(" ")
    return f"{_PLURAL.get(verb, verb)} {rest}"
