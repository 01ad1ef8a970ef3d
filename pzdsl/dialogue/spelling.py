"""Questions as they are typed: chat spellings written out, slips of the keys mended against known words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

_CHAT = {
    "u": "you",
    "ur": "your",
    "r": "are",
    "y": "why",
    "wat": "what",
    "wot": "what",
    "wen": "when",
    "wich": "which",
    "wher": "where",
    "teh": "the",
    "hte": "the",
    "adn": "and",
    "nd": "and",
    "n": "and",
    "alot": "a lot",
    "pls": "please",
    "plz": "please",
    "thx": "thanks",
    "thnx": "thanks",
    "ty": "thank you",
    "b4": "before",
    "2day": "today",
    "bc": "because",
    "cuz": "because",
    "abt": "about",
    "hv": "have",
    "hav": "have",
    "ppl": "people",
    "gonna": "going to",
    "wanna": "want to",
    "gotta": "have to",
    "meds": "medicines",
    "med": "medicine",
    "kiddo": "child",
    "mum": "mom",
    "tmrw": "tomorrow",
    "im": "i'm",
    "ive": "i've",
    "youre": "you're",
    "youve": "you've",
    "hes": "he's",
    "shes": "she's",
    "whats": "what's",
    "wheres": "where's",
    "hows": "how's",
    "whos": "who's",
    "thats": "that's",
    "theres": "there's",
    "dont": "don't",
    "doesnt": "doesn't",
    "didnt": "didn't",
    "cant": "can't",
    "wont": "won't",
    "isnt": "isn't",
    "arent": "aren't",
    "wasnt": "wasn't",
    "hasnt": "hasn't",
    "havent": "haven't",
    "couldnt": "couldn't",
    "wouldnt": "wouldn't",
}
# Words of everyday and of questions, so that none of them is taken for a slip; the lexicon's words come on top.
_COMMON = frozenset((files("pzdsl.dialogue") / "common_words.txt").read_text(encoding="utf-8").split())
_WORD = re.compile(r"[a-z][a-z']*")
_SHORTEST = 4  # letters of a word that is mended
_TWICE = 8  # from so many letters on, two slips are mended


class Speller:
    """Mends the words of questions about one plan."""

    def __init__(self, words: Iterable[str]) -> None:
        own = {w for w in words if w.isalpha() and len(w) >= _SHORTEST}
        self._known = own | _COMMON | set(_CHAT)
        # known words by what is left of them without one letter: the words near to another share such a rest
        self._near: dict[str, list[str]] = {}
        for word in sorted(w for w in own | _COMMON if len(w) >= _SHORTEST):
            for rest in _rests(word):
                self._near.setdefault(rest, []).append(word)
        self._own = own
        self._mended = lru_cache(maxsize=4096)(self._mend)

    def mend(self, text: str) -> str:
        """The text in small letters, chat spellings written out and slips mended."""
        low = text.lower().replace("’", "'").replace("‘", "'")
        return _WORD.sub(lambda m: self._mended(m[0]), low)

    def _mend(self, word: str) -> str:
        if word in _CHAT:
            return _CHAT[word]
        bare = word.removesuffix("'s")
        if word in self._known or bare in self._known or len(word) < _SHORTEST or "'" in word:
            return word
        if any(word.removesuffix(end) in self._known for end in ("s", "es", "ed", "ing", "er", "ly", "d")):
            return word
        best, nearest = word, 3
        most = 2 if len(word) >= _TWICE else 1
        near = {known for rest in _rests(word) for known in self._near.get(rest, ())}
        for known in sorted(near):
            if known[0] != word[0] and known[1] != word[1]:
                continue
            far = slips(word, known, most + 1)
            better = far < nearest or (far == nearest and known in self._own and best not in self._own)
            if far <= most and better:
                best, nearest = known, far
        return best


def _rests(word: str) -> set[str]:
    """The word itself, and without each of its letters."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def slips(one: str, other: str, limit: int) -> int:
    """Letters left out, put in, changed, or swapped with the next, between two words; `limit` where it is as many."""
    if abs(len(one) - len(other)) >= limit:
        return limit
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        older, before = before, row
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) >= limit:
            return limit
    return min(row[-1], limit)
