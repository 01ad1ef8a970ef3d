"""How much of a law lies outside a variable's declared range: distribution functions in plain Python.

Only for the quick check of a text, which loads no SciPy; the sampler has its own. Families whose distribution
function is not elementary (beta, Student's t, negative binomial) are left to the build.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from pzdsl.semantics.spec import Numeric

Cdf = Callable[[float], float]


def _phi(z: float) -> float:
    return 0.5 * math.erfc(-z / math.sqrt(2))


def _gamma(shape: float, x: float) -> float:
    """Regularised lower incomplete gamma function: series below the shape, continued fraction above it.

    Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 6.5.29 and 6.5.31.
    """
    if x <= 0:
        return 0.0
    scale = math.exp(shape * math.log(x) - x - math.lgamma(shape))
    if x < shape + 1:
        term = total = 1 / shape
        n = shape
        while term > total * 1e-15:
            n += 1
            term *= x / n
            total += term
        return scale * total
    tiny = 1e-300
    b = x + 1 - shape
    c, d = 1 / tiny, 1 / b
    h = d
    for i in range(1, 10_000):
        an = -i * (i - shape)
        b += 2
        d = 1 / ((an * d + b) or tiny)
        c = (b + an / c) or tiny
        h *= d * c
        if abs(d * c - 1) < 1e-15:
            break
    return 1 - scale * h


def _cdf(family: str, a: Mapping[str, float]) -> Cdf | None:
    match family:
        case "normal":
            return lambda x: _phi((x - a["mean"]) / a["sd"])
        case "lognormal":
            return lambda x: _phi(math.log(x / a["median"]) / math.log(a["gsd"])) if x > 0 else 0.0
        case "lms":
            return lambda x: _phi(_lms_z(x, a)) if x > 0 else 0.0
        case "gamma":
            shape, scale = (a["mean"] / a["sd"]) ** 2, a["sd"] ** 2 / a["mean"]
            return lambda x: _gamma(shape, x / scale)
        case "poisson":
            return lambda x: 1 - _gamma(math.floor(x) + 1, a["mean"]) if x >= 0 else 0.0
        case "exponential":
            return lambda x: -math.expm1(-x / a["mean"]) if x > 0 else 0.0
        case "weibull":
            return lambda x: -math.expm1(-math.log(2) * (x / a["median"]) ** a["shape"]) if x > 0 else 0.0
        case "uniform":
            return lambda x: min(1.0, max(0.0, (x - a["low"]) / (a["high"] - a["low"])))
        case "triangular":
            return lambda x: _triangular(x, a["low"], a["mode"], a["high"])
        case _:
            return None


def _lms_z(x: float, a: Mapping[str, float]) -> float:
    if a["l"] == 0:
        return math.log(x / a["m"]) / a["s"]
    return float(((x / a["m"]) ** a["l"] - 1) / (a["l"] * a["s"]))


def _triangular(x: float, low: float, mode: float, high: float) -> float:
    if x <= low:
        return 0.0
    if x >= high:
        return 1.0
    if x < mode:
        return (x - low) ** 2 / ((high - low) * (mode - low))
    return 1 - (high - x) ** 2 / ((high - low) * (high - mode))


def mass_outside(
    family: str, args: Mapping[str, float], type_: Numeric, within: tuple[float | None, float | None]
) -> tuple[float, str] | None:
    """The share of a law beyond the declared range, and at which end most of it lies; None where not known.

    `within` are the author's own bounds: what they cut is meant, so the share is of what they leave.
    """
    try:
        cdf = _cdf(family, args)
        if cdf is None:
            return None
        half = float(type_.step or 0) / 2
        top = -half if type_.high_open else half  # of `to < high` the last value is one step below
        start = 0.0 if within[0] is None else cdf(within[0] - half)
        stop = 1.0 if within[1] is None else cdf(within[1] + half)
        if stop <= start:
            return 1.0, "outside its own bounds"
        below = 0.0 if type_.low is None else max(0.0, min(stop, cdf(float(type_.low) - half)) - start)
        above = 0.0 if type_.high is None else max(0.0, stop - max(start, cdf(float(type_.high) + top)))
    except (OverflowError, ValueError, ZeroDivisionError):
        return None
    total = (below + above) / (stop - start)
    if below > 0 and above > 0 and min(below, above) > 0.01 * max(below, above):
        return total, f"outside {type_.low} to {type_.high}"
    end = f"below {type_.low}" if below >= above else f"above {type_.high}"
    return total, end
