"""Kleene's tables, all of them."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from pzdsl.rules import Column, is_false, is_true
from pzdsl.rules.kleene import all_known, conjunction, disjunction, negation

Truth = bool | None
TRUTHS: tuple[Truth, ...] = (True, False, None)


def column(*truths: Truth) -> Column:
    known = np.array([t is not None for t in truths])
    return Column(np.array([t is True for t in truths]), None if known.all() else known)


def read(result: Column) -> list[Truth]:
    known = np.ones(result.values.shape, bool) if result.known is None else result.known
    return [bool(v) if k else None for v, k in zip(result.values, known, strict=True)]


def both(a: Truth, b: Truth) -> Truth:
    if a is False or b is False:
        return False
    return True if a and b else None


@pytest.mark.parametrize(("a", "b"), list(product(TRUTHS, TRUTHS)))
def test_and_or_follow_kleene(a: Truth, b: Truth) -> None:
    flip = {True: False, False: True, None: None}
    assert read(conjunction([column(a), column(b)])) == [both(a, b)]
    assert read(disjunction([column(a), column(b)])) == [flip[both(flip[a], flip[b])]]
    assert read(negation(column(a))) == [flip[a]]


def test_a_constraint_is_broken_only_where_it_is_known_and_false() -> None:
    truths = column(True, False, None)
    assert is_true(truths).tolist() == [True, False, False]
    assert is_false(truths).tolist() == [False, True, False]


def test_without_unknown_values_there_is_no_mask() -> None:
    assert conjunction([column(True, False), column(True, True)]).known is None
    assert disjunction([column(True, False)]).known is None
    assert all_known([None, None]) is None
