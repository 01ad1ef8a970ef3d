"""The laws of the language as distribution functions, from the syntax tree, built on `scipy.stats`.

A `Cohort` holds patients that are already there. For some of its rows and one distribution of the tree, `law_of`
gives the four tails of the distribution function in each row; nothing is drawn and nothing is inverted. Grids
follow section 3.9 of the language (differences at half steps, renormalized within the bounds), truncation 3.3, and
the caps of onsets 3.12.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from pzdsl.semantics.spec import Boolean, Categorical, Numeric, Variable
from pzdsl.semantics.units import PLAIN, Unit, conversion, parse_unit
from pzdsl.syntax import tree
from tests.reference.evaluate import Variables, condition, in_unit, names_read

F64 = NDArray[np.float64]
Rows = NDArray[np.intp]
Tail = Callable[[F64], F64]


@dataclass
class Cohort:
    """Patients by column: numbers as floats, booleans, categories by position; `known` where not all have a value."""

    variables: Variables
    size: int
    values: dict[str, NDArray[Any]]
    known: dict[str, NDArray[np.bool_]]

    def has_value(self, name: str) -> NDArray[np.bool_]:
        """Where a variable has one."""
        found = self.known.get(name)
        return np.ones(self.size, np.bool_) if found is None else found

    def listed(self, name: str, rows: Rows) -> list[Any]:
        """The values of a variable as rows of the reference evaluator hold them."""
        type_ = self.variables[name].type
        values: list[Any] = self.values[name][rows].tolist()
        if isinstance(type_, Categorical):
            names = type_.names
            values = [names[code] for code in values]
        if name in self.known:
            there = self.known[name][rows].tolist()
            values = [value if is_there else None for value, is_there in zip(values, there, strict=True)]
        return values

    def records(self, names: Sequence[str], rows: Rows) -> list[dict[str, Any]]:
        """Some columns of some rows, row by row."""
        columns = [self.listed(name, rows) for name in names]
        return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]

    def number(self, expr: tree.Expr, unit: Unit | None, rows: Rows) -> F64:
        """An expression in a unit, row by row; not a number where it is unknown."""
        read, names = in_unit(expr, unit, self.variables), names_read([expr], self.variables)
        if not names:
            constant = read({})
            return np.full(len(rows), np.nan if constant is None else constant)
        found = [read(row) for row in self.records(names, rows)]
        return np.array([np.nan if x is None else x for x in found], np.float64)

    def truth(self, expr: tree.Expr, rows: Rows) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Where a condition is true, and where it is known."""
        holds = condition(expr, self.variables)
        found = [holds(row) for row in self.records(names_read([expr], self.variables), rows)]
        return (
            np.array([x is True for x in found], np.bool_),
            np.array([x is not None for x in found], np.bool_),
        )


@dataclass
class Law:
    """One distribution a row: P(X <= x), P(X > x), P(X < x), P(X >= x)."""

    upto: Tail
    above: Tail
    before: Tail
    from_on: Tail

    def between(self, low: F64, high: F64) -> F64:
        """P(low <= X <= high), from whichever tail keeps its digits."""
        start = self.before(low)
        lower = self.upto(high) - start
        upper = self.from_on(low) - self.above(high)
        return np.where(start > 0.5, upper, lower)


def mass_between(law: Law, low: F64, high: F64) -> F64:
    """The same, and 0 where the bounds have crossed."""
    return np.where(low <= high, np.maximum(law.between(low, np.maximum(low, high)), 0.0), 0.0)


def truncated(law: Law, low: F64, high: F64) -> Law:
    """A law within closed bounds."""
    mass = mass_between(law, low, high)
    scale = np.where(mass > 0, mass, np.nan)

    def share(start: F64, stop: F64) -> F64:
        return mass_between(law, start, stop) / scale

    def upto(x: F64) -> F64:
        return share(low, np.minimum(x, high))

    def before(x: F64) -> F64:
        return share(low, np.minimum(np.nextafter(x, -np.inf), high))

    return Law(
        upto,
        lambda x: share(np.maximum(np.nextafter(x, np.inf), low), high),
        before,
        lambda x: share(np.maximum(x, low), high),
    )


# --- numbers as written


