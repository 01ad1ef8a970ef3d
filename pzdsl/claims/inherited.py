"""Facts about relatives, by their label: what runs in the family and in whom."""

from __future__ import annotations

import re

from pzdsl.claims.cues import FAMILY, RELATIVES

_FAMILY_LABEL = re.compile(
    r"^(?P<what>.+?) in (?:the |a |his |her |their )?(?P<who>[a-z ]+)$"
    r"|^(?:family history of|familial) (?P<of>.+)$"
    r"|^(?:first[ -]degree relatives|relatives) with (?P<count>.+)$",
    re.I,
)


def family_of(label: str, name: str) -> tuple[str, frozenset[str]] | None:
    """What runs in the family and in whom, if the label says that."""
    match = _FAMILY_LABEL.match(label.replace("_", " "))
    if match is None:
        head, _, rest = name.partition("_")
        return (rest.replace("_", " "), RELATIVES[head]) if rest and head in RELATIVES else None
    if match["of"]:
        return match["of"], FAMILY
    if match["count"]:
        return None
    who: frozenset[str] = frozenset()
    for word in re.findall(r"[a-z]+", match["who"].lower()):
        if word == "family":
            return match["what"], FAMILY
        who |= RELATIVES.get(word, frozenset()) | RELATIVES.get(word.removesuffix("s"), frozenset())
    return (match["what"], who) if who else None
