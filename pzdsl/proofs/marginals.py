"""Sums and joint distributions of many sets of tables that differ in few.

Proofs ask the same tables again and again, with one rule left out or one event added. Eliminating a variable depends
on the tables alone that hold it, so what was summed from the same tables before is not summed again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from pzdsl.samples.distributions import F64
from pzdsl.solve.eliminate import multiply
from pzdsl.solve.factors import Factor

_MOST_BYTES = 1 << 28  # of sums that are kept


class Sums:
    """Sums variables out in one order, and keeps what tables came to; a table is known again as the same object."""

    def __init__(self, order: Sequence[str]) -> None:
        self._position = {name: i for i, name in enumerate(order)}
        self._kept: dict[tuple[int, ...], tuple[tuple[Factor, ...], Factor]] = {}  # the tables stay alive with their id
        self._bytes = 0

    def total(self, factors: Sequence[Factor]) -> float:
        """The weight of all tables together."""
        return self._eliminate(factors)[0]

    def marginals(self, factors: Sequence[Factor]) -> Marginals:
        """The joint distributions under all tables together."""
        total, steps = self._eliminate(factors)
        return Marginals(total, steps)

    def _eliminate(self, factors: Sequence[Factor]) -> tuple[float, dict[str, list[Factor]]]:
        """The total, and the tables that each variable was summed out of, in the order of elimination."""
        buckets: dict[int, list[Factor]] = {}
        names = {self._position[name]: name for factor in factors for name in factor.names}
        total, steps = 1.0, dict[str, list[Factor]]()

        def put(factor: Factor) -> None:
            buckets.setdefault(min(self._position[name] for name in factor.names), []).append(factor)

        for factor in factors:
            put(factor)
        for i in sorted(names):
            touching = buckets.get(i, [])
            steps[names[i]] = touching
            summed = self._summed(touching, names[i])
            if summed.names:
                put(summed)
            else:
                total *= float(summed.table)
        return total, steps

    def _summed(self, touching: Sequence[Factor], name: str) -> Factor:
        key = tuple(map(id, touching))
        known = self._kept.get(key)
        if known is not None:
            return known[1]
        joint = multiply(touching, name)
        found = Factor(joint.names[:-1], np.asarray(joint.table.sum(axis=-1)))
        if self._bytes < _MOST_BYTES:
            self._bytes += found.table.nbytes
            self._kept[key] = tuple(touching), found
        return found


class Marginals:
    """Weights of combinations of cells; those of one table sum to `total`."""

    def __init__(self, total: float, steps: Mapping[str, Sequence[Factor]]) -> None:
        self.total = total
        self._names = list(steps)[::-1]  # in the order of drawing
        self._tables = [steps[name] for name in self._names]
        self._groups: list[tuple[str, ...]] = []
        self._sizes: list[int] = []
        sizes = {n: size for t in self._tables for f in t for n, size in zip(f.names, f.table.shape, strict=True)}
        for name, tables in zip(self._names, self._tables, strict=True):
            self._groups.append((*sorted({n for f in tables for n in f.names if n != name}), name))
            self._sizes.append(int(np.prod([sizes.get(n, 1) for n in self._groups[-1]])))
        self._at = {name: i for i, name in enumerate(self._names)}
        self._joint: dict[int, F64] = {}

    def over(self, names: tuple[str, ...]) -> F64 | None:
        """The weights of the cells of some variables, one axis each in this order; None where no table joins them."""
        wanted = set(names)
        homes = [i for i, group in enumerate(self._groups) if wanted <= set(group)]
        if not homes:
            return None
        home = min(homes, key=lambda i: self._sizes[i])
        group = self._groups[home]
        table = self._of(home).sum(axis=tuple(i for i, name in enumerate(group) if name not in wanted))
        left = [name for name in group if name in wanted]
        return np.asarray(table.transpose([left.index(name) for name in names]), np.float64)

    def weight(self, event: Factor) -> float | None:
        """The weight where an event happens, by the upper bound of its table; None where no table joins its scope."""
        table = self.over(event.names)
        return None if table is None else float((table * event.table).sum())

    def _of(self, i: int) -> F64:
        """The joint distribution of one table's variables, from that of those drawn before."""
        if i in self._joint:
            return self._joint[i]
        *given, name = self._groups[i]
        table = multiply(self._tables[i], name).table
        sums = table.sum(axis=-1, keepdims=True)
        share: F64 = np.divide(table, sums, out=np.zeros_like(table), where=sums > 0)
        if given:
            # the last of them to be drawn was joined with all the others
            home = max(self._at[other] for other in given)
            group = self._groups[home]
            before = self._of(home).sum(axis=tuple(k for k, other in enumerate(group) if other not in given))
            kept = [other for other in group if other in given]
            share = share * before.transpose([kept.index(other) for other in given])[..., None]
        else:
            share = share * self.total
        self._joint[i] = share
        return share
