"""Mild, moderate, severe, and everyday words for them: which severities each word leaves open."""

from __future__ import annotations

from collections.abc import Iterator

from pzdsl.claims.binding import nearest
from pzdsl.claims.claim import Claim
from pzdsl.claims.reading import Item, Reading
from pzdsl.claims.scope import Seen
from pzdsl.facts import Facts

_ALL = frozenset(("mild", "moderate", "severe"))
_REACH = 5.5
_MODIFIERS = frozenset(("very", "quite", "pretty", "a", "some", "somewhat", "really", "so", "kind"))


def read(reading: Reading, seen: list[Seen]) -> Iterator[Claim]:
    """The claims about severity."""
    if "severity" not in reading.roles or reading.question:
        return
    nouns = {item.i for item in reading.of("noun")}
    starts = {item.i for item in reading.of("severity")}
    said: dict[int, tuple[frozenset[str], Seen, Item]] = {}
    for item in reading.of("severity"):
        if item.j in nouns or _hushed(reading, item) or (item.j in starts and reading.tokens[item.i] in _MODIFIERS):
            continue
        one = nearest(reading, item, seen, lambda s: s.item.role == "mention" and not _only_measure(s), _REACH)
        if one is None or one.status != "present" or one.who or one.other or not one.item.value.truths:
            continue
        allowed = frozenset(item.value)
        before = reading.tokens[max(item.i - 2, 0) : item.i]
        if "not" in before or "never" in before or "isn't" in before or "wasn't" in before:
            allowed = _ALL - allowed if len(allowed) < 3 else _ALL
        if one.item.i in said:
            allowed &= said[one.item.i][0]
        said[one.item.i] = (allowed, one, item)
    for allowed, one, item in said.values():
        if allowed:
            text = reading.words(min(item.i, one.item.i), max(item.j, one.item.j))
            yield Claim("severity", one.item.value.truths, allowed, text)


def _only_measure(one: Seen) -> bool:
    return bool(one.item.value.measure and not one.item.value.truths)


def _hushed(reading: Reading, item: Item) -> bool:
    """“Some” before a number, “worst at night”, “more than a little” are not severities."""
    tokens = reading.tokens
    after = tokens[item.j] if item.j < len(tokens) else ""
    before = tokens[item.i - 1] if item.i else ""
    if tokens[item.i] == "some" and after and (after[0].isdigit() or any(n.i == item.j for n in reading.of("number"))):
        return True
    return before in ("than", "how", "if", "more", "less") or after in (
        "more",
        "less",
        "better",
        "worse",
        "of",
        "while",
    )


def judge(claim: Claim, facts: Facts) -> tuple[str, str, str] | None:
    """Fact, expected and found where no fact that may be meant has one of these severities."""
    clash = None
    assert isinstance(claim.value, frozenset)
    for name in claim.names:
        fact = facts.get(name)
        if fact is None or fact.value is not True:
            continue
        true = fact.parts.get("severity")
        if not isinstance(true, str) or true not in _ALL or true in claim.value:
            return None
        clash = (name, true, claim.text)
    return clash
