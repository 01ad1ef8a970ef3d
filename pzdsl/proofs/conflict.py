"""PZ4101: no patient satisfies a spec, and which few of its rules and priors exclude everybody."""

from __future__ import annotations

from collections.abc import Sequence

from pzdsl.diagnostics import Related, Report, codes
from pzdsl.plan.expression import variables_of
from pzdsl.plan.plan import Plan
from pzdsl.proofs import solver
from pzdsl.proofs.model import Model
from pzdsl.proofs.places import Places, listed
from pzdsl.proofs.shrink import shrink
from pzdsl.proofs.witness import broken_by, patient_of

_MOST_TRIED = 4  # members whose removal is tried out: each needs a folding of its own


def check_conflict(model: Model, places: Places, report: Report) -> bool:
    """Report a spec that no patient satisfies; gives whether that is so."""
    if not model.is_nothing(model.total()):
        return model.least <= 0 and _open(model, places, report)
    rules = shrink(_rule_names(model), lambda names: _excludes(model, names))
    core = Model(_only(model.plan, rules), whole=False)
    if not _excludes(core, rules):
        core = model  # finer cells of other variables were needed
    laws = shrink(list(core.laws), lambda names: _excludes(core, rules, names))
    report_core(model.plan, rules, laws, places, report)
    return True


def smallest_conflict(model: Model) -> tuple[str, ...] | None:
    """The rules of a plan that together exclude everybody, none of them superfluous; None where this is not proved."""
    if not model.is_nothing(model.total()):
        return None
    return tuple(shrink(_rule_names(model), lambda names: _excludes(model, names)))


def _open(model: Model, places: Places, report: Report) -> bool:
    """What tables leave open: a patient decides it, or else the solver; gives whether nobody satisfies the spec."""
    fine = Model(model.plan, whole=False)
    if fine.lowest() > 0 or patient_of(model.plan) is not None:
        return False
    if not solver.is_installed():
        report.add(
            codes.UNDECIDED,
            places.whole,
            "whether any patient satisfies this spec was not decided: two million draws found none",
            "install `pzdsl[prove]`: its solver decides most rules between several numbers",
        )
        return False
    asked = solver.Asked(model.plan)
    names = _every_rule(model.plan)
    if asked.ask(names) != "excluded":
        report.add(
            codes.UNDECIDED,
            places.whole,
            "whether any patient satisfies this spec was not decided: two million draws found none, and no proof",
            "make the priors agree with the rules, so that patients are not this rare",
        )
        return False
    core = shrink(names, lambda some: asked.ask(some) == "excluded")
    report_core(model.plan, core, (), places, report)
    return True


def _every_rule(plan: Plan) -> list[str]:
    names = [rule.name for rule in (*plan.cohort, *plan.constraints)]
    return names if plan.prevalence is None else [*names, plan.prevalence]


def report_core(plan: Plan, rules: Sequence[str], laws: Sequence[str], places: Places, report: Report) -> None:
    """Say which rules and priors exclude everybody, and what has been shown to be enough to mend it."""
    told = [places.told(name) for name in rules]
    ways = [name for name in rules[:_MOST_TRIED] if _frees(plan, name)] if len(rules) <= _MOST_TRIED else []
    if not rules:
        culprits = [places.variable(plan.variable(name)) for name in laws]
        names = listed([f"`{name}`" for name in laws])
        leave = f"the prior of {names} leaves" if len(laws) == 1 else f"the priors of {names} leave"
        message = f"no patient satisfies this spec: {leave} nothing"
        related = [Related(span, "its prior is here") for span in culprits[1:]]
        span = culprits[0] if culprits else places.whole
        report.add(codes.UNSATISFIABLE, span, message, "widen `within`, or the range of what it depends on", related)
        return
    if len(rules) == 1:
        what = f"{told[0]} alone excludes everybody"
        hint = f"relax {told[0]}" + (f", or the prior of {listed([f'`{n}`' for n in laws], 'or')}" if laws else "")
    else:
        what = f"{listed(told)} together exclude everybody"
        hint = f"relax {listed(told, 'or')}"
    if ways and len(rules) > 1:
        enough = "either" if len(ways) == len(rules) == 2 else "any one" if len(ways) == len(rules) else None
        hint = f"removing {enough or listed([places.told(n) for n in ways], 'or')} is enough"
    if len(rules) == 1 and not laws:
        rule = next((rule for rule in (*plan.cohort, *plan.constraints) if rule.name == rules[0]), None)
        laws = [] if rule is None else sorted(variables_of(rule.expr))
    first = places.first(rules)
    related = [Related(places.rule(name), _why(plan, name)) for name in rules if name != first]
    related += [
        Related(places.variable(plan.variable(name)), f"`{name}` is drawn here, and never takes a value that fits")
        for name in laws
        if not plan.variable(name).hidden
    ]
    report.add(codes.UNSATISFIABLE, places.rule(first), f"no patient satisfies this spec: {what}", hint, related)


def _why(plan: Plan, name: str) -> str:
    rule = next((rule for rule in (*plan.cohort, *plan.constraints) if rule.name == name), None)
    return "the prevalence asks for this disease" if rule is None else f"`{rule.written}`"


def _rule_names(model: Model) -> list[str]:
    names = [sieve.name for sieve, _ in model.tests if sieve.expr is not None]
    return list(dict.fromkeys(names))


def _excludes(model: Model, rules: Sequence[str], laws: Sequence[str] | None = None) -> bool:
    without = set(_rule_names(model)) - set(rules)
    free = () if laws is None else set(model.laws) - set(laws)
    return model.is_nothing(model.total(without, free))


def _only(plan: Plan, rules: Sequence[str]) -> Plan:
    return plan.model_copy(
        update={
            "cohort": tuple(rule for rule in plan.cohort if rule.name in rules),
            "constraints": tuple(rule for rule in plan.constraints if rule.name in rules),
            "prevalence": plan.prevalence if plan.prevalence in rules else None,
        }
    )


def _frees(plan: Plan, name: str) -> bool:
    """Whether a patient keeps all other rules; the checker must find this one broken, and no other."""
    patient = patient_of(plan, without={name})
    if patient is None:
        return False
    return name == plan.prevalence or broken_by(plan, patient) <= {name}
