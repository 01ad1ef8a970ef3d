"""Who and how: whether each mention is said to be there, denied, left open, or said of somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pzdsl.claims.cues import FAMILY, RELATIVES
from pzdsl.claims.reading import Item, Reading

Status = Literal["present", "absent", "open"]


@dataclass(slots=True)
class Seen:
    """A mention with its status and, if it is not the patient's, whose it is."""

    item: Item
    status: Status
    who: frozenset[str] = frozenset()
    other: bool = False  # somebody who is no relative
    everyone: bool = False
    negation: Item | None = None
    stopped: Item | None = None  # a word that says it was taken once


_REACH = {"near": 0, "list": 30, "no": 7, "not": 7, "stated": 30}
_LISTED = 60  # words that a list with “or” may have
_RELATIVE_PLACES = frozenset(("in", "of", "for", "with", "on"))
_LIST_ENDS = frozenset("but ; has have had is are was takes reports and with who".split())
_TOLD = frozenset("told said diagnosed mentioned found labeled labelled suggested called given diagnosis".split())
_NOBODY = frozenset(("nobody", "one", "none", "doctor"))
_AT_HOME = frozenset(("secondhand_smoke", "daycare", "vaccinations_current", "breastfed"))  # relatives bring them about
_CLAUSE_END = frozenset((",", ";", ":"))


def scan(reading: Reading) -> list[Seen]:
    """The mentions (also composed ones, and statuses) with what the sentence says of them."""
    seen: list[Seen] = []
    neg: Item | None = None
    open_: Item | None = None
    kin: Item | None = None
    verb = -1  # where the verb that carries a negation ends: “has never had”, “neither parent has ever had”
    person = False  # the patient was named after the relative
    comma: Item | None = None
    tokens = reading.tokens
    items = reading.items
    for k, item in enumerate(items):
        role = item.role
        if role == "neg":
            if (
                tokens[item.i] in ("no", "zero", "none")
                and _trails(tokens, item)
                and seen
                and seen[-1].item.j == item.i
            ):
                seen[-1].status, seen[-1].negation = "absent", item  # “fever no, cough no”
            elif neg is None or neg.i < item.i:
                neg, comma = item, None
        elif role == "after no":
            if tokens[item.i] == ":" and not (seen and seen[-1].item.j == item.i) and not _trails(tokens, item):
                neg, comma = Item("neg", "list" if tokens[item.j - 1][:3] == "den" else "no", item.i, item.j), None
        elif role == "comma":
            comma = item
            if open_ is not None and open_.value == "":
                open_ = open_ if tokens[open_.i] in ("if", "return", "should", "risk") else None
        elif role in ("unsure", "stopped"):
            open_ = item
        elif role == "term":
            if item.value == "hard":
                neg = open_ = comma = None
            elif neg is not None and _TOLD & set(tokens[neg.j : item.i]):
                pass  # “nobody has ever told me that I have”
            elif neg is not None and neg.value == "stated":
                neg = comma = None
            elif neg is not None and item.i - max(neg.j, verb) <= 2 and verb >= neg.j:
                verb = item.j
            elif neg is not None and (item.i - neg.j > 2 or neg.i > item.i or _between_comma(neg, comma)):
                if tokens[item.i] != "with":
                    neg = comma = None
            elif neg is not None:
                verb = item.j
        elif role == "person":
            if kin is not None and item.i >= kin.j and not _possessive(tokens[item.i]):
                person = True
        elif role == "family":
            informs = _informs(reading, items, k)
            if not informs and neg is not None and _not_that_one(tokens, neg, item):
                neg = None  # “his mom, not his dad, had it”
            elif not informs:
                _give_back(reading, seen, item)
                kin, person = item, False
        elif role in ("mention", "antonym", "stated", "no allergies"):
            status: Status = "present"
            if reading.question or (open_ is not None and item.i >= open_.j and item.i - open_.j <= 12):
                status = "open"
            elif neg is not None and neg.value == "stated" and neg.i == item.i and role == "mention":
                status = "absent"
            elif neg is not None and item.i >= neg.j:
                status = _denied(reading, neg, item, comma)
                if status == "absent" and _of_others(tokens, neg, item) and kin is None:
                    status = "open"
            if status == "present" and role == "mention" and _inside(items, item):
                status = "absent"
            if role == "stated":
                neg, comma = (Item("neg", "stated", item.i, item.j), None) if item.value[1] == "false" else (None, None)
            who = Seen(item, status, negation=neg if status == "absent" else None)
            if status == "open" and open_ is not None and open_.role == "stopped" and not reading.question:
                who.stopped = open_
            if (
                kin is not None
                and kin.i != item.i
                and not (role in ("mention", "antonym") and item.value.concepts & _AT_HOME)
            ):
                if person:
                    who.status = "open"
                elif kin.value == "other":
                    who.other = True
                else:
                    who.who = _who(kin)
                    who.everyone = kin.i > 0 and tokens[kin.i - 1] in ("neither", "either", "nor", "both")
            seen.append(who)
    if "family" in reading.roles:
        _narrow(reading, seen)
    if "neg" in reading.roles:
        _not_there(reading, seen)
    if "after no" in reading.roles or "after unsure" in reading.roles:
        _look_behind(reading, seen)
    return seen


