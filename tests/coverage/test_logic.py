"""What follows by words alone: proofs only, and unknown values are no way around."""

from __future__ import annotations

from pathlib import Path

from pzdsl.compiler import compile_file
from pzdsl.coverage.logic import follows
from pzdsl.plan.expression import And, Compare, Expr, Not, Or, Var

PLAN = compile_file(Path("specs/otitis_media.pz"))
A: Expr = Var(name="fever")
LATE: Expr = Compare(op="<=", a=Var(name="age"), b=Var(name="weight"))
EARLY: Expr = Compare(op=">", a=Var(name="age"), b=Var(name="weight"))


def test_a_premise_with_its_conclusion_satisfies_the_rule() -> None:
    rule = Or(args=(Not(x=A), LATE))
    assert follows(And(args=(A, LATE)), And(args=(A, rule)), PLAN)
    assert not follows(LATE, And(args=(A, rule)), PLAN)


def test_the_contrary_of_a_comparison_breaks_the_rule() -> None:
    broken = Not(x=Or(args=(Not(x=A), LATE)))
    assert follows(And(args=(A, EARLY)), broken, PLAN)
    assert not follows(And(args=(A, LATE)), broken, PLAN)


def test_what_may_be_unknown_is_not_taken_for_known() -> None:
    known = Or(args=(LATE, Not(x=LATE)))
    assert not follows(A, known, PLAN)
    assert follows(And(args=(A, EARLY)), known, PLAN)


def test_what_is_never_true_shows_nothing() -> None:
    assert not follows(And(args=(A, Not(x=A))), LATE, PLAN)
