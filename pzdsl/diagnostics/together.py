"""One wrong name is one mistake, however often it is written."""

from __future__ import annotations

from dataclasses import replace

from pzdsl.diagnostics import codes
from pzdsl.diagnostics.diagnostic import Diagnostic, Related
from pzdsl.diagnostics.report import Report

_NAMES = frozenset(
    {
        codes.UNKNOWN_NAME,
        codes.UNKNOWN_TYPE,
        codes.UNKNOWN_CATEGORY,
        codes.UNKNOWN_SOURCE,
        codes.UNKNOWN_UNIT,
        codes.UNKNOWN_LIBRARY,
    }
)
_MOST_SHOWN = 3


def together(report: Report) -> Report:
    """The same report, in which the places of one unknown name stand under the first; a fix mends them all."""
    groups: dict[tuple[int, str, str], list[Diagnostic]] = {}
    kept = Report()
    for d in report:
        if d.code in _NAMES:
            groups.setdefault((d.code.number, d.message, d.span.source.name), []).append(d)
        else:
            kept.put(d)
    for first, *others in groups.values():
        edits = tuple(edit for d in (first, *others) for edit in d.fix)
        related = tuple(Related(d.span, "and here") for d in others[:_MOST_SHOWN])
        if len(others) > _MOST_SHOWN:
            last = Related(others[_MOST_SHOWN].span, f"and in {len(others) - _MOST_SHOWN} more places, from here on")
            related = (*related, last)
        kept.put(replace(first, fix=edits, related=(*first.related, *related)))
    return kept
