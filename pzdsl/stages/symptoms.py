"""The third stage: the chief complaint and the history of the present illness."""

from __future__ import annotations

from collections.abc import Sequence

from pzdsl.facts import Fact
from pzdsl.plan.plan import Plan
from pzdsl.stages.choice import Choice
from pzdsl.stages.complaint import Complaints
from pzdsl.stages.course import CourseWriter, onset_days
from pzdsl.stages.denials import denials
from pzdsl.stages.grammar import sentence
from pzdsl.stages.nouns import noun_of
from pzdsl.stages.passage import Passage
from pzdsl.stages.patient import Patient
from pzdsl.stages.phrases import PhraseBook, plain_value


class SymptomsStage:
    """Tells the symptoms: every present one, and a denial of every pertinent negative."""

    name = "symptoms"

    def __init__(self, plan: Plan, book: PhraseBook) -> None:
        variables = [v for v in plan.variables if v.role == "symptom" and not v.hidden]
        self._names = [v.name for v in variables]
        self._nouns = {v.name: noun_of(v) for v in variables}
        self._complaints = Complaints(plan, book, self._nouns)
        self._course = CourseWriter(self._nouns, {v.name: v.known_to or ("patient",) for v in variables})

    def write(self, patient: Patient, before: Sequence[Passage], choice: Choice) -> tuple[Passage, ...]:
        """The chief complaint, then the course of each symptom from the earliest on, then what is denied."""
        present: list[Fact] = []
        absent: list[Fact] = []
        plain: list[str] = []
        facts = patient.facts.by_name
        for name in self._names:
            fact = facts[name]
            if fact.value is True:
                present.append(fact)
            elif fact.value is False:
                if name not in patient.inapplicable:
                    absent.append(fact)
            elif fact.value is not None:
                plain.append(sentence(plain_value(fact, choice)))
        complaint = self._complaints.write(patient, present, choice)
        present.sort(key=onset_days, reverse=True)
        told = self._course.write(patient, present, choice)
        course = (*told.sentences, *plain, *denials(patient, absent, self._nouns, self._course.is_known, choice))
        passages = [Passage(self.name, "Chief complaint", (complaint,), frozenset((complaint,)))]
        if course:
            needed = frozenset(course) - told.extra
            passages.append(Passage(self.name, "History of present illness", course, needed))
        return tuple(passages)
