"""Places as the protocol counts them: lines from 0, and UTF-16 units within a line; here characters of a text."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property


def plain_text(text: str) -> str:
    """A text as the compiler reads it: no mark at the start, one kind of line end, no half of a character.

    Lines stay lines and units stay units, so that places in it are those of the editor's own text.
    """
    if not text.isascii():
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").removeprefix("\ufeff")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


@dataclass(frozen=True)
class Positions:
    """Characters of one text to places and back."""

    text: str

    @cached_property
    def _starts(self) -> list[int]:
        starts, at = [0], self.text.find("\n")
        while at >= 0:
            starts.append(at + 1)
            at = self.text.find("\n", at + 1)
        return starts

    def place(self, offset: int) -> tuple[int, int]:
        """Line and UTF-16 unit of a character."""
        offset = max(0, min(offset, len(self.text)))
        line = bisect_right(self._starts, offset) - 1
        before = self.text[self._starts[line] : offset]
        return line, len(before) if before.isascii() else len(before) + sum(ch > "\uffff" for ch in before)

    def offset(self, line: int, unit: int) -> int:
        """The character at a place; one beyond a line or the text is its end, one inside a pair its start."""
        if line < 0:
            return 0
        if line >= len(self._starts):
            return len(self.text)
        start = self._starts[line]
        end = self._starts[line + 1] - 1 if line + 1 < len(self._starts) else len(self.text)
        written = self.text[start:end]
        if written.isascii():
            return start + max(0, min(unit, len(written)))
        for i, ch in enumerate(written):
            unit -= 2 if ch > "\uffff" else 1
            if unit < 0:
                return start + i
        return end

    def end(self) -> tuple[int, int]:
        """The place behind the last character."""
        return self.place(len(self.text))
