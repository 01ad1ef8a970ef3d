"""A text with mistakes: mend what misleads the search for islands, then read each island alone.

What stops the parser is recognised, told, mended in a copy and read on from there; where nothing mends it,
the island is left out of the tree. So each mistake is told once, and none hides another.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from pzdsl.diagnostics import Report, Source, Span, codes
from pzdsl.syntax import tree as t
from pzdsl.syntax.braces import find_brace_slips
from pzdsl.syntax.declarations import TreeBuilder
from pzdsl.syntax.expressions import TooDeep
from pzdsl.syntax.islands import Island, cut, lexemes
from pzdsl.syntax.mistakes import missing_header, recognise, unexpected, unknown_declaration
from pzdsl.syntax.patched import Patched
from pzdsl.syntax.slip import Fault, Slip
from pzdsl.syntax.typography import find_typography
from pzdsl.syntax.words import DECLARATIONS

_MOST_MENDS = 30  # in one island; more is no longer a text with slips

# What a member needs around it to be read alone, and the field of the block that holds it.
_AROUND = {
    "cohort": ("cohort {", "rules"),
    "course": ("course {", "members"),
    "dimension": ("dimension d {", "members"),
    "exams": ("exams {", "members"),
    "narrative": ("narrative {", "phrases"),
    "outline": ("outline {", "entries"),
    "symptoms": ("symptoms {", "members"),
    "test": ('test "" {', "members"),
}


class Stopped(Exception):
    """The parser stopped at a fault."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__()


ParseRaw = Callable[[str, str], Any]
Build = Callable[[Patched, str, Report], Any]  # what a piece read as `start` or `declarations` comes to


def empty_tree(source: Source) -> t.SpecTree:
    """A file in which nothing was understood."""
    here = Span(source, 0, 0)
    name = t.Name(span=here, text="unnamed")
    return t.SpecTree(span=here, version=1, uses=(), kind="disease", name=name, label=None, declarations=())


def recover(source: Source, report: Report, parse_raw: ParseRaw, build: Build | None = None) -> t.SpecTree:
    """The tree of a text that does not parse as a whole; what stopped the parser never goes untold.

    `build`, if given, reads a piece as parser and builder would: an editor remembers the pieces that did not change.
    """
    before = len(report.errors())
    recovery = _Recovery(source, report, parse_raw, build)
    tree = recovery.tree()
    if len(report.errors()) == before:
        recovery.tell_first_fault()
    return tree


