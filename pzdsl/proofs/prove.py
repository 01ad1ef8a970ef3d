"""Everything that is proved about a checked spec, before a patient is drawn."""

from __future__ import annotations

from pzdsl.diagnostics import Report
from pzdsl.plan.lower import lower
from pzdsl.proofs.conflict import check_conflict
from pzdsl.proofs.cost import check_cost
from pzdsl.proofs.dead import check_dead
from pzdsl.proofs.idle import check_idle
from pzdsl.proofs.model import Model
from pzdsl.proofs.moved import check_moved
from pzdsl.proofs.places import Places
from pzdsl.proofs.targets import check_targets
from pzdsl.semantics.spec import Spec
from pzdsl.version import COMPILER


def prove(spec: Spec) -> Report:
    """What can be proved of a spec without mistakes."""
    report = Report()
    plan = lower(spec, COMPILER)
    places = Places(spec, plan)
    model = Model(plan)
    if check_conflict(model, places, report):
        return report  # of no patient everything is true
    if model.is_weighed:
        check_targets(plan, places, report)
    check_idle(model, places, report)
    check_dead(model, spec, places, report)
    check_cost(model, places, report)
    check_moved(model, spec, places, report)
    return report
