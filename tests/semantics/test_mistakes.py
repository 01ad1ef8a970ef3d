"""Golden files: one mistake a file, the whole message kept beside it, and a near miss that stays silent."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

import pzdsl.semantics
from pzdsl.compiler import check_source
from pzdsl.diagnostics import Diagnostic, Source, codes
from pzdsl.diagnostics.render import render_text
from tests.semantics.made import BAD, GOOD, libraries

# a mistake in a library is told there, and once more where the library is included
TOLD_TWICE = {"7102-ring", "7108-mistake-in-library"}


@cache
def diagnose(path: Path) -> list[Diagnostic]:
    locked = {"small.people": "0" * 64} if path.stem == "7106-not-as-locked" else {}
    source = Source(path.name, path.read_text(encoding="utf-8"))
    return list(check_source(source, libraries(locked=locked)).report)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad_specification_says(path: Path, golden) -> None:
    """`pytest --bless` rewrites what is expected; a person reads the diff."""
    golden.check(path.with_suffix(".expected"), render_text(diagnose(path)))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_one_mistake_gives_one_diagnostic(path: Path) -> None:
    found = diagnose(path)
    assert len(found) == (2 if path.stem in TOLD_TWICE else 1)
    assert f"PZ{path.stem[:4]}" in [str(d.code) for d in found]


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_near_miss_is_silent(path: Path) -> None:
    assert render_text(diagnose(path)) == ""


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_no_message_speaks_of_the_compiler(path: Path) -> None:
    for d in diagnose(path):
        text = d.message + (d.hint or "")
        assert not re.search(r"None|Decimal|Fraction|tree\.|Quantity|<class|1\.E", text)
        assert not d.message.endswith(".")
        assert d.message[0] == "`" or not d.message[0].isupper()


def reported() -> set[str]:
    """The numbers of all codes that the sources of the room name."""
    folder = Path(pzdsl.semantics.__file__).parent
    names = {n for f in folder.glob("*.py") for n in re.findall(r"\bcodes\.([A-Z][A-Z_0-9]+)", f.read_text("utf-8"))}
    return {f"{getattr(codes, name).number}" for name in names}


def test_each_code_has_a_bad_specification() -> None:
    assert {path.stem[:4] for path in BAD} == reported()


def test_near_all_codes_have_a_near_miss() -> None:
    """What is wrong with a library, its lock or its ring has no miss that is nearer than the other files."""
    assert reported() - {path.stem[:4] for path in GOOD} <= {"7003", "7102", "7106", "7108"}
