"""`Facts`: one patient's values with their units, in the form that a text is checked against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Measure:
    """A number in a unit: a UCUM code, or years, months, weeks, days, hours, minutes."""

    value: float
    unit: str


PartValue = str | float | Measure  # a category, a plain number, or a time


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of one patient. `value` is None where it was not recorded.

    `parts` of a symptom: severity, onset, duration, side, site, character, worse, better, trend, episodes;
    of a drug or a condition: dose (`500 mg twice daily`), since. `category_label` is what people read for a category.
    """

    name: str
    label: str
    stage: Literal["attribute", "course", "symptom", "exam"]
    type: Literal["number", "count", "boolean", "category"]
    value: float | bool | str | None
    unit: str | None = None
    kind: str | None = None
    lay: tuple[str, ...] = ()
    precision: float | None = None
    also: tuple[Measure, ...] = ()
    parts: dict[str, PartValue] = field(default_factory=dict)
    category_label: str | None = None
    dimension: str | None = None
    flag: str | None = None  # L, H, LL, HH or abnormal


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of one patient, by name, in the order of the spec."""

    by_name: dict[str, Fact]

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.by_name.values())

    def __getitem__(self, name: str) -> Fact:
        return self.by_name[name]

    def get(self, name: str) -> Fact | None:
        """The fact of that name, or None."""
        return self.by_name.get(name)
