"""Distributions over the real line as pairs of a distribution function and its inverse, row by row.

Parameters are arrays of shape (n,), or (1,) where all rows share them; everything broadcasts. Both tails
are kept, because a truncation high in the upper tail would lose its digits in `1 - F`. Steps (a point, a
count) are laws like others: `below` is the limit of the distribution function from the left.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from typing import Protocol, cast

import numpy as np
from numpy.typing import NDArray

from pzdsl.rules import Bools

F64 = NDArray[np.float64]

_CLOSE = 1e-13  # relative: how near a quantile found by iteration is to the true one


class Special(Protocol):
    """What is used of `scipy.special`."""

    ndtr: Callable[[F64], F64]
    ndtri: Callable[[F64], F64]
    gammainc: Callable[[F64, F64], F64]
    gammaincc: Callable[[F64, F64], F64]
    gammaincinv: Callable[[F64, F64], F64]
    gammainccinv: Callable[[F64, F64], F64]
    betainc: Callable[[F64, F64, F64], F64]
    betaincc: Callable[[F64, F64, F64], F64]
    betaincinv: Callable[[F64, F64, F64], F64]
    betainccinv: Callable[[F64, F64, F64], F64]
    stdtr: Callable[[F64, F64], F64]
    stdtrit: Callable[[F64, F64], F64]


@cache
def special() -> Special:
    """`scipy.special`, imported when first needed: it takes longer than everything else here."""
    return cast(Special, import_module("scipy.special"))


class Distribution(ABC):
    """One distribution a row. `valid`: where the parameters make sense (None: everywhere)."""

    valid: Bools | None = None
    whole = False  # only whole numbers have mass

    @abstractmethod
    def cdf(self, x: F64) -> F64:
        """P(X <= x)."""

    def sf(self, x: F64) -> F64:
        """P(X > x)."""
        return 1 - self.cdf(x)

    def below(self, x: F64) -> F64:
        """P(X < x)."""
        return self.cdf(x)

    def from_on(self, x: F64) -> F64:
        """P(X >= x)."""
        return self.sf(x)

    @abstractmethod
    def ppf(self, q: F64) -> F64:
        """The least x with P(X <= x) >= q."""

    def isf(self, s: F64) -> F64:
        """The least x with P(X > x) <= s."""
        return self.ppf(1 - s)


def root_between(excess: Callable[[F64], F64], low: F64, high: F64) -> F64:
    """Where a rising function, of each row its own, turns from negative to not negative, in (low, high].

    Chandrupatla's method: inverse quadratic steps where they are safe, bisection elsewhere, as at a jump. What a
    row becomes does not depend on the other rows.

    Source:
        T. Chandrupatla, A new hybrid quadratic/bisection algorithm for finding the zero of a nonlinear function,
        Advances in Engineering Software 28 (1997).
    """
    # a: the newest point; b: on the other side of the root; c: the point before
    b, a = (np.array(end) for end in np.broadcast_arrays(low, high))
    fb, fa = excess(b), excess(a)
    c, fc, part = b.copy(), fb.copy(), np.full(a.shape, 0.5)
    for _ in range(100):
        x = a + part * (b - a)
        fx = excess(x)
        same = (fx >= 0) == (fa >= 0)
        c, fc = np.where(same, a, b), np.where(same, fa, fb)
        b, fb = np.where(same, b, a), np.where(same, fb, fa)
        a, fa = x, fx
        tolerance = _CLOSE * np.maximum(np.abs(a), np.abs(b)) + 1e-300
        width = np.abs(b - a)
        open_ = width > 2 * tolerance
        if not open_.any():
            break
        xi, phi = (a - b) / (c - b), (fa - fb) / (fc - fb)
        curved = (phi * phi < xi) & ((1 - phi) ** 2 < 1 - xi)
        step = fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb)
        least = np.minimum(tolerance / np.where(open_, width, 1.0), 0.5)
        part = np.where(curved & np.isfinite(step), np.minimum(np.maximum(step, least), 1 - least), 0.5)
        part = np.where(open_, part, 0.0)  # a row that is done stays where it is
    return np.where(fa >= 0, a, b)


class WholeNumbers(Distribution):
    """Steps at the whole numbers from 0: `mean` and `sd` only say where to look first."""

    whole = True
    mean: F64
    sd: F64

    def below(self, x: F64) -> F64:
        """P(X < x)."""
        return self.cdf(np.ceil(x) - 1)

    def from_on(self, x: F64) -> F64:
        """P(X >= x)."""
        return self.sf(np.ceil(x) - 1)

    def ppf(self, q: F64) -> F64:
        """The least k with P(X <= k) >= q."""
        return self._least(lambda k: self.cdf(k) >= q, q.shape)

    def isf(self, s: F64) -> F64:
        """The least k with P(X > k) <= s."""
        return self._least(lambda k: self.sf(k) <= s, s.shape)

    def _least(self, reached: Callable[[F64], Bools], shape: tuple[int, ...]) -> F64:
        start = np.nan_to_num(np.ceil(self.mean + 10 * self.sd) + 10, nan=10.0, posinf=1e15)
        low = np.full(np.broadcast_shapes(shape, start.shape), -1.0)
        high = np.broadcast_to(start, low.shape).copy()
        for _ in range(40):
            short = ~reached(high)
            if not short.any():
                break
            high = np.where(short, 2 * high, high)
        while True:
            middle = np.floor((low + high) / 2)
            inside = high - low > 1
            if not inside.any():
                return high
            done = reached(middle)
            high = np.where(inside & done, middle, high)
            low = np.where(inside & ~done, middle, low)


class Points(Distribution):
    """A single value for sure."""

    def __init__(self, value: F64) -> None:
        self.value = value

    def cdf(self, x: F64) -> F64:
        """P(X <= x)."""
        return (x >= self.value).astype(np.float64)

    def below(self, x: F64) -> F64:
        """P(X < x)."""
        return (x > self.value).astype(np.float64)

    def from_on(self, x: F64) -> F64:
        """P(X >= x)."""
        return 1 - self.below(x)

    def ppf(self, q: F64) -> F64:
        """The value, whatever the rank."""
        return np.broadcast_to(self.value, np.broadcast_shapes(q.shape, self.value.shape)).copy()


class Piecewise(Distribution):
    """Straight lines between points (x, F(x)): uniform within bands. The same in all rows."""

    def __init__(self, xs: Sequence[float], levels: Sequence[float]) -> None:
        self.xs, self.levels = np.array(xs), np.array(levels)

    def cdf(self, x: F64) -> F64:
        """P(X <= x)."""
        return np.asarray(np.interp(x, self.xs, self.levels), np.float64)

    def ppf(self, q: F64) -> F64:
        """The least x with P(X <= x) >= q."""
        i = np.clip(np.searchsorted(self.levels, q, side="left"), 1, len(self.xs) - 1)
        left, right = self.levels[i - 1], self.levels[i]
        rise = np.where(right > left, right - left, 1.0)
        part = np.clip((q - left) / rise, 0.0, 1.0)
        return np.asarray(self.xs[i - 1] + part * (self.xs[i] - self.xs[i - 1]), np.float64)


class Quantiled(Distribution):
    """Uniform between neighbouring quantiles and out to two ends, which may differ from row to row."""

    def __init__(self, low: F64, high: F64, values: Sequence[float], levels: Sequence[float]) -> None:
        inner = [(level, value) for level, value in sorted(zip(levels, values, strict=True)) if 0 < level < 1]
        written = dict(zip(levels, values, strict=True))
        first, last = inner[0][1] if inner else written[0.0], inner[-1][1] if inner else written[1.0]
        # without a bound, the outermost quantile itself takes what lies beyond it
        low = np.where(np.isfinite(low), np.minimum(low, first), first)
        high = np.where(np.isfinite(high), np.maximum(high, last), last)
        start = np.array([written[0.0]]) if 0.0 in written else low
        stop = np.array([written[1.0]]) if 1.0 in written else high
        self._xs = [start, *(np.array([value]) for _, value in inner), stop]
        self._levels = [0.0, *(level for level, _ in inner), 1.0]

    def cdf(self, x: F64) -> F64:
        """P(X <= x)."""
        return self._sum(x, lambda left: x >= left)

    def below(self, x: F64) -> F64:
        """P(X < x)."""
        return self._sum(x, lambda left: x > left)

    def from_on(self, x: F64) -> F64:
        """P(X >= x)."""
        return 1 - self.below(x)

    def ppf(self, q: F64) -> F64:
        """The least x with P(X <= x) >= q."""
        x = self._xs[0] + 0 * q
        for left, right, low, high in self._segments():
            x = np.where(q > low, left + np.minimum((q - low) / (high - low), 1.0) * (right - left), x)
        return x

    def _sum(self, x: F64, passed: Callable[[F64], Bools]) -> F64:
        total = np.zeros(1)
        for left, right, low, high in self._segments():
            width = right - left
            part = np.clip((x - left) / np.where(width > 0, width, 1.0), 0.0, 1.0)
            total = total + (high - low) * np.where(width > 0, part, passed(left))
        return total

    def _segments(self) -> list[tuple[F64, F64, float, float]]:
        return list(zip(self._xs, self._xs[1:], self._levels, self._levels[1:], strict=False))


class WholeBands(WholeNumbers):
    """Uniform over the whole numbers of each half-open band. The same in all rows."""

    def __init__(self, bands: Sequence[tuple[float, float, float]]) -> None:
        kept = [(np.ceil(low), np.ceil(high) - np.ceil(low), share) for low, high, share in bands if share > 0]
        self.first, self.count, self.share = (np.array(column) for column in zip(*kept, strict=True))
        self.valid = None if (self.count > 0).all() else np.array([False])
        self.mean, self.sd = np.array([float((self.first + self.count).max())]), np.zeros(1)

    def cdf(self, x: F64) -> F64:
        """P(X <= x)."""
        total = np.zeros(np.shape(x))
        for first, count, share in zip(self.first, self.count, self.share, strict=True):
            total += share * np.clip((np.floor(x) - first + 1) / max(count, 1.0), 0.0, 1.0)
        return total


class Mixed(Distribution):
    """A mixture: the distribution function is the weighted sum, its inverse found by bisection."""

    def __init__(self, shares: Sequence[float], parts: Sequence[Distribution]) -> None:
        kept = [(share, part) for share, part in zip(shares, parts, strict=True) if share > 0]
        self.shares, self.parts = [s for s, _ in kept], [p for _, p in kept]
        for part in self.parts:
            if part.valid is not None:
                self.valid = part.valid if self.valid is None else self.valid & part.valid

    def cdf(self, x: F64) -> F64:
        """P(X <= x)."""
        return self._sum([part.cdf(x) for part in self.parts])

    def sf(self, x: F64) -> F64:
        """P(X > x)."""
        return self._sum([part.sf(x) for part in self.parts])

    def below(self, x: F64) -> F64:
        """P(X < x)."""
        return self._sum([part.below(x) for part in self.parts])

    def from_on(self, x: F64) -> F64:
        """P(X >= x)."""
        return self._sum([part.from_on(x) for part in self.parts])

    def ppf(self, q: F64) -> F64:
        """The least x with P(X <= x) >= q: between the least and the greatest quantile of the parts."""
        ends = [part.ppf(q) for part in self.parts]
        return self._between(ends, lambda x: self.cdf(x) - q)

    def isf(self, s: F64) -> F64:
        """The least x with P(X > x) <= s."""
        ends = [part.isf(s) for part in self.parts]
        return self._between(ends, lambda x: s - self.sf(x))

    def _sum(self, terms: Sequence[F64]) -> F64:
        total = self.shares[0] * terms[0]
        for share, term in zip(self.shares[1:], terms[1:], strict=True):
            total = total + share * term
        return total

    @staticmethod
    def _between(ends: Sequence[F64], excess: Callable[[F64], F64]) -> F64:
        # rounding may put a part's quantile on the wrong side of its own level by a last bit
        low = np.minimum.reduce([np.nan_to_num(end, nan=0.0) for end in ends])
        high = np.maximum.reduce([np.nan_to_num(end, nan=0.0) for end in ends])
        return root_between(excess, low - 1e-12 * (1 + np.abs(low)), high + 1e-12 * (1 + np.abs(high)))


class Truncated(Distribution):
    """A distribution between two bounds, both included; `possible` says where anything is left of it."""

    def __init__(self, base: Distribution, low: F64, high: F64) -> None:
        self.base, self.low, self.high, self.valid = base, low, high, base.valid
        start, stop = base.below(low), base.cdf(high)
        self._start, self.mass = start, stop - start
        # in the upper half, masses and ranks are counted down from the top
        self._upper = np.broadcast_to(start > 0.5, self.mass.shape)
        if self._upper.any():
            self._top, end = base.from_on(low), base.sf(high)
            self.mass = np.where(self._upper, self._top - end, self.mass)
        self.possible: Bools = (self.mass > 0) & (low <= high)
        if base.valid is not None:
            self.possible = self.possible & base.valid
        self._scale = np.where(self.possible, self.mass, 1.0)

    def cdf(self, x: F64) -> F64:
        """P(X <= x)."""
        return self._share(self.base.cdf(x), lambda: self.base.sf(x))

    def below(self, x: F64) -> F64:
        """P(X < x)."""
        return self._share(self.base.below(x), lambda: self.base.from_on(x))

    def from_on(self, x: F64) -> F64:
        """P(X >= x)."""
        return 1 - self.below(x)

    def ppf(self, q: F64) -> F64:
        """The least x with P(X <= x) >= q."""
        x = self.base.ppf(np.clip(self._start + q * self.mass, 0.0, 1.0))
        if self._upper.any():
            top = self.base.isf(np.clip(self._top - q * self.mass, 0.0, 1.0))
            x = np.where(self._upper, top, x)
        return np.minimum(np.maximum(x, self.low), self.high)

    def _share(self, lower: F64, upper: Callable[[], F64]) -> F64:
        part = lower - self._start
        if self._upper.any():
            part = np.where(self._upper, self._top - upper(), part)
        return np.clip(part / self._scale, 0.0, 1.0)


class Shifted(Distribution):
    """`by + X`."""

    def __init__(self, base: Distribution, by: F64) -> None:
        self.base, self.by, self.valid = base, by, base.valid

    def cdf(self, x: F64) -> F64:
        """P(by + X <= x)."""
        return self.base.cdf(x - self.by)

    def sf(self, x: F64) -> F64:
        """P(by + X > x)."""
        return self.base.sf(x - self.by)

    def below(self, x: F64) -> F64:
        """P(by + X < x)."""
        return self.base.below(x - self.by)

    def from_on(self, x: F64) -> F64:
        """P(by + X >= x)."""
        return self.base.from_on(x - self.by)

    def ppf(self, q: F64) -> F64:
        """The least x with P(by + X <= x) >= q."""
        return self.base.ppf(q) + self.by

    def isf(self, s: F64) -> F64:
        """The least x with P(by + X > x) <= s."""
        return self.base.isf(s) + self.by


class Scaled(Distribution):
    """`by * X`: a negative factor turns the ranks around, a factor of 0 leaves nothing but 0."""

    def __init__(self, base: Distribution, by: F64) -> None:
        self.base, self.by, self.valid = base, by, base.valid
        self._divisor = np.where(by == 0, 1.0, by)

    def cdf(self, x: F64) -> F64:
        """P(by * X <= x)."""
        return self._pick(x, self.base.cdf, self.base.from_on, x >= 0)

    def sf(self, x: F64) -> F64:
        """P(by * X > x)."""
        return self._pick(x, self.base.sf, self.base.below, x < 0)

    def below(self, x: F64) -> F64:
        """P(by * X < x)."""
        return self._pick(x, self.base.below, self.base.sf, x > 0)

    def from_on(self, x: F64) -> F64:
        """P(by * X >= x)."""
        return self._pick(x, self.base.from_on, self.base.cdf, x <= 0)

    def ppf(self, q: F64) -> F64:
        """The least x with P(by * X <= x) >= q."""
        return self.by * np.where(self.by >= 0, self.base.ppf(q), self.base.isf(q))

    def isf(self, s: F64) -> F64:
        """The least x with P(by * X > x) <= s."""
        return self.by * np.where(self.by >= 0, self.base.isf(s), self.base.ppf(s))

    def _pick(self, x: F64, up: Callable[[F64], F64], down: Callable[[F64], F64], at_zero: Bools) -> F64:
        scaled = x / self._divisor
        result = up(scaled)
        if (self.by < 0).any():
            result = np.where(self.by < 0, down(scaled), result)
        return np.where(self.by == 0, at_zero, result)


class ByRow(Distribution):
    """Another distribution for each group of rows: what a table gives."""

    def __init__(self, size: int, groups: Sequence[tuple[NDArray[np.intp], Distribution]]) -> None:
        self.size, self.groups = size, groups
        self.valid = np.zeros(size, np.bool_)
        for rows, part in groups:
            self.valid[rows] = True if part.valid is None else part.valid

    def cdf(self, x: F64) -> F64:
        """P(X <= x)."""
        return self._each(x, [part.cdf for _, part in self.groups])

    def sf(self, x: F64) -> F64:
        """P(X > x)."""
        return self._each(x, [part.sf for _, part in self.groups])

    def below(self, x: F64) -> F64:
        """P(X < x)."""
        return self._each(x, [part.below for _, part in self.groups])

    def from_on(self, x: F64) -> F64:
        """P(X >= x)."""
        return self._each(x, [part.from_on for _, part in self.groups])

    def ppf(self, q: F64) -> F64:
        """The least x with P(X <= x) >= q."""
        return self._each(q, [part.ppf for _, part in self.groups])

    def isf(self, s: F64) -> F64:
        """The least x with P(X > x) <= s."""
        return self._each(s, [part.isf for _, part in self.groups])

    def _each(self, x: F64, functions: Sequence[Callable[[F64], F64]]) -> F64:
        x = np.broadcast_to(x, (self.size,))
        result = np.zeros(self.size)
        for (rows, _), function in zip(self.groups, functions, strict=True):
            result[rows] = function(x[rows])
        return result
