"""Declared margins under rejection, and under `hold`: what a port's rules do to its declared shares."""

from __future__ import annotations

from typing import Any

from bench.specs import ROOT
from pzdsl.compiler import compile_file
from pzdsl.plan import Plan
from pzdsl.samples import draw
from pzdsl.solve import acceptance, prob
from pzdsl.where import parse_where

TITLE = "Held: declared shares stay where they were declared"
PORT = ROOT / "bench" / "port.pz"
THREE = ("pregnancy", "menopause", "not_both")
HELD = {
    "men": "sex is male",
    "age 0 to 5": "age < 6",
    "age 6 to 17": "age >= 6 and age < 18",
    "age 18 to 44": "age >= 18 and age < 45",
    "age 45 to 64": "age >= 45 and age < 65",
    "age 65 and more": "age >= 65",
}
OTHERS = {
    "of 6 to 17: a college degree": ("education in { college, graduate }", "age >= 6 and age < 18"),
    "of 6 to 17: retired": ("employment is retired", "age >= 6 and age < 18"),
    "of women over 65: after the menopause": ("postmenopausal", "sex is female and age > 65"),
    "pregnant, and a man": ("pregnant and sex is male", None),
}


def measure(full: bool) -> dict[str, Any]:
    """The port's attributes under three rules, under all rules, and under all rules with the margins held."""
    held = compile_file(PORT)
    free = held.model_copy(update={"holds": ()})
    rules = tuple(rule for rule in free.constraints if rule.name in THREE)
    three = free.model_copy(update={"constraints": rules})
    n = 200_000 if full else 5_000
    laws = {"three rules": three, "all rules": free, "all rules, held": held}
    result: dict[str, Any] = {"patients": n, "declared": _declared(held), "laws": {}}
    for name, plan in laws.items():
        result["laws"][name] = _law(plan, n)
    declared = result["declared"]
    for law in result["laws"].values():
        law["farthest"] = max(abs(law["exact"][name] - declared[name]) for name in HELD)
    return result


def _declared(plan: Plan) -> dict[str, float]:
    return {name: prob(plan, parse_where(text, plan), as_written=True).value for name, text in HELD.items()}


def _law(plan: Plan, n: int) -> dict[str, Any]:
    """Exact probabilities, and the shares among patients that whole-record rejection keeps."""
    exact = {}
    for name, (text, given) in {**{k: (v, None) for k, v in HELD.items()}, **OTHERS}.items():
        found = prob(plan, parse_where(text, plan), None if given is None else parse_where(given, plan))
        assert found.how == "exact"
        exact[name] = found.value
    men = parse_where("sex is male", plan)
    from pzdsl.rules import evaluate, is_true

    samples = draw(plan, n, seed=7)
    return {
        "exact": exact,
        "acceptance": acceptance(plan)[1],
        "men_drawn": float(is_true(evaluate(men, samples)).mean()),
    }


def table(result: dict[str, Any]) -> str:
    """A law a column."""
    laws = result["laws"]
    lines = [
        "Attributes drawn on their own, as a public port of the paper draws them (`bench/port.pz`; stand-in shares,\n"
        "49.5 % men as declared).\n*Three rules*: pregnancy, menopause, not both. *All rules*: children and women over"
        " 65 are possible ones, too.\n*Held*: `hold age in { … }, sex`. All numbers are exact; the last rows are of"
        f" whole-record rejection, {result['patients']:,} patients.\n",
        "| % | declared | " + " | ".join(laws) + " |",
        "|---|--:|" + "--:|" * len(laws),
    ]
    for name in [*HELD, *OTHERS]:
        declared = result["declared"].get(name)
        cells = [f"{100 * law['exact'][name]:.4g}" for law in laws.values()]
        lines.append(f"| {name} | {'' if declared is None else f'{100 * declared:.4g}'} | " + " | ".join(cells) + " |")
    lines.append(
        "| farthest from declared | | " + " | ".join(f"{100 * v['farthest']:.1e}" for v in laws.values()) + " |"
    )
    lines.append("| men, drawn | | " + " | ".join(f"{100 * v['men_drawn']:.2f}" for v in laws.values()) + " |")
    lines.append(
        "| kept of records drawn | | " + " | ".join(f"{100 * v['acceptance']:.3g}" for v in laws.values()) + " |"
    )
    return "\n".join(lines)
