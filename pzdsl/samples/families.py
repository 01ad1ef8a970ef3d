"""The families of the language, in the terms that papers print.

| family | what its arguments mean |
|---|---|
| `normal(mean, sd)` | |
| `lognormal(median, gsd)` | the logarithm is normal about ln median with deviation ln gsd, gsd > 1 |
| `gamma(mean, sd)` | shape (mean / sd)^2, scale sd^2 / mean |
| `beta(mean, sd)` | the plain beta on [0, 1] of the declared unit; a range truncates it, never stretches it |
| `poisson(mean)` | |
| `negative_binomial(mean, dispersion)` | variance mean + mean^2 / dispersion |
| `exponential(mean)` | |
| `weibull(median, shape)` | scale median / (ln 2)^(1 / shape) |
| `uniform(low, high)`, `triangular(low, mode, high)` | |
| `student_t(mean, sd, df)` | mean + sd * T: sd is the scale, not the deviation |
| `lms(l, m, s)` | m (1 + l s Z)^(1/l) with Z standard normal where that has a value; l = 0: m exp(s Z) |

An argument outside its domain makes a row invalid, and the draw impossible.
"""

from __future__ import annotations

import numpy as np

from pzdsl.plan.law import FamilyName
from pzdsl.rules import Bools
from pzdsl.samples.distributions import F64, Distribution, WholeNumbers, special


class Normal(Distribution):
    """`normal(mean, sd)`."""

    def __init__(self, mean: F64, sd: F64) -> None:
        self.valid = sd > 0
        self.mean, self.sd = mean, _mend(sd, self.valid)

    def cdf(self, x: F64) -> F64:
        """P(X <= x)."""
        return special().ndtr((x - self.mean) / self.sd)

    def sf(self, x: F64) -> F64:
        """P(X > x)."""
        return special().ndtr((self.mean - x) / self.sd)

    def ppf(self, q: F64) -> F64:
        """The inverse of `cdf`."""
        return self.mean + self.sd * special().ndtri(q)

    def isf(self, s: F64) -> F64:
        """The inverse of `sf`."""
        return self.mean - self.sd * special().ndtri(s)


class LogNormal(Distribution):
    """`lognormal(median, gsd)`."""

    def __init__(self, median: F64, gsd: F64) -> None:
        self.valid = (median > 0) & (gsd > 1)
        self._log = Normal(np.log(_mend(median, median > 0)), np.log(_mend(gsd, gsd > 1, 2.0)))

    def cdf(self, x: F64) -> F64:
        """P(X <= x)."""
        return self._log.cdf(np.log(np.maximum(x, 0.0)))

    def sf(self, x: F64) -> F64:
        """P(X > x)."""
        return self._log.sf(np.log(np.maximum(x, 0.0)))

    def ppf(self, q: F64) -> F64:
        """The inverse of `cdf`."""
        return np.exp(self._log.ppf(q))

    def isf(self, s: F64) -> F64:
        """The inverse of `sf`."""
        return np.exp(self._log.isf(s))


class Gamma(Distribution):
    """`gamma(mean, sd)`."""

    def __init__(self, mean: F64, sd: F64) -> None:
        self.valid = (mean > 0) & (sd > 0)
        mean, sd = _mend(mean, self.valid), _mend(sd, self.valid)
        self.shape, self.scale = (mean / sd) ** 2, sd * sd / mean

    def cdf(self, x: F64) -> F64:
        """P(X <= x)."""
        return special().gammainc(self.shape, np.maximum(x, 0.0) / self.scale)

    def sf(self, x: F64) -> F64:
        """P(X > x)."""
        return special().gammaincc(self.shape, np.maximum(x, 0.0) / self.scale)

    def ppf(self, q: F64) -> F64:
        """The inverse of `cdf`."""
        return self.scale * special().gammaincinv(self.shape, q)

    def isf(self, s: F64) -> F64:
        """The inverse of `sf`."""
        return self.scale * special().gammainccinv(self.shape, s)


class Beta(Distribution):
    """`beta(mean, sd)`."""

    def __init__(self, mean: F64, sd: F64) -> None:
        self.valid = (mean > 0) & (mean < 1) & (sd > 0) & (sd * sd < mean * (1 - mean))
        mean, sd = _mend(mean, self.valid, 0.5), _mend(sd, self.valid, 0.1)
        total = mean * (1 - mean) / (sd * sd) - 1
        self.a, self.b = mean * total, (1 - mean) * total

    def cdf(self, x: F64) -> F64:
        """P(X <= x)."""
        return special().betainc(self.a, self.b, np.clip(x, 0.0, 1.0))

    def sf(self, x: F64) -> F64:
        """P(X > x)."""
        return special().betaincc(self.a, self.b, np.clip(x, 0.0, 1.0))

    def ppf(self, q: F64) -> F64:
        """The inverse of `cdf`."""
        return special().betaincinv(self.a, self.b, q)

    def isf(self, s: F64) -> F64:
        """The inverse of `sf`."""
        return special().betainccinv(self.a, self.b, s)


