"""Laws of numbers and counts: truncated to bounds, rounded to the grid, inverted at one rank a value.

On a grid the value k has the probability F(k + half a step) - F(k - half a step), renormalized within the
bounds. That is the same as truncating to half a step beyond the bounds, inverting, and rounding; so grids
need no second mechanism. Three ways give the same law: a guide table where nothing depends on the patient,
the table of the law
with the patient's own bounds in it, and the closed inverse.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pzdsl.plan import law as laws
from pzdsl.plan.expression import Expr, variables_of
from pzdsl.plan.law import Law, Table
from pzdsl.plan.plan import Plan, Variable
from pzdsl.rules import Bools, Columns, all_known, evaluate
from pzdsl.samples.columns import NoColumns, Part
from pzdsl.samples.distributions import (
    F64,
    ByRow,
    Distribution,
    Mixed,
    Piecewise,
    Points,
    Quantiled,
    Scaled,
    Shifted,
    Truncated,
    WholeBands,
)
from pzdsl.samples.families import FAMILIES, Beta, Gamma, StudentT
from pzdsl.samples.finite import MAX_VALUES, GuideTable, cumulative_of
from pzdsl.samples.grid import Grid, grid_of
from pzdsl.samples.rows import NO_ROW, RowFinder
from pzdsl.samples.sampler import Grouped, Guided, Sampler, Values
from pzdsl.samples.smooth import Smooth

DAYS = {
    "years": 365.25,
    "months": 30.4375,
    "weeks": 7.0,
    "days": 1.0,
    "hours": 1 / 24,
    "minutes": 1 / 1440,
}


def factor_between(unit: str | None, other: str | None) -> float:
    """By what a number in `unit` is multiplied to stand in `other`: 1 unless both are units of time."""
    if unit == other or unit not in DAYS or other not in DAYS:
        return 1.0
    return DAYS[unit] / DAYS[other]


def compile_numbers(law: Law, variable: Variable, plan: Plan) -> Sampler:
    """The sampler of a number or a count."""
    if isinstance(law, Table):
        finder = RowFinder(law, plan)
        rows = [_finite(row.law, variable, plan) for row in law.rows]
        finite = [row for row in rows if row is not None]
        if len(finite) == len(rows) and variable.cap is None:
            return _guided(finite, finder)
        return Grouped(finder, [compile_numbers(row.law, variable, plan) for row in law.rows], np.float64)
    finite_law = _finite(law, variable, plan) if variable.cap is None else None
    if finite_law is not None:
        return _guided([finite_law], None)
    shape, bounds = _shape_of(law, variable, plan, outer=True), _Bounds(variable, _within_of(law), plan)
    if shape.constant and bounds.grid is not None:
        base = shape.at(NoColumns(plan))
        table = _finite_on(base, _Bounds(variable, None, plan, has_cap=False), plan)
        if table is not None and table[1].any():
            return _Tabled(base, table, bounds, variable)
    if shape.constant and isinstance(base := shape.at(NoColumns(plan)), Gamma | Beta | StudentT):
        if base.valid is None or base.valid.all():
            shape = _constant(Smooth(base))
    return _Direct(shape, bounds, variable, plan)


# --- the law before its variable's bounds


@dataclass(frozen=True, slots=True)
class _Shape:
    """A law before it is truncated to its variable's range; `constant`: it depends on nothing."""

    constant: bool
    at: Callable[[Columns], Distribution]


