"""Plans made by hand, for tests of everything behind the compiler."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pzdsl.plan.expression import Compare, Expr, Member, Num, Or, Var
from pzdsl.plan.law import (
    AnyOf,
    Bernoulli,
    Bounds,
    Categorical,
    CategoriesIn,
    Family,
    FamilyName,
    Interval,
    Law,
    Pattern,
    Place,
    Row,
    Table,
    parents_of,
)
from pzdsl.plan.plan import Category, Plan, Rule, Variable

HERE = Place(file="made.pz", line=1, column=1)


def variable(name: str, type_: str, law: Law, **options: Any) -> Variable:
    """A variable with what a test does not care about filled in; `categories` may be plain names."""
    names = options.pop("categories", ())
    return Variable.model_validate(
        {
            "name": name,
            "label": name,
            "stage": "attribute",
            "role": "attribute",
            "type": type_,
            "law": law,
            "parents": tuple(sorted(parents_of(law))),
            "categories": tuple(Category(name=n, label=n) for n in names),
            "at": HERE,
            "written": name,
            **options,
        }
    )


def plan(*variables: Variable, **options: Any) -> Plan:
    """A plan of these variables in this order."""
    return Plan.model_validate(
        {"compiler": "test", "name": "made", "label": "made", "files": {}, "variables": variables, **options}
    )


def rule(name: str, expr: Expr, **options: Any) -> Rule:
    """A constraint or a condition of the cohort."""
    return Rule(name=name, expr=expr, at=HERE, written=name, **options)


def family(name: FamilyName, within: Bounds | None = None, **args: float | Expr) -> Family:
    """A family whose arguments are numbers or expressions."""
    return Family(
        family=name,
        args={k: Num(value=float(v)) if isinstance(v, int | float) else v for k, v in args.items()},
        within=within,
    )


def within(low: float | Expr, high: float | Expr, high_open: bool = False) -> Bounds:
    """`low to high`."""
    ends = [Num(value=float(end)) if isinstance(end, int | float) else end for end in (low, high)]
    return Bounds(low=ends[0], high=ends[1], high_open=high_open)


def categorical(**shares: float) -> Categorical:
    """`{ a: …, b: … }`."""
    return Categorical(categories=tuple(shares), shares=tuple(shares.values()))


def table(given: Sequence[str], *rows: tuple[Sequence[Pattern] | None, Law]) -> Table:
    """`given … { … }`; the patterns None are `otherwise`."""
    return Table(
        given=tuple(given),
        rows=tuple(
            Row(patterns=None if patterns is None else tuple(patterns), law=law, at=HERE, written=f"row {i}")
            for i, (patterns, law) in enumerate(rows)
        ),
    )


def among(*categories: str) -> CategoriesIn:
    """The parent is one of these."""
    return CategoriesIn(categories=categories)


def below(high: float) -> Interval:
    """`< high`."""
    return Interval(high=high, high_open=True)


def at_least(low: float) -> Interval:
    """`>= low`."""
    return Interval(low=low)


def between(low: float, high: float) -> Interval:
    """`low to < high`."""
    return Interval(low=low, high=high, high_open=True)


ANY = AnyOf()


def read(name: str) -> Var:
    """The value of a variable."""
    return Var(name=name)


def compare(left: Expr | str | float, op: Any, right: Expr | str | float) -> Compare:
    """A comparison; strings are variables."""
    return Compare(op=op, a=_expr(left), b=_expr(right))


def either(*args: Expr) -> Or:
    """`a or b`."""
    return Or(args=args)


def member(name: str, *categories: str) -> Member:
    """`name in { categories }`."""
    return Member(name=name, categories=categories)


def _expr(part: Expr | str | float) -> Expr:
    if isinstance(part, str):
        return Var(name=part)
    return Num(value=float(part)) if isinstance(part, int | float) else part


def small_clinic(**options: Any) -> Plan:
    """Something of everything: tables, truncations, grids, odds, parts, missing values, a prevalence."""
    from pzdsl.plan.expression import Arith, Not
    from pzdsl.plan.law import Bands, Derived, Mixture, Odds, OddsPer, OddsWhen, Point, Quantiles

    def scaled(name: str, factor: float, offset: float) -> Arith:
        return Arith(op="+", a=Num(value=offset), b=Arith(op="*", a=Num(value=factor), b=Var(name=name)))

    variables = [
        variable(
            "age",
            "count",
            Bands(lows=(0.0, 18.0, 45.0, 65.0), highs=(18.0, 45.0, 65.0, 100.0), shares=(0.2, 0.35, 0.25, 0.2)),
            low=0.0,
            high=100.0,
            high_open=True,
            unit="years",
        ),
        variable("sex", "category", categorical(female=0.51, male=0.49), categories=("female", "male")),
        variable(
            "case",
            "boolean",
            table(
                ("age", "sex"),
                ((below(45), ANY), Bernoulli(p=0.032)),
                ((between(45, 65), among("female")), Bernoulli(p=0.121)),
                ((between(45, 65), among("male")), Bernoulli(p=0.148)),
                ((at_least(65), ANY), Bernoulli(p=0.244)),
            ),
            role="case",
            hidden=True,
        ),
        variable(
            "smoking",
            "category",
            table(
                ("age",),
                ((below(16),), categorical(never=0.97, current=0.03)),
                ((at_least(16),), categorical(never=0.6, former=0.22, current=0.18)),
            ),
            categories=("never", "former", "current"),
        ),
        variable(
            "pack_years",
            "number",
            table(
                ("smoking",),
                ((among("never"),), Point(value=0.0)),
                (
                    (among("former", "current"),),
                    family(
                        "gamma",
                        mean=18,
                        sd=14,
                        within=within(0, Arith(op="-", a=Var(name="age"), b=Num(value=10.0))),
                    ),
                ),
            ),
            low=0.0,
            high=150.0,
            precision=1.0,
            unit="years",
        ),
        variable(
            "bmi",
            "number",
            table(
                ("sex", "age"),
                ((among("female"), below(45)), family("lognormal", median=33, gsd=1.22)),
                ((among("male"), below(45)), family("lognormal", median=32, gsd=1.2)),
                ((ANY, at_least(45)), family("lognormal", median=31, gsd=1.18)),
            ),
            low=15.0,
            high=70.0,
            precision=0.1,
            unit="kg/m2",
        ),
        variable("relatives", "count", family("poisson", mean=1.1), low=0.0, high=8.0),
        variable(
            "metformin",
            "boolean",
            Odds(
                base=Bernoulli(p=0.35),
                effects=(
                    OddsWhen(ratio=1.4, condition=compare("bmi", ">=", 30)),
                    OddsPer(ratio=1.2, step=10.0, variable="age", start=40.0),
                ),
            ),
        ),
        variable(
            "height",
            "number",
            Mixture(
                shares=(0.4, 0.6),
                parts=(
                    family("normal", mean=scaled("age", 0.02, 160), sd=6),
                    family("normal", mean=172, sd=7, within=within(150, 200)),
                ),
            ),
            low=120.0,
            high=220.0,
            unit="cm",
        ),
        variable(
            "polyuria",
            "boolean",
            table(("sex",), ((among("female"),), Bernoulli(p=0.3)), ((ANY,), Bernoulli(p=0.2))),
            stage="symptom",
            role="symptom",
        ),
        variable(
            "polyuria.severity",
            "category",
            categorical(mild=0.5, moderate=0.3, severe=0.2),
            categories=("mild", "moderate", "severe"),
            ordered=True,
            stage="symptom",
            role="part",
            part_of="polyuria",
            part="severity",
        ),
        variable(
            "polyuria.onset",
            "number",
            family("uniform", low=3, high=90),
            low=0.0,
            precision=1.0,
            unit="days",
            stage="symptom",
            role="part",
            part_of="polyuria",
            part="onset",
            cap="pack_years",
        ),
        variable(
            "hba1c",
            "number",
            table(
                ("polyuria",),
                ((among("false"),), family("normal", mean=7, sd=0.6, within=within(5.7, 12, True))),
                ((among("true"),), family("normal", mean=9.1, sd=1.8, within=within(5.7, 16))),
            ),
            low=3.0,
            high=20.0,
            precision=0.1,
            unit="%",
            stage="exam",
            role="exam",
        ),
        variable(
            "glucose",
            "number",
            family("normal", mean=scaled("hba1c", 25, -20), sd=30),
            low=20.0,
            high=1000.0,
            precision=1.0,
            unit="mg/dL",
            stage="exam",
            role="exam",
            missing=Bernoulli(p=0.04),
            ordered_when=either(compare("age", ">=", 10), Not(x=Var(name="metformin"))),
        ),
        variable(
            "mean_glucose",
            "number",
            Derived(expr=scaled("hba1c", 28.7, -46.7), noise_op="+-", noise=family("normal", mean=0, sd=15.7)),
            low=20.0,
            high=1000.0,
            precision=1.0,
            unit="mg/dL",
            stage="exam",
            role="exam",
        ),
        variable(
            "pressure",
            "number",
            Quantiles(levels=(0.05, 0.5, 0.95), values=(90.0, 118.0, 160.0)),
            low=70.0,
            high=260.0,
            precision=1.0,
            unit="mm[Hg]",
            stage="exam",
            role="exam",
        ),
    ]
    fields: dict[str, Any] = {
        "prevalence": "case",
        "cohort": (rule("adult", compare("age", ">=", 18)),),
        "constraints": (
            rule("diagnostic", either(compare("hba1c", ">=", 6.5), compare("glucose", ">=", 126))),
            rule("lean_needs_family", either(compare("bmi", ">=", 23), compare("relatives", ">=", 1))),
            rule(
                "severe_is_high",
                either(Not(x=member("polyuria.severity", "severe")), compare("hba1c", ">", 7)),
            ),
        ),
    }
    return plan(*variables, **{**fields, **options})
