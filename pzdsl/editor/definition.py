"""Definition: from a name to where it is declared, in this file or in a library."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pzdsl.diagnostics import Source, Span
from pzdsl.editor.documents import Document
from pzdsl.editor.names import Occurrence, occurrence_at, occurrences
from pzdsl.semantics.spec import Spec


@dataclass(frozen=True, slots=True)
class Target:
    """A place in a file; `path` is None for the document itself."""

    path: Path | None
    source: Source
    start: int
    end: int


def definition(document: Document, offset: int) -> Target | None:
    """Where the name at a place is declared."""
    analysis = document.analysis
    found = occurrence_at(analysis.spec, offset)
    return None if found is None else declared(document, found)


def declared(document: Document, found: Occurrence) -> Target | None:
    """Where a name is declared; through `use` and `include` in the library that has it."""
    analysis = document.analysis
    spec, priors = analysis.spec, document.priors()
    if found.kind == "library" or (found.owner in priors.loaded and found.kind in ("variable", "constraint")):
        return _in_library(document, found)
    if found.kind == "alias":
        for use in spec.file.uses:
            if use.alias is not None and use.alias.text == found.name:
                return _library(document, use.library.text)
    if found.kind == "variable" and (variable := spec.variables.get(found.name)) is not None:
        if variable.library is not None:
            return _target(document, variable.library, _name_in(variable.span, found.name))
    for other in occurrences(spec):
        if other.declares and other.same(found):
            return Target(None, analysis.source, other.start, other.end)
    return _elsewhere(document, found, spec)


def _in_library(document: Document, found: Occurrence) -> Target | None:
    if found.kind == "library":
        return _library(document, found.name)
    library = document.priors().loaded[found.owner]
    variable = library.variables.get(found.name)
    rule = next((rule for rule in library.constraints if rule.name == found.name), None)
    if found.kind == "variable" and variable is not None:
        return _target(document, variable.library or found.owner, _name_in(variable.span, found.name))
    if found.kind == "constraint" and rule is not None:
        return _target(document, rule.home.name or found.owner, _name_in(rule.span, found.name))
    return None


def _elsewhere(document: Document, found: Occurrence, spec: Spec) -> Target | None:
    """A type, category or rule that came with an include."""
    if found.kind == "constraint":
        for rule in spec.constraints:
            if rule.name == found.name and rule.home.name:
                return _target(document, rule.home.name, _name_in(rule.span, found.name))
    if found.kind in ("type", "category"):
        for name in spec.homes:
            library = document.priors().loaded.get(name)
            for other in occurrences(library) if library is not None else ():
                if other.declares and other.same(found):
                    span = Span(spec.homes[name].source, other.start, other.end)
                    return _target(document, name, span)
    return None


def _library(document: Document, name: str) -> Target | None:
    library = document.priors().loaded.get(name)
    return None if library is None else _target(document, name, library.file.name.span)


def _target(document: Document, library: str, span: Span) -> Target | None:
    path = document.priors().find(library)
    return None if path is None else Target(path.resolve(), span.source, span.start, span.end)


def _name_in(span: Span, name: str) -> Span:
    """The name itself in its declaration."""
    import re

    match = re.search(rf"\b{re.escape(name)}\b", span.text)
    return span if match is None else Span(span.source, span.start + match.start(), span.start + match.end())
