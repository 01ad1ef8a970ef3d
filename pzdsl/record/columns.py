"""A batch of samples as Python lists, one a variable: records and facts are cut from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from pzdsl.plan.plan import Plan, Variable
from pzdsl.record.flags import FLAGS, flags_of
from pzdsl.record.origins import Origin, impossible_rows, origins_of, rows_that_applied
from pzdsl.record.quantities import decimals_of
from pzdsl.rules import Bools, Column, Columns, evaluate, is_true

Value = float | int | bool | str | None
SHOWN_ROLES = ("attribute", "symptom", "exam", "course")


class Drawn(Protocol):
    """What is read of `Samples`."""

    @property
    def plan(self) -> Plan:
        """The plan that they were drawn from."""

    @property
    def ids(self) -> NDArray[np.int64]:
        """Patient numbers."""

    @property
    def attempts(self) -> NDArray[np.int64]:
        """The attempt that was accepted."""

    @property
    def columns(self) -> Mapping[str, NDArray[Any]]:
        """Values by variable."""

    @property
    def defined(self) -> Mapping[str, Bools]:
        """Where a part has a value."""

    @property
    def recorded(self) -> Mapping[str, Bools]:
        """Where a value was recorded."""


@dataclass(slots=True)
class Prepared:
    """One variable of a batch: `values[i]` is the truth; None where it has none."""

    variable: Variable
    values: list[Value]
    recorded: list[bool] | None = None
    done: list[bool] | None = None  # ordered when …
    flags: list[str | None] | None = None
    references: list[int] | None = None
    also: list[tuple[str, list[float | None]]] = field(default_factory=list)
    rows: list[int] | None = None
    origins: list[Origin] = field(default_factory=list)
    impossible: list[bool] = field(default_factory=list)  # cannot occur in this patient at all
    parts: list[Prepared] = field(default_factory=list)

    def is_recorded(self, i: int) -> bool:
        """Whether the value stands in the record."""
        return self.recorded is None or self.recorded[i]

    def reason(self, i: int) -> str:
        """Why the value does not stand in the record."""
        return "not done" if self.done is not None and not self.done[i] else "not recorded"


class Batch:
    """Some rows of samples, prepared: `shown` variables in the order of the plan, with their parts."""

    def __init__(self, samples: Drawn, rows: slice | None = None) -> None:
        self.plan = samples.plan
        cut = rows if rows is not None else slice(None)
        self.numbers: list[int] = samples.ids[cut].tolist()
        self.attempts: list[int] = samples.attempts[cut].tolist()
        self.size = len(self.numbers)
        columns = _Cut(samples, cut, self.size)
        self.shown: list[Prepared] = []
        by_name: dict[str, Prepared] = {}
        for variable in self.plan.variables:
            if variable.hidden or variable.role == "case":
                continue
            one = _prepare(variable, columns, samples)
            by_name[variable.name] = one
            if variable.part_of is not None and variable.part_of in by_name:
                by_name[variable.part_of].parts.append(one)
            elif variable.role in SHOWN_ROLES:
                self.shown.append(one)
        self.by_name = by_name
        self.speakers = self._speakers(columns)

    def _speakers(self, columns: _Cut) -> list[str | None]:
        speakers: list[str | None] = [None] * self.size
        for proxy in reversed(self.plan.proxies):  # the first that applies wins
            for i in np.flatnonzero(is_true(evaluate(proxy.when, columns))).tolist():
                speakers[i] = proxy.speaker
        return speakers


class _Cut:
    """Rows of samples, as columns that expressions can read."""

    def __init__(self, samples: Drawn, cut: slice, size: int) -> None:
        self.plan, self.size = samples.plan, size
        self._samples, self._cut = samples, cut

    def column(self, name: str) -> Column:
        """The truth of one variable."""
        known = self._samples.defined.get(name)
        return Column(self._samples.columns[name][self._cut], None if known is None else known[self._cut])

    def recorded(self, name: str) -> Bools | None:
        """Where a variable was recorded; None for everywhere."""
        recorded = self._samples.recorded.get(name)
        return None if recorded is None else recorded[self._cut]


def _prepare(variable: Variable, columns: _Cut, samples: Drawn) -> Prepared:
    values, known = columns.column(variable.name)
    one = Prepared(variable, _python(variable, values, known))
    recorded = columns.recorded(variable.name)
    if recorded is not None:
        one.recorded = recorded.tolist()
    if variable.ordered_when is not None:
        one.done = is_true(evaluate(variable.ordered_when, columns)).tolist()
    if variable.role == "exam":
        _add_bands(one, columns)
    one.origins = origins_of(variable)
    rows = rows_that_applied(variable, columns)
    if rows is not None:
        one.rows = rows.tolist()
        ruled_out = impossible_rows(variable, _deciding(variable, columns.plan))
        if any(ruled_out):
            one.impossible = [row >= 0 and ruled_out[row] for row in one.rows]
    return one


def _deciding(variable: Variable, plan: Plan) -> frozenset[str]:
    if variable.role == "symptom":  # no wobbly walking before walking; but no phlegm in the silent phase is news
        return frozenset(v.name for v in plan.variables if v.stage == "attribute")
    return frozenset({"age", "sex"})


def _add_bands(one: Prepared, columns: Columns) -> None:
    flagged = flags_of(one.variable, columns)
    if flagged is not None:
        one.flags = [FLAGS[flag] for flag in flagged.flags.tolist()]
        one.references = flagged.reference.tolist()
    for also in one.variable.also:
        values, known = evaluate(also.expr, columns)
        numbers: list[float | None] = [float(f"{value:.4g}") for value in values.tolist()]
        if known is not None:
            numbers = [n if k else None for n, k in zip(numbers, known.tolist(), strict=True)]
        one.also.append((also.unit, numbers))


def _python(variable: Variable, values: NDArray[Any], known: Bools | None) -> list[Value]:
    out: list[Value]
    if variable.type == "category":
        names = [c.name for c in variable.categories]
        out = [names[code] for code in values.tolist()]
    elif variable.type == "count":
        out = [int(value) for value in values.tolist()]
    elif variable.type == "number" and variable.precision is not None:
        # the grid value as people write it: 5.7, not 5.7000000000000002
        out = np.round(values, decimals_of(variable.precision)).tolist()
    else:
        out = values.tolist()
    if known is None:
        return out
    return [value if is_known else None for value, is_known in zip(out, known.tolist(), strict=True)]
