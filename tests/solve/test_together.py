"""Probabilities read off one table are those that are asked for one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from pzdsl.compiler import compile_file
from pzdsl.plan.expression import And, Compare, Expr, Member, Num, Or, Var
from pzdsl.plan.plan import ExpectProbability
from pzdsl.solve.query import Impossible, prob
from pzdsl.solve.together import Asked, together

OTITIS = Path("specs/otitis_media.pz")


def test_shipped_expectations_agree_with_the_exact_engine() -> None:
    plan = compile_file(OTITIS)
    expects = [e for test in plan.tests for e in test.expects if isinstance(e, ExpectProbability)][::12]
    asked = [Asked(e.event, e.given, e.as_written) for e in expects]
    found = together(plan, asked)
    assert sum(one is not None for one in found) > len(found) / 3
    for one, estimate in zip(asked, found, strict=True):
        if estimate is not None:
            alone = prob(plan, one.event, one.given, as_written=one.as_written, draws=0)
            assert alone.low - 1e-12 <= estimate.value <= alone.high + 1e-12


def test_what_is_given_and_impossible_has_no_probability() -> None:
    plan = compile_file(OTITIS)
    old: Expr = Compare(op=">=", a=Var(name="age"), b=Num(value=48.0))
    fever: Expr = Member(name="fever", categories=("true",))
    asked = [Asked(fever, old, True), Asked(Or(args=(fever, And(args=(fever, old)))), None, True)]
    first, second = together(plan, asked)
    assert first is None
    with pytest.raises(Impossible):
        prob(plan, fever, old, as_written=True, draws=0)
    assert second is not None
    assert second.value == pytest.approx(prob(plan, fever, None, as_written=True).value, abs=1e-12)
