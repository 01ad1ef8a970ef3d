"""Samples to `Facts`: what one patient's text must agree with; only what stands in the record."""

from __future__ import annotations

from collections.abc import Iterator

from pzdsl.facts import Fact, Facts, Measure, PartValue
from pzdsl.plan.plan import Variable
from pzdsl.record.columns import Batch, Drawn, Prepared, Value
from pzdsl.record.quantities import DAYS_IN, number_text, quantity_text, unit_text

_PIECE = 4096


def facts_of(samples: Drawn, i: int) -> Facts:
    """The facts of one patient."""
    return FactsReader(Batch(samples, slice(i, i + 1))).facts(0)


def iterate_facts(samples: Drawn) -> Iterator[Facts]:
    """The facts of every patient, prepared column by column."""
    for start in range(0, len(samples.ids), _PIECE):
        reader = FactsReader(Batch(samples, slice(start, start + _PIECE)))
        for i in range(reader.batch.size):
            yield reader.facts(i)


def dose_text(variable: Variable) -> str | None:
    """`500 mg twice daily`."""
    dose = variable.dose
    if dose is None:
        return None
    return " ".join(part for part in (f"{dose.amount:g}", unit_text(dose.unit), dose.frequency) if part)


class FactsReader:
    """Reads facts out of a prepared batch; equal facts of two patients are one object."""

    def __init__(self, batch: Batch) -> None:
        self.batch = batch
        self._names = [one.variable.name for one in batch.shown]
        columns = [_Reader(one).column(batch.size) for one in batch.shown]
        self._rows = list(zip(*columns, strict=True)) if columns else [()] * batch.size

    def facts(self, i: int) -> Facts:
        """The facts of the i-th patient of the batch."""
        return Facts(dict(zip(self._names, self._rows[i], strict=True)))


class _Reader:
    """One variable's facts."""

    __slots__ = ("_dose", "_labels", "_one", "_parts", "name")

    def __init__(self, one: Prepared) -> None:
        self._one, self.name = one, one.variable.name
        self._dose = dose_text(one.variable)
        self._labels = {c.name: c.label for c in one.variable.categories}
        lasts = {part.variable.part for part in one.parts}
        # the duration of what still lasts is its onset; `active` is told by a duration below the onset
        dropped = {"lasts", "active"} | (set() if "lasts" in lasts else {"duration"})
        self._parts = [
            (str(part.variable.part), part, _labels_of(part.variable))
            for part in one.parts
            if part.variable.part not in dropped
        ]

    def column(self, size: int) -> list[Fact]:
        """The facts, a patient each."""
        one, has_parts = self._one, bool(self._parts)
        values = one.values
        if one.recorded is not None:
            values = [value if known else None for value, known in zip(values, one.recorded, strict=True)]
        also = [xs for _, xs in one.also]
        flags = one.flags if one.flags is not None else [None] * size
        kept: dict[tuple[Value | None, ...], Fact] = {}
        out = []
        for i, key in enumerate(zip(values, flags, *also, strict=True)):
            value = key[0]
            fact = None if has_parts and value is True else kept.get(key)
            if fact is None:
                kept[key] = fact = self._build(i, value, flags[i] if value is not None else None)
            out.append(fact)
        return out

    def _build(self, i: int, value: Value, flag: str | None) -> Fact:
        variable = self._one.variable
        parts: dict[str, PartValue] = {}
        if value is True:
            if self._dose is not None:
                parts["dose"] = self._dose
            for name, part, labels in self._parts:
                part_value = part.values[i] if part.is_recorded(i) else None
                if part_value is not None:
                    parts[name] = _part_value(part.variable, part_value, labels)
        also: tuple[Measure, ...] = ()
        if value is not None and self._one.also:
            also = tuple(Measure(x, unit) for unit, xs in self._one.also if (x := xs[i]) is not None)
        return Fact(
            self.name,
            variable.label,
            variable.stage,
            variable.type,
            value,
            variable.unit,
            variable.kind,
            variable.lay,
            variable.precision,
            also,
            parts,
            self._labels.get(value) if isinstance(value, str) else None,
            variable.dimension,
            flag,
        )


def _labels_of(variable: Variable) -> dict[str, str]:
    return {c.name: c.label for c in variable.categories}


def _part_value(variable: Variable, value: float | bool | str, labels: dict[str, str]) -> PartValue:
    if isinstance(value, str):
        return labels[value]
    if variable.unit is not None:
        return Measure(value, variable.unit)
    return float(value)


def value_text(fact: Fact) -> str:
    """A value as a person reads it in a list: `8.2%`, `former smoker`, `yes`."""
    value = fact.value
    if value is None:
        return "not recorded"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return fact.category_label or value
    if fact.unit in DAYS_IN and fact.unit in fact.label.lower():  # pack-years are not years
        return number_text(value, fact.precision)
    return quantity_text(value, fact.precision, fact.unit)
