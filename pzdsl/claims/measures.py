"""Numbers with units as a text has them: each belongs to the nearest measure."""

from __future__ import annotations

from collections.abc import Iterator

from pzdsl.claims.binding import distance
from pzdsl.claims.claim import Claim, Span
from pzdsl.claims.lexicon import Lexicon, Mention
from pzdsl.claims.numbers import interval
from pzdsl.claims.reading import Item, Quantity, Reading
from pzdsl.claims.scope import Seen
from pzdsl.claims.units import dimension_of

_DOSE_DIMENSIONS = frozenset(("mass per weight", "puffs", "tablets", "drops", "units", "volume"))
_OWN_DIMENSION = {  # a unit that says by itself what was measured
    "temperature": "temperature",
    "height": "height",
    "body mass index": "bmi",
    "clearance": "egfr",
    "flow": "peak_flow",
    "amount ratio": "hba1c",
    "mass ratio": "urine_acr",
    "exposure": "pack_years",
}
_COUNTED = frozenset(
    "times time visits tests doses occasions readings points tablets pills weeks days more of other others"
    " people patients years months hours minutes old fold y yo medications medicines drugs year"
    " month week day hour"
    " point steps blocks flights stairs stories decades am pm grams episodes minute percent".split()
)
_REACH, _REACH_BARE, _REACH_ALONE = 11.0, 7.0, 9.0
_PER = {
    "day": 1.0,
    "daily": 1.0,
    "night": 1.0,
    "nightly": 1.0,
    "evening": 1.0,
    "week": 7.0,
    "weekly": 7.0,
    "month": 30.4375,
    "monthly": 30.4375,
    "year": 365.25,
    "hour": 1 / 24,
}
_EACH = frozenset(("a", "per", "each", "every", "single", "the", "an", "of", "over", "course", "day", "week"))


def read(reading: Reading, seen: list[Seen]) -> Iterator[Claim]:
    """The claims about measurements and counts."""
    if "number" in reading.roles:
        numbers = reading.of("number")
        measures = [s for s in seen if s.item.role == "mention" and s.item.value.measure]
        bound: dict[int, tuple[float, Claim]] = {}
        for item in numbers:
            if (found := _bind(reading, item, measures, seen)) is not None:
                claim, cost, key = found
                if key not in bound or cost < bound[key][0]:
                    bound[key] = (cost, claim)
        for _, claim in bound.values():
            yield claim
        for item in numbers:
            yield from _slept(reading, item)
            yield from _pressure(reading, item)
            yield from _pain(reading, item)
    yield from _none_of(reading, seen)
    yield from _one_among(reading)


