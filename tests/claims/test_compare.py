"""Two texts with no facts at hand: what rules decide of them, and what they leave open."""

from __future__ import annotations

import pytest

from pzdsl.claims.compare import compare


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
