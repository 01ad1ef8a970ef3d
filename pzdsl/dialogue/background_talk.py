"""What a patient says of everything else: illnesses, medicines, the family, home, work and habits."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pzdsl.dialogue.lay import Voice
from pzdsl.dialogue.symptom_talk import UNSURE, Options
from pzdsl.dialogue.times import lay_time
from pzdsl.facts import Fact, Measure
from pzdsl.memory.voice import first_person
from pzdsl.plan.plan import Plan
from pzdsl.record.facts import value_text
from pzdsl.record.quantities import DAYS_IN
from pzdsl.stages.choice import Choice
from pzdsl.stages.grammar import (
    article,
    capitalized,
    in_sentence,
    is_noun_phrase,
    is_plural,
    is_predicate,
    listed,
    negated,
    sentence,
)
from pzdsl.stages.patient import Patient
from pzdsl.stages.phrases import PhraseBook

_VARIANTS = 4
_CLINICAL = ("is listed", "is known to", "is not known to", "is not listed", "is followed", "counts ", "has findings")
_SAYING = ("reports ", "denies ", "admits ", "gives ", "recalls ", "says ", "states ")
_REPORT = re.compile(r"\b(?:on record|history of \d|has a history of|has no history of|first-degree)\b")
_IN_BRACKETS = re.compile(r"\s*\([^)]*\)")
_ONCE = re.compile(r"\b(?:stroke|heart attack|cancer|operation|surgery|infection|in the past|ever)\b", re.IGNORECASE)
_TAKES = re.compile(r"^(?:takes|uses|is on|gets) (?!no )(.+)$")


class BackgroundTalk:
    """Answers about the attributes of one patient."""

    def __init__(self, plan: Plan, book: PhraseBook, patient: Patient, voice: Voice, literacy: str) -> None:
        self._book, self._patient, self.voice, self._literacy = book, patient, voice, literacy
        self._plan = plan

    def stated(self, fact: Fact) -> Options:
        """The fact as clauses, the plainest first; empty where nothing good can be said."""
        if fact.name == "age":
            return [f"{self.voice.is_} {value_text(fact)} old"]
        if fact.name == "sex":
            noun = self._patient.person.noun.rsplit(" ", 1)[-1]
            noun = noun if noun in ("woman", "man", "girl", "boy") else in_sentence(value_text(fact))
            return [f"{self.voice.is_} {article(noun)} {noun}", f"{self.voice.is_} {in_sentence(value_text(fact))}"]
        out = self._lay(fact)
        predicates: list[str] = []
        for variant in range(_VARIANTS):
            found = self._book.predicate(fact, self._patient, Choice(variant, self._plan.name, 0))
            if found is not None and found not in predicates and not found.startswith(_CLINICAL):
                predicates.append(found)
        label = (fact.category_label or "-").lower()
        predicates = [p for p in predicates if not p.startswith(_SAYING)] or predicates
        if fact.kind == "medication" and fact.value is False:
            bare = f"does not take {in_sentence(fact.label)}"
            predicates = [p.replace("take ", "take any ", 1) if p == bare else p for p in predicates]
        predicates.sort(key=lambda p: _REPORT.search(p) is not None)
        plainer = [p for p in predicates if label not in p.lower()]  # not `is a never smoker`
        out += [self.clause(p) for p in (*plainer, *(p for p in predicates if p not in plainer))]
        return out or self._by_label(fact)

    def clause(self, predicate: str) -> str:
        """`has diabetes` in the voice of the speaker."""
        if self.voice.first:
            said = first_person(predicate)
            said = re.sub(r"^do not ", "don't ", said)
            said = re.sub(r"^have not ", "haven't ", said)
            said = re.sub(r"^am ", "'m ", said)
            said = re.sub(r"^have (?=(?:never|been|had|missed|lost|smoked)\b)", "'ve ", said)
            return f"I{said}" if said.startswith("'") else f"I {said}"
        said = re.sub(r"^is ", "'s ", predicate) if self.voice.he in ("he", "she") else predicate
        if said.startswith("'"):
            return f"{self.voice.he}{said}"
        said = re.sub(r"^reports (?:no|an|a) ", lambda m: m[0].replace("reports", "has"), predicate)
        said = re.sub(r"^(?:reports|recalls|gives|admits) ", "has had ", said)
        said = said.replace("does not ", "doesn't ", 1)
        return f"{self.voice.he} {said}"

    def _lay(self, fact: Fact) -> Options:
        """With the patient's own words for a condition or an allergy, if there are any and they are nouns."""
        if not isinstance(fact.value, bool) or not fact.lay or fact.kind not in ("condition", "allergy"):
            return []
        out = []
        for phrase in fact.lay:
            if phrase.split(" ", 1)[0].endswith("ing"):
                continue
            words = self.voice.own(phrase)
            if not fact.value:
                bare = re.sub(r"^(?:a|an|the) ", "", words)
                out.append(f"{self.voice.not_had} ever had {words}" if _ONCE.search(phrase) else "")
                out.append(f"{self.voice.does_not} have {words if words == bare else 'any ' + bare}")
            elif _ONCE.search(f"{phrase} {fact.label}"):
                out.append(f"{self.voice.has} had {words}")
            else:
                out.append(f"{self.voice.have} {words}")
        return [text for text in out if text]

    def _by_label(self, fact: Fact) -> Options:
        """From the label alone."""
        noun, value, voice = in_sentence(_IN_BRACKETS.sub("", fact.label)), fact.value, self.voice
        if isinstance(value, bool):
            if is_predicate(fact.label):
                return [self.clause(noun if value else negated(noun))]
            if not is_noun_phrase(fact.label):
                return []
            if fact.kind == "medication":
                return [self.clause(f"takes {noun}" if value else f"does not take any {noun}")]
            if value:
                return [f"{voice.has} had {noun}" if fact.kind == "procedure" else f"{voice.have} {noun}"]
            return [f"{voice.not_had} had {noun}" if fact.kind == "procedure" else f"{voice.does_not} have {noun}"]
        text = value_text(fact)
        if isinstance(value, str):
            text = in_sentence(text)
            if is_predicate(text):
                return [self.clause(text)]
            if text.split(" ", 1)[0].endswith("ing") or text.startswith("not "):
                return [f"{voice.is_} {text}"]
            return [f"for {noun}, it's {text}"]
        if fact.type == "count" and fact.unit is None and is_plural(noun):
            return [f"{noun}: {text}"] if value else [f"there are no {noun}"]
        return [f"{voice.his} {noun} {'are' if is_plural(noun) else 'is'} {text}"]

    def answer(self, fact: Fact | None) -> Options:
        """The fact as an answer to a question for it."""
        if fact is None or fact.value is None:
            return [*UNSURE]
        clauses = self.stated(fact)
        if not isinstance(fact.value, bool):
            return [sentence(c) for c in clauses] or [f"{sentence(value_text(fact))}"]
        if fact.value:
            return [*(sentence(f"yes, {c}") for c in clauses), "Yes.", "Yes, that's right."]
        return [*(sentence(f"no, {c}") for c in clauses), "No.", "No, not that I know of."]

    def listing(self, facts: Sequence[Fact]) -> list[Options]:
        """What is there of conditions, a sentence or two."""
        found = [self.stated(f) for f in facts if f.value is True]
        return [[sentence(c) for c in clauses] for clauses in found if clauses]

    def together(self, facts: Sequence[Fact]) -> list[Options]:
        """Conditions in one sentence where they say it the same way: `I have asthma and sugar diabetes`."""
        same: list[str] = []
        rest: list[Options] = []
        lead = f"{self.voice.have} "
        for fact in facts:
            clauses = self.stated(fact)
            if clauses and clauses[0].startswith(lead) and " and " not in clauses[0]:
                same.append(clauses[0].removeprefix(lead))
            elif clauses:
                rest.append([sentence(c) for c in clauses])
        if not same:
            return rest
        if len(same) <= 4:
            return [[sentence(lead + listed(same))], *rest]
        return [[sentence(lead + listed(same[:4]))], [sentence(f"{lead}{listed(same[4:])} too")], *rest]

    def medicines(self, facts: Sequence[Fact]) -> list[Options]:
        """What is taken, in one sentence; what was taken, or is said in another way, after it."""
        names: list[str] = []
        rest: list[Options] = []
        lead = f"{self.voice.he} {self.voice.verb('take')} "
        for fact in facts:
            clauses = self.stated(fact)
            named = next((m[1] for c in self._predicates(fact) if (m := _TAKES.match(c)) is not None), None)
            lay = next((p for p in fact.lay if not re.search(r"\b(?:before|last|in the past)\b", p)), None)
            if named is not None and lay is not None and self._literacy == "low":
                names.append(self.voice.own(lay))
            elif named is not None:
                names.append(named)
            else:
                rest.append([sentence(c) for c in clauses])
        if names:
            rest.insert(0, [sentence(lead + listed(names)), *(sentence(f"{lead}{n}") for n in names[:1])])
        return [options for options in rest if options]

    def _predicates(self, fact: Fact) -> list[str]:
        found = [self._book.predicate(fact, self._patient, Choice(v, self._plan.name, 0)) for v in range(_VARIANTS)]
        return [p for p in found if p is not None]

    def dose(self, fact: Fact) -> Options:
        """How much of it, and how often."""
        dose = fact.parts.get("dose")
        if not isinstance(dose, str):
            return ["I don't know the dose.", "I'm not sure of the dose.", "I'd have to look at the box."]
        take = f"{self.voice.he} {self.voice.verb('take')}"
        name = in_sentence(_IN_BRACKETS.sub("", fact.label).split(",")[0])
        clean = dose.split(",")[0]
        return [
            f"{capitalized(clean)}.",
            sentence(f"{take} {clean}"),
            sentence(f"{take} {name}, {clean}"),
            "It's on the box.",
        ]

    def since(self, fact: Fact) -> Options:
        """Since when, of a drug or a condition."""
        since = fact.parts.get("since")
        if not isinstance(since, Measure):
            return ["I don't remember when that began.", "I couldn't say when that was.", *UNSURE]
        ago = lay_time(since.value * DAYS_IN.get(since.unit, 1.0))
        if fact.kind == "medication":
            return [f"{capitalized(self.voice.he)} started it {ago} ago.", f"{capitalized(ago)} ago."]
        return [f"For {ago} now.", f"{capitalized(ago)}.", f"It goes back {ago}."]
