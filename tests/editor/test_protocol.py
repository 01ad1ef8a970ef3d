"""The server through the protocol: a real process over its standard streams."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.figures.editor import spec_of
from bench.lsp_client import Client

ROOT = Path(__file__).resolve().parents[2]
SPEC = ROOT / "tests" / "reference" / "every_law.pz"
HERE = SPEC.with_name("edited.pz")  # never written

SMALL = """pz 1
# a pair: \U0001f600
disease small "Small \U0001f600" {
  status draft
  source paper { title: "A paper" doi: "10.1000/1" }
  dimension biological {
    attribute age "Age" : count years 18 to 99
      prior uniform(low = 18, high = 99) @paper [Table 1]
    attribute tired : boolean
      prior given age { < 40 => 20 % @paper  >= 40 => 30 % @paper }
  }
  constraint not_both { require age < 90 or not tired message "{age} and tired" because @paper }
  test "old and tired" { given age = 95 years, tired = true expect rejected by not_both }
}
"""


@pytest.fixture(scope="module")
def client() -> Iterator[Client]:
    with Client(ROOT) as client:
        yield client


def place(text: str, words: str, within: int = 0) -> tuple[int, int]:
    """Line and UTF-16 unit of some words."""
    at = text.index(words) + within
    line = text.count("\n", 0, at)
    return line, len(text[text.rfind("\n", 0, at) + 1 : at].encode("utf-16-le")) // 2


def test_an_edit_is_answered_and_numbers_follow(client: Client) -> None:
    assert client.open(HERE, SMALL) == []
    said = client.change(HERE, SMALL.replace("age < 90", "aeg < 90"), 2)
    assert [d["code"] for d in said] == ["PZ2001"]
    assert client.change(HERE, SMALL, 3) == []
    client.wait(lambda m: m.get("method") == "workspace/inlayHint/refresh")
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}
    asked = {"textDocument": {"uri": HERE.as_uri()}, "range": whole}
    labels = [hint["label"] for hint in client.ask("textDocument/inlayHint", asked)]
    assert len(labels) == 2
    assert all("%" in label for label in labels), labels
    hover = client.at("textDocument/hover", HERE, *place(SMALL, "tired :"))
    assert "of the patients" in hover["contents"]["value"]


def test_hover_names_the_source_of_the_number_under_the_cursor(client: Client) -> None:
    client.open(HERE, SMALL)
    told = client.at("textDocument/hover", HERE, *place(SMALL, "20 %", 1))["contents"]["value"]
    assert "A paper" in told
    assert "doi.org/10.1000/1" in told


def test_places_are_utf16(client: Client) -> None:
    text = SMALL.replace('"Small \U0001f600" {', '"Small \U0001f600" { oops')
    said = client.open(HERE, text)
    start = said[0]["range"]["start"]
    assert (start["line"], start["character"]) == place(text, "oops")


def test_rename_reaches_tests_and_messages(client: Client) -> None:
    client.open(HERE, SMALL)
    found = client.at("textDocument/rename", HERE, *place(SMALL, "age <"), newName="years_old")
    assert len(found["changes"][HERE.as_uri()]) == SMALL.count(" age ") + SMALL.count("{age}")
    with pytest.raises(RuntimeError, match="word of the language"):
        client.at("textDocument/rename", HERE, *place(SMALL, "age <"), newName="given")
    with pytest.raises(RuntimeError, match="cannot become"):
        client.at("textDocument/rename", HERE, *place(SMALL, "age <"), newName="tired")


def test_definition_goes_into_the_library(client: Client) -> None:
    spec = ROOT / "specs" / "type2_diabetes.pz"
    text = spec.read_text("utf-8")
    client.open(spec, text)
    found = client.at("textDocument/definition", spec, *place(text, "smoking", 1))
    assert found["uri"].startswith((ROOT / "priors").as_uri())


def test_completion_knows_the_place(client: Client) -> None:
    def labels(before: str, after: str) -> set[str]:
        text = SMALL.replace(before, after)
        client.open(HERE, text)
        at = text.index("¦")
        text = text.replace("¦", "")
        client.open(HERE, text)
        line = text.count("\n", 0, at)
        found = client.at("textDocument/completion", HERE, line, at - text.rfind("\n", 0, at) - 1)
        return {item["label"] for item in found}

    assert {"age", "tired"} <= labels("age < 90 or", "¦ or")
    assert "@paper" in labels("because @paper", "because @¦")
    assert "'kg/m2'" in labels("count years", "number '¦")
    assert {"source", "constraint", "symptoms"} <= labels("  constraint not_both", "  ¦\n  constraint not_both")
    assert "given" in labels("prior given", "prior ¦given")
    assert "us.adult" in labels("  constraint not_both", "  include ¦\n  constraint not_both")


def test_a_fix_is_offered_and_mends(client: Client) -> None:
    text = SMALL.replace("age < 90", "aeg < 90")
    client.open(HERE, text)
    line, unit = place(text, "aeg < 90")
    there = {"start": {"line": line, "character": unit}, "end": {"line": line, "character": unit}}
    asked = {"textDocument": {"uri": HERE.as_uri()}, "range": there, "context": {"diagnostics": []}}
    offered = client.ask("textDocument/codeAction", asked)
    assert any(edit["newText"] == "age" for one in offered for edit in one["edit"]["changes"][HERE.as_uri()])


def test_formatting_is_that_of_fmt(client: Client) -> None:
    client.open(HERE, SMALL.replace("  status draft", "      status     draft"))
    asked = {"textDocument": {"uri": HERE.as_uri()}, "options": {"tabSize": 2, "insertSpaces": True}}
    assert client.ask("textDocument/formatting", asked)
    client.open(HERE, SMALL.replace("{", "{{{"))
    assert client.ask("textDocument/formatting", asked) == []


@pytest.mark.parametrize("text", ["", "\ud800", "\x00\x0b\u2028", "{" * 500, 'pz 1\ndisease a "b" {', "}\r\n}\r"])
def test_no_text_ends_the_server(client: Client, text: str) -> None:
    client.open(HERE, text)
    client.at("textDocument/hover", HERE, 0, 5)
    client.at("textDocument/completion", HERE, 10**6, 10**6)
    assert client.open(HERE, SMALL) == []


def test_an_edit_of_200_lines_is_answered(client: Client) -> None:
    """How fast is measured by bench/figures/editor.py; here only that each version gets its own answer."""
    text = spec_of(SPEC, 200)
    client.open(HERE, text)
    for version in range(2, 6):
        said = client.change(HERE, text.replace("prior ", "prior " + "x" * version, 1), version)
        assert any(d["severity"] == 1 for d in said)
    assert [d for d in client.change(HERE, text, 9) if d["severity"] == 1] == []
