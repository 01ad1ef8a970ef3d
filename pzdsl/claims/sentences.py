"""Sentences of a text: robust against decimals, dotted abbreviations and titles."""

from __future__ import annotations

import re

_BREAK = re.compile(r"(?<=[.!?])[\"”’')\]]*\s+(?=[\"“‘'(\[]?[A-Z0-9])|\s*\n\s*")
_ABBREVIATIONS = frozenset(
    "dr mr mrs ms prof st vs approx ca e.g i.e etc no fig dept pt pts hx dx rx resp temp wt ht yr yrs mo mos"
    " wk wks hr hrs min mins sec inc jr sr b.i.d t.i.d q.i.d q.d p.o p.r.n a.m p.m y.o".split()
)
_LAST_WORD = re.compile(r"(?<![\w/°²³%])([A-Za-z](?:[A-Za-z.]*[A-Za-z])?)\.$")


def sentences_of(text: str) -> list[str]:
    """The sentences in order, trimmed, none empty."""
    found: list[str] = []
    start = 0
    if ". " not in text and "\n" not in text and "! " not in text and "? " not in text:
        return [text.strip()] if text.strip() else []
    for gap in _BREAK.finditer(text):
        if "\n" not in gap.group() and text[gap.start() - 1] == "." and not _ends(text, start, gap.start(), gap.end()):
            continue
        piece = text[start : gap.start()].strip()
        if piece:
            found.append(piece)
        start = gap.end()
    piece = text[start:].strip()
    if piece:
        found.append(piece)
    return found


def _ends(text: str, start: int, stop: int, following: int) -> bool:
    """Whether the stop before `stop` ends a sentence; an abbreviation only before a pronoun or article."""
    word = _LAST_WORD.search(text, max(start, stop - 12), stop)
    if word is None:
        return True
    spelt = word.group(1).lower()
    if spelt not in _ABBREVIATIONS and (len(spelt) > 1 or spelt == "i"):
        return True
    if "." not in spelt and spelt not in (
        "etc",
        "yr",
        "yrs",
        "wk",
        "wks",
        "hr",
        "hrs",
        "min",
        "mins",
        "mo",
        "mos",
    ):
        return False
    return text[following : following + 4].split(" ")[0] in {
        "He",
        "She",
        "The",
        "I",
        "It",
        "No",
        "His",
        "Her",
        "My",
    }
