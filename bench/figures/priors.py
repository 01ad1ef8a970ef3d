"""Each prior, with constraints off, against its definition."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path
from typing import Any

from bench.specs import SHIPPED, compiled, for_each_spec
from tests.reference.checks import Verdict, check_laws
from tests.reference.forward import draw_forward

TITLE = "Priors: each as it is written"
SEED, PLACE_SEED = 103, 104
FALSE_ALARM = 1e-9


def measure(full: bool) -> dict[str, Any]:
    """All specifications, each with its own share of the false alarms."""
    return {"false_alarm": FALSE_ALARM, "specs": for_each_spec(measure_one, full)}


def measure_one(path: Path, full: bool) -> dict[str, Any]:
    """One specification: every table row by row, every category, every pair of variables."""
    spec, plan = compiled(path).spec, compiled(path).plan
    n = 200_000 if full else 4_000
    checks = tuple(check_laws(spec, draw_forward(plan, spec, n, SEED), PLACE_SEED))
    verdict = Verdict(checks, FALSE_ALARM / len(SHIPPED))
    tightest = {}
    for kind in ("ranks", "share", "pair", "correlation"):
        check = verdict.tightest(kind)
        if check is not None:
            tightest[kind] = {
                "about": check.about,
                "n": check.n,
                "gap": check.gap,
                "log_probability": check.log_prob,
            }
    return {
        "patients": n,
        "seed": SEED,
        "variables": len(plan.variables),
        "checks": dict(Counter(check.kind for check in checks)),
        "failed": [check.about for check in verdict.failures],
        "log_bound": verdict.log_bound,
        "bound_ranks": verdict.bound_at(n, "ranks"),
        "bound_pairs": verdict.bound_at(n, "pair"),
        "tightest": tightest,
    }


def table(result: dict[str, Any]) -> str:
    """How many checks, the bound, and the check that came closest."""
    lines = [
        "Every variable once from its own law, without prevalence, cohort or constraints, held against distribution"
        " functions\nbuilt on `scipy.stats` from the author's own text (`tests/reference/laws.py`). *Ranks*: the"
        " probability integral\ntransform of each variable, and of each row of its table, against the uniform (DKW)."
        " *Shares*: each category of each\nrow (Chernoff). *Pairs*: ranks of any two variables are uncorrelated"
        " (Hoeffding). *Exact*: computed values, supports,\nand which parts exist. The bounds hold for any number of"
        f" patients; together they give at most {result['false_alarm']:g} false alarms\nover all specifications. The"
        " bound on ranks is that of a variable which every patient has.\n",
        "| spec | patients | variables | ranks | shares | pairs | exact | failed | bound on ranks | bound on pairs"
        " | closest to failing |",
        "|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|---|",
    ]
    for name, one in result["specs"].items():
        kinds = one["checks"]
        closest = min(one["tightest"].values(), key=lambda check: check["log_probability"])
        chance = math.exp(closest["log_probability"])
        lines.append(
            f"| {name} | {one['patients']:,} | {one['variables']} | {kinds['ranks']} | {kinds['share']} |"
            f" {kinds['pair']:,} | {kinds['support'] + kinds['computed']} | {len(one['failed'])} |"
            f" {one['bound_ranks']:.4f} | {one['bound_pairs']:.4f} |"
            f" {closest['gap']:.4f} with {closest['n']:,} patients, chance below {chance:.1e}: `{closest['about']}` |"
        )
    return "\n".join(lines)
