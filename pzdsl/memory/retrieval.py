"""The premises that bear on a sentence: by the facts that it speaks of, then by the words that it shares."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from pzdsl.memory.statements import Statement
from pzdsl.memory.words import WordIndex


class Retrieval:
    """Finds the statements about one patient that bear on a sentence."""

    def __init__(
        self, statements: Sequence[Statement], also: Mapping[str, Iterable[str]], first: Collection[str] = ()
    ) -> None:
        """`also` gives other words for a fact, by its name; `first` are facts that may bear on anything."""
        self._statements = statements
        self._index = WordIndex()
        self._first = [number for number, one in enumerate(statements) if one.fact in first and one.key == one.fact]
        self._by_fact: dict[str, list[int]] = {}
        for number, one in enumerate(statements):
            self._index.add(one.first, one.third, *also.get(one.fact, ()))
            self._by_fact.setdefault(one.fact, []).append(number)

    def premises(self, sentence: str, names: Sequence[str], most: int) -> list[Statement]:
        """At most `most` statements: those on the facts named, then those that share words, then what bears on much."""
        ranked = self._index.best(sentence, 4 * most)
        place = {number: i for i, number in enumerate(ranked)}
        typed = [number for name in names for number in self._by_fact.get(name, ())]
        typed.sort(key=lambda number: place.get(number, len(ranked)))
        chosen = dict.fromkeys([*typed[: most - most // 4], *ranked, *self._first])
        return [self._statements[number] for number in list(chosen)[:most]]
