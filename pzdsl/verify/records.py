"""A `PatientRecord` back to names and values in the plan's units, trusting nothing about its shape."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pzdsl.errors import UsageError
from pzdsl.plan.plan import Plan
from pzdsl.record.quantities import DAYS_IN
from pzdsl.semantics.units import PLAIN, conversion, parse_unit

_DAYS = {"onset": "onset_days", "duration": "duration_days", "lasts": "lasts_days", "since": "since_days"}


class NoRecord(Exception):
    """The object has not the shape of a patient record."""


def is_record(row: Mapping[str, Any]) -> bool:
    """Whether a JSON object is a patient record rather than a flat row."""
    return "schema_version" in row and "background" in row


def values_of_record(record: Mapping[str, Any], plan: Plan, truth: bool = False) -> dict[str, Any]:
    """Values by variable, None where not recorded (unless `truth`).

    Raises:
        NoRecord: it has not the shape of one.
        UsageError: it is a record of another spec.
    """
    spec = record.get("spec")
    name = spec.get("name") if isinstance(spec, Mapping) else None
    if name != plan.name:
        raise UsageError(f"this is a record of `{name}`, not of `{plan.name}`; name the specification it comes from")
    units = {v.name: v.unit for v in plan.variables}
    parts: dict[str, list[Any]] = {}
    for variable in plan.variables:
        if variable.part_of is not None:
            parts.setdefault(variable.part_of, []).append(variable)
    values: dict[str, Any] = {}
    for entry in _entries(record):
        entry_name = entry.get("name")
        if not isinstance(entry_name, str) or "value" not in entry:
            raise NoRecord("an entry has no name or no value")
        values[entry_name] = _in_unit(entry["value"], entry.get("unit"), units.get(entry_name), entry_name)
        for part in parts.get(entry_name, ()):
            key = _DAYS.get(part.part, part.part)
            if key in entry:
                values[part.name] = _from_days(entry[key], part.unit) if key != part.part else entry[key]
    symptoms = _mapping(record, "symptoms")
    for inapplicable in _list(symptoms, "not_applicable"):
        values[inapplicable] = False
    values.update((k, v) for k, v in _mapping(record, "course").items() if k != "phase_label")
    if truth:
        values.update(_mapping(record, "truth"))
    return values


def _entries(record: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    background = _mapping(record, "background")
    symptoms = _mapping(record, "symptoms")
    lists = [_list(background, key) for key in background]
    lists += [_list(symptoms, key) for key in ("present", "negatives", "not_recorded")]
    lists.append(_list(record, "exams"))
    for entries in lists:
        for entry in entries:
            if not isinstance(entry, Mapping):
                raise NoRecord("an entry is no object")
            yield entry


def _mapping(record: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = record.get(key, {})
    if not isinstance(found, Mapping):
        raise NoRecord(f"`{key}` is no object")
    return found


def _list(record: Mapping[str, Any], key: str) -> list[Any]:
    found = record.get(key, [])
    if not isinstance(found, list):
        raise NoRecord(f"`{key}` is no list")
    return found


def _in_unit(value: Any, given: Any, wanted: str | None, name: str) -> Any:
    """A number in the plan's unit, if its own is stated and is another."""
    if given is None or given == wanted or isinstance(value, bool) or not isinstance(value, int | float):
        return value
    factor = factor_between(str(given), wanted)
    if factor is None:
        raise NoRecord(f"`{name}` is in '{given}', and the specification has it in {wanted or 'plain numbers'}")
    return value * factor


def factor_between(given: str, wanted: str | None) -> float | None:
    """What a number is multiplied by to come from one unit to another; None if there is no way."""
    source, target = parse_unit(given), parse_unit(wanted) if wanted else PLAIN
    if source is None or target is None:
        return None
    factor = conversion(source, target)
    return None if factor is None else float(factor)


def _from_days(value: Any, unit: str | None) -> Any:
    if unit in DAYS_IN and unit != "days" and isinstance(value, int | float) and not isinstance(value, bool):
        return value / DAYS_IN[unit]
    return value