def in_declared(quantity: tree.Quantity, unit: Unit | None) -> Decimal:
    """A quantity in a declared unit, as an exact number."""
    if quantity.unit is None:
        return quantity.value
    own = parse_unit(quantity.unit, quantity.is_time)
    assert own is not None
    factor = conversion(own, unit or PLAIN)
    assert factor is not None
    return Decimal(factor.numerator) * quantity.value / Decimal(factor.denominator)


def shares_of(shares: Sequence[tree.Share]) -> list[float]:
    """Percentages as probabilities, `rest` as what is left."""
    stated = sum((Fraction(s.percent) for s in shares if s.percent is not None), Fraction(0))
    return [float((100 - stated if s.percent is None else Fraction(s.percent)) / 100) for s in shares]


# --- which distribution applies to whom


@dataclass(frozen=True)
class Group:
    """The rows to which one distribution applies; `label` is how a table's row is written."""

    label: str
    rows: Rows
    dist: tree.Dist


def groups_of(value: tree.Value, cohort: Cohort, rows: Rows) -> list[Group]:
    """Each distribution of a value with its rows; a row that no pattern matches is in none."""
    if isinstance(value, tree.Plain):
        return [Group("", rows, value.dist)]
    left = np.ones(len(rows), np.bool_)
    found: list[Group] = []
    otherwise: tree.Row | None = None
    for i, row in enumerate(value.rows):
        if row.patterns is None:
            assert isinstance(row, tree.Row)
            otherwise = row
            continue
        fits = left.copy()
        for name, pattern in zip(value.given, row.patterns, strict=True):
            fits &= matches(pattern, name.text, cohort, rows)
        left &= ~fits
        label = ", ".join(" ".join(p.span.text.split()) for p in row.patterns)
        found.append(Group(label or f"row {i + 1}", rows[fits], _dist_of(row, value)))
    if otherwise is not None:
        found.append(Group("otherwise", rows[left], otherwise.dist))
    return [group for group in found if len(group.rows)]


def _dist_of(row: tree.Row | tree.ColumnRow, value: tree.Table | tree.ColumnTable) -> tree.Dist:
    if isinstance(row, tree.Row):
        return row.dist
    assert isinstance(value, tree.ColumnTable)
    return tree.Categorical(shares=tuple(zip(value.columns, row.shares, strict=True)), span=row.span)


def matches(pattern: tree.Pattern, name: str, cohort: Cohort, rows: Rows) -> NDArray[np.bool_]:
    """Where a pattern fits a parent; only `any` fits one without a value."""
    if isinstance(pattern, tree.AnyPattern):
        return np.ones(len(rows), np.bool_)
    variable = cohort.variables[name]
    there, values = cohort.has_value(name)[rows], cohort.values[name][rows]
    match pattern, variable.type:
        case tree.NamePattern(names=names), Boolean():
            return there & np.isin(values, [n.text == "true" for n in names])
        case tree.NamePattern(names=names), Categorical() as type_:
            return there & np.isin(values, [type_.names.index(n.text) for n in names])
        case tree.Range(low=low, high=high, high_open=is_open), Numeric(unit=unit):
            top = float(in_declared(high, unit))
            return there & (values >= float(in_declared(low, unit))) & (values < top if is_open else values <= top)
        case tree.Against(op=op, value=quantity), Numeric(unit=unit):
            bound = float(in_declared(quantity, unit))
            test = {"<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal,
                    "==": np.equal, "!=": np.not_equal}[op]  # fmt: skip
            return np.asarray(there & test(values, bound))
    raise TypeError(f"`{pattern.span.text}` cannot match `{name}`")


# --- laws of categories and truth values


def category_shares(dist: tree.Dist, type_: Categorical) -> F64:
    """The probability of each category, in the order of the type."""
    shares = np.zeros(len(type_.names))
    match dist:
        case tree.Categorical(shares=pairs):
            for (name, _), share in zip(pairs, shares_of([s for _, s in pairs]), strict=True):
                shares[type_.names.index(name.text)] += share
        case tree.Point(value=tree.Name(text=text)):
            shares[type_.names.index(text)] = 1.0
        case tree.Mixture(parts=parts):
            for (_, part), share in zip(parts, shares_of([s for s, _ in parts]), strict=True):
                shares += share * category_shares(part, type_)
        case _:
            raise TypeError(f"no law of categories: {dist}")
    return shares


