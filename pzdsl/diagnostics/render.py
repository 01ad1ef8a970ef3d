"""Diagnostics as text for people, as JSON for programs, and as annotations for a CI run; by name, in any format."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from pzdsl.diagnostics.diagnostic import Diagnostic, Edit, Level, Related
from pzdsl.diagnostics.span import Span

_GUTTER = 6  # columns for a line number
_WIDEST = 160  # characters of a line that are shown

_COLOR: dict[str, str] = {"error": "1;31", "warning": "1;33", "note": "1;36", "help": "32", "frame": "34"}


def render(report: Iterable[Diagnostic], format: str, files: Sequence[str] = (), color: bool = False) -> str:
    """The diagnostics in one of the formats; `files` are those that were checked, for a format that counts them."""
    match format:
        case "json":
            return render_json(report)
        case "annotations":
            return render_annotations(report)
        case "sarif":
            from pzdsl.diagnostics.sarif import render_sarif

            return render_sarif(report)
        case "junit":
            from pzdsl.diagnostics.junit import render_junit

            return render_junit(report, files)
        case _:
            return render_text(report, color)


def render_text(report: Iterable[Diagnostic], color: bool = False) -> str:
    """Each diagnostic with the line it is about, related places and what to do; ends in a newline."""
    return "\n".join(_text(d, color) for d in report)


def render_json(report: Iterable[Diagnostic]) -> str:
    """One JSON object with all of it; lines and columns count from 1, offsets from 0 in characters."""
    return json.dumps({"diagnostics": [_json(d) for d in report]}, ensure_ascii=False, indent=2) + "\n"


def render_annotations(report: Iterable[Diagnostic]) -> str:
    """One workflow command a line (`::error file=…`), which CI shows beside the code."""
    return "".join(_annotation(d) for d in report)


# --- text


def _text(d: Diagnostic, color: bool) -> str:
    label = _paint(f"{d.level}[{d.code} {d.code.name}]", d.level, color)
    lines = [f"{d.span}: {label}: {d.message}", *_frame(d.span, "^", d.level, color)]
    if d.hint:
        bar = _paint(" " * _GUTTER + " =", "frame", color)
        lines.append(f"{bar} {_paint('help', 'help', color)}: {d.hint}")
    for related in d.related:
        lines += _related(related, color)
    return "".join(line.rstrip() + "\n" for line in lines)


def _related(related: Related, color: bool) -> list[str]:
    arrow = _paint(" " * (_GUTTER - 1) + "-->", "frame", color)
    return [f"{arrow} {related.span}: {related.message}", *_frame(related.span, "-", "frame", color)]


def _frame(span: Span, mark: str, paint: str, color: bool) -> list[str]:
    """The line where a span starts, and marks under the part of it on that line."""
    if not span.source.text:
        return []
    number, column = span.place
    line = "".join(ch if ch.isprintable() else " " for ch in span.source.line(number))  # no tabs, no escapes
    start = max(0, column - 1 - _WIDEST // 2) if len(line) > _WIDEST else 0
    if len(line) > _WIDEST:  # a window of a line that no terminal shows whole
        cut = line[start : start + _WIDEST]
        line = ("…" + cut[1:] if start else cut) + ("…" if start + _WIDEST < len(line) else "")
        column -= start
    under = line[column - 1 : column - 1 + span.end - span.start]
    bar = _paint("|", "frame", color)
    count = _paint(f"{number:>{_GUTTER}}", "frame", color)
    marks = _paint(mark * max(1, _width(under)), paint, color)
    return [f"{count} {bar} {line}", f"{' ' * _GUTTER} {bar} {' ' * _width(line[: column - 1])}{marks}"]


def _width(text: str) -> int:
    """Columns that a terminal needs: wide characters take two, combining ones none."""
    wide = sum(unicodedata.east_asian_width(ch) in "WF" for ch in text)
    return len(text) + wide - sum(unicodedata.combining(ch) > 0 for ch in text)


def _paint(text: str, what: str, color: bool) -> str:
    return f"\x1b[{_COLOR[what]}m{text}\x1b[0m" if color else text


# --- JSON


def _json(d: Diagnostic) -> dict[str, Any]:
    return {
        "code": str(d.code),
        "name": d.code.name,
        "level": d.level,
        "message": d.message,
        "hint": d.hint,
        **_place(d.span),
        "related": [{"message": related.message, **_place(related.span)} for related in d.related],
        "fix": [_edit(edit) for edit in d.fix],
        "safe": d.safe,
    }


def _edit(edit: Edit) -> dict[str, Any]:
    return {"text": edit.text, **_place(edit.span)}


def _place(span: Span) -> dict[str, Any]:
    return {"file": span.source.name, "start": _point(span, span.start), "end": _point(span, span.end)}


def _point(span: Span, offset: int) -> dict[str, int]:
    line, column = span.source.place(offset)
    return {"line": line, "column": column, "offset": offset}


# --- annotations

_COMMAND: dict[Level, str] = {"error": "error", "warning": "warning", "note": "notice"}


def _annotation(d: Diagnostic) -> str:
    line, column = d.span.place
    end_line, end_column = d.span.source.place(d.span.end)
    properties = {
        "file": d.span.source.name,
        "line": line,
        "col": column,
        "endLine": end_line,
        "endColumn": end_column,
        "title": f"{d.code} {d.code.name}",
    }
    listed = ",".join(f"{key}={_escaped(str(value), ':,')}" for key, value in properties.items())
    message = d.message if d.hint is None else f"{d.message}\nhelp: {d.hint}"
    return f"::{_COMMAND[d.level]} {listed}::{_escaped(message)}\n"


def _escaped(text: str, more: str = "") -> str:
    """Escape what would end a command or a property of it."""
    return "".join(f"%{ord(ch):02X}" if ch in "%\r\n" + more else ch for ch in text)
