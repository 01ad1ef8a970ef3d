"""Units as written in a text, and conversion between units of one dimension."""

from __future__ import annotations

import re
from functools import cache
from itertools import product

# dimension -> unit -> factor to the dimension's base
_FACTORS: dict[str, dict[str, float]] = {
    "mass concentration": {
        "g/L": 1.0, "g/dL": 10.0, "mg/dL": 1e-2, "mg/L": 1e-3, "ug/L": 1e-6, "ug/mL": 1e-3, "ug/dL": 1e-5,
        "ng/mL": 1e-6, "ng/dL": 1e-8, "ng/L": 1e-9, "pg/mL": 1e-9, "mg/mL": 1.0, "pg/dL": 1e-11,
            "pg/L": 1e-12,
    },
    "amount concentration": {"mol/L": 1e3, "mmol/L": 1.0, "meq/L": 1.0, "umol/L": 1e-3, "nmol/L": 1e-6,
        "mmol/dL": 10},
    "cell count": {"10*3/uL": 1.0, "10*9/L": 1.0, "/uL": 1e-3, "/mm3": 1e-3, "10*6/uL": 1e3, "10*12/L": 1e3,
                   "/L": 1e-9, "/mL": 1e-6},
    "activity": {"m[IU]/L": 1.0, "u[IU]/mL": 1.0, "[IU]/L": 1e3, "m[IU]/mL": 1e3, "U/L": 1e3},
    "pressure": {"mm[Hg]": 1.0, "kPa": 7.50062, "cm[H2O]": 0.73556},
    "mass": {"kg": 1.0, "g": 1e-3, "mg": 1e-6, "ug": 1e-9, "[lb_av]": 0.45359237, "[oz_av]": 0.028349523,
             "[stone_av]": 6.35029},
    "length": {"cm": 1.0, "m": 100.0, "mm": 0.1, "[in_i]": 2.54, "[ft_i]": 30.48},
    "time": {"s": 1 / 86400, "min": 1 / 1440, "minutes": 1 / 1440, "hours": 1 / 24, "h": 1 / 24,
        "days": 1.0, "d": 1.0,
             "weeks": 7.0, "wk": 7.0, "fortnights": 14.0, "nights": 1.0, "months": 30.4375,
                 "mo": 30.4375, "years": 365.25, "a": 365.25,
             "decades": 3652.5},
    "share": {"%": 1.0},
    "amount ratio": {"mmol/mol": 1.0},
    "mass ratio": {"mg/g": 1.0, "ug/mg": 1.0},
    "mass per amount": {"mg/mmol": 1.0},
    "rate": {"/min": 1.0, "/h": 1 / 60},
    "flow": {"L/min": 1.0},
    "sedimentation": {"mm/h": 1.0},
    "clearance": {"mL/min/{1.73_m2}": 1.0, "mL/min": 1.0},
    "body mass index": {"kg/m2": 1.0},
    "mass per weight": {"mg/kg": 1.0, "ug/kg": 1e-3, "g/kg": 1e3},
    "volume": {"mL": 1.0, "L": 1000.0, "[gal_us]": 3785.41, "[qt_us]": 946.353, "[pt_us]": 473.176},
    "temperature": {"Cel": 1.0, "[degF]": 1.0, "degrees": 1.0},
    "exposure": {"{pack}.a": 1.0},
    "units": {"[IU]": 1.0},
    "puffs": {"puff": 1.0},
    "tablets": {"tablet": 1.0},
    "drops": {"drop": 1.0},
}  # fmt: skip
DIMENSION: dict[str, str] = {unit: dim for dim, units in _FACTORS.items() for unit in units}
DIMENSION.update({"year": "time", "month": "time", "week": "time", "day": "time", "hour": "time", "minute": "time"})
_SINGULAR = {
    "year": "years",
    "month": "months",
    "week": "weeks",
    "day": "days",
    "hour": "hours",
    "minute": "minutes",
}

_MASSES = {
    "kg": "kilogram kilograms kilo kilos kg kgs kilogramme kilogrammes",
    "g": "gram grams g gm gms gramme grammes", "mg": "milligram milligrams mg mgs milligramme milligrammes",
    "ug": "microgram micrograms mcg ug mcgs", "ng": "nanogram nanograms ng", "pg": "picogram picograms pg",
}  # fmt: skip
_VOLUMES = {"L": "liter liters litre l", "dL": "deciliter decilitre dl", "mL": "milliliter millilitre ml cc"}
_AMOUNTS = {"mmol": "millimole millimoles mmol mmols millimol", "umol": "micromole micromoles umol micromol",
            "nmol": "nanomole nanomoles nmol", "meq": "milliequivalent milliequivalents meq",
            "mol": "moles mole mol"}  # fmt: skip
