"""Age: in years or months, as a decade, or as a stage of life."""

from __future__ import annotations

from collections.abc import Iterator

from pzdsl.claims.claim import Claim, Span
from pzdsl.claims.numbers import ORDINALS, TENS, interval
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
    if reading.question or not ({"number", "age"} & reading.roles or "birthday" in reading.tokens):
        return
    for item in reading.of("age"):
        if not _elsewhere(reading, item) and not _denied(reading, item) and not _counted(reading, item):
            low, high = item.value
            yield Claim("age", ("age",), Span(low, high, low, "years"), reading.words(item.i, item.j))
    yield from _birthday(reading)
    yield from _my_child(reading)
    for item in reading.of("number"):
        span = _turning(reading, item) or _span(reading, item)
        if span is not None and not _elsewhere(reading, item):
            yield Claim("age", ("age",), span, reading.words(item.i, min(item.j + 2, len(reading.tokens))))


_GROWN = 16.0  # years: from here on “my kid” may be the patient's own
_MINE = frozenset("kid child baby toddler little one boy girl son daughter guy man lady".split())


def _my_child(reading: Reading) -> Iterator[Claim]:
    """“My kid's seven.”: only meant of a patient who is a child."""
    tokens = reading.tokens
    if not tokens or tokens[0].lower() not in ("my", "our") or _ELSEWHERE & set(tokens):
        return
    for item in reading.of("number"):
        who, verb = tokens[1 : item.i - 1], tokens[item.i - 1 : item.i]
        following = tokens[item.j : item.j + 1]
        said = item.value
        if (
            not who
            or not set(who) <= _MINE
            or verb not in (["is"], ["'s"])
            or said.unit not in (None, "years", "months")
        ):
            continue
        if not following or following[0] in (",", ".", "old", "now", "and"):
            if (span := _range(said, said.unit or "years")) is not None:
                yield Claim("age", ("age",), span, reading.words(1, item.j), given=("child",))


_COMING = frozenset(("next", "soon", "tomorrow", "shortly"))
_SEASONS = frozenset(
    "month week year spring summer fall winter autumn january february march april may june july".split()
)
_SEASONS |= frozenset("august september october november december days weeks months birthday".split())


def _turning(reading: Reading, item: Item) -> Span | None:
    """“Turns 40 next month”, “she'll be three in the spring”, “turned 60 last week”."""
    tokens = reading.tokens
    before, after = tokens[max(item.i - 3, 0) : item.i], tokens[item.j : item.j + 4]
    number = item.value.number
    if item.value.tail is not None or number.vague or item.value.unit not in (None, "years"):
        return None
    if not 1 <= number.said <= 110 or not before:
        return None
    said = number.said
    if before[-1] in ("turned", "became") and item.value.unit is None:
        ago = {"already", "long", "years", "ago"} & set(after)
        if after[:2] == ["last", "year"]:
            return Span(said, said + 2.0, said, "years", True)
        return Span(said, 131.0 if ago else said + 1.0, said, "years", not ago)
    turning = before[-1] in ("turns", "turning", "turn")
    be = (before[-1] == "be" and bool({"'ll", "will", "to"} & set(before))) or before[-1] == "hits"
    if turning or (
        be and (_COMING & set(after) or (after[:1] in (["in"], ["on"], ["this"]) and _SEASONS & set(after)))
    ):
        return Span(said - 1.0, said, said, "years", True)
    return None


def _birthday(reading: Reading) -> Iterator[Claim]:
    """“Celebrated her 70th birthday last month”."""
    tokens = reading.tokens
    if "birthday" not in tokens or "family" in reading.roles:
        return
    k = tokens.index("birthday")
    words = [t for t in tokens[max(k - 4, 0) : k] if t not in ("st", "nd", "rd", "th")]
    if not words:
        return
    said = float(words[-1]) if words[-1].isdigit() else ORDINALS.get(words[-1])
    if said is not None and len(words) > 1 and said < 10 and words[-2] in TENS:
        said += TENS[words[-2]]
    if said is None or _ELSEWHERE & set(tokens[:k]):
        return
    ahead = bool({"next", "upcoming", "approaching", "nearing", "soon", "before", "will", "'ll"} & set(tokens))
    low = said - 1.0 if ahead else said
    yield Claim("age", ("age",), Span(low, low + 1.0, said, "years", True), reading.words(k - 2, k + 1))


