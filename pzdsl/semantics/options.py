"""Checks what follows a law: units and bands of exams, who knows what, doses, and where an option may stand."""

from __future__ import annotations

from dataclasses import replace

from pzdsl.diagnostics import Report, codes
from pzdsl.semantics.infer import Scope, check_category, require_truth, require_unit
from pzdsl.semantics.laws import check_value
from pzdsl.semantics.names import near
from pzdsl.semantics.spec import Boolean, Categorical, Numeric, Spec, Variable
from pzdsl.semantics.tables import ends_of
from pzdsl.semantics.units import parse_unit, suggestion
from pzdsl.syntax import tree

KINDS = ("medication", "allergy", "condition", "procedure", "habit")
SPEAKERS = ("patient", "clinician", "caregiver", "parent")


def check_options(spec: Spec, report: Report) -> None:
    """Report every option that says nothing, or stands where it has no meaning."""
    scope = Scope(spec.variables, report, spec.broken)
    for variable in spec.variables.values():
        if variable.home.name != spec.home.name:
            continue
        for option in variable.options:
            _check(option, variable, scope)
        if variable.role == "exam" and isinstance(variable.type, Numeric) and variable.type.step is None:
            report.add(
                codes.EXAM_NEEDS_PRECISION,
                variable.span,
                f"the exam `{variable.name}` does not say how finely it is measured",
                "add `precision 0.1` (or 1, 0.01, …)",
            )


def _check(option: tree.Option, variable: Variable, scope: Scope) -> None:
    report = scope.report
    match option:
        case tree.KnownTo(who=who):
            for name in who:
                if name.text not in SPEAKERS:
                    report.add(
                        codes.UNKNOWN_OPTION,
                        name.span,
                        f"nobody is called `{name.text}`",
                        near(name.text, list(SPEAKERS)) or "there are " + ", ".join(SPEAKERS),
                    )
        case tree.Kind(name=name):
            if name.text not in KINDS:
                report.add(
                    codes.UNKNOWN_OPTION,
                    name.span,
                    f"there is no kind `{name.text}`",
                    near(name.text, list(KINDS)) or "the kinds are " + ", ".join(KINDS),
                )
        case tree.Missing(value=value):
            stand_in = replace(variable, type=Boolean(), span=option.span)
            check_value(value, stand_in, scope)
        case tree.Precision():
            if not isinstance(variable.type, Numeric):
                report.add(
                    codes.BAD_OPTION_PLACE,
                    option.span,
                    f"`{variable.name}` is no number",
                    "delete the precision",
                )
        case tree.Reference(band=band, condition=condition):
            if variable.role != "exam":
                report.add(codes.BAD_OPTION_PLACE, option.span, "a reference belongs to an exam", "delete it")
            _check_band(band, variable, scope)
            if condition is not None:
                require_truth(condition, scope)
        case tree.Critical(band=band):
            if variable.role != "exam":
                report.add(codes.BAD_OPTION_PLACE, option.span, "critical values belong to an exam", "delete it")
            _check_band(band, variable, scope)
        case tree.AlsoIn(unit=unit, expr=expr):
            if not isinstance(variable.type, Numeric):
                report.add(codes.BAD_OPTION_PLACE, option.span, f"`{variable.name}` is no number", "delete `also in`")
                return
            target = parse_unit(unit)
            if target is None:
                close = suggestion(unit)
                report.add(
                    codes.UNKNOWN_UNIT,
                    option.span,
                    f"`'{unit}'` is no UCUM unit that is known here",
                    f"did you mean `'{close}'`?" if close else None,
                )
                return
            require_unit(expr, target, scope, "this formula")
        case tree.Ordered(condition=condition):
            if variable.role != "exam":
                report.add(codes.BAD_OPTION_PLACE, option.span, "only an exam is ordered", "delete `ordered when`")
            require_truth(condition, scope)
        case tree.Dose():
            kinds = [o.name.text for o in variable.options if isinstance(o, tree.Kind)]
            if kinds != ["medication"]:
                report.add(
                    codes.BAD_OPTION_PLACE,
                    option.span,
                    "a dose belongs to a medication",
                    "add `kind medication`",
                )
            if option.amount.unit is not None and parse_unit(option.amount.unit, option.amount.is_time) is None:
                report.add(
                    codes.UNKNOWN_UNIT,
                    option.amount.span,
                    f"`'{option.amount.unit}'` is no UCUM unit that is known here",
                )
        case tree.Chronic():
            if variable.role != "symptom":
                report.add(codes.BAD_OPTION_PLACE, option.span, "`chronic` belongs to a symptom", "delete it")
        case _:
            pass


def _check_band(band: tree.Band, variable: Variable, scope: Scope) -> None:
    match band:
        case tree.Name():
            match variable.type:
                case Categorical() as type_:
                    check_category(band, type_, scope)
                case Boolean():
                    if band.text not in ("true", "false", "positive", "negative"):
                        scope.report.add(
                            codes.BAD_REFERENCE,
                            band.span,
                            f"`{variable.name}` is true or false",
                            "write `reference false`",
                        )
                case _:
                    scope.report.add(codes.BAD_REFERENCE, band.span, f"`{variable.name}` is a number", "write a range")
        case _:
            if not isinstance(variable.type, Numeric):
                scope.report.add(
                    codes.BAD_REFERENCE,
                    band.span,
                    f"`{variable.name}` is no number",
                    "name the normal category",
                )
                return
            ends_of(band, variable, scope)
