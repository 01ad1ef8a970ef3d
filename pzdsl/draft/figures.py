"""Which numbers a sentence says, and whether a number of a spec is one of them: as percent, fraction, range or word."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

_ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
_WORDS = {word: i for i, word in enumerate([*_ONES, "seventeen", "eighteen", "nineteen"])}
_TENS = {word: 10 * i for i, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_PARTS |= {f"{word}s": n for word, n in _PARTS.items() if word not in ("half", "halves")}

_NUMBER = r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?![\d,])|(?<![A-Za-z_\d])\d+(?:[.·]\d+)?"
_PERCENT = r"\s*(?:%|percent\b|per cent\b|per-cent\b|percentage points?\b)"
_JOIN = r"\s*(?:%|percent|per cent)?\s*(?:,|-|to|and|or|through|,\s*and|,\s*or)\s*"
_NUM = re.compile(_NUMBER)
_MARKED = re.compile(rf"(?:{_JOIN}(?:{_NUMBER}))*{_PERCENT}", re.I)
_RATIO = re.compile(
    rf"({_NUMBER})\s*(?:in every|in|of the|of these|of|out of|per|/)\s*(?:every |each )?({_NUMBER})"
    r"(?!\s*(?:%|percent))",
    re.I,
)
_AFTER = re.compile(rf"(?:{_JOIN}(?:{_NUMBER}))*\s*-?\s*([°µ%A-Za-z/][°µA-Za-z0-9/²\[\]]*(?:\s(?:hg|per \w+))?)", re.I)
_AS_SHARE = re.compile(r"proportion|probability|prevalence|sensitivity|specificity|fraction|share", re.I)

_DAYS = {  # as the language counts: a year has 365.25 days
    "year": Fraction(1461, 4), "month": Fraction(487, 16), "week": Fraction(7), "day": Fraction(1),
    "hour": Fraction(1, 24), "minute": Fraction(1, 1440),
}  # fmt: skip
_TIMES = tuple(f"{word}s" for word in _DAYS)
_AS_WRITTEN = "mg/dL mmol/L kg/m2 mmol/mol g/dL mg/L pg/mL ng/mL L/min U/L mL L kg g mg cm mm /min"
_UNITS = {unit.lower(): unit for unit in _AS_WRITTEN.split()}
_UNITS |= {"mmhg": "mm[Hg]", "mm hg": "mm[Hg]", "°c": "Cel", "celsius": "Cel", "°f": "[degF]", "kg/m²": "kg/m2"}
_UNITS |= {"bpm": "/min", "beats": "/min", "breaths": "/min"}


@dataclass(frozen=True, slots=True)
class Stated:
    """A number as a spec states it; `unit` is a UCUM code or a time word in the plural, `percent` a bare `%`."""

    value: Decimal
    percent: bool = False
    unit: str | None = None

    def __str__(self) -> str:
        if self.percent:
            return f"{self.value} %"
        if self.unit is None:
            return str(self.value)
        return f"{self.value} {self.unit.rstrip('s') if self.value == 1 and self.unit in _TIMES else self.unit}"


@dataclass(frozen=True, slots=True)
class Said:
    """A number as a sentence says it; `word` is what follows: a unit, perhaps."""

    value: Fraction
    percent: bool = False
    word: str = ""
    exact: bool = True  # False: a fraction, which a spec may round


def says(sentence: str, stated: Stated) -> bool:
    """Whether a sentence says the number."""
    value = abs(Fraction(stated.value))
    exponent = stated.value.as_tuple().exponent
    room = Fraction(10) ** (exponent if isinstance(exponent, int) and exponent < 0 else 0) / 2
    for said in said_in(sentence):
        near = said.value == value if said.exact else abs(said.value - value) <= room
        if stated.percent or stated.unit == "%":
            if said.percent and near:
                return True
        elif not said.percent and said.exact and _same(said, value, stated.unit):
            return True
    return False


@lru_cache(maxsize=4096)
def said_in(sentence: str) -> tuple[Said, ...]:
    """All numbers of a sentence."""
    text = _digits(re.sub(r"[‐‑‒–—−]", "-", sentence).replace("\u00a0", " ").replace("\u202f", " "))
    found: list[Said] = []
    for match in _NUM.finditer(text):
        value = Fraction(match[0].replace(",", "").replace("·", "."))
        rest = text[match.end() : match.end() + 120]
        percent = _MARKED.match(rest) is not None
        after = _AFTER.match(rest)
        word = after[1].lower() if after is not None else ""
        found.append(Said(value, percent, word))
        if not percent and match[0].startswith("0.") and _AS_SHARE.search(text):
            found.append(Said(100 * value, True))
    for match in _RATIO.finditer(text):
        part, whole = (Fraction(x.replace(",", "").replace("·", ".")) for x in match.groups())
        if 0 < part <= whole:
            found.append(Said(100 * part / whole, True, exact=False))
    for match in re.finditer(
        r"\b(?:(\d+)[ -])?(halves|half|(?:third|quarter|fifth|sixth|eighth|tenth)s?)\b", text, re.I
    ):
        part = Fraction(match[1] or 1) / _PARTS[match[2].lower()]
        ordinal = match[1] is None and not re.search(r"\b(?:a|one|about|nearly|half)\W*$", text[: match.start()], re.I)
        if part <= 1 and not (ordinal and match[2].lower() not in ("half", "quarter")):  # `the third day`
            found.append(Said(100 * part, True, exact=False))
    return tuple(found)


def _same(said: Said, value: Fraction, unit: str | None) -> bool:
    """Whether a plain number is the stated one in its unit; a word that is no unit says nothing against it."""
    said_time = _DAYS.get(said.word.rstrip("s"))
    said_unit = _UNITS.get(said.word)
    if unit is None:
        return said.value == value
    stated_time = _DAYS.get(unit.rstrip("s"))
    if stated_time is not None:
        if said_unit is not None:
            return False
        return said.value * (said_time or stated_time) == value * stated_time
    if said_time is not None or (said_unit is not None and said_unit != unit):
        return False
    return said.value == value


def _digits(text: str) -> str:
    """Number words as digits; `one` only where it counts."""

    def tens(match: re.Match[str]) -> str:
        return str(_TENS[match[1].lower()] + (_WORDS[match[2].lower()] if match[2] else 0))

    ones = "|".join(_ONES[1:10])
    text = re.sub(rf"\b({'|'.join(_TENS)})(?:[ -]({ones}))?\b", tens, text, flags=re.I)
    others = "|".join(word for word in _WORDS if word != "one")
    text = re.sub(rf"\b({others})\b", lambda m: str(_WORDS[m[1].lower()]), text, flags=re.I)
    whole = r"(?:in|of|out of) (?:every |each |the )?\d"
    counted = r"day|week|month|year|hour|third|quarter|half|fifth|tenth|percent|per cent|or more"
    return re.sub(rf"\bone\b(?=\s+(?:{whole}|(?:{counted})\b))", "1", text, flags=re.I)
