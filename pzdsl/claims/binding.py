"""Which mention a number or an adjective belongs to: the nearest in its clause."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pzdsl.claims.reading import Item, Reading
from pzdsl.claims.scope import Seen

_COST = {
    ",": 3,
    ";": 9,
    "but": 9,
    "and": 2,
    "(": 2,
    ")": 4,
    "while": 6,
    "although": 9,
    "with": 1,
    ":": 0,
    "or": 1,
    "yet": 9,
    "though": 9,
    "then": 4,
    "whereas": 9,
    "because": 4,
    "who": 2,
    "after": 5,
    "before": 5,
    "has": 3,
    "takes": 5,
    "reports": 4,
    "denies": 4,
}


def distance(reading: Reading, item: Item, mention: Item) -> float:
    """Words between the two, dearer across commas, and conjunctions; a mention behind costs a little more."""
    if item.i < mention.j and mention.i < item.j:
        return 0.0
    after = mention.i >= item.j
    i, j = (item.j, mention.i) if after else (mention.j, item.i)
    tokens = reading.tokens
    cost = 0.0
    for k in range(i, j):
        cost += 1 + _COST.get(tokens[k], 0)
    return cost + (0.6 if after else 0.0)


def nearest(
    reading: Reading, item: Item, seen: Iterable[Seen], fits: Callable[[Seen], bool], reach: float
) -> Seen | None:
    """The nearest mention that fits, no farther than `reach`; the only one may stand farther off."""
    best: Seen | None = None
    fitting = [one for one in seen if fits(one)]
    least = (reach if len(fitting) > 1 else 2.5 * reach) + 1e-9
    for one in fitting:
        cost = distance(reading, item, one.item)
        if cost < least:
            best, least = one, cost
    return best
