"""Text to a typed tree: the door to lark. A text without mistakes goes through in one pass."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import lark

from pzdsl.diagnostics import Report, Source, codes
from pzdsl.syntax import grammar
from pzdsl.syntax.declarations import TreeBuilder
from pzdsl.syntax.driver import Driver
from pzdsl.syntax.expressions import TooDeep
from pzdsl.syntax.islands import too_deep_at
from pzdsl.syntax.lexer import next_token, skip
from pzdsl.syntax.patched import Patched
from pzdsl.syntax.recover import Stopped, empty_tree, recover
from pzdsl.syntax.slip import Fault
from pzdsl.syntax.tree import SpecTree

LARGEST = 2_000_000  # characters
DEEPEST_BRACKETS = 60

_OPTIONS: dict[str, Any] = {
    "parser": "lalr",
    "lexer": "contextual",
    "propagate_positions": True,
    "start": ["start", "declarations"],
}


def parse(source: Source, report: Report) -> SpecTree:
    """The tree of a text: always one, with whatever parsed, and the mistakes in the report."""
    whole = Patched.of(source)
    if len(source.text) > LARGEST:
        size = f"{len(source.text) / 1e6:.1f} million characters"
        hint = "split it into libraries; 2 million are the limit"
        report.add(codes.TOO_LARGE, whole.span(0, 0), f"the text has {size}", hint=hint)
        return empty_tree(source)
    deep = too_deep_at(source.text, DEEPEST_BRACKETS)
    if deep is not None:
        message = f"brackets are nested more than {DEEPEST_BRACKETS} deep"
        report.add(codes.TOO_DEEP, whole.span(deep, deep + 1), message, hint="split the formula into parts")
        return empty_tree(source)
    try:
        tree: SpecTree = TreeBuilder(whole.span, report).build(parse_raw(source.text, "start"))
    except (Stopped, TooDeep):
        return recover(source, report, parse_raw)
    return tree


def parse_raw(text: str, start: str) -> Any:
    """The raw tree of a text read as `start` or `declarations`; raises Stopped."""
    tree = _driver().parse(text, start)
    if tree is not None:
        return tree
    try:
        return _lark().parse(text, start=start)
    except lark.exceptions.UnexpectedInput as e:
        raise Stopped(_fault(text, e)) from e


def _fault(text: str, e: lark.exceptions.UnexpectedInput) -> Fault:
    match e:
        case lark.exceptions.UnexpectedToken(token=token) if token.type == "$END":
            at = end = len(text)
        case lark.exceptions.UnexpectedToken(token=token):
            at, end = token.start_pos or 0, token.end_pos or 0
        case _:
            at = e.pos_in_stream or 0
            end = at + 1
    parser = getattr(e, "interactive_parser", None)
    wanted = frozenset(parser.accepts()) if parser is not None else frozenset[str]()
    return Fault(text, at, end, wanted, len(text))


class _Lexer(lark.lexer.Lexer):
    """Our lexer in the place of the generated one."""

    def __init__(self, parser: lark.Lark) -> None:
        table: Any = parser.parser.parser.parser
        self.states: dict[Any, dict[str, Any]] = table.parse_table.states

    def lex(self, lexer_state: Any, parser_state: Any) -> Iterator[lark.Token]:
        text: str = getattr(lexer_state.text, "text", lexer_state.text)  # a slice from lark 1.3 on
        pos = skip(text, 0)
        while pos < len(text):
            found = next_token(text, pos, self.states[parser_state.position])
            if found is None:
                raise lark.exceptions.UnexpectedCharacters(text, pos, 0, 0)  # type: ignore[no-untyped-call]
            name, end = found
            yield lark.Token(name, text[pos:end], start_pos=pos, end_pos=end)
            pos = skip(text, end)


@cache
def _lark() -> lark.Lark:
    """The parser: from the written tables where they fit, else built from the grammar."""
    text = grammar.grammar_text()
    parser: lark.Lark | None = None
    if grammar.WRITTEN.is_file():
        wanted = grammar.stamp(text, lark.__version__)
        tables = grammar.decode(grammar.WRITTEN.read_text(encoding="utf-8"), wanted)
        if tables is not None:
            parser = lark.Lark._load_from_dict(**tables)  # type: ignore[no-untyped-call]
    parser = parser or lark.Lark(text, **_OPTIONS)
    parser.parser.lexer = _Lexer(parser)
    return parser


@cache
def _driver() -> Driver:
    """The same tables in a plain loop."""
    tables: Any = _lark().parser.parser.parser
    return Driver(tables.parse_table, tables.callbacks, lark.parsers.lalr_analysis.Shift)


def fresh_tables() -> str:
    """The text of `tables.json`, made from the grammar as it is now."""
    text = grammar.grammar_text()
    data, memo = lark.Lark(text, **_OPTIONS).memo_serialize([lark.lexer.TerminalDef, lark.grammar.Rule])
    return grammar.encode({"data": data, "memo": memo}, grammar.stamp(text, lark.__version__))
