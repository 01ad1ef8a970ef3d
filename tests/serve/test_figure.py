"""A small version of the figure `bench/figures/serve.py`."""

from __future__ import annotations

from pathlib import Path

from bench.figures import serve
from tests.serve.ward import SPEC


def test_interviews_at_once_are_the_interviews_alone(tmp_path: Path) -> None:
    spec = tmp_path / "grippe.pz"
    spec.write_text(SPEC, encoding="utf-8")
    found = serve.measure(False, spec)
    assert found["replies"] == 32 * 4
    assert found["distinct_interviews"] > 1  # or a mix-up would not show
    assert found["mixed_up"] == 0
    assert found["exit_code"] == 0
    assert found["grown_mib"] < 64
    assert "32 interviews at once" in serve.table(found)
