"""One table a kind: what each sentence is found to get wrong about the patient of `made`."""

from __future__ import annotations

import pytest

from tests.claims.made import found, kinds

WRONG = {
    "age": [
        "54-month-old girl with cough.",
        "A woman in her sixties.",
        "She is a teenager.",
        "36 y/o F.",
        "She's 45.",
    ],
    "sex": ["54M with cough.", "He has a cough.", "This gentleman has a cough.", "Mr. Jones has a cough."],
    "number": [
        "A1c of 7.",
        "HR 118.",
        "BP 148/78.",
        "Sats 91% on room air.",
        "She has three kids.",
        "K was 3.1.",
        "She drinks two glasses of wine every night.",
    ],
    "unit": [
        "Glucose 182 mmol/L.",
        "Weight 91 lb.",
        "Height 163 in.",
        "Creatinine 0.92 umol/L.",
        "A1c 9.1 mmol/mol.",
    ],
    "duration": [
        "Cough for 3 weeks.",
        "Headache since last month.",
        "Diabetes for more than ten years.",
        "High blood pressure x 16 years.",
        "The cough began yesterday.",
    ],
    "dose": [
        "Metformin 1000 mg twice daily.",
        "Metformin 500 mg TID.",
        "Lisinopril 100 mg daily.",
        "Metformin 500 mcg BID.",
    ],
    "severity": ["A mild headache.", "The cough is terrible.", "Her headache is only slight."],
    "side": ["Right-sided headache.", "Swelling of the left ankle.", "Headache on the right."],
    "negation": [
        "No cough.",
        "Denies headache.",
        "She has a fever.",
        "NKDA.",
        "Takes a statin.",
        "Never had diabetes.",
    ],
    "family": [
        "Her mother never had diabetes.",
        "Her father had a heart attack.",
        "No family history of diabetes.",
    ],
    "category": ["She never smoked.", "She is on Medicaid.", "A married woman.", "Ex-smoker."],
}


@pytest.mark.parametrize(("kind", "sentence"), [(kind, s) for kind, lies in WRONG.items() for s in lies])
def test_a_lie_is_found_under_its_kind(kind: str, sentence: str) -> None:
    assert kind in {k for k, _ in found(sentence)}


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("number", "The A1c goal is 7."),
        ("number", "Normal potassium 3.5 to 5.0."),
        ("age", "Asthma since age nine."),
        ("age", "Her 30-year-old daughter."),
        ("duration", "Recheck the cough in 2 weeks."),
        ("dose", "Metformin for 3 years."),
        ("severity", "She has had some 3 headaches."),
        ("side", "Headache right now."),
        ("negation", "Is there fever?"),
        ("negation", "We discussed warfarin."),
        ("category", "Her husband smokes."),
        ("number", "A1c was checked 3 times."),
    ],
)
def test_no_claim_is_read_where_none_is_made(kind: str, sentence: str) -> None:
    assert kind not in kinds(sentence)