def _inside(items: list[Item], item: Item) -> bool:
    """“Feet aren't numb”: a denial between the parts that make the mention up."""
    return item.j - item.i > 1 and any(
        n.role == "neg" and item.i < n.i and n.j <= item.j and n.value in ("not", "no") for n in items
    )


def _narrow(reading: Reading, seen: list[Seen]) -> None:
    """“Runs in the family, on her father's side”: the relative named is meant, not the whole family."""
    named = {str(k.value) for k in reading.of("family") if k.value not in ("family", "other")}
    if len(named) == 1:
        for one in seen:
            if one.who == FAMILY:
                one.who = RELATIVES.get(next(iter(named)), FAMILY)


def _trails(tokens: list[str], item: Item) -> bool:
    """Whether nothing follows in the clause."""
    return item.j >= len(tokens) or tokens[item.j] in (",", ";", "and")


def _not_that_one(tokens: list[str], neg: Item, kin: Item) -> bool:
    return tokens[neg.i] == "not" and all(w in ("his", "her", "the", "my") for w in tokens[neg.j : kin.i])


def _of_others(tokens: list[str], neg: Item, item: Item) -> bool:
    """“Nobody at home has a cough” says nothing of the patient, “nobody has told her that she has” does."""
    return tokens[neg.j - 1] in _NOBODY and not _TOLD & set(tokens[neg.j : item.i])


def _between_comma(neg: Item, comma: Item | None) -> bool:
    return comma is not None and comma.i > neg.i


def _possessive(word: str) -> bool:
    return word in ("his", "her", "my", "me")


def _who(kin: Item) -> frozenset[str]:
    return FAMILY if kin.value == "family" else RELATIVES.get(str(kin.value), frozenset())


def _informs(reading: Reading, items: list[Item], k: int) -> bool:
    """Whether the relative only speaks: “Mom says”, “according to Dad”."""
    item = items[k]
    if item.value == "family":
        return False
    tokens = reading.tokens
    for later in items[k + 1 : k + 4]:
        if later.role == "informs" and later.i - item.j <= 2:
            return True
    before = tokens[item.i - 1] if item.i else ""
    second = tokens[item.i - 2] if item.i > 1 else ""
    if before in ("to", "per", "by", "from", "with", "told", "via") or second in ("per", "by"):
        return before != "with" or "lives" not in tokens
    if (
        before in ("his", "her", "my", "the", "our", "a") and second in ("to", "by", "from", "with", "tells", "told")
    ) or (item.j < len(tokens) and tokens[item.j] in ("of",) and item.value in ("mother", "father")):
        return True
    # the relative *is* the patient, seen by the speaker: “my wife's thirsty”
    speaks = before.lower() in ("my", "our") and item.i <= 3
    return speaks and (item.value == "child" or tokens[item.i] in ("wife", "husband"))


def _give_back(reading: Reading, seen: list[Seen], kin: Item) -> None:
    """“MI in father”: the relative comes after what he had."""
    if not seen:
        return
    last = seen[-1]
    gap = reading.tokens[last.item.j : kin.i]
    if (gap and gap[0] in _RELATIVE_PLACES and len(gap) <= 3) or (kin.value == "family" and len(gap) <= 1):
        if kin.value == "other":
            last.other = True
        else:
            last.who = _who(kin)


