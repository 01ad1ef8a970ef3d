"""Two texts with no facts at hand: what rules decide of them, and what they leave open."""

from __future__ import annotations

from pathlib import Path

import pytest

from pzdsl.claims.compare import compare
from pzdsl.entailment.pairs import read_pairs

WRITTEN = Path(__file__).parents[2] / "bench" / "nli" / "written"


@pytest.mark.parametrize(
    ("kind", "premise", "hypothesis"),
    [
        ("negation", "The patient denies chest pain.", "I've been having chest pain."),
        ("negation", "She has had a cough for two weeks.", "I haven't had a cough."),
        ("negation", "The patient had a tetanus shot in 2011.", "I've never had a tetanus shot."),
        ("duration", "The patient has had a headache for three weeks.", "The headache started yesterday."),
        ("dose", "The patient takes amlodipine 5 mg once every morning.", "I take ten milligrams of amlodipine a day."),
        ("number", "She smokes 20 cigarettes a day.", "I smoke five cigarettes a day."),
        ("category", "The patient has never smoked.", "I'm still smoking every day."),
        ("side", "He has pain in the left ear.", "My right ear hurts."),
        ("age", "A 54-year-old man with a cough.", "I'm 38."),
        ("family", "His mother has diabetes.", "My mother never had diabetes."),
    ],
)
def test_what_cannot_both_be_true(kind: str, premise: str, hypothesis: str) -> None:
    found = compare(premise, hypothesis)
    assert found is not None
    assert (found.label, found.kind) == ("contradiction", kind)
    assert found.hypothesis_words in hypothesis
    assert found.premise_words in premise


@pytest.mark.parametrize(
    ("premise", "hypothesis"),
    [
        ("The patient denies chest pain.", "My wife has chest pain."),
        ("The patient used to have a cough.", "I don't have a cough."),
        ("The patient takes ibuprofen, at most twice a week.", "I don't take ibuprofen every day."),
        ("The patient has a pacemaker.", "I can't feel the pacemaker at all."),
        ("The patient gets palpitations.", "I don't black out with the palpitations."),
        ("The patient has had a headache for three weeks.", "I had one last year."),
        ("I've got four kids, and two of them have asthma.", "Two of my four don't have asthma."),
        ("She takes metformin.", "Do you think I should take metformin?"),
        ("", "I have a cough."),
        ("The patient has a cough.", ""),
        ("\x00\x1f", "🙂" * 50),
    ],
)
def test_what_is_left_open(premise: str, hypothesis: str) -> None:
    assert compare(premise, hypothesis) is None


@pytest.mark.parametrize(
    ("premise", "hypothesis"),
    [
        ("The patient denies fever.", "I don't have a fever."),
        ("He has never smoked.", "I've never smoked."),
        ("She has pain in the left ear.", "I have pain in my left ear."),
    ],
)
def test_a_text_that_says_nothing_new_follows(premise: str, hypothesis: str) -> None:
    found = compare(premise, hypothesis)
    assert found is not None
    assert found.label == "entailment"


@pytest.mark.parametrize(
    "hypothesis",
    [
        "I don't have a fever, and my dog ran off.",
        "I didn't have a fever until Tuesday.",
        "Maybe I don't have a fever.",
        "I don't think my wife has a fever.",
    ],
)
def test_what_adds_or_doubts_does_not_follow(hypothesis: str) -> None:
    found = compare("The patient denies fever.", hypothesis)
    assert found is None or found.label != "entailment"


def test_what_rules_decide_of_written_pairs_is_nearly_always_right() -> None:
    """A tenth of the pairs, by part; most of them were looked at while the rules were written."""
    pairs = [pair for i, pair in enumerate(read_pairs(WRITTEN)) if i % 10 == 0]
    right = wrong = 0
    for pair in pairs:
        if (found := compare(pair.premise, pair.hypothesis)) is not None:
            right += found.label == pair.label
            wrong += found.label != pair.label
    assert right >= 8  # silence would pass, too
    assert right >= 0.9 * (right + wrong)


def test_a_text_that_is_too_long_is_left_open() -> None:
    assert compare("no cough, " * 10_000, "I have a cough.") is None
    assert compare("The patient denies cough.", "cough " * 10_000) is None
