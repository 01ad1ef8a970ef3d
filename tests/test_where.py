from __future__ import annotations

import numpy as np
import pytest

from pzdsl.errors import UsageError
from pzdsl.rules import evaluate, is_true
from pzdsl.samples import draw
from pzdsl.where import parse_set, parse_where
from tests.output.made import clinic


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("age >= 65 and sex is female", lambda p: p["age"] >= 65 and p["sex"] == "female"),
        ("cough", lambda p: p["cough"]),
        ("not cough or smoking in { never }", lambda p: not p["cough"] or p["smoking"] == "never"),
        ("bmi between 25 and 30 'kg/m2'", lambda p: 25 <= p["bmi"] <= 30),
        ("age > 600 months", lambda p: p["age"] > 50),
        ("cough.severity >= severe", lambda p: p["cough.severity"] == "severe"),
        ("(age as years) * 2 < bmi as 'kg/m2'", lambda p: p["age"] * 2 < p["bmi"]),
    ],
)
def test_a_condition_means_what_the_language_says(text: str, means: object) -> None:
    samples = draw(clinic(), 300)
    found = is_true(evaluate(parse_where(text, clinic()), samples))
    assert found.tolist() == [bool(means(samples.row(i, truth=True))) for i in range(300)]  # type: ignore[operator]


def test_only_those_for_whom_it_holds_are_drawn() -> None:
    samples = draw(clinic(), 50, where=parse_where("age >= 80", clinic()))
    assert np.all(samples.column("age").values >= 80)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the condition is empty"),
        ("agee > 3", "did you mean `age`"),
        ("age => 65", "write `age >= 65`"),
        ("age", "`age` is no condition"),
        ("sex is fmale", "did you mean `female`"),
        ("age > 3 or cough and pregnant", "without brackets"),
        ("age > 65 and (", "ends too early"),
        ("age > 3 } constraint b { require age > 4", "is more than a condition"),
        ('age > 3 message "x"', "is more than a condition"),
        ("bmi > 3 'mg/dL'", "cannot be compared"),
        ("phase_share > 0.5", "there is no variable"),
    ],
)
def test_a_slip_is_told_with_a_way_out(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        parse_where(text, clinic())


def test_the_place_of_a_slip_is_marked_below_the_text() -> None:
    with pytest.raises(UsageError) as caught:
        parse_where("age > 3 and smokin is never", clinic())
    _, line, marks, _ = str(caught.value).splitlines()
    assert line[marks.index("^") : marks.rindex("^") + 1] == "smokin"


def test_values_are_read_in_the_unit_of_the_variable() -> None:
    wanted = {"age": 70.0, "smoking": "never", "cough": True, "bmi": 22.5}
    assert parse_set(["age=840 months", "smoking=never", "cough = true", "bmi=22.5 'kg/m2'"], clinic()) == wanted


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("age", "sets nothing"),
        ("ag=3", "did you mean `age`"),
        ("age=old", "is a number"),
        ("age=3 'mg/dL'", "is in years"),
        ("cough=yes", "is true or false"),
        ("smoking=nevr", "did you mean `never`"),
    ],
)
def test_a_wrong_value_is_told(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        parse_set([text], clinic())


def test_a_variable_is_set_once() -> None:
    with pytest.raises(UsageError, match="twice"):
        parse_set(["age=3", "age=4"], clinic())
