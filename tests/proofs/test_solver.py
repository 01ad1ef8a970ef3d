"""What boxes leave open: said as undecided, or decided by the solver where it is installed."""

from __future__ import annotations

import pytest

from pzdsl.compiler import check_source, compile_source
from pzdsl.diagnostics import Diagnostic, Source
from pzdsl.proofs import solver
from pzdsl.proofs.model import Model, hard
from pzdsl.proofs.prove import prove
from pzdsl.semantics import Priors
from tests.solve.made import made

RING = """pz 1
disease ring "Ring" {
  source paper { title: "A paper" }
  exams {
    exam a : number 'mg/dL' 0 to 100 prior normal(mean = 50, sd = 10) @paper precision 0.01
    exam b : number 'mg/dL' 0 to 100 prior normal(mean = 50, sd = 10) @paper precision 0.01
    exam c : number 'mg/dL' 0 to 100 prior normal(mean = 50, sd = 10) @paper precision 0.01
  }
  constraint a_below_b { require a < b because assumed "an example" }
  constraint b_below_c { require b < c because assumed "an example" }
  constraint c_below_a { require c < a because assumed "an example" }
  constraint a_above_20 { require a > 20 because assumed "an example" }
}
"""


def found(text: str) -> list[Diagnostic]:
    checked = check_source(Source("ring.pz", text), Priors())
    assert checked.spec is not None
    return list(prove(checked.spec))


def test_without_the_solver_nothing_is_claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(solver, "is_installed", lambda: False)
    by_code = {str(d.code): d for d in found(RING)}
    assert "PZ4101" not in by_code
    assert by_code["PZ4105"].level == "note"
    assert "pzdsl[prove]" in (by_code["PZ4105"].hint or "")


def test_the_solver_finds_the_ring() -> None:
    pytest.importorskip("z3")
    (only,) = found(RING)
    assert str(only.code) == "PZ4101"
    assert "`a_below_b`, `b_below_c` and `c_below_a` together" in only.message
    assert only.hint == "removing any one is enough"


def test_the_solver_agrees_with_the_tables() -> None:
    """It is told less, so it excludes only what the tables exclude too; where these are exact, never more."""
    pytest.importorskip("z3")
    excluded = 0
    for seed in range(40):
        plan = hard(made(seed).plan)
        model = Model(plan)
        names = [*model.rules, *([plan.prevalence] if plan.prevalence else [])]
        if solver.Asked(plan).ask(names) == "excluded":
            excluded += 1
            assert not model.least > 0
        for name in names:
            if solver.Asked(plan).ask([name]) == "excluded":
                assert not model.lowest(set(names) - {name}) > 0


def test_a_satisfiable_ring_is_left_alone() -> None:
    assert not [d for d in found(RING.replace("require c < a", "require c > a")) if d.code.number in (4101, 4105)]


def test_shipped_specs_are_possible_for_the_solver() -> None:
    pytest.importorskip("z3")
    text = RING.replace("require c < a", "require c > a")
    plan = compile_source(Source("ring.pz", text), Priors())
    assert solver.Asked(plan).ask([rule.name for rule in plan.constraints]) == "possible"
