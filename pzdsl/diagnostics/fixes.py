"""Fixes are edits; each is tried, and the text checked again, before it is offered or made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from pzdsl.diagnostics.diagnostic import Diagnostic, Edit
from pzdsl.diagnostics.report import Report
from pzdsl.diagnostics.span import Source

Check = Callable[[Source], Report]

_MOST_ROUNDS = 20  # mending one mistake can show the next
_MOST_TRIED = 100  # diagnostics whose fixes are tried in one file


@dataclass(frozen=True, slots=True)
class Mended:
    """A text with fixes made, and what they mended."""

    source: Source
    mended: tuple[Diagnostic, ...]


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with edits made that do not overlap."""
    for edit in sorted(edits, key=lambda e: (e.span.start, e.span.end), reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def mend(source: Source, check: Check, unsafe: bool = False) -> Mended:
    """Make every fix that stands the test; with `unsafe` also those that somebody should look at."""
    made: list[Diagnostic] = []
    for _ in range(_MOST_ROUNDS):
        report = check(source)
        wanted = list(_apart(d for d in report if _fits(d, source) and (unsafe or d.safe)))
        if not wanted:
            break
        good = wanted if _helps(source, wanted, report, check) else []
        for d in wanted if not good else ():
            if _helps(source, [*good, d], report, check):
                good.append(d)
        if not good:
            break
        made += good
        source = _with(source, good)
    return Mended(source, tuple(made))


def only_tried(report: Report, source: Source, check: Check) -> Report:
    """The same diagnostics; a fix that does not mend its mistake, or makes another, is left out."""
    kept = Report()
    tried = 0
    for d in report:
        if d.fix:
            tried += 1
            fits = tried <= _MOST_TRIED and _fits(d, source)
            if not (fits and _helps(source, [d], report, check)):
                d = replace(d, fix=())
        kept.put(d)
    return kept


def stands_the_test(d: Diagnostic, report: Report, source: Source, check: Check) -> bool:
    """Whether the fix of one diagnostic among those of a text mends it and makes no other mistake."""
    return _fits(d, source) and _helps(source, [d], report, check)


def _fits(d: Diagnostic, source: Source) -> bool:
    return bool(d.fix) and all(edit.span.source.name == source.name for edit in d.fix)


def _apart(found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Those whose edits do not touch: the others have their turn in the next round."""
    taken: list[tuple[int, int]] = []
    for d in found:
        places = [(edit.span.start, edit.span.end) for edit in d.fix]
        if all(end < low or start > high for start, end in places for low, high in taken):
            taken += places
            yield d


def _with(source: Source, made: Iterable[Diagnostic]) -> Source:
    return Source(source.name, apply_edits(source.text, (edit for d in made for edit in d.fix)))


def _helps(source: Source, made: list[Diagnostic], before: Report, check: Check) -> bool:
    """Whether what was said goes away with these edits, and nothing of its level comes in its place.

    A mended text is read further than a torn one, and may show what could not be seen: that counts against
    no fix of a mistake of syntax, as long as the reading itself finds less to say.
    """
    after = check(_with(source, made))
    torn = [d for d in before if d.code.number < 2000]
    if torn and all(d.code.number < 2000 for d in made):
        return sum(d.code.number < 2000 for d in after) <= len(torn) - len(made)
    fewer = len(after) <= len(before) - len(made)
    return fewer and len(after.errors()) <= len(before.errors()) - sum(d.level == "error" for d in made)
