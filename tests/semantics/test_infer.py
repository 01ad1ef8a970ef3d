"""Kinds and units of expressions."""

from __future__ import annotations

import pytest

from tests.semantics.made import check, said

DECLARED = """
type sex = female | male
type grade = ordered none | some | much
dimension biological {
  attribute age : number months 0 to 1200 prior exactly 0
  attribute weight : number 'kg' 0 to 300 prior exactly 0
  attribute height : number 'cm' 0 to 250 prior exactly 0
  attribute score : count 0 to 9 prior exactly 0
  attribute sex : sex prior { female: 100 % }
  attribute pain : grade prior { none: 100 % }
  attribute smoker : boolean prior 0 %
}
exams {
  exam hba1c : number '%' 3 to 20
    prior exactly 5
    precision 0.1
    also in 'mmol/mol' = (10.929 * ((hba1c as '%') - 2.15)) 'mmol/mol' assumed "made up"
}
"""


def rule(expr: str) -> list[str]:
    return [c[:6] for c in said(DECLARED + f'constraint shown {{ require {expr} because assumed "made up" }}')]


@pytest.mark.parametrize(
    "expr",
    [
        "age >= 18 years",
        "age >= 18",  # a bare number takes the declared unit
        "age - 2 years < 40 weeks + 1",
        "weight >= 500 'g'",
        "2 * weight > 10 and weight / 2 < 40",
        "weight / height ^ 2 < 40 'kg/m2'",
        "weight * height ^ -2 < 40 'kg/m2'",
        "weight / height / height < 40 'kg/m2'",
        "(weight as 'g') + (height as 'm') > 3",
        "ln(weight as 'kg') > 2 and sqrt(score) < 3",
        "(3 * (weight as 'kg')) 'cm' < height",
        "min(weight, 40, 900 'g') < 40",
        "min(40, weight) < 40",
        "abs(-weight) > 3 'kg'",
        "number_of(smoker, sex is male, weight > 40) >= 2",
        "sex is male or pain >= some",
        "pain == much or pain is not none",
        "sex in { female, male }",
        "weight between 30 and 40000 'g'",
        "smoker implies sex is female",
        "not (smoker is false)",
        "(weight > 40) is true",
        "hba1c > 6.5 '%'",
        "hba1c + 1 '%' < 9 '%'",
        "score == 3 and score + 1 != 9",
        "weight ^ 2 > 3 'kg2'",
    ],
)
def test_fits(expr: str) -> None:
    assert rule(expr) == []


@pytest.mark.parametrize(
    ("expr", "code"),
    [
        ("weight > 3 'cm'", "PZ2202"),
        ("weight + height > 3", "PZ2202"),
        ("age > 3 'kg'", "PZ2202"),
        ("weight / height ^ 2 < 40 'kg'", "PZ2202"),
        ("ln(weight) > 2", "PZ2202"),
        ("weight ^ 0.5 > 2", "PZ2202"),
        ("2 ^ weight > 2", "PZ2202"),
        ("(weight) 'g' > 3", "PZ2202"),
        ("(weight as 'cm') > 3", "PZ2202"),
        ("max(1, weight, height) > 3", "PZ2202"),
        ("weight between 3 'cm' and 40", "PZ2202"),
        ("weight > 3 'kgg'", "PZ2201"),
        ("hba1c > 6.5", "PZ2203"),
        ("6.5 < hba1c", "PZ2203"),
        ("max(hba1c, 6.5) > 6 '%'", "PZ2203"),
        ("weight == 40", "PZ2104"),
        ("weight + score == 40", "PZ2202"),
        ("sex < male", "PZ2103"),
        ("pain < male", "PZ2004"),
        ("pain is femal", "PZ2004"),
        ("smoker is maybe", "PZ2004"),
        ("sex == pain", "PZ2101"),
        ("weight is male", "PZ2101"),
        ("smoker + 1 > 2", "PZ2101"),
        ("smoker == smoker", "PZ2101"),
        ("smoker != true", "PZ2101"),
        ("(sex as 'kg') > 2", "PZ2101"),
        ("weight", "PZ2102"),
        ("sex", "PZ2102"),
        ("not weight", "PZ2102"),
        ("number_of(weight) > 1", "PZ2102"),
        ("log(3) > 1", "PZ2105"),
        ("abs(1, 2) > 1", "PZ2105"),
        ("wieght > 3", "PZ2001"),
        ("smoker.onset > 3", "PZ2001"),
        ("female", "PZ2001"),
    ],
)
def test_is_one_mistake(expr: str, code: str) -> None:
    assert rule(expr) == [code]


def test_an_ambiguous_number_has_a_fix() -> None:
    (found,) = check(DECLARED + 'constraint shown { require hba1c > 6.5 because assumed "made up" }').report
    (edit,) = found.fix
    assert (edit.span.text, edit.text) == ("6.5", "6.5 '%'")


def test_a_category_alone_is_named_with_its_variable() -> None:
    (found,) = check(DECLARED + "constraint shown { require female }").report
    assert found.hint == "it is a category of `sex`: write `sex is female`"
