"""Patients of the shipped specs, drawn once for all tests of these rooms."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pzdsl.compiler import compile_file
from pzdsl.dialogue.patients import patient_of_spec, patients_of_spec
from pzdsl.plan import Plan
from pzdsl.stages.patient import Patient

SPECS = Path(__file__).resolve().parents[2] / "specs"
NAMES = ("pneumonia", "heart_failure", "otitis_media", "type2_diabetes")


@cache
def plan_of(name: str) -> Plan:
    return compile_file(SPECS / f"{name}.pz")


@cache
def some_of(name: str, n: int = 6) -> tuple[Patient, ...]:
    return tuple(patients_of_spec(plan_of(name), 1, n))


@cache
def one_where(name: str, where: str) -> Patient:
    return patient_of_spec(plan_of(name), 1, 0, where)


@cache
def cougher() -> Patient:
    """A man who has coughed for a few days, has no chills, used to smoke, and lives alone."""
    return one_where(
        "pneumonia",
        "sex is male and cough and cough.onset > 3 days and cough.onset < 5 days and not chills and smoking is former"
        " and not dementia and not confusion and household_size == 1 and age > 60 and temperature > 38 'Cel'"
        " and fever and cough.severity is moderate",
    )
