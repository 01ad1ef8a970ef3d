"""Skewed priors: each prior of each specification pushed to an extreme, one at a time.

Whoever is drawn then breaks no rule and follows the skewed law; where nobody can be drawn, that is told before.
"""

from __future__ import annotations

import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import stats

from bench.specs import PROCESSES, ROOT, SHIPPED, compiled
from pzdsl.errors import AcceptanceTooLow
from pzdsl.plan import Plan
from pzdsl.plan.expression import Compare, Expr, Member, Num, Var
from pzdsl.plan.law import Bernoulli, Categorical, CourseClock, Derived, Family, Law
from pzdsl.plan.plan import Variable
from pzdsl.proofs.conflict import smallest_conflict
from pzdsl.proofs.model import Model
from pzdsl.rules import evaluate, is_true
from pzdsl.samples import draw
from pzdsl.solve.draw import Solved
from pzdsl.solve.query import Impossible, prob
from pzdsl.verify import verify_rows

TITLE = "Skewed priors: rules and laws at the extremes"
NETWORK = ROOT / "bench" / "network.pz"
MOSTLY = 0.999
SEED, FALSE_ALARM = 31, 1e-9


@dataclass(frozen=True)
class Skew:
    """One prior at an extreme: a category of 99.9 %, or a number at an end of its range."""

    variable: str
    to: str
    law: Law
    event: Expr


@dataclass(frozen=True)
class Tried:
    """What came of it: `drawn`, `reported` (nobody can be drawn: which rules conflict), or `rare` (told as such)."""

    skew: str
    outcome: str
    told: tuple[str, ...]
    broken: int
    off_law: bool
    seconds: float


def skews_of(plan: Plan) -> list[Skew]:
    """The extremes of each variable that is drawn by chance."""
    return [skew for v in plan.variables if not _follows(v) and v.role != "case" for skew in _skews(v)]


def _follows(variable: Variable) -> bool:
    return isinstance(variable.law, Derived | CourseClock)


def _skews(v: Variable) -> list[Skew]:
    if v.type == "boolean":
        yes = Member(name=v.name, categories=("true",))
        return [Skew(v.name, f"{p:.1%}", Bernoulli(p=p), yes) for p in (MOSTLY, 1 - MOSTLY)]
    if v.type == "category":
        names = [category.name for category in v.categories]
        rest = (1 - MOSTLY) / max(len(names) - 1, 1)
        return [
            Skew(
                v.name,
                name,
                Categorical(categories=tuple(names), shares=tuple(MOSTLY if n == name else rest for n in names)),
                Member(name=v.name, categories=(name,)),
            )
            for name in names
            if len(names) > 1
        ]
    if v.low is None or v.high is None or not v.high > v.low:
        return []
    sd = max((v.high - v.low) / 50, v.precision or 0.0)
    middle = Num(value=(v.low + v.high) / 2)
    return [
        Skew(
            v.name,
            f"{end:g}",
            Family(family="normal", args={"mean": Num(value=end), "sd": Num(value=sd)}),
            Compare(op="<", a=Var(name=v.name), b=middle),
        )
        for end in (v.low, v.high)
    ]


def skewed(plan: Plan, skew: Skew) -> Plan:
    """The plan with one law replaced; it reads no parents any more."""
    own = {"law": skew.law, "parents": tuple(p for p in (plan.variable(skew.variable).part_of,) if p)}
    variables = tuple(v.model_copy(update=own) if v.name == skew.variable else v for v in plan.variables)
    return Plan(**{**dict(plan), "variables": variables})


def try_one(plan: Plan, skew: Skew, patients: int, level: float = FALSE_ALARM) -> Tried:
    """Prove first, then draw, verify, and hold the skewed variable against its exact probability."""
    started = time.perf_counter()
    changed, name = skewed(plan, skew), f"{skew.variable} to {skew.to}"

    def tried(outcome: str, told: tuple[str, ...] = (), broken: int = 0, off_law: bool = False) -> Tried:
        return Tried(name, outcome, told, broken, off_law, round(time.perf_counter() - started, 2))

    core = smallest_conflict(Model(changed, whole=False))
    if core is not None:
        return tried("reported", core)
    try:
        samples = draw(changed, patients, seed=SEED, engine=Solved)
    except AcceptanceTooLow as error:
        return tried("rare", (str(error),))
    rows = [
        {n: x for n, x in samples.row(i, truth=True).items() if not plan.variable(n).hidden} for i in range(patients)
    ]
    broken = sum(f.kind in ("rule", "range") for f in verify_rows(changed, rows, supports=False).findings)
    count = int(np.count_nonzero(is_true(evaluate(skew.event, samples))))
    low = float(stats.beta.ppf(level / 2, count, patients - count + 1)) if count else 0.0
    high = float(stats.beta.ppf(1 - level / 2, count + 1, patients - count)) if count < patients else 1.0
    try:
        exact = prob(changed, skew.event, draws=0)
        off = exact.low > high or exact.high < low
    except Impossible:
        off = True
    return tried("drawn", (), broken, off)


def measure(full: bool) -> dict[str, Any]:
    """Every extreme of every specification, and of the network that speed is measured on."""
    return {
        "patients": 500 if full else 50,
        "false_alarm": FALSE_ALARM,
        "specs": {path.stem: measure_one(path, full) for path in (*SHIPPED, NETWORK)},
    }


def measure_one(path: Path, full: bool) -> dict[str, Any]:
    """One specification; the small version takes a few extremes."""
    plan = compiled(path).plan
    skews = skews_of(plan) if full else skews_of(plan)[:2]
    patients = 500 if full else 50
    with ProcessPoolExecutor(PROCESSES if full else 1) as pool:
        found = list(
            pool.map(_try, [(path, i, patients, FALSE_ALARM / (5 * max(len(skews), 1))) for i in range(len(skews))])
        )
    return {
        "skews": len(found),
        "outcomes": dict(Counter(one.outcome for one in found)),
        "broken": sum(one.broken for one in found),
        "off_law": [one.skew for one in found if one.off_law],
        "reported": {one.skew: list(one.told) for one in found if one.outcome == "reported"},
        "rare": {one.skew: list(one.told) for one in found if one.outcome == "rare"},
        "slowest": max((one.seconds for one in found), default=0.0),
    }


def _try(task: tuple[Path, int, int, float]) -> Tried:
    path, i, patients, level = task
    plan = compiled(path).plan
    return try_one(plan, skews_of(plan)[i], patients, level)


def table(result: dict[str, Any]) -> str:
    """A row a specification."""
    lines = [
        "One prior at a time: each category at 99.9 %, each number at an end of its range."
        f" *Drawn*: {result['patients']:,} patients each, held against\nevery rule by `pzc verify`'s checker, and the"
        " skewed variable against its exact probability"
        f" (at most {result['false_alarm']:g} false alarms).\n*Reported*: nobody can be drawn; told before drawing,"
        " with the smallest conflict. *Rare*: the engine gave up after two million"
        " draws,\nand said which rule rejects most.\n",
        "| spec | skews | drawn | reported | rare | rules broken | off their law | slowest |\n"
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name, one in result["specs"].items():
        o = one["outcomes"]
        lines.append(
            f"| {name} | {one['skews']} | {o.get('drawn', 0)} | {o.get('reported', 0)} | {o.get('rare', 0)} |"
            f" {one['broken']} | {len(one['off_law'])} | {one['slowest']:.1f} s |"
        )
    return "\n".join(lines)
