"""Pairs made from others: one word exchanged, one clause negated, two tellings of one patient set side by side.

Made pairs teach the small things that written pairs are too few for. They flatter every test that is made the same
way, so they are never measured on, and are the smaller part of training.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from pzdsl.entailment.pairs import Pair

if TYPE_CHECKING:
    from pzdsl.plan.plan import Plan

_WORD = re.compile(r"[A-Za-z]+")
_FIRST_VERB = re.compile(r"\b(is|are|was|were|can|could|will|would|should|must)\b(?! not|n't)", re.I)
_LONGEST = 160  # characters of a sentence in which one word still matters


@cache
def _words() -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = tomllib.loads((files(__package__) / "words.toml").read_text("utf-8"))
    return found


@cache
def _others(kind: str) -> dict[str, tuple[str, ...]]:
    """For each word the words it may be exchanged for."""
    found: dict[str, tuple[str, ...]] = {}
    for group in _words()[kind]:
        for word in group if kind != "wider" else group[:1]:
            found[word] = found.get(word, ()) + tuple(other for other in group if other != word)
    return found


def exchanged(sentences: Iterable[str], seed: int = 0) -> Iterator[Pair]:
    """A sentence and itself with one word exchanged: contradiction, entailment or neutral, by the kind of word."""
    choose = random.Random(seed)
    for number, sentence in enumerate(sentences):
        if len(sentence) > _LONGEST:
            continue
        options: list[tuple[int, int, str, str]] = []
        for match in _WORD.finditer(sentence):
            word = match[0].lower()
            for kind in ("alike", "same", "wider"):
                options += [(match.start(), match.end(), other, kind) for other in _others(kind).get(word, ())]
        if not options:
            continue
        kinds = sorted({kind for *_, kind in options})
        wanted = choose.choice(kinds)
        start, end, other, kind = choose.choice([option for option in options if option[3] == wanted])
        spelled = other.capitalize() if sentence[start].isupper() else other
        changed = _article(sentence[:start], spelled) + sentence[end:]
        group = f"exchanged#{number}"
        if kind == "alike":
            yield Pair(sentence, changed, "contradiction", "exchanged", group)
        else:
            yield Pair(sentence, changed, "entailment", "exchanged", group)
            if kind == "wider":
                yield Pair(changed, sentence, "neutral", "exchanged", group)


def _article(before: str, word: str) -> str:
    """The text up to a word, with `a` or `an` as the word wants it."""
    match = re.search(r"\b([Aa])(n?) $", before)
    if match is None:
        return before + word
    return f"{before[: match.start()]}{match[1]}{'n' if word[0].lower() in 'aeiou' else ''} {word}"


def negated(sentence: str) -> str | None:
    """The sentence with `not` behind its first auxiliary verb; None where that would not deny the whole of it."""
    found = list(_FIRST_VERB.finditer(sentence))
    if len(found) != 1 or re.search(r"\b(not|no|never|nobody|none|n't)\b", sentence, re.I):
        return None
    return f"{sentence[: found[0].end()]} not{sentence[found[0].end() :]}"


def with_negation(pairs: Iterable[Pair], seed: int = 0) -> Iterator[Pair]:
    """What logic makes of a pair when one side is denied.

    A denied hypothesis turns entailment and contradiction round and leaves neutral alone; of a denied premise nothing
    follows about the hypothesis.
    """
    turned = {"entailment": "contradiction", "contradiction": "entailment", "neutral": "neutral"}
    choose = random.Random(seed)
    for pair in pairs:
        premise, hypothesis = negated(pair.premise), negated(pair.hypothesis)
        which = choose.random()
        if hypothesis is not None and which < 0.6:
            yield Pair(pair.premise, hypothesis, turned[pair.label], "negated", pair.group)
        elif premise is not None and which < 0.8:
            yield Pair(premise, pair.hypothesis, "neutral", "negated", pair.group)
        elif premise is not None and which < 0.9:
            yield Pair(pair.premise, premise, "contradiction", "negated", pair.group)
        elif premise is not None:
            yield Pair(premise, pair.premise, "contradiction", "negated", pair.group)


def told_twice(plan: Plan, patients: int, seed: int = 0) -> Iterator[Pair]:
    """What one patient's record says and another says of himself, told by the built-in renderer in other words.

    The label comes from the typed checker: a sentence about the same fact that the facts bear out is entailed, one
    that they contradict is contradicted, and one about another fact is neutral.
    """
    from pzdsl.claims import check_text, claims_in, lexicon_of
    from pzdsl.record.build import Recorder
    from pzdsl.samples import draw
    from pzdsl.stages import Pipeline, no_check, patients_of

    lexicon = lexicon_of(plan)
    pipeline = Pipeline(plan, verify=no_check)
    batch = Recorder(draw(plan, patients, seed=seed), seed=seed).batch
    people = list(patients_of(batch, seed))

    def points(sentence: str) -> frozenset[tuple[str, str]]:
        """What a sentence speaks of: kinds of claim and facts. A pronoun alone tells no more than who is meant."""
        claims = [claim for claim in claims_in(sentence, lexicon) if claim.given != ("pronoun",)]
        return frozenset((claim.kind, name) for claim in claims for name in claim.names)

    def told(wording: int) -> list[list[tuple[str, frozenset[tuple[str, str]]]]]:
        """For each patient the sentences, each with its points."""
        return [
            [
                (sentence, points(sentence))
                for done in pipeline.write(replace(patient, seed=wording))
                for passage in done.passages
                for sentence in passage.claims
            ]
            for patient in people
        ]

    once, again = told(seed), told(seed + 1)
    choose = random.Random(seed)
    for i, patient in enumerate(people):
        other = again[(i + 1) % len(people)]
        for premise, about in once[i]:
            if not about:
                continue
            group = f"told_twice#{plan.name}#{premise}"

            def pair(hypothesis: str, label: str, premise: str = premise, group: str = group) -> Pair:
                said = in_first_person(hypothesis) if choose.random() < 0.7 else hypothesis
                return Pair(premise, said, label, "told_twice", group)

            facts = {name for _, name in about}
            same = [text for text, said in again[i] if said and said <= about and text != premise]
            if same:
                yield pair(choose.choice(same), "entailment")
            news = [text for text, said in again[i] if said and not facts & {name for _, name in said}]
            if news:
                yield pair(choose.choice(news), "neutral")
            lies = [
                text
                for text, said in other
                if said & about and any(p.fact in facts for p in check_text(text, patient.facts, lexicon))
            ]
            if lies:
                yield pair(choose.choice(lies), "contradiction")


def in_first_person(sentence: str) -> str:
    """A note's sentence as its subject would say it."""
    said = sentence
    for pattern, spoken in _SPOKEN:
        said = pattern.sub(spoken, said)
    return said[:1].upper() + said[1:]


