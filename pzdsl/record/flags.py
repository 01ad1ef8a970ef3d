"""Flags of examination values: L, H, LL, HH or abnormal, from the reference and critical bands that apply."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pzdsl.plan.law import Interval
from pzdsl.plan.plan import Reference, Variable
from pzdsl.rules import Bools, Columns, evaluate, is_inside, is_true

FLAGS = (None, "L", "H", "LL", "HH", "abnormal")
_L, _H, _LL, _HH, _ABNORMAL = range(1, 6)
_MEANS_FALSE = ("false", "negative", "absent", "no", "none")


class Flagged(NamedTuple):
    """For each patient the flag (its place in FLAGS) and the reference that applied (-1: none)."""

    flags: NDArray[np.int8]
    reference: NDArray[np.int8]


def flags_of(variable: Variable, columns: Columns) -> Flagged | None:
    """The flags of one examination, whether or not its value was recorded; None where it has no bands."""
    if not variable.references and not variable.criticals:
        return None
    values = columns.column(variable.name).values
    flags = np.zeros(columns.size, np.int8)
    applied = np.full(columns.size, -1, np.int8)
    inside, lower = np.zeros(columns.size, np.bool_), np.zeros(columns.size, np.bool_)
    for number, reference in enumerate(variable.references):
        holds = _holds(reference, columns)
        applied[holds & (applied < 0)] = number
        if isinstance(reference.band, Interval):
            inside |= holds & is_inside(reference.band, values)
            if reference.band.low is not None:
                lower |= holds & (values <= reference.band.low)
        else:
            inside |= holds & _is(variable, reference.band, values)
    outside = (applied >= 0) & ~inside
    if variable.type in ("number", "count"):
        flags[outside & lower] = _L
        flags[outside & ~lower] = _H
    else:
        flags[outside] = _ABNORMAL
    for critical in variable.criticals:
        band = critical.band
        if not isinstance(band, Interval):
            continue
        hit = _holds(critical, columns) & is_inside(band, values)
        low = np.full(columns.size, band.low is None) if band.low is None or band.high is None else lower
        flags[hit & low] = _LL
        flags[hit & ~low] = _HH
    return Flagged(flags, applied)


def reference_entry(reference: Reference, variable: Variable) -> dict[str, Any]:
    """A reference band as the record shows it."""
    band = reference.band
    if not isinstance(band, Interval):
        if variable.type == "boolean":
            return {"category": band, "text": "absent" if band in _MEANS_FALSE else "present"}
        return {"category": band, "text": next((c.label for c in variable.categories if c.name == band), band)}
    return {"low": band.low, "high": band.high, "text": band_text(band)}


def band_text(band: Interval) -> str:
    """`70 to < 100`, `< 5.7`, `>= 60`."""
    if band.low is None:
        return f"{'<' if band.high_open else '<='} {band.high:g}" if band.high is not None else "any"
    if band.high is None:
        return f"{'>' if band.low_open else '>='} {band.low:g}"
    start = f"> {band.low:g}" if band.low_open else f"{band.low:g}"
    return f"{start} to {'< ' if band.high_open else ''}{band.high:g}"


def _holds(reference: Reference, columns: Columns) -> Bools:
    if reference.when is None:
        return np.ones(columns.size, np.bool_)
    return is_true(evaluate(reference.when, columns))


def _is(variable: Variable, category: str, values: NDArray[Any]) -> Bools:
    if variable.type == "boolean":
        return ~values if category in _MEANS_FALSE else values
    names = [c.name for c in variable.categories]
    if category not in names:
        return np.ones(values.shape, np.bool_)
    result: Bools = values == names.index(category)
    return result
