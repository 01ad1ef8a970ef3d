"""Whom to talk to: a patient drawn from a specification, or one whose record was written before."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from pzdsl.errors import UsageError
from pzdsl.facts import Fact, Facts, Measure, PartValue
from pzdsl.plan.plan import Plan, Variable
from pzdsl.record.columns import SHOWN_ROLES
from pzdsl.record.facts import dose_text
from pzdsl.stages.patient import Patient, patients_of, person_of
from pzdsl.verify.records import NoRecord, is_record, values_of_record

_FLAGS = (None, "L", "H", "LL", "HH", "abnormal")
_PIECE = 500  # patients drawn at once
_LARGEST = 1 << 63


def patient_of_spec(plan: Plan, seed: int, number: int, where: str | None = None) -> Patient:
    """The patient of that number under that seed; the same that `pzc generate --seed` writes as its `number`-th.

    Args:
        plan: The specification.
        seed: The cohort's seed.
        number: From 0 on.
        where: A condition of the language, such as `age >= 65`.

    Raises:
        UsageError: `number` is negative, or `where` cannot be read.
        SamplingError: nobody fits.
    """
    return next(patients_of_spec(plan, seed, 1, number, where))


def patients_of_spec(plan: Plan, seed: int, n: int, start: int = 0, where: str | None = None) -> Iterator[Patient]:
    """Patients `start` to `start + n - 1`; raises as `patient_of_spec`."""
    from pzdsl.output.batches import Cohort
    from pzdsl.record.columns import Batch
    from pzdsl.where import parse_where

    if start < 0 or n < 1:
        raise UsageError(f"patients are numbered from 0; there is no patient {start}" if start < 0 else "ask for one")
    condition = parse_where(where, plan) if where else None
    cohort = Cohort(plan, n, seed=seed, start=start, where=condition)
    for samples in cohort.batches(_PIECE):
        yield from patients_of(Batch(samples), seed)


def patient_of_record(record: Mapping[str, Any], plan: Plan) -> Patient:
    """The patient of a record as `pzc generate` writes it; what the record does not hold is not recorded.

    `truth`, the values that were not recorded, is never read: nobody in the conversation knows them.

    Raises:
        UsageError: it is no record of this specification, or holds what the specification does not allow; the
            message names the value and says what is wrong with it.
    """
    if not isinstance(record, Mapping) or not is_record(record):
        raise UsageError("this is no patient record; give one line of what `pzc generate` wrote")
    try:
        values = values_of_record(record, plan)
        entries = _entries_by_name(record)
    except (NoRecord, AttributeError, TypeError, KeyError) as error:
        raise UsageError(f"this is no patient record: {error}") from None
    shown = [v for v in plan.variables if not v.hidden and v.role in SHOWN_ROLES]
    _check_names(values, plan)
    parts: dict[str, list[Variable]] = {}
    for variable in plan.variables:
        if variable.part_of is not None:
            parts.setdefault(variable.part_of, []).append(variable)
    by_name = {v.name: _fact(v, values, entries.get(v.name, {}), parts.get(v.name, [])) for v in shown}
    facts = Facts(by_name)
    seed, number = _provenance(record)
    ruled_out = _inapplicable(record, plan, values)
    return Patient(plan, facts, person_of(facts), number, seed, _speaker(record, plan), ruled_out)


def _entries_by_name(record: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """The entries, for what is not a value: the flag and the other units."""
    found = record.get("exams", [])
    if not isinstance(found, list):
        raise NoRecord("`exams` is no list")
    return {str(entry.get("name")): entry for entry in found if isinstance(entry, Mapping)}


def _check_names(values: Mapping[str, Any], plan: Plan) -> None:
    known = {v.name for v in plan.variables}
    strange = [str(name) for name in values if name not in known]
    if strange:
        raise UsageError(
            f"the record has `{strange[0][:60]}`, which {plan.name} does not know;"
            " was it written by another version of the specification?"
        )


def _fact(variable: Variable, values: Mapping[str, Any], entry: Mapping[str, Any], parts: list[Variable]) -> Fact:
    value = _value(variable, values.get(variable.name))
    label = next((c.label for c in variable.categories if c.name == value), None)
    told: dict[str, PartValue] = {}
    if value is True:
        if (dose := dose_text(variable)) is not None:
            told["dose"] = dose
        lasts = any(part.part == "lasts" for part in parts)
        for part in parts:
            if part.part in ("lasts", "active") or (part.part == "duration" and not lasts):
                continue
            if (part_value := _value(part, values.get(part.name))) is not None:
                told[str(part.part)] = _part(part, part_value)
    flag = entry.get("flag")
    if flag not in _FLAGS:
        raise UsageError(f"`{variable.name}` has the flag {flag!r:.40}; it is one of L, H, LL, HH, abnormal")
    return Fact(
        variable.name,
        variable.label,
        variable.stage,
        variable.type,
        value,
        variable.unit,
        variable.kind,
        variable.lay,
        variable.precision,
        _also(variable, entry) if value is not None else (),
        told,
        label,
        variable.dimension,
        flag if value is not None else None,
    )


def _part(part: Variable, value: float | bool | str) -> PartValue:
    if isinstance(value, str):
        return next(c.label for c in part.categories if c.name == value)
    return Measure(value, part.unit) if part.unit is not None else float(value)


def _value(variable: Variable, value: Any) -> float | bool | str | None:
    """A value that the variable can have; raises UsageError."""
    if value is None:
        return None
    match variable.type:
        case "boolean":
            fine, wanted = isinstance(value, bool), "true or false"
        case "category":
            names = [c.name for c in variable.categories]
            fine, wanted = isinstance(value, str) and value in names, f"one of {', '.join(names)}"
        case _:
            number = isinstance(value, int | float) and not isinstance(value, bool)
            fine, wanted = number and abs(value) < _LARGEST and math.isfinite(value), "a number"
            if fine and not _within(variable, value):
                fine, wanted = False, f"from {variable.low:g} to {variable.high:g}"
            if fine and variable.type == "count" and value != int(value):
                fine, wanted = False, "a whole number"
    if not fine:
        raise UsageError(f"`{variable.name}` of the record is {value!r:.60}; it must be {wanted}")
    if variable.type == "count":
        return int(value)
    return value  # type: ignore[no-any-return]


def _within(variable: Variable, value: float) -> bool:
    if variable.low is None or variable.high is None:
        return True
    slack = 1e-9 * max(abs(variable.low), abs(variable.high), 1.0)  # of a converted number
    return variable.low - slack <= value <= variable.high + slack


def _also(variable: Variable, entry: Mapping[str, Any]) -> tuple[Measure, ...]:
    """The value in other units, as far as the specification knows them."""
    units = {also.unit for also in variable.also}
    found = entry.get("also", [])
    out = []
    for one in found if isinstance(found, list) else []:
        if isinstance(one, Mapping) and one.get("unit") in units:
            value = one.get("value")
            if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value):
                out.append(Measure(float(value), str(one["unit"])))
    return tuple(out)


def _provenance(record: Mapping[str, Any]) -> tuple[int, int]:
    """Seed and number, which key the wording."""
    made = record.get("provenance")
    found = []
    for key in ("seed", "number"):
        value = made.get(key) if isinstance(made, Mapping) else None
        if not isinstance(value, int) or isinstance(value, bool) or abs(value) >= _LARGEST:
            raise UsageError(f"`provenance.{key}` of the record must be a whole number")
        found.append(value)
    return found[0], found[1]


def _speaker(record: Mapping[str, Any], plan: Plan) -> str | None:
    speaker = record.get("speaker", "patient")
    if speaker == "patient":
        return None
    known = [proxy.speaker for proxy in plan.proxies]
    if speaker not in known:
        wanted = ", ".join(["patient", *dict.fromkeys(known)])
        raise UsageError(f"`speaker` of the record is {speaker!r:.60}; it must be one of {wanted}")
    return str(speaker)


def _inapplicable(record: Mapping[str, Any], plan: Plan, values: Mapping[str, Any]) -> frozenset[str]:
    """What cannot occur in this patient: the record says so of symptoms, age and sex decide it for attributes."""
    from pzdsl.record.origins import impossible_rows, rows_that_applied
    from pzdsl.rules import RecordColumns

    symptoms = record.get("symptoms")
    found = symptoms.get("not_applicable", []) if isinstance(symptoms, Mapping) else []
    names = {name for name in found if isinstance(name, str)}
    columns = RecordColumns(plan, [values])
    for variable in plan.variables:
        if variable.role == "attribute" and not variable.hidden:
            impossible = impossible_rows(variable, frozenset({"age", "sex"}))
            if any(impossible) and (rows := rows_that_applied(variable, columns)) is not None:
                if (row := int(rows[0])) >= 0 and impossible[row]:
                    names.add(variable.name)
    return frozenset(names)
