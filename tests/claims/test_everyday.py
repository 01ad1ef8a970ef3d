"""Phrases that go by a pattern: spelled out once, each leading to the finding that it tells of."""

from __future__ import annotations

import pytest

from pzdsl.claims.check import claims_in
from pzdsl.claims.everyday import denials, findings, forms, one_of
from pzdsl.claims.general import general_lexicon


@pytest.mark.parametrize(
    ("sentence", "concept", "present"),
    [
        ("It burns when I pee.", "burning_urination", True),
        ("It stings when she urinates.", "burning_urination", True),
        ("She enjoys a cocktail.", "alcohol_use", True),
        ("Nobody in the family smokes.", "secondhand_smoke", False),
        ("His blood pressure has never been a problem.", "hypertension", False),
        ("Her mood was never an issue.", "depression", False),
        ("He hasn't had any of his shots.", "vaccinations_current", False),
        ("She keeps her meals down.", "vomiting", False),
        ("He still has his appendix.", "appendectomy", False),
        ("Both hips are his own.", "hip_replacement", False),
    ],
)
def test_a_pattern_leads_to_its_finding(sentence: str, concept: str, present: bool) -> None:
    said = {name: c.value for c in claims_in(sentence, general_lexicon()) if c.kind == "negation" for name in c.names}
    assert said.get(concept) is present


def test_patterns_are_spelled_out_without_doubles_across_sides() -> None:
    here, gone = set(findings()), set(denials())
    assert len(here) > 100
    assert len(gone) > 100
    assert not here & gone


def test_a_verb_that_opens_a_phrase_takes_its_other_forms() -> None:
    assert ("working", "out") in set(forms(("works", "out")))
    assert list(forms(("works",))) == []
    assert list(forms(("chest", "pain"))) == []


def test_a_plural_is_made_singular_word_by_word() -> None:
    assert ("drink", "a", "day") in set(one_of(("drinks", "a", "day")))
    assert ("body",) in set(one_of(("bodies",)))
    assert list(one_of(("illness", "virus"))) == []
