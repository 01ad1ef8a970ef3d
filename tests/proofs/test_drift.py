"""`pzc drift`: four values of each cited number, a reason, and a gate."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pzdsl.compiler import compile_source
from pzdsl.diagnostics import Source
from pzdsl.errors import UsageError
from pzdsl.plan.expression import Member
from pzdsl.proofs.drift import drift_of
from pzdsl.proofs.drift_page import gate_of
from pzdsl.semantics import Priors
from tests.cli.running import pzc

SPEC = Path(__file__).parent / "bad" / "4203-whole-prior.pz"
ROW = Path(__file__).parent / "bad" / "4203-row.pz"


def test_values_are_exact_where_tables_decide() -> None:
    """Wheeze of 50 % and asthma of 20 %, where wheeze implies asthma: 1/6 wheeze, 1/3 have asthma."""
    found = {m.number.told: m for m in drift_of(compile_source(Source("a.pz", SPEC.read_text("utf-8")), Priors()))}
    wheeze, asthma = found["wheeze"], found["asthma"]
    assert wheeze.population is not None
    assert wheeze.compiled is not None
    assert asthma.compiled is not None
    assert wheeze.compiled.how == asthma.compiled.how == "exact"
    assert wheeze.population.value == pytest.approx(0.5, abs=1e-12)
    assert wheeze.compiled.value == pytest.approx(0.1 / 0.6, abs=1e-12)
    assert asthma.compiled.value == pytest.approx(0.2 / 0.6, abs=1e-12)
    assert wheeze.by == asthma.by == "wheeze_is_asthma"
    assert wheeze.by_share == pytest.approx(1.0)


def test_a_filter_gives_the_selected_value() -> None:
    """Of smokers all smoke; the bound of the draws fails once in 1e9."""
    plan = compile_source(Source("a.pz", ROW.read_text("utf-8")), Priors())
    moved = drift_of(plan, Member(name="smoking", categories=("current",)), draws=5000)
    selected = [m.selected for m in moved if m.number.category == "current" and m.selected is not None]
    assert selected
    assert all(s.high >= 1 - 1e-12 for s in selected)


def test_the_gate_sets_the_exit_code() -> None:
    passed, failed = pzc("drift", SPEC, "--max-drift", "40pp"), pzc("drift", SPEC, "--max-drift", "1 pp")
    assert (passed.returncode, failed.returncode) == (0, 3)
    assert "none moved by more than 40 percentage points" in passed.stdout
    assert "1 moved by more than 1 percentage points" in failed.stdout


def test_json_holds_everything() -> None:
    done = pzc("drift", SPEC, "--format", "json", "--all")
    assert done.returncode == 0
    content = json.loads(done.stdout)
    wheeze = next(n for n in content["numbers"] if n["variable"] == "wheeze")
    assert wheeze["as_written"] == 0.5
    assert wheeze["compiled"]["value"] == pytest.approx(1 / 6)
    assert wheeze["moved_by"] == "wheeze_is_asthma"
    assert (wheeze["line"], wheeze["sources"]) == (6, ["paper"])
    assert len(content["numbers"]) == 2


def test_only_what_is_cited_is_shown_unless_asked() -> None:
    """Asthma is assumed."""
    assert "asthma  " not in pzc("drift", SPEC).stdout.replace("wheeze_is_asthma", "")
    assert "asthma  " in pzc("drift", SPEC, "--all").stdout.replace("wheeze_is_asthma", "")


@pytest.mark.parametrize("text", ["1", "1 %", "pp", "-1pp", "1pp2"])
def test_a_limit_is_in_percentage_points(text: str) -> None:
    with pytest.raises(UsageError, match="1pp"):
        gate_of(text)
