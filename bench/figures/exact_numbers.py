"""Where `pzc prob` prints a bound of its error, the bound holds: against counting, quadrature and ten million draws."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
from scipy import integrate, stats

from bench.specs import compiled, for_each_spec
from pzdsl.compiler import compile_source
from pzdsl.diagnostics import Source
from pzdsl.plan import Plan
from pzdsl.plan.expression import And, Expr
from pzdsl.proofs.model import hard
from pzdsl.proofs.numbers import cited_numbers
from pzdsl.rules import evaluate, is_true
from pzdsl.samples import draw
from pzdsl.semantics import Priors
from pzdsl.solve.draw import Solved
from pzdsl.solve.query import Impossible, prob
from pzdsl.where import parse_where
from tests.solve import plainly
from tests.solve.made import made

TITLE = "Exact numbers: the bounds of pzc prob"
SEED, CHUNK, FALSE_ALARM = 77, 200_000, 1e-9
EVENTS = 12  # of each specification

# a number that depends on one or two reals, as a spec and as an integral
INTEGRALS = """pz 1
disease integrals "Integrals" {
  dimension biological {
    attribute x : number 0 to 10 prior normal(mean = 4, sd = 2) assumed "an example"
    attribute y : number 0 to 30 prior normal(mean = 3 + 1.5 * x, sd = 3) assumed "an example"
    attribute g : number 0 to 40 prior gamma(mean = 6, sd = 4) assumed "an example"
  }
}
"""


def measure(full: bool) -> dict[str, Any]:
    """Finite plans by counting, reals by quadrature, shipped specifications by draws."""
    return {
        "false_alarm": FALSE_ALARM,
        "counted": counted(300 if full else 40),
        "integrals": [vars(one) for one in integrals(200_000 if full else 0)],
        "specs": for_each_spec(measure_one, full),
    }


def counted(seeds: int) -> dict[str, Any]:
    """Random finite plans: how far exact answers are from counting at most, and which bounds do not hold."""
    off, exact, bounded, failed = 0.0, 0, 0, []
    for seed in range(seeds):
        one = made(seed)
        if not one.is_finite:
            continue
        plan = hard(one.plan)
        kept, total = plainly.enumerated(plan)
        if not total > 0:
            continue
        for variable in plan.variables:
            if variable.type != "boolean" or variable.hidden:
                continue
            event = parse_event(variable.name, plan)
            found = prob(plan, event, draws=0)
            truth = sum(p for row, p in kept if plainly.value_of(event, row, plan) is True)
            if found.how == "exact":
                exact += 1
                off = max(off, abs(found.value - truth))
            else:
                bounded += 1
            if abs(found.value - truth) > found.error + 1e-12:
                failed.append(f"plan {seed}, {variable.name}: {found.value} +- {found.error}, counted {truth}")
    return {"exact": exact, "bounded": bounded, "largest_error": off, "failed": failed}


def parse_event(name: str, plan: Plan) -> Expr:
    """That a boolean is true."""
    return parse_where(name, plan)


@dataclass
class Integral:
    """One probability by quadrature, and what `prob` says."""

    event: str
    truth: float
    quadrature_error: float
    value: float
    error: float
    how: str

    @property
    def holds(self) -> bool:
        """Whether the truth lies within both errors."""
        return abs(self.value - self.truth) <= self.error + self.quadrature_error


def integrals(draws: int) -> list[Integral]:
    """Probabilities of reals whose densities are written down again here, apart from the engine."""
    plan = compile_source(Source("integrals.pz", INTEGRALS), Priors())
    x = stats.truncnorm((0 - 4) / 2, (10 - 4) / 2, loc=4, scale=2)
    g = stats.gamma(a=(6 / 4) ** 2, scale=4**2 / 6)

    def y(at: float) -> Any:
        mean = 3 + 1.5 * at
        return stats.truncnorm((0 - mean) / 3, (30 - mean) / 3, loc=mean, scale=3)

    def over_x(inside: Any, low: float = 0, high: float = 10) -> tuple[float, float]:
        return integrate.quad(lambda at: x.pdf(at) * inside(at), low, high, epsabs=1e-13, epsrel=1e-12, limit=400)

    asked = [
        ("x < 3", (float(x.cdf(3)), 1e-14)),
        ("g > 12", (float((g.cdf(40) - g.cdf(12)) / g.cdf(40)), 1e-13)),
        ("y > 12", over_x(lambda at: y(at).sf(12))),
        ("y > 12 and x < 5", over_x(lambda at: y(at).sf(12), 0, 5)),
        ("y < x + 2", over_x(lambda at: y(at).cdf(at + 2))),
    ]
    found = []
    for text, (truth, error) in asked:
        answer = prob(plan, parse_where(text, plan), draws=draws)
        found.append(Integral(text, truth, max(error, 1e-12), answer.value, answer.error, answer.how))
    return found


def events_of(plan: Plan, count: int) -> list[tuple[str, Expr]]:
    """Some cited shares of a specification, as events: what a row gives, and that the row applies."""
    numbers = [n for n in cited_numbers(plan) if n.statistic == "share" and n.variable.library is None]
    chosen = Random(SEED).sample(numbers, min(count, len(numbers)))
    return [(n.told, n.event if n.among is None else And(args=(n.among, n.event))) for n in chosen]


def measure_one(path: Path, full: bool) -> dict[str, Any]:
    """One specification: each answer against the share among many draws (Clopper and Pearson)."""
    plan = compiled(path).plan
    n = 10_000_000 if full else 20_000
    events = events_of(plan, EVENTS if full else 3)
    hits = np.zeros(len(events), np.int64)
    for start in range(0, n, CHUNK):
        samples = draw(plan, min(CHUNK, n - start), seed=SEED, start=start, engine=Solved)
        hits += [int(np.count_nonzero(is_true(evaluate(event, samples)))) for _, event in events]
    rows = []
    level = FALSE_ALARM / (2 * 4 * EVENTS)
    for (told, event), count in zip(events, hits.tolist(), strict=True):
        try:
            found = prob(plan, event, draws=20_000)
        except Impossible:
            continue
        low = float(stats.beta.ppf(level, count, n - count + 1)) if count else 0.0
        high = float(stats.beta.ppf(1 - level, count + 1, n - count)) if count < n else 1.0
        rows.append(
            {
                "event": told,
                "value": found.value,
                "error": found.error,
                "how": found.how,
                "drawn": count / n,
                "holds": found.low <= high and low <= found.high,
            }
        )
    return {"draws": n, "events": rows}


def table(result: dict[str, Any]) -> str:
    """What was compared, and how often a bound failed."""
    counted, integrals = result["counted"], result["integrals"]
    lines = [
        f"*Counting*: {counted['exact']} exact answers about random finite plans differ from counting in plain Python"
        f" by at most {counted['largest_error']:.1e};\nof {counted['bounded']} bounded ones, and of all together,"
        f" {len(counted['failed'])} miss their bound.",
        "*Draws*: cited shares of each shipped specification; the answer and its bound against the share among"
        f" the draws, with at most {result['false_alarm']:g} false alarms.\n",
        "| integral | by quadrature | `pzc prob` | bound | how |\n|---|--:|--:|--:|---|",
        *(
            f"| `{i['event']}` | {i['truth']:.10f} | {i['value']:.10f} | {i['error']:.1e} | {i['how']} |"
            for i in integrals
        ),
        "\n| spec | draws | answers | exact | bounded | from draws | bounds that fail |\n|---|--:|--:|--:|--:|--:|--:|",
    ]
    for name, found in sorted(result["specs"].items()):
        rows = found["events"]
        kinds = [sum(row["how"] == how for row in rows) for how in ("exact", "bounded", "drawn")]
        failed = sum(not row["holds"] for row in rows)
        lines.append(f"| {name} | {found['draws']:,} | {len(rows)} | {kinds[0]} | {kinds[1]} | {kinds[2]} | {failed} |")
    return "\n".join(lines)
