"""Two texts about one patient, with no facts at hand: whether their typed claims agree, clash, or leave it open."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from pzdsl.claims.claim import DoseSaid, Relatives, Span
from pzdsl.claims.follows import follows
from pzdsl.claims.quantities import conflict
from pzdsl.claims.said import (
    Said,
    at_another_time,
    dated,
    denied_outright,
    narrowed,
    negations,
    occasion,
    of_another,
    one_side,
    other_side,
    text_of,
)
from pzdsl.claims.units import convert, convert_analyte, dimension_of
from pzdsl.claims.words import elsewhen, opposed, plain_of

Label = Literal["entailment", "contradiction"]


@dataclass(frozen=True, slots=True)
class Compared:
    """A verdict with the two places that it rests on, in their own words."""

    label: Label
    kind: str
    reason: str
    premise_words: str
    hypothesis_words: str


def compare(premise: str, hypothesis: str) -> Compared | None:
    """Whether rules decide that the hypothesis follows from the premise, or can't be true beside it; else None.

    Texts of more than 2,000 characters are left to be split by who asks: None.
    """
    if max(len(premise), len(hypothesis)) > _LONGEST:
        return None
    known, said = text_of(premise), text_of(hypothesis)
    mine, yours = plain_of(premise), plain_of(hypothesis)
    other_time = elsewhen(mine, yours)
    for claim in said.claims:
        for other in known.claims:
            if (claim.claim.kind == "duration" or not other_time) and clash(other, claim):
                return _contradiction(claim.claim.kind, other.claim.text, claim.claim.text)
    if not other_time and (found := opposed(mine, yours)) is not None:
        told = (found.other, found.words) if found.side == "H" else (found.words, found.other)
        return _contradiction("negation", *told)
    if (found_in := conflict(premise, hypothesis)) is not None:
        sort, one, another = found_in
        if sort in ("elapsed", "year") or not other_time:
            return _contradiction(_KINDS.get(sort, "number"), one.words, another.words)
    if not other_time and (borne_out := follows(known, said, yours)) is not None:
        said_before, asked = (one.claim.text for one in borne_out)
        kind = borne_out[1].claim.kind
        return Compared("entailment", kind, f"“{asked}” is said by “{said_before}”", said_before, asked)
    return None


_LONGEST = 2000  # characters
_KINDS = {"elapsed": "duration", "lasting": "duration", "year": "duration", "dose": "dose"}


def _contradiction(kind: str, premise_words: str, hypothesis_words: str) -> Compared:
    reason = f"“{hypothesis_words}” can't be true beside “{premise_words}”"
    return Compared("contradiction", kind, reason, premise_words, hypothesis_words)


def clash(known: Said, said: Said) -> bool:
    """Whether both can't be true of one patient."""
    mine, yours = known.claim, said.claim
    if mine.kind != yours.kind or not set(mine.names) & set(yours.names):
        return False
    if narrowed(known) or narrowed(said) or of_another(known, said):
        return False
    one, other = mine.value, yours.value
    if isinstance(one, bool) and isinstance(other, bool):
        return one != other and not other_side(known, said) and _denies(known, said)
    if len(mine.names) > 1 and mine.names != yours.names:
        return False
    match one, other:
        case Span(), Span():
            none = other.high == 0 and "the" not in yours.text.split()
            if negations(known.sentence) or (negations(said.sentence) and not none):
                return False
            if mine.kind == "number" and occasion(known.sentence) != occasion(said.sentence):
                return False
            if mine.kind == "age" and mine.text.startswith(("in his", "in her", "in my")):
                return False
            if mine.kind == "duration" and ("lasting" in known.sentence or _LASTING & set(said.sentence)):
                return False
            return apart(one, other, frozenset(yours.names))
        case DoseSaid(), DoseSaid():
            if _TABLETS & {*known.sentence, *said.sentence}:
                return False  # “two 500s” are a gram
            return _doses_apart(one, other)
        case frozenset(), frozenset():
            if mine.kind == "category" and (
                mine.names != ("smoking",) or _OTHER_SMOKE & {*known.sentence, *said.sentence}
            ):
                return False
            return not one & other if "not" not in (*mine.given, *yours.given) else False
        case str(), str():
            if mine.kind == "sex":
                return one != other and not mine.given and not yours.given and ("i", "'m") in pairwise(said.sentence)
            if len(yours.names) > 1 and len(said.sentence) > 6:
                return False  # “had surgery on my right knee”: of what there is no word
            return one != other and "one" not in (one, other) and one_side(known) and one_side(said)
        case Relatives(), Relatives():
            return bool(one.who & other.who) and one.present != other.present
    return False


