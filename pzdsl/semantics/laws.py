"""Checks each law: that it fits its variable, that shares are exact, that arguments are there and make sense."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from pzdsl.diagnostics import Report, Span, codes
from pzdsl.semantics.infer import Amount, Scope, check_category, infer, require_truth, require_unit
from pzdsl.semantics.mass import mass_outside
from pzdsl.semantics.names import near
from pzdsl.semantics.spec import Boolean, Categorical, Clock, Numeric, Spec, ValueType, Variable
from pzdsl.semantics.units import PLAIN, Unit, conversion, parse_unit
from pzdsl.syntax import tree

UNIT, BARE = "unit", "bare"
FAMILIES: dict[str, dict[str, str]] = {
    "normal": {"mean": UNIT, "sd": UNIT},
    "lognormal": {"median": UNIT, "gsd": BARE},
    "gamma": {"mean": UNIT, "sd": UNIT},
    "beta": {"mean": UNIT, "sd": UNIT},
    "poisson": {"mean": UNIT},
    "negative_binomial": {"mean": UNIT, "dispersion": BARE},
    "exponential": {"mean": UNIT},
    "weibull": {"median": UNIT, "shape": BARE},
    "uniform": {"low": UNIT, "high": UNIT},
    "triangular": {"low": UNIT, "mode": UNIT, "high": UNIT},
    "student_t": {"mean": UNIT, "sd": UNIT, "df": BARE},
    "lms": {"l": BARE, "m": UNIT, "s": BARE},
}
_POSITIVE = {
    "normal": ("sd",),
    "lognormal": ("median",),
    "gamma": ("mean", "sd"),
    "beta": ("mean", "sd"),
    "poisson": ("mean",),
    "negative_binomial": ("mean", "dispersion"),
    "exponential": ("mean",),
    "weibull": ("median", "shape"),
    "student_t": ("sd", "df"),
    "lms": ("m", "s"),
}
NOTE_ABOVE, ERROR_ABOVE = 0.001, 0.05  # of a law's mass that its variable's range cuts away (LANGUAGE 3.3)


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
                _check_effect(effect, scope)
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
            names = _categories_of(variable.type)
            if names is None:
                scope.report.add(
                    codes.LAW_MISMATCH,
                    value.span,
                    f"`{variable.name}` has no categories to give a column each",
                )
                return
            _check_categories(columns, variable, scope)
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


def _categories_of(type_: ValueType) -> tuple[str, ...] | None:
    if isinstance(type_, Categorical):
        return type_.names
    return ("true", "false") if isinstance(type_, Boolean) else None


def _check_categories(names: Sequence[tree.Name], variable: Variable, scope: Scope) -> None:
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
            if _categories_of(type_) is None:
                report.add(codes.LAW_MISMATCH, dist.span, f"`{variable.name}` is a number and has no categories")
                return
            _check_categories([name for name, _ in shares], variable, scope)
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
            _check_numeric(dist, variable, type_, scope)


def _check_point(value: tree.Quantity | tree.Name, span: Span, variable: Variable, scope: Scope) -> None:
    if isinstance(value, tree.Name):
        if isinstance(variable.type, Numeric):
            scope.report.add(codes.LAW_MISMATCH, span, f"`{variable.name}` is a number, not `{value.text}`")
        else:
            _check_categories([value], variable, scope)
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
        _check_in_range([(number, value.span)], variable, variable.type, scope)


def magnitude(quantity: tree.Quantity, variable: Variable, scope: Scope) -> Decimal | None:
    """A quantity as a number in a variable's unit; reports what cannot be."""
    unit = variable.type.unit if isinstance(variable.type, Numeric) else None
    if quantity.unit is None:
        if variable.role in ("part", "course") and unit is not None and unit.is_time and quantity.value != 0:
            scope.report.add(
                codes.DURATION_WITHOUT_UNIT,
                quantity.span,
                "a duration names its unit",
                f"for example `{quantity.value} days`",
            )
            return None
        return quantity.value
    own = parse_unit(quantity.unit, quantity.is_time)
    if own is None:
        infer(tree.Number(quantity=quantity, span=quantity.span), scope)
        return None
    factor = conversion(own, unit or PLAIN)
    if factor is None:
        scope.report.add(
            codes.UNIT_MISMATCH,
            quantity.span,
            f"`{variable.name}` is in {unit or 'no unit'}, which {own} cannot be converted to",
            f"write the number in {unit}" if unit else "delete the unit",
        )
        return None
    return Decimal(factor.numerator) * quantity.value / Decimal(factor.denominator)


