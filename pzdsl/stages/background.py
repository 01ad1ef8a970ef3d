"""The second stage: past history, medicines and allergies, family and social history."""

from __future__ import annotations

from collections.abc import Sequence

from pzdsl.facts import Fact
from pzdsl.plan.plan import Plan, Variable
from pzdsl.stages.choice import Choice, place_of
from pzdsl.stages.grammar import article, capitalized, in_sentence, listed, sentence
from pzdsl.stages.passage import Passage, tell
from pzdsl.stages.patient import Patient
from pzdsl.stages.phrases import PhraseBook, plain_value, since_clause

IDENTITY = frozenset({"age", "sex"})  # told with the chief complaint
_SOCIAL = frozenset({"race_ethnicity"})


def is_for_clinicians(variable: Variable) -> bool:
    """Whether an attribute is a finding that only the examiner knows."""
    if variable.role != "attribute" or variable.kind is not None or variable.dimension == "family":
        return False
    return variable.known_to == ("clinician",)


class BackgroundStage:
    """Tells the attributes."""

    name = "background"

    def __init__(self, plan: Plan, book: PhraseBook) -> None:
        self._book = book
        self._history: list[str] = []
        self._drugs: list[str] = []
        self._allergies: list[str] = []
        self._family: list[str] = []
        self._social: list[str] = []
        for variable in plan.variables:
            if variable.role == "attribute" and not variable.hidden and variable.name not in IDENTITY:
                if not is_for_clinicians(variable):
                    self._list_for(variable).append(variable.name)

    def write(self, patient: Patient, before: Sequence[Passage], choice: Choice) -> tuple[Passage, ...]:
        """Four passages at most; an empty one is left out."""
        told = (
            ("Past history", self._tell_history(patient, choice)),
            ("Medicines and allergies", self._tell_drugs(patient, choice)),
            ("Family history", self._tell(patient, self._family, choice, "family")),
            ("Social history", self._tell(patient, self._social, choice, "social")),
        )
        return tuple(Passage(self.name, title, tuple(claims)) for title, claims in told if claims)

    def _list_for(self, variable: Variable) -> list[str]:
        if variable.kind == "medication":
            return self._drugs
        if variable.kind == "allergy":
            return self._allergies
        if variable.dimension == "family":
            return self._family
        if variable.kind in ("condition", "procedure"):
            return self._history
        if variable.dimension == "biological" and variable.name not in _SOCIAL:
            return self._history
        return self._social

    def _known(self, patient: Patient, names: Sequence[str]) -> list[Fact]:
        facts = patient.facts.by_name
        return [
            facts[name]
            for name in names
            if facts[name].value is not None and not (facts[name].value is False and name in patient.inapplicable)
        ]

    def _tell(self, patient: Patient, names: Sequence[str], choice: Choice, place: str) -> list[str]:
        predicates, plain = [], []
        for fact in choice.shuffled(self._known(patient, names), place_of(place)):
            predicate = self._book.predicate(fact, patient, choice)
            if predicate is not None:
                predicates.append(predicate + since_clause(fact, choice))
            elif not isinstance(fact.value, bool):
                plain.append(sentence(plain_value(fact, choice)))
        return tell(patient, predicates, choice, place) + plain

    def _tell_history(self, patient: Patient, choice: Choice) -> list[str]:
        known = self._known(patient, self._history)
        absent, there, denied = [], [], []
        for fact in known:
            if fact.value is not False:
                there.append(fact.name)
            elif fact.kind == "condition" and not self._book.has_phrase(fact):
                absent.append(fact)
            else:
                denied.append(fact.name)
        sentences = self._tell(patient, there, choice, "history")
        sentences += self._tell(patient, denied, choice, "no history")
        if absent:
            names = listed([in_sentence(fact.label) for fact in absent], "or")
            lead = choice.one_of(("there is no history of {}", "{he} has no history of {}"), place_of("absent"))
            sentences.append(sentence(lead.format(names, he=patient.person.he)))
        return sentences

    def _tell_drugs(self, patient: Patient, choice: Choice) -> list[str]:
        drugs = self._known(patient, self._drugs)
        taken = [fact for fact in drugs if fact.value is True]
        sentences = self._tell_taken(patient, taken, choice) if taken else []
        told = [f for f in drugs if f.value is False and self._book.has_phrase(f)]
        if not taken and drugs and not told:
            text = choice.one_of(_NO_DRUGS, place_of("no drugs")).format(he=patient.person.he)
            sentences.append(sentence(text))
        elif told and (not taken or choice.below(2, place_of("not taken"))):
            sentences += self._tell(patient, [fact.name for fact in told], choice, "not taken")
        return sentences + self._tell(patient, self._allergies, choice, "allergies")

    def _tell_taken(self, patient: Patient, taken: list[Fact], choice: Choice) -> list[str]:
        taken = choice.shuffled(taken, place_of("drugs"))
        if choice.below(3, place_of("drug list")) == 0:
            items = [" ".join(p for p in (_drug(f), _dose(f)) if p) + since_clause(f, choice) for f in taken]
            return [f"Medicines: {'; '.join(items)}."]
        predicates = []
        for fact in taken:
            predicate = self._book.predicate(fact, patient, choice) or f"takes {_drug(fact)}"
            dose = _dose(fact)
            predicates.append(predicate + (f", {dose}" if dose else "") + since_clause(fact, choice))
        return tell(patient, predicates, choice, "drugs")


_NO_DRUGS = (
    "{he} takes none of the medicines asked about",
    "none of the medicines asked about is taken",
)


def _drug(fact: Fact) -> str:
    return in_sentence(fact.label)


def _dose(fact: Fact) -> str:
    dose = fact.parts.get("dose")
    return dose if isinstance(dose, str) else ""


def identity_of(patient: Patient) -> str:
    """`A 54-year-old woman`."""
    return capitalized(f"{article(patient.person.noun)} {patient.person.noun}")
