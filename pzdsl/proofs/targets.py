"""Says which holds and soft constraints contradict rules or each other, and which only do harm."""

from __future__ import annotations

from pzdsl.diagnostics import Code, Report, codes
from pzdsl.diagnostics.diagnostic import Related
from pzdsl.plan.plan import Plan
from pzdsl.proofs.places import Places
from pzdsl.solve.feasibility import Kind, problems_of

_CODES: dict[Kind, Code] = {
    "contradiction": codes.TARGET_CONTRADICTED,
    "impossible side": codes.SOFT_SIDE_IMPOSSIBLE,
    "rarer": codes.SOFT_RAISES_VIOLATIONS,
    "not exact": codes.NEEDS_EXACT_ENGINE,
}


def check_targets(plan: Plan, places: Places, report: Report) -> None:
    """Report targets that cannot be met, and soft constraints that make what they forbid more frequent."""
    for problem in problems_of(plan):
        report.add(
            _CODES[problem.kind],
            places.at(problem.at),
            problem.message,
            problem.hint,
            related=[Related(places.at(at), f"`{name}` stands here") for name, at in problem.others],
        )
