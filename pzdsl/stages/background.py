"""The second stage: past history, medicines and allergies, family and social history."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pzdsl.facts import Fact
from pzdsl.plan.plan import Plan, Variable
from pzdsl.stages.choice import Choice, place_of
from pzdsl.stages.grammar import article, capitalized, in_sentence, listed, sentence
from pzdsl.stages.passage import Passage, tell
from pzdsl.stages.patient import Patient
from pzdsl.stages.phrases import PhraseBook, plain_value, since_clause

IDENTITY = frozenset({"age", "sex"})  # told with the chief complaint
_MEASURED = frozenset({"cm", "m", "kg", "kg/m2", "[lb_av]", "[in_i]"})  # told with the examination

# Social history goes from home to work and money to habits; the first that fits a name or label decides.
_SOCIAL = (
    ("who", re.compile(r"\brace\b|ethnic|language", re.IGNORECASE)),
    ("habits", re.compile(r"smok|alcohol|drink|exercise|activity|pack|tobacco|drug use", re.IGNORECASE)),
    ("money", re.compile(r"cost|food|money|insur|incom|employ|work|educat|job|school\b", re.IGNORECASE)),
    ("home", re.compile(r"household|at home|marital|lives|living|nursing home|day care|partner", re.IGNORECASE)),
)
_GROUPS = ("who", "home", "money", "smoke", "habits")
_AT_HOME = re.compile(r"household|at home", re.IGNORECASE)


def is_for_clinicians(variable: Variable) -> bool:
    """Whether an attribute is told with the examination: a measure of the body, or what only the examiner knows."""
    if variable.role != "attribute" or variable.kind is not None or variable.dimension == "family":
        return False
    if variable.dimension == "biological" and variable.unit in _MEASURED:
        return True
    return variable.known_to == ("clinician",)


class BackgroundStage:
    """Tells the attributes."""

    name = "background"

    def __init__(self, plan: Plan, book: PhraseBook) -> None:
        self._book = book
        self._conditions: list[str] = []
        self._early: list[str] = []  # birth and development of a child, menopause, procedures
        self._drugs: list[str] = []
        self._allergies: list[str] = []
        self._family: list[str] = []
        self._social: dict[str, list[str]] = {group: [] for group in _GROUPS}
        for variable in plan.variables:
            if variable.role == "attribute" and not variable.hidden and variable.name not in IDENTITY:
                if not is_for_clinicians(variable):
                    self._list_for(variable).append(variable.name)

    def write(self, patient: Patient, before: Sequence[Passage], choice: Choice) -> tuple[Passage, ...]:
        """Four passages at most; an empty one is left out."""
        social: list[str] = []
        for group, names in self._social.items():
            if names:
                social += self._tell(patient, names, choice, group, not social)
        told = (
            ("Past history", self._tell_history(patient, choice)),
            ("Medicines and allergies", self._tell_drugs(patient, choice)),
            ("Family history", self._tell(patient, self._family, choice, "family")),
            ("Social history", social),
        )
        return tuple(Passage(self.name, title, tuple(claims)) for title, claims in told if claims)

    def _list_for(self, variable: Variable) -> list[str]:
        if variable.kind == "medication":
            return self._drugs
        if variable.kind == "allergy":
            return self._allergies
        if variable.dimension == "family" and not _AT_HOME.search(variable.label):
            return self._family
        if variable.kind == "condition":
            return self._conditions
        group = _group_of(variable)
        if variable.kind == "procedure" or (variable.dimension == "biological" and group != "who"):
            return self._early
        return self._social[group]

    def _known(self, patient: Patient, names: Sequence[str]) -> list[Fact]:
        facts = patient.facts.by_name
        return [
            fact
            for name in names
            if (fact := facts[name]).value is not None
            and not (fact.value is False and name in patient.inapplicable)
            and not (fact.value == 0 and fact.type == "number")  # no pack-years: the smoking history says as much
        ]

    def _tell(
        self, patient: Patient, names: Sequence[str], choice: Choice, place: str, begins: bool = True
    ) -> list[str]:
        known = self._known(patient, names)
        predicates, plain = [], []
        for fact in known:
            predicate = self._book.predicate(fact, patient, choice)
            if predicate is not None:
                predicates.append(predicate + since_clause(fact, choice) if fact.parts else predicate)
            elif not isinstance(fact.value, bool):
                plain.append(sentence(plain_value(fact, choice)))
        if not predicates:
            return plain
        return tell(patient, predicates, choice, place, begins) + plain

    def _tell_history(self, patient: Patient, choice: Choice) -> list[str]:
        absent, there, denied = [], [], []
        for fact in self._known(patient, self._conditions):
            if fact.value is not False:
                there.append(fact.name)
            elif not self._book.has_phrase(fact):
                absent.append(fact)
            else:
                denied.append(fact.name)
        sentences = self._tell(patient, there, choice, "history")
        sentences += self._tell(patient, denied, choice, "no history", not sentences)
        if absent:
            names = listed([in_sentence(fact.label) for fact in absent], "or")
            lead = choice.one_of(("there is no history of {}", "{he} has no history of {}"), place_of("absent"))
            sentences.append(sentence(lead.format(names, he=patient.person.he)))
        return sentences + self._tell(patient, self._early, choice, "early", not sentences)

    def _tell_drugs(self, patient: Patient, choice: Choice) -> list[str]:
        drugs = self._known(patient, self._drugs)
        taken = [fact for fact in drugs if fact.value is True]
        sentences = self._tell_taken(patient, taken, choice) if taken else []
        told = [f for f in drugs if f.value is False and self._book.has_phrase(f)]
        if not taken and drugs and not told:
            text = choice.one_of(_NO_DRUGS, place_of("no drugs")).format(he=patient.person.he)
            sentences.append(sentence(text))
        elif told and (not taken or choice.below(2, place_of("not taken"))):
            sentences += self._tell(patient, [fact.name for fact in told], choice, "not taken", not sentences)
        return sentences + self._tell(patient, self._allergies, choice, "allergies", not sentences)

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


def _group_of(variable: Variable) -> str:
    text = f"{variable.name} {variable.label}"
    group = next((group for group, pattern in _SOCIAL if pattern.search(text)), None)
    if group == "habits" and re.search(r"smok|pack|tobacco", text, re.IGNORECASE):
        return "smoke" if variable.kind == "habit" or variable.type != "boolean" else "home"
    if group is None or (group == "habits" and variable.dimension == "socioeconomic"):
        return "habits" if variable.dimension == "behavioural" else "money"
    return group


def _drug(fact: Fact) -> str:
    return in_sentence(fact.label)


def _dose(fact: Fact) -> str:
    dose = fact.parts.get("dose")
    return dose if isinstance(dose, str) else ""


def identity_of(patient: Patient) -> str:
    """`A 54-year-old woman`."""
    return capitalized(f"{article(patient.person.noun)} {patient.person.noun}")
