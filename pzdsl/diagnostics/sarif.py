"""Diagnostics as SARIF 2.1.0, which code hosts and editors read."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pzdsl.diagnostics.diagnostic import Code, Diagnostic
from pzdsl.diagnostics.span import Span
from pzdsl.version import COMPILER

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render_sarif(report: Iterable[Diagnostic]) -> str:
    """One run with a rule for each code that occurs; columns count characters from 1."""
    found = list(report)
    rules = sorted({d.code for d in found}, key=lambda code: code.number)
    name, _, version = COMPILER.partition(" ")
    driver: dict[str, Any] = {
        "name": name,
        "rules": [_rule(code) for code in rules],
    }
    if version:
        driver["version"] = version
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(d, rules.index(d.code)) for d in found],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2) + "\n"


def _rule(code: Code) -> dict[str, Any]:
    words = code.name.split("-")
    return {
        "id": str(code),
        "name": "".join(word.capitalize() for word in words),
        "shortDescription": {"text": " ".join(words)},
        "defaultConfiguration": {"level": code.level},
        "help": {"text": f"pzc explain {code}"},
    }


def _result(d: Diagnostic, index: int) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": str(d.code),
        "ruleIndex": index,
        "level": d.level,
        "message": {"text": d.message if d.hint is None else f"{d.message}\nhelp: {d.hint}"},
        "locations": [_location(d.span)],
    }
    if d.related:
        result["relatedLocations"] = [
            {"id": i, **_location(r.span), "message": {"text": r.message}} for i, r in enumerate(d.related)
        ]
    if d.fix:
        by_file: dict[str, list[dict[str, Any]]] = {}
        for edit in d.fix:
            change = {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}}
            by_file.setdefault(edit.span.source.name, []).append(change)
        changes = [{"artifactLocation": {"uri": _uri(f)}, "replacements": edits} for f, edits in by_file.items()]
        result["fixes"] = [{"description": {"text": d.hint or d.message}, "artifactChanges": changes}]
    return result


def _location(span: Span) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(span.source.name)}, "region": _region(span)}}


def _region(span: Span) -> dict[str, int]:
    (line, column), (end_line, end_column) = span.place, span.source.place(span.end)
    return {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column}


def _uri(name: str) -> str:
    from urllib.parse import quote

    return quote(name, safe="/.~:-_" if name[1:3] == ":/" else "/.~-_")
