"""Plant a lie: change the value of a known fact in a sentence that was rendered from it."""

from __future__ import annotations

import re
from collections.abc import Callable

from pzdsl.facts import Fact, Measure

Plant = Callable[[str, Fact], str | None]

_NUMBER = r"(?<![\w.,/])(\d+(?:,\d{3})*(?:\.\d+)?)(?![\d,]*\d)"
_TIMES = "minutes? hours? days? weeks? months? years?".split()
_UNITS = {
    "mg/dL": "g/L",
    "g/dL": "g/L",
    "mmol/L": "mg/dL",
    "mg/L": "mg/dL",
    "kg": "lb",
    "cm": "in",
    "°C": "°F",
    "pg/mL": "ng/mL",
    "ng/mL": "pg/mL",
    "mmHg": "kPa",
    "×10³/µL": "/µL",
    "ng/L": "ng/mL",
}
_SEVERITY = {
    "mild": "severe",
    "severe": "mild",
    "moderate": "mild",
    "mildly": "severely",
    "severely": "mildly",
}
_SIDE = {"left": "right", "right": "left", "both": "left"}
_FREQUENCY = {
    "once daily": "three times daily",
    "twice daily": "four times daily",
    "three times daily": "once daily",
    "once a day": "three times a day",
    "twice a day": "four times a day",
    "three times a day": "once a day",
}
_NEGATIONS = (
    ("has no history of", "has a history of"),
    ("has a history of", "has no history of"),
    ("is not known to have", "is known to have"),
    ("is known to have", "is not known to have"),
    ("does not take", "takes"),
    ("takes", "does not take"),
    ("is not on", "is on"),
    ("is on", "is not on"),
    ("reports no", "reports"),
    ("denies", "reports"),
    ("has had no", "has had"),
    ("has noticed no", "has noticed"),
    ("reports an allergy to", "reports no allergy to"),
    ("reports no allergy to", "reports an allergy to"),
    ("there is no", "there is"),
    ("complains of", "denies"),
    ("has no", "has"),
    ("reports", "denies"),
)


def plant_number(sentence: str, fact: Fact) -> str | None:
    """The fact's number made a third larger, with as many digits."""
    if isinstance(fact.value, bool) or not isinstance(fact.value, (int, float)) or fact.name == "age":
        return None
    for match in re.finditer(_NUMBER, sentence):
        shown = float(match[1].replace(",", ""))
        decimals = len(match[1].partition(".")[2])
        if abs(shown - fact.value) <= 0.5 * 10.0**-decimals + 1e-9:
            lie = shown * 1.35 if shown >= 3 or decimals else shown + 3
            return _swap(sentence, match, f"{lie:.{decimals}f}")
    return None


def plant_unit(sentence: str, fact: Fact) -> str | None:
    """The fact's number with a unit that it does not have."""
    if isinstance(fact.value, bool) or not isinstance(fact.value, (int, float)) or not fact.unit:
        return None
    for true, lie in _UNITS.items():
        match = re.search(_NUMBER + r" ?" + re.escape(true) + r"(?![\w/])", sentence)
        if match and abs(float(match[1].replace(",", "")) - fact.value) < 0.51:
            return sentence[: match.end() - len(true)] + lie + sentence[match.end() :]
    return None


def plant_duration(sentence: str, fact: Fact) -> str | None:
    """Another unit of time, or three times the number, for a symptom's onset or a drug's time."""
    times = [v for part in ("onset", "since") if isinstance(v := fact.parts.get(part), Measure)]
    if not times:
        return None
    match = re.search(r"\b(\d+(?:\.\d+)?) (" + "|".join(_TIMES) + r")\b", sentence)
    if match is None or abs(float(match[1]) - times[0].value) > 1.0:
        return None
    return _swap(sentence, match, f"{float(match[1]) * 3 + 2:g}")


def plant_dose(sentence: str, fact: Fact) -> str | None:
    """Another strength, or where there is none another frequency."""
    dose = fact.parts.get("dose")
    if not isinstance(dose, str):
        return None
    match = re.search(r"\b(\d+(?:\.\d+)?) (?:mg|mcg|units|g)\b", sentence)
    if match and dose.startswith(match[1]):
        return _swap(sentence, match, f"{float(match[1]) * 2.5:g}")
    for true, lie in _FREQUENCY.items():
        if true in sentence and true in dose:
            return sentence.replace(true, lie, 1)
    return None


def plant_sex(sentence: str, fact: Fact) -> str | None:
    """The other sex, in every noun and pronoun."""
    if fact.name != "sex":
        return None
    pairs = {"woman": "man", "girl": "boy", "she": "he", "her": "his", "female": "male", "lady": "gentleman"}
    swap = pairs | {lie: true for true, lie in pairs.items()}
    pattern = re.compile(r"\b(" + "|".join(swap) + r")\b", re.I)

    def other(match: re.Match[str]) -> str:
        word = swap[match[1].lower()]
        return word.capitalize() if match[1][0].isupper() else word

    lie = pattern.sub(other, sentence)
    return lie if lie != sentence else None


def plant_age(sentence: str, fact: Fact) -> str | None:
    """Seven more of whatever the age is counted in."""
    match = re.search(r"\b(\d+)(?=-(?:year|month|week|day)-old\b| (?:years|months) old)", sentence)
    return _swap(sentence, match, str(int(match[1]) + 7)) if match and fact.name == "age" else None


def plant_negation(sentence: str, fact: Fact) -> str | None:
    """What is there denied, and what is not there asserted; only where one thing alone is said."""
    if not isinstance(fact.value, bool) or " and " in sentence or " or " in sentence or "," in sentence:
        return None
    for true, lie in _NEGATIONS:
        if re.search(rf"\b{true}\b", sentence):
            return re.sub(rf"\b{true}\b", lie, sentence, count=1)
    return None


def plant_severity(sentence: str, fact: Fact) -> str | None:
    """Mild for severe and severe for mild."""
    return _replaced(sentence, fact, "severity", _SEVERITY)


def plant_side(sentence: str, fact: Fact) -> str | None:
    """The other side."""
    return _replaced(sentence, fact, "side", _SIDE)


def _replaced(sentence: str, fact: Fact, part: str, lies: dict[str, str]) -> str | None:
    true = fact.parts.get(part)
    if not isinstance(true, str):
        return None
    for word, lie in lies.items():
        if word.startswith(true) and (match := re.search(rf"\b({word})\b", sentence)):
            return _swap(sentence, match, lie)
    return None


def _swap(sentence: str, match: re.Match[str], lie: str) -> str:
    return sentence[: match.start(1)] + lie + sentence[match.end(1) :]


PLANTS: dict[str, Plant] = {
    "number": plant_number,
    "unit": plant_unit,
    "duration": plant_duration,
    "dose": plant_dose,
    "sex": plant_sex,
    "age": plant_age,
    "negation": plant_negation,
    "severity": plant_severity,
    "side": plant_side,
}


def plant(kind: str, sentence: str, fact: Fact) -> str | None:
    """The sentence with a lie of this kind about the fact, or None where it can't be planted."""
    return PLANTS[kind](sentence, fact)
