"""Writes a test for what no test decides: patients who show many units at once, and those whom one rule turns away.

Every test is replayed through the ordinary checker before it is given out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from pzdsl.coverage.conditions import both, contrary
from pzdsl.coverage.measure import Coverage
from pzdsl.coverage.pins import flat, pins_of
from pzdsl.coverage.possible import World
from pzdsl.coverage.tested import Expectation, decides
from pzdsl.coverage.units import Unit
from pzdsl.coverage.writing import Draft, condition_text, percent_text
from pzdsl.plan.expression import Expr, variables_of
from pzdsl.plan.law import Place
from pzdsl.plan.plan import ExpectAccepted, ExpectRejected, Plan, Test, Value
from pzdsl.rules import Bools, evaluate, is_true
from pzdsl.samples.samples import Samples
from pzdsl.solve.query import prob
from pzdsl.trials import run_tests

MOST_GIVEN = 24  # more in one patient, and nobody reads it
_PARTS = {"months": 12.0, "weeks": 52.18, "days": 365.25}  # of a year


def drafts_for(plan: Plan, coverage: Coverage, world: World, unheld: Iterable[str] = ()) -> list[Draft]:
    """Tests that together decide each unit that is possible and that no test decides, the laws first.

    `unheld`: variables whose laws are to be held besides, since no test notices a change of them.
    """
    open_units = [one.unit for one in coverage.units if one.status == "untested"]
    drafts: list[Draft] = []
    named = {unit.subject for unit in open_units if unit.kind == "rows"}
    named |= {next(iter(variables_of(unit.when))) for unit in open_units if unit.kind in ("severities", "categories")}
    named |= set(unheld)
    for variable in plan.variables:
        if variable.name in named and (draft := pins_of(variable, world)) is not None:
            drafts.append(draft)
    settled = ("rows", "severities", "categories")  # those that no pin holds are asked about below
    rest = [unit for unit in open_units if unit.kind not in settled]
    patients = [unit for unit in rest if unit.side != "violated" and not _reads_part(unit, plan)]
    drafts += _patients(plan, patients, world)
    left = [unit for unit in rest if not any(_shows(draft, unit, plan) for draft in drafts)]
    for unit in left:
        if (draft := _one(plan, unit, world)) is not None and draft not in drafts:
            drafts.append(draft)
    return drafts


def _reads_part(unit: Unit, plan: Plan) -> bool:
    return any(not _can_be_given(name, plan) for name in variables_of(unit.when))


def _can_be_given(name: str, plan: Plan) -> bool:
    return "." not in name and not plan.variable(name).hidden


def _patients(plan: Plan, units: Sequence[Unit], world: World) -> list[Draft]:
    """Few patients who show all units between them: each time the one who shows the most that are left."""
    samples = world.patients
    shown = {unit.id: is_true(evaluate(_wanted(unit, plan), samples)) for unit in units}
    left = {unit.id: unit for unit in units if shown[unit.id].any()}
    drafts: list[Draft] = []
    tried: set[int] = set()
    while left:
        counts = np.zeros(len(samples), np.int64)
        for name in left:
            counts += shown[name]
        counts[list(tried)] = 0
        row = int(counts.argmax())
        if counts[row] == 0 or len(tried) > 200:
            break
        tried.add(row)
        mine = [unit for unit in left.values() if shown[unit.id][row]]
        given = _given(plan, mine, samples, row)
        draft = Draft(_title(plan, samples, row), given, ("expect accepted",))
        covered = [unit for unit in mine if _shows(draft, unit, plan)]
        if not covered or _verdict(plan, draft) != "passed":
            continue
        drafts.append(draft)
        for unit in covered:
            del left[unit.id]
    return drafts


def _wanted(unit: Unit, plan: Plan) -> Expr:
    if unit.side == "satisfied":
        return unit.reach
    rule = next(rule.expr for rule in plan.constraints if rule.name == unit.rule)
    return both(unit.reach, rule if unit.side == "either" else contrary(rule))


def _given(plan: Plan, units: Iterable[Unit], samples: Samples, row: int) -> dict[str, Value]:
    names: list[str] = ["age", "sex"] if {"age", "sex"} <= set(samples.columns) else []
    for unit in units:
        wanted = [name for name in sorted(variables_of(unit.when)) if name not in names]
        if len(names) + len(wanted) <= MOST_GIVEN:
            names += wanted
    values = samples.take(np.array([row])).row(0, truth=True)
    order = {v.name: i for i, v in enumerate(plan.variables)}
    found: dict[str, Value] = {}
    for name in sorted(names, key=order.__getitem__):
        value = values[name]
        if value is not None:
            found[name] = float(f"{value:.3g}") if isinstance(value, float) and _is_real(plan, name) else value
    return found


def _is_real(plan: Plan, name: str) -> bool:
    return plan.variable(name).precision is None and plan.variable(name).type == "number"


def _title(plan: Plan, samples: Samples, row: int) -> str:
    values = samples.take(np.array([row])).row(0, truth=True)
    age, sex = values.get("age"), values.get("sex")
    unit = plan.variable("age").unit if age is not None else None
    years = age / _PARTS.get(unit or "", 1.0) if isinstance(age, int | float) else 0.0
    who = {"female": "a woman", "male": "a man"} if years >= 18 else {"female": "a girl", "male": "a boy"}
    person = who.get(str(sex), "a patient")
    phase = next((p.label.lower() for p in plan.phases if p.name == values.get("phase")), None)
    old = f" of {age:g}" + (f" {unit}" if unit in _PARTS else "") if age is not None else ""
    return person + old + (f", {phase}" if phase else "")


def _test_of(draft: Draft) -> Test:
    expect = draft.expects[0]
    made = ExpectAccepted() if expect == "expect accepted" else ExpectRejected(by=expect.split()[-1])
    return Test(title=draft.title, given=dict(draft.given), expects=(made,), at=Place(file="", line=1, column=1))


def _shows(draft: Draft, unit: Unit, plan: Plan) -> bool:
    if " P(" in draft.expects[0]:
        return False
    test = _test_of(draft)
    return decides(Expectation(test, test.expects[0], "passed"), unit, plan)


def _verdict(plan: Plan, draft: Draft) -> str:
    return next(run_tests(plan.model_copy(update={"tests": (_test_of(draft),)}))).verdict


def _one(plan: Plan, unit: Unit, world: World) -> Draft | None:
    """A test for one unit: whom a rule turns away with as little given as decides it, or a probability."""
    if unit.side != "satisfied" and not _reads_part(unit, plan):
        draft = _turned_away(plan, unit, world)
        if draft is not None:
            return draft
    return _probability(plan, unit)


def _turned_away(plan: Plan, unit: Unit, world: World) -> Draft | None:
    rule = next(rule.expr for rule in plan.constraints if rule.name == unit.rule)
    condition = both(unit.reach, contrary(rule))
    samples = world.candidates
    rows: Bools = is_true(evaluate(condition, samples))
    if not rows.any():
        reach = world.reach(unit)
        if reach.witnesses is None:
            return None
        samples, rows = reach.witnesses, is_true(evaluate(condition, reach.witnesses))
    title = f"{(unit.rule or '').replace('_', ' ')} turns a patient away"
    for row in np.flatnonzero(rows)[:5]:
        given = _given(plan, [unit], samples, int(row))
        draft = Draft(title, given, (f"expect rejected by {unit.rule}",))
        for name in list(given):
            smaller = Draft(title, {k: v for k, v in draft.given.items() if k != name}, draft.expects)
            if smaller.given and _shows(smaller, unit, plan):
                draft = smaller
        if _shows(draft, unit, plan) and _verdict(plan, draft) == "passed":
            return draft
    return None


def _probability(plan: Plan, unit: Unit) -> Draft | None:
    wanted = flat(unit.when)
    text = condition_text(wanted, plan)
    if text is None:
        return None
    if unit.side == "violated":
        return Draft(f"{unit.rule} turns patients away".replace("_", " "), {}, (f"expect unreachable {text}",))
    p = prob(plan, wanted)
    low, high = round(p.low * 0.9, 4), round(min(p.high * 1.1 + 1e-4, 1.0), 4)
    if low <= 0:
        return None
    return Draft(
        unit.label.replace("`", ""), {}, (f"expect P({text}) from {percent_text(low)} to {percent_text(high)}",)
    )
