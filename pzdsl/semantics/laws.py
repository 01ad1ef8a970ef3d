"""Checks each law: that it fits its variable, and that what it states can be drawn."""

from __future__ import annotations

from dataclasses import replace

from pzdsl.diagnostics import Report, Span, codes
from pzdsl.semantics.effects import check_effect
from pzdsl.semantics.infer import Scope, require_truth, require_unit
from pzdsl.semantics.numeric import check_numeric
from pzdsl.semantics.quantities import check_in_range, magnitude
from pzdsl.semantics.shares import categories_of, check_categories, exact_shares
from pzdsl.semantics.spec import Boolean, Categorical, Clock, Numeric, Spec, Variable
from pzdsl.syntax import tree


def check_laws(spec: Spec, report: Report) -> None:
    """Report every law that cannot be the law of its variable."""
    scope = Scope(spec.variables, report, spec.broken)
    for variable in spec.variables.values():
        if variable.home.name == spec.home.name:
            check_law(variable, scope)


def check_law(variable: Variable, scope: Scope) -> None:
    """Report what is wrong with one variable's law."""
    law = variable.law
    match law:
        case Clock():
            return
        case tree.Prior(value=value, effects=effects):
            check_value(value, variable, scope)
            if effects and not isinstance(variable.type, Boolean):
                scope.report.add(
                    codes.BAD_EFFECT,
                    effects[0].span,
                    f"odds ratios move a probability, and `{variable.name}` is not a boolean",
                    "use a table instead",
                )
            for effect in effects:
                check_effect(effect, scope)
        case tree.Derived(expr=expr, noise=noise):
            _check_derived(law, expr, noise, variable, scope)
        case tree.DerivedTable(rows=rows):
            for row in rows:
                check_dist(row.dist, variable, scope)


def check_value(value: tree.Value, variable: Variable, scope: Scope) -> None:
    """Report what is wrong with a distribution or a table of them (tables' coverage is checked elsewhere)."""
    match value:
        case tree.Plain(dist=dist):
            check_dist(dist, variable, scope)
        case tree.Table(rows=rows):
            for row in rows:
                check_dist(row.dist, variable, scope)
        case tree.ColumnTable(columns=columns, rows=crows):
            names = categories_of(variable.type)
            if names is None:
                scope.report.add(
                    codes.LAW_MISMATCH,
                    value.span,
                    f"`{variable.name}` has no categories to give a column each",
                )
                return
            check_categories(columns, variable, scope)
            for crow in crows:
                if len(crow.shares) != len(columns):
                    scope.report.add(
                        codes.ROW_WIDTH,
                        crow.span,
                        f"this row has {len(crow.shares)} of the {len(columns)} shares, one for each column",
                        "give each column a share; one may be `rest`",
                    )
                else:
                    exact_shares(crow.shares, crow.span, scope.report)


def check_dist(dist: tree.Dist, variable: Variable, scope: Scope) -> None:
    """Report what is wrong with one distribution as the law of a variable."""
    report, type_ = scope.report, variable.type
    match dist:
        case tree.Bernoulli(share=share):
            if not isinstance(type_, Boolean):
                report.add(
                    codes.LAW_MISMATCH,
                    dist.span,
                    f"a bare percentage is the probability of a boolean, and `{variable.name}` is none",
                    "write `{ category: share, … }`"
                    if isinstance(type_, Categorical)
                    else "write a family, e.g. `normal(mean = …, sd = …)`",
                )
            elif share.percent is None or not 0 <= share.percent <= 100:
                report.add(codes.SHARE_OUT_OF_RANGE, share.span, "a probability must lie between 0 % and 100 %")
        case tree.Point(value=value):
            _check_point(value, dist.span, variable, scope)
        case tree.Categorical(shares=shares):
            if categories_of(type_) is None:
                report.add(codes.LAW_MISMATCH, dist.span, f"`{variable.name}` is a number and has no categories")
                return
            check_categories([name for name, _ in shares], variable, scope)
            exact_shares([share for _, share in shares], dist.span, report)
        case tree.Mixture(parts=parts):
            exact_shares([share for share, _ in parts], dist.span, report)
            for _, part in parts:
                check_dist(part, variable, scope)
        case _:
            if not isinstance(type_, Numeric):
                report.add(
                    codes.LAW_MISMATCH,
                    dist.span,
                    f"this draws a number, and `{variable.name}` is "
                    + ("a boolean" if isinstance(type_, Boolean) else "a category"),
                    "give a probability, e.g. `12 %`"
                    if isinstance(type_, Boolean)
                    else "write `{ category: share, … }`",
                )
                return
            check_numeric(dist, variable, type_, scope)


def _check_point(value: tree.Quantity | tree.Name, span: Span, variable: Variable, scope: Scope) -> None:
    if isinstance(value, tree.Name):
        if isinstance(variable.type, Numeric):
            scope.report.add(codes.LAW_MISMATCH, span, f"`{variable.name}` is a number, not `{value.text}`")
        else:
            check_categories([value], variable, scope)
        return
    if not isinstance(variable.type, Numeric):
        scope.report.add(codes.LAW_MISMATCH, span, f"`{variable.name}` is no number")
        return
    number = magnitude(value, variable, scope)
    if number is not None and variable.type.high_open and number == variable.type.high:
        scope.report.add(
            codes.VALUE_OUT_OF_RANGE,
            value.span,
            f"`{variable.name}` must stay below {number.normalize():f}",
            "declare the range without `<`, or correct the number",
        )
    elif number is not None:
        check_in_range([(number, value.span)], variable, variable.type, scope)


def _check_derived(
    law: tree.Derived, expr: tree.Expr, noise: tree.Dist | None, variable: Variable, scope: Scope
) -> None:
    match variable.type:
        case Boolean():
            require_truth(expr, scope)
            if noise is not None:
                scope.report.add(codes.LAW_MISMATCH, noise.span, f"`{variable.name}` is a boolean and takes no noise")
        case Categorical():
            scope.report.add(
                codes.LAW_MISMATCH,
                law.span,
                f"`{variable.name}` is a category; derive it by a table",
                "write `derived given x { … => exactly category }`",
            )
        case Numeric(unit=unit) as type_:
            require_unit(expr, unit, scope, "the derived value")
            if noise is not None:
                if law.noise_op == "*/":
                    type_ = Numeric(None)
                else:
                    type_ = Numeric(unit)
                check_dist(noise, replace(variable, type=type_), scope)
