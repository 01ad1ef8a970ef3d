"""Rows to findings, batch by batch, by the one evaluator that sampling uses too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np

from pzdsl.plan.expression import variables_of
from pzdsl.plan.plan import Plan, Rule, Variable
from pzdsl.record.quantities import DAYS_IN, decimals_of, number_text, unit_text
from pzdsl.rules import Bools, Column, RecordColumns, evaluate, is_false, is_true
from pzdsl.verify.findings import Finding, Row, Soft, Undecided, Verification
from pzdsl.verify.records import NoRecord, is_record, values_of_record
from pzdsl.verify.supports import Supports

BATCH = 2000
IDS = ("id", "patient", "patient_id")
_CLOSE = 1e-9  # relative: a bound is not passed by the last bits of a converted number
_SHOWN = 6  # values that a finding without a message of its own tells


def verify_rows(
    plan: Plan, table: Iterable[Mapping[str, Any]], *, limit: int = 1000, supports: bool = True
) -> Verification:
    """Hold rows (name to value, or whole patient records) against a plan; they are counted from 1."""
    verifier = Verifier(plan, limit=limit, supports=supports)
    rows = (verifier.row(values, f"row {i}") for i, values in enumerate(table, 1))
    while batch := list(islice(rows, BATCH)):
        verifier.add(batch)
    return verifier.verification


class Verifier:
    """Takes batches of rows; `verification` is what was found so far."""

    def __init__(self, plan: Plan, *, limit: int = 1000, supports: bool = True, truth: bool = False) -> None:
        self.plan, self._truth = plan, truth
        self.verification = Verification(plan.name, limit)
        self.order = {v.name: i for i, v in enumerate(plan.variables)}
        self.visible = {v.name: v for v in plan.variables if not v.hidden}
        self.supports = Supports(plan) if supports else None
        self.rules = (*plan.cohort, *(rule for rule in plan.constraints if rule.soft is None))
        self.softs = [rule for rule in plan.constraints if rule.soft is not None]
        for rule in self.softs:
            assert rule.soft is not None
            self.verification.softs[rule.name] = Soft(rule.soft)

    def row(self, values: Any, place: str) -> Row:
        """A JSON object or the like as a row: a flat one, or a patient record."""
        if not isinstance(values, Mapping):
            return Row(place, None, None, "it is no object with names and values")
        own = next((values[key] for key in IDS if key in values and key not in self.visible), None)
        id_ = None if own is None or isinstance(own, Mapping | list) else str(own)
        if not is_record(values):
            return Row(place, id_, values)
        try:
            return Row(place, id_, values_of_record(values, self.plan, self._truth))
        except NoRecord as error:
            return Row(place, id_, None, f"it is no patient record: {error}")

    def add(self, rows: Sequence[Row]) -> None:
        """Check some rows."""
        report = self.verification
        report.records += len(rows)
        found: list[tuple[int, Finding]] = []
        for i, row in enumerate(rows):
            if row.values is None:
                problem = row.problem or "it cannot be read"
                found.append((i, Finding("unreadable", row.place, row.id, "line", problem)))
        read = [i for i, row in enumerate(rows) if row.values is not None]
        if read:
            found += [(read[i], finding) for i, finding in _Batch(self, [rows[i] for i in read]).check()]
        # stable: findings about one record stay in the order of the checks
        for _, finding in sorted(found, key=lambda one: one[0]):
            report.add(finding)
        report.clean += len(rows) - len({i for i, _ in found})

    def known_values(self, row: Row) -> dict[str, Any]:
        """What of a row belongs to variables of the plan; the rest is counted."""
        assert row.values is not None
        kept = {}
        for name, value in row.values.items():
            if name in self.visible:
                kept[name] = value
            elif name not in IDS:
                self.verification.strangers[str(name)] += 1
        return kept


class _Batch:
    """One batch of readable rows."""

    def __init__(self, verifier: Verifier, rows: Sequence[Row]) -> None:
        self._verifier, self._rows, self.plan = verifier, rows, verifier.plan
        self._values = [verifier.known_values(row) for row in rows]
        self._given = {name for values in self._values for name in values}
        self._columns = RecordColumns(self.plan, self._values)
        self._wrong: dict[str, Bools] = {}  # by variable: where a finding was made already
        self._findings: list[tuple[int, Finding]] = []

    def check(self) -> list[tuple[int, Finding]]:
        """What is wrong with which row; what could not be decided is noted on the way."""
        self._check_values()
        self._check_ranges()
        if self._verifier.supports is not None:
            self._check_supports(self._verifier.supports)
        for rule in self._verifier.rules:
            self._check_rule(rule)
        for rule in self._verifier.softs:
            self._count_soft(rule)
        return self._findings

    def _found(self, i: int, finding: Finding, variable: str | None = None) -> None:
        self._findings.append((i, finding))
        if variable is not None:
            self._wrong.setdefault(variable, np.zeros(len(self._rows), np.bool_))[i] = True

    def _check_values(self) -> None:
        for problem in self._columns.problems:
            row, variable = self._rows[problem.row], self.plan.variable(problem.name)
            message = f"`{problem.name}` is {_shown(problem.value)}: {problem.message}"
            values = {problem.name: _plain(problem.value)}
            found = Finding("value", row.place, row.id, problem.name, message, values, variable.at)
            self._found(problem.row, found, problem.name)

    def _check_ranges(self) -> None:
        for variable in self._verifier.visible.values():
            if variable.type not in ("number", "count") or (variable.low is None and variable.high is None):
                continue
            values, known = self._columns.column(variable.name)
            outside = _outside(variable, values)
            if known is not None:
                outside &= known
            for i in np.flatnonzero(outside).tolist():
                row = self._rows[i]
                message = f"`{variable.name}` is {self._text(variable.name, i)}, outside {_range_text(variable)}"
                values_ = {variable.name: float(values[i])}
                found = Finding("range", row.place, row.id, variable.name, message, values_, variable.at)
                self._found(i, found, variable.name)

    def _check_supports(self, supports: Supports) -> None:
        for i, variable, written, at in supports.excluded(self._columns, self._wrong):
            row = self._rows[i]
            given = self._told([p for p in variable.parents if p in self._verifier.visible], i)
            law = " ".join(written.split())
            message = f"`{variable.name}` cannot be {self._text(variable.name, i)}" + (
                f" given {given}" if given else ""
            )
            message += f": `{law if len(law) <= 80 else law[:79] + '…'}` excludes it"
            values = self._plain_values((variable.name, *variable.parents), i)
            self._found(i, Finding("support", row.place, row.id, variable.name, message, values, at), variable.name)

    def _check_rule(self, rule: Rule) -> None:
        truth = evaluate(rule.expr, self._columns)
        names = sorted(variables_of(rule.expr), key=self._verifier.order.__getitem__)
        for i in np.flatnonzero(is_false(truth)).tolist():
            row = self._rows[i]
            values = self._plain_values(names, i)
            self._found(
                i,
                Finding("rule", row.place, row.id, rule.name, self._message(rule, names, i), values, rule.at),
            )
        if truth.known is not None and not truth.known.all():
            self._note_undecided(rule, names, ~truth.known)

    def _count_soft(self, rule: Rule) -> None:
        truth = evaluate(rule.expr, self._columns)
        soft = self._verifier.verification.softs[rule.name]
        soft.held += int(np.count_nonzero(is_true(truth)))
        soft.broken += int(np.count_nonzero(is_false(truth)))

    def _note_undecided(self, rule: Rule, names: Sequence[str], unknown: Bools) -> None:
        told = self._verifier.verification.undecided.setdefault(rule.name, Undecided(rule.at))
        told.records += int(np.count_nonzero(unknown))
        explained = np.zeros(len(self._rows), np.bool_)
        for name in names:
            known = self._columns.column(name).known
            if known is None:
                continue
            wanting = unknown & ~known
            explained |= wanting
            owner = self.plan.variable(name).part_of
            if owner is not None:
                absent = wanting & is_false(_as_truth(self._columns.column(owner)))
                told.reasons[f"`{owner}` is absent"] += int(np.count_nonzero(absent))
                wanting = wanting & ~absent
            reason = f"`{name}` has no value" if name in self._given else f"`{name}` is not there"
            told.reasons[reason] += int(np.count_nonzero(wanting))
        told.reasons["its arithmetic has no value"] += int(np.count_nonzero(unknown & ~explained))
        told.reasons = +told.reasons  # without what was never the reason

    def _message(self, rule: Rule, names: Sequence[str], i: int) -> str:
        if rule.message is not None:
            order = self._verifier.order
            return re.sub(r"\{([\w.]+)\}", lambda m: self._text(m[1], i) if m[1] in order else m[0], rule.message)
        told = self._told(names, i)
        written = " ".join(rule.written.split())
        return f"`{written}` does not hold" + (f": {told}" if told else "")

    def _told(self, names: Sequence[str], i: int) -> str:
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        return ", ".join(f"{name} {self._text(name, i)}" for name in names[:_SHOWN]) + more

    def _text(self, name: str, i: int) -> str:
        """A value as people write it."""
        variable, value = self.plan.variable(name), self._plain(name, i)
        if value is None:
            return "unknown"
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, str):
            return value
        step = variable.precision or (1.0 if variable.type == "count" else None)
        on_grid = step is not None and round(value, decimals_of(step)) == value
        # what lies between two values of the grid is told as it came
        return _with_unit(number_text(value, step) if on_grid else f"{value:.6g}", variable.unit)

    def _plain(self, name: str, i: int) -> Any:
        values, known = self._columns.column(name)
        if known is not None and not known[i]:
            return None
        variable = self.plan.variable(name)
        if variable.type == "category":
            return variable.categories[int(values[i])].name
        return bool(values[i]) if variable.type == "boolean" else float(values[i])

    def _plain_values(self, names: Iterable[str], i: int) -> dict[str, Any]:
        return {name: self._plain(name, i) for name in names if name in self._verifier.visible}


def _as_truth(column: Column) -> Column:
    """An owner as a condition: what is no boolean (a phase) is there wherever it is known."""
    return column if column.values.dtype == np.bool_ else Column(np.ones(len(column.values), np.bool_), column.known)


def _outside(variable: Variable, values: Any) -> Bools:
    outside = np.zeros(len(values), np.bool_)
    slack = _CLOSE * np.abs(values)
    if variable.low is not None:
        outside |= values < variable.low - slack
    if variable.high is not None:
        outside |= values > variable.high + slack
        if variable.high_open:
            outside |= values == variable.high
    return outside


def _with_unit(number: str, unit: str | None) -> str:
    if unit is None:
        return number
    if unit in DAYS_IN:
        return f"{number} {unit[:-1] if number == '1' else unit}"
    printed = unit_text(unit)
    return f"{number}{printed}" if printed == "%" else f"{number} {printed}".rstrip()


def _range_text(variable: Variable) -> str:
    if variable.high is None:
        return _with_unit(f">= {variable.low:g}", variable.unit)
    high = f"{'< ' if variable.high_open else ''}{variable.high:g}"
    return _with_unit(f"<= {high}" if variable.low is None else f"{variable.low:g} to {high}", variable.unit)


def _shown(value: object) -> str:
    text = repr(value) if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _plain(value: object) -> Any:
    return value if isinstance(value, bool | int | float | str) else str(value)
