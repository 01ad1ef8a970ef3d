"""The gate of the shipped specs: every constraint and every row of their own is decided by an adopted test."""

from __future__ import annotations

from pathlib import Path

import pytest

from pzdsl.compiler import compile_file
from pzdsl.coverage import gate
from pzdsl.coverage.measure import measure

BAR = gate.parse_thresholds("constraints=100,rows=100")


@pytest.mark.parametrize("path", sorted(Path("specs").glob("*.pz")), ids=lambda path: path.stem)
def test_constraints_and_rows_of_a_shipped_spec_are_tested(path: Path) -> None:
    coverage = measure(compile_file(path), path.read_text("utf-8"))
    missed = gate.missed([coverage], BAR, frozenset())
    assert not missed, [f"{gap.unit.at.line}: {gap.unit.label}" for one in missed for gap in one.gaps]
    assert not coverage.failing
