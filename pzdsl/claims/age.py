"""Age: in years or months, as a decade, or as a stage of life."""

from __future__ import annotations

from collections.abc import Iterator

from pzdsl.claims.claim import Claim, Span
from pzdsl.claims.numbers import interval
from pzdsl.claims.reading import Item, Quantity, Reading
from pzdsl.claims.scope import Seen
from pzdsl.claims.units import convert
from pzdsl.facts import Facts

_OLD = frozenset(("old", "olds"))
_YEARS_OLD = (("y", "o"), ("yo",), ("yr", "o"), ("yof",), ("yom",), ("y", "F"), ("y", "M"), ("year", "old"))
_ELSEWHERE = frozenset("since when at until by before after began started diagnosed onset died passed from".split())
_COUNTING = frozenset(("he", "she", "He", "She", "I", "patient", "pt", "who", "is", "now", "'s", "'m"))


def read(reading: Reading, seen: list[Seen]) -> Iterator[Claim]:
    """The claims about the patient's age."""
    if reading.question or not {"number", "age"} & reading.roles:
        return
    for item in reading.of("age"):
        if not _elsewhere(reading, item) and "family" not in reading.roles and not _denied(reading, item):
            low, high = item.value
            yield Claim("age", ("age",), Span(low, high, low, "years"), reading.words(item.i, item.j))
    for item in reading.of("number"):
        span = _span(reading, item)
        if span is not None and not _elsewhere(reading, item):
            yield Claim("age", ("age",), span, reading.words(item.i, min(item.j + 2, len(reading.tokens))))


def _denied(reading: Reading, item: Item) -> bool:
    return any(n.role in ("neg", "unsure", "kin") and n.j <= item.i and item.i - n.j <= 4 for n in reading.items)


def _elsewhere(reading: Reading, item: Item) -> bool:
    """Whether the age is not the patient's of today: “since age nine”, “his 54-year-old wife”."""
    tokens = reading.tokens
    if _ELSEWHERE & set(tokens[max(item.i - 8, 0) : item.i]):
        return True
    for kin in reading.items:
        if kin.role in ("family", "kin"):
            if 0 <= kin.i - item.j <= 3:
                return True
            if kin.j <= item.i and not any(
                p.role in ("person", "informs", "pronoun") and kin.j <= p.i <= item.i for p in reading.items
            ):
                return True
    return False


def _span(reading: Reading, item: Item) -> Span | None:
    tokens, quantity = reading.tokens, item.value
    if quantity.tail is not None:
        return None
    before = tokens[max(item.i - 2, 0) : item.i]
    after = tuple(tokens[item.j : item.j + 2])
    unit = quantity.unit
    if unit in ("years", "months", "weeks", "days") and after[:1] and after[0] in (*_OLD, "o", "of"):
        if after[0] == "of" and tuple(tokens[item.j : item.j + 3])[1:2] != ("age",):
            return None
        return _range(quantity, unit)
    if (
        unit in ("years", "months")
        and after[:1]
        and after[0] in ("woman", "man", "girl", "boy", "female", "male", "F", "M")
    ):
        return _range(quantity, unit)
    if unit is not None:
        return None
    if quantity.number.vague and before and before[-1] in ("her", "his", "their", "in", "the", "my"):
        decade = 10 <= quantity.number.low <= 95 and quantity.number.half == 0.0
        if decade and (before[-1] != "the" or before[0] == "in") and _is_decade(reading, item):
            return _range(quantity, "years")
        return None
    if any(after[: len(form)] == form for form in _YEARS_OLD):
        return _range(quantity, "years")
    if (
        after[:1]
        and after[0] in ("M", "F", "woman", "man", "female", "male")
        and quantity.number.said >= 10
        and item.i <= 3
    ):
        return _range(quantity, "years")
    if before and before[-1] in ("age", "aged", "Age") and (len(before) < 2 or before[0] not in _ELSEWHERE):
        return _range(quantity, "years")
    if before[-1:] == [":"] and before[:1] == ["age"]:
        return _range(quantity, "years")
    return _bare(reading, item, before, after)


def _bare(reading: Reading, item: Item, before: list[str], after: tuple[str, ...]) -> Span | None:
    """“He's 67.” and “she is 54, with …”: a number after the verb, with nothing to count."""
    tokens, start = reading.tokens, item.i
    for hedge in reading.items:
        if hedge.role == "hedge" and 0 <= item.i - hedge.j <= 1:
            start = hedge.i
    before = [t for t in tokens[max(start - 3, 0) : start] if t not in ("just", "only", "now")][-2:]
    if len(before) < 2 or before[0] not in ("he", "she", "He", "She", "I", "patient", "pt"):
        return None
    if before[1] not in ("'s", "is", "'m", "am", "turned"):
        return None
    if after and after[0] not in (",", ";", "and", "with", "so", "now", "this", "years", "who", "but"):
        return None
    return _range(item.value, "years")


def _is_decade(reading: Reading, item: Item) -> bool:
    """Decades of life follow “in her” or “in the”; a rate in the low fifties follows a measure."""
    tokens = reading.tokens
    word = tokens[item.i - 1]
    if word in ("her", "his", "my", "their"):
        return True
    return not any(m.role == "mention" and m.value.measure and m.j <= item.i for m in reading.items)


def _range(quantity: Quantity, unit: str) -> Span | None:
    """In years; a whole number of years lasts until the next birthday."""
    number = quantity.number
    if number.said > 120 and unit == "years":
        return None
    days = convert(1.0, unit, "days") or 365.25
    whole = float(number.said).is_integer() and number.low == number.high
    up = 1.0 if whole else number.half
    low, high = number.low, number.high + (0.0 if number.vague else up)
    if not whole and not number.vague:
        low, high = low - 0.25, number.said + 0.5
    if quantity.hedge:
        low, high = interval(number, quantity.hedge, 1.0)
    scale = days / 365.25
    slack = 0.0 if unit == "years" else 0.02 + 0.5 * scale
    return Span(low * scale - slack, high * scale + slack, number.said * scale, "years", not quantity.hedge)


def judge(claim: Claim, facts: Facts) -> tuple[str, str, str] | None:
    """Age, expected and found where the age lies outside."""
    fact = facts.get("age")
    if fact is None or not isinstance(fact.value, (int, float)):
        return None
    assert isinstance(claim.value, Span)
    years = (convert(float(fact.value), fact.unit or "years", "days") or 0.0) / 365.25
    if claim.value.low - 1e-6 <= years < claim.value.high + 1e-6 and not (
        claim.value.exact and years >= claim.value.high - 1e-9 and fact.unit in (None, "years", "a")
    ):
        return None
    return "age", f"{fact.value:g} {fact.unit or 'years'}", claim.text
