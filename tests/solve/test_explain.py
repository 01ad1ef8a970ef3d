"""What is said of a plan: exact, corrected, or conditional rejection."""

from __future__ import annotations

from pzdsl.plan.expression import Arith, Num, Var
from pzdsl.plan.plan import Correlation, Panel, Plan
from pzdsl.samples import draw
from pzdsl.solve import Solved, explain, leave_one_out
from tests.plans import compare, family, plan, rule, variable
from tests.solve.test_named import clinic, noisy_exam


def pressures(**options: object) -> Plan:
    """Two real numbers, the lower drawn from the upper, and a rule between them."""
    mean = Arith(op="+", a=Num(value=30), b=Arith(op="*", a=Num(value=0.4), b=Var(name="systolic")))
    return plan(
        variable("systolic", "number", family("normal", mean=125, sd=15), low=70, high=260, stage="exam", role="exam"),
        variable(
            "diastolic", "number", family("normal", mean=mean, sd=20), low=30, high=160, stage="exam", role="exam"
        ),
        constraints=(
            rule("gap", compare("diastolic", "<", Arith(op="-", a=Var(name="systolic"), b=Num(value=40)))),
            rule("high", compare("diastolic", ">=", 70)),
        ),
        **options,
    )


def test_thresholds_are_exact() -> None:
    assert explain(noisy_exam()).exactness == "exact"
    assert explain(clinic()).acceptance.value == 1


def test_a_rule_between_two_reals_is_corrected_and_wastes_little() -> None:
    found = explain(pressures())
    assert found.exactness == "corrected"
    assert found.bounded == ("diastolic",)
    assert "gap" in found.corrected
    assert found.acceptance.low > 0.5
    low, high = found.probability
    assert 0 < low < found.acceptance.value * high < high
    samples = draw(pressures(), 2_000, engine=Solved)
    assert (samples.columns["diastolic"] < samples.columns["systolic"] - 40).all()


def test_a_correlated_panel_is_left_to_rejection() -> None:
    panel = Panel(
        name="p",
        label="p",
        exams=("systolic", "diastolic"),
        correlations=(Correlation(left="systolic", right="diastolic", value=0.5),),
    )
    found = explain(pressures(panels=(panel,)))
    assert found.exactness == "conditional rejection"
    assert {name for name, _ in found.left} >= {"gap", "high"}


def test_shares_name_the_rule_that_rejects() -> None:
    shares = leave_one_out(clinic())
    assert max(shares, key=lambda name: shares[name]) == "anaemic"
