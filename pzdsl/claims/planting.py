"""Phrases into a lexicon's tree, and what a phrase stands for."""

from __future__ import annotations

from typing import Any

from pzdsl.claims.lexicon import Lexicon, Mention, Words


def plant(tree: dict[Any, Any], words: Words, payload: tuple[str, Any]) -> None:
    """Put a phrase into a tree of words."""
    if not words:
        return
    node = tree
    for word in words:
        node = node.setdefault(word, {})
    old = node.get(None, ())
    if payload not in old:
        node[None] = (*old, payload)
    if len(words) > 1 and any(len(w) == 1 and w.islower() and w != "a" for w in words):  # “T max”, “A fib”
        upper = tuple(w.upper() if len(w) == 1 else w for w in words)
        plant(tree, upper, payload)


def mention_of(lexicon: Lexicon, named: frozenset[str], concepts: frozenset[str], measure: bool) -> Mention:
    """What a term stands for that names these concepts."""
    names = list(dict.fromkeys(n for c in sorted(named) for n in lexicon.by_concept.get(c, ())))
    known = [lexicon.known[n] for n in names]
    return Mention(
        concepts,
        numbers=tuple(k.name for k in known if k.type in ("number", "count")),
        truths=tuple(k.name for k in known if k.type == "boolean" and k.kind not in ("medication", "allergy")),
        allergies=tuple(k.name for k in known if k.kind == "allergy"),
        drugs=tuple(k.name for k in known if k.kind == "medication"),
        choices=tuple(k.name for k in known if k.type == "category"),
        measure=measure or any(k.type in ("number", "count") for k in known),
    )
