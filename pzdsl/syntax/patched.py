"""A text with pieces put in, taken out or set aside, that still knows where each character came from.

Recovery mends a mistake in such a copy and parses on; every span still points into what the author wrote.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from pzdsl.diagnostics import Source, Span


@dataclass(frozen=True, slots=True)
class Change:
    """Replace the characters `[start, end)` of a patched text."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class _Piece:
    at: int  # where it begins in the patched text
    origin: int  # where it comes from in the source
    length: int
    written: bool  # by the author; else put in by us, and then all of it stands at `origin`


class Patched:
    """A patched text over a source."""

    def __init__(self, source: Source, text: str, pieces: list[_Piece]) -> None:
        self.source, self.text, self._pieces = source, text, pieces
        self._starts = [piece.at for piece in pieces]
        self._whole = text is source.text

    @staticmethod
    def of(source: Source) -> Patched:
        """The text as it was written."""
        return Patched(source, source.text, [_Piece(0, 0, len(source.text), True)])

    @property
    def as_written(self) -> int | None:
        """Where it begins in the source, if it is a part of it without a change."""
        only = self._pieces[0]
        return only.origin if len(self._pieces) == 1 and only.written else None

    def span(self, start: int, end: int) -> Span:
        """Where a range of this text stands in the source."""
        if self._whole:  # nearly every text is as its author wrote it
            return Span(self.source, start, max(start, end))
        low = self._origin(start)
        high = self._origin(end - 1, after=True) if end > start else low
        return Span(self.source, low, max(low, high))

    def _origin(self, offset: int, after: bool = False) -> int:
        piece = self._pieces[max(0, bisect_right(self._starts, offset) - 1)]
        if not piece.written:
            return piece.origin
        return piece.origin + min(offset - piece.at + after, piece.length)

    def cut(self, start: int, end: int, before: str = "", after: str = "") -> Patched:
        """A part of the text, with text of ours around it."""
        changes = [Change(0, start, before), Change(end, len(self.text), after)]
        return self.apply(changes)

    def apply(self, changes: Iterable[Change]) -> Patched:
        """The text with the changes made; they must not overlap."""
        texts: list[str] = []
        pieces: list[_Piece] = []
        at = done = 0

        def keep(start: int, end: int) -> None:
            nonlocal at
            for piece in self._pieces:
                low, high = max(start, piece.at), min(end, piece.at + piece.length)
                if low < high:
                    origin = piece.origin + (low - piece.at if piece.written else 0)
                    pieces.append(_Piece(at, origin, high - low, piece.written))
                    texts.append(self.text[low:high])
                    at += high - low

        for change in sorted(changes, key=lambda c: (c.start, c.end)):
            keep(done, change.start)
            if change.text:
                origin = self._origin(change.start)
                pieces.append(_Piece(at, origin, len(change.text), False))
                texts.append(change.text)
                at += len(change.text)
            done = change.end
        keep(done, len(self.text))
        return Patched(self.source, "".join(texts), pieces or [_Piece(0, 0, 0, True)])
