"""Laws and expressions as the plan has them: every number in the unit that is declared."""

from __future__ import annotations

from typing import Any

import pytest

from pzdsl.plan import expression as e
from pzdsl.plan import law as q
from pzdsl.plan.plan import Plan
from pzdsl.rules import RecordColumns, evaluate
from tests.semantics.made import compiled

ATTRIBUTES = """
type sex = female | male
dimension biological {
  attribute age : number months 0 to 1200 prior exactly 480
  attribute sex : sex prior { female: 100 % }
  attribute smoker : boolean prior 0 %
  attribute weight : number 'kg' 0 to 300 prior exactly 70
  attribute height : number 'cm' 0 to 250 prior exactly 170
"""


def law(declared: str, name: str = "x") -> q.Law:
    return compiled(ATTRIBUTES + declared + "\n}").variable(name).law


def rule(expr: str) -> e.Expr:
    plan = compiled(ATTRIBUTES + f'}} constraint shown {{ require {expr} because assumed "made up" }}')
    return plan.constraints[0].expr


def number(value: float) -> e.Num:
    return e.Num(value=value)


A = 'assumed "made up"'


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        (f"attribute x : boolean prior 2.5 % {A}", q.Bernoulli(p=0.025)),
        ("attribute x : sex prior exactly male", q.Point(value="male")),
        ("attribute x : boolean prior exactly true", q.Point(value=True)),
        ("attribute x : number years 0 to 9 prior exactly 6 months", q.Point(value=0.5)),
        (
            f"attribute x : sex prior {{ male: 33.3 %, female: rest }} {A}",
            q.Categorical(categories=("male", "female"), shares=(0.333, 0.667)),
        ),
        (
            f"attribute x : count 0 to 30 prior bands {{ 0 to 9: 50 %, 10 to < 20: 20 %, 20 to 30: rest }} {A}",
            q.Bands(lows=(0.0, 10.0, 20.0), highs=(10.0, 20.0, 31.0), shares=(0.5, 0.2, 0.3)),
        ),
        (
            f"attribute x : number 'm' 0 to 3 prior quantiles {{ 5 %: 150 'cm', 95 %: 1.9 }} {A}",
            q.Quantiles(levels=(0.05, 0.95), values=(1.5, 1.9)),
        ),
        (
            "attribute x : number days 0 to 90 "
            f"prior gamma(mean = 2 weeks, sd = 48 hours) within 1 day to < 12 weeks {A}",
            q.Family(
                family="gamma",
                args={"mean": number(14), "sd": number(2)},
                within=q.Bounds(low=number(1), high=number(84), high_open=True),
            ),
        ),
        (
            f"attribute x : number 0 to 9 prior mixture {{ 10 %: exactly 0, rest: uniform(low = 1, high = 9) }} {A}",
            q.Mixture(
                shares=(0.1, 0.9),
                parts=(q.Point(value=0.0), q.Family(family="uniform", args={"low": number(1), "high": number(9)})),
            ),
        ),
        (
            f"attribute x : number 0 to 900 prior lms(l = -1.2, m = (weight as 'g'), s = 0.1) within 0 to 900 {A}",
            q.Family(
                family="lms",
                args={
                    "l": e.Neg(x=number(1.2)),
                    "m": e.Arith(op="*", a=e.Var(name="weight"), b=number(1000)),
                    "s": number(0.1),
                },
                within=q.Bounds(low=number(0), high=number(900)),
            ),
        ),
        (
            f"attribute x : number 'g' derived = 2 * weight +- normal(mean = 0, sd = 1 'kg') {A}",
            q.Derived(
                expr=e.Arith(op="*", a=e.Arith(op="*", a=number(2), b=e.Var(name="weight")), b=number(1000)),
                noise_op="+-",
                noise=q.Family(family="normal", args={"mean": number(0), "sd": number(1000)}),
            ),
        ),
        (
            f"attribute x : number 'kg' derived = weight */ lognormal(median = 1, gsd = 1.4) {A}",
            q.Derived(
                expr=e.Var(name="weight"),
                noise_op="*/",
                noise=q.Family(family="lognormal", args={"median": number(1), "gsd": number(1.4)}),
            ),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_law(declared: str, expected: q.Law) -> None:
    assert law(declared) == expected


def test_pack_years_end_ten_years_before_the_age_in_months() -> None:
    found = law(
        f"attribute x : number years 0 to 150 prior gamma(mean = 18, sd = 14) within 0 years to (age - 10 years) {A}"
    )
    assert isinstance(found, q.Family)
    assert found.within is not None
    ten = e.Arith(op="-", a=e.Var(name="age"), b=number(120))
    assert found.within.high == e.Arith(op="*", a=ten, b=number(1 / 12))


def test_table_rows_are_in_the_parents_units() -> None:
    rows = "< 18 years, any => 1 %  18 years to < 240, male => 3 %  otherwise => 0 %"
    found = law(f"attribute x : boolean prior given age, sex {{ {rows} }} {A}")
    assert isinstance(found, q.Table)
    assert [row.patterns for row in found.rows] == [
        (q.Interval(high=216.0, high_open=True), q.AnyOf()),
        (q.Interval(low=216.0, high=240.0, high_open=True), q.CategoriesIn(categories=("male",))),
        None,
    ]
    assert found.rows[1].written == "18 years to < 240, male => 3 %"
    assert found.rows[0].cites == (q.Cite(assumed="made up"),)


def test_columns_become_rows_of_shares() -> None:
    found = law(
        f"attribute x : sex prior given smoker {{ columns male female\n true => 25 % rest\n false => 0 % rest }} {A}"
    )
    assert isinstance(found, q.Table)
    assert [row.law for row in found.rows] == [
        q.Categorical(categories=("male", "female"), shares=(0.25, 0.75)),
        q.Categorical(categories=("male", "female"), shares=(0.0, 1.0)),
    ]


def test_odds_count_steps_in_the_variables_unit() -> None:
    found = law(
        f"attribute x : boolean prior 5 % {A} odds 2 when smoker {A} odds 1.5 per 10 years of age above 50 years {A}"
    )
    assert isinstance(found, q.Odds)
    assert found.base == q.Bernoulli(p=0.05)
    per = found.effects[1]
    assert isinstance(per, q.OddsPer)
    assert (per.ratio, per.step, per.start) == (1.5, 120.0, 600.0)


RECORD: dict[str, Any] = {"age": 216.0, "sex": "male", "smoker": True, "weight": 80.0, "height": 180.0}


@pytest.mark.parametrize(
    ("expr", "holds"),
    [
        ("age >= 18 years", True),
        ("age > 18 years", False),
        ("18 years <= age", True),
        ("age between 17 years and 216", True),
        ("age - 10 years >= 8 years", True),
        ("age - 10 years > 96", False),
        ("(age as years) between 17.99 and 18.01", True),
        ("1 year + age > 227", True),  # a bare number is in the declared unit, whatever unit a constant has
        ("weight / height ^ 2 between 24.6 'kg/m2' and 24.7 'kg/m2'", True),
        ("weight * height ^ -2 between 24.6 'kg/m2' and 24.7 'kg/m2'", True),
        ("weight > 79 'kg' + 999 'g'", True),
        ("weight > 79 'kg' + 1001 'g'", False),
        ("min(90000 'g', weight) between 79 and 81", True),
        ("2 * max(81000 'g', weight) between 161 and 163", True),
        ("max(81000 'g', weight) between 80.9 and 81.1", True),
        ("min(0, weight) < 0", False),
        ("abs(-weight) >= 80000 'g'", True),
        ("2 * weight / 4 <= 40", True),
        ("(0.5 * (height as 'm')) 'm' < 90.1 'cm'", True),
        ("(0.5 * (height as 'm')) 'm' < 89.9 'cm'", False),
        ("ln(weight as 'g') > 11.28 and sqrt(height as 'cm') < 13.5", True),
        ("exp(0) <= 1 and exp(0) >= 1", True),
        ("number_of(smoker, sex is male, weight > 100) >= 2", True),
        ("number_of(smoker, sex is male, weight > 100) >= 3", False),
        ("sex is male implies smoker", True),
        ("sex == male and sex != female", True),
        ("sex in { female }", False),
        ("smoker is not true", False),
        ("(weight > 40 and smoker) is true", True),
        ("(weight > 90) is false", True),
        ("not (weight > 90 or not smoker)", True),
        ("smoker in { true, false }", True),
    ],
)
def test_expression_means_what_it_says(expr: str, holds: bool) -> None:
    """Through the one evaluator, on an 18-year-old man of 80 kg and 180 cm."""
    plan = compiled(ATTRIBUTES + f'}} constraint shown {{ require {expr} because assumed "made up" }}')
    column = evaluate(plan.constraints[0].expr, RecordColumns(plan, [RECORD]))
    assert (bool(column.values[0]), column.known is None or bool(column.known[0])) == (holds, True)


def test_a_bare_product_with_a_unit_keeps_it() -> None:
    assert rule("2 * age > 3 years") == e.Compare(
        op=">", a=e.Arith(op="*", a=number(2), b=e.Var(name="age")), b=number(36)
    )


def test_implies_is_or_and_between_is_and() -> None:
    assert rule("smoker implies sex is male") == e.Or(
        args=(e.Not(x=e.Var(name="smoker")), e.Member(name="sex", categories=("male",)))
    )
    assert rule("weight between 3 and 900 'g'") == e.And(
        args=(
            e.Compare(op=">=", a=e.Var(name="weight"), b=number(3)),
            e.Compare(op="<=", a=e.Var(name="weight"), b=number(0.9)),
        )
    )


@pytest.fixture(scope="module")
def whole() -> Plan:
    return compiled(
        ATTRIBUTES
        + """
  attribute pill : boolean prior 0 % kind medication dose 500 'mg' "daily" since uniform(low = 1 day, high = 1 year)
    assumed "made up"
}
source lab { title: "Laboratory" year: 2020 }
also called "Shown"
outline { definition: "What is shown." @lab }
course { phase only "Only phase" lasts exponential(mean = 2 weeks) @lab }
symptoms {
  symptom cough prior 0 % onset uniform(low = 1 day, high = 3 weeks) @lab known to caregiver disclosed at opening
}
exams {
  exam hba1c : number '%' 3 to 20 prior exactly 5
    precision 0.1
    reference 4 to < 5.7 when sex is male @lab [p. 3]
    critical > 10 @lab
    also in 'mmol/mol' = (10.929 * ((hba1c as '%') - 2.15)) 'mmol/mol' @lab
    missing given smoker { true => 50 %  false => 0 % } @lab
    ordered when weight > 90
}
cohort { require age >= 18 years }
soft 95 % constraint usual { require not smoker message "is {smoker}" because @lab }
hold smoker by age in { < 18 years, >= 18 years }, sex
stratify by sex
spoken for by caregiver when age < 5 years
narrative { opening: ["comes with {complaint}"]  not smoker: ["does not smoke"] }
test "shown" {
  given age = 20 years, sex = male, smoker = false
  expect accepted
  expect P(smoker given sex is male) as written from 0 % to 12.5 %
  expect quantile(hba1c, 90 %) from 4 '%' to 6 '%'
  expect unreachable smoker
}
"""
    )


def test_the_rest_is_there(whole: Plan) -> None:
    exam, pill, cough = whole.variable("hba1c"), whole.variable("pill"), whole.variable("cough")
    assert exam.references[0].band == q.Interval(low=4.0, high=5.7, high_open=True)
    assert exam.references[0].cites == (q.Cite(source="lab", locator="p. 3"),)
    assert exam.criticals[0].band == q.Interval(low=10.0, low_open=True)
    assert exam.also[0].unit == "mmol/mol"
    assert isinstance(exam.missing, q.Table)
    assert exam.side_reads == ("smoker", "weight")
    assert exam.known_to == ("clinician",)
    assert (pill.dose and pill.dose.amount, pill.dose and pill.dose.unit) == (500.0, "mg")
    assert (cough.known_to, cough.disclosed) == (("caregiver",), "at opening")
    assert whole.variable("cough.onset").cap == "course_time"
    assert (whole.constraints[0].soft, whole.constraints[0].message) == (0.95, "is {smoker}")
    assert [r.name for r in whole.constraints] == ["usual", "course_fits_life"]
    assert whole.holds[0].by[0].bands == (q.Interval(high=216.0, high_open=True), q.Interval(low=216.0))
    assert whole.sources["lab"].fields == {"title": "Laboratory", "year": "2020"}
    assert whole.phases[0].label == "Only phase"
    assert {(p.key, p.value) for p in whole.narrative} == {("opening", None), ("smoker", "false")}
    test = whole.tests[0]
    assert test.given == {"age": 240.0, "sex": "male", "smoker": False}
    assert [x.expect for x in test.expects] == ["accepted", "probability", "statistic", "unreachable"]


def test_each_comes_after_its_parents(whole: Plan) -> None:
    names = [v.name for v in whole.variables]
    for v in whole.variables:
        assert q.parents_of(v.law) <= set(v.parents)
        assert all(names.index(p) < names.index(v.name) for p in v.parents)