def _bind(reading: Reading, item: Item, measures: list[Seen], seen: list[Seen]) -> tuple[Claim, float, int] | None:
    quantity: Quantity = item.value
    if quantity.tail is not None or _past(reading, item) or _is_date(reading, item):
        return None
    dim = dimension_of(quantity.unit)
    drunk = dim == "volume" and any(
        dimension_of(reading.lexicon.known[n].unit) == "volume" for s in measures for n in s.item.value.numbers
    )
    if (dim in _DOSE_DIMENSIONS and not drunk) or quantity.unit in ("mg", "ug"):
        return None
    after = reading.tokens[item.j] if item.j < len(reading.tokens) else ""
    visits = after in ("times", "time") and any(
        {"er_visits", "hospitalizations"} & s.item.value.concepts for s in measures
    )
    if (
        quantity.unit is None
        and after in _COUNTED
        and not any(s.item.i == item.j for s in measures)
        and not visits
        and not (after == "of" and item.j + 1 < len(reading.tokens))
    ):
        return None
    best: Seen | None = None
    least = _REACH if dim else _REACH_BARE if len(measures) > 1 else _REACH_ALONE
    birth = "birth" in reading.tokens
    for one in measures:
        if (dim == "time") != _in_time(reading.lexicon, one.item.value):
            continue
        if quantity.unit == "{pack}.a" and "pack_years" not in one.item.value.concepts:
            continue  # “a smoking history of 24 pack-years”: the unit says what is measured
        if birth and {"weight", "height"} & one.item.value.concepts:
            continue
        cost = distance(reading, item, one.item) + _numbers_between(reading, item, one.item)
        if one.item.i == item.j and _counts(reading.lexicon, one.item.value):
            cost -= 1.5  # “two packs”: what is counted follows its number
        if not _fits(reading.lexicon, one.item.value, dim):
            cost += 2.5  # another unit is a likely lie beside the word, and a misreading far from it
        if cost < least:
            best, least = one, cost
    if best is None:
        dim = "height" if quantity.unit == "[in_i]" and 36 <= quantity.number.said <= 84 else dim  # “five foot six”
        own = _own_size(reading, item, dim)
        if own and (names := reading.lexicon.by_concept.get(own, ())):
            if len(names) == 1 and not reading.question and not {"unsure", "family", "neg"} & reading.roles:
                return Claim("number", names, _span(quantity), reading.words(item.i, item.j)), 0.0, -item.i - 1
        if dim in _OWN_DIMENSION and not any(s.other or s.who for s in seen):
            names = reading.lexicon.by_concept.get(_OWN_DIMENSION[dim], ())
            if len(names) == 1 and not reading.question and "unsure" not in reading.roles:
                return (
                    Claim("number", names, _span(quantity), reading.words(item.i, item.j)),
                    0.0,
                    -item.i - 1,
                )
        return None
    mention: Mention = best.item.value
    unheated = best.status == "absent" and "temperature" in mention.concepts and 94 <= quantity.number.said <= 109
    if (best.status != "present" and not unheated) or best.who or best.other:  # “no temperature, just 98.6”
        return None
    if best.item.i > item.j and quantity.unit is None and _is_label(reading, best.item):
        return None
    names, scale = mention.numbers, 1.0
    if "packs" in mention.concepts:
        names, scale = reading.lexicon.by_concept.get("cigarettes", ()), 20.0
    if not names:
        return None
    if (known := reading.lexicon.known[names[0]]).type == "count" or known.unit is None:
        period = _period(known.label)
        said = _said_period(reading, max(item.j, best.item.j))
        if said is None and best.item.j - best.item.i > 1:  # “smokes a day”
            said = _PER.get(reading.tokens[best.item.j - 1])
        if said is None and reading.tokens[best.item.i].startswith("smok") and scale == 1.0:
            return None
        if said is not None and period is not None:
            scale *= period / said
        elif (said is None) != (period is None) and (said is not None or scale != 1.0):
            return None
    text = reading.words(min(item.i, best.item.i), max(item.j, best.item.j))
    span = _span(quantity, scale)
    if "packs" in mention.concepts and span.exact:  # half a pack is not rounded to one
        span = Span(span.said * 0.8, span.said * 1.2, span.said, None, True)
    return Claim("number", names, span, text), least, best.item.i


_SIZED = frozenset(("is", "'s", "was", "to", "at", "now", "just", "only", "about", "stands"))
_NOT_SIZES = frozenset(
    "lost gained lose gain lift lifting lifts carry carrying up over baby born birth ago by off loss more less wound"
    " lump under within apart away walk walked".split()
)


def _own_size(reading: Reading, item: Item, dim: str | None) -> str | None:
    """“He's down to 61 pounds”: a person's weight or height, with nothing else to measure."""
    if dim not in ("mass", "length") or _NOT_SIZES & set(reading.tokens) or len(reading.tokens) > 14:
        return None
    unit, said = item.value.unit, item.value.number.said
    if unit not in ("kg", "[lb_av]", "[stone_av]", "[in_i]", "cm", "m", "[ft_i]") or said < 1:
        return None
    if any(n.role == "mention" and (n.value.truths or n.value.drugs) for n in reading.items):
        return None
    before = reading.tokens[max(item.i - 1, 0) : item.i]
    alone = item.i <= 1 and item.j >= len(reading.tokens) - 1
    hedged = any(h.role == "hedge" and h.j == item.i for h in reading.items)
    if not alone and not hedged and not (_SIZED & set(before)):
        return None
    if dim == "length":
        return "height" if (unit == "m" or said >= 24) else None
    return "weight" if said >= 4 else None


