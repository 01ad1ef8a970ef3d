"""Numbers in a text: digits, thousands separators, words, halves, “a couple of”, decades, and hedges."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
_ONES += "sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
ONES = {word: float(n) for n, word in enumerate(_ONES)}
TENS = {word: 10.0 * (n + 2) for n, word in enumerate(_TENS)}
DECADES = {word[:-1] + "ies": value for word, value in TENS.items()} | {"teens": 13.0}
_NTH = "zeroth first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth".split()
_NTH += "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split()
ORDINALS = {word: float(n) for n, word in enumerate(_NTH)}
ORDINALS |= {word[:-1] + "ieth": value for word, value in TENS.items()}
_VAGUE = {  # low, high, said
    ("couple",): (2.0, 3.0, 2.0),
    ("few",): (2.0, 5.0, 3.0),
    ("several",): (3.0, 9.0, 5.0),
    ("handful",): (3.0, 6.0, 4.0),
}
_UNITS_OF_ONE = {"fives": 5.0, "sixes": 6.0, "sevens": 7.0, "eights": 8.0, "nines": 9.0, "tens": 10.0}
_DIGITS = {"single": (0.0, 9.99), "double": (10.0, 99.99), "triple": (100.0, 999.99), "three": (100.0, 999.99)}
STARTERS = frozenset(
    [
        *ONES,
        *TENS,
        *DECADES,
        *_UNITS_OF_ONE,
        "single",
        "double",
        "triple",
        "a",
        "an",
        "A",
        "An",
        "half",
        "couple",
        "few",
        "several",
        "dozen",
        "low",
        "mid",
        "early",
        "late",
        "high",
        "handful",
        "hundred",
        "point",
        "quarter",
    ]
)
ONE_OF = frozenset(("a", "an", "A", "An"))  # one, but only where a unit follows


@dataclass(frozen=True, slots=True)
class Number:
    """A number as said; `low` and `high` bound a range (“seven or eight”), else both are `said`."""

    said: float
    low: float
    high: float
    half: float  # half of the last digit that was given
    vague: bool = False


def _rounding(digits: str) -> float:
    """Half a unit of the last digit; zeros that end three digits or more count as rounded."""
    whole, _, decimals = digits.partition(".")
    if decimals:
        return 0.5 * 10.0 ** -len(decimals)
    bare = whole.lstrip("0")
    zeros = len(bare) - len(bare.rstrip("0"))
    return 0.5 * 10.0 ** min(zeros, max(len(bare) - 2, 0))


def from_digits(token: str) -> Number:
    """The number that a token of digits spells."""
    digits = token.replace(",", "")
    value = float(digits)
    return Number(value, value, value, _rounding(digits))


def plain(value: float) -> Number:
    """A number that was given in words."""
    digits = f"{value:g}"
    return Number(value, value, value, _rounding(digits) if "e" not in digits else 0.5)


def from_words(tokens: Sequence[str], i: int) -> tuple[Number, int] | None:
    """The number in words that starts at token i, and the token after it."""
    n = len(tokens)
    word = tokens[i]
    if word in ("low", "mid", "early", "late", "high"):
        j = i + 1
        if j < n and tokens[j] in DECADES:
            return _decade(DECADES[tokens[j]], word), j + 1
        if j + 1 < n and tokens[j].isdigit() and tokens[j + 1] == "s":
            return _decade(float(tokens[j]), word), j + 2
        if j + 1 < n and tokens[j] in ONES and tokens[j + 1] in (*DECADES, "hundreds"):
            return _hundreds(tokens[j], tokens[j + 1], word), j + 2
        if j < n and tokens[j] in _UNITS_OF_ONE:
            return _within_one(_UNITS_OF_ONE[tokens[j]], word), j + 1
        return None
    if i + 1 < n and word in ONES and tokens[i + 1] in (*DECADES, "hundreds"):
        return _hundreds(word, tokens[i + 1], None), i + 2
    if i + 1 < n and word in _DIGITS and tokens[i + 1] in ("digits", "digit"):
        low, high = _DIGITS[word]
        return Number(low, low, high, 0.0, vague=True), i + 2
    if word in _UNITS_OF_ONE:
        return _within_one(_UNITS_OF_ONE[word], None), i + 1
    if (part := _fraction(tokens, i)) is not None:
        return part
    if word in DECADES:
        return _decade(DECADES[word], None), i + 1
    if word in ONE_OF:
        if i + 1 < n and tokens[i + 1] in ("couple", "few", "handful", "dozen", "hundred", "thousand", "half"):
            return from_words(tokens, i + 1)
        return plain(1.0), i + 1
    if word == "half":
        j = i + 1
        if j < n and tokens[j] in ONE_OF:
            if j + 1 < n and tokens[j + 1] == "dozen":
                return plain(6.0), j + 2
            j += 1
        return Number(0.5, 0.5, 0.5, 0.05), j
    if word == "dozen":
        return plain(12.0), i + 1
    if word == "point":  # “point four milligrams”
        told = (
            i + 1 < n and tokens[i + 1] in ONES and not (i and tokens[i - 1] in ("this", "that", "one", "what", "no"))
        )
        return _decimals(0.0, tokens, i) if told else None
    if word == "quarter":
        return None
    for key, (low, high, said) in _VAGUE.items():
        if word == key[0]:
            j = i + 1
            if j < n and tokens[j] == "of":
                j += 1
            return Number(said, low, high, 0.5, vague=True), j
    return _spelled(tokens, i)


_PARTS = {
    "quarter": 4.0,
    "quarters": 4.0,
    "third": 3.0,
    "thirds": 3.0,
    "fourth": 4.0,
    "fourths": 4.0,
    "fifth": 5.0,
    "fifths": 5.0,
    "eighth": 8.0,
    "eighths": 8.0,
    "tenth": 10.0,
    "tenths": 10.0,
}


def _fraction(tokens: Sequence[str], i: int) -> tuple[Number, int] | None:
    """“A third of a”, “three quarters of an”: a part of the unit that follows; also “half a million”."""
    if tokens[i + 1 : i + 3] == ["a", "million"] and tokens[i] == "half":
        return Number(5e5, 4.5e5, 5.5e5, 0.0, vague=True), i + 3
    if tokens[i + 1 : i + 5] == ["quarter", "of", "a", "million"]:
        return Number(2.5e5, 2.25e5, 2.75e5, 0.0, vague=True), i + 5
    if i + 3 < len(tokens) and tokens[i + 1] in _PARTS and tokens[i + 2] == "of" and tokens[i + 3] in ONE_OF:
        count = 1.0 if tokens[i] in ONE_OF else ONES.get(tokens[i], 0.0)
        value = count / _PARTS[tokens[i + 1]]
        return (Number(value, value, value, 0.05), i + 4) if count else None
    return None


def _spelled(tokens: Sequence[str], i: int) -> tuple[Number, int] | None:
    n = len(tokens)
    total, group, j = 0.0, 0.0, i
    last = ""
    while j < n:
        word = tokens[j]
        if word in ONES and last in ("", "tens", "hundred", "thousand") and not (last == "tens" and ONES[word] > 9):
            if last == "tens" and ONES[word] == 0:
                break
            group += ONES[word]
            last = "ones"
        elif word in TENS and last in ("", "hundred", "thousand"):
            group += TENS[word]
            last = "tens"
        elif word in TENS and last == "ones" and j == i + 1 and 1 <= group <= 9:  # “one forty-eight”
            group = group * 100 + TENS[word]
            last = "tens"
        elif word in ONES and ONES[word] > 9 and last == "ones" and j == i + 1 and 1 <= group <= 9:  # “one eighteen”
            group = group * 100 + ONES[word]
        elif (
            word in ("oh", "o") and last == "ones" and j == i + 1 and j + 1 < n and 1 <= ONES.get(tokens[j + 1], 0) <= 9
        ):
            group = group * 100 + ONES[tokens[j + 1]]  # “one oh five”
            j += 2
            break
        elif word == "hundred" and last in ("", "ones"):
            group = (group or 1.0) * 100
            last = "hundred"
        elif word == "thousand" and j == i and j + 1 < n:  # “a thousand milligrams”
            total, last = 1000.0, "thousand"
        elif word == "thousand" and last in ("ones", "tens", "hundred"):
            total, group = (total + group) * 1000, 0.0
            last = "thousand"
        elif (
            word == "and"
            and last in ("hundred", "thousand")
            and j + 1 < n
            and (tokens[j + 1] in ONES or tokens[j + 1] in TENS)
        ):
            pass
        else:
            break
        j += 1
    if j == i:
        return None
    value = total + group
    if j + 1 < n and tokens[j] == "point" and tokens[j + 1] in ONES and (found := _decimals(value, tokens, j)):
        return found
    return (half, j + 3) if (half := and_a_half(tokens, j, value)) else (plain(value), j)


def _decimals(value: float, tokens: Sequence[str], j: int) -> tuple[Number, int] | None:
    """“Point four five” after a whole number, or alone."""
    decimals, k = "", j + 1
    while k < len(tokens) and tokens[k] in ONES and ONES[tokens[k]] < 10:
        decimals += str(int(ONES[tokens[k]]))
        k += 1
    return (from_digits(f"{value:.0f}.{decimals}"), k) if decimals else None


_AND_PARTS: dict[tuple[str, ...], float] = {("and", "a", "quarter"): 0.25, ("and", "three", "quarters"): 0.75}


def and_a_half(tokens: Sequence[str], j: int, value: float) -> Number | None:
    """`value` and a part, if “and a half”, “and a quarter” or “and three quarters” stands at token j."""
    if (part := _AND_PARTS.get(tuple(tokens[j : j + 3]))) is not None:
        return Number(value + part, value + part, value + part, 0.125)
    if j + 2 < len(tokens) and tokens[j] == "and" and tokens[j + 1] == "a" and tokens[j + 2] == "half":
        return Number(value + 0.5, value + 0.5, value + 0.5, 0.25)
    return None


def _hundreds(count: str, tens: str, part: str | None) -> Number:
    """“One forties” are 140 to 149, “high two hundreds” 255 to 299."""
    base = 100.0 * ONES[count]
    if tens != "hundreds":
        return _decade(base + DECADES[tens], part)
    tenth = _decade(0.0, part)
    return Number(base + 10 * tenth.said, base + 10 * tenth.low, base + 10 * tenth.high, 0.0, vague=True)


def _within_one(start: float, part: str | None) -> Number:
    """“High sevens”: 7.5 to 7.99."""
    tenth = _decade(0.0, part)
    return Number(start + tenth.said / 10, start + tenth.low / 10, start + tenth.high / 10, 0.0, vague=True)


def _decade(start: float, part: str | None) -> Number:
    if start == 13.0:
        return Number(16.0, 13.0, 19.99, 0.0, vague=True)
    low, high = {
        "low": (0, 4.5),
        "early": (0, 4),
        "mid": (2.5, 7.5),
        "late": (6, 9.99),
        "high": (5.5, 9.99),
    }.get(part or "", (0, 9.99))
    return Number(start + (low + high) / 2, start + low, start + high, 0.0, vague=True)


def interval(number: Number, hedge: str, slack: float) -> tuple[float, float]:
    """Where the true value lies if the number is hedged so; `slack` is the rounding of a bare number."""
    low, high = number.low - slack, number.high + slack
    match hedge:
        case "about":
            wide = 0.1 * abs(number.said)
            return low - wide, high + wide
        case "almost":
            return low - 0.12 * abs(number.said), high
        case "just over":
            return low, high + 0.12 * abs(number.said)
        case "over":
            return low, math.inf
        case "under":
            return -math.inf, high
        case "most of":
            return 0.7 * number.low, high
        case _:
            return low, high
