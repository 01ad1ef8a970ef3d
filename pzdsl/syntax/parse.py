"""Text to a typed tree: the door to lark, and the way from a whole text to its islands."""

from __future__ import annotations

from functools import cache
from typing import Any

import lark

from pzdsl.diagnostics import Report, Source, Span
from pzdsl.syntax import grammar
from pzdsl.syntax.declarations import TreeBuilder
from pzdsl.syntax.tree import SpecTree

_OPTIONS: dict[str, Any] = {
    "parser": "lalr",
    "lexer": "contextual",
    "propagate_positions": True,
    "start": ["start", "declarations"],
}


@cache
def _lark() -> lark.Lark:
    """The parser: from the written tables where they fit, else built from the grammar."""
    text = grammar.grammar_text()
    if grammar.WRITTEN.is_file():
        wanted = grammar.stamp(text, lark.__version__)
        tables = grammar.decode(grammar.WRITTEN.read_text(encoding="utf-8"), wanted)
        if tables is not None:
            parser = lark.Lark.__new__(lark.Lark)
            return parser._load(tables)
    return lark.Lark(text, **_OPTIONS)


def fresh_tables() -> str:
    """The text of `tables.json`, made from the grammar as it is now."""
    text = grammar.grammar_text()
    data, memo = lark.Lark(text, **_OPTIONS).memo_serialize([lark.lexer.TerminalDef, lark.grammar.Rule])
    return grammar.encode({"data": data, "memo": memo}, grammar.stamp(text, lark.__version__))


def parse(source: Source, report: Report) -> SpecTree:
    """The tree of a text; always one, with whatever parsed, and the mistakes in the report."""
    raw = _lark().parse(source.text, start="start")
    tree: SpecTree = TreeBuilder(lambda start, end: Span(source, start, end), report).build(raw)
    return tree