def _is_label(reading: Reading, mention: Item) -> bool:
    """Whether the mention opens a new pair: “…, HR 118” must not take the number before it."""
    after = mention.j
    tokens = reading.tokens
    while after < len(tokens) and tokens[after] in (":", "of", "is", "was", "at"):
        after += 1
    return after < len(tokens) and tokens[after][0].isdigit()


def _fits(lexicon: Lexicon, mention: Mention, dim: str | None) -> bool:
    if dim is None or not mention.numbers:
        return True
    dims = {dimension_of(lexicon.known[n].unit) for n in mention.numbers}
    return dim in dims or (dim == "amount concentration" and "mass concentration" in dims)


def _counts(lexicon: Lexicon, mention: Mention) -> bool:
    return "packs" in mention.concepts or any(lexicon.known[n].type == "count" for n in mention.numbers)


def _in_time(lexicon: Lexicon, mention: Mention) -> bool:
    in_time = any(dimension_of(lexicon.known[n].unit) == "time" for n in mention.numbers)
    return in_time and "pack_years" not in mention.concepts


def _numbers_between(reading: Reading, item: Item, mention: Item) -> float:
    i, j = min(item.j, mention.j), max(item.i, mention.i)
    return 5.0 * sum(1 for n in reading.items if n.role == "number" and n is not item and i <= n.i < j)


_BEFORE_YEARS = frozenset(
    "in since of from until till by around circa during fall spring summer winter early late".split()
)


def _is_date(reading: Reading, item: Item) -> bool:
    """“In 2019” and “at the age of seven” count nothing."""
    quantity: Quantity = item.value
    before = reading.tokens[max(item.i - 2, 0) : item.i]
    if quantity.unit is None and (before == ["age", "of"] or before[-1:] in (["age"], ["aged"])):
        return True
    said = quantity.number.said
    if quantity.unit is not None or quantity.hedge or not 1900 <= said <= 2099 or said % 1:
        return False
    return bool(before) and before[-1] in _BEFORE_YEARS


def _past(reading: Reading, item: Item) -> bool:
    """Whether the number is a goal, a reference, an earlier value or a change."""
    if "past number" not in reading.roles:
        return False
    for cue in reading.items:
        if cue.role == "past number" and cue.j <= item.i:
            word = reading.tokens[cue.i]
            if word in ("normal", "range", "baseline") and "at" in reading.tokens[cue.j : item.i]:
                continue  # “normal at 6.8” is the value itself
            wide = word in (
                "goal",
                "target",
                "reference",
                "ref",
                "cutoff",
                "threshold",
                "criteria",
                "aim",
                "aiming",
            )
            wide = wide or word in (
                "lost",
                "gained",
                "lose",
                "gain",
                "dropped",
                "range",
                "limit",
                "baseline",
                "upper",
            )
            if item.i - cue.j <= (4 if wide else 1 if item.value.hedge or word in ("normal", "by", "from") else 0):
                return True
    return False


def _span(quantity: Quantity, scale: float = 1.0) -> Span:
    number = quantity.number
    low, high = interval(number, quantity.hedge, number.half)
    exact = not quantity.hedge and not number.vague
    return Span(low * scale, high * scale, number.said * scale, quantity.unit, exact)


def _period(label: str) -> float | None:
    low = label.lower()
    for word, days in _PER.items():
        if low.endswith((f"per {word}", f"a {word}")):
            return days
    return None


def _said_period(reading: Reading, j: int) -> float | None:
    tokens = reading.tokens
    for k in range(j, min(j + 6, len(tokens))):
        word = tokens[k]
        if word in _PER and (word.endswith("ly") or tokens[k - 1] in _EACH):
            return _PER[word]
        if word not in _EACH and word not in (
            "or",
            "so",
            "cigarettes",
            "on",
            "average",
            "alcohol",
            "wine",
            "beer",
            "and",
            "half",
            "marlboros",
            "camels",
            "smokes",
            "cigs",
            "some",
            "total",
            "each",
        ):
            return None
    return None


_OF_SLEEP = (
    ("a", "night"),
    ("per", "night"),
    ("each", "night"),
    ("every", "night"),
    ("of", "sleep"),
    ("of", "shuteye"),
)
_NOT_SLEPT = frozenset("work works worked awake up coughs coughing cough cries oxygen cpap tv wakes drives".split())


