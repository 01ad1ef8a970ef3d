"""Words of a sentence as the lexicon's phrases spell them."""

from __future__ import annotations

import re

TOKEN = re.compile(
    r"(?:[A-Za-z]\.){2,}|\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+|[A-Za-z]+n['’]t\b"
    r"|[xX](?=\d+ ?(?:d|y|w|mo|h|yrs?|wks?|hrs?|days?|weeks?|months?|years?)\b)"  # “x20y”
    r"|[A-Za-z][A-Za-z0-9]*|['’][a-z]+|[,;:()<>≥≤~?]"
)
LOOKALIKES = str.maketrans(
    {
        "µ": "u",
        "μ": "u",
        "²": "2",
        "³": "3",
        "⁹": "9",
        "⁶": "6",
        "×": "x",
        "‐": "-",
        "‑": "-",
        "’": "'",
        "·": "*",
        "₂": "2",
    }
)  # one character for one: positions stay


def normal(token: str) -> str:
    """A token as phrases spell it: lower case but for single letters (K is potassium), no dots in b.i.d."""
    if len(token) == 1:
        return token
    low = token.lower()
    return low.replace(".", "") if low[-1] == "." else low


def words_of(phrase: str) -> tuple[str, ...]:
    """The tokens of a phrase, as in a text."""
    return tuple(normal(t) for t in TOKEN.findall(phrase.translate(LOOKALIKES)))
