"""Units: UCUM codes and time words, as a factor and a vector of base dimensions.

The subset of UCUM that clinical specs use is read here without any dependency; whatever else a spec needs is
looked up in `ucumvert` when the extra `units` is installed. Temperatures on different scales, percent, and
international units are dimensions of their own: going from one to another needs the analyte's own formula
(`also in`), never a factor.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from fractions import Fraction
from functools import lru_cache

TIME_WORDS: dict[str, Fraction] = {  # in days; year and month as the language fixes them
    "years": Fraction("365.25"),
    "months": Fraction("30.4375"),
    "weeks": Fraction(7),
    "days": Fraction(1),
    "hours": Fraction(1, 24),
    "minutes": Fraction(1, 1440),
}

_PREFIXES = {
    "": Fraction(1),
    "k": Fraction(1000),
    "M": Fraction(10**6),
    "G": Fraction(10**9),
    "h": Fraction(100),
    "d": Fraction(1, 10),
    "c": Fraction(1, 100),
    "m": Fraction(1, 1000),
    "u": Fraction(1, 10**6),
    "n": Fraction(1, 10**9),
    "p": Fraction(1, 10**12),
    "f": Fraction(1, 10**15),
}

Dimensions = tuple[tuple[str, int], ...]

_METRIC: dict[str, tuple[Fraction, dict[str, int]]] = {
    "g": (Fraction(1), {"mass": 1}),
    "m": (Fraction(1), {"length": 1}),
    "L": (Fraction(1, 1000), {"length": 3}),
    "l": (Fraction(1, 1000), {"length": 3}),
    "s": (Fraction(1, 86400), {"time": 1}),
    "mol": (Fraction(1), {"amount": 1}),
    "eq": (Fraction(1), {"equivalents": 1}),
    "osm": (Fraction(1), {"osmoles": 1}),
    "K": (Fraction(1), {"temperature": 1}),
    "Cel": (Fraction(1), {"celsius": 1}),
    "U": (Fraction(1), {"enzyme units": 1}),
    "[IU]": (Fraction(1), {"international units": 1}),
    "[iU]": (Fraction(1), {"international units": 1}),
    "kat": (Fraction(1), {"katal": 1}),
    "Pa": (Fraction(1), {"pressure": 1}),
    "m[Hg]": (Fraction("133322.387415"), {"pressure": 1}),
    "m[H2O]": (Fraction("9806.65"), {"pressure": 1}),
    "bar": (Fraction(10**5), {"pressure": 1}),
    "J": (Fraction(1), {"energy": 1}),
    "cal": (Fraction("4.184"), {"energy": 1}),
    "W": (Fraction(1), {"power": 1}),
    "Hz": (Fraction(86400), {"time": -1}),
    "V": (Fraction(1), {"voltage": 1}),
    "A": (Fraction(1), {"current": 1}),
    "Gy": (Fraction(1), {"dose": 1}),
    "B": (Fraction(1), {"bel": 1}),
}
_PLAIN: dict[str, tuple[Fraction, dict[str, int]]] = {
    "1": (Fraction(1), {}),
    "%": (Fraction(1), {"percent": 1}),
    "[ppm]": (Fraction(1), {"ppm": 1}),
    "[ppb]": (Fraction(1), {"ppb": 1}),
    "[pH]": (Fraction(1), {"pH": 1}),
    "[degF]": (Fraction(1), {"fahrenheit": 1}),
    "[lb_av]": (Fraction("453.59237"), {"mass": 1}),
    "[oz_av]": (Fraction("28.349523125"), {"mass": 1}),
    "[in_i]": (Fraction("0.0254"), {"length": 1}),
    "[ft_i]": (Fraction("0.3048"), {"length": 1}),
    "[drp]": (Fraction(1), {"drops": 1}),
    "[HPF]": (Fraction(1), {"high power fields": 1}),
    "[CFU]": (Fraction(1), {"colonies": 1}),
    "[arb'U]": (Fraction(1), {"arbitrary units": 1}),
    "[diop]": (Fraction(1), {"length": -1}),
    "[pack-years]": (Fraction(1), {"pack-years": 1}),
    "deg": (Fraction(1), {"angle": 1}),
    "min": (Fraction(1, 1440), {"time": 1}),
    "h": (Fraction(1, 24), {"time": 1}),
    "d": (Fraction(1), {"time": 1}),
    "wk": (Fraction(7), {"time": 1}),
    "mo": (Fraction("30.4375"), {"time": 1}),
    "a": (Fraction("365.25"), {"time": 1}),
}
_POWER_OF_TEN = re.compile(r"10[*^](-?\d+)$")
_ATOM = re.compile(r"(?P<name>[A-Za-z]*\[[^\]]+\]|[A-Za-z%]+|10[*^]-?\d+|\d+)(?P<power>[+-]?\d+)?$")
COMMON = (
    *("mg/dL", "mmol/L", "mg/L", "g/L", "g/dL", "ug/L", "ng/mL", "pg/mL", "ng/L", "mmol/mol", "umol/L", "mg/g"),
    *("kg/m2", "kg", "g", "cm", "mm", "m", "mL", "L", "fL", "pg", "mm[Hg]", "Cel", "[degF]", "%"),
    *("/min", "L/min", "mL/min", "mL/min/{1.73_m2}", "U/L", "m[IU]/L", "10*3/uL", "10*6/uL", "10*9/L"),
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written, its factor to the base of its dimensions, and these."""

    code: str
    factor: Fraction
    dimensions: Dimensions
    is_time_word: bool = False

    def __str__(self) -> str:
        return self.code if self.is_time_word else f"'{self.code}'"

    @property
    def is_time(self) -> bool:
        """Whether it measures a duration."""
        return self.dimensions == (("time", 1),)


