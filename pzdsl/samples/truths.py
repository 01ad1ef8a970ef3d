"""Laws of booleans: true where the rank is below the probability, so raising that turns none false."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pzdsl.plan.law import Bernoulli, Categorical, Law, Mixture, Odds, OddsPer, Point, Table
from pzdsl.plan.plan import Plan
from pzdsl.rules import Bools, Columns, evaluate, is_true
from pzdsl.samples.columns import Part
from pzdsl.samples.distributions import F64
from pzdsl.samples.rows import NO_ROW, RowFinder
from pzdsl.samples.sampler import Values


class Truths:
    """A boolean whose probability may depend on the parents; `scale` above 1 serves the prevalence only."""

    def __init__(self, prob: Prob, scale: float = 1.0) -> None:
        self._prob, self._scale = prob, scale
        self.may_fail = prob.may_fail

    @np.errstate(all="ignore")
    def draw(self, ranks: F64, parents: Columns) -> Values:
        """True where the rank is below the probability."""
        prob, possible = self._prob.at(parents)
        return Values(ranks < (prob if self._scale == 1 else prob * self._scale), possible)

    @np.errstate(all="ignore")
    def prob(self, parents: Columns) -> tuple[F64, Bools | None]:
        """The probability of `true`, shape (n,) or (1,), and where there is one."""
        prob, possible = self._prob.at(parents)
        return prob if self._scale == 1 else np.minimum(prob * self._scale, 1.0), possible

    @np.errstate(all="ignore")
    def cdf(self, x: NDArray[Any], parents: Columns) -> F64:
        """P(X <= x) with false before true."""
        prob, _ = self._prob.at(parents)
        return np.where(np.asarray(x) >= 1, 1.0, np.where(np.asarray(x) >= 0, 1 - prob, 0.0))


class Prob(ABC):
    """The probability of `true`, shape (n,) or (1,), and where there is one. `greatest`: no row has more."""

    may_fail = False
    constant: float | None = None
    greatest = 1.0

    @abstractmethod
    def at(self, parents: Columns) -> tuple[F64, Bools | None]:
        """The probability in each row."""


class _Constant(Prob):
    def __init__(self, prob: float) -> None:
        self.constant = self.greatest = prob
        self._prob = np.array([prob])

    def at(self, parents: Columns) -> tuple[F64, Bools | None]:
        return self._prob, None


class _Mixed(Prob):
    def __init__(self, shares: Sequence[float], parts: Sequence[Prob]) -> None:
        self._shares, self._parts = shares, parts
        self.may_fail = any(part.may_fail for part in parts)
        self.greatest = sum(share * part.greatest for share, part in zip(shares, parts, strict=True))
        if all(part.constant is not None for part in parts):
            self.constant = self.greatest

    def at(self, parents: Columns) -> tuple[F64, Bools | None]:
        total, possible = np.zeros(1), None
        for share, part in zip(self._shares, self._parts, strict=True):
            prob, some = part.at(parents)
            total = total + share * prob
            if some is not None:
                possible = some if possible is None else possible & some
        return total, possible


class _ByRow(Prob):
    def __init__(self, finder: RowFinder, rows: Sequence[Prob]) -> None:
        self._finder, self._rows = finder, rows
        self.may_fail = not finder.complete or any(row.may_fail for row in rows)
        self.greatest = max(row.greatest for row in rows)
        constants = [row.constant for row in rows if row.constant is not None]
        self._probs = np.array(constants) if len(constants) == len(rows) else None

    def at(self, parents: Columns) -> tuple[F64, Bools | None]:
        row = self._finder.rows(parents)
        found = row != NO_ROW if row.size and row.min() == NO_ROW else None
        if self._probs is not None:
            return self._probs.take(row, mode="clip"), found
        probs, possible = np.zeros(parents.size), row != NO_ROW
        for i, part in enumerate(self._rows):
            mine = np.flatnonzero(row == i)
            if mine.size:
                probs[mine], some = part.at(Part(parents, mine))
                if some is not None:
                    possible[mine] = some
        return probs, None if possible.all() else possible


class _Odds(Prob):
    def __init__(self, law: Odds, base: Prob) -> None:
        self._law, self._base = law, base
        self.may_fail = base.may_fail

    def at(self, parents: Columns) -> tuple[F64, Bools | None]:
        prob, possible = self._base.at(parents)
        factor: F64 = np.ones(1)
        for effect in self._law.effects:
            if isinstance(effect, OddsPer):
                values, known = parents.column(effect.variable)
                steps = np.maximum(values - effect.start, 0.0) / effect.step
                steps = steps if known is None else np.where(known, steps, 0.0)  # the unknown moves nothing
                factor = factor * np.exp(log(effect.ratio) * steps)
            else:
                factor = np.where(is_true(evaluate(effect.condition, parents)), factor * effect.ratio, factor)
        raised = prob * factor  # p / (1 - p) times the factor, without dividing by 0 at p = 1
        return raised / (1 - prob + raised), possible


def prob_of(law: Law, plan: Plan) -> Prob:
    """The probability of `true` under a law of booleans."""
    match law:
        case Bernoulli(p=p):
            return _Constant(p)
        case Point(value=value):
            return _Constant(1.0 if value is True or value == "true" else 0.0)
        case Categorical(categories=categories, shares=shares):
            pairs = zip(categories, shares, strict=True)
            return _Constant(sum(share for category, share in pairs if category == "true"))
        case Mixture(shares=shares, parts=parts):
            return _Mixed(shares, [prob_of(part, plan) for part in parts])
        case Table(rows=rows):
            return _ByRow(RowFinder(law, plan), [prob_of(row.law, plan) for row in rows])
        case Odds(base=base):
            return _Odds(law, prob_of(base, plan))
        case _:
            raise TypeError(f"`{law.law}` is no law of a boolean")
