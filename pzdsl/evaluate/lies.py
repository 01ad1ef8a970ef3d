"""Sentences written by hand that a patient might say: true, contradicting the record, or news; and of whom."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from pzdsl.errors import FileProblem, UsageError
from pzdsl.evaluate.claims import Half, in_half
from pzdsl.facts import Facts
from pzdsl.plan.expression import Expr
from pzdsl.plan.plan import Plan
from pzdsl.rules import Columns, evaluate, is_true
from pzdsl.stages.patient import Patient
from pzdsl.where import parse_where

Says = Literal["lie", "true", "neutral"]

_LARGEST_BYTES = 20_000_000
_LONGEST = 1000  # characters of one sentence


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of the list.

    `when` says of which patients it is meant: of them a lie contradicts the record, and a true one agrees with it.
    `direct`: stated in a typed kind of claim; `indirect`: the contradiction follows only by inference. `later_lie`
    takes a neutral sentence back.
    """

    id: str
    spec: str
    says: Says
    first: str
    third: str
    about: str
    kind: str
    when: str | None = None
    direct: bool = False
    indirect: bool = False
    later_lie: str | None = None

    def said_by(self, patient: Patient) -> str:
        """In the voice of whoever speaks for the patient."""
        if patient.speaks or patient.person.is_child:
            return self.first  # of children, `first` is what a parent says
        return self.third

    @property
    def manner(self) -> str:
        """How a lie is put: typed, paraphrased or indirect."""
        return "indirect" if self.indirect else "typed" if self.direct else "paraphrased"


def read_lines(path: Path, half: Half = "all", spec: str | None = None) -> list[Line]:
    """The sentences of a file (JSON lines), of one half and one specification.

    Raises:
        FileProblem: the file cannot be read, or a line of it; the message says which and why.
    """
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise FileProblem(f"{path} is larger than {_LARGEST_BYTES // 1_000_000} MB")
        rows = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise FileProblem(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    lines = [_line(row, f"{path}:{number}") for number, row in enumerate(rows, 1) if row.strip()]
    return [line for line in lines if in_half(line.id, half) and spec in (None, line.spec)]


def _line(row: str, place: str) -> Line:
    try:
        found = json.loads(row)
    except json.JSONDecodeError as error:
        raise FileProblem(
            f"{place}: no JSON ({error.msg}); each line is one JSON object, as docs/commands/evaluate.md shows"
        ) from None
    if not isinstance(found, dict):
        raise FileProblem(f"{place}: an object is needed")
    told: dict[str, Any] = {}
    for key in ("id", "spec", "first", "third", "about", "kind"):
        value = found.get(key)
        if not isinstance(value, str) or not value or len(value) > _LONGEST:
            raise FileProblem(f"{place}: `{key}` is a text of at most {_LONGEST} characters")
        told[key] = value
    says = found.get("says")
    if says not in get_args(Says):
        raise FileProblem(f"{place}: `says` is one of {', '.join(get_args(Says))}")
    for key in ("when", "later_lie"):
        if found.get(key) is not None and not isinstance(found[key], str):
            raise FileProblem(f"{place}: `{key}` is a text")
    told |= {"says": says, "when": found.get("when"), "later_lie": found.get("later_lie")}
    told |= {key: found.get(key, False) is True for key in ("direct", "indirect")}
    return Line(**told)


class LineBook:
    """The sentences about one specification that fit each of a batch of its patients."""

    def __init__(self, plan: Plan, lines: Sequence[Line], columns: Columns) -> None:
        """Raises UsageError where a condition cannot be read."""
        self._lines = list(lines)
        self._holds = []
        for line in self._lines:
            condition = _condition(line, plan)
            self._holds.append(None if condition is None else is_true(evaluate(condition, columns)))

    def of(self, row: int, facts: Facts) -> list[Line]:
        """Those that fit the patient in one row; what the record is silent about, nothing can contradict."""
        return [
            line
            for line, holds in zip(self._lines, self._holds, strict=True)
            if (holds is None or bool(holds[row])) and _is_recorded(line, facts)
        ]


def _condition(line: Line, plan: Plan) -> Expr | None:
    if line.when is None:
        return None
    try:
        return parse_where(line.when, plan)
    except UsageError as error:
        raise UsageError(f"the condition of {line.id}: {error}") from None


def _is_recorded(line: Line, facts: Facts) -> bool:
    if line.says == "neutral":
        return True
    fact = facts.get(line.about)
    return fact is not None and fact.value is not None
