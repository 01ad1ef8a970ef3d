"""Strength and frequency of drugs: 500 mg twice daily is 1 g a day."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from pzdsl.claims.binding import distance, nearest
from pzdsl.claims.claim import Claim, DoseSaid
from pzdsl.claims.lexicon import Lexicon
from pzdsl.claims.reading import Item, Quantity, Reading
from pzdsl.claims.reading import read as read_sentence
from pzdsl.claims.scope import Seen
from pzdsl.claims.units import convert, dimension_of
from pzdsl.facts import Facts

_DIMENSIONS = frozenset(("mass", "mass per weight", "units", "puffs", "tablets", "drops", "volume"))
_OTHER_WAYS = frozenset(("volume", "tablets", "puffs", "drops", "mass per weight"))  # of giving the same dose
_REACH = 10.0
_A_DAY = frozenset(("a day", "per day", "day", "each day"))
_TOTALS = frozenset("total totals totaling split divided altogether overall".split())


def read(reading: Reading, seen: list[Seen]) -> Iterator[Claim]:
    """The claims about doses."""
    drugs = [s for s in seen if s.item.role == "mention" and _is_drug(s)]
    if not drugs or reading.question:
        return
    amounts: dict[int, Item] = {}
    for item in reading.of("number"):
        if _is_amount(reading, item):
            one = nearest(reading, item, drugs, lambda s: True, _REACH)
            if one is not None:
                old = amounts.get(one.item.i)
                if old is None or distance(reading, item, one.item) < distance(reading, old, one.item):
                    amounts[one.item.i] = item
    frequencies = reading.of("frequency")
    for k, one in enumerate(drugs):
        names = one.item.value.drugs
        if not names or one.status != "present" or one.who or one.other:
            continue
        amount = amounts.get(one.item.i)
        start = min(one.item.i, amount.i) if amount else one.item.i
        stop = drugs[k + 1].item.i if k + 1 < len(drugs) else len(reading.tokens)
        if amount and k + 1 < len(drugs) and (later := amounts.get(drugs[k + 1].item.i)):
            stop = min(stop, later.i) if later.i > one.item.i else stop
        near = [f for f in frequencies if start <= f.i < stop and not _crosses(reading, start, f.i)]
        said = _said(reading, amount, near)
        if said.amount is not None or said.per_day is not None:
            ends = [one.item.j, *(f.j for f in near), *((amount.j,) if amount else ())]
            yield Claim("dose", names, said, reading.words(start, max(ends)))


def _is_drug(one: Seen) -> bool:
    mention = one.item.value
    return bool(mention.drugs) or (not mention.measure and not mention.truths and not mention.allergies)


def _is_amount(reading: Reading, item: Item) -> bool:
    quantity: Quantity = item.value
    if quantity.unit is not None:
        return dimension_of(quantity.unit) in _DIMENSIONS and quantity.unit not in (
            "kg",
            "[lb_av]",
            "[oz_av]",
            "L",
        )
    named = reading.tokens[item.j : item.j + 1] == ["of"] and any(
        m.role == "mention" and m.value.drugs and m.i == item.j + 1 for m in reading.items
    )
    named = named or any(m.role == "mention" and m.value.drugs and m.j == item.i for m in reading.items)
    if named and quantity.tail is None and not quantity.hedge and quantity.number.said >= 5:
        after = reading.tokens[item.j : item.j + 1]
        return not after or after[0] not in ("times", "x", "years", "months", "days", "weeks", "pills", "tablets")
    follows = any(f.role == "frequency" and 0 <= f.i - item.j <= 1 for f in reading.items)
    return follows and quantity.number.said >= 5 and quantity.tail is None


def _crosses(reading: Reading, start: int, stop: int) -> bool:
    return any(t in (";", "but") for t in reading.tokens[start:stop])


def _said(reading: Reading, amount: Item | None, near: list[Item]) -> DoseSaid:
    per_day: float | None = None
    a_day = False
    words = set(reading.tokens)
    if amount is not None:
        end = reading.ends[amount.j - 1]
        a_day = reading.sentence[end : end + 4].lower() == "/day" or reading.sentence[end : end + 3].lower() == "/d "
    if (times := _times_of_day(reading, near)) is not None:
        per_day = times
    for item in near:
        text = " ".join(reading.tokens[item.i : item.j])
        if text in _A_DAY:
            a_day = a_day or amount is not None
        elif item.value and (per_day is None or per_day == 1.0):
            if amount is None and item.value == 1.0 and text in ("daily", "every day"):
                continue  # “takes it daily” says nothing of how often
            per_day = float(item.value)
    if words & _TOTALS and per_day == 1.0:
        per_day, a_day = None, True
    quantity: Quantity | None = amount.value if amount else None
    if quantity is None:
        return DoseSaid(None, None, per_day, False)
    if quantity.hedge or quantity.number.vague:
        return DoseSaid(None, None, None)
    return DoseSaid(quantity.number.said, quantity.unit, per_day, a_day)


_DAY_TIMES = {
    **dict.fromkeys("morning mornings am breakfast qam waking".split(), "morning"),
    **dict.fromkeys("noon lunch midday lunchtime afternoon".split(), "noon"),
    **dict.fromkeys("evening evenings dinner supper pm qpm suppertime dinnertime".split(), "evening"),
    **dict.fromkeys("night nights bedtime bed nightly qhs hs".split(), "night"),
}
_JOINS = frozenset(("and", "another", "again", "plus", "&", "then", ","))


def _times_of_day(reading: Reading, near: list[Item]) -> float | None:
    """“One in the morning and another at bedtime” is twice a day."""
    if not near:
        return None
    start, stop = near[0].i, near[-1].j
    words = reading.tokens[start : stop + 8]
    times = {_DAY_TIMES[w] for w in words if w in _DAY_TIMES}
    if {"evening", "night"} <= times and "morning" not in times:
        return None
    joined = bool(_JOINS & set(words)) and all(f.value == 1.0 for f in near)
    return float(len(times)) if len(times) > 1 and joined else None


@lru_cache(maxsize=4096)
def parse_dose(text: str) -> DoseSaid:
    """A dose as a fact has it."""
    reading = read_sentence(text, _plain())
    amount = next((i for i in reading.of("number") if i.i == 0), None)
    per_day: float | None = None
    for item in reading.of("frequency"):
        if item.value and (per_day is None or per_day == 1.0):
            per_day = float(item.value)
    quantity: Quantity | None = amount.value if amount else None
    return DoseSaid(quantity.number.said if quantity else None, quantity.unit if quantity else None, per_day)


@lru_cache(maxsize=1)
def _plain() -> Lexicon:
    from pzdsl.claims.lexicons import lexicon_of_facts

    return lexicon_of_facts(Facts({}))


def judge(claim: Claim, facts: Facts) -> tuple[str, str, str] | None:
    """Fact, expected and found where no drug that may be meant has this dose."""
    said = claim.value
    assert isinstance(said, DoseSaid)
    clash = None
    for name in claim.names:
        fact = facts.get(name)
        if fact is None or fact.value is not True or not isinstance(dose := fact.parts.get("dose"), str):
            continue
        if _same(said, parse_dose(dose)):
            return None
        clash = (name, dose, claim.text)
    return clash


def _same(said: DoseSaid, true: DoseSaid) -> bool:
    if said.amount is not None and true.amount is not None:
        unit = said.unit or true.unit
        there = said.amount if unit == true.unit else convert(said.amount, unit or "", true.unit or "")
        if there is None:
            return bool(_OTHER_WAYS & {dimension_of(unit), dimension_of(true.unit)})
        daily = true.amount * (true.per_day or 1.0)
        if said.a_day:
            if _close(there, daily):
                return True
            if said.per_day is not None:
                return _close(there, true.amount) and _close(said.per_day, true.per_day or said.per_day)
            return true.per_day is None and _close(there, true.amount)
        if not _close(there, true.amount):
            return False
    if said.per_day is not None and true.per_day is not None:
        return _close(said.per_day, true.per_day)
    return True


def _close(left: float, right: float) -> bool:
    return abs(left - right) <= 1e-6 * max(abs(left), abs(right))
