"""Reads a text again after an edit: a declaration that did not change is moved, not parsed.

The result is that of `pzdsl.syntax.parse`, tree and diagnostics alike; parsing is four fifths of the time that
checking takes. A text without mistakes is read declaration by declaration. Where one stops the parser, the text as a
whole stops it too (what comes before is complete, and each declaration begins with a word that continues nothing),
so recovery begins at once, and it too takes the pieces that did not change from memory.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from pzdsl.diagnostics import Diagnostic, Edit, Related, Report, Source, Span
from pzdsl.syntax import parse, tree
from pzdsl.syntax.declarations import TreeBuilder
from pzdsl.syntax.expressions import TooDeep
from pzdsl.syntax.islands import cut, lexemes, too_deep_at
from pzdsl.syntax.parse import DEEPEST_BRACKETS, LARGEST, parse_raw
from pzdsl.syntax.patched import Patched
from pzdsl.syntax.recover import Stopped, recover

_KEPT = 6  # readings after which a piece that did not come again is forgotten: long enough to undo a few strokes


@dataclass(slots=True)
class _Built:
    """A piece as it came out, with places counted from its own beginning."""

    nodes: Any
    told: tuple[Diagnostic, ...]
    used: int


@dataclass(slots=True)
class _Raw:
    """What the parser gave for a piece: its raw tree, or where it stopped."""

    value: Any
    used: int


class Reader:
    """Reads the versions of one text, one after the other."""

    def __init__(self) -> None:
        self._built: dict[tuple[str, str, bool], _Built] = {}
        self._raw: dict[tuple[str, str], _Raw] = {}
        self._round = 0

    def read(self, source: Source, report: Report) -> tree.SpecTree:
        """The tree of a text, and its mistakes in the report: what `parse` would give."""
        text = source.text
        if len(text) > LARGEST or too_deep_at(text, DEEPEST_BRACKETS) is not None:
            return parse(source, report)
        self._round += 1
        try:
            return self._whole(source, report)
        except _Unclear:
            try:
                whole = Patched.of(source)
                tree_: tree.SpecTree = TreeBuilder(whole.span, report).build(parse_raw(text, "start"))
                return tree_
            except (Stopped, TooDeep):
                return recover(source, report, self._parse, self._build)
        except (Stopped, TooDeep):
            return recover(source, report, self._parse, self._build)
        finally:
            self._forget()

    def _forget(self) -> None:
        old = self._round - _KEPT
        for memory in (self._built, self._raw):
            for key in [key for key, kept in memory.items() if kept.used < old]:
                del memory[key]  # type: ignore[arg-type]

    # --- a text without mistakes

    def _whole(self, source: Source, report: Report) -> tree.SpecTree:
        text = source.text
        sea = cut(text)
        if _braces(text) != 0:
            raise TooDeep(0, 0)  # no text with a brace too few or too many is whole
        starts = [island.start for island in sea.islands]
        end = sea.tail - 1
        if not starts or text[end : end + 1] != "}" or starts[-1] >= end:
            raise _Unclear
        k = -1  # the head
        try:
            head_piece = self._piece(source.name, text[: starts[0]], "start", closed=True)
            pieces: list[_Built] = []
            for k, (start, stop) in enumerate(zip(starts, [*starts[1:], end], strict=True)):  # noqa: B007 - read below
                pieces.append(self._piece(source.name, text[start:stop], "declarations"))
            self._parse(text[end + 1 :], "declarations")
        except Stopped as stopped:
            fault = stopped.fault
            goes_on = fault.at >= fault.limit and k + 1 < len(starts)
            if goes_on and {"NAME", sea.islands[k + 1].keyword.upper()} & fault.wanted:
                raise _Unclear from None  # it may go on in the next one
            if k < 0 or fault.text == text[end + 1 :]:
                raise _Unclear from None
            raise
        found = Report()  # only now is anything moved: a text that stops the parser is read otherwise
        parsed = _at(head_piece, source, 0, found)
        declarations: list[tree.Declaration] = []
        for start, piece in zip(starts, pieces, strict=True):
            declarations += _at(piece, source, start, found)
        for diagnostic in found:
            report.put(diagnostic)
        if self._parse(text[end + 1 :], "declarations").children:
            raise _Unclear
        span = Span(source, parsed.span.start, end + 1)
        head: tree.SpecTree = replace(parsed, span=span, declarations=tuple(declarations))
        return head

    def _piece(self, name: str, text: str, rule: str, closed: bool = False) -> _Built:
        """A piece: from memory, or parsed and built now."""
        key = (rule, text, closed or rule == "declarations")
        kept = self._built.get(key)
        if kept is None:
            own = Source(name, text)
            told = Report()
            builder = TreeBuilder(lambda low, high: Span(own, min(low, len(text)), min(high, len(text))), told)
            if rule == "declarations":
                builder._depth = 1  # in the whole text they stand one level deeper
            nodes = builder.build(self._parse(text + "\n}" if closed else text, rule))
            kept = self._built[key] = _Built(nodes, tuple(told), self._round)
        kept.used = self._round
        return kept

    # --- for recovery

    def _parse(self, text: str, rule: str) -> Any:
        kept = self._raw.get((text, rule))
        if kept is None:
            try:
                value = parse_raw(text, rule)
            except Stopped as stopped:
                value = stopped
            kept = self._raw[text, rule] = _Raw(value, self._round)
        kept.used = self._round
        if isinstance(kept.value, Stopped):
            raise Stopped(kept.value.fault)
        return kept.value

    def _build(self, piece: Patched, rule: str, report: Report) -> Any:
        raw = self._parse(piece.text, rule)
        start = piece.as_written
        if start is None:
            return TreeBuilder(piece.span, report).build(raw)
        key = (rule, piece.text, False)
        kept = self._built.get(key)
        if kept is None:
            own, told = Patched.of(Source(piece.source.name, piece.text)), Report()
            kept = self._built[key] = _Built(TreeBuilder(own.span, told).build(raw), tuple(told), self._round)
        kept.used = self._round
        return _at(kept, piece.source, start, report)


def _at(piece: _Built, source: Source, start: int, report: Report) -> Any:
    """A piece at its place."""
    for diagnostic in piece.told:
        report.put(moved_diagnostic(diagnostic, source, start))
    return moved(piece.nodes, source, start)


def _braces(text: str) -> int:
    return sum((x.text == "{") - (x.text == "}") for x in lexemes(text))


class _Unclear(Exception):
    """Only the parser can say whether the text is whole."""


# --- moving


def moved(value: Any, source: Source, by: int) -> Any:
    """A node, or nodes, at another place."""
    kind = type(value)
    if kind is tuple:
        return tuple([moved(item, source, by) for item in value]) if value else value
    fields = _FIELDS.get(kind)
    if fields is None:
        if not isinstance(value, tree.Node):
            return value
        fields = _FIELDS[kind] = tuple(
            (name, getattr(kind, name).__set__) for name in kind.__dataclass_fields__ if name != "span"
        )
    new: Any = object.__new__(kind)
    span = value.span
    _put_span(new, Span(source, span.start + by, span.end + by))
    for name, put in fields:
        part = getattr(value, name)
        simple = part is None or type(part) in _SIMPLE
        put(new, part if simple else moved(part, source, by))
    return new


_SIMPLE = frozenset({str, bool, int})
_FIELDS: dict[type[Any], tuple[tuple[str, Callable[[Any, Any], None]], ...]] = {}
_put_span: Callable[[Any, Any], None] = tree.Node.__dict__["span"].__set__


def moved_diagnostic(d: Diagnostic, source: Source, by: int) -> Diagnostic:
    """A diagnostic at another place."""

    def there(span: Span) -> Span:
        return Span(source, span.start + by, span.end + by)

    return replace(
        d,
        span=there(d.span),
        related=tuple(Related(there(r.span), r.message) for r in d.related),
        fix=tuple(Edit(there(e.span), e.text) for e in d.fix),
    )