def _shape_of(law: Law, variable: Variable, plan: Plan, *, outer: bool = False, is_noise: bool = False) -> _Shape:
    """The shape of a law; `outer`: its `within` is left to the bounds; `is_noise`: it has no grid."""
    grid = None if is_noise else grid_of(variable)

    def shape_of(part: Law) -> _Shape:
        return _shape_of(part, variable, plan, is_noise=is_noise)

    match law:
        case laws.Point(value=value):
            at = np.array([float(value)])
            return _constant(Points(at if grid is None else grid.value(grid.nearest(at))))
        case laws.Bands():
            return _constant(_bands(law, whole=variable.type == "count" and not is_noise))
        case laws.Mixture(shares=shares, parts=parts):
            shapes = [shape_of(part) for part in parts]
            mixed = _Shape(all(s.constant for s in shapes), lambda p: Mixed(shares, [s.at(p) for s in shapes]))
        case laws.Table(rows=rows):
            finder, by_row = RowFinder(law, plan), [shape_of(row.law) for row in rows]
            return _Shape(False, lambda parents: _by_row(finder, by_row, parents))
        case laws.Family(family=family, args=args):
            make, order = FAMILIES[family]
            exprs = [args[name] for name in order]
            constant = not any(variables_of(expr) for expr in exprs)
            mixed = _Shape(constant, lambda parents: _family(make, exprs, parents))
        case laws.Quantiles():
            ends = _Bounds(variable, law.within, plan, has_cap=False)
            mixed = _Shape(ends.constant, lambda parents: _quantiles(law, ends, parents))
        case laws.Derived(expr=expr, noise_op=op, noise=noise) if noise is not None:
            inner = _shape_of(noise, variable, plan, is_noise=True)
            mixed = _Shape(False, lambda parents: _noisy(expr, op == "+-", inner, parents))
        case _:
            raise TypeError(f"`{law.law}` is no law of a number")
    within = None if outer else _within_of(law)
    if within is not None:
        bounds = _Bounds(variable, within, plan, has_cap=False, grid=grid, is_declared=False)
        inside = mixed
        mixed = _Shape(inside.constant and bounds.constant, lambda parents: _truncated(inside, bounds, parents))
    return _constant(mixed.at(NoColumns(plan))) if mixed.constant else mixed


def _constant(distribution: Distribution) -> _Shape:
    return _Shape(True, lambda _: distribution)


def _bands(law: laws.Bands, whole: bool) -> Distribution:
    bands = sorted(zip(law.lows, law.highs, law.shares, strict=True))
    if whole:
        return WholeBands(bands)
    xs: list[float] = []
    levels: list[float] = []
    total = 0.0
    for low, high, share in bands:
        xs += [low, high]
        levels += [total, total + share]
        total += share
    return Piecewise(xs, [level / total for level in levels])


def _family(make: Callable[..., Distribution], exprs: Sequence[Expr], parents: Columns) -> Distribution:
    args = [evaluate(expr, parents) for expr in exprs]
    distribution = make(*(arg.values.astype(np.float64, copy=False) for arg in args))
    return _with_known(distribution, all_known(arg.known for arg in args))


def _quantiles(law: laws.Quantiles, ends: _Bounds, parents: Columns) -> Distribution:
    low, high, known = ends.values(parents)
    return _with_known(Quantiled(low, high, law.values, law.levels), known)


def _noisy(expr: Expr, is_added: bool, noise: _Shape, parents: Columns) -> Distribution:
    values, known = evaluate(expr, parents)
    inner = noise.at(parents)
    return _with_known((Shifted if is_added else Scaled)(inner, values), known)


def _by_row(finder: RowFinder, shapes: Sequence[_Shape], parents: Columns) -> Distribution:
    row = finder.rows(parents)
    groups = []
    for i, shape in enumerate(shapes):
        mine = np.flatnonzero(row == i)
        if mine.size:
            groups.append((mine, shape.at(Part(parents, mine))))
    return _with_known(ByRow(parents.size, groups), row != NO_ROW)


def _truncated(inside: _Shape, bounds: _Bounds, parents: Columns) -> Distribution:
    low, high, known = bounds.ends(parents)
    truncated = Truncated(inside.at(parents), *_raw(low, high, bounds.grid))
    truncated.valid = truncated.possible
    return _with_known(truncated, known)


def _with_known(distribution: Distribution, known: Bools | None) -> Distribution:
    if known is not None:
        distribution.valid = known if distribution.valid is None else distribution.valid & known
    return distribution


# --- bounds


def _within_of(law: Law) -> laws.Bounds | None:
    return law.within if isinstance(law, laws.Family | laws.Quantiles) else None


