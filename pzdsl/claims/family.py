"""Illness of relatives: who of the family has it, and who has not."""

from __future__ import annotations

from collections.abc import Iterator

from pzdsl.claims.claim import Claim, Relatives
from pzdsl.claims.reading import Reading
from pzdsl.claims.scope import Seen
from pzdsl.facts import Facts


def read(reading: Reading, seen: list[Seen]) -> Iterator[Claim]:
    """The claims about relatives."""
    relatives = reading.lexicon.relatives
    if not relatives or reading.question:
        return
    for one in seen:
        if one.item.role != "mention" or not one.who or one.status == "open":
            continue
        names = tuple(dict.fromkeys(n for c in sorted(one.item.value.concepts) for n, _ in relatives.get(c, ())))
        if names:
            said = Relatives(one.who, one.everyone, one.status == "present")
            start = one.negation.i if one.negation else one.item.i
            yield Claim("family", names, said, reading.words(start, one.item.j))


def judge(claim: Claim, facts: Facts, who_of: dict[str, frozenset[str]]) -> tuple[str, str, str] | None:
    """A denial is wrong where one of these relatives has it; an assertion where all facts on them say no."""
    said = claim.value
    assert isinstance(said, Relatives)
    denied: str | None = None
    for name in claim.names:
        fact = facts.get(name)
        who = who_of.get(name)
        if fact is None or who is None:
            continue
        if not said.present:
            if fact.value is True and who <= said.who:
                return name, "present", claim.text
        elif fact.value is True and who & said.who:
            return None
        elif fact.value is False and said.who <= who:
            denied = name
    return (denied, "absent", claim.text) if said.present and denied else None
