"""Strata: one cell of the population for each patient."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from pzdsl.errors import UsageError
from pzdsl.plan.expression import And, Compare, Expr, Member, Num, Or, Var
from pzdsl.plan.law import Interval
from pzdsl.plan.plan import Plan, StratumBy
from pzdsl.rules import Columns, is_inside

NO_STRATUM = -1


def stratum_of(samples: Columns) -> NDArray[np.int64]:
    """The number of each patient's stratum, in the order of `strata_of`; `NO_STRATUM` outside all bands.

    A plan that does not stratify has one stratum.
    """
    stratum = np.zeros(samples.size, np.int64)
    outside = np.zeros(samples.size, np.bool_)
    for by in samples.plan.stratify:
        values, known = samples.column(by.variable)
        size = len(_cells(samples.plan, by))
        cell = np.full(samples.size, NO_STRATUM, np.int64) if by.bands else values.astype(np.int64)
        for i, band in enumerate(by.bands):
            cell[is_inside(band, values)] = i
        if known is not None:
            cell[~known] = NO_STRATUM
        outside |= cell == NO_STRATUM
        stratum = stratum * size + cell
    stratum[outside] = NO_STRATUM
    return stratum


def strata_of(plan: Plan) -> list[dict[str, str]]:
    """Every stratum in order: what each variable is in it, as people write it."""
    names = [by.variable for by in plan.stratify]
    return [dict(zip(names, cells, strict=True)) for cells in product(*(_cells(plan, by) for by in plan.stratify))]


def cell_names(plan: Plan, by: Sequence[StratumBy]) -> list[tuple[str, ...]]:
    """Every stratum of a stratification in order, as people write it."""
    return list(product(*(_cells(plan, one) for one in by)))


def product_of(plan: Plan, by: Sequence[StratumBy]) -> list[tuple[int, ...]]:
    """Every stratum in the same order: the position of each variable's band or category."""
    return list(product(*(range(len(_cells(plan, one))) for one in by)))


def condition_of(plan: Plan, by: Sequence[StratumBy], cell: Sequence[int]) -> And:
    """That a patient is in a stratum: one condition a variable."""
    return And(args=tuple(_is_in(plan, one, i) for one, i in zip(by, cell, strict=True)))


def inside_of(plan: Plan, by: StratumBy) -> Expr:
    """That a patient is in any of the bands of a variable, or that it has a value at all."""
    if by.bands:
        return Or(args=tuple(_is_in(plan, by, i) for i in range(len(by.bands))))
    return Member(name=by.variable, categories=tuple(_cells(plan, by)))


def _is_in(plan: Plan, by: StratumBy, i: int) -> Expr:
    if not by.bands:
        return Member(name=by.variable, categories=(_cells(plan, by)[i],))
    band, value = by.bands[i], Var(name=by.variable)
    ends: list[Expr] = []
    if band.low is not None:
        ends.append(Compare(op=">" if band.low_open else ">=", a=value, b=Num(value=band.low)))
    if band.high is not None:
        ends.append(Compare(op="<" if band.high_open else "<=", a=value, b=Num(value=band.high)))
    return And(args=tuple(ends))


def _cells(plan: Plan, by: StratumBy) -> list[str]:
    variable = plan.variable(by.variable)
    if by.bands:
        return [_band_text(band) for band in by.bands]
    if variable.type == "boolean":
        return ["false", "true"]
    if variable.type == "category":
        return [category.name for category in variable.categories]
    raise UsageError(f"`{by.variable}` is a number: its strata need bands")


def _band_text(band: Interval) -> str:
    if band.low is None and band.high is None:
        return "any"
    if band.high is None:
        return f"{'>' if band.low_open else '>='} {band.low:g}"
    if band.low is None:
        return f"{'<' if band.high_open else '<='} {band.high:g}"
    return f"{band.low:g} to {'< ' if band.high_open else ''}{band.high:g}"
