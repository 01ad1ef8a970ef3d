"""Whole sentences: nothing to object to in the true ones, something in every lie."""

from __future__ import annotations

import pytest

from pzdsl.claims import omitted
from tests.claims.made import FACTS, check, found

TRUE = """
Denies cough-related chest pain or fever, but has had a cough for three days.
She denies fever, chest pain, and shortness of breath.
No fever or chest pain, cough for 3 days.
Return if fever, chest pain or shortness of breath develops.
Her mother had diabetes and her father is healthy.
Mother with type 2 diabetes; father without heart disease.
HbA1c 9.1 % (reference <5.7 %), goal <7 %.
A1c is 9.1, up from 8.2 last year.
The A1c goal is below 7.
BP 148/88, HR 82, RR 16, T 36.7, SpO2 97% on room air.
Vitals: BP 148/88 mmHg, pulse 82, respirations 16, temp 98.1 F, sat 97 % RA.
Blood pressure was 148 over 88.
Labs: glucose 182, creatinine 0.92, K 4.6, WBC 7.4.
WBC 7,400.
WBC 7.4K, potassium 4.6 mEq/L.
Weight 91.2 kg (201 lb), height 163 cm (5'4").
She is 5 feet 4 inches tall and weighs 201 pounds.
She weighs about 90 kilos.
She lost 10 pounds since last month.
54 y/o woman with T2DM x 3 years and HTN x 6 years on metformin 500 mg BID and lisinopril 10 mg daily.
Takes metformin 500 mg b.i.d. and lisinopril 10 mg every morning.
Metformin 1 g/day in two divided doses.
She takes 1000 mg of metformin a day, split in two.
She is allergic to penicillin but not to latex.
Allergies: penicillin (rash).
She has never had a stroke or asthma.
No history of asthma, stroke, or seizures.
Smokes half a pack a day, about 3 drinks a week.
She has smoked 10 cigarettes a day since age 20.
She's in her fifties, divorced, with two kids.
A divorced mother of two who still smokes.
The headache is severe and left-sided; the cough is mild.
Bilateral ankle swelling for two weeks, mild.
Both ankles have been swollen for about 2 weeks.
Frequent urination and excessive thirst for six weeks.
For about a month and a half she has been peeing a lot.
Appendix out 10 years ago.
She had an appendectomy a decade ago.
Her 30-year-old daughter came along.
Her father, who is 80, never had a heart attack.
She was asked about chest pain.
Her son has asthma.
If the fever returns, take Tylenol 650 mg.
We discussed starting atorvastatin 40 mg.
We will recheck potassium in 2 weeks.
Recheck A1c in 3 months.
She coughs every 4 hours.
Not on a statin or warfarin.
She does not take a statin, and has never been on warfarin.
I can't rule out asthma.
Is there any chest pain?
She takes lisinopril for high blood pressure.
Diabetes education was given.
The cough is not severe.
The cough started 3 days ago, the headache 2 days ago.
Cough x3d, headache x2d.
She has had diabetes for more than three years.
Diagnosed with high blood pressure about six years ago.
She was in a room with 12 other patients, WBC 7.4.
Dr. Smith saw her at 10 a.m. on March 3, 2024.
The doctor said he will call.
Temperature 36.7 °C.
She was afebrile, 36.7 C, and in no distress.
Lisinopril was started 6 years ago.
O2 sat 97, pulse in the low 80s.
Systolic in the 140s.
Creatinine 0.9 mg/dL.
Creatinine 81 µmol/L.
Glucose 10.1 mmol/L.
The heart rate is regular at 82 beats per minute.
She has no chest pain at rest or on exertion.
Family history is positive for diabetes in her mother.
There is no family history of heart attack.
She has private insurance through work.
She doesn't have asthma; her brother does.
Headache, but no fever.
She was told in 2019 that she has hypertension.
No known latex allergy.
"""
LIES = """
54 y/o man with T2DM.
She is 45 years old.
A1c 7.1 %.
Her A1c is 91 mmol/mol.
BP 118/88.
BP 148/78.
She denies cough.
She reports chest pain.
NKDA.
No known drug allergies.
Metformin 850 mg BID.
Metformin 500 mg TID.
Cough for three weeks.
Left ankle swelling.
The headache is mild.
The headache is on the right.
Her mother never had diabetes.
Her father had a heart attack at 50.
She is a never smoker.
She is on Medicaid.
She's married.
Weighs 182 pounds.
Temp 39.1 C.
Glucose 182 mmol/L.
She takes a statin daily.
She has had hypertension for 16 years.
Diabetes for over ten years.
K 5.6.
Drinks ten beers a week.
She has four children.
She smokes two packs a day.
She never had her appendix out.
He has a cough.
Appendectomy last year.
Height 173 cm.
Pulse 128.
Asthma since childhood.
Hypertension since her twenties.
"""


@pytest.mark.parametrize("sentence", TRUE.strip().splitlines())
def test_true_sentence_is_left_alone(sentence: str) -> None:
    assert [str(p) for p in check(sentence)] == []


@pytest.mark.parametrize("sentence", LIES.strip().splitlines())
def test_lie_is_found(sentence: str) -> None:
    assert check(sentence)


def test_a_pronoun_may_mean_somebody_of_the_sentence_before() -> None:
    assert found("Her brother came along. He says she coughs.") == []
    assert found("The doctor called. The potassium is 4.6. He has a cough.") == [("sex", "sex")]


def test_a_problem_says_what_was_expected_and_what_was_found() -> None:
    (problem,) = check("She is well. The potassium is 5.6 mmol/L.")
    assert (problem.kind, problem.verdict, problem.fact) == ("number", "contradicted", "potassium")
    assert problem.expected == "4.6 mmol/L"
    assert "5.6" in problem.found
    assert problem.sentence == "The potassium is 5.6 mmol/L."


def test_omitted_names_what_no_sentence_tells() -> None:
    text = "She has had a cough for 3 days. BP 148/88. Denies chest pain."
    missing = omitted(text, FACTS, ["cough", "systolic", "chest_pain", "headache", "creatinine"])
    assert [p.fact for p in missing] == ["headache", "creatinine"]
    assert {p.verdict for p in missing} == {"missing"}
