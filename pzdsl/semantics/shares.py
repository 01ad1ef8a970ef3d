"""Shares: of categories, exact, and each category once."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from pzdsl.diagnostics import Report, Span, codes
from pzdsl.semantics.infer import Scope, check_category
from pzdsl.semantics.spec import Boolean, Categorical, ValueType, Variable
from pzdsl.syntax import tree


def categories_of(type_: ValueType) -> tuple[str, ...] | None:
    """The names that shares can be given to; None for a number."""
    if isinstance(type_, Categorical):
        return type_.names
    return ("true", "false") if isinstance(type_, Boolean) else None


def check_categories(names: Sequence[tree.Name], variable: Variable, scope: Scope) -> None:
    """Report categories that are unknown, or named twice."""
    seen: set[str] = set()
    for name in names:
        if name.text in seen:
            scope.report.add(codes.REPEATED_CATEGORY, name.span, f"`{name.text}` has a share already", "add the two up")
        seen.add(name.text)
        if isinstance(variable.type, Categorical):
            check_category(name, variable.type, scope)
        elif name.text not in ("true", "false"):
            scope.report.add(
                codes.UNKNOWN_CATEGORY, name.span, f"`{variable.name}` is true or false, never `{name.text}`"
            )


def exact_shares(shares: Sequence[tree.Share], span: Span, report: Report) -> list[Fraction] | None:
    """The shares as exact fractions of 1; reports where they do not sum to 100 %."""
    rests = [s for s in shares if s.percent is None]
    if len(rests) > 1:
        report.add(codes.SEVERAL_RESTS, rests[1].span, "only one share can be the rest", "give the others a number")
        return None
    for share in shares:
        if share.percent is not None and not 0 <= share.percent <= 100:
            report.add(
                codes.SHARE_OUT_OF_RANGE,
                share.span,
                f"{share.percent} % is no share: it lies outside 0 % to 100 %",
            )
            return None
    given = sum((Fraction(s.percent) for s in shares if s.percent is not None), Fraction(0))
    if given > 100 or (not rests and given != 100):
        shown = Decimal(given.numerator) / Decimal(given.denominator)
        report.add(
            codes.SHARES_NOT_100,
            span,
            f"the shares sum to {shown.normalize():f} %, not to 100 %",
            "make one of them `rest`, or correct a number",
        )
        return None
    return [(100 - given if s.percent is None else Fraction(s.percent)) / 100 for s in shares]