_OTHERS = {
    "%": "% |percent|per cent|pct", "mmol/mol": "mmol/mol|millimoles per mole|mmol per mol|millimoles/mol",
    "mg/g": "mg/g|milligrams per gram|mg per gram|mg/g cr|mcg/mg|ug/mg|mg per g", "[IU]": "unit|units|iu|u",
    "mg/kg": "mg/kg|mg per kg|milligrams per kilogram|mg per kilo|mg/kg/dose", "ug/kg": "mcg/kg|ug/kg",
    "g/kg": "g/kg|gm/kg|grams per kilogram|grams per kilo|gram per kilogram",
    "mg/mmol": "mg/mmol|milligrams per millimole|mg per mmol",
    "mm[Hg]": "mmhg|mm hg|mm[hg]|millimeters of mercury|torr|millimetres of mercury|points of mercury",
    "kPa": "kpa|kilopascal|kilopascals",
    "/min": "/min|bpm|beats per minute|beats a minute|beats/min|breaths per minute|breaths a minute"
        "|breaths/min|per minute"
            "|a minute|times a minute|times per minute|/minute|beats each minute|breaths each minute"
                "|breaths/minute"
            "|beats/minute|beats per min|breaths per min|/m|rpm",
    "mm/h": "mm/h|mm/hr|mm per hour|millimeters per hour|mm an hour|mm/hour|millimeters an hour",
    "/h": "per hour|/hr",
    "mmol/L": "millimoles|millimole|mmol|mmols",
    "L/min": "l/min|liters per minute|liters a minute|l per minute|litres per minute|lpm|liters/min|l/minute",
    "mL/min/{1.73_m2}": "ml/min/1.73 m2|ml/min/1.73m2|ml/min/{1.73_m2}|ml/min/1.73|ml/min per 1.73 m2|ml/min"
                        "|ml per minute|milliliters per minute|milliliters a minute|ml/minute",
    "kg/m2": "kg/m2|kg/m^2|kilograms per square meter|kg per square meter|kg per m2|kg/sqm",
    "Cel": "°c|c|celsius|degrees celsius|degrees c|deg c|degc|cel|° c|centigrade|degrees centigrade|º c|ºc",
    "[degF]": "°f|f|fahrenheit|degrees fahrenheit|degrees f|deg f|degf|[degf]|° f|º f|ºf",
    "degrees": "degrees|deg|°|º",
    "10*3/uL": "10*3/ul|x10*3/ul|x10^3/ul|x 10^3/ul|x103/ul|k/ul|k|thousand|thousand per microliter"
        "|x10(3)/ul|10^3/ul|k/mcl"
               "|thousand/ul|k per microliter|x 103/ul|thousand cells per microliter|k/mm3|10e3/ul|x10e3/ul",
    "10*9/L": "10*9/l|x10*9/l|x10^9/l|x 10^9/l|x109/l|10^9/l|x 109/l|x10e9/l|giga/l|10e9/l|billion per liter",
    "/uL": "/ul|per microliter|cells/ul|cells per microliter|/mcl|cells/mcl|per ul",
    "/mm3": "/mm3|cells/mm3|per cubic millimeter|cells per cubic millimeter|/cumm",
    "m[IU]/L": "miu/l|mu/l|m[iu]/l|milliunits per liter|miu per liter|milli-international units per liter"
               "|milli international units per liter",
    "u[IU]/mL": "uiu/ml|uu/ml|u[iu]/ml|microunits per milliliter|micro international units per milliliter"
                "|micro-international units per milliliter",
    "[IU]/L": "iu/l|u/l|units per liter|international units per liter|units/l",
    "[lb_av]": "lb|lbs|pound|pounds|[lb_av]|#", "[oz_av]": "oz|ounce|ounces", "[stone_av]": "stone",
    "cm": "cm|centimeter|centimeters|centimetre|centimetres|cms", "m": "meter|meters|metre|metres",
    "mm": "mm|millimeters|millimeter", "[in_i]": "in|inch|inches|[in_i]|\"|in.", "[ft_i]": "ft|foot|feet"
        "|'|’|ft.",
    "L": "liter|liters|litre|litres", "[gal_us]": "gallon|gallons", "[qt_us]": "quart|quarts",
    "[pt_us]": "pint|pints",
    "mL": "ml|milliliters|cc|milliliter|mls", "min": "min|mins|minute|minutes",
    "hours": "h|hr|hrs|hour|hours|hr.|hrs.", "days": "d|day|days", "weeks": "w|wk|wks|week|weeks|wk.|wks.",
        "fortnights": "fortnight|fortnights",
    "months": "mo|mos|month|months|mo.|mos.", "years": "y|yr|yrs|year|years|yr.|yrs.", "s": "sec|secs"
        "|second|seconds",
    "decades": "decade|decades", "nights": "night|nights",
    "{pack}.a": "pack-years|pack years|pack-year|pack year|{pack}.a|py", "puff": "puff|puffs|inhalations"
        "|inhalation",
    "tablet": "tablet|tablets|tab|tabs|pill|pills|capsule|capsules|caplets", "drop": "drop|drops|gtt",
}  # fmt: skip


