"""One mistake in a specification, as data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from pzdsl.diagnostics.span import Span

Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class Code:
    """A kind of mistake: `PZ2301`, a short name, a level; a number is never reused."""

    number: int
    name: str
    level: Level

    def __str__(self) -> str:
        return f"PZ{self.number:04d}"


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that shows why."""

    span: Span
    message: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A replacement of the text under a span: a fix that an editor can apply."""

    span: Span
    text: str


class Instead(str):
    """A hint that names what to write for a wrong name: `did you mean …?`, and an edit as well."""

    wrong: str
    right: str

    def __new__(cls, wrong: str, right: str) -> Instead:
        """The hint as people read it."""
        hint = super().__new__(cls, f"did you mean `{right}`?")
        hint.wrong, hint.right = wrong, right
        return hint

    def edits(self, span: Span) -> tuple[Edit, ...]:
        """The wrong name under a span replaced, where it stands there once."""
        found = [m.span() for m in re.finditer(rf"(?<![\w.]){re.escape(self.wrong)}(?![\w.])", span.text)]
        if len(found) != 1:
            return ()
        (start, end) = found[0]
        return (Edit(Span(span.source, span.start + start, span.start + end), self.right),)


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One mistake in a specification: which kind, where, and the way out."""

    code: Code
    span: Span  # half-open range of characters in the source
    message: str  # what is wrong, in one sentence: lower case, no full stop, the author's words in backticks
    hint: str | None = None  # one thing to do about it
    related: tuple[Related, ...] = ()
    fix: tuple[Edit, ...] = ()

    @property
    def level(self) -> Level:
        """Error, warning or note."""
        return self.code.level

    @property
    def safe(self) -> bool:
        """Whether the fix only writes what can have been meant, so that nobody needs to look at it first."""
        from pzdsl.diagnostics.codes import MECHANICAL

        return bool(self.fix) and self.code in MECHANICAL

    def one_line(self) -> str:
        """`file:line:col: error[PZ2301 empty-range]: message`."""
        return f"{self.span}: {self.level}[{self.code} {self.code.name}]: {self.message}"
