"""Cuts a text into islands, one declaration or member each, so that one mistake does not hide the next.

Islands are found by keyword at the start of a line and by the depth of braces, outside strings and comments.
Line starts serve recovery only: to the language, white space means nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pzdsl.syntax.words import DECLARATIONS, KEYWORDS, MEMBERS, OWN_WORDS

_TOKEN = re.compile(
    r"""
    (?P<code>[A-Z][A-Z0-9]*\#[A-Za-z0-9.\-]+)
  | (?P<comment>\#[^\n]*)
  | (?P<string>"(?:\\.|[^"\\\n])*"?)
  | (?P<unit>'[^'\n]+')
  | (?P<ref>@[a-z]\w*(?:\s*\[[^\]\n]+\])?)
  | (?P<word>[A-Za-z_]\w*)
  | (?P<number>\d[\w.]*)
  | (?P<other>\S)
    """,
    re.VERBOSE,
)


class Lexeme(NamedTuple):
    """A rough token: enough to find braces, words and line starts."""

    kind: str
    text: str
    start: int
    indent: int | None  # columns before it where it is the first on its line, else None

    @property
    def end(self) -> int:
        """The place after its last character."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Island:
    """A declaration, or a member of one; `body` lies between its braces where it has members."""

    keyword: str
    start: int
    end: int
    body: tuple[int, int] | None = None
    members: tuple[Island, ...] = ()


@dataclass(frozen=True, slots=True)
class Sea:
    """A whole text: the head up to and with its opening brace, and the islands."""

    head_end: int
    islands: tuple[Island, ...]
    tail: int  # what stands from here on, after the closing brace, belongs to nothing


def lexemes(text: str, comments: bool = False) -> list[Lexeme]:
    """The rough tokens of a text."""
    return list(_lexemes(text, comments) if comments else _rough(text))


@lru_cache(maxsize=2)  # a text is cut, its braces are counted, and its depth is measured: one reading serves all
def _rough(text: str) -> tuple[Lexeme, ...]:
    return tuple(_lexemes(text, False))


def _lexemes(text: str, comments: bool) -> Iterator[Lexeme]:
    line_start = 0
    fresh = True
    last = 0
    for match in _TOKEN.finditer(text):
        start = match.start()
        newline = text.rfind("\n", last, start)
        if newline >= 0:
            line_start, fresh = newline + 1, True
        last = match.end()
        kind = match.lastgroup or "other"
        if kind == "comment" and not comments:
            continue
        yield Lexeme(kind, match.group(), start, start - line_start if fresh else None)
        fresh = False


def too_deep_at(text: str, limit: int) -> int | None:
    """Where the brackets are nested more deeply than `limit`, if anywhere."""
    depth = 0
    for lexeme in _rough(text):
        if lexeme.text in ("(", "{", "["):
            depth += 1
            if depth > limit:
                return lexeme.start
        elif lexeme.text in (")", "}", "]"):
            depth = max(0, depth - 1)
    return None


def cut(text: str) -> Sea:
    """Cut a text whose braces are balanced."""
    found = lexemes(text)
    opening = next((i for i, x in enumerate(found) if x.text == "{"), None)
    if opening is None:
        return Sea(len(text), (), len(text))
    closing = _match(found, opening)
    inside = found[opening + 1 : closing]
    islands = tuple(_with_members(group, text) for group in _split(inside, text, DECLARATIONS, top=True))
    return Sea(found[opening].end, islands, found[closing].end if closing < len(found) else len(text))


def _match(found: list[Lexeme], opening: int) -> int:
    """The index of the brace that closes another, or the end."""
    depth = 0
    for i in range(opening, len(found)):
        if found[i].text == "{":
            depth += 1
        elif found[i].text == "}":
            depth -= 1
            if depth == 0:
                return i
    return len(found)


def _split(found: list[Lexeme], text: str, openers: frozenset[str], top: bool) -> list[list[Lexeme]]:
    """Group tokens by the words that open a declaration or member: at depth 0, at the start of a line."""
    groups: list[list[Lexeme]] = []
    depth = 0
    first_indent: int | None = None
    for i, lexeme in enumerate(found):
        if lexeme.text in ("{", "(", "["):
            depth += 1
        elif lexeme.text in ("}", ")", "]"):
            depth -= 1
        opens = not groups
        if depth == 0 and lexeme.indent is not None and lexeme.kind == "word" and groups:
            if first_indent is None:
                first_indent = lexeme.indent
            opens = _opens(found, i, text, openers, top, first_indent)
        if opens:
            groups.append([])
            first_indent = lexeme.indent if first_indent is None else first_indent
        groups[-1].append(lexeme)
    return groups


_KEY = re.compile(r"(?:not\s+)?[A-Za-z_]\w*(?:\s+is\s+[A-Za-z_]\w*)?\s*:")


def _opens(found: list[Lexeme], i: int, text: str, openers: frozenset[str], top: bool, first_indent: int) -> bool:
    """Whether the word that begins a line also begins a declaration or a member."""
    lexeme = found[i]
    if "" in openers:
        return _KEY.match(text, lexeme.start) is not None
    following = found[i + 1].text if i + 1 < len(found) else ""
    if following in (":", "=", "=>", ",") or found[i - 1].text in (",", "|"):
        return False
    if lexeme.text in openers:
        return True
    # an unknown word where declarations begin is a slip in the keyword, not more of what came before
    unknown = lexeme.text in OWN_WORDS or lexeme.text not in KEYWORDS
    return top and unknown and (lexeme.indent or 0) <= first_indent


def _with_members(group: list[Lexeme], text: str) -> Island:
    keyword = group[0].text
    start, end = group[0].start, group[-1].end
    opening = next((i for i, x in enumerate(group) if x.text == "{"), None)
    if keyword not in MEMBERS or opening is None:
        return Island(keyword, start, end)
    closing = _match(group, opening)
    body_end = group[closing].start if closing < len(group) else end
    inside = group[opening + 1 : closing]
    members = _split(inside, text, MEMBERS[keyword], top=False)
    body = (group[opening].end, body_end)
    return Island(keyword, start, end, body, tuple(_with_members(member, text) for member in members))
