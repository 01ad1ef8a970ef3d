"""How long ago something began: compared in days, as coarsely as the unit that was used."""

from __future__ import annotations

import math
from collections.abc import Iterator

from pzdsl.claims.binding import nearest
from pzdsl.claims.claim import Claim, Span
from pzdsl.claims.numbers import ORDINALS
from pzdsl.claims.reading import Item, Quantity, Reading
from pzdsl.claims.scope import Seen
from pzdsl.claims.units import convert, dimension_of
from pzdsl.facts import Fact, Facts, Measure

_BEFORE = frozenset(
    "for x since past last over began started onset lasting lasted lasts these nearly almost about"
    " of history been"
    " approximately roughly around than now duration starting persisting times beginning : ( some"
    " after least with"
    " began diagnosed only almost the going".split()
)
_AFTER = frozenset("ago back now prior earlier straight duration history hx running standing of already before".split())
_NEVER_BEFORE = frozenset("every q each in age aged at after within next".split())
_NEVER_AFTER = frozenset("old later from apart after yo".split())
_REACH = 9.0


def read(reading: Reading, seen: list[Seen]) -> Iterator[Claim]:
    """The claims about onsets and durations."""
    if reading.question or not seen:
        return
    if "number" in reading.roles:
        for item in reading.of("number"):
            if dimension_of(item.value.unit) == "time" and is_duration(reading, item):
                yield from _bound(reading, item, seen, span_of(item.value))
    for item in (*reading.of("number"), *reading.of("age"), *reading.of("childhood")):
        if (span := _since_age(reading, item)) is not None:
            yield from _bound(reading, item, seen, span)
    yield from _nth(reading, seen)
    for item in reading.of("birth"):
        if {"since", "from", "life", "lifelong", "born", "congenital", "remember"} & set(
            reading.tokens[item.i : item.j]
        ):
            yield from _bound(reading, item, seen, Span(0.0, 0.3, 0.0, "birth"))
    for item in reading.of("when"):
        low, high = item.value
        unit = "began" if high < 900 else None
        dated = low > 0 and any(s.item.j in (item.i, item.i - 1) for s in seen)
        if unit is None or _begins(reading, item) or low > 600 or dated:
            yield from _bound(reading, item, seen, Span(low, high, low, "days"))


def _nth(reading: Reading, seen: list[Seen]) -> Iterator[Claim]:
    """“In its third week”: two to three of them."""
    tokens = reading.tokens
    for i, token in enumerate(tokens[:-1]):
        count = ORDINALS.get(token)
        if (
            count
            and tokens[i + 1] in ("day", "week", "month", "year")
            and {"in", "into", "on"} & set(tokens[max(i - 2, 0) : i])
        ):
            day = convert(1.0, tokens[i + 1], "days") or 1.0
            span = Span((count - 1.25) * day, (count + 0.25) * day, count * day, "days")
            yield from _bound(reading, Item("number", None, i, i + 2), seen, span)


def _since_age(reading: Reading, item: Item) -> Span | None:
    """“Since her twenties”, “since age nine”, “diagnosed at 30”: an age at the beginning, in unit `age`."""
    tokens = reading.tokens
    before = tokens[max(item.i - 5, 0) : item.i]
    if item.role == "childhood":
        return Span(0.0, 16.0, 8.0, "age") if {"since", "from", "as", "in", "during"} & set(before) else None
    if item.role == "age":
        low, high = item.value
        return Span(low, high, low, "age") if before[-1:] in (["since"], ["a"], ["an"]) and "since" in before else None
    quantity: Quantity = item.value
    if quantity.unit not in (None, "years") or quantity.tail is not None:
        return None
    number = quantity.number
    decade = number.vague and number.half == 0.0 and before[-1:] and before[-1] in ("her", "his", "my", "their")
    if decade and {"since", "in", "during"} & set(before):
        return Span(number.low, number.high, number.said, "age") if "since" in before or _begins_word(reading) else None
    if number.vague or number.said > 100:
        return None
    aged = before[-1:] == ["age"] or before[-2:] == ["age", "of"]
    was = before[-1:] == ["was"] and ("since" in before or "when" in before)
    if (aged and ({"since", "at", "from"} & set(before))) or was:
        return Span(number.said, number.said + 1, number.said, "age")
    return None


_DATED = frozenset(
    "since newly new recently recent just brand for weeks months years freshly fresh a many only these past last goes"
    " going dates decades an this".split()
)


def _begins_word(reading: Reading) -> bool:
    return bool({"began", "started", "onset", "diagnosed", "developed", "found"} & set(reading.tokens))


def _begins(reading: Reading, item: Item) -> bool:
    """“This week” dates a beginning only beside a word for one."""
    words = set(reading.tokens)
    first = reading.tokens[item.i]
    return bool(
        first in _DATED
        or words
        & {
            "began",
            "started",
            "starting",
            "onset",
            "diagnosed",
            "diagnosis",
            "found",
            "developed",
            "begun",
            "start",
            "starts",
            "came",
            "come",
            "hit",
            "showed",
            "set",
            "kicked",
            "flared",
            "woke",
            "woken",
            "picked",
            "made",
            "appeared",
            "first",
            "struck",
            "erupted",
            "cropped",
            "noticed",
            "popped",
            "emerged",
            "arose",
            "out",
            "up",
            "only",
            "been",
            "just",
            "dates",
            "discovered",
            "learned",
            "put",
            "placed",
            "removed",
            "had",
            "operated",
        }
    )


