"""The joint distribution of any variables that some table joins, from one elimination.

Elimination leaves each variable with its distribution given those drawn before it. Going through them in that order
gives the joint distribution of each table's variables, and so the probability of every row, category and band at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pzdsl.samples.distributions import F64
from pzdsl.solve.eliminate import Elimination
from pzdsl.solve.factors import Factor


@dataclass(frozen=True)
class Marginals:
    """Weights of combinations of cells; those of one table sum to `total`."""

    total: float
    joint: dict[tuple[str, ...], F64]

    def over(self, names: tuple[str, ...]) -> F64 | None:
        """The weights of the cells of some variables, one axis each in this order; None where no table joins them."""
        wanted = set(names)
        home = min(
            (group for group in self.joint if wanted <= set(group)), key=lambda g: self.joint[g].size, default=None
        )
        if home is None:
            return None
        table = self.joint[home].sum(axis=tuple(i for i, name in enumerate(home) if name not in wanted))
        left = [name for name in home if name in wanted]
        return np.asarray(table.transpose([left.index(name) for name in names]), np.float64)

    def weight(self, event: Factor) -> float | None:
        """The weight where an event happens, by the upper bound of its table; None where no table joins its scope."""
        table = self.over(event.names)
        return None if table is None else float((table * event.table).sum())


def marginals_of(elimination: Elimination) -> Marginals:
    """Forwards through the order of drawing: each table's variables together."""
    joint: dict[tuple[str, ...], F64] = {}
    position: dict[str, int] = {}
    groups: list[tuple[str, ...]] = []
    for conditional in elimination.conditionals:
        name, given = conditional.name, conditional.given
        sums = conditional.table.sum(axis=-1, keepdims=True)
        share = np.divide(conditional.table, sums, out=np.zeros_like(conditional.table), where=sums > 0)
        if given:
            # the last of them to be drawn was joined with all the others
            home = groups[max(position[other] for other in given)]
            rest = tuple(i for i, other in enumerate(home) if other not in given)
            before = joint[home].sum(axis=rest)
            kept = [other for other in home if other in given]
            share = share * before.transpose([kept.index(other) for other in given])[..., None]
        else:
            share = share * elimination.total
        position[name] = len(groups)
        groups.append((*given, name))
        joint[groups[-1]] = share
    return Marginals(elimination.total, joint)
