"""The families of laws by name: their arguments, what these may be, and what a declared range cuts away."""

from __future__ import annotations

from pzdsl.diagnostics import Report, codes
from pzdsl.semantics.infer import Amount, Scope, infer, require_unit
from pzdsl.semantics.mass import mass_outside
from pzdsl.semantics.names import near
from pzdsl.semantics.quantities import check_within, constant
from pzdsl.semantics.spec import Numeric, Variable
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


def check_family(dist: tree.Family, variable: Variable, type_: Numeric, scope: Scope) -> None:
    """Report a family that is unknown, or cannot be drawn with its arguments."""
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
    check_within(dist.within, variable, scope)
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