def _denies(known: Said, said: Said) -> bool:
    present, absent = (known, said) if known.claim.value else (said, known)
    if not set(present.claim.names) <= set(absent.claim.names):
        return False
    if at_another_time(absent, present, denied_last=absent is said):
        return False
    if not denied_outright(absent) or negations(present.sentence) > (1 if present is known else 0):
        return False
    return not dated(known) and not dated(said)


_LASTING = frozenset("last lasts lasted lasting used".split())


_TABLETS = frozenset("tablet tablets pill pills two three half capsules capsule puffs 500s 250s each split".split())
_OTHER_SMOKE = frozenset(
    "cigar cigars pipe weed pot cannabis marijuana vape vapes vaping joint joints chew chews dip".split()
)


def apart(one: Span, other: Span, concepts: frozenset[str]) -> bool:
    """Whether no value lies in both spans, in any unit that may be meant."""
    readings = _readings(one, other, concepts)
    return bool(readings) and all(a[1] < b[0] or b[1] < a[0] for a, b in readings)


Bounds = tuple[float, float]


def _readings(one: Span, other: Span, concepts: frozenset[str]) -> list[tuple[Bounds, Bounds]]:
    if one.unit == other.unit:
        return [((one.low, one.high), (other.low, other.high))]
    if one.unit is None or other.unit is None:
        plain = ((one.low, one.high), (other.low, other.high))
        bare, measured = (one, other) if one.unit is None else (other, one)
        found = [plain]
        for unit in _USUAL.get(dimension_of(measured.unit) or "", ()):
            low, high = (_converted(x, unit, measured.unit or "", concepts) for x in (bare.low, bare.high))
            if low is not None and high is not None:
                found.append(((low, high), (measured.low, measured.high)))
        return found
    low, high = (_converted(x, other.unit, one.unit, concepts) for x in (other.low, other.high))
    if low is None or high is None:
        return []
    return [((one.low, one.high), (low, high))]


_USUAL = {
    "temperature": ("[degF]", "Cel"),
    "mass": ("[lb_av]", "kg", "[stone_av]"),
    "length": ("[in_i]", "[ft_i]", "cm", "m"),
    "mass concentration": ("mg/dL", "mmol/L", "g/L"),
    "amount concentration": ("mg/dL", "mmol/L"),
    "share": ("mmol/mol",),
    "amount ratio": ("%",),
    "time": ("days", "weeks", "months", "years"),
}  # units that people leave out


def _converted(value: float, unit: str, to: str, concepts: frozenset[str]) -> float | None:
    if math.isinf(value):
        return value
    return convert_analyte(value, unit, to, concepts)


def _doses_apart(one: DoseSaid, other: DoseSaid) -> bool:
    if one.amount is not None and other.amount is not None:
        there = convert(other.amount, other.unit or one.unit or "", one.unit or other.unit or "")
        amounts = {one.amount, one.amount * (one.per_day or 1.0)} if other.a_day or one.a_day else {one.amount}
        given = {there, there * (other.per_day or 1.0)} if there is not None else set()
        if given and all(abs(a - b) > 1e-6 * max(a, b) for a in amounts for b in given if b is not None):
            return True
    if one.per_day is not None and other.per_day is not None:
        return abs(one.per_day - other.per_day) > 1e-6
    return False
