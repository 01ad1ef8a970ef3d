"""Diagnostics as JUnit XML, which CI servers show as tests: a suite for each file, a case for each diagnostic."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape, quoteattr

from pzdsl.diagnostics.diagnostic import Diagnostic

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_junit(report: Iterable[Diagnostic], files: Sequence[str] = ()) -> str:
    """Errors are failures; warnings and notes pass, with their text as output. `files` names clean ones too."""
    by_file: dict[str, list[Diagnostic]] = {name: [] for name in files}
    for d in report:
        by_file.setdefault(d.span.source.name, []).append(d)
    suites = "".join(_suite(name, found) for name, found in by_file.items())
    every = [d for found in by_file.values() for d in found]
    clean = sum(not found for found in by_file.values())
    head = f'<testsuites name="pzc check" tests="{len(every) + clean}" failures="{_failures(every)}" errors="0">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{suites}</testsuites>\n'


def _suite(name: str, found: Sequence[Diagnostic]) -> str:
    tests = len(found) or 1
    head = f'  <testsuite name={_quoted(name)} tests="{tests}" failures="{_failures(found)}" errors="0">\n'
    clean = f'    <testcase classname={_quoted(name)} name="nothing to mend"/>\n'
    return head + ("".join(_case(d) for d in found) or clean) + "  </testsuite>\n"


def _case(d: Diagnostic) -> str:
    line, column = d.span.place
    lines = [d.one_line(), *([f"help: {d.hint}"] if d.hint else [])]
    lines += [f"{related.span}: {related.message}" for related in d.related]
    text = escape(_clean("\n".join(lines)))
    case = f"{d.code} {d.code.name} at {line}:{column}"
    inside = f"<system-out>{text}</system-out>"
    if d.level == "error":
        kind = _quoted(f"{d.code} {d.code.name}")
        inside = f"<failure type={kind} message={_quoted(d.message)}>{text}</failure>"
    return f"    <testcase classname={_quoted(d.span.source.name)} name={_quoted(case)}>{inside}</testcase>\n"


def _failures(found: Sequence[Diagnostic]) -> int:
    return sum(d.level == "error" for d in found)


def _quoted(text: str) -> str:
    return quoteattr(_clean(text), {"\n": "&#10;"})


def _clean(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
