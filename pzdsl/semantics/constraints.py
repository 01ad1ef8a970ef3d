"""Checks what patients must satisfy and how they are chosen: constraints, cohort, holds, strata, proxies, phrases."""

from __future__ import annotations

import re
from difflib import get_close_matches

from pzdsl.diagnostics import Code, Report, codes
from pzdsl.semantics.infer import Scope, infer, require_truth
from pzdsl.semantics.laws import check_dist
from pzdsl.semantics.names import near
from pzdsl.semantics.spec import Boolean, Categorical, Numeric, Spec
from pzdsl.semantics.tables import check_bands
from pzdsl.syntax import tree

PLACEHOLDER = re.compile(r"\{([A-Za-z_][\w.]*)\}")
PRONOUNS = ("he", "his", "him", "complaint", "He", "His", "himself")
STATES = ("draft", "reviewed")


def check_constraints(spec: Spec, report: Report) -> None:
    """Report conditions that are none, messages that name nothing, margins and strata without bands."""
    scope = Scope(spec.variables, report, spec.broken)
    for rule in (*spec.cohort, *spec.constraints):
        if rule.home.name != spec.home.name:
            continue
        require_truth(rule.condition, scope)
        if rule.message is not None:
            _check_placeholders(rule.message, spec, report, ())
        if rule.soft is not None and (rule.soft.percent is None or not 0 < rule.soft.percent <= 100):
            report.add(
                codes.SHARE_OUT_OF_RANGE,
                rule.soft.span,
                "a soft constraint must hold with a probability above 0 %",
            )
    for hold in spec.holds:
        if hold.home.name == spec.home.name:
            for stratum in (*hold.node.held, *hold.node.by):
                _check_stratum(stratum, scope, codes.HOLD_BANDS, "held")
            _check_target(hold.node, scope)
    for declaration in spec.file.declarations:
        match declaration:
            case tree.Stratify(strata=strata):
                for stratum in strata:
                    _check_stratum(stratum, scope, codes.HOLD_BANDS, "stratified by")
            case tree.Proxy(condition=condition):
                require_truth(condition, scope)
            case tree.Status(state=state):
                if state.text not in STATES:
                    report.add(
                        codes.BAD_STATUS,
                        state.span,
                        f"a spec is `draft` or `reviewed`, never `{state.text}`",
                        near(state.text, list(STATES)),
                    )
            case tree.Narrative(phrases=phrases):
                for entry in phrases:
                    _check_phrases(entry, spec, report)
            case _:
                pass


def _check_stratum(stratum: tree.Stratum, scope: Scope, code: Code, verb: str) -> None:
    variable = scope.variables.get(stratum.variable.text)
    if variable is None:
        infer(tree.Ref(path=stratum.variable.text, span=stratum.variable.span), scope)
        return
    if isinstance(variable.type, Numeric):
        if not stratum.bands:
            scope.report.add(
                code,
                stratum.span,
                f"`{variable.name}` is a number, and can be {verb} only in bands",
                f"write `{variable.name} in {{ 18 to < 45, >= 45 }}`",
            )
        check_bands(stratum.bands, variable, scope)
    elif stratum.bands:
        scope.report.add(code, stratum.span, f"`{variable.name}` is no number and has no bands", "delete `in { … }`")


def _check_target(hold: tree.Hold, scope: Scope) -> None:
    """The rows of a hold are laws of the one variable that it holds."""
    if not hold.rows:
        return
    if len(hold.held) > 1:
        scope.report.add(
            codes.HOLD_TARGET,
            hold.held[1].span,
            "a hold with rows of its own holds one variable",
            "write a hold for each variable",
        )
        return
    variable = scope.variables.get(hold.held[0].variable.text)
    if variable is not None:
        for row in hold.rows:
            check_dist(row.dist, variable, scope)


def _check_placeholders(text: tree.Text, spec: Spec, report: Report, extra: tuple[str, ...]) -> None:
    for name in PLACEHOLDER.findall(text.text):
        if name not in spec.variables and name not in extra and name.split(".")[0] not in spec.broken:
            close = get_close_matches(name, [*spec.variables, *extra], n=1)
            report.add(
                codes.UNKNOWN_NAME,
                text.span,
                f"`{{{name}}}` names no variable",
                f"did you mean `{{{close[0]}}}`?" if close else "braces hold the name of a variable",
            )


def _check_phrases(entry: tree.Phrases, spec: Spec, report: Report) -> None:
    for text in entry.texts:
        _check_placeholders(text, spec, report, PRONOUNS)
    name = entry.name.text
    if name == "opening":
        return
    variable = spec.variables.get(name)
    if variable is None and name in spec.broken:
        return
    if variable is None:
        hint = near(name, [v for v in spec.variables if "." not in v])
        report.add(codes.UNKNOWN_NAME, entry.name.span, f"there is no variable `{name}`", hint)
        return
    if entry.category is not None:
        if not isinstance(variable.type, Categorical) or entry.category.text not in variable.type.names:
            names = list(variable.type.names) if isinstance(variable.type, Categorical) else []
            report.add(
                codes.UNKNOWN_CATEGORY,
                entry.category.span,
                f"`{name}` is never `{entry.category.text}`",
                near(entry.category.text, names),
            )
    elif entry.negated and not isinstance(variable.type, Boolean):
        report.add(
            codes.NOT_BOOLEAN,
            entry.span,
            f"`{name}` is no boolean: `not {name}` says nothing",
            "name a category",
        )
