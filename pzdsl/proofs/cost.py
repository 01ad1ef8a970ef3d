"""PZ4104: constraints that reject nearly everybody whom cohort and prevalence leave, each with its share."""

from __future__ import annotations

from pzdsl.diagnostics import Related, Report, codes
from pzdsl.proofs.model import Model
from pzdsl.proofs.places import Places, percent

LEAST_KEPT = 0.01  # a spec whose rules reject more than 99 of 100 mostly has priors that disagree with them
_SHOWN = 3


def check_cost(model: Model, places: Places, report: Report) -> None:
    """Report constraints that surely leave less than a hundredth of the patients of the priors."""
    if model.plan.kind == "library" or not model.constraints:
        return
    before = model.lowest(model.constraints)
    after = model.total()
    if before <= 0 or after >= LEAST_KEPT * before:
        return
    shares = {name: model.total({name}) / before for name in model.constraints}
    worst = sorted(shares, key=lambda name: -shares[name])[:_SHOWN]
    bound = "" if model.is_exact else "at most "
    related = [
        Related(places.rule(name), f"without it {bound}{percent(min(shares[name], 1.0))} would be kept")
        for name in worst
        if shares[name] > 1.5 * after / before
    ]
    report.add(
        codes.LOW_ACCEPTANCE,
        places.rule(worst[0]),
        f"the constraints keep {bound}{percent(after / before)} of the patients whom the priors draw",
        "state in the priors what the constraints ask for: tables given what they depend on, or `within`",
        related,
    )
