"""The patient as the stages see one: facts, how to refer to him or her, and who speaks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pzdsl.facts import Fact, Facts
from pzdsl.plan.plan import Plan
from pzdsl.record.columns import Batch
from pzdsl.record.facts import FactsReader

CHILD_BELOW_YEARS = 12  # nobody this young `denies` anything


@dataclass(frozen=True, slots=True)
class Person:
    """How to refer to a patient."""

    noun: str  # `54-year-old woman`
    he: str
    his: str
    him: str
    is_child: bool


@dataclass(frozen=True, slots=True)
class Patient:
    """One patient, as the stages see one."""

    plan: Plan
    facts: Facts
    person: Person
    number: int
    seed: int
    speaker: str | None = None  # who speaks for the patient, if anybody
    inapplicable: frozenset[str] = frozenset()  # cannot occur in this patient, so is not worth a denial

    @property
    def speaks(self) -> bool:
        """Whether the patient gives the history."""
        return self.speaker is None and not self.person.is_child

    def fact(self, name: str) -> Fact | None:
        """A fact that stands in the record, or None."""
        fact = self.facts.by_name.get(name)
        return fact if fact is not None and fact.value is not None else None


def patients_of(batch: Batch, seed: int) -> Iterator[Patient]:
    """The patients of a prepared batch."""
    reader = FactsReader(batch)
    limited = [(one.variable.name, one.impossible) for one in batch.shown if one.impossible]
    for i in range(batch.size):
        facts = reader.facts(i)
        inapplicable = frozenset(name for name, impossible in limited if impossible[i])
        yield Patient(batch.plan, facts, person_of(facts), batch.numbers[i], seed, batch.speakers[i], inapplicable)


def age_years_of(facts: Facts) -> float | None:
    """Age in years, whatever unit it is declared in; None where it is not known."""
    fact = facts.by_name.get("age")
    if fact is None or fact.value is None or isinstance(fact.value, bool | str):
        return None
    return fact.value / {"years": 1, "months": 12, "weeks": 52.1786, "days": 365.25}.get(fact.unit or "years", 1)


def person_of(facts: Facts) -> Person:
    """How to refer to the patient of these facts: by age and sex where they are recorded."""
    years = age_years_of(facts)
    sex_fact = facts.by_name.get("sex")
    sex = sex_fact.value if sex_fact is not None else None
    child = years is not None and years < 18
    if sex == "female":
        noun, he, his, him = "girl" if child else "woman", "she", "her", "her"
    elif sex == "male":
        noun, he, his, him = "boy" if child else "man", "he", "his", "him"
    else:
        noun, he, his, him = "child" if child else "patient", "the patient", "the patient's", "the patient"
    age = _age_adjective(facts, years)
    return Person(f"{age} {noun}" if age else noun, he, his, him, years is not None and years < CHILD_BELOW_YEARS)


def _age_adjective(facts: Facts, years: float | None) -> str:
    if years is None:
        return ""
    fact = facts["age"]
    if fact.unit in ("months", "weeks", "days") and years < 3 and isinstance(fact.value, int | float):
        return f"{fact.value:.0f}-{fact.unit[:-1]}-old"
    return f"{int(years + 1e-9)}-year-old"
