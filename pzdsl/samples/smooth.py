"""A slow inverse made fast: polynomials between closely spaced ranks.

The inverses of the incomplete gamma and beta functions cost half a microsecond a value, a polynomial of degree 9
a fiftieth of it. Each bucket of ranks has its own, through Chebyshev points, and is tried at points between them;
ranks in a bucket that misses the closed inverse by more than 1e-11 of its value, as in the tails, go to the closed
inverse.
"""

from __future__ import annotations

import numpy as np

from pzdsl.samples.distributions import F64, Distribution

_BUCKETS = 512
_DEGREE = 9
_MOST_OFF = 1e-11


class Smooth(Distribution):
    """A distribution that is the same in all rows, its inverse by polynomials; all else is its own."""

    def __init__(self, base: Distribution) -> None:
        self.base, self.valid = base, base.valid
        at = np.cos(np.pi * (np.arange(_DEGREE + 1) + 0.5) / (_DEGREE + 1))
        between = np.concatenate([(at[1:] + at[:-1]) / 2, [-0.999, 0.999]])
        to_powers = np.linalg.inv(np.vander(at, increasing=True))
        middles = (np.arange(_BUCKETS) + 0.5) / _BUCKETS
        values = base.ppf(middles[:, None] + at / (2 * _BUCKETS))
        self._powers: list[F64] = [np.einsum("bi,i->b", values, to_powers[k]) for k in range(_DEGREE + 1)]
        truth = base.ppf(middles[:, None] + between / (2 * _BUCKETS))
        tried = np.einsum("bk,ik->bi", np.stack(self._powers, axis=1), np.vander(between, _DEGREE + 1, increasing=True))
        off = np.abs(tried - truth).max(axis=1)
        self._poor = ~(off <= _MOST_OFF * np.abs(truth).min(axis=1))

    def cdf(self, x: F64) -> F64:
        """P(X <= x)."""
        return self.base.cdf(x)

    def sf(self, x: F64) -> F64:
        """P(X > x)."""
        return self.base.sf(x)

    def ppf(self, q: F64) -> F64:
        """The inverse of `cdf`."""
        place = q * _BUCKETS
        bucket = np.clip(place, 0, _BUCKETS - 1).astype(np.intp)
        local = 2 * (place - bucket) - 1
        x = self._powers[-1].take(bucket)
        for powers in reversed(self._powers[:-1]):
            x *= local
            x += powers.take(bucket)
        poor = np.flatnonzero(self._poor.take(bucket))
        if poor.size:
            x[poor] = self.base.ppf(q[poor])
        return x

    def isf(self, s: F64) -> F64:
        """The inverse of `sf`; asked only far up, where the closed inverse keeps its digits."""
        return self.base.isf(s)
