"""The figures about proofs, with few patients."""

from __future__ import annotations

from bench.figures import exact_numbers, skewed
from bench.specs import SHIPPED, compiled
from pzdsl.plan.expression import Compare, Num, Var


def test_exact_answers_are_those_of_counting() -> None:
    found = exact_numbers.counted(40)
    assert found["exact"] > 20
    assert found["largest_error"] < 1e-12
    assert not found["failed"]


def test_bounds_hold_against_quadrature() -> None:
    found = exact_numbers.integrals(draws=0)
    assert [one.event for one in found if not one.holds] == []
    assert sum(one.error < 1e-11 for one in found) >= 2


def test_skewed_priors_are_drawn_rightly_or_reported() -> None:
    """Two variables of one spec at their extremes: what is drawn breaks no rule, what cannot be is told before."""
    path = next(path for path in SHIPPED if path.stem == "pneumonia")
    plan = compiled(path).plan
    found = [skewed.try_one(plan, one, patients=200) for one in skewed.skews_of(plan)[:6]]
    assert {one.outcome for one in found} <= {"drawn", "rare", "reported"}
    assert any(one.outcome == "drawn" for one in found)
    assert all(one.broken == 0 for one in found)


def test_a_skew_that_excludes_everybody_is_reported() -> None:
    """Children of 0 to 3 years, and a cohort of older ones: told with the rule that excludes them."""
    plan = compiled(next(path for path in SHIPPED if path.stem == "otitis_media")).plan
    old = plan.cohort[0].model_copy(
        update={"name": "old", "expr": Compare(op=">", a=Var(name="age"), b=Num(value=1e6))}
    )
    found = skewed.try_one(plan.model_copy(update={"cohort": (old,)}), skewed.skews_of(plan)[0], patients=10)
    assert (found.outcome, found.told) == ("reported", ("old",))
