"""`Samples`: n patients as columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pzdsl.plan.plan import Plan
from pzdsl.rules import Bools, Column

PatientValue = float | int | bool | str


@dataclass(frozen=True, slots=True)
class Samples:
    """Patients, one a row: booleans as bool, categories as positions in their type, the rest as float64.

    Attributes:
        ids, attempts: which patient, and which of its draws passed every rule; shape (n,). columns: the
        truth about each variable, by name. defined: for variables that may have no value, such as the parts
        of an absent symptom: where there is one. recorded: for variables that may be missing or not
        ordered: where the record holds them. broken: for a twin: which rules it breaks, by name, and where;
        only those broken somewhere.
    """

    plan: Plan
    ids: NDArray[np.int64]
    attempts: NDArray[np.int64]
    columns: dict[str, NDArray[Any]]
    defined: dict[str, Bools] = field(default_factory=dict)
    recorded: dict[str, Bools] = field(default_factory=dict)
    broken: dict[str, Bools] = field(default_factory=dict)

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
        )