def truth_prob(dist: tree.Dist) -> float:
    """The probability of true."""
    match dist:
        case tree.Bernoulli(share=share):
            return shares_of([share])[0]
        case tree.Point(value=tree.Name(text=text)):
            return float(text == "true")
        case tree.Categorical(shares=pairs):
            probs = shares_of([s for _, s in pairs])
            return sum(p for (name, _), p in zip(pairs, probs, strict=True) if name.text == "true")
        case tree.Mixture(parts=parts):
            probs = shares_of([s for s, _ in parts])
            return sum(p * truth_prob(part) for (_, part), p in zip(parts, probs, strict=True))
        case _:
            raise TypeError(f"no law of truth values: {dist}")


def odds_factor(effects: Sequence[tree.OddsWhen | tree.OddsPer], cohort: Cohort, rows: Rows) -> F64:
    """By what published effects multiply the odds; below its start a slope does nothing."""
    factor = np.ones(len(rows))
    for effect in effects:
        ratio = float(effect.ratio.value)
        if isinstance(effect, tree.OddsWhen):
            holds, _ = cohort.truth(effect.condition, rows)
            factor *= np.where(holds, ratio, 1.0)
            continue
        type_ = cohort.variables[effect.variable.text].type
        assert isinstance(type_, Numeric)
        start = float(in_declared(effect.above, type_.unit) if effect.above else type_.low or 0)
        step = float(in_declared(effect.step, type_.unit))
        steps = np.maximum(cohort.values[effect.variable.text][rows] - start, 0.0) / step
        factor *= ratio ** np.where(cohort.has_value(effect.variable.text)[rows], steps, 0.0)
    return factor


# --- laws of numbers


@dataclass(frozen=True)
class Scale:
    """What a law of numbers is read in: the unit, the range and the grid of a variable (or of nothing: a noise)."""

    unit: Unit | None
    low: Decimal | None = None
    high: Decimal | None = None
    high_open: bool = False
    step: Decimal | None = None
    count: bool = False


def scale_of(variable: Variable) -> Scale:
    """The scale of a numeric variable."""
    t = variable.type
    assert isinstance(t, Numeric)
    return Scale(t.unit, t.low, t.high, t.high_open, t.step, t.count)


_SLACK = 1e-9  # of a step: a bound that was computed may miss its grid value by some last bits


def raw_bounds(low: F64, high: F64, high_open: bool, scale: Scale) -> tuple[F64, F64]:
    """The closed interval of the unrounded law that becomes the values from `low` to `high`."""
    if scale.step is None:
        return low, np.nextafter(high, -np.inf) if high_open else high
    step = float(scale.step)
    first = np.ceil(low / step - _SLACK)
    last = np.ceil(high / step - _SLACK) - 1 if high_open else np.floor(high / step + _SLACK)
    return np.where(first > last, np.inf, (first - 0.5) * step), np.where(first > last, -np.inf, (last + 0.5) * step)


def declared_bounds(scale: Scale, n: int) -> tuple[F64, F64]:
    """The raw interval of the declared range."""
    low = np.full(n, -np.inf if scale.low is None else float(scale.low))
    high = np.full(n, np.inf if scale.high is None else float(scale.high))
    return raw_bounds(low, high, scale.high_open and scale.high is not None, scale)


def law_of(dist: tree.Dist, scale: Scale, cohort: Cohort, rows: Rows) -> Law:
    """A distribution of numbers in each row, within its own bounds but not yet those of the variable."""
    n = len(rows)
    match dist:
        case tree.Point(value=tree.Quantity() as quantity):
            at = np.full(n, float(in_declared(quantity, scale.unit)))
            if scale.step is not None:
                at = np.rint(at / float(scale.step)) * float(scale.step)
            return _atom(at)
        case tree.Bands(bands=bands):
            parts = []
            for band, _ in bands:
                low, high = float(in_declared(band.low, scale.unit)), float(in_declared(band.high, scale.unit))
                if scale.count:  # uniform over the whole numbers
                    last = np.ceil(high) - 1 if band.high_open else np.floor(high)
                    parts.append(_discrete(stats.randint(np.ceil(low), last + 1)))
                else:
                    parts.append(_continuous(stats.uniform(low, high - low)))
            return _mixed(shares_of([s for _, s in bands]), parts)
        case tree.Mixture(parts=pairs):
            return _mixed(shares_of([s for s, _ in pairs]), [law_of(part, scale, cohort, rows) for _, part in pairs])
        case tree.Quantiles(points=points, within=within):
            return _quantiles(points, within, scale, cohort, rows)
        case tree.Family(family=family, arguments=arguments, within=within):
            args = {
                name.text: cohort.number(expr, scale.unit if name.text in _IN_UNIT else None, rows)
                for name, expr in arguments
            }
            law = FAMILIES[family.text](**args)
            return law if within is None else truncated(law, *_within(within, scale, cohort, rows))
        case _:
            raise TypeError(f"no law of numbers: {dist}")


