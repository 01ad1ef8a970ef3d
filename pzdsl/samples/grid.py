"""The grid of a precision: whole multiples of the step, each the float nearest to its decimal."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from pzdsl.plan.plan import Variable
from pzdsl.samples.distributions import F64

_SLACK = 1e-9  # of a step: bounds that were computed may miss a grid value by some last bits


@dataclass(frozen=True, slots=True)
class Grid:
    """Multiples of `top / bottom`."""

    top: int
    bottom: int

    def value(self, k: F64) -> F64:
        """The k-th value: a division, since 3 * 0.1 is not 0.3 but 3 / 10 is."""
        value = k * self.top if self.top != 1 else k
        value = value / self.bottom if self.bottom != 1 else value
        return value + 0.0  # no negative zero

    def steps(self, x: F64) -> F64:
        """How many steps x is from 0, in fractions."""
        return x * self.bottom / self.top

    def nearest(self, x: F64) -> F64:
        """The number of the nearest value."""
        return np.rint(self.steps(x))

    def first_from(self, low: F64, is_open: bool = False) -> F64:
        """The number of the first value at or above a bound."""
        steps = self.steps(low)
        return np.floor(steps + _SLACK) + 1 if is_open else np.ceil(steps - _SLACK)

    def last_to(self, high: F64, is_open: bool = False) -> F64:
        """The number of the last value at or below a bound (below it, if it is open)."""
        steps = self.steps(high)
        return np.ceil(steps - _SLACK) - 1 if is_open else np.floor(steps + _SLACK)

    def half_above(self, k: F64) -> F64:
        """Half a step above the k-th value."""
        return (k + 0.5) * self.top / self.bottom


def grid_of(variable: Variable) -> Grid | None:
    """The variable's grid; a count has the whole numbers."""
    step = variable.precision if variable.precision is not None else 1.0 if variable.type == "count" else None
    if step is None:
        return None
    fraction = Fraction(repr(step))
    return Grid(fraction.numerator, fraction.denominator)
