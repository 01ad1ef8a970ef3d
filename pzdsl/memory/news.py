"""Whether a sentence goes against an earlier one that was news: by its claims, its numbers, its denials.

The record says nothing of such details, so that they can only be held against each other. The entailment model sees
the same pairs; what is found here is what it need not be asked about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pzdsl.claims.claim import Claim, Span
from pzdsl.claims.compare import compare
from pzdsl.claims.lexicon import Lexicon
from pzdsl.claims.units import convert
from pzdsl.memory.typed import said_in
from pzdsl.memory.words import content_words

_ALIKE = 0.75  # share of the words of the shorter sentence, from which two speak of the same thing
_DENIES = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|neither|without|cannot|denies|deny)\b|n['’]t\b", re.IGNORECASE
)
_ASIDE = re.compile(r"\b(?:that|which|who) (?:\w+ not|\w+n't)\b", re.IGNORECASE)  # `crying that will not settle`
_POINTS = re.compile(r"^(?:and |but |well,? |yes,? |no,? )*(?:it|this|that|they|these|those)\b", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)(?![\w.])\s*([a-z]+)?")
_WORDED = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
    )
}
_WORDED |= {"twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "a couple of": "2"}
_SPELLED = re.compile(r"\b(?:" + "|".join(_WORDED) + r")\b", re.IGNORECASE)
_OPPOSITES = tuple(
    (frozenset(left.split("/")), frozenset(right.split("/")))
    for left, right in (
        pair.split(" ")
        for pair in (
            "left right,morning evening/afternoon/night,day night,better worse,sharp dull,dry wet,hot cold,"
            "sudden/suddenly gradual/gradually/slowly,constant intermittent,always never/rarely/seldom,"
            "before after,alone together,older younger,brother sister,mother father,son daughter,wife husband,"
            "yesterday today,high low,fast slow,more less,standing sitting/lying,started stopped,alive dead,"
            "married single/divorced/unmarried,upstairs downstairs,indoors outdoors,dog cat,hungry full"
        ).split(",")
    )
)


@dataclass(frozen=True, slots=True)
class _Features:
    """What is compared of a sentence; kept, since news are compared again and again."""

    words: frozenset[str]
    plain: frozenset[str]
    denies: bool
    numbers: tuple[tuple[str, str], ...]
    points: bool  # at something named elsewhere: `it`, `that`


@lru_cache(maxsize=8192)
def _features(text: str) -> _Features:
    spelled = _SPELLED.sub(lambda m: _WORDED[m[0].lower()], text.lower())
    numbers = tuple((m[1], m[2] or "") for m in _NUMBER.finditer(spelled))
    plain = frozenset(re.findall(r"[a-z]+", text.lower()))
    words = frozenset(w for w in content_words(spelled) if not w[0].isdigit())
    denies = _DENIES.search(_ASIDE.sub(" ", text.replace("’", "'"))) is not None
    return _Features(words, plain, denies, numbers, _POINTS.search(text) is not None)


def clashes(earlier: str, sentence: str, lexicon: Lexicon) -> bool:
    """Whether both cannot be true of one patient; careful, as a false alarm costs a good reply."""
    if earlier == sentence:
        return False
    a, b = _features(earlier), _features(sentence)
    if a.points or b.points:
        return False
    left, right = said_in(earlier, lexicon).claims, said_in(sentence, lexicon).claims
    if any(_claims_clash(x, y) for x in left for y in right) or opposed(earlier, sentence):
        return True
    if not a.words or not b.words:
        return False
    shared = a.words & b.words
    alike = len(shared) / min(len(a.words), len(b.words))
    if (alike >= _ALIKE and len(shared) >= 2) or a.words == b.words:
        if a.denies != b.denies:
            return True
        if _numbers_clash(a, b) and not a.denies:
            return True
    return not a.denies and not b.denies and _opposed(a, b)


def opposed(premise: str, hypothesis: str, kinds: frozenset[str] | None = None) -> bool:
    """Whether rules that know no record find that both cannot be true; of some kinds of claim, or of all."""
    found = compare(premise, hypothesis)
    return found is not None and found.label == "contradiction" and (kinds is None or found.kind in kinds)


def _claims_clash(a: Claim, b: Claim) -> bool:
    if a.kind != b.kind or a.given != b.given or not set(a.names) & set(b.names):
        return False
    if isinstance(a.value, bool) and isinstance(b.value, bool):
        return a.names == b.names and a.value != b.value
    if isinstance(a.value, str) and isinstance(b.value, str):
        return a.value != b.value
    if isinstance(a.value, frozenset) and isinstance(b.value, frozenset):
        return a.names == b.names and not a.value & b.value
    if isinstance(a.value, Span) and isinstance(b.value, Span):
        return a.names == b.names and _apart(a.value, b.value)
    return False


def _apart(a: Span, b: Span) -> bool:
    low, high = b.low, b.high
    if a.unit != b.unit:
        if a.unit is None or b.unit is None:
            return False
        turned = [convert(x, b.unit, a.unit) for x in (b.low, b.high)]
        if turned[0] is None or turned[1] is None:
            return False
        low, high = turned[0], turned[1]
    slack = 0.15 * max(abs(a.said), abs(low), 1e-9)  # people round
    return a.high + slack < low or high + slack < a.low


def _numbers_clash(a: _Features, b: _Features) -> bool:
    """One number of each, of the same thing, and not the same."""
    if len(a.numbers) != 1 or len(b.numbers) != 1:
        return False
    (x, of), (y, of_too) = a.numbers[0], b.numbers[0]
    return x != y and of.rstrip("s") == of_too.rstrip("s")


def _opposed(a: _Features, b: _Features) -> bool:
    """The same words but for one, and that one turned round: `the left ear`, `the right ear`."""
    for left, right in _OPPOSITES:
        for one, other in ((a, b), (b, a)):
            mine, theirs = one.plain & left, other.plain & right
            if mine and theirs and not one.plain & right and not other.plain & left:
                rest = one.words - {w for m in mine for w in content_words(m)}
                others = other.words - {w for t in theirs for w in content_words(t)}
                if rest and others and len(rest & others) >= max(1, round(_ALIKE * min(len(rest), len(others)))):
                    return len(rest & others) >= 2 or rest == others
    return False
