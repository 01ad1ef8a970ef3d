"""Two versions of one spec: what is told, what is not, and how far patients moved against hand arithmetic."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pzdsl.changes import changes, shifts
from pzdsl.compiler import compile_source
from pzdsl.diagnostics import Source
from pzdsl.plan import Plan
from pzdsl.semantics import Priors
from tests.cli.running import pzc

OLD = """pz 1

disease asthma_like "Asthma-like" {
  code ICD10CM#J45.909
  status draft

  source paper { title: "A paper" year: 2020 url: "https://example.org" }

  dimension biological {
    attribute atopy "Atopy" : boolean
      prior 40 % @paper
    attribute wheeze "Wheeze" : boolean
      prior given atopy {
        true => 50 %
        false => 10 %
      } @paper
  }

  constraint atopic_wheeze { require wheeze implies atopy because @paper }
}
"""


def plan(text: str) -> Plan:
    return compile_source(Source("a.pz", text), Priors())


def edited(*edits: tuple[str, str]) -> Plan:
    text = OLD
    for before, after in edits:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return plan(text)


def test_layout_comments_and_order_of_words_are_no_change() -> None:
    moved = plan("# a remark\n" + OLD.replace("  status draft\n", "  status draft   # as yet\n\n\n"))
    assert changes(plan(OLD), moved) == []
    assert shifts(plan(OLD), moved) == []


def test_a_number_and_its_source_are_told_one_by_one() -> None:
    new = edited(("prior 40 % @paper", 'prior 50 % assumed "round"'))
    told = [(c.section, c.what, c.name, c.before, c.after) for c in changes(plan(OLD), new)]
    assert told == [
        ("numbers", "changed", "atopy", "40 %", "50 %"),
        ("numbers", "changed", "atopy, source", "@paper", 'assumed "round"'),
    ]


def test_the_shift_is_that_of_the_patients_not_of_the_row() -> None:
    """Wheeze without atopy is impossible: P(atopy) = p / (p + (1 - p) 0.9), and P(wheeze) is half of it."""

    def atopy(p: float) -> float:
        return p / (p + (1 - p) * 0.9)

    found = {s.number.told: s for s in shifts(plan(OLD), edited(("prior 40 %", "prior 50 %")))}
    assert found["atopy"].before.how == found["atopy"].after.how == "exact"
    assert found["atopy"].move == pytest.approx(atopy(0.5) - atopy(0.4), abs=1e-12)
    assert found["wheeze"].move == pytest.approx((atopy(0.5) - atopy(0.4)) / 2, abs=1e-12)


def test_rules_rows_variables_and_headings() -> None:
    new = edited(
        ("atopic_wheeze { require wheeze implies atopy", "never { require not (wheeze and atopy)"),
        ("true => 50 %\n        false => 10 %", "any => 20 %"),
        ('attribute atopy "Atopy"', 'attribute atopy "Allergic disposition"'),
    )
    told = {(c.section, c.what, c.name) for c in changes(plan(OLD), new)}
    assert told == {
        ("variables", "changed", "atopy, called"),
        ("laws", "changed", "wheeze"),
        ("constraints", "removed", "atopic_wheeze"),
        ("constraints", "added", "never"),
    }


def test_command_and_gate(tmp_path: Path) -> None:
    old, new = tmp_path / "old.pz", tmp_path / "new.pz"
    old.write_text(OLD)
    new.write_text(OLD.replace("prior 40 %", "prior 50 %"))
    done = pzc("diff", str(old), str(new))
    assert done.returncode == 0
    assert "40 % -> 50 %" in done.stdout
    assert "percentage" not in done.stdout
    assert pzc("diff", str(old), str(new), "--max-shift", "1pp").returncode == 3
    assert pzc("diff", str(old), str(new), "--max-shift", "20pp").returncode == 0
    assert pzc("diff", str(old), str(old)).stdout.strip().endswith("say the same")
    found = json.loads(pzc("diff", str(old), str(new), "--format", "json").stdout)
    assert found["changes"][0]["before"] == "40 %"
    assert found["shifts"][0]["of"] == "atopy"


def test_bad_use_is_said(tmp_path: Path) -> None:
    old = tmp_path / "old.pz"
    old.write_text(OLD)
    assert pzc("diff", str(old), str(tmp_path / "none.pz")).returncode == 2
    done = pzc("diff", str(old), str(old), "--quick", "--max-shift", "1pp")
    assert done.returncode == 2
    assert "--quick" in done.stderr
    assert "--max-shift 1pp" in pzc("diff", str(old), str(old), "--max-shift", "a lot").stderr
