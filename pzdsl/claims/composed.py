"""Body part and complaint said apart: “pressure in the chest”, “his ankles have puffed up”."""

from __future__ import annotations

from pzdsl.claims.reading import Item, Reading

_REACH = 5


def add_composed(reading: Reading) -> None:
    """Put a mention into the reading for each body part with its complaint in the same clause."""
    if "site" not in reading.roles or "complaint" not in reading.roles or not reading.lexicon.composed:
        return
    added: list[Item] = []
    taken = [(m.i, m.j) for m in reading.of("mention")]
    complaints = reading.of("complaint")
    for site in reading.of("site"):
        for complaint in complaints:
            i, j = min(site.i, complaint.i), max(site.j, complaint.j)
            mention = reading.lexicon.composed.get((str(site.value), str(complaint.value)))
            gap = reading.tokens[min(site.j, complaint.j) : max(site.i, complaint.i)]
            if mention is None or len(gap) > _REACH or {";", "but", "and", ",", "or"} & set(gap):
                continue
            if not any(a <= i < b or a < j <= b for a, b in taken if (b - a) > 1):
                added.append(Item("mention", mention, i, j))
                break
    if added:
        reading.items = sorted([*reading.items, *added], key=lambda item: (item.i, item.j))
        reading.roles |= {"mention"}
