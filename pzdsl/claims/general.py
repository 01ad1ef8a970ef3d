"""The lexicon of no patient in particular: everything that the tables have a word for."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from pzdsl.claims.bodies import SITE_COMPLAINTS, SITES
from pzdsl.claims.building import build
from pzdsl.claims.colloquial import COLLOQUIAL
from pzdsl.claims.drugs import ALLERGENS, DRUGS
from pzdsl.claims.findings import FINDINGS
from pzdsl.claims.lexicon import Known, Lexicon
from pzdsl.claims.persons import STATUS_NAMES
from pzdsl.claims.terms import MEASURES, table_of

# what a number beside the word is counted in, where the word alone leaves that open
_UNITS = {
    "%": "hba1c spo2 hematocrit lvef",
    "mg/dL": "fasting_glucose glucose random_glucose mean_glucose creatinine bun urea calcium ldl hdl total_cholesterol"
    " triglycerides uric_acid bilirubin",
    "mm[Hg]": "systolic diastolic bp",
    "/min": "pulse respiratory_rate",
    "Cel": "temperature",
    "kg": "weight birth_weight",
    "cm": "height waist",
    "kg/m2": "bmi",
    "10*3/uL": "wbc platelets",
    "g/dL": "hemoglobin albumin",
    "mL/min/{1.73_m2}": "egfr",
    "mmol/L": "sodium potassium chloride bicarbonate magnesium lactate anion_gap",
    "ng/L": "troponin nt_probnp bnp",
    "mg/L": "crp",
    "mm/h": "esr",
    "ng/mL": "procalcitonin ferritin",
    "U/L": "alt ast",
    "m[IU]/L": "tsh",
    "mg/g": "urine_acr",
    "L/min": "peak_flow",
    "{pack}.a": "pack_years",
    "weeks": "gestation",
}
_COUNTS = {  # label: it says for which time
    "cigarettes": "Cigarettes per day",
    "drinks": "Alcoholic drinks per week",
    "coffee": "Cups of coffee per day",
    "sweet_drinks": "Sugar-sweetened drinks a day",
    "children": "Children",
    "siblings": "Siblings",
    "pillows": "Pillows",
    "household_size": "Household size",
    "wet_diapers": "Wet diapers",
    "er_visits": "Emergency visits in the past 12 months",
    "ear_infections": "Ear infections in the past 12 months",
    "hospitalizations": "Hospitalizations",
}
_LOCAL = {"pain": "pain", "swelling": "swelling", "numbness": "numbness", "weakness": "weakness", "itching": "itching"}
_RUNS_IN_FAMILIES = (
    "type_2_diabetes hypertension heart_attack stroke breast_cancer colon_cancer cancer asthma dementia depression"
    " epilepsy migraine gout coronary_disease heart_failure chronic_kidney_disease anxiety copd high_cholesterol eczema"
    " hypothyroidism atrial_fibrillation"
)
_RELATIVES = "mother father brother sister grandmother grandfather aunt uncle cousin child"


@cache
def general_lexicon() -> Lexicon:
    """The lexicon of every concept in the tables; built once, in some tenths of a second."""
    return build(_everything())


def _everything() -> Iterator[Known]:
    units = {concept: unit for unit, concepts in _UNITS.items() for concept in concepts.split()}
    for concept in table_of(MEASURES):
        if concept == "packs":
            continue
        label = _COUNTS.get(concept, _spelled(concept))
        yield Known(concept, label, "exam", "count" if concept in _COUNTS else "number", unit=units.get(concept))
    findings = table_of(FINDINGS).keys() | table_of(COLLOQUIAL).keys()
    for concept in sorted(findings):
        yield Known(concept, _spelled(concept), "symptom", "boolean")
    for site in table_of(SITES):
        for complaint, called in _LOCAL.items():
            if (site, complaint) not in SITE_COMPLAINTS:
                yield Known(f"{site}_{complaint}", f"{site} {called}", "symptom", "boolean")
    for concept in table_of(DRUGS):
        yield Known(f"takes_{concept}", _spelled(concept), "attribute", "boolean", kind="medication")
    for concept in table_of(ALLERGENS):
        if concept != "drug":
            yield Known(f"{concept}_allergy", f"{_spelled(concept)} allergy", "attribute", "boolean", kind="allergy")
    for what in _RUNS_IN_FAMILIES.split():
        for who in _RELATIVES.split():
            yield Known(f"{who}_{what}", f"{_spelled(what)} in the {who}", "attribute", "boolean")
    for status in STATUS_NAMES:
        yield Known(status, _spelled(status), "attribute", "category")
    yield Known("age", "age", "attribute", "number", unit="years")
    yield Known("sex", "sex", "attribute", "category")


def _spelled(concept: str) -> str:
    return concept.replace("_", " ")
