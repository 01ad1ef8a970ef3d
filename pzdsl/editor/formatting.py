"""Formatting: what `pzc fmt` writes, as one edit of the lines that differ."""

from __future__ import annotations

from pzdsl.diagnostics import Edit, Span
from pzdsl.editor.documents import Document
from pzdsl.errors import SpecError
from pzdsl.syntax import format_source


def formatting(document: Document) -> list[Edit]:
    """The edits that lay the text out; none where it does not parse, for then its mistakes are shown already."""
    source = document.analysis.source
    try:
        wanted = format_source(source)
    except SpecError:
        return []
    if wanted == source.text:
        return []
    before, after = source.text.splitlines(True), wanted.splitlines(True)
    first = 0
    while first < min(len(before), len(after)) and before[first] == after[first]:
        first += 1
    last = 0
    while last < min(len(before), len(after)) - first and before[-1 - last] == after[-1 - last]:
        last += 1
    start = sum(map(len, before[:first]))
    end = len(source.text) - sum(map(len, before[len(before) - last :]))
    return [Edit(Span(source, start, end), "".join(after[first : len(after) - last]))]