class Poisson(WholeNumbers):
    """`poisson(mean)`."""

    def __init__(self, mean: F64) -> None:
        self.valid = mean >= 0
        self.mean = _mend(mean, self.valid)
        self.sd = np.sqrt(self.mean)

    def cdf(self, x: F64) -> F64:
        """P(X <= x)."""
        k = np.floor(x)
        return np.where(k < 0, 0.0, special().gammaincc(np.maximum(k, 0.0) + 1, self.mean))

    def sf(self, x: F64) -> F64:
        """P(X > x)."""
        k = np.floor(x)
        return np.where(k < 0, 1.0, special().gammainc(np.maximum(k, 0.0) + 1, self.mean))


class NegativeBinomial(WholeNumbers):
    """`negative_binomial(mean, dispersion)`."""

    def __init__(self, mean: F64, dispersion: F64) -> None:
        self.valid = (mean >= 0) & (dispersion > 0)
        self.mean, self.size = _mend(mean, self.valid), _mend(dispersion, self.valid)
        self.sd = np.sqrt(self.mean + self.mean**2 / self.size)
        self.stop = self.size / (self.size + self.mean)

    def cdf(self, x: F64) -> F64:
        """P(X <= x)."""
        k = np.minimum(np.floor(x), 1e300)
        return np.where(k < 0, 0.0, special().betainc(self.size, np.maximum(k, 0.0) + 1, self.stop))

    def sf(self, x: F64) -> F64:
        """P(X > x)."""
        k = np.minimum(np.floor(x), 1e300)
        return np.where(k < 0, 1.0, special().betaincc(self.size, np.maximum(k, 0.0) + 1, self.stop))


class Weibull(Distribution):
    """`weibull(median, shape)`; `exponential(mean)` is the one of shape 1."""

    def __init__(self, median: F64, shape: F64) -> None:
        self.valid = (median > 0) & (shape > 0)
        self.shape = _mend(shape, self.valid)
        self.scale = _mend(median, self.valid) / np.log(2) ** (1 / self.shape)

    def cdf(self, x: F64) -> F64:
        """P(X <= x)."""
        return -np.expm1(-self._hazard(x))

    def sf(self, x: F64) -> F64:
        """P(X > x)."""
        return np.exp(-self._hazard(x))

    def ppf(self, q: F64) -> F64:
        """The inverse of `cdf`."""
        return np.asarray(self.scale * np.power(-np.log1p(-q), 1 / self.shape), np.float64)

    def isf(self, s: F64) -> F64:
        """The inverse of `sf`."""
        return np.asarray(self.scale * np.power(-np.log(s), 1 / self.shape), np.float64)

    def _hazard(self, x: F64) -> F64:
        return np.asarray(np.power(np.maximum(x, 0.0) / self.scale, self.shape), np.float64)


class Exponential(Distribution):
    """`exponential(mean)`."""

    def __init__(self, mean: F64) -> None:
        self.valid = mean > 0
        self.mean = _mend(mean, self.valid)

    def cdf(self, x: F64) -> F64:
        """P(X <= x)."""
        return -np.expm1(-np.maximum(x, 0.0) / self.mean)

    def sf(self, x: F64) -> F64:
        """P(X > x)."""
        return np.exp(-np.maximum(x, 0.0) / self.mean)

    def ppf(self, q: F64) -> F64:
        """The inverse of `cdf`."""
        return -self.mean * np.log1p(-q)

    def isf(self, s: F64) -> F64:
        """The inverse of `sf`."""
        return -self.mean * np.log(s)


class Uniform(Distribution):
    """`uniform(low, high)`."""

    def __init__(self, low: F64, high: F64) -> None:
        self.valid = low < high
        self.low, self.high = low, high
        self.width = _mend(high - low, self.valid)

    def cdf(self, x: F64) -> F64:
        """P(X <= x)."""
        return np.clip((x - self.low) / self.width, 0.0, 1.0)

    def sf(self, x: F64) -> F64:
        """P(X > x)."""
        return np.clip((self.high - x) / self.width, 0.0, 1.0)

    def ppf(self, q: F64) -> F64:
        """The inverse of `cdf`."""
        return self.low + self.width * q

    def isf(self, s: F64) -> F64:
        """The inverse of `sf`."""
        return self.high - self.width * s


