"""Words that carry meaning, and texts found by them."""

from __future__ import annotations

import math
import re
from functools import lru_cache

_WORD = re.compile(r"[a-z]+|\d+(?:\.\d+)?")
_CLIPPED = re.compile(r"(?:n't|'s|'ve|'re|'ll|'d|'m)\b|\b(?:ca|wo|do|does|did|is|was|has|have|had)(?=n't)")
_EMPTY = frozenset(
    "a an the i i'm me my mine myself he she his her him hers it its they them their we our you your this that "
    "these those is am are was were be been being has have had having do does did doing will would can could "
    "should may might of in on at to for from with by as and or but if so then than too very just also only "
    "about around some any no not never ever n't s t ve re ll d m there here what when where which who how why "
    "all more most much many little lot really quite pretty still yet now today ago since while because well "
    "yes yeah okay got get gets getting go goes going went one thing things like say said think thought know "
    "up down out over off into again back even bit".split()
)


@lru_cache(maxsize=1 << 14)
def _words(text: str) -> frozenset[str]:
    plain = _CLIPPED.sub("", text.lower().replace("’", "'"))
    return frozenset(_stem(word) for word in _WORD.findall(plain) if word not in _EMPTY)


def content_words(text: str) -> set[str]:
    """The words that carry meaning, without endings."""
    return set(_words(text))


def _stem(word: str) -> str:
    for ending, least in (("ing", 4), ("ed", 4), ("ies", 4), ("es", 4), ("s", 3), ("y", 4), ("e", 4)):
        if word.endswith(ending) and len(word) - len(ending) >= least - 1:
            return word[: -len(ending)]
    return word


class WordIndex:
    """Texts by their words. Looking up costs what the shared words cost, however many texts there are."""

    def __init__(self) -> None:
        self._texts: list[int] = []  # how many words each has
        self._by_word: dict[str, list[int]] = {}

    def __len__(self) -> int:
        return len(self._texts)

    def add(self, *texts: str) -> None:
        """Add one entry, found by the words of all its texts."""
        words = frozenset().union(*(_words(text) for text in texts))
        number = len(self._texts)
        self._texts.append(len(words))
        for word in words:
            self._by_word.setdefault(word, []).append(number)

    def best(self, text: str, most: int) -> list[int]:
        """The entries that share most with a text, best first; rare words count for more."""
        score: dict[int, float] = {}
        total = len(self._texts) + 1
        for word in _words(text):
            numbers = self._by_word.get(word, ())
            if numbers and len(numbers) <= _COMMON:
                weight = math.log(total / len(numbers)) + 0.2
                for number in numbers:
                    score[number] = score.get(number, 0.0) + weight / math.sqrt(4 + self._texts[number])
        # sorted by number as well, so that equals come in the order in which they were added
        return sorted(score, key=lambda number: (-score[number], number))[:most]


_COMMON = 400  # entries with one word, beyond which it tells nothing and costs time
