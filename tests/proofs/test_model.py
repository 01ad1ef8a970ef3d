"""Proofs against counting: on plans whose patients can be listed, every weight and every verdict is checked."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from random import Random

import pytest

from pzdsl.plan.expression import And, Expr, Not, Var
from pzdsl.plan.plan import Plan
from pzdsl.proofs.drift import Bounds
from pzdsl.proofs.model import Model, hard
from pzdsl.proofs.numbers import cited_numbers
from pzdsl.proofs.shrink import shrink
from pzdsl.solve.query import prob
from tests.solve.made import Made, _Maker
from tests.solve.made import made as made_with_softs
from tests.solve.plainly import completions, value_of


def made(seed: int) -> Made:
    """A random plan without soft constraints and holds, which proofs leave aside."""
    one = made_with_softs(seed)
    return replace(one, plan=hard(one.plan))


SEEDS = [seed for seed in range(120) if made(seed).is_finite]
TINY = 1e-9


@cache
def listed(seed: int) -> list[tuple[dict[str, object], float]]:
    """The patients of the priors and the prevalence, with their weights; no rule has been asked."""
    plan = made(seed).plan
    return [(row, mass) for row, mass in completions(plan) if plan.prevalence is None or row[plan.prevalence] is True]


def weight(one: Made, seed: int, without: set[str], event: Expr | None = None) -> float:
    """The weight of patients who keep all rules but some, and for whom an event is known to be true."""
    rules = [rule for rule in (*one.plan.cohort, *one.plan.constraints) if rule.name not in without]
    return sum(
        mass
        for row, mass in listed(seed)
        if all(value_of(rule.expr, row, one.plan) is not False for rule in rules)
        and (event is None or value_of(event, row, one.plan) is True)
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_a_proof_of_nothing_is_true(seed: int) -> None:
    """What the tables call nothing has no patient, whichever rules are left out."""
    one = made(seed)
    model = Model(one.plan)
    scale = weight(one, seed, set(model.rules)) or 1.0
    names = list(model.rules)
    for without in [set(), *({name} for name in names), set(names)]:
        counted = weight(one, seed, without) / scale
        if model.is_nothing(model.total(without), model.lowest(without)):
            assert counted < TINY
        elif model.is_exact:
            assert counted > 0
        lowest, highest = model.lowest(without), model.total(without)
        assert lowest <= highest * (1 + 1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_events_are_weighed_between_their_bounds(seed: int) -> None:
    """An event's weight relative to that of all rules, from the joint tables and by counting."""
    one, random = made(seed), Random(seed)
    model = Model(one.plan)
    total = weight(one, seed, set())
    if not total > 0 or not model.least > 0:
        return
    maker = _Maker(random, True)
    maker.variables = [v for v in one.plan.variables if not v.hidden]
    for _ in range(5):
        event = maker.condition(1)
        table = model.event(event)
        if table is None:
            continue
        upper, lower = model.weight(table), 0.0
        assert upper is not None
        counted = weight(one, seed, set(), event) / total
        assert counted <= upper / model.least + TINY
        if model.is_exact and table.lower is None:
            lower = upper / model.total()
            assert counted == pytest.approx(lower, abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_cited_numbers_are_what_counting_gives(seed: int) -> None:
    one = made(seed)
    model = Model(one.plan)
    if not weight(one, seed, set()) > 0:
        return
    bounds = Bounds(model, ())
    for number in cited_numbers(one.plan):
        if number.statistic != "share":
            continue
        found = bounds.value(number)
        events = (number.event, Not(x=number.event))
        both = [e if number.among is None else And(args=(number.among, e)) for e in events]
        yes, no = (weight(one, seed, set(), e) for e in both)
        if found is None:
            continue
        if yes + no > 0:
            assert found.low - TINY <= yes / (yes + no) <= found.high + TINY
        else:
            assert found.how != "exact"


def test_a_core_is_minimal() -> None:
    """On every monotone set of subsets that two random minimal ones span."""
    random = Random(1)
    for _ in range(300):
        names = [f"r{i}" for i in range(random.randint(1, 12))]
        cores = [set(random.sample(names, random.randint(1, len(names)))) for _ in range(2)]
        kept = shrink(names, lambda some, cores=cores: any(core <= set(some) for core in cores))
        assert any(core <= set(kept) for core in cores)
        for name in kept:
            assert not any(core <= set(kept) - {name} for core in cores)


def test_marginals_agree_with_asking_one_by_one() -> None:
    """`pzc prob` folds anew for each question; the joint tables answer all of them at once."""
    for seed in SEEDS[:20]:
        plan: Plan = made(seed).plan
        model = Model(plan)
        if not model.is_exact or not model.total() > 0:
            continue
        for variable in plan.variables:
            if variable.type == "boolean" and not variable.hidden:
                event = Var(name=variable.name)
                table = model.event(event)
                assert table is not None
                found = (model.weight(table) or 0.0) / model.total()
                asked = prob(plan, event, draws=0)
                assert asked.low - TINY <= found <= asked.high + TINY
