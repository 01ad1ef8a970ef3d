"""Patients are what their specification says, by a second reading that shares nothing with the sampler.

The figures of `python -m bench.measure` are the same checks with more patients.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pzdsl.compiler import check_file
from pzdsl.plan import Plan
from pzdsl.plan.law import Bernoulli, Categorical, Family
from pzdsl.plan.lower import lower
from pzdsl.rules import evaluate
from pzdsl.samples import draw
from pzdsl.samples.columns import Drawn
from pzdsl.semantics.spec import Spec
from tests.plans import family
from tests.reference.checks import Verdict, check_laws, share_check
from tests.reference.evaluate import condition
from tests.reference.forward import draw_forward
from tests.reference.patients import accepted_forward, compare_with_rejection, examine

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = sorted((ROOT / "specs").glob("*.pz"))
EVERY_LAW = Path(__file__).parent / "reference" / "every_law.pz"
EVERYTHING = [*SHIPPED, EVERY_LAW]

FALSE_ALARM = 1e-9 / len(EVERYTHING)  # on any seed; the seeds here are fixed


@dataclass(frozen=True)
class Compiled:
    spec: Spec
    plan: Plan


@cache
def compiled(path: Path) -> Compiled:
    spec = check_file(path).spec
    assert spec is not None
    return Compiled(spec, lower(spec, "test"))


def named(path: Path) -> str:
    return path.stem


@pytest.mark.parametrize("path", EVERYTHING, ids=named)
def test_no_patient_breaks_a_rule(path: Path) -> None:
    """No false alarm is possible: one broken rule is a fault."""
    spec, plan = compiled(path).spec, compiled(path).plan
    findings = examine(spec, draw(plan, 1000, seed=21))
    assert findings.wrong == 0, findings


@pytest.mark.parametrize("path", EVERYTHING, ids=named)
def test_two_evaluators_agree_on_who_breaks_what(path: Path) -> None:
    """True, false and unknown, on patients drawn without any rule."""
    spec, plan = compiled(path).spec, compiled(path).plan
    n = 1500
    cohort = draw_forward(plan, spec, n, seed=22).cohort
    columns = Drawn(plan, n)
    columns.columns, columns.defined = cohort.values, cohort.known
    rows = cohort.records(list(cohort.values), np.arange(n))
    lowered = {rule.name: rule.expr for rule in (*plan.cohort, *plan.constraints)}
    for rule in (*spec.cohort, *spec.constraints):
        holds = condition(rule.condition, spec.variables)
        column = evaluate(lowered[rule.name], columns)
        values = np.broadcast_to(column.values, n).tolist()
        known = [True] * n if column.known is None else np.broadcast_to(column.known, n).tolist()
        theirs = [value if is_known else None for value, is_known in zip(values, known, strict=True)]
        assert [holds(row) for row in rows] == theirs, rule.name


@pytest.mark.parametrize("path", EVERYTHING, ids=named)
def test_every_law_is_as_written(path: Path) -> None:
    """False alarm at most 2e-10 a spec, by bounds that hold for any n: all tables row by row, all pairs."""
    spec, plan = compiled(path).spec, compiled(path).plan
    forward = draw_forward(plan, spec, 5000, seed=23)
    verdict = Verdict(tuple(check_laws(spec, forward, seed=24)), FALSE_ALARM)
    assert not verdict.failures


@pytest.mark.parametrize("path", EVERYTHING, ids=named)
def test_patients_are_those_that_literal_rejection_keeps(path: Path) -> None:
    """Whole records drawn, then dropped by the reference evaluator: the same distribution of every variable."""
    spec, plan = compiled(path).spec, compiled(path).plan
    samples = draw(plan, 3000, seed=25)
    parts = list(accepted_forward(spec, plan, 30_000, seed=26))
    assert sum(part.size for part in parts) > 100
    verdict = Verdict(tuple(compare_with_rejection(samples, parts)), FALSE_ALARM)
    assert not verdict.failures


def mutated(plan: Plan, name: str, **update: Any) -> Plan:
    variables = tuple(v.model_copy(update=update) if v.name == name else v for v in plan.variables)
    return plan.model_copy(update={"variables": variables})


@pytest.mark.parametrize(
    ("name", "law"),
    [
        ("sex", Categorical(categories=("low", "high"), shares=(0.35, 0.65))),
        ("drug", Bernoulli(p=0.35)),
        ("normal_real", family("normal", mean=0.4, sd=1.8)),
        ("overdispersed", Family(family="poisson", args=family("poisson", mean=2.5).args)),
        ("beta_real", family("beta", mean=0.3, sd=0.23)),
        ("weibull_real", family("weibull", median=3, shape=0.9)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_law_that_is_not_as_written_is_noticed(name: str, law: Any) -> None:
    """What the checks are worth: a wrong share, scale or family fails them, on that variable and no other."""
    spec, plan = compiled(EVERY_LAW).spec, compiled(EVERY_LAW).plan
    forward = draw_forward(mutated(plan, name, law=law), spec, 10_000, seed=27)
    keep = {"age", "sex", "by_table", "normal_real", name}
    forward.cohort.values = {k: v for k, v in forward.cohort.values.items() if k in keep}
    forward.recorded.clear()
    failures = Verdict(tuple(check_laws(spec, forward, seed=28)), FALSE_ALARM).failures
    assert failures
    assert {failure.about.split()[0] for failure in failures} == {name}


def test_variables_that_share_their_chance_are_noticed() -> None:
    """Two laws may each be right and still not be independent."""
    spec, plan = compiled(EVERY_LAW).spec, compiled(EVERY_LAW).plan
    forward = draw_forward(plan, spec, 10_000, seed=29)
    order = np.argsort(forward.cohort.values["banded"])
    shuffled = np.random.default_rng(1).permutation(10_000)
    half = 5000
    values = np.sort(forward.cohort.values["quantiled_real"])
    forward.cohort.values["quantiled_real"] = np.empty(10_000)
    forward.cohort.values["quantiled_real"][order] = values
    forward.cohort.values["quantiled_real"][shuffled[:half]] = np.random.default_rng(2).permutation(
        forward.cohort.values["quantiled_real"][shuffled[:half]]
    )
    forward.cohort.values = {k: forward.cohort.values[k] for k in ("age", "banded", "quantiled_real")}
    forward.recorded.clear()
    failures = Verdict(tuple(check_laws(spec, forward, seed=30)), FALSE_ALARM).failures
    assert [failure.kind for failure in failures] == ["pair"]


def test_chernoff_bounds_the_binomial() -> None:
    """The bound on a share is never below the exact two-sided tail."""
    from scipy.stats import binom

    for n, p in ((20, 0.3), (500, 0.02), (1000, 0.5)):
        for seen in range(0, n + 1, max(1, n // 40)):
            tail = binom.logcdf(seen, n, p) if seen < p * n else binom.logsf(seen - 1, n, p)
            assert tail <= share_check("", seen, n, p).log_prob + 1e-9
