"""PZ3501 and PZ4103: what a spec says that can never happen, by its own priors or because of its rules."""

from __future__ import annotations

from collections.abc import Sequence

from pzdsl.diagnostics import Related, Report, codes
from pzdsl.proofs.model import Model
from pzdsl.proofs.places import Places, listed
from pzdsl.proofs.shrink import shrink
from pzdsl.proofs.units import Unit, units_of
from pzdsl.semantics.spec import Spec
from pzdsl.solve.factors import Factor


def check_dead(model: Model, spec: Spec, places: Places, report: Report) -> None:
    """Report what of the author's own can never happen."""
    dead_names: set[str] = set()
    for unit in units_of(model.plan, spec, places):
        owner = unit.variable.part_of
        if owner in dead_names:
            continue  # told once, for what it is a part of
        event = model.event(unit.event)
        if event is None:
            continue
        weight = model.weight(event)
        if weight is None or not model.is_nothing(weight):
            continue
        if unit.kind == "value":
            dead_names.add(unit.variable.name)
        _report(unit, event, model, places, report)


def _report(unit: Unit, event: Factor, model: Model, places: Places, report: Report) -> None:
    rules = list(dict.fromkeys(sieve.name for sieve, _ in model.tests if sieve.expr is not None))

    def dies(names: Sequence[str]) -> bool:
        weight = model.weight_apart([event], set(rules) - set(names))
        return weight is not None and model.is_nothing(weight)

    killers = [] if dies([]) else shrink(rules, dies)
    by_constraint = [name for name in killers if places.is_constraint(name)]
    if not killers and unit.kind == "band" and not _has_condition(unit):
        return  # that no patient of a disease is normal is no mistake
    if not killers:
        why = (
            "the priors of what it depends on leave it no patient"
            if unit.kind == "row"
            else "its prior leaves it no patient"
        )
        report.add(codes.NEVER_DRAWN, unit.span, f"{unit.told} never happens: {why}", _hint(unit))
        return
    if not by_constraint:
        if unit.kind == "row":
            return  # a table must be complete, and is printed for more people than those of the cohort
        told = listed([places.told(name) for name in killers])
        report.add(codes.NEVER_DRAWN, unit.span, f"{unit.told} never happens: {told} leaves it no patient", _hint(unit))
        return
    told = listed([places.told(name) for name in killers])
    exclude = "exclude" if len(killers) > 1 else "excludes"
    related = [Related(places.rule(name), "excluded here") for name in by_constraint]
    hint = f"relax {listed([places.told(name) for name in by_constraint], 'or')}, or take it out of the prior"
    report.add(codes.NEVER_HAPPENS, unit.span, f"{unit.told} never happens: {told} {exclude} it", hint, related)


def _has_condition(unit: Unit) -> bool:
    return " when " in unit.told


def _hint(unit: Unit) -> str:
    return (
        "join it with its neighbor, or mend what it depends on"
        if unit.kind == "row"
        else "delete it, or mend its prior"
    )
