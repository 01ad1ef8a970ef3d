"""The exact engine draws what rejection draws, and what counting says, on random small plans."""

from __future__ import annotations

from importlib import import_module

import pytest

from pzdsl.samples.recipe import Recipe
from pzdsl.samples.reject import sieves_of
from pzdsl.samples.tilts import aims_of
from pzdsl.solve import fold
from tests.solve import plainly
from tests.solve.agree import FALSE_ALARM, compare, usable

layout = import_module("pzdsl.solve.layout")
project = import_module("pzdsl.solve.project")
PLANS = usable(30)


@pytest.mark.parametrize(("seed", "one"), PLANS, ids=[str(seed) for seed, _ in PLANS])
def test_all_three_agree(seed: int, one) -> None:  # type: ignore[no-untyped-def]
    """False alarms in all plans together: at most 1e-6."""
    verdict = compare(one, 3000, FALSE_ALARM / len(PLANS))
    assert not verdict.failed
    assert verdict.broken == 0
    assert verdict.off is None or verdict.off < 1e-12
    assert verdict.margin_off < 1e-8


def test_bounds_hold_and_bias_nothing_where_cells_are_coarse(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four cells a number at most, so that nearly every law and rule is only bounded; false alarms at most 1e-6.

    The weights of holds and soft constraints are solved on fine cells, and then tried on patients.
    """
    tried = [one for _, one in usable(80) if one.is_finite][:25]
    solved = {id(one.plan): project.weights_of(one.plan) for one in tried}
    monkeypatch.setattr(project, "weights_of", lambda plan: solved[id(plan)])
    for name, value in {"FEW_POINTS": 1, "MOST_POINTS": 1, "FINEST": 4, "COARSEST": 2}.items():
        monkeypatch.setattr(layout, name, value)
    bounded = 0
    for one in tried:
        recipe = Recipe(one.plan, 0)
        folded = fold(recipe, sieves_of(recipe, constraints=True, where=one.where))
        if not aims_of(one.plan):
            total = plainly.enumerated(one.plan, one.where)[1]
            assert folded.lowest <= total * (1 + 1e-9)
            assert folded.probability >= total * (1 - 1e-9)
        bounded += bool(folded.bounded)
        verdict = compare(one, 1500, FALSE_ALARM / len(tried))
        assert not verdict.failed
        assert verdict.broken == 0
    assert bounded >= 5
