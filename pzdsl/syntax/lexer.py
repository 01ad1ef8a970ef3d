"""The next token of a text, given the terminals that the parser can take.

It finds what the generated contextual lexer would find for this grammar (a test compares them), from a few
compiled patterns rather than one for each of the parser's states: compiling those took most of a first parse.
"""

from __future__ import annotations

import re
from collections.abc import Container

from pzdsl.syntax.words import KEYWORDS

_SKIP = re.compile(r"(?:[ \t\r\n\f\ufeff]+|\#[^\n]*)+")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_CODE = re.compile(r"[A-Z][A-Z0-9]*\#[A-Za-z0-9.\-]+")

# By first character; of those that match, the first that the parser takes, else the first.
_NUMERIC = (
    ("PERCENT", re.compile(r"\d+(?:\.\d+)?[ ]?%")),
    ("DATE", re.compile(r"\d{4}-\d{2}-\d{2}")),
    ("DECIMAL", re.compile(r"\d+\.\d+(?:[eE][+-]?\d+)?|\d+[eE][+-]?\d+")),
    ("INT", re.compile(r"\d+")),
)
_QUOTED = {
    '"': (("STRING", re.compile(r'"(?:\\.|[^"\\\n])*"')),),
    "'": (("UNIT", re.compile(r"'[^'\n]+'")),),
    "@": (("REF", re.compile(r"@[a-z][A-Za-z0-9_]*")),),
    "[": (("LOCATOR", re.compile(r"\[[^\]\n]+\]")), ("LSQB", re.compile(r"\["))),
}
_SIGNS: dict[str, tuple[tuple[str, str], ...]] = {
    "=": (("ARROW", "=>"), ("CMP", "=="), ("EQUALS", "=")),
    "<": (("CMP", "<="), ("LT", "<")),
    ">": (("CMP", ">="), ("CMP", ">")),
    "!": (("CMP", "!="),),
    "+": (("NOISE", "+-"), ("SIGN", "+")),
    "-": (("SIGN", "-"),),
    "*": (("NOISE", "*/"), ("MULOP", "*")),
    "/": (("MULOP", "/"),),
    "^": (("CIRCUMFLEX", "^"),),
    "{": (("LBRACE", "{"),),
    "}": (("RBRACE", "}"),),
    "(": (("LPAR", "("),),
    ")": (("RPAR", ")"),),
    "]": (("RSQB", "]"),),
    ",": (("COMMA", ","),),
    ":": (("COLON", ":"),),
    ".": (("DOT", "."),),
    "|": (("VBAR", "|"),),
}
_TERMINAL = {word: word.upper() for word in KEYWORDS}


def skip(text: str, pos: int) -> int:
    """The place after blanks and comments."""
    match = _SKIP.match(text, pos)
    return pos if match is None else match.end()


def next_token(text: str, pos: int, takes: Container[str]) -> tuple[str, int] | None:
    """The terminal at a place and where it ends; nothing where no token begins."""
    ch = text[pos]
    word = _WORD.match(text, pos)
    if word is not None:
        return _word(text, word, takes)
    if ch in _SIGNS:
        return _sign(text, pos, takes, _SIGNS[ch])
    first: tuple[str, int] | None = None
    for name, pattern in _NUMERIC if ch.isdecimal() else _QUOTED.get(ch, ()):
        match = pattern.match(text, pos)
        if match is not None:
            if name in takes:
                return name, match.end()
            first = first or (name, match.end())
    return first


def _word(text: str, word: re.Match[str], takes: Container[str]) -> tuple[str, int]:
    if "CODE_REF" in takes:
        code = _CODE.match(text, word.start())
        if code is not None:
            return "CODE_REF", code.end()
    keyword = _TERMINAL.get(word.group(), "NAME")
    name = keyword if keyword in takes or "NAME" not in takes else "NAME"
    return name, word.end()


def _sign(text: str, pos: int, takes: Container[str], signs: tuple[tuple[str, str], ...]) -> tuple[str, int] | None:
    first: tuple[str, int] | None = None
    for name, sign in signs:
        if text.startswith(sign, pos):
            if name in takes:
                return name, pos + len(sign)
            first = first or (name, pos + len(sign))
    return first