def _check_in_range(numbers: Sequence[tuple[Decimal, Span]], variable: Variable, type_: Numeric, scope: Scope) -> None:
    for number, span in numbers:
        below = type_.low is not None and number < type_.low
        above = type_.high is not None and number > type_.high
        if below or above:
            end = f"below {type_.low}" if below else f"above {type_.high}"
            scope.report.add(
                codes.VALUE_OUT_OF_RANGE,
                span,
                f"{number.normalize():f} is {end}, outside the range of `{variable.name}`",
                "widen the declared range, or correct the number",
            )
            return


def _check_numeric(dist: tree.Dist, variable: Variable, type_: Numeric, scope: Scope) -> None:
    match dist:
        case tree.Bands():
            _check_bands(dist, variable, type_, scope)
        case tree.Quantiles():
            _check_quantiles(dist, variable, type_, scope)
        case tree.Family():
            _check_family(dist, variable, type_, scope)
        case _:
            raise AssertionError(dist)


def _check_bands(dist: tree.Bands, variable: Variable, type_: Numeric, scope: Scope) -> None:
    exact_shares([share for _, share in dist.bands], dist.span, scope.report)
    before: Decimal | None = None
    for band, _ in dist.bands:
        low, high = magnitude(band.low, variable, scope), magnitude(band.high, variable, scope)
        if low is None or high is None:
            return
        _check_in_range(
            [(low, band.span), (high, band.span)] if not _tops(type_, high, band) else [(low, band.span)],
            variable,
            type_,
            scope,
        )
        closed_count = type_.count and not band.high_open
        if low > high or (low == high and not closed_count):
            scope.report.add(codes.BAD_BANDS, band.span, "this band is empty", "write the smaller bound first")
            return
        if before is not None and low < before:
            scope.report.add(
                codes.BAD_BANDS,
                band.span,
                "this band begins before the one above ends",
                "order the bands, and end one where the next begins: `a to < b`",
            )
            return
        before = high + 1 if closed_count else high


def _tops(type_: Numeric, high: Decimal, band: tree.Range) -> bool:
    """Whether `to < high` is just past the last value of a count, as in `80 to < 100` for 0 to 99."""
    return bool(type_.count and band.high_open and type_.high is not None and high == type_.high + 1)


def _check_quantiles(dist: tree.Quantiles, variable: Variable, type_: Numeric, scope: Scope) -> None:
    level: Decimal | None = None
    number: Decimal | None = None
    for share, quantity in dist.points:
        value = magnitude(quantity, variable, scope)
        if value is None:
            return
        if share.percent is None or not 0 <= share.percent <= 100 or (level is not None and share.percent <= level):
            scope.report.add(
                codes.BAD_QUANTILES,
                share.span,
                "the levels of quantiles must rise from 0 % to 100 %",
                "order them",
            )
            return
        if number is not None and value < number:
            scope.report.add(
                codes.BAD_QUANTILES,
                quantity.span,
                "a higher quantile cannot be a smaller number",
                "check the two",
            )
            return
        level, number = share.percent, value
        _check_in_range([(value, quantity.span)], variable, type_, scope)
    _check_within(dist.within, variable, scope)
    open_low = dist.points[0][0].percent != 0 and type_.low is None
    open_high = dist.points[-1][0].percent != 100 and type_.high is None
    if dist.within is None and (open_low or open_high):
        scope.report.add(
            codes.BAD_QUANTILES,
            dist.span,
            "nothing says how far the values go beyond the outer quantiles",
            "add `within low to high`, or give 0 % and 100 %",
        )


def _check_within(within: tree.Within | None, variable: Variable, scope: Scope) -> None:
    if within is None:
        return
    unit = variable.type.unit if isinstance(variable.type, Numeric) else None
    ends = [require_unit(end, unit, scope, "this bound") for end in (within.low, within.high)]
    low, high = constant(within.low, unit), constant(within.high, unit)
    if all(ends) and low is not None and high is not None and low > high:
        scope.report.add(
            codes.EMPTY_RANGE,
            within.span,
            f"nothing lies within {low:f} to {high:f}",
            "write the smaller bound first",
        )


def constant(expr: tree.Expr, unit: Unit | None) -> Decimal | None:
    """The value of a literal in a unit, or None where it is no literal."""
    if isinstance(expr, tree.Negate):
        inner = constant(expr.operand, unit)
        return None if inner is None else -inner
    if not isinstance(expr, tree.Number):
        return None
    quantity = expr.quantity
    if quantity.unit is None:
        return quantity.value
    own = parse_unit(quantity.unit, quantity.is_time)
    factor = conversion(own, unit or PLAIN) if own else None
    return None if factor is None else Decimal(factor.numerator) * quantity.value / Decimal(factor.denominator)


