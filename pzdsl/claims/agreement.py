"""Numbers against facts: honest rounding and other units agree."""

from __future__ import annotations

import math

from pzdsl.claims.claim import Claim, Span
from pzdsl.claims.units import convert, convert_analyte, dimension_of
from pzdsl.facts import Fact, Facts, Measure


def judge(claim: Claim, facts: Facts) -> tuple[str, str, str] | None:
    """Fact, expected and found where every fact that the claim may mean contradicts it."""
    assert isinstance(claim.value, Span)
    clash = None
    if claim.given and _is_child(facts):
        return None
    for name in claim.names:
        fact = facts.get(name)
        if fact is None or not isinstance(fact.value, (int, float)) or isinstance(fact.value, bool):
            return None
        if _agrees(claim.value, fact) is not False:
            return None
        clash = (name, shown(fact), claim.text)
    return clash


def _is_child(facts: Facts) -> bool:
    age = facts.get("age")
    if age is None or not isinstance(age.value, (int, float)):
        return True
    return (convert(float(age.value), age.unit or "years", "days") or 0.0) < 16 * 365.25


def is_unit_lie(claim: Claim, facts: Facts) -> bool:
    """Whether the number is the fact's own, or close to it, in another unit."""
    if claim.given:
        return False
    fact = facts.get(claim.names[0])
    span = claim.value
    if fact is None or not isinstance(span, Span) or span.unit is None or not isinstance(fact.value, (int, float)):
        return False
    return span.low <= fact.value <= span.high and convert(1.0, span.unit, fact.unit or "") != 1.0


def _agrees(span: Span, fact: Fact) -> bool | None:
    value = fact.value
    assert isinstance(value, (int, float))
    measures = [Measure(float(value), fact.unit or ""), *fact.also]
    if span.unit in (None, "degrees", "{pack}.a"):
        bounded = not (math.isinf(span.low) or math.isinf(span.high))  # “over 11” is meant in the usual unit
        inside = [_within(span, m.value, 0.0) for m in (measures if bounded else measures[:1])]
        if any(inside):
            return True
        if dimension_of(fact.unit) == "cell count" and span.said >= 1000:
            return _within(span, float(value) * 1000, 0.0)
        return False
    if not fact.unit:
        return None
    verdicts: list[bool] = []
    concepts = frozenset((_concept_of(fact), fact.name))
    for m in measures:
        if not m.unit:
            continue
        if m.unit == span.unit:
            verdicts.append(_within(span, m.value, _last_digit(m.value) if m is not measures[0] else 0.0))
        elif (there := convert_analyte(m.value, m.unit, span.unit, concepts)) is not None:
            step = convert_analyte(m.value + _last_digit(m.value), m.unit, span.unit, concepts)
            verdicts.append(_within(span, there, abs((step or there) - there) + abs(there) * 0.004))
    if verdicts:
        return any(verdicts)
    return False if _within(span, float(value), 0.0) else None


def _concept_of(fact: Fact) -> str:
    low = fact.label.lower()
    for word, concept in (
        ("glucose", "glucose"),
        ("ldl", "ldl"),
        ("hdl", "hdl"),
        ("creatinine", "creatinine"),
        ("cholesterol", "total_cholesterol"),
        ("triglycerides", "triglycerides"),
        ("urea nitrogen", "bun"),
        ("uric acid", "uric_acid"),
    ):
        if word in low and "ratio" not in low:
            return concept
    return ""


def _last_digit(value: float) -> float:
    """Half a unit of the last digit that a number shows."""
    digits = f"{value:.10g}"
    _, _, decimals = digits.partition(".")
    return 0.5 * 10.0 ** -len(decimals) if "e" not in digits else 0.0


def _within(span: Span, value: float, slack: float) -> bool:
    tiny = 1e-9 * max(1.0, abs(value))
    low = span.low if math.isinf(span.low) else span.low - slack - tiny
    high = span.high if math.isinf(span.high) else span.high + slack + tiny
    return low <= value <= high


def shown(fact: Fact) -> str:
    """A fact's value as a person reads it."""
    value = f"{fact.value:g}" if isinstance(fact.value, float) else str(fact.value)
    return f"{value} {fact.unit}" if fact.unit else value
