"""PZ4102: a constraint that never rejects anyone, and why: what already ensures it."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pzdsl.diagnostics import Related, Report, codes
from pzdsl.plan.expression import And, Expr, Not, Or
from pzdsl.plan.plan import Rule
from pzdsl.proofs.model import Model
from pzdsl.proofs.places import Places, listed, own_rules
from pzdsl.proofs.shrink import shrink
from pzdsl.solve.factors import Factor

_HINT = "delete it, or allow it with a reason if it guards records from elsewhere"


def check_idle(model: Model, places: Places, report: Report) -> None:
    """Report the author's own constraints that the priors or other rules already keep."""
    if model.plan.kind == "library":
        return  # its rules are for those who include it
    for rule in own_rules(model.plan):
        broken = model.broken(rule.name)
        if broken is not None and _never(model, broken, {rule.name}):
            _report(rule, broken, model, places, report)


def _never(model: Model, events: Sequence[Factor], without: Collection[str]) -> bool:
    """Whether none of some events happens under all other rules."""
    of = model.lowest(without)
    for event in events:
        weight = model.weight_apart([event], without)
        if weight is None or not model.is_nothing(weight, of):
            return False
    return True


def _report(rule: Rule, broken: Sequence[Factor], model: Model, places: Places, report: Report) -> None:
    others = [name for name in model.rules if name != rule.name]
    if model.plan.prevalence is not None:
        others.append(model.plan.prevalence)
    every = {*others, rule.name}
    needed = shrink(others, lambda names: _never(model, broken, every - set(names)))
    related = [Related(places.rule(name), "already ensured here") for name in needed]
    premise = _premise(rule.expr)
    event = model.event(premise) if premise is not None else None
    told = listed([places.told(name) for name in needed]) if needed else ""
    if event is not None and _never(model, [event], {rule.name}):
        text = rule.written.split(" implies ")[0].strip("() ")
        why = f"its condition `{text}` never holds" + (f" after {told}" if told else " under the priors")
    elif needed:
        why = f"{told} already ensure{'s' * (len(needed) == 1)} it"
    else:
        laws = _laws(model, broken)
        shown = [f"`{name}`" for name in laws if not model.plan.variable(name).hidden]
        why = (
            f"the prior{'s' * (len(shown) > 1)} of {listed(shown)} already ensure{'s' * (len(shown) == 1)} it"
            if shown
            else "it always holds"
        )
        related = [
            Related(places.variable(model.plan.variable(name)), f"`{name}` is drawn here")
            for name in laws
            if not model.plan.variable(name).hidden
        ]
    message = f"`{rule.name}` never rejects anyone: {why}"
    report.add(codes.NEVER_REJECTS, places.rule(rule.name), message, _HINT, related)


def _laws(model: Model, broken: Sequence[Factor]) -> list[str]:
    """The variables whose priors keep a rule that no other rule is needed for."""
    scope = model.recipe.descent(frozenset(name for event in broken for name in event.names))
    near = [name for name in model.laws if name in scope]

    def suffices(names: Sequence[str]) -> bool:
        return all(model.is_nothing(model.joint_weight(names, [event])) for event in broken)

    return shrink(near, suffices) if suffices(near) else near


def _premise(expr: Expr) -> Expr | None:
    """What must hold for a rule of the form `a implies b` to ask for anything."""
    match expr:
        case Or(args=(Not(x=x), _)):
            return x
        case And(args=args):
            premises = [_premise(arg) for arg in args]
            found = [premise for premise in premises if premise is not None]
            return Or(args=tuple(found)) if len(found) == len(args) else None
        case _:
            return None
