"""Checks `test` blocks: givens that exist and are possible values, expectations that can be asked."""

from __future__ import annotations

from pzdsl.diagnostics import Report, codes
from pzdsl.semantics.infer import Scope, check_category, infer, require_truth
from pzdsl.semantics.names import near
from pzdsl.semantics.quantities import magnitude
from pzdsl.semantics.spec import Boolean, Categorical, Numeric, Spec
from pzdsl.syntax import tree


def check_expectations(spec: Spec, report: Report) -> None:
    """Report tests that cannot be run as they are written."""
    scope = Scope(spec.variables, report, spec.broken)
    titles: set[str] = set()
    for declaration in spec.file.declarations:
        if not isinstance(declaration, tree.Test):
            continue
        if declaration.title.text in titles:
            report.add(codes.BAD_TEST, declaration.title.span, "two tests have this title", "rename one of them")
        titles.add(declaration.title.text)
        whole = not any(declaration.span.start <= at.start < declaration.span.end for at in spec.torn)
        if whole and all(isinstance(m, tree.Given) for m in declaration.members):
            report.add(codes.BAD_TEST, declaration.span, "this test expects nothing", "add `expect …`")
        given: set[str] = set()
        for member in declaration.members:
            if isinstance(member, tree.Given):
                for name, value in member.bindings:
                    if name.text in given:
                        report.add(codes.BAD_TEST, name.span, f"`{name.text}` is given twice", "keep one of them")
                    given.add(name.text)
                    _check_binding(name, value, scope)
            else:
                _check_expect(member, spec, scope)


def _check_binding(name: tree.Name, value: tree.Quantity | tree.Name, scope: Scope) -> None:
    variable = scope.variables.get(name.text)
    if variable is None:
        infer(tree.Ref(path=name.text, span=name.span), scope)
        return
    report = scope.report
    match variable.type:
        case Numeric():
            if isinstance(value, tree.Name):
                report.add(codes.BAD_TEST, value.span, f"`{name.text}` is a number, not `{value.text}`")
            else:
                magnitude(value, variable, scope)
        case Boolean():
            if not isinstance(value, tree.Name) or value.text not in ("true", "false"):
                report.add(codes.BAD_TEST, value.span, f"`{name.text}` is `true` or `false`")
        case Categorical() as type_:
            if isinstance(value, tree.Name):
                check_category(value, type_, scope)
            else:
                report.add(codes.BAD_TEST, value.span, f"`{name.text}` is a category, not a number")


def _check_expect(expect: tree.Expect, spec: Spec, scope: Scope) -> None:
    report = scope.report
    match expect:
        case tree.ExpectAccepted():
            return
        case tree.ExpectRejected(by=by):
            names = [*(r.name for r in (*spec.constraints, *spec.cohort)), *spec.variables]
            if by.text not in names and by.text.split(".")[0] not in spec.broken:
                report.add(
                    codes.UNKNOWN_NAME,
                    by.span,
                    f"there is no constraint or variable `{by.text}`",
                    near(by.text, names),
                )
        case tree.ExpectProbability(event=event, given=given, low=low, high=high):
            require_truth(event, scope)
            if given is not None:
                require_truth(given, scope)
            _check_bounds(low, high, expect, report)
        case tree.ExpectStatistic(statistic=statistic, variable=name, level=level, given=given):
            if statistic.text not in ("mean", "quantile"):
                report.add(
                    codes.BAD_TEST,
                    statistic.span,
                    f"`{statistic.text}` is no statistic",
                    near(statistic.text, ["mean", "quantile"]) or "there are mean and quantile",
                )
            if (statistic.text == "quantile") != (level is not None):
                report.add(
                    codes.BAD_TEST,
                    expect.span,
                    "a quantile names its level, a mean has none",
                    "`quantile(x, 90 %)`",
                )
            variable = scope.variables.get(name.text)
            if variable is None:
                infer(tree.Ref(path=name.text, span=name.span), scope)
            elif not isinstance(variable.type, Numeric):
                report.add(codes.BAD_TEST, name.span, f"`{name.text}` is no number")
            else:
                low_x, high_x = (
                    magnitude(expect.low, variable, scope),
                    magnitude(expect.high, variable, scope),
                )
                if low_x is not None and high_x is not None and low_x > high_x:
                    report.add(
                        codes.EMPTY_RANGE,
                        expect.low.span,
                        "the first bound is above the second",
                        "exchange them",
                    )
            if given is not None:
                require_truth(given, scope)
        case tree.ExpectUnreachable(event=event):
            require_truth(event, scope)


def _check_bounds(low: tree.Share, high: tree.Share, expect: tree.Expect, report: Report) -> None:
    if low.percent is not None and high.percent is not None and not 0 <= low.percent <= high.percent <= 100:
        report.add(codes.BAD_TEST, expect.span, "the bounds must rise from 0 % to 100 %", "write the smaller one first")
