from __future__ import annotations

import pytest

from pzdsl.semantics.order import drawing_order, parents_in
from pzdsl.semantics.spec import Spec
from tests.semantics.made import check, said

BODY = """
dimension biological {
  attribute b : boolean prior given a { true => 0 %  false => 0 % }
  attribute a : boolean prior 0 %
  attribute pill : boolean prior 0 % kind medication since uniform(low = 1 day, high = 9 days) assumed "made up"
  attribute age : count years 0 to 99 prior exactly 40
}
exams { exam fit : boolean derived = cough or b missing given b { true => 0 %  false => 0 % } ordered when pill }
symptoms {
  symptom cough
    prior given phase { early => 0 %  late => 100 % }
    severity given b { true => { mild: 100 % }  false => { severe: 100 % } }
    onset uniform(low = 0, high = 9 days) assumed "made up"
    lasts exponential(mean = 3 days) assumed "made up"
}
course {
  phase early lasts exponential(mean = 3 days) assumed "made up"
  phase late after early lasts exponential(mean = 9 days) assumed "made up"
  presents in { early: 100 % }
}
"""


@pytest.fixture
def spec() -> Spec:
    checked = check(BODY)
    assert [d.one_line() for d in checked.report] == []
    assert checked.spec is not None
    return checked.spec


def test_each_comes_after_its_parents_and_stage_after_stage(spec: Spec) -> None:
    order = drawing_order(spec)
    assert sorted(order) == sorted(spec.variables)
    for name in order:
        assert all(order.index(parent) < order.index(name) for parent in parents_in(spec.variables[name], spec))
    stages = [spec.variables[name].stage for name in order]
    assert stages == sorted(stages, key=["attribute", "course", "symptom", "exam"].index)
    assert order.index("a") < order.index("b") < order.index("age")


def test_a_course_has_these_variables(spec: Spec) -> None:
    course = {n: v for n, v in spec.variables.items() if v.stage == "course"}
    assert set(course) == {"phase", "early.lasts", "late.lasts", "phase_share", "phase_time", "course_time"}
    assert course["phase_share"].hidden
    assert parents_in(course["course_time"], spec) == ["phase", "phase_share", "early.lasts", "late.lasts"]
    assert [r.name for r in spec.constraints] == ["course_fits_life"]


def test_a_symptom_has_these_parts(spec: Spec) -> None:
    parts = {n: v for n, v in spec.variables.items() if v.part_of == "cough"}
    assert set(parts) == {f"cough.{p}" for p in ("severity", "onset", "lasts", "duration", "active")}
    assert parts["cough.onset"].cap == "course_time"
    assert set(parents_in(parts["cough.onset"], spec)) == {"cough", "course_time"}
    assert set(parents_in(parts["cough.severity"], spec)) == {"cough", "b"}
    assert set(parents_in(parts["cough.duration"], spec)) == {"cough", "cough.onset", "cough.lasts"}
    assert spec.variables["pill.since"].part_of == "pill"


def test_an_exam_reads_more_than_it_is_drawn_from(spec: Spec) -> None:
    from pzdsl.semantics.order import side_reads

    assert side_reads(spec.variables["fit"], spec) == ["b", "pill"]
    assert parents_in(spec.variables["fit"], spec) == ["cough", "b"]


def test_a_chronic_symptom_may_begin_before_the_course() -> None:
    checked = check(BODY.replace('lasts exponential(mean = 3 days) assumed "made up"\n}\ncourse', "chronic\n}\ncourse"))
    assert checked.spec is not None
    assert checked.spec.variables["cough.onset"].cap is None
    assert "cough.lasts" not in checked.spec.variables


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("symptoms { symptom a derived = b }  exams { exam b : boolean derived = a }", ["PZ2006"]),
        ("exams { exam a : boolean derived = b  exam b : boolean derived = c  exam c : boolean derived = a }",
         ["PZ2007"]),
        ("dimension biological { attribute a : boolean prior given phase { x => 0 % } } course { phase x lasts "
         'exponential(mean = 1 day) assumed "made up" }', ["PZ2006"]),
    ],
)  # fmt: skip
def test_what_comes_too_late_is_told_once(body: str, expected: list[str]) -> None:
    assert [c[:6] for c in said(body)] == expected