class _Bounds:
    """What a variable's range, a `within` and a cap leave together, both ends included."""

    def __init__(
        self,
        variable: Variable,
        within: laws.Bounds | None,
        plan: Plan,
        *,
        has_cap: bool = True,
        grid: Grid | None = None,
        is_declared: bool = True,
    ) -> None:
        self.grid = grid_of(variable) if is_declared else grid
        self._within, self._cap = within, variable.cap if has_cap else None
        self._factor = 1.0
        if self._cap is not None:
            self._factor = factor_between(plan.variable(self._cap).unit, variable.unit)
        low, high = (variable.low, variable.high) if is_declared else (None, None)
        self._values = (
            np.array([-np.inf if low is None else low]),
            np.array([np.inf if high is None else high]),
        )
        self._declared = (
            self._first(self._values[0]),
            self._last(self._values[1], variable.high_open and is_declared),
        )
        reads = within is not None and (variables_of(within.low) | variables_of(within.high))
        self.constant = self._cap is None and not reads
        self._ends: tuple[F64, F64, Bools | None] | None = None
        if self.constant:
            self._ends = self._work_out(NoColumns(plan))

    def ends(self, parents: Columns) -> tuple[F64, F64, Bools | None]:
        """The first and last value (its number, on a grid), and where they are known."""
        return self._work_out(parents) if self._ends is None else self._ends

    def values(self, parents: Columns) -> tuple[F64, F64, Bools | None]:
        """The bounds as written, without a grid: where quantiles end."""
        low, high = self._values
        if self._within is None:
            return low, high, None
        bottom, top = evaluate(self._within.low, parents), evaluate(self._within.high, parents)
        known = all_known((bottom.known, top.known))
        return np.maximum(low, bottom.values), np.minimum(high, top.values), known

    def cap(self, parents: Columns) -> F64 | None:
        """The greatest value of a part, in the variable's own unit."""
        if self._cap is None:
            return None
        values: F64 = parents.column(self._cap).values
        return values * self._factor if self._factor != 1 else values

    def known(self, parents: Columns) -> Bools | None:
        """Where the bounds have values."""
        return self.ends(parents)[2]

    def _work_out(self, parents: Columns) -> tuple[F64, F64, Bools | None]:
        (low, high), known = self._declared, None
        if self._within is not None:
            bottom, top = evaluate(self._within.low, parents), evaluate(self._within.high, parents)
            low = np.maximum(low, self._first(bottom.values))
            high = np.minimum(high, self._last(top.values, self._within.high_open))
            known = all_known((bottom.known, top.known))
        cap = self.cap(parents)
        if cap is not None:
            low = np.maximum(low, self._first(np.zeros(1), is_open=True))
            high = np.minimum(high, self._last(cap))
            cap_known = parents.column(self._cap).known if self._cap is not None else None
            known = all_known((known, cap_known))
        return low, high, known

    def _first(self, low: F64, is_open: bool = False) -> F64:
        if self.grid is not None:
            return self.grid.first_from(low, is_open)
        return np.nextafter(low, np.inf) if is_open else low

    def _last(self, high: F64, is_open: bool = False) -> F64:
        if self.grid is not None:
            return self.grid.last_to(high, is_open)
        return np.nextafter(high, -np.inf) if is_open else high


def _raw(low: F64, high: F64, grid: Grid | None) -> tuple[F64, F64]:
    """The interval that is rounded to the values between two ends: half a step more on each side."""
    if grid is None:
        return low, high
    return np.nextafter(grid.half_above(low - 1), np.inf), grid.half_above(high)


# --- three ways to draw


_Table = tuple[F64, F64]


def _finite(law: Law, variable: Variable, plan: Plan) -> _Table | None:
    """The values and shares of a law that depends on nothing and has few enough values."""
    if isinstance(law, Table) or (isinstance(law, laws.Derived) and law.noise is None):
        return None
    bounds = _Bounds(variable, _within_of(law), plan, has_cap=False)
    if bounds.grid is None or not bounds.constant or isinstance(law, laws.CourseClock):
        return None
    shape = _shape_of(law, variable, plan, outer=True)
    return _finite_on(shape.at(NoColumns(plan)), bounds, plan) if shape.constant else None


