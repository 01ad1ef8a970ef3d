"""Which columns a table of patients has, and their values as plain Python or NumPy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pzdsl.errors import UsageError
from pzdsl.plan.law import Place, Point
from pzdsl.plan.plan import Category, Plan, Variable
from pzdsl.record.quantities import decimals_of
from pzdsl.rules import Bools
from pzdsl.samples import Samples

PATIENT = "patient"  # the column of patient numbers
STRATUM, WEIGHT = "stratum", "sampling_weight"  # under a quota


@dataclass(frozen=True, slots=True)
class Column:
    """One variable as a column."""

    variable: Variable

    @property
    def name(self) -> str:
        """The variable's name."""
        return self.variable.name

    @property
    def decimals(self) -> int | None:
        """How many digits after the point its values have; None for a real number."""
        if self.variable.type != "number" or self.variable.precision is None:
            return None
        return decimals_of(self.variable.precision)

    def defined(self, samples: Samples) -> Bools | None:
        """Where there is a value at all; None for everywhere."""
        return samples.column(self.name).known

    def values(self, samples: Samples, truth: bool = False) -> tuple[NDArray[Any], Bools | None]:
        """The values, and where there is one in the record (or, with `truth`, at all)."""
        values, known = samples.column(self.name) if truth else samples.recorded_column(self.name)
        if self.variable.type == "count":
            values = values.astype(np.int64)
        elif self.decimals is not None:
            values = np.round(values, self.decimals)
        return values, known

    def plain(self, samples: Samples, truth: bool = False) -> list[Any]:
        """The values as Python's own; None where there is none."""
        values, known = self.values(samples, truth)
        plain: list[Any] = values.tolist()
        if self.variable.type == "category":
            names = [c.name for c in self.variable.categories]
            plain = [names[code] for code in plain]
        if known is None:
            return plain
        return [value if there else None for value, there in zip(plain, known.tolist(), strict=True)]


class SeatColumn(Column):
    """The stratum, or the weight, of patients under a quota."""

    def defined(self, samples: Samples) -> Bools | None:
        """Everywhere."""
        return None

    def values(self, samples: Samples, truth: bool = False) -> tuple[NDArray[Any], Bools | None]:
        """Positions of strata, or weights."""
        assert samples.seats is not None
        if self.name == STRATUM:
            return samples.seats.stratum.astype(np.int16), None
        weight = samples.seats.weight
        assert weight is not None
        return weight, None


def seat_columns(strata: Sequence[str], weighted: bool) -> list[Column]:
    """The columns that a quota adds."""
    nowhere = Place(file="", line=1, column=1)
    common: dict[str, Any] = {"stage": "attribute", "role": "attribute", "law": Point(value=0.0), "at": nowhere}
    names = tuple(Category(name=name, label=name) for name in strata)
    stratum = Variable(name=STRATUM, label="Stratum", type="category", categories=names, written="", **common)
    weight = Variable(name=WEIGHT, label="Sampling weight", type="number", written="", **common)
    return [SeatColumn(stratum), *([SeatColumn(weight)] if weighted else [])]


def columns_of(plan: Plan, names: Sequence[str] = ()) -> list[Column]:
    """The columns of a plan in its order, or those named in theirs; hidden variables have none."""
    visible = {v.name: v for v in plan.variables if not v.hidden}
    if not names:
        return [Column(v) for v in visible.values()]
    for name in names:
        if name not in visible:
            from pzdsl.semantics.names import near

            hint = near(name, list(visible))
            raise UsageError(f"there is no variable `{name}` in {plan.name}" + (f"; {hint}" if hint else ""))
    return [Column(visible[name]) for name in dict.fromkeys(names)]


def header_of(variable: Variable) -> str:
    """A column's heading with its unit: `bmi [kg/m2]`."""
    return variable.name if variable.unit is None else f"{variable.name} [{variable.unit}]"


def rows_of(samples: Samples, columns: Sequence[Column], truth: bool = False) -> Iterator[tuple[Any, ...]]:
    """The patients one after the other: number, then a value a column."""
    return zip(samples.ids.tolist(), *(column.plain(samples, truth) for column in columns), strict=True)
