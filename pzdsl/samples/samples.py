"""`Samples`: n patients as columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pzdsl.plan.plan import Plan
from pzdsl.rules import Bools, Column

PatientValue = float | int | bool | str


@dataclass(frozen=True, slots=True)
class Seats:
    """Places under a quota, one a patient.

    Attributes:
        quota: what names the quota among all others, in a record's id. names: of the strata, in order. stratum:
        positions in `names`, shape (n,). rank: number within the stratum, shape (n,). weights: by stratum, its share of
        the population over its share of the cohort; None where both are the same by design.
    """

    quota: str
    names: tuple[str, ...]
    stratum: NDArray[np.int64]
    rank: NDArray[np.int64]
    weights: tuple[float, ...] | None

    def take(self, rows: NDArray[Any] | slice) -> Seats:
        """Some of the places."""
        return Seats(self.quota, self.names, self.stratum[rows], self.rank[rows], self.weights)

    @property
    def weight(self) -> NDArray[np.float64] | None:
        """The weight of each patient, shape (n,)."""
        return None if self.weights is None else np.array(self.weights)[self.stratum]


@dataclass(frozen=True, slots=True)
class Samples:
    """Patients, one a row: booleans as bool, categories as positions in their type, the rest as float64.

    Attributes:
        ids, attempts: which patient, and which of its draws passed every rule; shape (n,). columns: the
        truth about each variable, by name. defined: for variables that may have no value, such as the parts
        of an absent symptom: where there is one. recorded: for variables that may be missing or not
        ordered: where the record holds them. broken: for a twin: which rules it breaks, by name, and where;
        only those broken somewhere. engine: the name of what drew them. seats: their places under a quota.
    """

    plan: Plan
    ids: NDArray[np.int64]
    attempts: NDArray[np.int64]
    columns: dict[str, NDArray[Any]]
    defined: dict[str, Bools] = field(default_factory=dict)
    recorded: dict[str, Bools] = field(default_factory=dict)
    broken: dict[str, Bools] = field(default_factory=dict)
    engine: str = "rejection"
    seats: Seats | None = None

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def size(self) -> int:
        """The number of patients."""
        return len(self.ids)

    def column(self, name: str) -> Column:
        """The truth about one variable, known where it is defined: what constraints read."""
        return Column(self.columns[name], self.defined.get(name))

    def recorded_column(self, name: str) -> Column:
        """One variable, known where the record holds it."""
        values, known = self.column(name)
        recorded = self.recorded.get(name)
        if recorded is None:
            return Column(values, known)
        return Column(values, recorded if known is None else known & recorded)

    def row(self, i: int, *, truth: bool = False) -> dict[str, PatientValue | None]:
        """One patient as plain values; None where undefined or (unless `truth`) not recorded."""
        patient: dict[str, PatientValue | None] = {}
        for variable in self.plan.variables:
            name = variable.name
            values, known = self.column(name) if truth else self.recorded_column(name)
            value = values[i]
            if known is not None and not known[i]:
                patient[name] = None
            elif variable.type == "boolean":
                patient[name] = bool(value)
            elif variable.type == "category":
                patient[name] = variable.categories[int(value)].name
            else:
                patient[name] = int(value) if variable.type == "count" else float(value)
        return patient

    def take(self, rows: NDArray[Any] | slice) -> Samples:
        """Some of the patients, by positions, a mask or a slice."""
        return Samples(
            self.plan,
            self.ids[rows],
            self.attempts[rows],
            {name: values[rows] for name, values in self.columns.items()},
            {name: mask[rows] for name, mask in self.defined.items()},
            {name: mask[rows] for name, mask in self.recorded.items()},
            {name: mask[rows] for name, mask in self.broken.items()},
            self.engine,
            None if self.seats is None else self.seats.take(rows),
        )


def concatenated(parts: Sequence[Samples]) -> Samples:
    """Patients of one plan, one part after the other."""
    first = parts[0]
    if len(parts) == 1:
        return first
    seats = [part.seats for part in parts if part.seats is not None]
    return Samples(
        first.plan,
        np.concatenate([part.ids for part in parts]),
        np.concatenate([part.attempts for part in parts]),
        {name: np.concatenate([part.columns[name] for part in parts]) for name in first.columns},
        _masks([part.defined for part in parts], parts, True),
        _masks([part.recorded for part in parts], parts, True),
        _masks([part.broken for part in parts], parts, False),
        first.engine,
        replace(
            seats[0],
            stratum=np.concatenate([s.stratum for s in seats]),
            rank=np.concatenate([s.rank for s in seats]),
        )
        if seats
        else None,
    )


def _masks(masks: Sequence[dict[str, Bools]], parts: Sequence[Samples], rest: bool) -> dict[str, Bools]:
    names = dict.fromkeys(name for mask in masks for name in mask)
    return {
        name: np.concatenate([m.get(name, np.full(len(p), rest)) for m, p in zip(masks, parts, strict=True)])
        for name in names
    }
