"""Pairs made from others."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pzdsl.compiler import compile_file
from pzdsl.entailment.generated import exchanged, in_first_person, mixed, negated, told_twice, with_negation
from pzdsl.entailment.pairs import Pair

SPEC = Path(__file__).parents[2] / "specs" / "pneumonia.pz"


def test_an_exchanged_word_differs_in_one_word_and_its_article() -> None:
    pairs = list(exchanged(["A red apple lies on the table.", "Nothing here to see."], seed=3))
    assert pairs
    for pair in pairs:
        before, after = pair.premise.split(), pair.hypothesis.split()
        changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b and a.lower() not in ("a", "an")]
        assert len(changed) == 1
    assert {pair.group for pair in pairs} == {"exchanged#0"}


def test_an_article_follows_the_new_word() -> None:
    said = {pair.hypothesis for seed in range(40) for pair in exchanged(["He peels a carrot."], seed)}
    assert "He peels an onion." in said
    assert not any(" a onion" in text for text in said)


def test_a_wider_word_is_entailed_and_not_the_other_way_round() -> None:
    pairs = [pair for seed in range(30) for pair in exchanged(["A dog barks."], seed)]
    labels = {(pair.premise, pair.hypothesis): pair.label for pair in pairs}
    assert labels["A dog barks.", "An animal barks."] == "entailment"
    assert labels["An animal barks.", "A dog barks."] == "neutral"


@pytest.mark.parametrize(
    ("sentence", "denied"),
    [
        ("The man is running.", "The man is not running."),
        ("They can swim.", "They can not swim."),
        ("The man is not running.", None),
        ("She is here and he is there.", None),
        ("Dogs bark.", None),
    ],
)
def test_negated(sentence: str, denied: str | None) -> None:
    assert negated(sentence) == denied


def test_a_denied_hypothesis_turns_the_label() -> None:
    pairs = [Pair("A man is playing a guitar.", "A man is making music.", "entailment")]
    found = {(p.premise, p.hypothesis): p.label for seed in range(30) for p in with_negation(pairs, seed)}
    assert found["A man is playing a guitar.", "A man is not making music."] == "contradiction"
    assert found["A man is not playing a guitar.", "A man is making music."] == "neutral"
    assert found["A man is playing a guitar.", "A man is not playing a guitar."] == "contradiction"


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("He has no fever.", "I have no fever."),
        ("She takes her tablets daily.", "I take my tablets daily."),
        ("The patient identifies as White.", "I identify as White."),
        ("Sodium is 137 mmol/L.", "Sodium is 137 mmol/L."),
    ],
)
def test_first_person(note: str, said: str) -> None:
    assert in_first_person(note) == said


def test_two_tellings_of_patients_have_every_label() -> None:
    plan = compile_file(SPEC)
    pairs = list(told_twice(plan, patients=4, seed=5))
    counts = Counter(pair.label for pair in pairs)
    assert min(counts[label] for label in ("entailment", "neutral", "contradiction")) >= 10
    assert pairs == list(told_twice(plan, patients=4, seed=5))


def test_mixed_has_as_many_of_each_label() -> None:
    pairs = [Pair(f"p{i}", f"h{i}", ("entailment", "neutral", "contradiction")[i % 7 % 3]) for i in range(70)]
    kept = mixed(pairs, most=45, seed=1)
    assert set(Counter(pair.label for pair in kept).values()) == {15}
