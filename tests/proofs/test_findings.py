"""Golden files: one finding a file, the whole message kept beside it, and a near miss that stays silent."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from pzdsl.compiler import check_source
from pzdsl.diagnostics import Diagnostic, Source
from pzdsl.diagnostics.render import render_text
from pzdsl.proofs.prove import prove
from pzdsl.semantics import Priors

FOLDER = Path(__file__).parent
BAD, GOOD = sorted(FOLDER.glob("bad/*.pz")), sorted(FOLDER.glob("good/*.pz"))


@cache
def found(path: Path) -> list[Diagnostic]:
    checked = check_source(Source(path.name, path.read_text("utf-8")), Priors())
    assert not len(checked.report), render_text(checked.report)
    assert checked.spec is not None
    return list(prove(checked.spec))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad_specification_says(path: Path, golden) -> None:
    """`pytest --bless` rewrites what is expected; a person reads the diff."""
    golden.check(path.with_suffix(".expected"), render_text(found(path)))


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_one_mistake_gives_one_finding(path: Path) -> None:
    assert [str(d.code) for d in found(path)] == [f"PZ{path.stem[:4]}"]


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_near_miss_is_silent(path: Path) -> None:
    assert render_text(found(path)) == ""


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_no_message_speaks_of_the_engine(path: Path) -> None:
    for d in found(path):
        text = " ".join([d.message, d.hint or "", *(r.message for r in d.related)])
        assert not re.search(r"None|factor|cells?\b|marginal|sieve|<class|model", text)
        assert not d.message.endswith(".")
