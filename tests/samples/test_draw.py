"""Who is drawn: identity under any batch, shard or company, and against a rejection written plainly."""

from __future__ import annotations

from math import log, sqrt
from typing import Any

import numpy as np
import pytest

from pzdsl.errors import AcceptanceTooLow, SamplingError, TargetsNotMet, UsageError
from pzdsl.plan.expression import And, Arith, Expr, Not, Num, Var
from pzdsl.plan.law import Bernoulli, Derived
from pzdsl.plan.plan import Correlation, Panel, Plan
from pzdsl.rules import RecordColumns, evaluate
from pzdsl.samples import Samples, draw
from pzdsl.samples.columns import Drawn
from pzdsl.samples.copula import weights_of
from pzdsl.samples.keyed import places_of
from pzdsl.samples.recipe import recipe_of
from pzdsl.samples.reject import LEAST_ACCEPTANCE, Rejection, sieves_of
from tests.plans import compare, either, family, member, plan, read, rule, small_clinic, variable, within

CLINIC = small_clinic()
RARE = And(args=(compare("bmi", ">", 38), compare("hba1c", ">", 8.5)))


def same(a: Samples, b: Samples) -> None:
    assert a.ids.tolist() == b.ids.tolist()
    assert a.attempts.tolist() == b.attempts.tolist()
    for ours, theirs in ((a.columns, b.columns), (a.defined, b.defined), (a.recorded, b.recorded)):
        for name in {*ours, *theirs}:
            known = a.defined.get(name, np.ones(len(a), bool))
            assert ours[name].dtype == theirs[name].dtype
            assert (ours[name][known] == theirs[name][known]).all(), name


def plainly(spec: Plan, n: int, where: Expr | None, seed: int = 0) -> Samples:
    """Whole-record rejection as the language defines it: draw everything, look at every rule, try again."""
    recipe = recipe_of(spec, seed)
    patients, attempt = np.arange(n), 0
    attempts = np.full(n, -1)
    while (attempts < 0).any():
        open_ = patients[attempts < 0]
        rows, passed = Drawn(spec, len(open_)), np.ones(len(open_), bool)
        for v in spec.variables:
            (values, known), nothing = recipe.draw(v.name, places_of(open_, np.full(len(open_), attempt)), rows)
            rows.columns[v.name] = values
            if known is not None:
                rows.defined[v.name] = known
            if nothing is not None:
                passed &= ~nothing
        for expr in (
            *(r.expr for r in (*spec.cohort, *spec.constraints)),
            *((Var(name=spec.prevalence),) if spec.prevalence else ()),
        ):
            values, known = evaluate(expr, rows)
            passed &= values if known is None else values | ~known
        if where is not None:
            values, known = evaluate(where, rows)
            passed &= values if known is None else values & known
        attempts[open_[passed]] = attempt
        attempt += 1
    rows = Drawn(spec, n)
    for v in spec.variables:
        (values, known), _ = recipe.draw(v.name, places_of(patients, attempts), rows)
        rows.columns[v.name] = values
        if known is not None:
            rows.defined[v.name] = known
    recorded = recipe.recorded(places_of(patients, attempts), rows)
    return Samples(spec, patients, attempts, rows.columns, rows.defined, recorded)


@pytest.mark.parametrize("where", [None, RARE], ids=["all", "rare"])
def test_staged_rejection_is_plain_whole_record_rejection(where: Expr | None) -> None:
    n = 3000 if where is None else 30
    with np.errstate(all="ignore"):
        same(draw(CLINIC, n, where=where), plainly(CLINIC, n, where))


@pytest.mark.parametrize("chunk", [1, 7, 1000])
@pytest.mark.parametrize("where", [None, RARE], ids=["all", "rare"])
def test_patients_do_not_depend_on_batches(chunk: int, where: Expr | None) -> None:
    n = (30 if chunk == 1 else 200) if where is None else 3 if chunk == 1 else 20
    same(draw(CLINIC, n, where=where, chunk=chunk), draw(CLINIC, n, where=where))


def test_patients_do_not_depend_on_shards_or_company() -> None:
    everybody = draw(CLINIC, 500, seed=9)
    same(draw(CLINIC, 200, seed=9, start=300), everybody.take(slice(300, 500)))
    some = np.array([499, 3, 77])
    same(draw(CLINIC, seed=9, ids=some), everybody.take(some))
    for i in (0, 123, 499):
        same(draw(CLINIC, 1, seed=9, start=i), everybody.take(np.array([i])))


def test_another_seed_gives_other_patients() -> None:
    assert (draw(CLINIC, 100, seed=1).columns["bmi"] != draw(CLINIC, 100, seed=2).columns["bmi"]).mean() > 0.9


