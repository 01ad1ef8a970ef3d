"""Presence: what the text says is there or is not, against what the facts list as present or absent."""

from __future__ import annotations

from collections.abc import Iterator

from pzdsl.claims.claim import Claim
from pzdsl.claims.reading import Item, Reading
from pzdsl.claims.scope import Seen
from pzdsl.facts import Facts

_DRUG_ALLERGENS = ("latex", "peanut", "nut", "egg", "shellfish", "pollen", "food", "milk", "bee", "dust")
_TAKING = frozenset(("take", "frequency"))


def read(reading: Reading, seen: list[Seen]) -> Iterator[Claim]:
    """The claims that something is present or absent."""
    if reading.question:
        return
    taking = bool(_TAKING & reading.roles) or _listing(reading)
    stopped = "stopped" in reading.roles
    if "none of" in reading.roles and not {"unsure", "family"} & reading.roles and not _OTHER & set(reading.tokens):
        for item in reading.of("none of"):
            yield from _none_at_all(reading, item)
    for one in seen:
        item, status = one.item, one.status
        if one.stopped is not None and item.role == "mention" and not one.who and not one.other:
            if item.value.drugs and not _resumed(reading, one):
                text = reading.words(one.stopped.i, item.j)
                yield Claim("negation", item.value.drugs, False, text)
        if status == "open" or one.who or one.other:
            continue
        text = reading.words(one.negation.i if one.negation else item.i, item.j)
        if item.role == "antonym":
            if (
                one.negation is None
                and not _for_now(reading, item)
                and (names := item.value.truths or item.value.allergies)
            ):
                yield Claim("negation", names, False, text)
        elif item.role == "no allergies":
            if one.negation is None:
                yield Claim("negation", _listed_allergies(reading, str(item.value)), False, text)
        elif item.role == "stated":
            name, value = item.value
            if value in ("true", "false") and one.negation is None and not _led(reading, item.i):
                yield Claim("negation", (name,), value == "true", reading.words(item.i, item.j))
        elif item.role == "mention":
            present = status == "present"
            mention = item.value
            if mention.truths and not _attributive(reading, one) and not _measured(reading, one):
                yield Claim("negation", mention.truths, present, text)
            if mention.allergies:
                yield Claim("negation", mention.allergies, present, text)
            if mention.drugs and (not present or (taking and not stopped) or _dosed(reading, one)):
                if not (present and "past number" in reading.roles and "prior" in reading.tokens):
                    yield Claim("negation", mention.drugs, present, text)


_OTHER = frozenset("other except but besides apart aside beyond new recent than last until year in since".split())


def _none_at_all(reading: Reading, item: Item) -> Iterator[Claim]:
    """“No past medical history”, “takes no medications”: each of that kind is denied."""
    names = tuple(k.name for k in reading.lexicon.known.values() if k.kind == item.value and k.type == "boolean")
    if names:
        yield Claim("negation", names, False, reading.words(item.i, item.j))


_PLACES = frozenset(
    "the clinic er ed triage office hospital our my this arrival admission exam examination far".split()
)
_NOW = frozenset("now today here currently presently in at on this so upon after".split())


def _for_now(reading: Reading, item: Item) -> bool:
    """“Afebrile here” leaves open what was before."""
    after = reading.tokens[item.j : item.j + 2]
    if after[:1] in (["in"], ["at"], ["on"], ["so"]) and after[1:] and after[1] not in _PLACES:
        return False
    return bool(_NOW & set(after[:1])) or bool({"now", "currently"} & set(reading.tokens))


_AGAIN = frozenset("restarted resumed again back then but week weeks day days hold held temporarily before if".split())


def _resumed(reading: Reading, one: Seen) -> bool:
    return bool(_AGAIN & set(reading.tokens)) or "past number" in reading.roles


def _listing(reading: Reading) -> bool:
    """“Blood thinners: warfarin plus aspirin.”"""
    tokens = reading.tokens
    return ":" in tokens[:6] and len(tokens) <= 16 and not any(t.startswith("allerg") for t in tokens)


def _led(reading: Reading, i: int) -> bool:
    return any(item.role in ("neg", "unsure") and item.j == i for item in reading.items)


def _dosed(reading: Reading, one: Seen) -> bool:
    return any(
        n.role == "number" and n.value.unit in ("mg", "ug", "[IU]") and 0 <= n.i - one.item.j <= 2
        for n in reading.items
    )


def _measured(reading: Reading, one: Seen) -> bool:
    """“A temperature of 36.7 °C” is a number, not a fever."""
    if not one.item.value.numbers or one.status == "absent":
        return False
    return any(n.role == "number" and 0 <= n.i - one.item.j <= 3 for n in reading.items)


_NOUNS_AFTER = frozenset(
    "control management care medication medications medicine drops drop syrup pill pills education"
    " history score level"
    " reading readings numbers type exacerbation attack-free curve lab labs workup work-up labs"
    " check reducer".split()
)


def _attributive(reading: Reading, one: Seen) -> bool:
    """“Diabetes education”, “cough syrup”, “fever reducer” do not say that the thing is there."""
    j = one.item.j
    if j < len(reading.tokens) and reading.tokens[j] in (
        "related",
        "induced",
        "like",
        "prone",
        "associated",
    ):
        return True
    if one.status == "present" and one.item.value.measure and reading.tokens[one.item.i] in ("febrile",):
        return False
    return one.status == "present" and j < len(reading.tokens) and reading.tokens[j] in _NOUNS_AFTER


def _listed_allergies(reading: Reading, which: str) -> tuple[str, ...]:
    known = reading.lexicon.known.values()
    found = [k.name for k in known if k.kind == "allergy"]
    if which == "drug":
        found = [n for n in found if not any(food in n for food in _DRUG_ALLERGENS)]
    return tuple(found)


def judge(claim: Claim, facts: Facts) -> tuple[str, str, str] | None:
    """Present: wrong where all facts that may be meant are absent. Absent: wrong where any is present."""
    values = [(name, fact.value) for name in claim.names if (fact := facts.get(name)) is not None]
    if not values:
        return None
    if claim.value is True:
        if all(value is False for _, value in values):
            return values[0][0], "absent", claim.text
        return None
    for name, value in values:
        if value is True:
            return name, "present", claim.text
    return None