@cache
def spellings() -> dict[str, str]:
    """Every way of writing a unit (lower case) to its UCUM code."""
    found: dict[str, str] = {}
    for (mass, spelled), (volume, per) in product(_MASSES.items(), _VOLUMES.items()):
        found |= {f"{a}{sep}{b}": f"{mass}/{volume}" for a in spelled.split() for b in per.split() for sep in _PER}
    for (amount, spelled), (volume, per) in product(_AMOUNTS.items(), _VOLUMES.items()):
        found |= {f"{a}{sep}{b}": f"{amount}/{volume}" for a in spelled.split() for b in per.split() for sep in _PER}
    for mass, spelled in _MASSES.items():
        found |= dict.fromkeys(spelled.split(), mass)
    for code, spelled in _OTHERS.items():
        found |= {a.strip(): code for a in spelled.split("|")}
    return {spelling: code for spelling, code in found.items() if code in DIMENSION}


_PER = ("/", " per ", " / ", " a ")


@cache
def unit_pattern() -> re.Pattern[str]:
    """Matches one unit right after a number, in lower case; group 1 is the spelling."""
    tree: dict[str, object] = {}
    for spelling in spellings():
        node = tree
        for char in spelling:
            node = node.setdefault(char, {})  # type: ignore[assignment]
        node[""] = {}
    return re.compile(r"[\s\-‑]{0,2}(" + _as_regex(tree) + r")(?![a-z0-9])")


def _as_regex(node: dict[str, object]) -> str:
    ends = "" in node
    branches = [re.escape(c) + _as_regex(n) for c, n in node.items() if c and isinstance(n, dict)]
    if not branches:
        return ""
    body = branches[0] if len(branches) == 1 and not ends else "(?:" + "|".join(branches) + ")"
    return body + "?" if ends else body


def dimension_of(unit: str | None) -> str | None:
    """The dimension of a UCUM code or word for time; None where it is not known."""
    return None if unit is None else DIMENSION.get(unit)


def convert(value: float, unit: str, to: str) -> float | None:
    """The value in another unit of its dimension; None where there is no way."""
    unit, to = _SINGULAR.get(unit, unit), _SINGULAR.get(to, to)
    if unit == to:
        return value
    dim = DIMENSION.get(unit)
    if dim is None or dim != DIMENSION.get(to):
        return None
    if dim == "temperature":
        if to == "[degF]" and unit == "Cel":
            return value * 9 / 5 + 32
        if to == "Cel" and unit == "[degF]":
            return (value - 32) * 5 / 9
        return None
    factors = _FACTORS[dim]
    if unit not in factors or to not in factors:
        return None
    return value * factors[unit] / factors[to]


# mg/dL times factor gives mmol/L, per analyte (its molar mass)
MOLAR: dict[str, float] = {
    "fasting_glucose": 1 / 18.016, "glucose": 1 / 18.016, "mean_glucose": 1 / 18.016, "ldl": 1 / 38.67,
    "hdl": 1 / 38.67, "total_cholesterol": 1 / 38.67, "triglycerides": 1 / 88.57, "creatinine": 0.08842,
    "bun": 1 / 2.801, "uric_acid": 0.05948, "calcium": 1 / 4.008, "bilirubin": 0.0171,
}  # fmt: skip


def convert_analyte(value: float, unit: str, to: str, concepts: frozenset[str]) -> float | None:
    """As `convert`, also between mass and amount where the analyte's molar mass is known."""
    plain = convert(value, unit, to)
    if plain is not None:
        return plain
    for concept in concepts:
        factor = MOLAR.get(concept)
        if factor is None:
            continue
        if (mass := convert(value, unit, "mg/dL")) is not None:
            return convert(mass * factor, "mmol/L", to)
        if (amount := convert(value, unit, "mmol/L")) is not None:
            return convert(amount / factor, "mg/dL", to)
    return None
