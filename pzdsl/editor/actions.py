"""Code actions: the fixes of diagnostics that stand the test, all safe ones at once, and an allowance with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from pzdsl.diagnostics import Diagnostic, Edit, Report, Source, Span, codes
from pzdsl.diagnostics.fixes import mend, stands_the_test
from pzdsl.editor.documents import Document

_MOST = 20  # fixes that are tried for one request


@dataclass(frozen=True, slots=True)
class Action:
    """A change that is offered; `mends` is what it is for, None for all of the file."""

    title: str
    edits: tuple[Edit, ...]
    mends: Diagnostic | None
    preferred: bool = False


def actions(document: Document, start: int, end: int) -> list[Action]:
    """What is offered for the diagnostics that touch the characters `[start, end]`."""
    source = document.analysis.source
    report = document.report()
    near = [d for d in report if d.span.start <= end and start <= d.span.end and d.span.source.name == source.name]
    checked = document.analysis.checked.report  # a fix is held against what checking says of the text
    found = []
    for d in near[:_MOST]:
        if d.fix and stands_the_test(d, checked, source, lambda text: document.check(text).report):
            found.append(Action(_title(d), d.fix, d, preferred=d.safe))
    return found + [_allowance(d, source) for d in near if _allowable(d)]


def fix_all(document: Document) -> Action | None:
    """Every fix that can only have been meant, as one change of the text."""
    source = document.analysis.source
    if not any(d.safe for d in document.report()):
        return None
    mended = mend(source, lambda text: _report(document, text))
    if mended.source.text == source.text:
        return None
    count = len(mended.mended)
    whole = Edit(Span(source, 0, len(source.text)), mended.source.text)
    return Action(f"Make the {'fix' if count == 1 else f'{count} fixes'} that can only be meant", (whole,), None)


def _report(document: Document, text: Source) -> Report:
    return document.check(text).report


def _title(d: Diagnostic) -> str:
    if d.hint:
        return d.hint[:1].upper() + d.hint[1:]
    edit = d.fix[0]
    return f"Write `{edit.text}`" if edit.text else f"Delete `{edit.span.text}`"


def _allowable(d: Diagnostic) -> bool:
    own = (codes.BAD_ALLOWANCE, codes.EXPIRED_ALLOWANCE, codes.UNUSED_ALLOWANCE)
    return (d.level != "error" or d.code in codes.ALLOWABLE_ERRORS) and d.code not in own


def _allowance(d: Diagnostic, source: Source) -> Action:
    line, _ = d.span.place
    written = source.line(line)
    start = d.span.start - (d.span.place[1] - 1)
    indent = written[: len(written) - len(written.lstrip())]
    edit = Edit(Span(source, start, start), f'{indent}# pzc: allow {d.code} "write the reason here"\n')
    return Action(f"Allow {d.code} here, with a reason", (edit,), d)
