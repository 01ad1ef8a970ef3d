"""Samples to records: plain dicts, made column by column; validation is for whoever reads them.

Records of one batch share what is equal in them (outline, provenance of a row, an entry): copy before changing one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

import orjson

from pzdsl.plan.plan import Plan
from pzdsl.record.columns import Batch, Drawn, Prepared, Value
from pzdsl.record.facts import dose_text
from pzdsl.record.flags import reference_entry
from pzdsl.record.origins import cite_text, place_text
from pzdsl.record.quantities import DAYS_IN

SCHEMA_VERSION = 1
DIMENSIONS = ("biological", "socioeconomic", "behavioural", "family")
_BACKGROUND = (*DIMENSIONS, "past_history", "drugs", "allergies")
_LISTS = {
    "medication": "drugs",
    "allergy": "allergies",
    "condition": "past_history",
    "procedure": "past_history",
}
_PIECE = 4096
_TIMES = {"onset": "onset_days", "duration": "duration_days", "lasts": "lasts_days", "since": "since_days"}

Entry = dict[str, Any]


class Recorder:
    """Makes the records of one batch of samples."""

    def __init__(
        self,
        samples: Drawn,
        *,
        seed: int | None = None,
        reference_date: date | None = None,
        rows: slice | None = None,
    ) -> None:
        self.batch = batch = Batch(samples, rows)
        self.plan = plan = batch.plan
        self.seed = seed if seed is not None else getattr(samples, "seed", 0)
        self._date = reference_date
        seats = getattr(samples, "seats", None)
        self._seats = seats if seats is None or rows is None else seats.take(rows)
        self._spec = {
            "name": plan.name,
            "label": plan.label,
            "status": plan.status,
            "codes": [f"{code.system}#{code.value}" for code in plan.codes],
        }
        self._made_by = {
            "compiler": plan.compiler,
            "engine": getattr(samples, "engine", "rejection"),
            "seed": self.seed,
            "files": dict(plan.files),
        }
        self._outline = [
            {"heading": entry.name, "texts": list(entry.texts), "cites": [cite_text(c) for c in entry.cites]}
            for entry in plan.outline
        ]
        # columns of entries by where they go, so that a record is made without a question asked of any variable
        self._attributes: dict[str, list[list[Entry]]] = {key: [] for key in _BACKGROUND}
        self._symptoms: list[tuple[Prepared, list[Entry]]] = []
        self._exams: list[list[Entry]] = []
        self._course: list[tuple[str, list[Entry]]] = []
        for one in batch.shown:
            column = _entries(one, batch.size, reference_date)
            match one.variable.role:
                case "attribute":
                    self._attributes[_list_of(one)].append(column)
                case "symptom":
                    self._symptoms.append((one, column))
                case "exam":
                    self._exams.append(column)
                case _:
                    self._course.append((one.variable.name, column))
        self._may_miss = [one for one in batch.shown if one.recorded is not None]
        self._constant_sources: dict[str, Entry] = {}
        self._row_sources: list[tuple[str, list[Entry]]] = []
        self._part_sources: list[tuple[str, Prepared, list[Entry]]] = []
        for name, one in batch.by_name.items():
            entries = [_source_entry(o.at, o.cites) for o in one.origins]
            if one.variable.part_of is not None:
                if one.variable.part not in ("duration", "active"):  # made from onset and lasts
                    self._part_sources.append((name, one, entries))
            elif one.rows is None:
                self._constant_sources[name] = entries[-1]
            else:
                self._row_sources.append((name, [entries[row] for row in one.rows]))

    def __iter__(self) -> Iterator[Entry]:
        return (self.record(i) for i in range(self.batch.size))

    def record(self, i: int) -> Entry:
        """The record of the i-th patient, without text."""
        number = self.batch.numbers[i]
        present: list[Entry] = []
        negatives: list[Entry] = []
        unrecorded: list[Entry] = []
        inapplicable: list[str] = []
        for one, column in self._symptoms:
            entry = column[i]
            if entry["value"] is False:
                if one.impossible and one.impossible[i]:
                    inapplicable.append(one.variable.name)
                else:
                    negatives.append(entry)
            else:
                (unrecorded if "reason" in entry else present).append(entry)
        course: Entry = {}
        for name, column in self._course:
            entry = column[i]
            course[name] = entry["value"]
            if "category_label" in entry:
                course["phase_label"] = entry["category_label"]
        present.sort(key=_earliest_first)
        return {
            "schema_version": SCHEMA_VERSION,
            "id": f"{self.plan.name}-{self.seed}-{number}",
            "spec": self._spec,
            "provenance": {**self._made_by, "number": number, "attempt": self.batch.attempts[i]},
            **self._seat(i),
            "presented": None if self._date is None else self._date.isoformat(),
            "speaker": self.batch.speakers[i] or "patient",
            "outline": self._outline,
            "background": {key: [column[i] for column in columns] for key, columns in self._attributes.items()},
            "course": course,
            "symptoms": {
                "present": present,
                "negatives": negatives,
                "not_recorded": unrecorded,
                "not_applicable": inapplicable,
            },
            "exams": [column[i] for column in self._exams],
            "sources": self._sources(i),
            "truth": self._truth(i) if self._may_miss else {},
        }

    def _seat(self, i: int) -> Entry:
        """What replaces the id under a quota, where the number alone does not tell who it is."""
        seats = self._seats
        if seats is None:
            return {}
        stratum, rank = int(seats.stratum[i]), int(seats.rank[i])
        seat: Entry = {"id": f"{self.plan.name}-{self.seed}-{seats.quota}-{stratum}-{rank}"}
        seat["quota"] = {"quota": seats.quota, "stratum": seats.names[stratum], "rank": rank}
        if seats.weights is not None:
            seat["sampling_weight"] = seats.weights[stratum]
        return seat

    def _sources(self, i: int) -> dict[str, Entry]:
        sources = self._constant_sources.copy()
        for name, column in self._row_sources:
            sources[name] = column[i]
        for name, one, entries in self._part_sources:
            if one.values[i] is not None:
                sources[name] = entries[-1 if one.rows is None else one.rows[i]]
        return sources

    def _truth(self, i: int) -> dict[str, Value]:
        """What was not recorded, with the parts of it."""
        truth: dict[str, Value] = {}
        for one in self._may_miss:
            if not one.is_recorded(i):
                truth[one.variable.name] = one.values[i]
                for part in one.parts:
                    if part.values[i] is not None:
                        truth[part.variable.name] = part.values[i]
        return truth


def records_of(samples: Drawn, *, seed: int | None = None, reference_date: date | None = None) -> Iterator[Entry]:
    """The structured records of all samples."""
    for rows in pieces_of(samples):
        yield from Recorder(samples, seed=seed, reference_date=reference_date, rows=rows)


def pieces_of(samples: Drawn) -> Iterator[slice]:
    """The rows in pieces that are prepared at once: a million patients as Python lists would fill the memory."""
    for start in range(0, len(samples.ids), _PIECE):
        yield slice(start, start + _PIECE)


def record_of(samples: Drawn, i: int, *, seed: int | None = None, reference_date: date | None = None) -> Entry:
    """The structured record of the i-th patient."""
    return Recorder(samples, seed=seed, reference_date=reference_date, rows=slice(i, i + 1)).record(0)


def dump_record(record: Mapping[str, Any]) -> bytes:
    """A record as one line of JSON."""
    return orjson.dumps(record)


def values_of(record: Mapping[str, Any], plan: Plan) -> dict[str, Value]:
    """A record back as names and values, for the one evaluator; what was not recorded is None."""
    values: dict[str, Value] = {}
    entries = [entry for entries in record["background"].values() for entry in entries]
    symptoms = record["symptoms"]
    for key in ("present", "negatives", "not_recorded"):
        entries.extend(symptoms[key])
    entries.extend(record["exams"])
    for name in symptoms["not_applicable"]:
        values[name] = False
    values.update({name: value for name, value in record["course"].items() if name != "phase_label"})
    for entry in entries:
        values[entry["name"]] = entry["value"]
    for variable in plan.variables:
        if variable.part_of is not None:
            owner = next((e for e in entries if e["name"] == variable.part_of), None)
            key = _TIMES.get(str(variable.part), str(variable.part))
            if owner is not None and key in owner:
                values[variable.name] = owner[key]
    return values


def _earliest_first(entry: Entry) -> float:
    onset = entry.get("onset_days")
    return -float(onset) if onset is not None else 0.0


def _source_entry(at: Any, cites: Any) -> Entry:
    return {"at": place_text(at), "cites": [cite_text(cite) for cite in cites]}


def _list_of(one: Prepared) -> str:
    dimension = one.variable.dimension
    return _LISTS.get(one.variable.kind or "", dimension if dimension in DIMENSIONS else DIMENSIONS[0])


def _entries(one: Prepared, size: int, reference_date: date | None) -> list[Entry]:
    """The entries of one variable, a patient each; equal ones are one object, since most values recur."""
    variable, values, recorded = one.variable, one.values, one.recorded
    template: Entry = {"name": variable.name, "label": variable.label, "value": None}
    if variable.codes:
        template["codes"] = [f"{code.system}#{code.value}" for code in variable.codes]
    if variable.unit is not None:
        template["unit"] = variable.unit
    if variable.precision is not None and variable.type == "number":
        template["precision"] = variable.precision
    if variable.panel is not None:
        template["panel"] = variable.panel
    labels = {c.name: c.label for c in variable.categories}
    dose = dose_text(variable)
    parts = [(_TIMES.get(str(p.variable.part), str(p.variable.part)), p) for p in one.parts]
    flags, references = one.flags, one.references
    bands = [reference_entry(reference, variable) for reference in variable.references]

    def make(i: int) -> Entry:
        entry = template.copy()
        if recorded is not None and not recorded[i]:
            entry["reason"] = one.reason(i)
            return entry
        value = values[i]
        entry["value"] = value
        if labels:
            entry["category_label"] = labels[value]  # type: ignore[index]
        if value is True:
            if dose is not None:
                entry["dose"] = dose
            for key, part in parts:
                part_value = part.values[i]
                if part_value is None:
                    continue
                unit = part.variable.unit
                if unit in DAYS_IN and unit != "days":
                    part_value = float(part_value) * DAYS_IN[unit]
                entry[key] = part_value
                if reference_date is not None and key in ("onset_days", "since_days"):
                    entry[key[:-5] + "_date"] = (reference_date - timedelta(days=float(part_value))).isoformat()
        if flags is not None and references is not None:
            entry["flag"] = flags[i]
            if references[i] >= 0:
                entry["reference"] = bands[references[i]]
        if one.also:
            entry["also"] = [{"value": xs[i], "unit": unit} for unit, xs in one.also]
        return entry

    if variable.type not in ("boolean", "category") and variable.precision is None:
        return [make(i) for i in range(size)]
    kept: dict[Any, Entry] = {}
    out: list[Entry] = []
    if flags is not None and references is not None:
        also = [xs for _, xs in one.also]
        keys: Iterable[Any] = zip(values, flags, references, *also, strict=True)
    else:
        keys = values
    for i, key in enumerate(keys):
        entry = None if parts and values[i] is True else kept.get(key)
        if entry is None or (recorded is not None and not recorded[i]):
            entry = make(i)
            if recorded is None or recorded[i]:
                kept[key] = entry
        out.append(entry)
    return out
