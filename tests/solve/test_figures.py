"""The figures about the exact engine, with few patients: a figure that is never run in small rots."""

from __future__ import annotations

from bench.figures import keyed, network, same_law, streaming


def test_network_is_solved_exactly_at_every_level() -> None:
    found = network.measure(full=False)
    assert [one["is_exact"] for one in found["levels"].values()] == [True] * 3
    shares = [one["acceptance"] for one in found["levels"].values()]
    assert 0.25 < shares[0] < 0.4
    assert 0.02 < shares[1] < 0.04
    assert 0.0005 < shares[2] < 0.002
    assert "| network |" in network.table(found)


def test_a_cohort_is_streamed_and_its_memory_told() -> None:
    found = streaming.measure(full=False)
    assert [run["patients"] for run in found["runs"]] == [2_000, 20_000]
    assert all(run["file_bytes"] > 10_000 and 20e6 < run["peak_bytes"] < 1e9 for run in found["runs"])
    assert "| 20,000 |" in streaming.table(found)


def test_the_keyed_uniforms_pass_their_battery() -> None:
    """False alarms of all 52 tests together: 1e-6."""
    found = keyed.measure(full=False)
    assert found["tests"] == 52
    assert found["failed"] == 0
    assert "| patients |" in keyed.table(found)


def test_the_law_is_the_same_and_the_plans_have_what_the_figure_says() -> None:
    found = same_law.measure(full=False)
    assert found["failed"] == []
    assert found["broken"] == 0
    assert set(found["features"]) >= {"soft", "hold", "pair constraint", "odds", "prevalence", "missing"}
    assert "| soft |" in same_law.table(found)
