"""Rename: every place of a name in its file, tests and messages included, or a reason why not."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pzdsl.diagnostics import Source
from pzdsl.editor.documents import Document
from pzdsl.editor.names import Occurrence, occurrence_at, occurrences
from pzdsl.errors import UsageError
from pzdsl.semantics.spec import Spec
from pzdsl.syntax.words import RESERVED

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_SOURCE = re.compile(r"[a-z][A-Za-z0-9_]*")  # what may stand after `@`


@dataclass(frozen=True, slots=True)
class Renaming:
    """The places of one name, each with what it becomes."""

    places: tuple[tuple[int, int], ...]
    text: str


def renamable(document: Document, offset: int) -> Occurrence:
    """The name at a place, if it can be renamed here; raises UsageError with the reason if not."""
    analysis = document.analysis
    spec = analysis.spec
    if any(d.code.number < 2000 for d in analysis.checked.report.errors()):
        raise UsageError("part of this file cannot be read yet; mend its mistakes of syntax, then rename")
    found = occurrence_at(spec, offset)
    if found is None or found.kind == "library":
        raise UsageError("there is no name here that this file declares")
    same = [o for o in occurrences(spec) if o.same(found)]
    if not any(o.declares for o in same) or _comes_from_a_library(found, spec):
        raise UsageError(f"`{found.name}` is not declared in this file; rename it where it is declared")
    return found


def rename(document: Document, offset: int, new: str) -> Renaming:
    """What renaming the name at a place changes; raises UsageError where it cannot be meant."""
    found = renamable(document, offset)
    form = _SOURCE if found.kind == "source" else _NAME
    if form.fullmatch(new) is None:
        raise UsageError(f"`{new}` cannot be a name: a letter first, then letters, digits and `_`")
    if new in RESERVED:
        raise UsageError(f"`{new}` is a word of the language and cannot be a name")
    analysis = document.analysis
    places = tuple((o.start, o.end) for o in occurrences(analysis.spec) if o.same(found))
    text = analysis.source.text
    for start, end in reversed(places):
        text = text[:start] + new + text[end:]
    before = analysis.checked.report
    after = document.check(Source(analysis.source.name, text)).report
    if new != found.name and len(after) > len(before):
        known = {(d.code, d.message.replace(found.name, new)) for d in before}
        fresh = next((d for d in after if (d.code, d.message) not in known), None)
        if fresh is not None:
            raise UsageError(f"`{found.name}` cannot become `{new}`: {fresh.message}")
    return Renaming(places, new)


def _comes_from_a_library(found: Occurrence, spec: Spec) -> bool:
    if found.kind == "variable":
        known = spec.variables.get(found.name)
        return bool(found.owner) or known is None or known.library is not None
    if found.kind == "category" and not found.owner.startswith("type "):
        owner = spec.variables.get(found.owner.split(".")[0])
        return owner is None or owner.library is not None
    return False
