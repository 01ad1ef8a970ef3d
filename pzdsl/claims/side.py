"""Left, right or both: of the symptom or finding beside the word."""

from __future__ import annotations

from collections.abc import Iterator

from pzdsl.claims.binding import nearest
from pzdsl.claims.claim import Claim
from pzdsl.claims.reading import Item, Reading
from pzdsl.claims.scope import Seen
from pzdsl.facts import Facts

_REACH = 6.5
_SIDES = frozenset(("left", "right", "both"))


def read(reading: Reading, seen: list[Seen]) -> Iterator[Claim]:
    """The claims about sides."""
    if reading.question or not ({"side", "opposite"} & reading.roles or "one" in reading.tokens):
        return
    said: dict[int, tuple[str, Seen, Item]] = {}
    for item in reading.of("side"):
        side = str(item.value).split()[0]
        if _not_this(reading, item):
            continue
        one = nearest(reading, item, seen, lambda s: s.item.role == "mention" and _sided(s), _REACH)
        if one is None or one.status != "present" or one.who or one.other or not one.item.value.truths:
            continue
        if side == "both" and not _pairs(reading, item):
            continue
        old = said.get(one.item.i)
        if old is not None and old[0] != side and "and" in reading.tokens[old[2].j : item.i][:2]:
            side = "both"
        elif old is not None:
            continue
        said[one.item.i] = (side, one, item)
    yield from _part_alone(reading, seen)
    for one in seen:  # “just the one leg”
        if one.item.role == "mention" and one.status == "present" and one.item.i not in said and not one.who:
            words = reading.tokens[max(one.item.i - 2, 0) : one.item.j]
            if "one" in words[:3] and {"just", "only", "the"} & set(
                reading.tokens[max(one.item.i - 3, 0) : one.item.i]
            ):
                said[one.item.i] = ("one", one, one.item)
    if "opposite" in reading.roles:
        yield from _opposite(reading, seen)
    for side, one, item in said.values():
        text = reading.words(min(item.i, one.item.i), max(item.j, one.item.j))
        yield Claim("side", one.item.value.truths, side, text)


def _part_alone(reading: Reading, seen: list[Seen]) -> Iterator[Claim]:
    """“It shoots down my left leg”: what is wrong with that part, where nothing else is named."""
    if any(s.item.role == "mention" and s.item.value.truths for s in seen):
        return
    if {"neg", "unsure", "well", "family", "kept", "past number"} & reading.roles:
        return
    for item in reading.of("side"):
        side = str(item.value).split()[0]
        for site in reading.of("site"):
            if side in _SIDES and 0 <= site.i - item.j <= 1 and not _not_this(reading, item):
                pairs = reading.lexicon.composed.items()
                names = tuple(dict.fromkeys(n for (where, _), m in pairs if where == site.value for n in m.truths))
                if names:
                    yield Claim("side", names, side, reading.words(item.i, site.j))


def _not_this(reading: Reading, item: Item) -> bool:
    """“Not the left”, and “the left one is fine”, do not say where it is."""
    before = reading.tokens[max(item.i - 3, 0) : item.i]
    return "not" in before[-2:] or "never" in before or "than" in before or "nobody" in before


def _opposite(reading: Reading, seen: list[Seen]) -> Iterator[Claim]:
    cue = reading.of("opposite")[0]
    sided = [
        s for s in seen if s.item.role == "mention" and s.item.value.truths and s.status == "present" and not s.who
    ]
    if len(sided) == 2:
        (first, second) = (s.item.value.truths for s in sided)
        if len(first) == len(second) == 1:
            text = reading.words(sided[0].item.i, sided[1].item.j)
            yield Claim("side", first, str(cue.value), text, given=second)


def _sided(one: Seen) -> bool:
    return not (one.item.value.measure and not one.item.value.truths)


def _pairs(reading: Reading, item: Item) -> bool:
    """“Both fever and cough” pairs two symptoms, not two sides."""
    tokens = reading.tokens
    return tokens[item.i] != "both" or "and" not in tokens[item.j : item.j + 4]


def judge(claim: Claim, facts: Facts) -> tuple[str, str, str] | None:
    """Fact, expected and found where no fact that may be meant is on that side."""
    clash = None
    if claim.given:
        return _against(claim, facts)
    for name in claim.names:
        fact = facts.get(name)
        if fact is None or fact.value is not True:
            continue
        true = fact.parts.get("side")
        if (
            not isinstance(true, str)
            or true not in _SIDES
            or true == claim.value
            or (claim.value == "one" and true != "both")
        ):
            return None
        clash = (name, true, claim.text)
    return clash


def _against(claim: Claim, facts: Facts) -> tuple[str, str, str] | None:
    """“On the opposite side from …” where both are on one side, and the other way around."""
    (mine,) = claim.names
    sides = [fact.parts.get("side") for n in (mine, claim.given[0]) if (fact := facts.get(n)) is not None]
    if len(sides) != 2 or any(s not in ("left", "right") for s in sides):
        return None
    same = sides[0] == sides[1]
    return (mine, str(sides[0]), claim.text) if same != (claim.value == "same") else None
