"""The cited numbers of a spec: each share and each mean or median that some row of a law states."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pzdsl.plan.expression import Expr, Member, Num, Var
from pzdsl.plan.law import Bernoulli, Categorical, Cite, Family, Law, Odds, Place
from pzdsl.plan.plan import Plan, Variable
from pzdsl.proofs.units import head_of, rows_of

Statistic = Literal["share", "mean", "median"]


@dataclass(frozen=True, slots=True)
class CitedNumber:
    """One number as it is written: of which variable, among whom, and where it comes from.

    `value` is a share in [0, 1], or a number in the variable's unit.
    """

    variable: Variable
    statistic: Statistic
    value: float
    category: str | None  # of a share
    among: Expr | None  # the row's condition; None for everybody
    head: str | None  # the row's condition as written
    at: Place
    written: str
    cites: tuple[Cite, ...]

    @property
    def event(self) -> Expr:
        """What a share is of."""
        name = self.variable.name
        if self.variable.type == "boolean":
            return Var(name=name)
        assert self.category is not None
        return Member(name=name, categories=(self.category,))

    @property
    def is_sourced(self) -> bool:
        """Whether a source is named for it, not only a reason why it was assumed."""
        return any(cite.source is not None for cite in self.cites)

    @property
    def is_gated(self) -> bool:
        """Whether a gate bounds it: the spec's own, and from a source."""
        return self.is_sourced and self.variable.library is None

    @property
    def told(self) -> str:
        """What it is of, in the author's words."""
        name = self.variable.name
        what = name if self.statistic == "share" else f"{self.statistic}({name})"
        if self.category is not None and self.variable.type != "boolean":
            what = f"{name} is {self.category}"
        return what if self.head is None else f"{what} given {self.head}"


def cited_numbers(plan: Plan) -> Iterator[CitedNumber]:
    """The numbers of all laws that state them outright; odds ratios and the prevalence only weigh."""
    for variable in plan.variables:
        if variable.name == plan.prevalence or isinstance(variable.law, Odds):
            continue
        rows = list(rows_of(variable))
        for expr, row in rows:
            cites = row.cites or variable.cites
            for statistic, value, category in _stated(row.law, variable):
                yield CitedNumber(variable, statistic, value, category, expr, head_of(row), row.at, row.written, cites)
        if not rows:
            for statistic, value, category in _stated(variable.law, variable):
                yield CitedNumber(
                    variable, statistic, value, category, None, None, variable.at, variable.written, variable.cites
                )


def _stated(law: Law, variable: Variable) -> Iterator[tuple[Statistic, float, str | None]]:
    match law:
        case Bernoulli(p=p) if 0 < p < 1:
            yield "share", p, "true"
        case Categorical(categories=categories, shares=shares):
            for category, share in zip(categories, shares, strict=True):
                if 0 < share < 1:  # what is so by definition cannot be moved
                    yield "share", share, category
        case Family(args=args):
            statistic: Literal["mean", "median"]
            for statistic in ("mean", "median"):
                arg = args.get(statistic)
                if isinstance(arg, Num):
                    yield statistic, arg.value, None
        case _:
            return
