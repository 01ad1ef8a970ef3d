"""`Lexicon`: which words speak of which facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pzdsl.claims.claim import Claim

Words = tuple[str, ...]
_CACHED_SENTENCES = 100_000


@dataclass(frozen=True, slots=True)
class Known:
    """What the lexicon keeps of a variable: enough to find words for it."""

    name: str
    label: str
    stage: str
    type: str
    kind: str | None = None
    lay: tuple[str, ...] = ()
    categories: tuple[tuple[str, str], ...] = ()  # name, label
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """What a term stands for: concepts, and the names of facts by type."""

    concepts: frozenset[str]
    numbers: tuple[str, ...] = ()
    truths: tuple[str, ...] = ()
    allergies: tuple[str, ...] = ()
    drugs: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()  # category variables
    measure: bool = False


@dataclass
class Lexicon:
    """Phrases as a tree of words, and what is known of each fact's place in it."""

    known: dict[str, Known]
    tree: dict[Any, Any] = field(default_factory=dict)
    concepts: dict[str, frozenset[str]] = field(default_factory=dict)  # fact -> concepts
    by_concept: dict[str, tuple[str, ...]] = field(default_factory=dict)
    relatives: dict[str, tuple[tuple[str, frozenset[str]], ...]] = field(default_factory=dict)  # concept -> (fact, who)
    composed: dict[tuple[str, str], Mention] = field(default_factory=dict)  # body part and complaint
    bare: dict[str, Mention] = field(default_factory=dict)  # complaint alone
    sites: dict[str, frozenset[str]] = field(default_factory=dict)  # complaint -> body parts it is known of
    statuses: dict[str, str] = field(default_factory=dict)  # concept of a category -> fact
    who: dict[str, frozenset[str]] = field(default_factory=dict)  # fact about relatives -> who
    claims: dict[str, tuple[tuple[Claim, ...], frozenset[str]]] = field(default_factory=dict)

    def remember(self, sentence: str, claims: tuple[tuple[Claim, ...], frozenset[str]]) -> None:
        """Keep what a sentence says; many sentences recur from patient to patient."""
        if len(self.claims) >= _CACHED_SENTENCES:
            self.claims.clear()
        self.claims[sentence] = claims
