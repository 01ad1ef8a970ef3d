"""The chief complaint: what brings a patient in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pzdsl.facts import Fact, Measure
from pzdsl.plan.plan import Plan
from pzdsl.record.quantities import DAYS_IN
from pzdsl.stages.background import identity_of
from pzdsl.stages.choice import Choice, place_of
from pzdsl.stages.course import is_over
from pzdsl.stages.grammar import listed, sentence
from pzdsl.stages.nouns import SEVERITIES, Noun
from pzdsl.stages.patient import Patient
from pzdsl.stages.phrases import PhraseBook, Template

_SECOND_WITHIN = 1.0  # a second complaint is as pressing as the first, or nearly
_DISCLOSED = {"at opening": 3.0, "when asked": 0.0, "when asked exactly": -3.0}
_NEW_DAYS, _OLD_DAYS = 30.0, 365.0


class Complaints:
    """Chooses and words the chief complaint."""

    def __init__(self, plan: Plan, book: PhraseBook, nouns: Mapping[str, Noun]) -> None:
        self._book, self._nouns = book, nouns
        symptoms = [v for v in plan.variables if v.name in nouns]
        # authors write the leading symptoms first, so earlier ones win among equals
        self._place = {v.name: i for i, v in enumerate(symptoms)}
        self._disclosed = {v.name: _DISCLOSED.get(v.disclosed, 0.0) for v in symptoms}
        self._may_begin = {p.part_of for p in plan.variables if p.part == "onset"}

    def write(self, patient: Patient, present: Sequence[Fact], choice: Choice) -> str:
        """One sentence: who comes, and because of what."""
        who = identity_of(patient)
        main = [fact for fact in present if not is_over(fact)]
        if not main:
            return f"{who} is seen and has none of the symptoms asked about."
        main.sort(key=lambda f: (-self.weight(f), self._place[f.name]))
        count = 1
        if len(main) > 1 and self.weight(main[0]) - self.weight(main[1]) <= _SECOND_WITHIN:
            count += choice.below(2, _COMPLAINTS)
        words = [self._words(fact, choice) for fact in main[:count]]
        complaint = listed(words)
        for openings in (self._book.openings, _OPENINGS):
            fit = openings
            if any(_is_doing(word) for word in words):  # `with having no energy` reads badly, `because of` does not
                fit = tuple(one for one in openings if "with {complaint}" not in one.text) or openings
            text = choice.one_of(fit, _OPENING).fill(patient, complaint=complaint) if fit else None
            if text is not None:
                break
        assert text is not None, "the general openings need nothing but the complaint"
        return sentence(f"{who} {text}")

    def weight(self, fact: Fact) -> float:
        """How much a symptom presses: told of unasked, severe, new."""
        severity = fact.parts.get("severity")
        weight = self._disclosed[fact.name]
        weight += SEVERITIES.index(severity) if severity in SEVERITIES else 1.0
        onset = fact.parts.get("onset")
        if isinstance(onset, Measure):
            days = onset.value * DAYS_IN.get(onset.unit, 1.0)
            weight += 1.0 if days <= _NEW_DAYS else -2.0 if days > _OLD_DAYS else 0.0
        elif fact.name not in self._may_begin:  # nobody asked since when, so it goes with something else
            weight -= 1.0
        return weight

    def _words(self, fact: Fact, choice: Choice) -> str:
        noun = self._nouns[fact.name]
        options = noun.words if noun.state else (noun.full, noun.full, *noun.words)
        return choice.one_of(options, place_of(fact.name + ".complaint"))


_COMPLAINTS, _OPENING = place_of("complaints"), place_of("opening")
_OPENINGS = tuple(
    Template(text)
    for text in ("presents with {complaint}", "comes in because of {complaint}", "is seen because of {complaint}")
)


def _is_doing(words: str) -> bool:
    return words.split(" ", 1)[0].endswith("ing")