def _bound(reading: Reading, item: Item, seen: list[Seen], span: Span) -> Iterator[Claim]:
    def fits(one: Seen) -> bool:
        mention = one.item.value
        return one.item.role == "mention" and (bool(mention.truths or mention.drugs) or not mention.measure)

    one = nearest(reading, item, seen, fits, _REACH)
    if one is None or one.status != "present" or one.who or one.other:
        return
    names = one.item.value.truths or one.item.value.drugs
    if names:
        text = reading.words(min(item.i, one.item.i), max(item.j, one.item.j))
        yield Claim("duration", names, span, text)


def is_duration(reading: Reading, item: Item) -> bool:
    """Whether a number of a unit of time says how long ago or for how long."""
    tokens = reading.tokens
    before = tokens[max(item.i - 4, 0) : item.i]
    after = tokens[item.j : item.j + 2]
    if (before and before[-1] in _NEVER_BEFORE) or (after and after[0] in _NEVER_AFTER):
        return False
    if before[-2:] in (["in", "the"], ["age", "of"]) or before[-3:] in (
        ["in", "the", "past"],
        ["in", "the", "last"],
    ):
        return False
    if (
        "every" in before
        or "until" in before
        or any(f.role == "frequency" and f.i <= item.i < f.j for f in reading.items)
    ):
        return False
    if any(p.role == "person" and p.j > item.i - 4 and tokens[p.i] in ("when",) for p in reading.items):
        return False
    if any(
        word in ("will", "follow", "return", "recheck", "repeat", "course", "lifetime") for word in tokens[: item.i]
    ):
        return False
    return bool(_BEFORE & set(before) or _AFTER & set(after) or len(tokens) <= 7)


def span_of(quantity: Quantity) -> Span:
    """The days that the words allow: half a unit either way, nearly one up for full years, more if hedged."""
    number, unit = quantity.number, quantity.unit or "days"
    day = convert(1.0, "days" if unit == "nights" else unit, "days") or 1.0
    whole = float(number.said).is_integer()
    half = 0.5 if whole else max(number.half, 0.05 if number.said >= 1 else 0.12)
    up = 0.95 if whole and unit in ("years", "decades") else half
    low, high = (number.low - half) * day, (number.high + up) * day
    said = number.said * day
    match quantity.hedge:
        case "about":
            low, high = low - 0.2 * said, high + 0.2 * said
        case "almost":
            low, high = min(low, 0.75 * said), high
        case "just over":
            high += 0.25 * said
        case "over":
            low, high = low + 0.3 * half * day, math.inf
        case "under":
            low = 0.0
        case "most of":
            low = 0.6 * said
        case _:
            low, high = low - 0.02 * said, high + 0.02 * said
    return Span(low, high, said, "days", not quantity.hedge)


def judge(claim: Claim, facts: Facts) -> tuple[str, str, str] | None:
    """Fact, expected and found where no time of any fact that may be meant agrees."""
    assert isinstance(claim.value, Span)
    clash = None
    span = claim.value
    if span.unit == "birth":
        age = facts.get("age")
        if age is None or not isinstance(age.value, (int, float)):
            return None
        now = convert(float(age.value), age.unit or "years", "days") or 0.0
        span = Span(0.8 * now, 1.1 * now + 366.0, now, "days")
    if span.unit == "age":
        age = facts.get("age")
        if age is None or not isinstance(age.value, (int, float)):
            return None
        now = convert(float(age.value), age.unit or "years", "days") or 0.0
        span = Span(max(0.0, now - (span.high + 1.5) * 365.25), now - (span.low - 1.5) * 365.25, 0.0, "days")
    for name in claim.names:
        fact = facts.get(name)
        if fact is None or fact.value is not True:
            continue
        times = [(part, days, unit) for part, days, unit in _times(fact)]
        if not any(part in ("onset", "since") for part, _, _ in times):
            return None
        for _, days, unit in times:
            slack = 0.25 * unit
            if span.low - slack <= days <= span.high + slack:
                return None
        part = next(p for p, _, _ in times if p in ("onset", "since"))
        clash = (name, f"{part} {_text(fact, part)}", claim.text)
    return clash


def _times(fact: Fact) -> Iterator[tuple[str, float, float]]:
    """Part, days, and the days of its unit where it is a whole number of them (then it was rounded)."""
    for part in ("onset", "since", "duration"):
        value = fact.parts.get(part)
        if isinstance(value, Measure) and (days := convert(value.value, value.unit, "days")) is not None:
            unit = (convert(1.0, value.unit, "days") or 0.0) if float(value.value).is_integer() else 0.0
            yield part, days, unit


def _text(fact: Fact, part: str) -> str:
    value = fact.parts[part]
    return f"{value.value:g} {value.unit}" if isinstance(value, Measure) else str(value)
