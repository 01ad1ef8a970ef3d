"""The facts of one patient as premise sentences, in the third person and in the patient's own voice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from pzdsl.facts import Fact
from pzdsl.record.facts import value_text
from pzdsl.stages.grammar import in_sentence, sentence
from pzdsl.stages.patient import Patient

Knower = Literal["patient", "caregiver", "clinician"]


@dataclass(frozen=True, slots=True)
class Statement:
    """One atomic fact as sentences. `key` is the fact's name, or with one of its parts: `cough.onset`."""

    key: str
    fact: str
    first: str
    third: str
    who: frozenset[Knower]

    def entry(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "key": self.key,
            "fact": self.fact,
            "first": self.first,
            "third": self.third,
            "who": sorted(self.who),
        }


def statements_of(patient: Patient) -> tuple[Statement, ...]:
    """Every recorded fact of the patient, in the order of the spec."""
    return tuple(_plain(fact) for fact in patient.facts if fact.value is not None)


def _plain(fact: Fact) -> Statement:
    text = sentence(f"{in_sentence(fact.label)}: {value_text(fact)}")
    clinical: frozenset[Knower] = frozenset(("clinician",))
    everybody: frozenset[Knower] = frozenset(("patient", "caregiver", "clinician"))
    return Statement(fact.name, fact.name, text, text, clinical if fact.stage == "exam" else everybody)