def _finite_on(base: Distribution, bounds: _Bounds, plan: Plan) -> _Table | None:
    grid, (low, high, known) = bounds.grid, bounds.ends(NoColumns(plan))
    assert grid is not None
    first, last = float(low[0]), float(high[0])
    with np.errstate(all="ignore"):
        # below the finest rank there is nothing to draw
        if not np.isfinite(first):
            first = float(grid.nearest(base.ppf(np.array([2.0**-60])))[0])
        if not np.isfinite(last):
            last = float(grid.nearest(base.isf(np.array([2.0**-60])))[0])
        if not (np.isfinite(first) and np.isfinite(last)) or last - first >= MAX_VALUES:
            return None
        if last < first or (base.valid is not None and not base.valid.all()) or known is not None:
            return np.array([float(grid.value(np.array([first]))[0])]), np.zeros(1)
        numbers = np.arange(first, last + 1)
        halves = grid.half_above(np.arange(first - 1, last + 1))
        low_tail = np.broadcast_to(base.cdf(halves), halves.shape)
        high_tail = np.broadcast_to(base.sf(halves), halves.shape)
    shares = np.where(low_tail[1:] <= 0.5, np.diff(low_tail), high_tail[:-1] - high_tail[1:])
    return grid.value(numbers), np.maximum(shares, 0.0)


def _guided(tables: Sequence[_Table], finder: RowFinder | None) -> Sampler:
    possible = np.array([bool(shares.any()) for _, shares in tables])
    mended = [(values, shares if shares.any() else np.ones_like(shares)) for values, shares in tables]
    return Guided(GuideTable([_trimmed(*row) for row in mended]), finder, possible)


def _trimmed(values: F64, shares: F64) -> _Table:
    return values[shares > 0], shares[shares > 0]


class _Cut(NamedTuple):
    """A law between bounds, which are numbers of values on a grid."""

    law: Truncated
    low: F64
    high: F64
    possible: Bools


class _Direct:
    """The closed inverse of the truncated law; the values fall on the grid if there is one."""

    def __init__(self, shape: _Shape, bounds: _Bounds, variable: Variable, plan: Plan) -> None:
        self._shape, self._bounds, self._grid = shape, bounds, bounds.grid
        self._filler = next((end for end in (variable.low, variable.high) if end is not None), 0.0)
        self._fixed = self._cut(NoColumns(plan)) if shape.constant and bounds.constant else None
        if self._fixed is not None:
            self.may_fail = not self._fixed.possible.all()
        elif variable.cap is not None and shape.constant and _within_is_constant(variable.law):
            valid = shape.at(NoColumns(plan)).valid
            self.may_fail = valid is not None and not valid.all()
        else:
            self.may_fail = True

    @np.errstate(all="ignore")
    def draw(self, ranks: F64, parents: Columns) -> Values:
        """Invert, round, keep within the bounds."""
        cut = self._fixed if self._fixed is not None else self._cut(parents)
        x = cut.law.ppf(ranks)
        if self._grid is not None:
            x = self._grid.value(np.minimum(np.maximum(self._grid.nearest(x), cut.low), cut.high))
        if cut.possible.all():
            return Values(x)
        return _mended(
            x, np.broadcast_to(cut.possible, ranks.shape), cut.law.valid, self._bounds, parents, self._filler
        )

    @np.errstate(all="ignore")
    def cdf(self, x: NDArray[Any], parents: Columns) -> F64:
        """P(X <= x | parents)."""
        cut = self._fixed if self._fixed is not None else self._cut(parents)
        at = np.asarray(x, np.float64)
        at = at if self._grid is None else self._grid.half_above(self._grid.last_to(at))
        result = np.broadcast_to(cut.law.cdf(at), (parents.size,))
        cap = self._bounds.cap(parents)
        return result if cap is None else np.where(cut.possible, result, (x >= cap).astype(np.float64))

    def _cut(self, parents: Columns) -> _Cut:
        low, high, known = self._bounds.ends(parents)
        law = Truncated(self._shape.at(parents), *_raw(low, high, self._grid))
        return _Cut(law, low, high, law.possible if known is None else law.possible & known)


