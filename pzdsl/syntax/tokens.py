"""The exact tokens of a text that parses, with its comments: what the formatter moves about."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pzdsl.syntax.words import KEYWORDS

_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n]*)
  | (?P<string>"(?:\\.|[^"\\\n])*")
  | (?P<unit>'[^'\n]+')
  | (?P<code>[A-Z][A-Z0-9]*\#[A-Za-z0-9.\-]+)
  | (?P<ref>@[a-z][A-Za-z0-9_]*)
  | (?P<date>\d{4}-\d{2}-\d{2})
  | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
  | (?P<word>[A-Za-z][A-Za-z0-9_]*)
  | (?P<sign>=>|<=|>=|==|!=|\+-|\*/|[^\s\ufeff])
    """,
    re.VERBOSE,
)
_LOCATOR = re.compile(r"\[[^\]\n]+\]")


@dataclass(slots=True)
class Tok:
    """A token with the comments around it."""

    kind: str
    text: str
    start: int
    above: list[Comment] = field(default_factory=list)  # on lines of their own, before it
    behind: str | None = None  # on its own line, after it
    blank: bool = False  # an empty line stands before it (or before its comments)


@dataclass(slots=True)
class Comment:
    """A comment on a line of its own."""

    text: str
    blank: bool


@dataclass(frozen=True, slots=True)
class Tokens:
    """All tokens, the index of each by its place, the match of each bracket, and comments at the end."""

    all: list[Tok]
    at: dict[int, int]
    match: dict[int, int]
    tail: list[Comment]
    source: str

    def next(self, sign: str, offset: int) -> int:
        """The index of the first token with this text at or after a place."""
        return next(i for i, tok in enumerate(self.all) if tok.start >= offset and tok.text == sign)

    def starts_line(self, i: int) -> bool:
        """Whether a token was first on its line."""
        tok = self.all[i]
        return "\n" in self.source[self.all[i - 1].start + len(self.all[i - 1].text) : tok.start]


def read_tokens(source: str) -> Tokens:
    """Take a text apart; a comment belongs to the token it stands behind or above."""
    found: list[Tok] = []
    waiting: list[Comment] = []
    end = 0
    pos = 0
    while match := _TOKEN.search(source, pos):
        kind = match.lastgroup or "sign"
        if match.group() == "[" and found and found[-1].kind == "ref":
            locator = _LOCATOR.match(source, match.start())
            match, kind = locator or match, "locator"
        text, start, pos = match.group().rstrip(), match.start(), match.end()
        gap = source[end:start].count("\n")
        end = start + len(text)
        if kind != "comment":
            found.append(Tok(kind, text, start, above=waiting, blank=gap > 1 and not waiting))
            waiting = []
        elif gap == 0 and found and not waiting and found[-1].behind is None:
            found[-1].behind = text
        else:
            waiting.append(Comment(text, gap > 1))
        if kind != "comment" and found[-1].above:
            found[-1].blank = False
            if gap > 1:  # an empty line between the comments and the token
                found[-1].blank = True
    return Tokens(found, {tok.start: i for i, tok in enumerate(found)}, _brackets(found), waiting, source)


def _brackets(found: list[Tok]) -> dict[int, int]:
    match: dict[int, int] = {}
    open_: list[int] = []
    for i, tok in enumerate(found):
        if tok.text in ("{", "(", "["):
            open_.append(i)
        elif tok.text in ("}", ")", "]"):
            j = open_.pop()
            match[i], match[j] = j, i
    return match


_CALLS = KEYWORDS - {"P"}


def space_between(left: Tok, right: Tok, unary: bool, tight: bool) -> str:
    """What stands between two tokens of a line; `unary`: left is the sign of a number; `tight`: no space."""
    if tight or unary or left.text in ("(", "[", ".") or right.text in (")", "]", ",", "."):
        return ""
    if right.text == "(" and left.kind == "word" and left.text not in _CALLS:
        return ""
    return " "
