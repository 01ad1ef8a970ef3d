"""Smoking, insurance, marital status and other categories, by their labels and synonyms."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from pzdsl.claims.binding import distance
from pzdsl.claims.claim import Claim
from pzdsl.claims.persons import JOB_PAIRS, JOBS, LABEL_WORDS, SPELLED
from pzdsl.claims.reading import Item, Reading
from pzdsl.claims.scope import Seen
from pzdsl.claims.tokens import words_of
from pzdsl.facts import Fact, Facts

_LEADS = frozenset(("a", "an", "as", "retired", "former", "A", "An"))


def read(reading: Reading, seen: list[Seen]) -> Iterator[Claim]:
    """The claims about categories."""
    if reading.question:
        return
    statuses = reading.lexicon.statuses
    if "status" in reading.roles and statuses and "unsure" not in reading.roles:
        said: dict[str, set[frozenset[str]]] = {}
        texts: dict[str, str] = {}
        for item in reading.of("status"):
            concept, values = item.value
            if (
                concept not in statuses
                or _of_kin(reading, item)
                or (concept == "occupation" and not _led(reading, item))
            ):
                continue
            if _denied(reading, item.i):
                if len(values) == 1 and not (concept == "marital_status" and values == {"single"}):
                    yield Claim("category", (statuses[concept],), values, _text(reading, item), given=(concept, "not"))
                continue
            said.setdefault(concept, set()).add(values)
            texts[concept] = _text(reading, item)
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


def _text(reading: Reading, item: Item) -> str:
    return reading.words(item.i, item.j)


def _of_kin(reading: Reading, item: Item) -> bool:
    """“Her husband smokes”: somebody else's status, as he was named before it."""
    return any(k.role == "family" and k.j <= item.i for k in reading.items)


def _led(reading: Reading, item: Item) -> bool:
    """“Works as a carpenter”; “the nurse” is somebody else."""
    before = reading.tokens[max(item.i - 1, 0) : item.i]
    return (not before and len(reading.tokens) > 1) or bool(_LEADS & set(before))


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
    if true is None:
        return None
    if true <= claim.value if "not" in claim.given else not true & claim.value:
        return name, fact.category_label or fact.value, claim.text
    return None


def canonical(fact: Fact, concept: str) -> frozenset[str] | None:
    """The fact's category as the status table has it; several where the fact leaves that open."""
    return _canonical(concept, str(fact.value), fact.category_label or "")


@lru_cache(maxsize=1024)
def _canonical(concept: str, value: str, label: str) -> frozenset[str] | None:
    spelled = SPELLED.get(concept, {})
    for text in (value, label):
        if (found := spelled.get(text.lower().strip().replace(" ", "_").replace("-", "_"))) is not None:
            return frozenset({found})
    if concept == "occupation":
        return _job(words_of(label or value.replace("_", " ")))
    for text in (label, value.replace("_", " ")):
        words = words_of(text.lower())
        for values, terms in LABEL_WORDS.get(concept, {}).items():
            if any(_inside(words_of(term), words) for term in terms.split(", ")):
                return frozenset(values.split("|"))
    return None


def _job(words: tuple[str, ...]) -> frozenset[str] | None:
    """The job itself; a job that no table lists may be any but those, so that only a listed one can be wrong."""
    for job in (*JOB_PAIRS, *JOBS):
        if _inside(words_of(job), words):
            return frozenset({job})
    return frozenset({"another"}) if words else None


def _inside(part: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return any(words[i : i + len(part)] == part for i in range(len(words) - len(part) + 1))
