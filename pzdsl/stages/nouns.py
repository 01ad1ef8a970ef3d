"""How a symptom is named in a report."""

from __future__ import annotations

from dataclasses import dataclass

from pzdsl.plan.plan import Variable
from pzdsl.stages.grammar import (
    article,
    has_first_person,
    in_sentence,
    is_gerund_phrase,
    is_plural,
    is_state,
    report_noun,
    with_article,
)

SEVERITIES = ("mild", "moderate", "severe")
_GRADED = ("excessive", "increased", "reduced", "decreased", "less", "difficulty")


@dataclass(frozen=True, slots=True)
class Noun:
    """A symptom as a noun (`a cough`), a doing (`passing large amounts of urine`) or a state (`unsteady`)."""

    bare: str  # `cough`
    full: str  # `a cough`
    plural: bool
    gerund: bool
    state: bool
    takes_adjective: bool
    words: tuple[str, ...]  # the patient's words, fit for the chief complaint

    def graded(self, severity: object) -> str:
        """`a severe cough`, if the noun takes an adjective and the severity is known."""
        if severity not in SEVERITIES or not self.takes_adjective:
            return self.full
        text = f"{severity} {self.bare}"
        return f"{article(text)} {text}" if self.full != self.bare else text


def noun_of(variable: Variable) -> Noun:
    """The noun for a symptom, from its label and the patient's words for it."""
    words = tuple(p for p in variable.lay if not has_first_person(p) and p.split()[0] != "not")
    if is_state(variable.label):
        bare = in_sentence(variable.label)
        return Noun(bare, bare, False, False, True, False, words or (f"being {bare}",))
    bare = report_noun(variable.label, variable.lay)
    gerund = is_gerund_phrase(bare)
    full = bare if gerund or is_plural(bare) else with_article(bare, variable.lay)
    adjective = not gerund and bare.split()[0] not in _GRADED
    return Noun(bare, full, is_plural(bare), gerund, False, adjective, words)