def _within(within: tree.Within, scale: Scale, cohort: Cohort, rows: Rows) -> tuple[F64, F64]:
    low, high = (cohort.number(end, scale.unit, rows) for end in (within.low, within.high))
    return raw_bounds(low, high, within.high_open, scale)


def _continuous(frozen: Any) -> Law:
    return Law(frozen.cdf, frozen.sf, frozen.cdf, frozen.sf)


def _discrete(frozen: Any) -> Law:
    return Law(
        frozen.cdf,
        frozen.sf,
        lambda x: frozen.cdf(np.ceil(x) - 1),
        lambda x: frozen.sf(np.ceil(x) - 1),
    )


def _atom(at: F64) -> Law:
    return Law(
        lambda x: (x >= at).astype(np.float64),
        lambda x: (x < at).astype(np.float64),
        lambda x: (x > at).astype(np.float64),
        lambda x: (x <= at).astype(np.float64),
    )


def _mixed(shares: Sequence[float], parts: Sequence[Law]) -> Law:
    def tail(name: str) -> Tail:
        tails = [getattr(part, name) for part in parts]
        return lambda x: sum((s * t(x) for s, t in zip(shares, tails, strict=True) if s > 0), np.zeros(np.shape(x)))

    return Law(tail("upto"), tail("above"), tail("before"), tail("from_on"))


def _quantiles(
    points: Sequence[tuple[tree.Share, tree.Quantity]],
    within: tree.Within | None,
    scale: Scale,
    cohort: Cohort,
    rows: Rows,
) -> Law:
    """Uniform between neighbours; the ends are the bounds as written, or else the declared range."""
    low = np.full(len(rows), -np.inf if scale.low is None else float(scale.low))
    high = np.full(len(rows), np.inf if scale.high is None else float(scale.high))
    if within is not None:
        low = np.maximum(low, cohort.number(within.low, scale.unit, rows))
        high = np.minimum(high, cohort.number(within.high, scale.unit, rows))
    levels = [float(Fraction(s.percent or 0) / 100) for s, _ in points]
    values = [np.full(len(rows), float(in_declared(q, scale.unit))) for _, q in points]
    if levels[0] > 0:
        levels, values = [0.0, *levels], [low, *values]
    if levels[-1] < 1:
        levels, values = [*levels, 1.0], [*values, high]
    shares = np.diff(levels).tolist()
    parts = [_continuous(stats.uniform(a, b - a)) for a, b in pairwise(values)]
    law = _mixed(shares, parts)
    return law if within is None else truncated(law, *_within(within, scale, cohort, rows))


_IN_UNIT = {"mean", "sd", "median", "low", "high", "mode", "m"}


def _lms(l: F64, m: F64, s: F64) -> Law:  # noqa: E741 - the letters of the growth charts
    """`m (1 + l s Z)^(1 / l)`, given that the bracket is positive; `m exp(s Z)` where l is 0."""
    l = np.where(np.abs(l) < 1e-12, 0.0, l)  # noqa: E741
    with np.errstate(all="ignore"):
        edge = -1 / (l * s)  # the score at which the bracket is 0
    lowest, highest = np.where(l > 0, edge, -np.inf), np.where(l < 0, edge, np.inf)
    mass = stats.norm.cdf(highest) - stats.norm.cdf(lowest)

    def score(x: F64) -> F64:
        with np.errstate(all="ignore"):
            ratio = np.maximum(x, 0.0) / m
            z = np.where(l == 0, np.log(ratio) / s, (ratio**l - 1) / (l * s))
        return np.clip(z, lowest, highest)

    def upto(x: F64) -> F64:
        return (stats.norm.cdf(score(x)) - stats.norm.cdf(lowest)) / mass

    def above(x: F64) -> F64:
        return (stats.norm.sf(score(x)) - stats.norm.sf(highest)) / mass

    return Law(upto, above, upto, above)


