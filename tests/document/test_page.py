"""The page of a spec: every number and source is on it, nothing of it runs, and it is whole HTML."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from pzdsl.compiler import compile_file, compile_source
from pzdsl.diagnostics import Source
from pzdsl.document import page_of
from pzdsl.semantics import Priors
from tests.cli.running import pzc

SPECS = Path(__file__).parents[2] / "specs"
VOID = {"meta", "br"}


class Page(HTMLParser):
    """Text of a page; fails where an element is not closed in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.text = ""
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        assert not any(name.startswith("on") for name, _ in attrs)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.text += data + " "


@pytest.mark.parametrize("path", sorted(SPECS.glob("*.pz")), ids=lambda p: p.stem)
def test_every_own_variable_rule_and_cited_source_is_on_the_page(path: Path) -> None:
    plan = compile_file(path)
    page = Page(page_of(plan, "0" * 64))
    text = " ".join(page.text.split())
    assert "script" not in page.seen
    for variable in plan.variables:
        if variable.role in ("attribute", "symptom", "exam"):
            assert variable.label in text
    for rule in plan.constraints:
        assert " ".join(rule.written.split()) in text
    cited = {c.source for v in plan.variables if v.role in ("symptom", "exam") for c in v.cites if c.source}
    assert cited
    for name in cited:
        assert plan.sources[name].fields["title"].rstrip(".") in text
    assert "Signature" in text


def test_what_an_author_writes_cannot_become_markup() -> None:
    text = """pz 1
disease example "<script>alert(1)</script>" {
  source paper { title: "<img src=x onerror=alert(1)>" }
  dimension biological {
    attribute wheeze "<b>Wheeze</b>" : boolean prior 50 % @paper ["<i>"]
    attribute asthma : boolean prior 20 % assumed "<u>"
  }
  constraint rule { require wheeze or asthma message "<a href=javascript:x>" because @paper }
}
"""
    html = page_of(compile_source(Source("a.pz", text), Priors()), "0" * 64)
    page = Page(html)
    assert page.seen.isdisjoint({"script", "img", "b", "i", "u"})
    assert "javascript:" not in html.replace("&lt;a href=javascript:x&gt;", "")


def test_command(tmp_path: Path) -> None:
    out = tmp_path / "page.html"
    done = pzc("doc", str(SPECS / "otitis_media.pz"), "--quick", "--out", str(out))
    assert done.returncode == 0, done.stderr
    text = out.read_text("utf-8")
    assert "What the rules do" not in text
    assert "45.9 %" in text
    assert pzc("doc", str(tmp_path / "none.pz")).returncode == 2