class Triangular(Distribution):
    """`triangular(low, mode, high)`."""

    def __init__(self, low: F64, mode: F64, high: F64) -> None:
        self.valid = (low < high) & (low <= mode) & (mode <= high)
        self.low, self.high = low, high
        self.width = _mend(high - low, self.valid)
        self.left, self.right = np.maximum(mode - low, 0.0), np.maximum(high - mode, 0.0)

    def cdf(self, x: F64) -> F64:
        """P(X <= x)."""
        up = np.clip(x - self.low, 0.0, self.width)
        rising = up * up / (self.width * _mend(self.left, self.left > 0))
        return np.where(up < self.left, rising, 1 - self._top(x))

    def sf(self, x: F64) -> F64:
        """P(X > x)."""
        return np.where(x - self.low < self.left, 1 - self.cdf(x), self._top(x))

    def ppf(self, q: F64) -> F64:
        """The inverse of `cdf`."""
        return np.where(
            q * self.width < self.left,
            self.low + np.sqrt(np.maximum(q * self.width * self.left, 0.0)),
            self.high - np.sqrt(np.maximum((1 - q) * self.width * self.right, 0.0)),
        )

    def isf(self, s: F64) -> F64:
        """The inverse of `sf`."""
        return np.where(
            s * self.width <= self.right,
            self.high - np.sqrt(np.maximum(s * self.width * self.right, 0.0)),
            self.ppf(1 - s),
        )

    def _top(self, x: F64) -> F64:
        down = np.clip(self.high - x, 0.0, self.right)
        return down * down / (self.width * _mend(self.right, self.right > 0))


class StudentT(Distribution):
    """`student_t(mean, sd, df)`."""

    def __init__(self, mean: F64, sd: F64, df: F64) -> None:
        self.valid = (sd > 0) & (df > 0)
        self.mean, self.sd, self.df = mean, _mend(sd, self.valid), _mend(df, self.valid)

    def cdf(self, x: F64) -> F64:
        """P(X <= x)."""
        return special().stdtr(self.df, (x - self.mean) / self.sd)

    def sf(self, x: F64) -> F64:
        """P(X > x)."""
        return special().stdtr(self.df, (self.mean - x) / self.sd)

    def ppf(self, q: F64) -> F64:
        """The inverse of `cdf`."""
        return self.mean + self.sd * special().stdtrit(self.df, q)

    def isf(self, s: F64) -> F64:
        """The inverse of `sf`."""
        return self.mean - self.sd * special().stdtrit(self.df, s)


class LMS(Distribution):
    """`lms(l, m, s)`, conditioned on scores at which the formula has a value."""

    def __init__(self, l: F64, m: F64, s: F64) -> None:  # noqa: E741 - the letters of the growth charts
        self.valid = (m > 0) & (s > 0)
        self.l, self.m, self.s = l, _mend(m, self.valid), _mend(s, self.valid)
        self.straight = self.l == 0
        self._l = np.where(self.straight, 1.0, self.l)
        edge = special().ndtr(-1 / (self._l * self.s))
        self._low = np.where(~self.straight & (self.l > 0), edge, 0.0)
        self._top = np.where(~self.straight & (self.l < 0), special().ndtr(1 / (self._l * self.s)), 0.0)
        self._mass = 1 - self._low - self._top

    def cdf(self, x: F64) -> F64:
        """P(X <= x)."""
        return _share((special().ndtr(self._score(x)) - self._low) / self._mass)

    def sf(self, x: F64) -> F64:
        """P(X > x)."""
        return _share((special().ndtr(-self._score(x)) - self._top) / self._mass)

    def ppf(self, q: F64) -> F64:
        """The inverse of `cdf`."""
        return self._value(special().ndtri(self._low + q * self._mass))

    def isf(self, s: F64) -> F64:
        """The inverse of `sf`."""
        return self._value(-special().ndtri(self._top + s * self._mass))

    def _score(self, x: F64) -> F64:
        ratio = np.maximum(x, 0.0) / self.m
        return np.where(self.straight, np.log(ratio), (ratio**self._l - 1) / self._l) / self.s

    def _value(self, score: F64) -> F64:
        power = np.maximum(1 + self._l * self.s * score, 0.0) ** (1 / self._l)
        return self.m * np.where(self.straight, np.exp(self.s * score), power)


FAMILIES: dict[FamilyName, tuple[type[Distribution], tuple[str, ...]]] = {
    "normal": (Normal, ("mean", "sd")),
    "lognormal": (LogNormal, ("median", "gsd")),
    "gamma": (Gamma, ("mean", "sd")),
    "beta": (Beta, ("mean", "sd")),
    "poisson": (Poisson, ("mean",)),
    "negative_binomial": (NegativeBinomial, ("mean", "dispersion")),
    "exponential": (Exponential, ("mean",)),
    "weibull": (Weibull, ("median", "shape")),
    "uniform": (Uniform, ("low", "high")),
    "triangular": (Triangular, ("low", "mode", "high")),
    "student_t": (StudentT, ("mean", "sd", "df")),
    "lms": (LMS, ("l", "m", "s")),
}


def _mend(values: F64, valid: Bools, instead: float = 1.0) -> F64:
    """The values, with something harmless where they are invalid: those rows are not read."""
    return values if valid.all() else np.where(valid, values, instead)


def _share(values: F64) -> F64:
    """What rounding has pushed out of [0, 1] goes back."""
    return np.minimum(np.maximum(values, 0.0), 1.0)
