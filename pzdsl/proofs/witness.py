"""Patients that show something, held against the ordinary checker before anything is said of them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from pzdsl.errors import AcceptanceTooLow
from pzdsl.plan.expression import Expr
from pzdsl.plan.plan import Plan
from pzdsl.proofs.model import hard
from pzdsl.samples import draw
from pzdsl.solve.draw import Solved
from pzdsl.verify import verify_rows

Patient = Mapping[str, Any]


def patient_of(plan: Plan, *, without: Collection[str] = (), where: Expr | None = None) -> Patient | None:
    """A patient that keeps all rules but some; None where none was found among two million draws.

    The checker has held it against the rules that are left: they are kept, and its values lie in their ranges.
    """
    lenient = _without(hard(plan), without)
    try:
        samples = draw(lenient, 1, where=where, engine=Solved)
    except AcceptanceTooLow:
        return None
    patient = {name: value for name, value in samples.row(0, truth=True).items() if not _is_hidden(plan, name)}
    return patient if verify_rows(lenient, [patient], supports=False).ok else None


def broken_by(plan: Plan, patient: Patient) -> set[str]:
    """The rules that the checker finds broken in a patient."""
    found = verify_rows(hard(plan), [patient], supports=False)
    return {finding.name for finding in found.findings if finding.kind == "rule"}


def _without(plan: Plan, names: Collection[str]) -> Plan:
    if not names:
        return plan
    return plan.model_copy(
        update={
            "cohort": tuple(rule for rule in plan.cohort if rule.name not in names),
            "constraints": tuple(rule for rule in plan.constraints if rule.name not in names),
            "prevalence": None if plan.prevalence in names else plan.prevalence,
        }
    )


def _is_hidden(plan: Plan, name: str) -> bool:
    return plan.variable(name).hidden
