"""Collects diagnostics, so that one run shows all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pzdsl.diagnostics.diagnostic import Code, Diagnostic, Edit, Instead, Related
from pzdsl.diagnostics.span import Span
from pzdsl.errors import SpecError


class Report:
    """The diagnostics of one run, without repeats, read in the order of the files."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, int, int, int, str], Diagnostic] = {}

    def add(
        self,
        code: Code,
        span: Span,
        message: str,
        hint: str | None = None,
        related: Sequence[Related] = (),
        fix: Sequence[Edit] = (),
    ) -> None:
        """Take note of one mistake."""
        if not fix and isinstance(hint, Instead):
            fix = hint.edits(span)
        self.put(Diagnostic(code, span, message, hint, tuple(related), tuple(fix)))

    def put(self, diagnostic: Diagnostic) -> None:
        """Take note of a diagnostic that was made elsewhere."""
        d = diagnostic
        self._found.setdefault((d.span.source.name, d.span.start, d.span.end, d.code.number, d.message), d)

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter([self._found[key] for key in sorted(self._found)])

    def __len__(self) -> int:
        return len(self._found)

    def errors(self) -> list[Diagnostic]:
        """Those at level error."""
        return [d for d in self if d.level == "error"]

    def warnings(self) -> list[Diagnostic]:
        """Those at level warning."""
        return [d for d in self if d.level == "warning"]

    def stop_if_errors(self) -> None:
        """Raise what was found so far, if any of it is an error."""
        if self.errors():
            raise SpecError(self)
