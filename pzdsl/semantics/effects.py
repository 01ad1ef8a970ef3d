"""Odds ratios that move a probability."""

from __future__ import annotations

from pzdsl.diagnostics import codes
from pzdsl.semantics.infer import Scope, infer, require_truth
from pzdsl.semantics.quantities import magnitude
from pzdsl.semantics.spec import Numeric
from pzdsl.syntax import tree


def check_effect(effect: tree.OddsWhen | tree.OddsPer, scope: Scope) -> None:
    """Report what is wrong with one odds ratio."""
    if effect.ratio.value <= 0:
        scope.report.add(codes.BAD_EFFECT, effect.ratio.span, "an odds ratio must be above 0")
    if isinstance(effect, tree.OddsWhen):
        require_truth(effect.condition, scope)
        return
    variable = scope.variables.get(effect.variable.text)
    if variable is None:
        infer(tree.Ref(path=effect.variable.text, span=effect.variable.span), scope)
        return
    if not isinstance(variable.type, Numeric):
        scope.report.add(
            codes.BAD_EFFECT,
            effect.variable.span,
            f"`{variable.name}` is no number to count steps of",
            "use `odds … when …`",
        )
        return
    step = magnitude(effect.step, variable, scope)
    if step is not None and step <= 0:
        scope.report.add(codes.BAD_EFFECT, effect.step.span, "a step must be above 0")
    if effect.above is not None:
        magnitude(effect.above, variable, scope)
    elif variable.type.low is None:
        scope.report.add(
            codes.BAD_EFFECT,
            effect.span,
            f"nothing says where the slope of `{variable.name}` starts",
            "add `above …`, or give the variable a range",
        )
