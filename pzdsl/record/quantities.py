"""Quantities as people print them: numbers with their precision, units, lengths of time."""

from __future__ import annotations

import re
from functools import lru_cache
from math import floor, log10

DAYS_IN = {
    "minutes": 1 / 1440,
    "hours": 1 / 24,
    "days": 1.0,
    "weeks": 7.0,
    "months": 30.4375,
    "years": 365.25,
}
_PRINTED = {
    "mm[Hg]": "mmHg",
    "Cel": "°C",
    "[degF]": "°F",
    "[IU]": "IU",
    "/min": "per minute",
    "/h": "per hour",
    "/d": "per day",
    "1": "",
    "[lb_av]": "lb",
    "[in_i]": "in",
    "cm[H2O]": "cmH2O",
}
_SUPERSCRIPT = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_CLOSE = 0.06  # people call 20 days three weeks, but not 17


@lru_cache(maxsize=512)
def unit_text(unit: str | None) -> str:
    """A UCUM code as people print it: `mm[Hg]` is mmHg, `10*3/uL` is ×10³/µL; empty for a plain number."""
    if unit is None:
        return ""
    if unit in _PRINTED:
        return _PRINTED[unit]
    text = re.sub(r"\[(IU|degF|Hg|H2O)\]", lambda m: "°F" if m[1] == "degF" else m[1], unit)
    text = re.sub(r"10[*^](-?\d+)", lambda m: "×10" + m[1].translate(_SUPERSCRIPT), text)
    text = re.sub(r"\{([^}]*)\}", lambda m: m[1].replace("_", " ") if m[1][:1].isdigit() else "", text)
    text = re.sub(r"(?<![A-Za-z])u(?=(mol|g|L|m|U)\b)", "µ", text)
    text = re.sub(r"(?<=[a-z])([23])(?=$|[/. )])", lambda m: m[1].translate(_SUPERSCRIPT), text)
    return text.replace("Cel", "°C").replace(".", "·") if not re.search(r"\d\.\d", text) else text


@lru_cache(maxsize=256)
def decimals_of(precision: float) -> int:
    """How many digits after the point a grid needs: 1 for 0.1 and for 0.5, none for 5."""
    digits = 0
    while digits < 9 and abs(precision * 10**digits - round(precision * 10**digits)) > 1e-9:
        digits += 1
    return digits


def number_text(value: float, precision: float | None) -> str:
    """A number with the digits of its precision; with three significant digits where it has none."""
    if precision is not None:
        text = f"{value:.{decimals_of(precision)}f}"
    elif value == 0:
        text = "0"
    else:
        text = f"{value:.{max(0, 2 - floor(log10(abs(value))))}f}"
    return text[1:] if text.startswith("-") and not text.strip("-0.") else text


@lru_cache(maxsize=1 << 15)  # measured values lie on grids, so that few of them are new
def quantity_text(value: float, precision: float | None, unit: str | None) -> str:
    """A number with its unit: `8.2%`, `1 month`, `134 mmHg`."""
    number = number_text(value, precision)
    if unit is None:
        return number
    if unit in DAYS_IN:
        return f"{number} {unit[:-1] if number == '1' else unit}"
    printed = unit_text(unit)
    return f"{number}{printed}" if printed == "%" else f"{number} {printed}".rstrip()


def time_text(days: float) -> str:
    """A length of time as people give it: `about 3 weeks`, and without `about` where it is just that.

    The coarsest unit whose rounded number is near enough is taken, so nothing is stretched to fit.
    """
    for unit, least, step, close in _STEPS:
        number = days / DAYS_IN[unit]
        rounded = round(number / step) * step
        if rounded >= least and abs(rounded - number) <= close * number:
            about = "" if abs(rounded - number) <= 0.004 * number else "about "
            return f"{about}{rounded:g} {unit[:-1] if rounded == 1 else unit}"
    minutes = max(1, round(days * 1440))
    return f"about {minutes} minute{'s' if minutes != 1 else ''}"


_STEPS = (  # unit, least number, step, how far a rounded number may be off
    ("years", 1, 1, _CLOSE),
    ("years", 2, 0.5, _CLOSE),
    ("months", 2, 1, _CLOSE),
    ("weeks", 1, 1, _CLOSE),
    ("weeks", 4, 0.5, _CLOSE),
    ("days", 1, 1, _CLOSE),
    ("days", 2, 0.5, 0.08),  # nobody counts hours beyond three days
    ("hours", 1, 1, _CLOSE),
    ("hours", 1.5, 0.5, 0.08),
    ("minutes", 20, 5, _CLOSE),
)
