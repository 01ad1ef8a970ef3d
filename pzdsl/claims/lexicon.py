"""`Lexicon`: which words speak of which facts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pzdsl.claims.claim import Claim

Words = tuple[str, ...]
_YOUNG = 8_000  # sentences of the younger generation; the older holds as many


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


@dataclass(frozen=True, slots=True)
class Remembered:
    """A sentence that was read: its claims, the sexes of other people in it, and the facts that it speaks of."""

    claims: tuple[Claim, ...]
    others: frozenset[str]
    spoken: frozenset[str]


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
    _young: dict[str, Remembered] = field(default_factory=dict)
    _old: dict[str, Remembered] = field(default_factory=dict)

    def remembered(self, sentence: str) -> Remembered | None:
        """What a sentence says, if it was read of late."""
        found = self._young.get(sentence)
        if found is None and (found := self._old.get(sentence)) is not None:
            self._keep(sentence, found)
        return found

    def remember(self, sentence: str, said: Remembered) -> Remembered:
        """Keep what a sentence says; many sentences recur from patient to patient, and most never do."""
        self._keep(sentence, said)
        return said

    def _keep(self, sentence: str, said: Remembered) -> None:
        if len(self._young) >= _YOUNG:  # what was not asked for in a whole generation is forgotten
            self._old, self._young = self._young, {}
        self._young[sentence] = said
