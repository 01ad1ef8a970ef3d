"""What a word processor puts into a text, and strings that do not end: told and mended before all else.

Both would mislead the search for braces: a brace after a missing quote is no brace.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pzdsl.diagnostics import codes
from pzdsl.syntax.patched import Change
from pzdsl.syntax.slip import Slip

_SIGNS = {
    "≥": ">=", "≤": "<=", "≠": "!=", "⇒": "=>", "→": "=>", "±": "+-", "×": "*", "·": "*", "÷": "/", "−": "-",
    "\u2010": "-", "\u2011": "-", "–": "-", "—": "-", "‘": "'", "’": "'", "“": '"', "”": '"', "„": '"',
}  # fmt: skip
_SPACES = {
    "\u00a0": "non-breaking space", "\u202f": "narrow non-breaking space", "\u2007": "figure space",
    "\u2009": "thin space", "\u2003": "em space", "\u2002": "en space", "\u200b": "zero-width space",
    "\u3000": "wide space",
}  # fmt: skip

_TOKEN = re.compile(
    r"""
    (?P<skip>[A-Z][A-Z0-9]*\#[A-Za-z0-9.\-]+|\#[^\n]*|"(?:\\.|[^"\\\n])*"|'[^'\n]+'|@[a-z]\w*\s*\[[^\]\n]+\])
  | (?P<quoted>[“”„][^"“”„\n]*["“”])
  | (?P<half>"[^"“”\n]*[“”])
  | (?P<unit>[‘’][^‘’'\n]+[‘’'])
  | (?P<open>"[^\n]*)
  | (?P<dash>(?<=\d)[ \u00a0\u2009]?[–—][ \u00a0\u2009]?(?=\d))
  | (?P<spaces>[\u00a0\u202f\u2007\u2009\u2003\u2002\u200b\u3000]+)
  | (?P<sign>[≥≤≠⇒→±×·÷−\u2010\u2011–—‘’“”„])
    """,
    re.VERBOSE,
)


def find_typography(text: str) -> list[Slip]:
    """Typographic characters outside strings, each kind once a line, and strings without an end."""
    found: dict[tuple[int, str], list[Slip]] = {}
    line = seen = 0
    for slip in _each(text):
        line += text.count("\n", seen, slip.start)
        seen = slip.start
        found.setdefault((line, slip.message), []).append(slip)
    return [_joined(slips) for slips in found.values()]


def _joined(slips: list[Slip]) -> Slip:
    first = slips[0]
    changes = tuple(change for slip in slips for change in slip.changes)
    return Slip(first.code, first.start, first.end, first.message, first.hint, changes)


def _each(text: str) -> Iterator[Slip]:
    for match in _TOKEN.finditer(text):
        start, end, written = match.start(), match.end(), match.group()
        match match.lastgroup:
            case "quoted" | "half":
                hint = 'use the straight quote `"` on both sides'
                yield _typographic(start, end, "“ ”", f'"{written[1:-1]}"', hint)
            case "unit":
                yield _typographic(start, end, "‘ ’", f"'{written[1:-1]}'", "use the straight quote `'`")
            case "open":
                yield _unclosed(text, start)
            case "dash":
                yield _typographic(start, end, "–", " to ", "a range is written with `to`, as in `18 to 65`")
            case "spaces":
                # of no width: nothing is lost by leaving it out
                plain = "" if set(written) == {"\u200b"} else " " * len(written)
                yield _invisible(start, end, _SPACES[written[0]], plain)
            case "sign":
                yield _typographic(start, end, written, _SIGNS[written], f"write `{_SIGNS[written]}`")
            case _:
                pass


def _typographic(start: int, end: int, shown: str, plain: str, hint: str) -> Slip:
    changes = (Change(start, end, plain),)
    message = f"`{shown}` comes from a word processor and is not part of the language"
    return Slip(codes.TYPOGRAPHIC_CHARACTER, start, end, message, hint, changes)


def _invisible(start: int, end: int, name: str, plain: str) -> Slip:
    message = f"a {name} stands here, which looks like a space and is none"
    hint = "type a plain space" if plain else "delete it"
    changes = (Change(start, end, plain),)
    return Slip(codes.TYPOGRAPHIC_CHARACTER, start, end, message, hint, changes)


_LABELED = ("attribute", "symptom", "exam", "panel", "phase", "disease", "dimension")
_AFTER_LABEL = re.compile(r"\s*(?::\s.*|\blasts\b.*|\{\s*)$")
_AFTER_STRING = re.compile(r"\s*(?:@[a-z]\w*[^\"]*|\bassumed\b.*|[\]})\s,]*)$")


def _unclosed(text: str, start: int) -> Slip:
    """A string without an end: closed before what plainly is no part of it."""
    line_end = text.find("\n", start)
    line = text[start:] if line_end < 0 else text[start:line_end]
    head = text[text.rfind("\n", 0, start) + 1 : start].split()
    after = (_AFTER_LABEL if head[:1] and head[0] in _LABELED else _AFTER_STRING).search(line, 1)
    after = after or _AFTER_STRING.search(line, 1)
    close = start + (after.start() if after else len(line))
    opening = text[start : min(close, start + 20)]
    return Slip(
        codes.UNCLOSED_STRING,
        start,
        close,
        "this text has no closing quote on its line",
        hint=f'put `"` where the text that begins with `{opening}` ends',
        changes=(Change(close, close, '"'),),
    )
