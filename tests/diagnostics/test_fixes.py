"""Fixes: each is tried before it is offered, and what it mends stays mended."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from pzdsl.cli.checking import run_check
from pzdsl.compiler import check_source
from pzdsl.diagnostics import Edit, Report, Source, Span, codes
from pzdsl.diagnostics.fixes import apply_edits, mend, only_tried
from pzdsl.syntax import parse
from tests.semantics.made import BAD as BAD_SPECS
from tests.semantics.made import libraries

BAD_TEXTS = sorted((Path(__file__).parents[1] / "syntax" / "bad").glob("*.pz"))


def check_syntax(source: Source) -> Report:
    report = Report()
    parse(source, report)
    return report


def check_all(source: Source) -> Report:
    return check_source(source, libraries()).report


CASES = [*((path, check_syntax) for path in BAD_TEXTS), *((path, check_all) for path in BAD_SPECS)]


@pytest.mark.parametrize(("path", "check"), CASES, ids=[path.stem for path, _ in CASES])
def test_every_fix_of_a_golden_file_mends_it(path: Path, check: Callable[[Source], Report]) -> None:
    """What can be mended is gone after all fixes; a second time there is nothing to do."""
    source = Source(path.name, path.read_text("utf-8"))
    offered = [d for d in only_tried(check(source), source, check) if d.fix]
    found = mend(source, check, unsafe=True)
    left = [d.code for d in check(found.source)]
    assert not {d.code for d in offered} & set(left)
    again = mend(found.source, check, unsafe=True)
    assert again.mended == ()
    assert again.source.text == found.source.text


@pytest.mark.parametrize(("path", "check"), CASES, ids=[path.stem for path, _ in CASES])
def test_fixes_without_asking_are_the_safe_ones(path: Path, check: Callable[[Source], Report]) -> None:
    source = Source(path.name, path.read_text("utf-8"))
    assert all(d.code in codes.MECHANICAL for d in mend(source, check).mended)


def test_how_many_codes_can_be_mended() -> None:
    """By a fix that was tried on their golden files."""
    mended = set()
    for path, check in CASES:
        source = Source(path.name, path.read_text("utf-8"))
        mended |= {d.code for d in only_tried(check(source), source, check) if d.fix}
    assert len(mended) >= 25, sorted(str(code) for code in mended)


def test_a_fix_that_helps_nothing_is_not_offered() -> None:
    source = Source("a.pz", "pz 1\n")

    def check(text: Source) -> Report:
        report = Report()
        span = Span(text, 0, 2)
        report.add(codes.UNKNOWN_NAME, span, "wrong", fix=[Edit(span, "qz")])
        return report

    assert [d.fix for d in only_tried(check(source), source, check)] == [()]
    assert mend(source, check, unsafe=True).mended == ()


def test_edits_are_made_from_the_end() -> None:
    source = Source("a.pz", "abcdef")
    edits = [Edit(Span(source, 0, 1), "xx"), Edit(Span(source, 3, 3), "-"), Edit(Span(source, 5, 6), "")]
    assert apply_edits(source.text, edits) == "xxbc-de"


TORN = """pz 1

disease shown "Shown" {
  dimension biological {
    attribute weight : number kg 30 to 200
      prior normal(mean = 75,5, sd = 9) assumed "made up"
  }
  constraint light { require wieght => 40 'kg' because assumed "made up" }
}
"""


def test_check_fix_writes_the_safe_ones_and_leaves_the_rest(tmp_path: Path, capsys) -> None:
    path = tmp_path / "a.pz"
    path.write_text(TORN, "utf-8")
    assert run_check([path], diff=True, prove=False) == 1
    assert path.read_text("utf-8") == TORN
    shown = capsys.readouterr().out
    assert "+    attribute weight : number 'kg' 30 to 200\n" in shown
    assert run_check([path], fix=True, prove=False) == 1
    once = path.read_text("utf-8")
    assert "'kg'" in once
    assert "75.5" in once
    assert "wieght >= 40 'kg'" in once
    assert run_check([path], fix=True, prove=False) == 1
    assert path.read_text("utf-8") == once
    assert run_check([path], fix=True, unsafe=True, prove=False) == 0
    assert "require weight >=" in path.read_text("utf-8")