def _denied(reading: Reading, neg: Item, item: Item, comma: Item | None) -> Status:
    """Whether a negation reaches this mention; where a comma makes that unclear, it is left open."""
    kind = str(neg.value)
    gap = item.i - neg.j
    tokens = reading.tokens
    if kind != "not" and gap <= _LISTED and (tokens[item.i - 1] in ("or", "nor") or _or_follows(tokens, item.j)):
        if comma is None or comma.i < neg.j or _listed(tokens, comma, item):
            return "absent"
        return "open"
    if kind == "near":
        return "absent" if gap <= 0 else "present"
    if kind == "stated":
        return "open" if gap <= _REACH[kind] else "present"
    if gap > _REACH[kind] + (6 if _TOLD & set(tokens[neg.j : item.i]) else 0):
        return "open" if gap <= _REACH[kind] + 4 else "present"
    if comma is not None and comma.i >= neg.j:
        return "absent" if kind == "list" and _listed(tokens, comma, item) else "open"
    if kind != "list":
        between = tokens[neg.j : item.i]
        if "and" in between and gap > 1:
            return "open"
        if any(w in ("because", "since", "due", "which", "who", "that") for w in between) and gap > 2:
            return "open"
    return "absent"


def _listed(tokens: list[str], comma: Item, item: Item) -> bool:
    """Whether the mention opens its place in a list: “fever, chills, or a cough”."""
    return all(word in ("or", "and", "nor", "any", "a", "an", "other") for word in tokens[comma.j : item.i])


def _or_follows(tokens: list[str], start: int) -> bool:
    """Whether the list goes on to an “or”; a verb or a “but” ends it first."""
    for word in tokens[start:]:
        if word in ("or", "nor"):
            return True
        if word in _LIST_ENDS:
            return False
    return False


_AUXILIARY = frozenset(("is", "are", "was", "were", "has", "have", "had", "does", "do", "did", "'s", "'ve", "itself"))
_ADVERBS = frozenset("been really ever even actually at all currently exactly quite a an the any part".split())
_THERE = frozenset(
    "something diagnosed problem issue concern complaint present found noted detected reported seen used taken"
    " prescribed needed on in among picture part feature factor thing happening happened occurred there run"
    " involved figure mentioned observed appreciated heard identified elicited apparent evident"
    " visible palpable troubling bothering"
    " troubled bothered one his her my listed documented experienced existed exist occur occurs come came entered"
    " applied apply applies started begun given required worry".split()
)


def _not_there(reading: Reading, seen: list[Seen]) -> None:
    """“Insulin has never been part of it”, “steroids aren't among her medicines”: denied after it was named."""
    tokens = reading.tokens
    for neg in reading.items:
        if neg.role != "neg" or neg.value not in ("not", "list"):
            continue
        last = next((one for one in reversed(seen) if one.item.j <= neg.i), None)
        if last is None or last.item.role != "mention" or last.status != "present" or neg.i - last.item.j > 3:
            continue
        if any(t not in _AUXILIARY for t in tokens[last.item.j : neg.i]):
            continue
        if not (
            _AUXILIARY & set(tokens[last.item.j : neg.j])
            or "n't" in " ".join(tokens[neg.i : neg.j])
            or tokens[neg.i] == "never"
        ):
            continue
        k = neg.j
        while k < len(tokens) and tokens[k] in _ADVERBS and tokens[k] != "part":
            k += 1
        led = tokens[neg.j - 1] if neg.j - neg.i > 1 else ""
        if (k < len(tokens) and tokens[k] in _THERE) or led == "diagnosed":
            last.status, last.negation = "absent", last.item


def _look_behind(reading: Reading, seen: list[Seen]) -> None:
    tokens = reading.tokens
    for cue in reading.items:
        if cue.role not in ("after no", "after unsure"):
            continue
        last = None
        for one in seen:
            if one.item.j <= cue.i:
                last = one
        if last is None or cue.i - last.item.j > (3 if cue.role == "after no" else 2):
            continue
        between = tokens[last.item.j : cue.i]
        if "," in between or ";" in between or "but" in between:
            continue
        if cue.role == "after unsure":
            last.status = "open"
        elif tokens[cue.i] != ":" or cue.j >= len(tokens) or tokens[cue.j] in _CLAUSE_END:
            if tokens[cue.i] not in ("none", "negative", "denied", "absent") or not between or ":" in between:
                last.status = "absent" if last.status != "open" else "open"
            else:
                last.status = "open"
