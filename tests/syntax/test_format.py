from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pzdsl.diagnostics import Report, Source
from pzdsl.errors import SpecError
from pzdsl.syntax import SpecTree, format_source, parse
from pzdsl.syntax.tokens import read_tokens
from tests.syntax.examples import ROOT, SHIPPED, TOUR, scramble

FILES = [*SHIPPED, TOUR]
SMALL = TOUR.read_text(encoding="utf-8")


def tree_of(text: str) -> SpecTree:
    report = Report()
    tree = parse(Source("t.pz", text), report)
    assert [d.one_line() for d in report] == []
    return tree


def formatted(text: str) -> str:
    return format_source(Source("t.pz", text))


def comments_of(text: str) -> list[str]:
    tokens = read_tokens(text)
    found = [c.text for tok in tokens.all for c in tok.above] + [tok.behind for tok in tokens.all if tok.behind]
    return sorted(found + [c.text for c in tokens.tail])


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_formatting_keeps_the_meaning_and_the_comments(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    once = formatted(text)
    assert tree_of(once) == tree_of(text)
    assert comments_of(once) == comments_of(text)
    assert formatted(once) == once


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_white_space_and_comments_never_change_the_tree(seed: int) -> None:
    text, comments = scramble(SMALL, seed)
    tree = tree_of(SMALL)
    assert tree_of(text) == tree
    once = formatted(text)
    assert tree_of(once) == tree
    assert comments_of(once) == sorted(comments)
    assert formatted(once) == once


def test_the_tour_looks_as_kept(golden) -> None:
    golden.check(TOUR.with_suffix(".formatted"), formatted(SMALL))


def test_text_that_does_not_parse_is_not_formatted() -> None:
    with pytest.raises(SpecError):
        formatted("pz 1 disease x")


def test_rows_of_a_table_stand_below_each_other() -> None:
    rows = "< 45, any => 3 %\n45 to < 65, female => 12 %\notherwise => 1 %"
    text = f"pz 1\nlibrary a {{ prevalence given age, sex {{\n{rows}\n}} }}"
    assert formatted(text) == (
        "pz 1\n\nlibrary a {\n  prevalence given age, sex {\n"
        "    < 45,       any    => 3 %\n"
        "    45 to < 65, female => 12 %\n"
        "    otherwise          => 1 %\n"
        "  }\n}\n"
    )


def test_no_line_is_longer_than_it_must_be() -> None:
    long = [line for line in formatted(SMALL).splitlines() if len(line) > 110]
    assert long == []