def test_adding_a_variable_changes_nobody() -> None:
    """Whether it comes first or last, and although it may fail to have a value of its own."""
    first = variable("a_first", "number", family("normal", mean=0, sd=1))
    last = variable("z_last", "number", Derived(expr=read("age"), noise_op="+-", noise=family("normal", mean=0, sd=1)))
    wider = CLINIC.model_copy(update={"variables": (first, *CLINIC.variables, last)})
    wider.__dict__.pop("_by_name", None)
    a, b = draw(CLINIC, 500), draw(wider, 500)
    assert a.attempts.tolist() == b.attempts.tolist()
    for name, values in a.columns.items():
        assert (values == b.columns[name]).all()


def test_every_patient_passes_every_rule_and_its_record_does_too() -> None:
    samples = draw(CLINIC, 2000)
    records = RecordColumns(CLINIC, [samples.row(i, truth=True) for i in range(2000)])
    assert not records.problems
    for r in (*CLINIC.cohort, *CLINIC.constraints):
        for columns in (samples, records):
            values, known = evaluate(r.expr, columns)
            assert (values if known is None else values | ~known).all()
    assert samples.columns["case"].all()


def test_prevalence_turns_the_population_into_patients() -> None:
    """Bayes, by age and sex: each share within the band of Hoeffding at a false alarm of 1e-9."""
    n = 40_000
    free = CLINIC.model_copy(update={"constraints": (), "cohort": ()})
    free.__dict__.pop("_by_name", None)
    only = plan(*free.variables[:3], prevalence="case")
    samples = draw(only, n)
    age, male = samples.columns["age"], samples.columns["sex"] == 1
    weight = {"young": 0.55 * 0.032, "woman": 0.25 * 0.51 * 0.121, "man": 0.25 * 0.49 * 0.148, "old": 0.2 * 0.244}
    middle = (age >= 45) & (age < 65)
    shares = {"young": age < 45, "woman": middle & ~male, "man": middle & male, "old": age >= 65}
    for name, mask in shares.items():
        assert abs(mask.mean() - weight[name] / sum(weight.values())) < sqrt(log(2 / 1e-9) / (2 * n))


def test_where_conditions_on_what_is_known_to_be_true() -> None:
    samples = draw(CLINIC, 50, where=member("polyuria.severity", "severe"))
    assert samples.columns["polyuria"].all()
    assert (samples.columns["polyuria.severity"] == 2).all()


def test_parts_of_an_absent_symptom_are_undefined() -> None:
    samples = draw(CLINIC, 400)
    assert (samples.defined["polyuria.severity"] == samples.columns["polyuria"]).all()
    i = int(np.flatnonzero(~samples.columns["polyuria"])[0])
    assert samples.row(i)["polyuria.severity"] is None
    assert samples.row(i)["polyuria"] is False
    onset, there = samples.columns["polyuria.onset"], samples.defined["polyuria.onset"]
    assert (onset[there] <= samples.columns["pack_years"][there] * 365.25).all()


def test_what_reads_the_undefined_is_undefined_and_rejects_nobody() -> None:
    v = variable("late_onset", "boolean", Derived(expr=compare("polyuria.onset", ">", 30)))
    w = variable("score", "number", family("normal", mean=read("polyuria.onset"), sd=3))
    spec = CLINIC.model_copy(update={"variables": (*CLINIC.variables, v, w)})
    spec.__dict__.pop("_by_name", None)
    samples = draw(spec, 300)
    assert samples.attempts.tolist() == draw(CLINIC, 300).attempts.tolist()
    for name in ("late_onset", "score"):
        assert (samples.defined[name] == samples.columns["polyuria"]).all()


def test_missing_values_keep_their_truth() -> None:
    samples = draw(CLINIC, 20_000)
    recorded, ordered = samples.recorded["glucose"], (samples.columns["age"] >= 10) | ~samples.columns["metformin"]
    assert not recorded[~ordered].any()
    assert abs(recorded[ordered].mean() - 0.96) < sqrt(log(2 / 1e-9) / (2 * ordered.sum()))
    i = int(np.flatnonzero(~recorded)[0])
    assert samples.row(i)["glucose"] is None
    assert samples.row(i, truth=True)["glucose"] == samples.columns["glucose"][i]
    # missing at random: keyed apart from the value
    high = samples.columns["glucose"] > np.median(samples.columns["glucose"])
    assert abs(recorded[high].mean() - recorded[~high].mean()) < 2 * sqrt(log(4 / 1e-9) / 20_000)


def test_an_impossible_spec_ends_and_names_the_strictest_rule() -> None:
    impossible = CLINIC.model_copy(
        update={
            "constraints": (
                *CLINIC.constraints,
                rule("nobody", compare("age", "<", 18)),
                rule("few", compare("bmi", ">", 69)),
            )
        }
    )
    impossible.__dict__.pop("_by_name", None)
    with pytest.raises(AcceptanceTooLow) as caught:
        draw(impossible, 10)
    assert caught.value.strictest == "few"
    assert caught.value.accepted == 0
    assert caught.value.drawn >= 2_000_000


