from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from pzdsl.diagnostics import Diagnostic, Report, Source
from pzdsl.diagnostics.render import render_text
from pzdsl.syntax import parse

BAD = Path(__file__).parent / "bad"
FILES = sorted(BAD.glob("*.pz"))


@cache
def diagnose(path: Path) -> list[Diagnostic]:
    report = Report()
    parse(Source(path.name, path.read_text(encoding="utf-8")), report)
    return list(report)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_bad_text_says(path: Path, golden) -> None:
    """One mistake a file, its whole message kept beside it."""
    golden.check(path.with_suffix(".expected"), render_text(diagnose(path)))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_one_mistake_gives_one_diagnostic(path: Path) -> None:
    assert len(diagnose(path)) == (5 if path.stem == "five_mistakes" else 1)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_offered_fixes_mend_the_text(path: Path) -> None:
    """What we offer to an editor has been tried: applied, the mistake is gone and no other appears."""
    text = path.read_text(encoding="utf-8")
    found = diagnose(path)
    edits = [edit for d in found for edit in d.fix]
    if not edits or not all(d.fix for d in found):
        return
    for edit in sorted(edits, key=lambda e: (e.span.start, e.span.end), reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    report = Report()
    parse(Source("mended", text), report)
    assert [d.one_line() for d in report] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_no_message_speaks_of_the_parser(path: Path) -> None:
    text = render_text(diagnose(path))
    messages = [line for line in text.splitlines() if "error[" in line or "help:" in line]
    words = ("token", "terminal", "LALR", "NAME'", "STRING", "RBRACE", "$END", "parse", "None")
    assert not [(w, m) for m in messages for w in words if w in m]
