"""The fourth stage: what the examiner finds, and what the laboratory and the pictures show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from pzdsl.facts import Fact
from pzdsl.plan.plan import Plan, Variable
from pzdsl.record.facts import value_text
from pzdsl.record.quantities import number_text, quantity_text
from pzdsl.stages.background import is_for_clinicians
from pzdsl.stages.choice import Choice, place_of
from pzdsl.stages.grammar import (
    article,
    found_noun,
    in_sentence,
    is_noun_phrase,
    is_plural,
    is_predicate,
    listed,
    negated,
    sentence,
)
from pzdsl.stages.passage import Passage, tell
from pzdsl.stages.patient import Patient
from pzdsl.stages.phrases import PhraseBook

_VITAL_UNITS = frozenset({"mm[Hg]", "Cel", "[degF]", "/min", "kg", "g", "cm", "m", "kg/m2"})
_TEST = re.compile(
    r"x-ray|radiograph|electrocardiogram|\becg\b|\bekg\b|echo|ultraso|tympanogram|\bct\b|\bmri\b|urine|serum|plasma|"
    r"blood(?! pressure)|culture|swab|strip|score|criteria|spirometr|ejection fraction|biopsy|smear",
    re.IGNORECASE,
)
_STATE = re.compile(r"^(?P<what>.+) (?P<state>clear|normal|intact|soft|symmetrical|enlarged)$", re.IGNORECASE)
_FLAG_WORDS = {
    "H": "high",
    "L": "low",
    "HH": "critically high",
    "LL": "critically low",
    "abnormal": "abnormal",
}
_PRESSURE = re.compile(r"(systolic|diastolic) blood pressure", re.IGNORECASE)
_PRESSURES = ("blood pressure is {}", "the blood pressure is {}", "{he} has a blood pressure of {}")


class ExaminationStage:
    """Tells the examination; what was not done or not recorded is passed over."""

    name = "examination"

    def __init__(self, plan: Plan, book: PhraseBook) -> None:
        self._book = book
        self._clinical = [v.name for v in plan.variables if is_for_clinicians(v) and not v.hidden]
        exams = [v for v in plan.variables if v.role == "exam" and not v.hidden]
        self._vitals = [v for v in exams if _is_vital(v)]
        self._tests = [v for v in exams if not _is_vital(v) and _is_test(v)]
        self._signs = [v for v in exams if not _is_vital(v) and not _is_test(v)]
        self._alone = {v.name for v in exams if _stands_alone(v)}
        labels = {v.label for v in exams}
        self._clinical = [name for name in self._clinical if plan.variable(name).label not in labels]
        attributes = {v.label for v in plan.variables if v.role == "attribute"}
        self._may_repeat = {v.name for v in exams if v.label in attributes}
        self._item_labels = {v.name: _item_label(v) for v in exams}
        self._has_bands = {v.name for v in exams if v.references}

    def write(self, patient: Patient, before: Sequence[Passage], choice: Choice) -> tuple[Passage, ...]:
        """The bedside findings, then the reports."""
        vitals = self._not_told(self._known(patient, self._vitals), before)
        findings = self._measured(vitals, patient, choice, _VITAL_LEADS, "vitals")
        findings += self._tell_signs(patient, choice)
        tests = self._not_told(self._known(patient, self._tests), before)
        numbers = _measures(tests)
        reports = self._measured(numbers, patient, choice, _LAB_LEADS, "tests")
        reports += self._tell_findings(_unmeasured(tests), choice, _SHOWN)
        told = (("Examination", findings), ("Tests", reports))
        return tuple(Passage(self.name, title, tuple(claims)) for title, claims in told if claims)

    def _known(self, patient: Patient, variables: Sequence[Variable]) -> list[Fact]:
        facts = patient.facts.by_name
        return [facts[v.name] for v in variables if facts[v.name].value is not None]

    def _not_told(self, facts: list[Fact], before: Sequence[Passage]) -> list[Fact]:
        """Without what an earlier stage has told already, value and all."""
        if not self._may_repeat:
            return facts
        told = " ".join(passage.text for passage in before).lower()
        return [
            fact
            for fact in facts
            if fact.name not in self._may_repeat
            or fact.label.lower() not in told
            or value_text(fact).lower() not in told
        ]

    def _measured(
        self, facts: list[Fact], patient: Patient, choice: Choice, leads: Sequence[str], place: str
    ) -> list[str]:
        sentences: list[str] = []
        start, at = 0, place_of(place)
        pair = _pressure_pair(facts)
        if pair is not None:
            facts = [fact for fact in facts if fact is not pair[0] and fact is not pair[1]]
            form = choice.one_of(_PRESSURES, at + 201)
            sentences.append(sentence(form.format(_pressure_text(*pair), he=patient.person.he)))
        turn = choice.below(len(leads), at + 64)  # from there on in turn: no lead twice running
        while start < len(facts):
            some = facts[start : start + choice.one_of(_TOGETHER, at + start)]
            if len(some) == 1 or not self._alone.isdisjoint([fact.name for fact in some]):
                some = some[:1]
                sentences.append(self._measured_alone(some[0], patient, choice))
            else:
                items = [self._item(fact, choice) for fact in some]
                lead = leads[turn % len(leads)].format(listed(items), he=patient.person.he)
                sentences.append(sentence(lead))
                turn += 1
            start += len(some)
        return sentences

    def _measured_alone(self, fact: Fact, patient: Patient, choice: Choice) -> str:
        place = place_of(fact.name + ".alone")
        label, shown = in_sentence(fact.label), value_text(fact)
        if fact.name in self._alone:
            return sentence(f"{label}: {shown}{_bracket(fact, '')}")
        be = "are" if is_plural(label) else "is"
        other = self._other_unit(fact, choice)
        if fact.flag is None and self._book.has_phrase(fact) and choice.below(2, place):
            predicate = self._book.predicate(fact, patient, choice)
            if predicate is not None:
                return sentence(f"{patient.person.he} {predicate}")
        value = shown + _bracket(fact, other)
        forms = [f"{label} {be} {value}", f"the {label} {be} {value}"]
        where = _RANGE.get(fact.flag) if fact.name in self._has_bands else None
        if where is not None:
            forms.append(f"{label} {be} {shown}, {where} the reference range")
        return sentence(choice.one_of(forms, place + 1))

    def _item(self, fact: Fact, choice: Choice) -> str:
        shown = _bracket(fact, self._other_unit(fact, choice))
        return f"{self._item_labels[fact.name]} of {value_text(fact)}{shown}"

    def _other_unit(self, fact: Fact, choice: Choice) -> str:
        if not fact.also or choice.below(3, place_of(fact.name + ".also")):
            return ""
        other = fact.also[0]
        return quantity_text(other.value, 0.1 if other.unit == "[degF]" else None, other.unit)

    def _tell_signs(self, patient: Patient, choice: Choice) -> list[str]:
        predicates = []
        for name in self._clinical:
            fact = patient.fact(name)
            if fact is not None:
                predicate = self._book.predicate(fact, patient, choice)
                if predicate is not None:
                    predicates.append(predicate)
        sentences = tell(patient, predicates, choice, "clinical")
        facts = choice.shuffled(self._known(patient, self._signs), place_of("signs"))
        numbers = _measures(facts)
        sentences += self._measured(numbers, patient, choice, _LAB_LEADS, "sign numbers")
        return sentences + self._tell_findings(_unmeasured(facts), choice, _SEEN)

    def _tell_findings(
        self, facts: Sequence[Fact], choice: Choice, leads: tuple[Sequence[str], Sequence[str]]
    ) -> list[str]:
        """Booleans and categories: what is there, what is not, and what is named."""
        sentences, there, missing = [], [], []
        for fact in facts:
            label = in_sentence(fact.label)
            state = _state_of(label)
            if isinstance(fact.value, str):
                sentences.append(_named(fact, choice))
            elif is_predicate(fact.label):
                sentences.append(sentence(f"the patient {label if fact.value else negated(label)}"))
            elif state is not None:
                be = "are" if is_plural(state["what"]) else "is"
                no = "" if fact.value else "not "
                sentences.append(sentence(f"the {state['what']} {be} {no}{state['state']}"))
            elif fact.value is True:
                there.append(found_noun(fact.label))
            elif is_noun_phrase(fact.label):
                missing.append(label)
        at = place_of("findings")
        if there:
            sentences.insert(0, sentence(choice.one_of(leads[0], at).format(listed(there))))
        if missing:
            be = "are" if is_plural(missing[-1]) else "is"  # after `or`, the nearest one counts
            there_be = "are" if is_plural(missing[0]) else "is"
            form = choice.one_of(leads[1], at + 1)
            sentences.append(sentence(form.format(listed(missing, "or"), be=be, there_be=there_be)))
        return sentences


_TOGETHER = (1, 1, 2, 3)  # results in one sentence; short ones recur, and are then read only once
_RANGE = {None: "within", "H": "above", "HH": "above", "L": "below", "LL": "below"}
_VITAL_LEADS = ("{he} has {}", "examination shows {}", "on examination, {he} has {}")
_LAB_LEADS = ("tests show {}", "the results show {}", "results include {}")
# what is there, and what is not: at the bedside, and in reports
_SEEN = (
    ("examination shows {}", "findings include {}"),
    ("there {there_be} no {}", "examination shows no {}", "no {} {be} found"),
)
_SHOWN = (("findings include {}", "reports mention {}"), ("there {there_be} no {}", "no {} {be} seen"))


def _measures(facts: Sequence[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.type in ("number", "count")]


def _unmeasured(facts: Sequence[Fact]) -> list[Fact]:
    return [fact for fact in facts if fact.type not in ("number", "count")]


def _is_vital(variable: Variable) -> bool:
    if variable.type not in ("number", "count"):
        return False
    return variable.unit in _VITAL_UNITS or "saturation" in variable.label.lower()


def _is_test(variable: Variable) -> bool:
    if variable.type == "number":
        return True
    return _TEST.search(variable.label) is not None


def _stands_alone(variable: Variable) -> bool:
    """Whether `a … of 3` would read badly: a qualified name, or a count of something in the plural."""
    return "," in variable.label or (variable.type == "count" and is_plural(in_sentence(variable.label)))


def _item_label(variable: Variable) -> str:
    """`a body temperature`, `triglycerides`."""
    label = in_sentence(variable.label)
    return label if is_plural(label) else f"{article(label)} {label}"


def _bracket(fact: Fact, other_unit: str) -> str:
    """` (82 mmol/mol, high)`, or nothing."""
    flag = "" if fact.flag is None else _FLAG_WORDS[fact.flag]
    if other_unit and flag:
        return f" ({other_unit}, {flag})"
    return f" ({other_unit or flag})" if other_unit or flag else ""


@lru_cache(maxsize=1024)
def _state_of(label: str) -> re.Match[str] | None:
    return _STATE.match(label)


def _named(fact: Fact, choice: Choice) -> str:
    """`The chest radiograph shows pulmonary congestion`, `mobility of the eardrum is reduced`, `nose: clear`."""
    label, value = in_sentence(fact.label), in_sentence(value_text(fact))
    if "," not in label and choice.below(3, place_of(fact.name + ".named")):
        if _PICTURE.search(label):
            return sentence(f"the {label} {'show' if is_plural(label) else 'shows'} {found_noun(value)}")
        if _QUALITY.match(label) and not value.startswith("no "):
            return sentence(f"the {label} is {value}")
    return sentence(f"{label}: {value}")


_PICTURE = re.compile(r"^\w+ (?:radiograph|x-ray|film|ct|mri|echocardiogram|ultrasound)$|gram$", re.IGNORECASE)
_QUALITY = re.compile(r"(?:colou?r|mobility|size|shape|texture) of |.* (?:class|stage|grade)$", re.IGNORECASE)


def _pressure_pair(facts: list[Fact]) -> tuple[Fact, Fact] | None:
    """Systolic and diastolic blood pressure, if both are there."""
    pressures = [fact for fact in facts if fact.unit == "mm[Hg]" and _PRESSURE.match(fact.label)]
    if len(pressures) != 2:
        return None
    first, second = pressures
    return (first, second) if first.label.lower().startswith("systolic") else (second, first)


def _pressure_text(systolic: Fact, diastolic: Fact) -> str:
    """`134/82 mmHg (systolic high)`."""
    assert isinstance(systolic.value, int | float)
    words = [
        f"{name} {_FLAG_WORDS[fact.flag]}"
        for name, fact in (("systolic", systolic), ("diastolic", diastolic))
        if fact.flag is not None
    ]
    if systolic.flag is not None and systolic.flag == diastolic.flag:
        words = [f"both {_FLAG_WORDS[systolic.flag]}"]
    number = number_text(systolic.value, systolic.precision)
    return f"{number}/{value_text(diastolic)}" + (f" ({', '.join(words)})" if words else "")
