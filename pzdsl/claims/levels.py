"""Words that place a measurement without a number: “tachycardic”, “potassium is normal”, “obese”.

Each leaves a range so wide that only a value nobody would call so lies outside; for adults, as children's normal
values differ. The ranges only decide when the checker objects; no patient is drawn from them.
"""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from pzdsl.claims.claim import Claim, Span
from pzdsl.claims.reading import Reading
from pzdsl.claims.scope import Seen

ADULT = "adult"
# word -> concept, lowest and highest value that it may be said of, unit
NAMED: dict[str, tuple[str, float, float, str]] = {
    "tachycardic": ("pulse", 92, inf, "/min"), "tachycardia": ("pulse", 92, inf, "/min"),
    "bradycardic": ("pulse", -inf, 64, "/min"), "bradycardia": ("pulse", -inf, 64, "/min"),
    "tachypneic": ("respiratory_rate", 18, inf, "/min"), "tachypnea": ("respiratory_rate", 18, inf, "/min"),
    "febrile": ("temperature", 37.4, inf, "Cel"), "afebrile": ("temperature", -inf, 38.2, "Cel"),
    "hypoxic": ("spo2", -inf, 94.5, "%"), "hypoxia": ("spo2", -inf, 94.5, "%"),
    "hypoxemic": ("spo2", -inf, 94.5, "%"), "desaturating": ("spo2", -inf, 94.5, "%"),
    "hypotensive": ("systolic", -inf, 108, "mm[Hg]"), "normotensive": ("systolic", 86, 148, "mm[Hg]"),
    "obese": ("bmi", 28.5, inf, "kg/m2"), "obesity": ("bmi", 28.5, inf, "kg/m2"),
    "overweight": ("bmi", 24, inf, "kg/m2"), "underweight": ("bmi", -inf, 20, "kg/m2"),
    "hyperkalemic": ("potassium", 4.9, inf, "mmol/L"), "hyperkalemia": ("potassium", 4.9, inf, "mmol/L"),
    "hypokalemic": ("potassium", -inf, 3.7, "mmol/L"), "hypokalemia": ("potassium", -inf, 3.7, "mmol/L"),
    "hyponatremic": ("sodium", -inf, 136.5, "mmol/L"), "hyponatremia": ("sodium", -inf, 136.5, "mmol/L"),
    "hypernatremic": ("sodium", 143, inf, "mmol/L"), "hypernatremia": ("sodium", 143, inf, "mmol/L"),
    "leukocytosis": ("wbc", 9.5, inf, "10*3/uL"), "leukopenia": ("wbc", -inf, 4.6, "10*3/uL"),
    "thrombocytopenia": ("platelets", -inf, 160, "10*3/uL"),
    "childless": ("children", 0, 0, ""),
    "hyperglycemic": ("glucose", 110, inf, "mg/dL"), "hypoglycemic": ("glucose", -inf, 80, "mg/dL"),
}  # fmt: skip
# concept -> what may pass for normal
NORMAL: dict[str, tuple[float, float, str]] = {
    "potassium": (3.2, 5.4, "mmol/L"), "sodium": (132, 148, "mmol/L"), "creatinine": (0.3, 1.5, "mg/dL"),
    "wbc": (3.5, 12.5, "10*3/uL"), "hemoglobin": (10.8, 18.5, "g/dL"), "platelets": (130, 470, "10*3/uL"),
    "tsh": (0.2, 6.0, "m[IU]/L"), "hba1c": (3.5, 6.4, "%"), "egfr": (55, 250, "mL/min/{1.73_m2}"),
    "crp": (0, 15, "mg/L"), "lactate": (0, 2.6, "mmol/L"), "spo2": (93, 100, "%"), "temperature": (35.3, 37.9, "Cel"),
    "pulse": (52, 108, "/min"), "respiratory_rate": (9, 23, "/min"), "systolic": (86, 148, "mm[Hg]"),
    "bp": (86, 148, "mm[Hg]"), "bmi": (17.5, 26.5, "kg/m2"), "esr": (0, 30, "mm/h"), "lvef": (48, 80, "%"),
    "calcium": (8.0, 10.8, "mg/dL"), "uric_acid": (2, 8, "mg/dL"), "glucose": (55, 160, "mg/dL"),
    "fasting_glucose": (55, 125, "mg/dL"), "alt": (0, 70, "U/L"), "ldl": (20, 160, "mg/dL"),
    "total_cholesterol": (80, 230, "mg/dL"), "triglycerides": (20, 200, "mg/dL"),
}  # fmt: skip
_SAYS_NORMAL = frozenset(("normal", "unremarkable", "wnl"))
_BETWEEN = frozenset("is was are were came back has been remains remained looks a of all within to completely".split())
_BETWEEN |= frozenset(
    "perfectly entirely totally comes the at count counts level levels quite : now also still".split()
)
_OPENS = frozenset(
    "if when not isn't wasn't never no than above below limit limits' range goal to until except".split()
)


def read(reading: Reading, seen: list[Seen]) -> Iterator[Claim]:
    """The claims about levels in words, where no number stands in the sentence."""
    words = set(reading.tokens)
    if reading.question or "unsure" in reading.roles or "family" in reading.roles:
        return
    known = reading.lexicon.by_concept
    for word in words & NAMED.keys():
        concept, low, high, unit = NAMED[word]
        i = reading.tokens.index(word)
        if (names := known.get(concept)) and not _OPENS & set(reading.tokens[max(i - 4, 0) : i]):
            if not (word in ("febrile", "afebrile") and "number" in reading.roles):
                yield Claim("number", names, Span(low, high, low, unit or None), word, given=(ADULT,))
    if not words & _SAYS_NORMAL or "number" in reading.roles:
        return
    for one in seen:
        if one.item.role != "mention" or one.status != "present" or not one.item.value.measure:
            continue
        j = one.item.j
        while j < len(reading.tokens) and reading.tokens[j] in _BETWEEN:
            j += 1
        before = reading.tokens[one.item.i - 1 : one.item.i]
        after = j < len(reading.tokens) and reading.tokens[j] in _SAYS_NORMAL
        if not (after or (before and before[0] in _SAYS_NORMAL)):
            continue
        if _OPENS & (set(reading.tokens[max(one.item.i - 3, 0) : one.item.i]) | set(reading.tokens[j : j + 2])):
            continue
        for concept in sorted(one.item.value.concepts & NORMAL.keys()):
            low, high, unit = NORMAL[concept]
            names = known.get("systolic" if concept == "bp" else concept, ())
            if names:
                text = reading.words(one.item.i, j + 1)
                yield Claim("number", names, Span(low, high, low, unit), text, given=(ADULT,))