class _Tabled:
    """A law on a grid that depends on nothing, between bounds that do.

    Its cumulative table serves, but where the bounds lie so far up that it has lost its digits; there the
    closed inverse does.
    """

    def __init__(self, base: Distribution, table: _Table, bounds: _Bounds, variable: Variable) -> None:
        values, shares = table
        self._base, self._bounds, self._values = base, bounds, values
        assert bounds.grid is not None
        self._grid = bounds.grid
        self._guide = GuideTable([_trimmed(values, shares)])
        self._first = float(self._grid.nearest(values[0]))
        self._cumulative = np.concatenate([[0.0], cumulative_of(shares)])
        self._filler = next((end for end in (variable.low, variable.high) if end is not None), 0.0)
        self.may_fail = variable.cap is None or not _within_is_constant(variable.law)

    @np.errstate(all="ignore")
    def draw(self, ranks: F64, parents: Columns) -> Values:
        """The rank within the bounds becomes a rank of the whole law."""
        low, high, start, stop, possible = self._ends(parents)
        ranks_of_law = np.minimum(start + ranks * (stop - start), 1 - 2.0**-53)
        x = self._guide.draw(ranks_of_law)
        x = np.minimum(np.maximum(x, self._grid.value(low)), self._grid.value(high))
        far = np.flatnonzero(np.broadcast_to(start > 0.99, ranks.shape))
        if far.size:
            bottom, top = np.broadcast_to(low, ranks.shape)[far], np.broadcast_to(high, ranks.shape)[far]
            law = Truncated(self._base, *_raw(bottom, top, self._grid))
            numbers = self._grid.nearest(law.ppf(ranks[far]))
            x[far] = self._grid.value(np.minimum(np.maximum(numbers, bottom), top))
            possible = np.broadcast_to(possible, ranks.shape).copy()
            possible[far] = law.possible & (bottom <= top)
        if possible.all():
            return Values(x)
        return _mended(x, np.broadcast_to(possible, ranks.shape), None, self._bounds, parents, self._filler)

    @np.errstate(all="ignore")
    def cdf(self, x: NDArray[Any], parents: Columns) -> F64:
        """P(X <= x | parents)."""
        low, high, _ = self._bounds.ends(parents)
        law = Truncated(self._base, *_raw(low, high, self._grid))
        at = self._grid.half_above(self._grid.last_to(np.asarray(x, np.float64)))
        result = np.broadcast_to(law.cdf(at), (parents.size,))
        cap = self._bounds.cap(parents)
        return result if cap is None else np.where(law.possible, result, (x >= cap).astype(np.float64))

    def _ends(self, parents: Columns) -> tuple[F64, F64, F64, F64, Bools]:
        low, high, known = self._bounds.ends(parents)
        last = self._first + len(self._values) - 1
        low, high = np.maximum(low, self._first), np.minimum(high, last)
        possible = low <= high
        if known is not None:
            possible = possible & known
        start = self._cumulative.take((low - self._first).astype(np.int32), mode="clip")
        stop = self._cumulative.take((high - self._first + 1).astype(np.int32), mode="clip")
        return low, high, start, stop, possible & ((stop > start) | (start > 0.99))


def _within_is_constant(law: Law) -> bool:
    within = _within_of(law)
    return within is None or not (variables_of(within.low) | variables_of(within.high))


def _mended(x: F64, possible: Bools, valid: Bools | None, bounds: _Bounds, parents: Columns, filler: float) -> Values:
    """Where nothing is left, the cap of a part; without one the draw is impossible and its value idle."""
    cap = bounds.cap(parents)
    if cap is None:
        return Values(np.where(possible, x, filler), possible)
    x = np.where(possible, x, cap)
    still = bounds.known(parents)
    if valid is not None and not valid.all():
        still = np.broadcast_to(valid, x.shape) if still is None else still & valid
    return Values(x, still)