def _check_family(dist: tree.Family, variable: Variable, type_: Numeric, scope: Scope) -> None:
    report, name = scope.report, dist.family.text
    wanted = FAMILIES.get(name)
    if wanted is None:
        report.add(
            codes.UNKNOWN_FAMILY,
            dist.family.span,
            f"there is no family `{name}`",
            near(name, list(FAMILIES)) or "there are " + ", ".join(FAMILIES),
        )
        return
    given: dict[str, tree.Expr] = {}
    hint = f"write `{name}({', '.join(f'{a} = …' for a in wanted)})`"
    for argument, expr in dist.arguments:
        if argument.text not in wanted:
            # no guess at a name: a mean is not a median
            report.add(codes.BAD_ARGUMENT, argument.span, f"`{name}` has no argument `{argument.text}`", hint)
        elif argument.text in given:
            report.add(codes.BAD_ARGUMENT, argument.span, f"`{argument.text}` is given twice", "keep one of them")
        given[argument.text] = expr
    missing = [a for a in wanted if a not in given]
    if missing and given.keys() <= wanted.keys():
        report.add(
            codes.BAD_ARGUMENT,
            dist.span,
            f"`{name}` also needs " + " and ".join(f"`{a}`" for a in missing),
            hint,
        )
    numbers: dict[str, float] = {}
    for argument_name, expr in given.items():
        if argument_name not in wanted:
            continue
        unit = type_.unit if wanted[argument_name] == UNIT else None
        ok = require_unit(expr, unit, scope, f"`{argument_name}`")
        bare = infer(expr, scope.quiet())
        if (
            ok
            and wanted[argument_name] == UNIT
            and variable.role in ("part", "course")
            and type_.unit
            and type_.unit.is_time
        ):
            if isinstance(bare, Amount) and bare.unit is None and constant(expr, None) != 0:
                report.add(
                    codes.DURATION_WITHOUT_UNIT,
                    expr.span,
                    "a duration names its unit",
                    f"for example `{expr.span.text} days`",
                )
                continue
        value = constant(expr, unit) if ok else None
        if value is not None:
            numbers[argument_name] = float(value)
    sound = _check_parameters(dist, name, numbers, report)
    _check_within(dist.within, variable, scope)
    if sound and len(dist.arguments) == len(wanted) and numbers.keys() == wanted.keys():
        _check_mass(dist, name, numbers, variable, type_, report)


def _check_parameters(dist: tree.Family, name: str, numbers: dict[str, float], report: Report) -> bool:
    """Whether the numbers that are known can be the family's parameters."""
    before = len(report)
    for argument in _POSITIVE.get(name, ()):
        if argument in numbers and numbers[argument] <= 0:
            report.add(codes.PARAMETER_RANGE, dist.span, f"`{argument}` of `{name}` must be above 0")
            return False
    if numbers.get("gsd", 2) <= 1:
        report.add(
            codes.PARAMETER_RANGE,
            dist.span,
            "a geometric standard deviation must be above 1",
            "it is the exponential of the SD of the logarithms",
        )
    ends = {"low", "high"} <= numbers.keys()
    if name in ("uniform", "triangular") and ends and numbers["low"] >= numbers["high"]:
        report.add(codes.PARAMETER_RANGE, dist.span, "`low` must be below `high`", "write the smaller number as `low`")
    if name == "triangular" and len(numbers) == 3 and not numbers["low"] <= numbers["mode"] <= numbers["high"]:
        report.add(codes.PARAMETER_RANGE, dist.span, "`mode` must lie between `low` and `high`")
    if (
        name == "beta"
        and len(numbers) == 2
        and not (0 < numbers["mean"] < 1 and numbers["sd"] ** 2 < numbers["mean"] * (1 - numbers["mean"]))
    ):
        report.add(
            codes.PARAMETER_RANGE,
            dist.span,
            "a beta law needs a mean between 0 and 1, and sd below sqrt(mean * (1 - mean))",
        )
    return len(report) == before


def _check_mass(
    dist: tree.Family,
    name: str,
    numbers: dict[str, float],
    variable: Variable,
    type_: Numeric,
    report: Report,
) -> None:
    """What the declared range cuts from a law is a warning above 0.1 %, an error above 5 %."""
    within: tuple[float | None, float | None] = (None, None)
    if dist.within is not None:
        low, high = constant(dist.within.low, type_.unit), constant(dist.within.high, type_.unit)
        within = (None if low is None else float(low), None if high is None else float(high))
        if low is None or high is None or low > high:
            return
    outside = mass_outside(name, numbers, type_, within)
    if outside is None:
        return
    share, end = outside
    share = min(share, 1.0)
    if share > NOTE_ABOVE:
        code = codes.LAW_LEAVES_RANGE_FAR if share > ERROR_ABOVE else codes.LAW_LEAVES_RANGE
        report.add(
            code,
            dist.span,
            f"{share:.1%} of `{' '.join(dist.span.text.split())}` lies {end} and is cut".replace("%", " %", 1),
            f"add `within {type_.low} to {type_.high}` if this is meant, or check the numbers",
        )


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


def _check_effect(effect: tree.OddsWhen | tree.OddsPer, scope: Scope) -> None:
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
