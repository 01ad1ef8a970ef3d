"""Laws of a plan: how a variable is drawn, given its parents, as data.

Numbers are in the variable's declared unit. Shares are in [0, 1] and sum to 1 (they were exact rationals before).
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from pzdsl.plan.expression import Expr, Frozen, variables_of


class Cite(Frozen):
    """Where a number comes from: a source of the plan with a place in it, or a reason why it was assumed."""

    source: str | None = None
    locator: str | None = None
    assumed: str | None = None


class Place(Frozen):
    """Where something is written: file as people know it, line and column counted from 1."""

    file: str
    line: int
    column: int


class Bernoulli(Frozen):
    """True with probability `p`."""

    law: Literal["bernoulli"] = "bernoulli"
    p: float = Field(ge=0, le=1)


class Point(Frozen):
    """One value for sure: a number, a truth value, or a category's name."""

    law: Literal["point"] = "point"
    value: float | bool | str


class Categorical(Frozen):
    """Categories by name with their shares; categories of the type that are not listed have share 0."""

    law: Literal["categorical"] = "categorical"
    categories: tuple[str, ...]
    shares: tuple[float, ...]


class Bands(Frozen):
    """Half-open bands `[low, high)`, uniform within each; for a count, uniform over its whole numbers."""

    law: Literal["bands"] = "bands"
    lows: tuple[float, ...]
    highs: tuple[float, ...]
    shares: tuple[float, ...]


class Bounds(Frozen):
    """`low to high` of a truncation; each end may read earlier variables. `high_open`: `to < high`."""

    low: Expr
    high: Expr
    high_open: bool = False


class Mixture(Frozen):
    """One of several laws, chosen by share."""

    law: Literal["mixture"] = "mixture"
    shares: tuple[float, ...]
    parts: tuple[Law, ...]


class Quantiles(Frozen):
    """Uniform between neighbouring quantiles; the ends are the bounds, or else the declared range."""

    law: Literal["quantiles"] = "quantiles"
    levels: tuple[float, ...]
    values: tuple[float, ...]
    within: Bounds | None = None


FamilyName = Literal[
    "normal",
    "lognormal",
    "gamma",
    "beta",
    "poisson",
    "negative_binomial",
    "exponential",
    "weibull",
    "uniform",
    "triangular",
    "student_t",
    "lms",
]


class Family(Frozen):
    """A family by name with the arguments that papers print, each an expression of earlier variables."""

    law: Literal["family"] = "family"
    family: FamilyName
    args: dict[str, Expr]
    within: Bounds | None = None


class AnyOf(Frozen):
    """`any`."""

    test: Literal["any"] = "any"


class CategoriesIn(Frozen):
    """The parent is one of these categories (`true`, `false` for a boolean)."""

    test: Literal["categories"] = "categories"
    categories: tuple[str, ...]


class Interval(Frozen):
    """The parent's number lies between two ends; None is no end."""

    test: Literal["interval"] = "interval"
    low: float | None = None
    high: float | None = None
    low_open: bool = False
    high_open: bool = False


Pattern = Annotated[AnyOf | CategoriesIn | Interval, Field(discriminator="test")]


class Row(Frozen):
    """One row of a table; `patterns` is None for `otherwise`."""

    patterns: tuple[Pattern, ...] | None = None
    law: Law
    at: Place
    written: str
    cites: tuple[Cite, ...] = ()


class Table(Frozen):
    """The row whose patterns match the parents; exactly one does."""

    law: Literal["table"] = "table"
    given: tuple[str, ...]
    rows: tuple[Row, ...]


class OddsWhen(Frozen):
    """Multiplies the odds where the condition holds."""

    effect: Literal["when"] = "when"
    ratio: float = Field(gt=0)
    condition: Expr
    cites: tuple[Cite, ...] = ()


class OddsPer(Frozen):
    """Multiplies the odds by `ratio` for each `step` of the variable above `start`; below it, nothing."""

    effect: Literal["per"] = "per"
    ratio: float = Field(gt=0)
    step: float = Field(gt=0)
    variable: str
    start: float
    cites: tuple[Cite, ...] = ()


class Odds(Frozen):
    """A boolean whose base probability (a Bernoulli or a table of them) is moved by odds ratios."""

    law: Literal["odds"] = "odds"
    base: Law
    effects: tuple[Annotated[OddsWhen | OddsPer, Field(discriminator="effect")], ...]


class Derived(Frozen):
    """The value of an expression, with noise added (`+-`) or multiplied (`*/`) if there is any.

    With noise the law of the noise is truncated so that the value stays in the declared range. Without noise a
    value outside the declared range makes the patient impossible.
    """

    law: Literal["derived"] = "derived"
    expr: Expr
    noise_op: Literal["+-", "*/"] | None = None
    noise: Law | None = None


class CourseClock(Frozen):
    """Time in days spent in the current phase (`phase`), or since the course began (`course`).

    `phases` in order; the time in each is the variable `PHASE.lasts`; `phase_share` is the uniform share of the
    current phase that has gone by.
    """

    law: Literal["clock"] = "clock"
    what: Literal["phase", "course"]
    phases: tuple[str, ...]


Law = Annotated[
    Bernoulli | Point | Categorical | Bands | Mixture | Quantiles | Family | Table | Odds | Derived | CourseClock,
    Field(discriminator="law"),
]

for _law in (Mixture, Row, Table, Odds, Derived):
    _law.model_rebuild()


def parents_of(law: Law) -> frozenset[str]:
    """The names of the variables that a law reads."""
    match law:
        case Bernoulli() | Point() | Categorical() | Bands():
            return frozenset()
        case Mixture(parts=parts):
            return frozenset().union(*(parents_of(part) for part in parts))
        case Quantiles(within=within):
            return _of_bounds(within)
        case Family(args=args, within=within):
            return _of_bounds(within).union(*(variables_of(arg) for arg in args.values()))
        case Table(given=given, rows=rows):
            return frozenset(given).union(*(parents_of(row.law) for row in rows))
        case Odds(base=base, effects=effects):
            names = parents_of(base)
            for effect in effects:
                names |= {effect.variable} if isinstance(effect, OddsPer) else variables_of(effect.condition)
            return names
        case Derived(expr=expr, noise=noise):
            return variables_of(expr) | (parents_of(noise) if noise is not None else frozenset())
        case CourseClock(phases=phases):
            return frozenset({"phase", "phase_share", *(f"{phase}.lasts" for phase in phases)})


def _of_bounds(within: Bounds | None) -> frozenset[str]:
    return frozenset() if within is None else variables_of(within.low) | variables_of(within.high)
