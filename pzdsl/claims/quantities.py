"""Quantities of two texts side by side, where the second leaves out what is measured: “it only began yesterday”.

A text is about what the other is about where it names it again or starts with a word for it; then a time since the
beginning, a rate, a count or an amount stands against the one of its sort in the other text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from pzdsl.claims.durations import is_duration, span_of
from pzdsl.claims.numbers import interval
from pzdsl.claims.reading import Item, Quantity, Reading
from pzdsl.claims.said import occasion, text_of
from pzdsl.claims.units import convert, dimension_of
from pzdsl.claims.words import denies, is_content, plain_of, stem

_LASTING = frozenset("last lasts lasting lasted".split())
_STARTS = frozenset(
    "began begin begun start starts started starting came onset first noticed going been since new  "
    " diagnosed appeared showed popped developed".split()
)
_OPENS = frozenset(
    "it it's this that's that they these those about only just not oh well since been i've started".split()
)
_SKIPPED_NOUN = frozenset("or so more of the my his her small big little other different whole full solid".split())
_NOT_COUNTED = frozenset(
    "o'clock percent point times time degrees years months weeks days hours minutes year month week day hour old"
    " of and but in at on to on per the thing things way morning evening night nights one more".split()
)
_DAILY = frozenset(("every day", "each day", "every single day", "daily", "day", "a day", "every night", "nightly"))


_RATE = frozenset("once twice times time day daily every each week weekly hours q bid tid qid".split())


@dataclass(frozen=True, slots=True)
class Amount:
    """What a number is of, and between which bounds it lies."""

    sort: str
    low: float
    high: float
    words: str
    sentence: tuple[str, ...] = ()
    cued: bool = False  # a word for a beginning stands in the sentence
    loose: bool = False  # “every day”: at least so often


@lru_cache(maxsize=4_000)
def amounts_of(text: str) -> tuple[Amount, ...]:
    """The quantities of a text, without those in questions."""
    readings = (reading for reading, _ in text_of(text).readings if not reading.question)
    return tuple(amount for reading in readings for amount in _amounts(reading))


def _amounts(reading: Reading) -> Iterator[Amount]:
    sentence = tuple(t.lower() for t in reading.tokens)
    return (replace(amount, sentence=sentence) for amount in _bare_amounts(reading))


def _bare_amounts(reading: Reading) -> Iterator[Amount]:
    low = [t.lower() for t in reading.tokens]
    cued = bool(_STARTS & set(low)) or any(a in ("has", "have", "'ve") and b == "had" for a, b in pairwise(low))
    for item in reading.of("number"):
        quantity: Quantity = item.value
        if quantity.tail is None and (found := _number(reading, low, item, cued)) is not None:
            yield found
    for item in reading.of("when"):
        since, to = item.value
        yield Amount("elapsed", since, to, reading.words(item.i, item.j), cued=cued)
    for item in reading.of("frequency"):
        if item.value and low[item.i : item.j] != ["a", "day"]:
            words = reading.words(item.i, item.j)
            said = item.value
            rate = bool(_RATE & set(low[item.i : item.j])) or said < 1
            yield Amount("rate", said * 0.98, said * 1.02, words, cued=rate, loose=words.lower() in _DAILY)


def _number(reading: Reading, low: list[str], item: Item, cued: bool) -> Amount | None:
    quantity: Quantity = item.value
    number = quantity.number
    dimension = dimension_of(quantity.unit)
    before = low[max(item.i - 3, 0) : item.i]
    bounds = interval(number, quantity.hedge, number.half)
    words = reading.words(item.i, item.j)
    if dimension == "time":
        if _LASTING & set(low):
            span = span_of(quantity)
            return Amount("lasting", span.low, span.high, words)
        if "every" in before or not is_duration(reading, item):
            return None
        span = span_of(quantity)
        return Amount("elapsed", span.low, span.high, words, cued=cued)
    if dimension == "mass" and quantity.unit is not None:
        if quantity.unit in ("mg", "ug", "g"):
            return _converted("dose", bounds, quantity.unit, "mg", words)
        way = (
            "lost"
            if {"lost", "dropped", "lose", "off"} & set(low)
            else "gained"
            if {"gained", "put"} & set(low)
            else ""
        )
        if not way and {"from", "to", "since"} & set(low):
            return None
        return _converted(f"body {way}", bounds, quantity.unit, "kg", words)
    if dimension is not None or quantity.unit is not None:
        return None
    if 1900 <= number.said <= 2035 and float(number.said).is_integer() and not quantity.hedge:
        return Amount("year", number.said, number.said, words)
    k = item.j
    while k < len(low) and low[k] in _SKIPPED_NOUN:
        k += 1
    if k < len(low) and k - item.j < 3 and low[k].isalpha() and low[k] not in _NOT_COUNTED and len(low[k]) > 2:
        if low[item.j : item.j + 1] == ["of"] or number.vague or {"half", "one"} & set(low[item.i : item.j]):
            return None
        return Amount(f"count of {stem(low[k])}", *bounds, reading.words(item.i, k + 1))
    return None


def _converted(sort: str, bounds: tuple[float, float], unit: str, to: str, words: str) -> Amount | None:
    ends = [convert(b, unit, to) if abs(b) != float("inf") else b for b in bounds]
    return Amount(sort, ends[0], ends[1], words) if ends[0] is not None and ends[1] is not None else None


def conflict(premise: str, hypothesis: str) -> tuple[str, Amount, Amount] | None:
    """The sort of quantity in which both differ, with both, where they are surely of the same thing."""
    mine, yours = amounts_of(premise), amounts_of(hypothesis)
    if not mine or not yours:
        return None
    known, said = plain_of(premise), plain_of(hypothesis)
    if any(denies(t) for s in said.sentences for t in s):
        return None
    for one in mine:
        for other in yours:
            if {one.sort, other.sort} == {"body lost", "body gained"} and not _FROM_TO & set(one.sentence):
                return "body", one, other
    shared = {s for s in known.stems & said.stems if is_content(s)}
    first = said.sentences[0][0] if said.sentences and said.sentences[0] else ""
    for sort in dict.fromkeys(a.sort for a in yours):
        if _FROM_TO & {t for s in (*known.sentences, *said.sentences) for t in s}:
            continue
        if sort == "elapsed" and not _one_story(known.sentences):
            continue
        ours = [a for a in mine if a.sort == sort]
        theirs = [a for a in yours if a.sort == sort]
        if len(ours) != 1 or len(theirs) != 1 or not _apart(ours[0], theirs[0]):
            continue
        told = {s for s in shared if s not in theirs[0].words}
        about = bool(told) or (first in _OPENS and len(said.sentences[0]) <= 12)
        if about and _comparable(sort, ours[0], theirs[0], said.sentences):
            return sort, ours[0], theirs[0]
    return None


_OTHER_TIME = frozenset("when if after before until till again lasts same to last-time first-time later".split())


_PERIODS = frozenset("day daily week weekly month nightly hour".split())
_ASIDE = frozenset("later when whenever after before until till lasting lasts at ago, then former while used".split())


_FROM_TO = frozenset("half enough older another now down up from before raised increased reduced cut".split())


def _one_story(sentences: tuple[tuple[str, ...], ...]) -> bool:
    """Whether a text tells of one beginning and of no other time."""
    return len(sentences) == 1 and len(sentences[0]) <= 18 and not _ASIDE & set(sentences[0])


def _apart(one: Amount, other: Amount) -> bool:
    if (one.loose and other.low >= 1.0) or (other.loose and one.low >= 1.0):
        return False
    return one.high < other.low or other.high < one.low


def _comparable(sort: str, mine: Amount, yours: Amount, sentences: tuple[tuple[str, ...], ...]) -> bool:
    words = {t for s in sentences for t in s}
    if sort == "elapsed":
        return mine.cued and yours.cued and not _OTHER_TIME & words
    if sort == "dose":
        return not {"tablets", "pills", "two", "three", "half", "each", "day", "total", "altogether", "daily"} & words
    if sort.startswith("count"):
        if occasion(mine.sentence) != occasion(yours.sentence) or _PERIODS & {*mine.sentence, *yours.sentence}:
            return False
        return not {"first", "second", "third"} & words
    if sort == "rate":
        return not ({"if", "when", "sometimes"} & words) and mine.cued and yours.cued
    return True
