"""One mistake in a specification, as data."""

from __future__ import annotations

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

    def one_line(self) -> str:
        """`file:line:col: error[PZ2301 empty-range]: message`."""
        return f"{self.span}: {self.level}[{self.code} {self.code.name}]: {self.message}"
