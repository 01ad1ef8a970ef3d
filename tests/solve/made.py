"""Random small plans: something of everything, few enough patients to count."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from pzdsl.plan.expression import And, Arith, Call, Cat, Compare, Expr, Member, Not, Num, NumberOf, Or, Var
from pzdsl.plan.law import (
    AnyOf,
    Bands,
    Bernoulli,
    Categorical,
    CategoriesIn,
    Derived,
    Interval,
    Law,
    Mixture,
    Odds,
    OddsPer,
    OddsWhen,
    Point,
    Row,
)
from pzdsl.plan.plan import Hold, Plan, StratumBy, Variable
from tests.plans import HERE, family, plan, rule, table, variable, within

NAMES = ("low", "middle", "high", "top")


@dataclass(frozen=True)
class Made:
    """A plan, whether its patients can be counted, and a filter."""

    plan: Plan
    is_finite: bool
    where: Expr | None


def made(seed: int) -> Made:
    """The plan of a seed."""
    random = Random(seed)
    is_finite = random.random() < 0.7
    maker = _Maker(random, is_finite)
    for i in range(random.randint(3, 6)):
        maker.add(f"v{i}")
    options: dict[str, Any] = {
        "constraints": tuple(rule(f"r{i}", maker.condition(2)) for i in range(random.randint(1, 3)))
    }
    if random.random() < 0.3:
        maker.variables.append(variable("case", "boolean", maker.truth_law(), role="case", hidden=True))
        options["prevalence"] = "case"
    if random.random() < 0.3:
        options["cohort"] = (rule("cohort", maker.condition(1)),)
    where = maker.condition(1) if random.random() < 0.3 else None
    options["constraints"] += tuple(
        rule(f"s{i}", maker.condition(1), soft=round(random.uniform(0.3, 0.95), 2))
        for i in range(random.choice((0, 0, 1, 1, 2)))
    )
    options["holds"] = tuple(maker.hold() for _ in range(random.choice((0, 0, 1, 1, 2))))
    return Made(plan(*maker.variables, **options), is_finite, where)


class _Maker:
    def __init__(self, random: Random, is_finite: bool) -> None:
        self.random, self.is_finite = random, is_finite
        self.variables: list[Variable] = []

    def add(self, name: str) -> None:
        kinds = ["category", "boolean", "count", "grid", "derived", "noisy", "part"]
        kind = self.random.choice(kinds if self.is_finite else [*kinds, "real", "real"])
        options: dict[str, Any] = {}
        if self.random.random() < 0.15:
            options["missing"] = Bernoulli(p=0.2)
        getattr(self, f"_{kind}")(name, options)

    # --- variables

    def _category(self, name: str, options: dict[str, Any], law: Law | None = None) -> None:
        names = NAMES[: self.random.randint(2, 4)]
        own = law or self.rows(lambda: self.shares(names))
        self.variables.append(variable(name, "category", own, categories=names, ordered=True, **options))

    def _boolean(self, name: str, options: dict[str, Any]) -> None:
        self.variables.append(variable(name, "boolean", self.truth_law(), **options))

    def _count(self, name: str, options: dict[str, Any]) -> None:
        high = self.random.randint(2, 6)

        def law() -> Law:
            if self.random.random() < 0.5:
                return family("poisson", mean=self.random.uniform(0.5, 4))
            cut = self.random.randint(1, high)
            return Bands(lows=(0.0, float(cut)), highs=(float(cut), high + 1.0), shares=(0.25, 0.75))

        self.variables.append(variable(name, "count", self.rows(law), low=0.0, high=float(high), **options))

    def _grid(self, name: str, options: dict[str, Any]) -> None:
        self.variables.append(self.number(name, self.rows(self.number_law), options))

    def _noisy(self, name: str, options: dict[str, Any]) -> None:
        """An exam whose mean follows a number: `normal(mean = 1 + x)` or `1 + x +- normal(…)`."""
        numbers = [v for v in self.variables if v.type in ("number", "count")]
        if not numbers:
            return self._grid(name, options)
        mean = self.linear(self.random.choice(numbers).name)
        sd = self.random.uniform(0.5, 2)
        law: Law = family("normal", mean=mean, sd=sd)
        if self.random.random() < 0.4:
            law = Derived(expr=mean, noise_op="+-", noise=family("normal", mean=0, sd=sd))
        self.variables.append(self.number(name, law, options))

    def _derived(self, name: str, options: dict[str, Any]) -> None:
        numbers = [v.name for v in self.variables if v.type in ("number", "count")]
        if len(numbers) < 1 or self.random.random() < 0.4:
            law = Derived(expr=NumberOf(args=(self.condition(1), self.condition(1))))
            self.variables.append(variable(name, "count", law, low=0.0, high=2.0))
            return
        if self.random.random() < 0.3:
            self.variables.append(variable(name, "boolean", Derived(expr=self.condition(1)), **options))
            return
        law = Derived(expr=self.linear(self.random.choice(numbers)))
        self.variables.append(variable(name, "number", law, low=-2.0, high=7.0, precision=0.5, **options))

    def _part(self, name: str, options: dict[str, Any]) -> None:
        owners = [v for v in self.variables if v.type == "boolean" and v.part_of is None]
        if not owners:
            return self._boolean(name, options)
        own = {**options, "role": "part", "part": "severity", "part_of": self.random.choice(owners).name}
        if self.random.random() < 0.5:
            return self._category(name, own)
        counts = [v.name for v in self.variables if v.type == "count" and v.part_of is None]
        if counts and self.random.random() < 0.5:
            own["cap"] = self.random.choice(counts)
        self.variables.append(self.number(name, self.number_law(), own))

    def _real(self, name: str, options: dict[str, Any]) -> None:
        law: Law = family("uniform", low=0, high=5)
        numbers = [v.name for v in self.variables if v.type in ("number", "count")]
        if self.random.random() < 0.6:
            mean: Any = self.linear(self.random.choice(numbers)) if numbers and self.random.random() < 0.4 else 2.0
            law = family(self.random.choice(("normal", "normal", "gamma")), mean=mean, sd=1.3)
            if law.family == "gamma":
                law = family("gamma", mean=2, sd=1.5)
        self.variables.append(variable(name, "number", law, low=0.0, high=6.0, **options))

    def number(self, name: str, law: Law, options: dict[str, Any]) -> Variable:
        return variable(name, "number", law, low=0.0, high=float(self.random.randint(2, 4)), precision=0.5, **options)

    # --- holds

    def hold(self) -> Hold:
        """One variable by another or none; with rows of its own for some categories."""
        named = self.random.sample(self.variables[: max(2, len(self.variables) // 2 + 1)], 2)
        held = self._stratum(named[0])
        by = (self._stratum(named[1]),) if self.random.random() < 0.5 else ()
        rows: tuple[Row, ...] = ()
        if named[0].type == "category" and by and self.random.random() < 0.4:
            names = tuple(c.name for c in named[0].categories)
            rows = (Row(patterns=None, law=self.shares(names), at=HERE, written="otherwise"),)
            if named[0].part_of is not None:
                rows = ()  # who has no value would be asked to have one
        return Hold(held=(held,), by=by, rows=rows, at=HERE, written=f"hold {named[0].name}")

    def _stratum(self, v: Variable) -> StratumBy:
        bands: tuple[Interval, ...] = ()
        if v.type in ("number", "count"):
            bands = (Interval(low=1.0, high=2.0, high_open=self.random.random() < 0.5),)
        return StratumBy(variable=v.name, bands=bands)

    # --- laws

    def rows(self, law: Any) -> Law:
        """A law, or a table of such laws."""
        if not self.variables or self.random.random() < 0.4:
            return law()
        parent = self.random.choice(self.variables)
        first, second = self.patterns(parent)
        rows: list[Any] = [((first,), law())]
        rows.append((None if parent.part_of or self.random.random() < 0.5 else (second,), law()))
        return table((parent.name,), *rows)

    def patterns(self, parent: Variable) -> tuple[Any, Any]:
        if parent.type in ("number", "count"):
            cut = float(self.random.randint(1, 3))
            if self.random.random() < 0.2:
                return AnyOf(), Interval(low=99.0)
            return Interval(high=cut, high_open=True), Interval(low=cut)
        names = [c.name for c in parent.categories] or ["false", "true"]
        cut = self.random.randint(1, len(names) - 1)
        return CategoriesIn(categories=tuple(names[:cut])), CategoriesIn(categories=tuple(names[cut:]))

    def shares(self, names: tuple[str, ...]) -> Law:
        weights = [self.random.uniform(0.2, 1) for _ in names]
        if self.random.random() < 0.2:
            weights[-1] = 0.0
        return Categorical(categories=names, shares=tuple(w / sum(weights) for w in weights))

    def truth_law(self) -> Law:
        base = self.rows(lambda: Bernoulli(p=round(self.random.uniform(0.1, 0.9), 2)))
        if not self.variables or self.random.random() < 0.5:
            return base
        effects: list[Any] = [OddsWhen(ratio=self.random.uniform(0.3, 3), condition=self.condition(1))]
        numbers = [v.name for v in self.variables if v.type in ("number", "count")]
        if numbers and self.random.random() < 0.5:
            effects.append(OddsPer(ratio=1.7, step=1.0, variable=self.random.choice(numbers), start=1.0))
        return Odds(base=base, effects=tuple(effects))

    def number_law(self) -> Law:
        counts = [v.name for v in self.variables if v.type == "count" and v.part_of is None]
        match self.random.randint(0, 4):
            case 0:
                return family("uniform", low=0, high=3)
            case 1:
                return family("exponential", mean=1.5)
            case 2:
                return Mixture(
                    shares=(0.3, 0.7),
                    parts=(family("normal", mean=0.5, sd=0.6), family("normal", mean=2.5, sd=1.0)),
                )
            case 3 if counts:
                top = self.random.choice(counts)
                return family(
                    "normal", mean=1.5, sd=1, within=within(0, Arith(op="+", a=Var(name=top), b=Num(value=0.5)))
                )
            case _:
                return Point(value=1.5) if self.random.random() < 0.2 else family("normal", mean=1.5, sd=1.2)

    def linear(self, name: str) -> Expr:
        scaled = Arith(op="*", a=Num(value=self.random.choice((-0.5, 0.5, 1.0))), b=Var(name=name))
        return Arith(op="+", a=Num(value=self.random.choice((0.5, 1.5))), b=scaled)

    # --- conditions

    def condition(self, depth: int) -> Expr:
        roll = self.random.random()
        if depth and roll < 0.25:
            return Or(args=(self.condition(depth - 1), self.condition(depth - 1)))
        if depth and roll < 0.45:
            return Or(args=(Not(x=self.condition(depth - 1)), self.condition(depth - 1)))
        if depth and roll < 0.55:
            return And(args=(self.condition(depth - 1), self.condition(depth - 1)))
        if depth and roll < 0.62:
            parts = tuple(self.condition(depth - 1) for _ in range(3))
            return Compare(op=">=", a=NumberOf(args=parts), b=Num(value=2.0))
        return self.atom()

    def atom(self) -> Expr:
        if not self.variables:
            return Compare(op="<", a=Num(value=0.0), b=Num(value=1.0))
        one = self.random.choice(self.variables)
        if one.type == "boolean":
            return Var(name=one.name)
        if one.type == "category":
            names = [c.name for c in one.categories]
            if self.random.random() < 0.3:
                return Compare(
                    op=self.random.choice(("<", ">=")), a=Var(name=one.name), b=Cat(like=one.name, name=names[1])
                )
            return Member(name=one.name, categories=tuple(self.random.sample(names, self.random.randint(1, 2))))
        others = [v.name for v in self.variables if v.type in ("number", "count") and v is not one]
        op = self.random.choice(("<", "<=", ">", ">="))
        if others and self.random.random() < 0.4:
            other: Expr = Var(name=self.random.choice(others))
            if self.random.random() < 0.5:
                other = Arith(op=self.random.choice(("+", "-")), a=other, b=Num(value=1.0))
            elif self.random.random() < 0.3:
                other = Call(function="max", args=(other, Num(value=1.5)))
            return Compare(op=op, a=Var(name=one.name), b=other)
        return Compare(op=op, a=Var(name=one.name), b=Num(value=float(self.random.randint(1, 3))))
