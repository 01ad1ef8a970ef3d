"""The figures of runs through a model, small: enough to fail when a promise is broken."""

from __future__ import annotations

import sys

import pytest

from bench.figures import lying, resume, throughput
from bench.specs import ROOT


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_a_run_that_is_killed_ends_like_one_that_was_not() -> None:
    found = resume.killed(60, 3, per_file=25)
    assert found["kills"] >= 2  # the last moment may come after the end
    assert found["found"] == found["different"] == 60
    assert found["in_order"]
    assert found["identical"]


def test_the_typed_layer_finds_lies_in_the_renderers_own_words() -> None:
    """The full figure asks for 95 %; of some forty lies, 85 % is missed by such a layer in one run of 200."""
    one = lying.measure_one(ROOT / "specs" / "pneumonia.pz", False)
    result = {"seed": lying.SEED, "model": False, "patients_a_line": 3, "specs": {"pneumonia": one}}
    past, total = lying.missed(result, "rendered", "claims", lying.TYPED)
    assert total >= 10
    assert past <= 0.15 * total
    assert "paraphrased, held out: all" in lying.table(result)


def test_the_throughput_is_measured_and_shown() -> None:
    result = throughput.measure(False)
    assert all(0 < throughput.share(run) <= 1.05 for run in result["runs"])
    assert all(run["peak_mb"] is None or run["peak_mb"] > 10 for run in result["memory"])
    assert "theoretical" in throughput.table(result)
