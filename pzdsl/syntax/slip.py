"""A mistake found in a patched text, with the changes that mend it."""

from __future__ import annotations

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