FAMILIES: dict[str, Callable[..., Law]] = {
    "normal": lambda mean, sd: _continuous(stats.norm(mean, sd)),
    "lognormal": lambda median, gsd: _continuous(stats.lognorm(np.log(gsd), scale=median)),
    "gamma": lambda mean, sd: _continuous(stats.gamma((mean / sd) ** 2, scale=sd**2 / mean)),
    "beta": lambda mean, sd: _continuous(
        stats.beta(mean * (mean * (1 - mean) / sd**2 - 1), (1 - mean) * (mean * (1 - mean) / sd**2 - 1))
    ),
    "poisson": lambda mean: _discrete(stats.poisson(mean)),
    "negative_binomial": lambda mean, dispersion: _discrete(stats.nbinom(dispersion, dispersion / (dispersion + mean))),
    "exponential": lambda mean: _continuous(stats.expon(scale=mean)),
    "weibull": lambda median, shape: _continuous(stats.weibull_min(shape, scale=median / np.log(2) ** (1 / shape))),
    "uniform": lambda low, high: _continuous(stats.uniform(low, high - low)),
    "triangular": lambda low, mode, high: _continuous(stats.triang((mode - low) / (high - low), low, high - low)),
    "student_t": lambda mean, sd, df: _continuous(stats.t(df, mean, sd)),
    "lms": _lms,
}


def noisy_law(law: tree.Derived, scale: Scale, cohort: Cohort, rows: Rows) -> Law:
    """The law of `expression +- noise` or `expression */ noise`."""
    assert law.noise is not None
    center = cohort.number(law.expr, scale.unit, rows)
    inner = law_of(law.noise, Scale(scale.unit if law.noise_op == "+-" else None), cohort, rows)
    if law.noise_op == "+-":
        return Law(
            lambda x: inner.upto(x - center),
            lambda x: inner.above(x - center),
            lambda x: inner.before(x - center),
            lambda x: inner.from_on(x - center),
        )
    positive = center > 0
    assert (center != 0).all()
    return Law(
        lambda x: np.where(positive, inner.upto(x / center), inner.from_on(x / center)),
        lambda x: np.where(positive, inner.above(x / center), inner.before(x / center)),
        lambda x: np.where(positive, inner.before(x / center), inner.above(x / center)),
        lambda x: np.where(positive, inner.from_on(x / center), inner.upto(x / center)),
    )


@dataclass(frozen=True)
class Ranks:
    """Where each value stands in its law: P(X < x) and P(X <= x); `mass`: what the bounds leave of the law."""

    low: F64
    high: F64
    mass: F64


def ranks_of(law: Law, variable: Variable, cohort: Cohort, rows: Rows) -> Ranks:
    """The ranks of the values that a cohort holds, the law truncated to the variable's range and cap."""
    scale, n = scale_of(variable), len(rows)
    low, high = declared_bounds(scale, n)
    if variable.cap is not None:
        cap_type = cohort.variables[variable.cap].type
        assert isinstance(cap_type, Numeric)
        factor = conversion(cap_type.unit or PLAIN, scale.unit or PLAIN)
        assert factor is not None
        cap = cohort.values[variable.cap][rows] * float(factor)
        zero = np.full(n, np.nextafter(0.0, 1.0) if scale.step is None else float(scale.step))
        bottom, top = raw_bounds(zero, cap, False, scale)
        low, high = np.maximum(low, bottom), np.minimum(high, top)
    mass = mass_between(law, low, high)
    usable = np.where(mass > 0, mass, np.nan)
    values = cohort.values[variable.name][rows].astype(np.float64)
    if scale.step is None:
        start, stop = values, values
        below = mass_between(law, low, np.minimum(np.nextafter(start, -np.inf), high))
    else:
        step = float(scale.step)
        number = np.rint(values / step)
        start, stop = (number - 0.5) * step, (number + 0.5) * step
        below = mass_between(law, low, np.minimum(start, high))
    upto = mass_between(law, low, np.minimum(stop, high))
    return Ranks(below / usable, upto / usable, mass)