_SPOKEN: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.I), spoken)
    for pattern, spoken in (
        (r"\b(?:he|she|the patient) is\b", "I am"),
        (r"\b(?:he|she|the patient) was\b", "I was"),
        (r"\b(?:he|she|the patient) has\b", "I have"),
        (r"\b(?:he|she|the patient) does\b", "I do"),
        (r"\b(?:he|she|the patient) denies\b", "I have not had"),
        (r"\b(?:he|she|the patient) (\w+)ies\b", r"I \1y"),
        (r"\b(?:he|she|the patient) (\w+(?:[sxz]|ch|sh))es\b", r"I \1"),
        (r"\b(?:he|she|the patient) (\w+[^s\W])s\b", r"I \1"),
        (r"\b(?:he|she|the patient)\b", "I"),
        (r"\b(?:his|her|the patient's)\b", "my"),
        (r"\b(?:himself|herself)\b", "myself"),
        (r"\bhim\b", "me"),
    )
)


def mixed(parts: Sequence[Pair], most: int, seed: int = 0) -> list[Pair]:
    """At most `most` pairs, as many of each label as there are, in random order."""
    choose = random.Random(seed)
    by_label: dict[str, list[Pair]] = {}
    for pair in parts:
        by_label.setdefault(pair.label, []).append(pair)
    share = min(most // max(1, len(by_label)), *(len(some) for some in by_label.values())) if by_label else 0
    kept = [pair for some in by_label.values() for pair in choose.sample(some, share)]
    choose.shuffle(kept)
    return kept