def _counted(reading: Reading, item: Item) -> bool:
    """“A 54-year-old man”, “thirty-something years of smoking” are no stages of life."""
    tokens = reading.tokens
    if item.i and tokens[item.i] == "old" and (tokens[item.i - 1] in _UNITS_BEFORE or tokens[item.i - 1].isdigit()):
        return True
    return item.j < len(tokens) and tokens[item.j] in (
        "years",
        "months",
        "days",
        "weeks",
        "cigarettes",
        "pack",
        "pounds",
    )


_UNITS_BEFORE = frozenset("year years yr yrs month months mo week weeks wk day days y".split())


def _denied(reading: Reading, item: Item) -> bool:
    return any(n.role in ("neg", "unsure", "kin") and n.j <= item.i and item.i - n.j <= 4 for n in reading.items)


def _elsewhere(reading: Reading, item: Item) -> bool:
    """Whether the age is not the patient's of today: “since age nine”, “his 54-year-old wife”."""
    tokens = reading.tokens
    if _ELSEWHERE & set(tokens[max(item.i - 8, 0) : item.i]):
        return True
    for kin in reading.items:
        if kin.role in ("family", "kin"):
            gap = tokens[item.j : kin.i] if kin.i >= item.j else []
            if 0 <= kin.i - item.j <= 3 and not {"with", "and", "came", "whose"} & set(gap) and not _own(tokens, kin):
                return True
            if (
                kin.j <= item.i
                and not _own(tokens, kin)
                and not any(
                    p.role in ("person", "informs", "pronoun") and kin.j <= p.i < item.i - 1 for p in reading.items
                )
            ):
                return True
    return False


def _own(tokens: list[str], kin: Item) -> bool:
    """“An eighty-something grandmother”, “this father of two”: the patient, called by what he is to others."""
    before = tokens[max(kin.i - 4, 0) : kin.i]
    if {"his", "her", "my", "our", "their"} & set(before) or kin.value in ("other", "family"):
        return False
    return kin.i <= 5 and bool({"a", "an", "this", "A", "An"} & set(before))


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
        person = any(p.role in ("noun", "person", "pronoun") and p.j <= item.i for p in reading.items)
        if decade and (before[-1] != "the" or (before[0] == "in" and person)) and _is_decade(reading, item):
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
    if after and after[0] not in _GOES_ON:
        return None
    named = any(n.role == "noun" and n.j == start - (reading.tokens[start - 1 : start] == [","]) for n in reading.items)
    named = named or (before[-1:] == ["of"] and any(n.role == "noun" and n.j == start - 1 for n in reading.items))
    named = named or (item.i == 1 and tokens[0] in ("at", "At") and after[:1] == (",",))
    if named and item.value.number.said >= 10:
        return _range(item.value, "years")
    if len(before) == 1 and before[0] in ("he's", "she's", "i'm") and start:
        return _range(item.value, "years")
    if len(before) < 2 or before[0] not in ("he", "she", "He", "She", "I", "patient", "pt", "mom", "dad"):
        return None
    if before[1] not in ("'s", "is", "'m", "am", "turned", "hit", "reached"):
        return None
    return _range(item.value, "years")


_GOES_ON = frozenset(
    ", ; and with so now this years who but on in at as today tomorrow if here presenting has had is . )".split()
)


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
    if claim.given == ("child",) and years >= _GROWN:
        return None
    if claim.value.low - 1e-6 <= years < claim.value.high + 1e-6 and not (
        claim.value.exact and years >= claim.value.high - 1e-9 and fact.unit in (None, "years", "a")
    ):
        return None
    return "age", f"{fact.value:g} {fact.unit or 'years'}", claim.text
