"""Three-valued logic over columns: true, false, and unknown.

A column is its values beside a mask of what is known; no mask means that all of it is, and then the logic
costs no more than NumPy's own. The value at an unknown place means nothing and must not be read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]


class Column(NamedTuple):
    """One value a row; `known` is None where every value is."""

    values: NDArray[Any]
    known: Bools | None = None


def all_known(masks: Iterable[Bools | None]) -> Bools | None:
    """True where each of the masks is; None where none of them leaves anything out."""
    together: Bools | None = None
    for known in masks:
        if known is not None:
            together = known if together is None else together & known
    return together


def is_true(truth: Column) -> Bools:
    """True where the truth value is known and true."""
    values: Bools = truth.values
    return values if truth.known is None else values & truth.known


def is_false(truth: Column) -> Bools:
    """True where the truth value is known and false: where a constraint is broken."""
    return ~truth.values if truth.known is None else ~truth.values & truth.known


def negation(truth: Column) -> Column:
    """`not x`: unknown stays unknown."""
    return Column(~truth.values, truth.known)


def conjunction(truths: Sequence[Column]) -> Column:
    """False as soon as one is false, true if all are, else unknown."""
    if all(truth.known is None for truth in truths):
        together = np.array(True)
        for truth in truths:
            together = together & truth.values
        return Column(together)
    holds, fails = np.array(True), np.array(False)
    for truth in truths:
        holds, fails = holds & is_true(truth), fails | is_false(truth)
    return Column(holds, holds | fails)


def disjunction(truths: Sequence[Column]) -> Column:
    """True as soon as one is true, false if all are false, else unknown."""
    return negation(conjunction([negation(truth) for truth in truths]))