def test_a_support_that_leaves_nothing_is_named_like_a_rule() -> None:
    v = variable("x", "number", family("normal", mean=0, sd=1, within=within(3, read("top"))))
    spec = plan(variable("top", "number", family("uniform", low=0, high=3)), v)
    with pytest.raises(AcceptanceTooLow) as caught:
        draw(spec, 1)
    assert caught.value.strictest == "x"


def test_a_target_that_cannot_be_met_is_named_with_what_stands_against_it() -> None:
    rules = (rule("fat", compare("bmi", ">=", 30)), rule("lean", compare("bmi", "<", 30), soft=0.95))
    soft = plan(*CLINIC.variables, constraints=rules)
    with pytest.raises(TargetsNotMet, match="`lean` asks that 95 % of patients keep it; `fat` leaves none") as caught:
        draw(soft, 10)
    assert [problem.kind for problem in caught.value.problems] == ["impossible side"]
    assert len(draw(soft, 10, constraints=False)) == 10


def test_without_constraints_the_priors_come_out() -> None:
    samples = draw(CLINIC, 5000, constraints=False)
    broken = ~evaluate(CLINIC.constraints[0].expr, samples).values
    assert broken.any()
    assert (samples.columns["age"] >= 18).all()


@pytest.mark.parametrize(
    "wrong", [{"n": -1}, {"n": 2, "start": -1}, {"n": None}, {"n": 3, "ids": np.array([1])}, {"ids": np.array([-4])}]
)
def test_numbers_that_make_no_sense_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        draw(CLINIC, **{"n": None, **wrong})


def test_nobody_is_also_an_answer() -> None:
    samples = draw(CLINIC, 0)
    assert len(samples) == 0
    assert samples.columns["sex"].dtype == np.int8
    assert samples.columns["bmi"].dtype == np.float64


def test_conjunctions_are_tried_part_by_part() -> None:
    both = And(args=(compare("age", ">", 30), And(args=(compare("bmi", ">", 30), Not(x=member("sex", "male"))))))
    sieves = sieves_of(recipe_of(CLINIC, 0), constraints=False, where=both)
    assert [sieve.name for sieve in sieves if sieve.expr is not None] == ["case", "adult", "where", "where", "where"]
    assert LEAST_ACCEPTANCE < Rejection(recipe_of(CLINIC, 0), sieves).acceptance < 1


# --- panels


def panel_plan(*correlations: tuple[str, str, float]) -> Plan:
    exams = tuple(
        variable(name, "number", family("lognormal", median=3, gsd=1.5), stage="exam", role="exam") for name in "abc"
    )
    values = tuple(Correlation(left=left, right=right, value=value) for left, right, value in correlations)
    return plan(*exams, panels=(Panel(name="lipids", label="Lipids", exams=("a", "b", "c"), correlations=values),))


def test_exams_of_a_panel_correlate_as_declared() -> None:
    """Normal scores of 50,000: Fisher's z within 6.2 standard errors (false alarm 1e-9), margins by DKW."""
    n, stated = 50_000, {("a", "b"): 0.9, ("b", "c"): -0.4, ("a", "c"): 0.0}
    samples = draw(panel_plan(("a", "b", 0.9), ("c", "b", -0.4)), n)
    free = draw(panel_plan(), n)
    scores = {name: np.log(samples.columns[name] / 3) / log(1.5) for name in "abc"}
    for (left, right), value in stated.items():
        r = float(np.corrcoef(scores[left], scores[right])[0, 1])
        assert abs(np.arctanh(r) - np.arctanh(value)) < 6.2 / sqrt(n - 3)
    assert (samples.columns["a"] == free.columns["a"]).all()  # the first keeps its own uniform
    for name in "bc":
        ours, theirs = np.sort(samples.columns[name]), np.sort(free.columns[name])
        gap = np.abs(np.searchsorted(ours, theirs, side="right") / n - np.arange(1, n + 1) / n).max()
        assert gap < 2 * sqrt(log(4 / 1e-9) / (2 * n))
    same(draw(panel_plan(("a", "b", 0.9), ("c", "b", -0.4)), 1, start=77), samples.take(np.array([77])))


def test_correlations_that_contradict_each_other_are_refused() -> None:
    with pytest.raises(SamplingError, match="lipids"):
        weights_of(panel_plan(("a", "b", 0.9), ("b", "c", 0.9), ("a", "c", -0.9)))


def test_arithmetic_in_rules_never_warns() -> None:
    ratio = Arith(op="/", a=read("bmi"), b=Arith(op="-", a=read("relatives"), b=Num(value=1.0)))
    spec = plan(
        *CLINIC.variables, constraints=(rule("odd", either(compare(ratio, "<", 1e9), compare("age", ">", -1))),)
    )
    assert len(draw(spec, 100)) == 100
    assert isinstance(CLINIC.variables[2].law, Bernoulli) is False
