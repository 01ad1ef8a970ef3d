"""Smoking, insurance, marital status and other categories, by their labels and synonyms."""

from __future__ import annotations

from collections.abc import Iterator

from pzdsl.claims.binding import distance
from pzdsl.claims.claim import Claim
from pzdsl.claims.persons import SPELLED
from pzdsl.claims.reading import Reading
from pzdsl.claims.scope import Seen
from pzdsl.facts import Fact, Facts


def read(reading: Reading, seen: list[Seen]) -> Iterator[Claim]:
    """The claims about categories."""
    if reading.question:
        return
    statuses = reading.lexicon.statuses
    if "status" in reading.roles and statuses and not ({"unsure", "family"} & reading.roles):
        said: dict[str, set[frozenset[str]]] = {}
        texts: dict[str, str] = {}
        for item in reading.of("status"):
            concept, values = item.value
            if concept in statuses and not _denied(reading, item.i):
                said.setdefault(concept, set()).add(values)
                texts[concept] = reading.words(item.i, item.j)
        for concept, choices in said.items():
            together = frozenset.intersection(*choices)
            if together:
                yield Claim("category", (statuses[concept],), together, texts[concept], given=(concept,))
    for one in seen:
        if one.item.role == "stated" and one.status == "present" and one.item.value[1] not in ("true", "false"):
            name, value = one.item.value
            yield Claim("category", (name,), frozenset({value}), reading.words(one.item.i, one.item.j))
    if "choice" in reading.roles and not ({"unsure", "after no"} & reading.roles) and not _outer_negation(reading):
        yield from _choices(reading, seen)


def _outer_negation(reading: Reading) -> bool:
    spans = [(c.i, c.j) for c in reading.of("choice")]
    return any(not any(i <= n.i < j for i, j in spans) for n in reading.of("neg"))


def _choices(reading: Reading, seen: list[Seen]) -> Iterator[Claim]:
    """A category's label beside its variable, where it is the only one said."""
    choices = reading.of("choice")
    for one in seen:
        if one.item.role != "mention" or one.status != "present" or not one.item.value.choices or one.who or one.other:
            continue
        for name in one.item.value.choices:
            near = [c for c in choices if c.value[0] == name and distance(reading, c, one.item) <= 6]
            values = {c.value[1] for c in near}
            if len(values) == 1:
                yield Claim("category", (name,), frozenset(values), reading.words(near[0].i, near[0].j))


def _denied(reading: Reading, i: int) -> bool:
    return any(item.role == "neg" and item.j <= i and i - item.j <= 2 for item in reading.items)


def judge(claim: Claim, facts: Facts) -> tuple[str, str, str] | None:
    """Fact, expected and found where the fact's category is none of those said."""
    name = claim.names[0]
    fact = facts.get(name)
    if fact is None or not isinstance(fact.value, str):
        return None
    assert isinstance(claim.value, frozenset)
    if not claim.given:
        return None if fact.value in claim.value else (name, fact.category_label or fact.value, claim.text)
    true = canonical(fact, claim.given[0])
    if true is None or true in claim.value:
        return None
    return name, fact.category_label or fact.value, claim.text


def canonical(fact: Fact, concept: str) -> str | None:
    """The fact's category as the status table has it."""
    spelled = SPELLED.get(concept, {})
    for text in (str(fact.value), fact.category_label or ""):
        if (found := spelled.get(text.lower().strip().replace(" ", "_").replace("-", "_"))) is not None:
            return found
    return None