def _slept(reading: Reading, item: Item) -> Iterator[Claim]:
    """“A solid eight hours a night”: of sleep, where nothing else is said."""
    names = reading.lexicon.by_concept.get("sleep", ())
    if len(names) != 1 or item.value.unit != "hours" or item.value.tail is not None or reading.question:
        return
    if tuple(reading.tokens[item.j : item.j + 2]) not in _OF_SLEEP or _NOT_SLEPT & set(reading.tokens):
        return
    if not {"neg", "unsure", "family"} & reading.roles and not _past(reading, item):
        yield Claim("number", names, _span(item.value), reading.words(item.i, item.j + 2))


def _pressure(reading: Reading, item: Item) -> Iterator[Claim]:
    quantity: Quantity = item.value
    head, tail = quantity.number, quantity.tail
    if tail is None or not (60 <= head.said <= 280 and 25 <= tail.said <= 170 and head.said > tail.said):
        return
    if reading.question or _past(reading, item) or {"unsure", "family"} & reading.roles:
        return
    text = reading.words(item.i, item.j)
    for concept, number in (("systolic", head), ("diastolic", tail)):
        if names := reading.lexicon.by_concept.get(concept):
            low, high = interval(number, quantity.hedge, 0.5)
            yield Claim("number", names, Span(low, high, number.said, quantity.unit, not quantity.hedge), text)


def _pain(reading: Reading, item: Item) -> Iterator[Claim]:
    """“7/10”, “nine out of ten”, “rates it a seven”."""
    names = reading.lexicon.by_concept.get("pain_score")
    quantity: Quantity = item.value
    if not names or quantity.unit or quantity.number.said > 10 or reading.question:
        return
    tokens = reading.tokens
    following = tokens[item.j : item.j + 3]
    of_ten = (quantity.tail is not None and quantity.tail.said == 10) or (
        len(following) > 1 and following[0] in ("of", "out") and following[1 + (following[0] == "out")] in ("10", "ten")
    )
    rated = quantity.tail is None and any(t in ("rates", "rated", "rate", "rating") for t in tokens[: item.i])
    scaled = {"worst", "scale"} & set(tokens) and {"ten", "10"} & set(tokens[: item.i])
    rated = rated or bool(scaled and tokens[max(item.i - 3, 0) : item.i - 1] in (["call", "it"], ["put", "it"]))
    if of_ten or (rated and not following):
        yield Claim("number", names, _span(quantity), reading.words(item.i, item.j + 3))


def _one_among(reading: Reading) -> Iterator[Claim]:
    """“One of nine siblings”, “an only child”."""
    names = reading.lexicon.by_concept.get("siblings", ())
    tokens = reading.tokens
    if not names or reading.question:
        return
    for i, token in enumerate(tokens[:-1]):
        if token == "only" and tokens[i + 1] == "child" and i and tokens[i - 1] in ("an", "the"):
            yield Claim("number", names, Span(0.0, 0.0, 0.0, None, True), reading.words(i, i + 2))
    for item in reading.of("number"):
        after = tokens[item.j : item.j + 1]
        if tokens[max(item.i - 2, 0) : item.i] == ["one", "of"] and after in (["siblings"], ["kids"], ["children"]):
            said = item.value.number.said
            yield Claim(
                "number", names, Span(said - 1.0, said, said, None, True), reading.words(item.i - 2, item.j + 1)
            )


def _none_of(reading: Reading, seen: list[Seen]) -> Iterator[Claim]:
    """“Not a single emergency visit”: a count of none."""
    for one in seen:
        if one.status == "absent" and one.item.role == "mention" and not (one.who or one.other):
            names = one.item.value.numbers
            if names and one.negation is not None and reading.lexicon.known[names[0]].type == "count":
                gap = one.item.i - one.negation.j
                number = any(n.role == "number" and one.negation.i <= n.i <= one.item.i for n in reading.items)
                if gap <= 1 and not number:
                    text = reading.words(one.negation.i, one.item.j)
                    yield Claim("number", names, Span(0.0, 0.0, 0.0, None, True), text)
