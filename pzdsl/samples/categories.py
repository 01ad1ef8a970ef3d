"""Laws of categories, in the order of the type: there a higher rank is never a lower category."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from pzdsl.plan.law import Categorical, Law, Mixture, Point, Table
from pzdsl.plan.plan import Plan, Variable
from pzdsl.rules import Bools, Columns, code_of, dtype_of
from pzdsl.samples.distributions import F64
from pzdsl.samples.finite import GuideTable
from pzdsl.samples.rows import NO_ROW, RowFinder
from pzdsl.samples.sampler import Grouped, Guided, Sampler, Values


def compile_categories(law: Law, variable: Variable, plan: Plan) -> Sampler:
    """The sampler of a categorical variable."""
    codes = np.arange(len(variable.categories)).astype(dtype_of(variable))
    shares = _constant_shares(law, variable)
    if shares is not None:
        return Guided(GuideTable([(codes, shares)]))
    if isinstance(law, Table):
        finder = RowFinder(law, plan)
        rows = [_constant_shares(row.law, variable) for row in law.rows]
        constant = [row for row in rows if row is not None]
        if len(constant) == len(rows):
            return Guided(GuideTable([(codes, row) for row in constant]), finder)
        parts = [compile_categories(row.law, variable, plan) for row in law.rows]
        return Grouped(finder, parts, dtype_of(variable))
    return _Varying(law, variable, plan)


class _Varying:
    """A mixture of tables: the shares are worked out for each patient."""

    may_fail = True

    def __init__(self, law: Law, variable: Variable, plan: Plan) -> None:
        self._law, self._variable, self._plan = law, variable, plan
        self._finders: dict[int, RowFinder] = {}

    def draw(self, ranks: F64, parents: Columns) -> Values:
        """The number of cumulative shares that the rank has passed."""
        shares, possible = self._shares(self._law, parents)
        cumulative = np.cumsum(shares, axis=1)
        codes = (ranks[:, None] >= cumulative[:, :-1]).sum(axis=1)
        return Values(codes.astype(dtype_of(self._variable)), possible)

    def cdf(self, x: NDArray[Any], parents: Columns) -> F64:
        """P(X <= x), by position."""
        cumulative = np.cumsum(self._shares(self._law, parents)[0], axis=1)
        x = np.broadcast_to(x, (parents.size,)).astype(np.intp)
        return np.where(x < 0, 0.0, cumulative[np.arange(parents.size), np.maximum(x, 0)])

    def _shares(self, law: Law, parents: Columns) -> tuple[F64, Bools]:
        constant = _constant_shares(law, self._variable)
        if constant is not None:
            return np.broadcast_to(constant, (parents.size, len(constant))), np.ones(parents.size, np.bool_)
        total = np.zeros((parents.size, len(self._variable.categories)))
        possible = np.ones(parents.size, np.bool_)
        if isinstance(law, Mixture):
            for share, part in zip(law.shares, law.parts, strict=True):
                shares, some = self._shares(part, parents)
                total, possible = total + share * shares, possible & some
            return total, possible
        if not isinstance(law, Table):
            raise TypeError(f"`{law.law}` is no law of categories")
        finder = self._finders.setdefault(id(law), RowFinder(law, self._plan))
        row = finder.rows(parents)
        possible = row != NO_ROW
        for i, part_row in enumerate(law.rows):
            mine = row == i
            shares, some = self._shares(part_row.law, parents)
            total[mine] = shares[mine]
            possible &= ~mine | some
        return total, possible


def _constant_shares(law: Law, variable: Variable) -> F64 | None:
    """The shares by position, if they depend on nothing."""
    shares = np.zeros(len(variable.categories))
    match law:
        case Point(value=str(value)):
            shares[code_of(variable, value)] = 1.0
        case Categorical():
            for category, share in zip(law.categories, law.shares, strict=True):
                shares[code_of(variable, category)] += share
        case Mixture():
            for share, part in zip(law.shares, law.parts, strict=True):
                constant = _constant_shares(part, variable)
                if constant is None:
                    return None
                shares += share * constant
        case _:
            return None
    return shares