DAYS = Unit("days", Fraction(1), (("time", 1),), True)
PLAIN = Unit("1", Fraction(1), ())


@lru_cache(maxsize=512)
def parse_unit(code: str, time_word: bool = False) -> Unit | None:
    """The unit of a UCUM code (without quotes) or of a time word; None if it is none."""
    if time_word or code in TIME_WORDS:
        factor = TIME_WORDS.get(code)
        return None if factor is None else Unit(code, factor, (("time", 1),), True)
    if not code or any(ch.isspace() for ch in code):
        return None
    total, powers, sign = Fraction(1), dict[str, int](), 1
    pieces: list[tuple[str, str]] = re.findall(r"(^|[/.])([^/.{]*(?:\{[^}]*\})?)", code)
    if sum(len(operator) + len(text) for operator, text in pieces) < len(code):
        return None  # something stands between the pieces
    for operator, text in pieces:
        sign = -1 if operator == "/" else 1  # UCUM reads from left to right: a/b/c is a.b-1.c-1
        atom = re.sub(r"\{[^}]*\}$", "", text)
        if not atom:
            if operator and not text:
                return None
            continue  # `/min`, or a bare annotation such as {score}
        found = _atom(atom)
        if found is None:
            return _from_ucumvert(code)
        factor, dims, power = found
        total *= factor ** (power * sign)
        for name, exponent in dims.items():
            powers[name] = powers.get(name, 0) + exponent * power * sign
    return Unit(code, total, tuple(sorted((k, v) for k, v in powers.items() if v)))


def _atom(text: str) -> tuple[Fraction, dict[str, int], int] | None:
    ten = _POWER_OF_TEN.match(text)
    if ten:
        return Fraction(10) ** int(ten[1]), {}, 1
    if text.isdigit():
        return Fraction(int(text)), {}, 1
    match = _ATOM.match(text)
    if not match:
        return None
    name, power = match["name"], int(match["power"] or 1)
    if name in _PLAIN:
        return (*_PLAIN[name], power)
    for length in (0, 1):
        prefix, base = name[:length], name[length:]
        if prefix in _PREFIXES and base in _METRIC:
            factor, dims = _METRIC[base]
            return factor * _PREFIXES[prefix], dims, power
    return None


def _from_ucumvert(code: str) -> Unit | None:
    """Accept what the full UCUM grammar accepts, as a dimension of its own, if the extra is there."""
    try:
        from ucumvert import get_ucum_parser  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        return None
    try:
        get_ucum_parser().parse(code)
    except Exception:  # the library raises lark's errors and others of its own
        return None
    return Unit(code, Fraction(1), ((code, 1),))


def conversion(source: Unit, target: Unit) -> Fraction | None:
    """What a magnitude in `source` is multiplied by to be in `target`; None where the dimensions differ."""
    if source.dimensions != target.dimensions:
        return None
    return source.factor / target.factor


def product(left: Unit, right: Unit, sign: int = 1) -> Unit:
    """The unit of `left * right` (or `left / right` with `sign=-1`)."""
    powers = dict(left.dimensions)
    for name, exponent in right.dimensions:
        powers[name] = powers.get(name, 0) + sign * exponent
    dims = tuple(sorted((k, v) for k, v in powers.items() if v))
    joint = f"{left.code}{'.' if sign > 0 else '/'}{right.code}"
    return Unit(joint, left.factor * right.factor**sign, dims)


def power(unit: Unit, exponent: int) -> Unit:
    """The unit of `x ^ exponent`."""
    dims = tuple((name, e * exponent) for name, e in unit.dimensions if e * exponent)
    return Unit(f"({unit.code})^{exponent}", unit.factor**exponent, dims)


def suggestion(code: str) -> str | None:
    """A common unit that looks like a code that is none."""
    close = get_close_matches(code, COMMON, n=1, cutoff=0.5)
    lowered = {c.lower(): c for c in COMMON}
    return lowered.get(code.lower()) or (close[0] if close else None)
