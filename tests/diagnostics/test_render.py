from __future__ import annotations

import json

from pzdsl.diagnostics import Diagnostic, Edit, Related, Report, Source, Span, codes
from pzdsl.diagnostics.render import render_annotations, render_json, render_text

TEXT = "pz 1\n  exam peak_flow : number 'L/min' 900 to 60\n\tβ wide 漢字 here\n"
SOURCE = Source("specs/asthma.pz", TEXT)


def spot(word: str) -> Span:
    start = TEXT.index(word)
    return Span(SOURCE, start, start + len(word))


EMPTY = Diagnostic(
    codes.EMPTY_RANGE,
    spot("900 to 60"),
    "`peak_flow` can take no value: 900 is above 60",
    hint="write the smaller bound first",
    related=(Related(spot("peak_flow"), "declared here"),),
    fix=(Edit(spot("900 to 60"), "60 to 900"),),
)


def test_text_shows_the_line_and_a_way_out() -> None:
    assert render_text([EMPTY]) == (
        "specs/asthma.pz:2:35: error[PZ2301 empty-range]: `peak_flow` can take no value: 900 is above 60\n"
        "     2 |   exam peak_flow : number 'L/min' 900 to 60\n"
        "       |                                   ^^^^^^^^^\n"
        "       = help: write the smaller bound first\n"
        "     --> specs/asthma.pz:2:8: declared here\n"
        "     2 |   exam peak_flow : number 'L/min' 900 to 60\n"
        "       |        ---------\n"
    )


def test_marks_stand_below_wide_characters() -> None:
    lines = render_text([Diagnostic(codes.UNKNOWN_NAME, spot("here"), "no")]).splitlines()
    assert lines[2].index("^") == lines[1].index("here") + 2
    wide = render_text([Diagnostic(codes.UNKNOWN_NAME, spot("漢字"), "no")]).splitlines()
    assert wide[2].count("^") == 4


def test_a_span_over_lines_is_marked_on_its_first_line() -> None:
    span = Span(SOURCE, TEXT.index("60\n"), len(TEXT))
    assert render_text([Diagnostic(codes.UNKNOWN_NAME, span, "no")]).splitlines()[2].count("^") == 2


def test_color_adds_only_escapes() -> None:
    import re

    assert re.sub(r"\x1b\[[0-9;]*m", "", render_text([EMPTY], color=True)) == render_text([EMPTY])


def test_json_says_the_same() -> None:
    (d,) = json.loads(render_json([EMPTY]))["diagnostics"]
    assert (d["code"], d["name"], d["level"]) == ("PZ2301", "empty-range", "error")
    assert d["start"] == {"line": 2, "column": 35, "offset": TEXT.index("900")}
    assert d["fix"][0]["text"] == "60 to 900"
    assert d["related"][0]["message"] == "declared here"


def test_annotations_escape_what_would_end_them() -> None:
    d = Diagnostic(codes.SHARES_NOT_100, spot("900"), "90 %, not 100 %", hint="add `rest`")
    assert render_annotations([d]) == (
        "::error file=specs/asthma.pz,line=2,col=35,endLine=2,endColumn=38,title=PZ3001 shares-not-100"
        "::90 %25, not 100 %25%0Ahelp: add `rest`\n"
    )


def test_a_report_without_mistakes_is_silent() -> None:
    assert render_text(Report()) == render_annotations(Report()) == ""
    assert json.loads(render_json(Report())) == {"diagnostics": []}


def test_a_place_without_a_text_has_no_frame() -> None:
    d = Diagnostic(codes.UNKNOWN_LIBRARY, Span(Source("x.pz", ""), 0, 0), "no such library")
    assert render_text([d]) == "x.pz:1:1: error[PZ7101 unknown-library]: no such library\n"