class _Recovery:
    def __init__(self, source: Source, report: Report, parse_raw: ParseRaw, build: Build | None) -> None:
        self.source, self.report, self.parse_raw, self.build = source, report, parse_raw, build
        self._quiet: set[int] = set()  # lines on which a string did not end: what follows there is a guess

    def tree(self) -> t.SpecTree:
        whole = Patched.of(self.source)
        header = missing_header(whole.text)
        if header is not None:
            whole = self._mend(whole, [header])
            if not lexemes(self.source.text):
                return empty_tree(self.source)
        slips = find_typography(whole.text)
        self._quiet = {whole.span(s.start, s.end).place[0] for s in slips if s.code is codes.UNCLOSED_STRING}
        whole = self._mend(whole, slips)
        whole = self._mend(whole, find_brace_slips(whole.text))
        sea = cut(whole.text)
        head = self._read(whole.cut(0, sea.head_end, after=" }"), "start", 2)
        tail = lexemes(whole.text[sea.tail :])
        if tail:
            start = sea.tail + tail[0].start
            message = "the file ends with the `}` above; nothing can follow it"
            hint = "delete it, or move it into the block"
            end = start + len(tail[0].text)
            Slip(codes.UNEXPECTED, start, end, message, hint).tell(whole, self.report)
        declarations = [node for island in sea.islands for node in self._declaration(whole, island)]
        tree = empty_tree(self.source) if head is None else head
        span = Span(self.source, tree.span.start, len(self.source.text))
        return replace(tree, span=span, declarations=tuple(declarations))

    def tell_first_fault(self) -> None:
        """What stopped the parser at first: where no island showed it, a declaration was lost on the way."""
        whole = Patched.of(self.source)
        fault = self._fault(whole, "start", 0)
        if fault is not None:
            unexpected(fault).tell(whole, self.report)

    def _mend(self, patched: Patched, slips: Iterable[Slip]) -> Patched:
        """Tell some slips and make their changes."""
        slips = list(slips)
        for slip in slips:
            slip.tell(patched, self.report)
        return patched.apply(change for slip in slips for change in slip.changes)

    def _declaration(self, whole: Patched, island: Island) -> tuple[t.Declaration, ...]:
        piece = whole.cut(island.start, island.end)
        if island.keyword not in DECLARATIONS:
            slip = unknown_declaration(piece.text, island.keyword)
            slip.tell(piece, self.report)
            if not slip.changes:
                return ()
            return self._read(piece.apply(slip.changes), "declarations") or ()
        return self._block(whole, island, "", "") or ()

    def _block(self, whole: Patched, island: Island, before: str, after: str) -> Any:
        """The raw result for an island, read whole if that works, else member by member."""
        piece = whole.cut(island.start, island.end, before, after)
        if not island.members:
            return self._read(piece, "declarations", len(after))
        try:
            return self._build(piece, "declarations")
        except (Stopped, TooDeep):
            return self._by_members(whole, island)

    def _by_members(self, whole: Patched, island: Island) -> tuple[t.Declaration, ...]:
        assert island.body is not None
        body_start, body_end = island.body
        first = island.members[0].start
        around, field = _AROUND[island.keyword]
        shell = whole.cut(island.start, body_start, after=" }")
        head = self._read(shell, "declarations", 2)
        members: list[Any] = []
        for member in island.members:
            for block in self._member(whole, member, around):
                members += getattr(block, field)
        rest = whole.cut(body_end + 1, island.end)  # what stands on the same line after the block
        others: tuple[t.Declaration, ...] = ()
        if body_end < island.end and lexemes(rest.text):
            others = self._read(rest, "declarations") or ()
        if not head:
            return others
        span = whole.span(island.start, max(body_end + 1, first))
        return (replace(head[0], span=span, **{field: tuple(members)}), *others)

    def _member(self, whole: Patched, member: Island, around: str) -> tuple[Any, ...]:
        if not member.members:  # a panel is read whole unless it fails
            return self._read(whole.cut(member.start, member.end, around, " }"), "declarations", 2) or ()
        try:
            return tuple(self._build(whole.cut(member.start, member.end, around, " }"), "declarations"))
        except (Stopped, TooDeep):
            return self._panel(whole, member, around)

    def _panel(self, whole: Patched, panel: Island, around: str) -> tuple[Any, ...]:
        assert panel.body is not None
        shell = whole.cut(panel.start, panel.body[0], around, " } }")
        head = self._read(shell, "declarations", 4)
        exams: list[t.Variable] = []
        correlations: list[t.Correlation] = []
        for member in panel.members:
            piece = whole.cut(member.start, member.end, around + " panel p {", " } }")
            for block in self._read(piece, "declarations", 4) or ():
                exams += block.members[0].exams
                correlations += block.members[0].correlations
        if not head or not head[0].members:
            return ()
        node = replace(head[0].members[0], exams=tuple(exams), correlations=tuple(correlations))
        return (replace(head[0], members=(node,)),)

    # --- reading one piece

    def _build(self, piece: Patched, start: str) -> Any:
        if self.build is not None:
            return self.build(piece, start, self.report)
        raw = self.parse_raw(piece.text, start)
        return TreeBuilder(piece.span, self.report).build(raw)

    def _read(self, piece: Patched, start: str, ours: int = 0) -> Any:
        """Read a piece, mending as far as that goes; the last `ours` characters are not the author's."""
        try:
            for _ in range(_MOST_MENDS):
                fault = self._fault(piece, start, ours)
                if fault is None:
                    return self._build(piece, start)
                slip = recognise(fault)
                mended = piece.apply(slip.changes)
                after = self._fault(mended, start, ours) if slip.changes else fault
                if slip.changes and after is not None and not _leads_on(slip, after):
                    slip = unexpected(fault)  # the guess was wrong
                if piece.span(fault.at, fault.at).place[0] not in self._quiet:
                    slip.tell(piece, self.report)
                if not slip.changes:
                    return None
                piece = mended
        except TooDeep as deep:
            message = "the formula is too long or nested too deeply"
            hint = "split it into parts"
            self.report.add(codes.TOO_DEEP, piece.span(deep.start, deep.end), message, hint=hint)
        return None

    def _fault(self, piece: Patched, start: str, ours: int) -> Fault | None:
        """Where a piece stops the parser, if it does."""
        try:
            self.parse_raw(piece.text, start)
        except Stopped as stopped:
            return replace(stopped.fault, limit=len(piece.text) - ours)
        return None


_SOME_TOKENS = re.compile(r"\s*(?:\w++|[^\w\s])\s*\S")


def _leads_on(slip: Slip, after: Fault) -> bool:
    """Whether the parser gets on by more than a token once a slip is mended."""
    growth = sum(len(c.text) - (c.end - c.start) for c in slip.changes)
    mended_to = max(slip.changes[-1].end + growth, slip.changes[-1].start)
    return after.at >= mended_to and _SOME_TOKENS.match(after.text, mended_to, after.at) is not None
