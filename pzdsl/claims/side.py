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
    if "side" not in reading.roles or reading.question:
        return
    said: dict[int, tuple[str, Seen, Item]] = {}
    for item in reading.of("side"):
        side = str(item.value).split()[0]
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
    for side, one, item in said.values():
        text = reading.words(min(item.i, one.item.i), max(item.j, one.item.j))
        yield Claim("side", one.item.value.truths, side, text)


def _sided(one: Seen) -> bool:
    return not (one.item.value.measure and not one.item.value.truths)


def _pairs(reading: Reading, item: Item) -> bool:
    """“Both fever and cough” pairs two symptoms, not two sides."""
    tokens = reading.tokens
    return tokens[item.i] != "both" or "and" not in tokens[item.j : item.j + 4]


def judge(claim: Claim, facts: Facts) -> tuple[str, str, str] | None:
    """Fact, expected and found where no fact that may be meant is on that side."""
    clash = None
    for name in claim.names:
        fact = facts.get(name)
        if fact is None or fact.value is not True:
            continue
        true = fact.parts.get("side")
        if not isinstance(true, str) or true not in _SIDES or true == claim.value:
            return None
        clash = (name, true, claim.text)
    return clash
