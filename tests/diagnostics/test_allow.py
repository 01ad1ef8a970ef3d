"""Allowances: what they cover, when they end, and what is said about them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from pzdsl.compiler import check_source
from pzdsl.diagnostics import Source
from pzdsl.diagnostics.fixes import mend
from pzdsl.diagnostics.render import render_text
from pzdsl.semantics import Priors
from pzdsl.syntax import format_source

BAD = sorted((Path(__file__).parent / "bad").glob("*.pz"))
TODAY = date(2026, 11, 24)
LAW = "prior normal(mean = 27, sd = 5) assumed"  # cuts 0.8 %: PZ5203


def said(text: str, today: date = TODAY) -> list[str]:
    return [str(d.code) for d in check_source(Source("a.pz", text), Priors(()), today).report]


def spec(above: str = "", behind: str = "", law: str = LAW) -> str:
    return (
        'pz 1\n\ndisease shown "Shown" {\n  dimension biological {\n'
        f"{above}    attribute bmi : number 'kg/m2' 15 to 70{behind}\n      {law} \"made up\"\n  }}\n}}\n"
    )


ALLOW = '# pzc: allow PZ5203 "the tail is known"'


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_bad_allowance_says(path: Path, golden) -> None:
    source = Source(path.name, path.read_text("utf-8"))
    found = list(check_source(source, Priors(()), TODAY).report)
    assert [str(d.code) for d in found] == [f"PZ{path.stem[:4]}"]
    golden.check(path.with_suffix(".expected"), render_text(found))


def test_an_allowance_covers_the_declaration_that_begins_there() -> None:
    assert said(spec()) == ["PZ5203"]
    assert said(spec(above=f"    {ALLOW}\n")) == []
    assert said(spec(above=f"    {ALLOW}\n    # a second note\n\n")) == []
    assert said(spec(behind=f"  {ALLOW}")) == []


def test_an_allowance_covers_its_own_line_and_no_other() -> None:
    text = spec(law=f"{LAW} \"x\"  {ALLOW}\n    attribute b : number 'kg/m2' 15 to 70\n      {LAW}")
    assert said(text) == ["PZ5203"]


def test_an_allowance_in_a_text_is_none() -> None:
    text = spec().replace('"made up"', "\"see '# pzc: allow PZ5203'\"")
    assert said(text) == ["PZ5203"]


def test_an_allowance_ends_after_its_date() -> None:
    text = spec(above=f"    {ALLOW} until 2026-11-24\n")
    assert said(text, date(2026, 11, 24)) == []
    assert said(text, date(2026, 11, 25)) == ["PZ7202", "PZ5203"]


def test_of_errors_only_a_far_cut_can_be_allowed() -> None:
    law = "prior normal(mean = 18, sd = 5) assumed"
    assert said(spec(law=law)) == ["PZ5204"]
    assert said(spec(above='    # pzc: allow PZ5204 "the tail is known"\n', law=law)) == []
    assert said(spec(above='    # pzc: allow PZ7001 "later"\n').replace(' assumed "made up"', "")) == [
        "PZ7203", "PZ5203", "PZ7001"
    ]  # fmt: skip


def test_what_only_a_proof_says_is_not_called_unused_without_one() -> None:
    assert said(spec(above=f'    {ALLOW}\n    # pzc: allow PZ4103 "a guard"\n')) == []


def test_nothing_is_called_unused_where_the_spec_has_errors() -> None:
    law = "prior normal(mean = 27, sd = -5) assumed"
    assert said(spec(above=f"    {ALLOW}\n", law=law)) == ["PZ3103"]


def test_the_fix_of_an_unused_one_takes_it_away() -> None:
    text = spec(above=f"    {ALLOW}\n").replace("sd = 5", "sd = 2")
    found = mend(Source("a.pz", text), lambda s: check_source(s, Priors(()), TODAY).report)
    assert found.source.text == spec().replace("sd = 5", "sd = 2")


def test_the_formatter_keeps_an_allowance_where_it_works() -> None:
    for text in (spec(above=f"  {ALLOW}\n"), spec(behind=f" {ALLOW}")):
        once = format_source(Source("a.pz", text))
        assert ALLOW in once
        assert said(once) == []
