"""One patient's facts that the tests of this folder share."""

from __future__ import annotations

from typing import Literal

from pzdsl.claims import Problem, check_text, claims_in, lexicon_of_facts
from pzdsl.claims.reading import Reading, read
from pzdsl.facts import Fact, Facts, Measure, PartValue


def fact(
    name: str,
    label: str,
    value: float | bool | str,
    unit: str | None = None,
    *,
    kind: str | None = None,
    lay: tuple[str, ...] = (),
    also: tuple[Measure, ...] = (),
    stage: Literal["attribute", "course", "symptom", "exam"] = "attribute",
    category: str | None = None,
    **parts: PartValue,
) -> Fact:
    """A fact, its type taken from its value."""
    sort: Literal["number", "count", "boolean", "category"] = (
        "boolean"
        if isinstance(value, bool)
        else "category"
        if isinstance(value, str)
        else "count"
        if isinstance(value, int)
        else "number"
    )
    return Fact(name, label, stage, sort, value, unit, kind, lay, None, also, dict(parts), category)


def days(n: float) -> Measure:
    return Measure(n, "days")


def years(n: float) -> Measure:
    return Measure(n, "years")


_ROWS = (
    fact("age", "Age", 54, "years"),
    fact("sex", "Sex", "female", category="female"),
    fact("hba1c", "Hemoglobin A1c", 9.1, "%", also=(Measure(76, "mmol/mol"),), stage="exam"),
    fact(
        "fasting_glucose",
        "Fasting plasma glucose",
        182.0,
        "mg/dL",
        also=(Measure(10.1, "mmol/L"),),
        stage="exam",
    ),
    fact("systolic", "Systolic blood pressure", 148.0, "mm[Hg]", stage="exam"),
    fact("diastolic", "Diastolic blood pressure", 88.0, "mm[Hg]", stage="exam"),
    fact("pulse", "Heart rate", 82.0, "/min", stage="exam"),
    fact("respiratory_rate", "Respiratory rate", 16.0, "/min", stage="exam"),
    fact("temperature", "Body temperature", 36.7, "Cel", also=(Measure(98.1, "[degF]"),), stage="exam"),
    fact("weight", "Body weight", 91.2, "kg", also=(Measure(201.1, "[lb_av]"),)),
    fact("height", "Height", 163.0, "cm"),
    fact("spo2", "Oxygen saturation on room air", 97.0, "%", stage="exam"),
    fact("creatinine", "Serum creatinine", 0.92, "mg/dL", also=(Measure(81, "umol/L"),), stage="exam"),
    fact("potassium", "Serum potassium", 4.6, "mmol/L", stage="exam"),
    fact("wbc", "White blood cell count", 7.4, "10*3/uL", stage="exam"),
    fact("drinks_per_week", "Alcoholic drinks per week", 3),
    fact("cigarettes_per_day", "Cigarettes smoked per day", 10),
    fact("children", "Number of children", 2),
    fact(
        "polyuria",
        "Frequent urination",
        True,
        lay=("peeing a lot",),
        stage="symptom",
        severity="moderate",
        onset=days(42),
    ),
    fact(
        "thirst",
        "Excessive thirst",
        True,
        lay=("thirsty",),
        stage="symptom",
        severity="moderate",
        onset=days(42),
    ),
    fact("cough", "Cough", True, stage="symptom", severity="mild", onset=days(3)),
    fact("fever", "Fever", False, stage="symptom"),
    fact("chest_pain", "Chest pain", False, stage="symptom"),
    fact("breathlessness", "Shortness of breath", False, stage="symptom"),
    fact("headache", "Headache", True, stage="symptom", severity="severe", onset=days(2), side="left"),
    fact(
        "ankle_swelling",
        "Ankle swelling",
        True,
        stage="symptom",
        severity="mild",
        onset=Measure(2, "weeks"),
        side="both",
    ),
    fact("hypertension", "Hypertension", True, kind="condition", lay=("high blood pressure",), since=years(6)),
    fact("type_2_diabetes", "Type 2 diabetes", True, kind="condition", since=years(3.2)),
    fact("asthma", "Asthma", False, kind="condition"),
    fact("stroke", "Stroke", False, kind="condition"),
    fact("metformin", "Metformin", True, kind="medication", dose="500 mg twice daily", since=years(3.2)),
    fact("lisinopril", "Lisinopril", True, kind="medication", dose="10 mg once daily", since=years(6)),
    fact("atorvastatin", "Atorvastatin", False, kind="medication", lay=("statin",)),
    fact("warfarin", "Warfarin", False, kind="medication"),
    fact("penicillin_allergy", "Penicillin allergy", True, kind="allergy"),
    fact("latex_allergy", "Latex allergy", False, kind="allergy"),
    fact("mother_diabetes", "Type 2 diabetes in the mother", True),
    fact("father_heart_attack", "Myocardial infarction in the father", False),
    fact("smoking", "Smoking status", "current", category="current smoker"),
    fact("insurance", "Insurance", "private", category="private insurance"),
    fact("marital_status", "Marital status", "divorced", category="divorced"),
    fact("appendectomy", "Appendectomy", True, kind="procedure", since=years(10)),
)
FACTS = Facts({f.name: f for f in _ROWS})
LEXICON = lexicon_of_facts(FACTS)


def check(text: str) -> list[Problem]:
    """The problems of a text about this patient."""
    return check_text(text, FACTS, LEXICON)


def found(text: str) -> list[tuple[str, str]]:
    """Kind and fact of each problem."""
    return [(p.kind, p.fact) for p in check(text)]


def kinds(sentence: str) -> set[str]:
    """The kinds of claims that a sentence makes."""
    return {c.kind for c in claims_in(sentence, LEXICON)}


def reading(sentence: str) -> Reading:
    """The sentence as the walk reads it."""
    return read(sentence, LEXICON)
