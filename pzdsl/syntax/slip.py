"""A place where parsing stopped, and a mistake found in a patched text with the changes that mend it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pzdsl.diagnostics import Code, Edit, Related, Report
from pzdsl.syntax.patched import Change, Patched


@dataclass(frozen=True, slots=True)
class Slip:
    """One mistake; where it has changes, they are also what recovery makes before it reads on."""

    code: Code
    start: int
    end: int
    message: str
    hint: str | None = None
    changes: tuple[Change, ...] = ()
    related: tuple[tuple[int, int, str], ...] = ()

    def tell(self, patched: Patched, report: Report) -> None:
        """Report it where it stands in the source."""
        report.add(
            self.code,
            patched.span(self.start, self.end),
            self.message,
            hint=self.hint,
            related=[Related(patched.span(start, end), message) for start, end, message in self.related],
            fix=[Edit(patched.span(c.start, c.end), c.text) for c in self.changes],
        )


@dataclass(frozen=True, slots=True)
class Fault:
    """Where parsing stopped, what stands there, and which terminals could."""

    text: str
    at: int
    end: int
    wanted: frozenset[str]  # names of terminals
    limit: int  # what follows from here on is not the author's

    @property
    def found(self) -> str:
        """The word or sign that stands there; nothing at the end."""
        return self.text[self.at : self.end] if self.at < self.limit else ""

    @property
    def line(self) -> tuple[int, int]:
        """Where the line begins and ends."""
        end = self.text.find("\n", self.at)
        return self.text.rfind("\n", 0, self.at) + 1, len(self.text) if end < 0 else end

    def around(self, pattern: re.Pattern[str], slack: int = 0) -> re.Match[str] | None:
        """A match on this line that the fault lies in, or at most `slack` blanks after."""
        start, end = self.line
        for match in pattern.finditer(self.text, start, end):
            between = self.text[match.end() : self.at]
            if match.start() <= self.at and (self.at < match.end() or (slack and not between.strip())):
                return match
        return None
