"""Files of records, read row by row: JSON lines, JSON, CSV, Parquet. Columns are variables by name."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from pzdsl.errors import FileProblem, PzError, UsageError
from pzdsl.output.table import arrow
from pzdsl.plan.plan import Plan, Variable
from pzdsl.verify.check import BATCH, IDS, Verifier
from pzdsl.verify.findings import Row, Verification
from pzdsl.verify.records import factor_between

LONGEST_LINE = 64_000_000  # bytes
_HEADING = re.compile(r"\s*(.+?)\s*(?:\[(.+)\])?\s*")  # `bmi [kg/m2]`, as our own tables have it
_EMPTY = frozenset({"", "na", "n/a", "null", "none", "nan"})
_TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def verify_files(
    plan: Plan,
    paths: Sequence[Path],
    *,
    limit: int = 1000,
    supports: bool = True,
    truth: bool = False,
    advance: Callable[[int], None] = lambda more: None,
    seen: Callable[[Row], None] = lambda row: None,
) -> Verification:
    """Hold whole files against a plan, in bounded memory.

    Args:
        plan: Whose variables, ranges, laws and constraints count.
        paths: .jsonl, .json, .csv or .parquet files.
        limit: How many findings are kept; all are counted.
        supports: Also values that the law of their own variable excludes.
        truth: In patient records, read the values that were not recorded too.
        advance: Called with how many more rows are done.
        seen: Called with each row as it was read, for whoever counts something else.

    Raises:
        FileProblem: a file cannot be read, or holds no records.
        UsageError: a table has nothing to do with the plan, or Parquet is not installed.
    """
    verifier = Verifier(plan, limit=limit, supports=supports, truth=truth)
    for path in paths:
        before = verifier.verification.records
        rows = _rows_of(path, verifier)
        while batch := list(islice(rows, BATCH)):
            verifier.add(batch)
            for row in batch:
                seen(row)
            advance(len(batch))
        if verifier.verification.records == before:
            raise FileProblem(f"{path} holds no records")
    return verifier.verification


def _rows_of(path: Path, verifier: Verifier) -> Iterator[Row]:
    reader = _READERS.get(path.suffix.lower())
    if path.is_dir():
        raise FileProblem(f"{path} is a folder; name the files in it")
    if not path.exists():
        raise FileProblem(f"{path} does not exist; check the path")
    if reader is None:
        raise FileProblem(f"{path} ends in none of {', '.join(_READERS)}; which format it has is told by its name")
    try:
        yield from reader(path, verifier)
    except UnicodeDecodeError as error:
        raise FileProblem(f"{path} is not UTF-8 text ({error.reason}); save it as UTF-8 and try again") from None
    except PzError:
        raise
    except OSError as error:
        raise FileProblem(f"{path} cannot be read: {error.strerror or error}") from error


# --- JSON


def _json_lines(path: Path, verifier: Verifier) -> Iterator[Row]:
    """An object a line. A line that is no JSON is a finding, unless the first one already is none."""
    good = False
    with path.open("rb") as handle:
        for number, line in enumerate(_lines(handle, path), 1):
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if not line.strip():
                continue
            place = f"{path}:{number}"
            try:
                values = orjson.loads(line)
            except orjson.JSONDecodeError as error:
                _check_utf8(line, path, number)
                if not good:
                    raise FileProblem(f"{place} is no JSON: {error}; each line must be one object") from None
                yield Row(place, None, None, f"it is no JSON: {error}")
                continue
            good = True
            yield _placed(verifier, values, place)


def _json(path: Path, verifier: Verifier) -> Iterator[Row]:
    """One record, or a list of them."""
    size = path.stat().st_size
    if size > LONGEST_LINE:
        raise FileProblem(f"{path} is {size / 1e6:.0f} MB of one JSON value; write a record a line, as .jsonl")
    data = path.read_bytes().removeprefix(b"\xef\xbb\xbf")
    _check_utf8(data, path, 1)
    try:
        found = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise FileProblem(f"{path} is no JSON: {error}") from None
    for number, values in enumerate(found if isinstance(found, list) else [found], 1):
        yield _placed(verifier, values, f"{path} record {number}")


def _placed(verifier: Verifier, values: Any, place: str) -> Row:
    try:
        return verifier.row(values, place)
    except UsageError as error:
        raise UsageError(f"{place}: {error}") from None


def _lines(handle: BinaryIO, path: Path) -> Iterator[bytes]:
    while line := handle.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE:
            raise FileProblem(f"{path} has a line of more than {LONGEST_LINE / 1e6:.0f} MB; is it the right file?")
        yield line


def _check_utf8(data: bytes, path: Path, line: int) -> None:
    try:
        data.decode()
    except UnicodeDecodeError as error:
        line += data[: error.start].count(b"\n")
        raise FileProblem(f"{path} is not UTF-8 text (line {line}); save it as UTF-8 and try again") from None


# --- tables


@dataclass(frozen=True, slots=True)
class _Binding:
    """A column of a table that belongs to a variable; `factor` brings its numbers to the variable's unit."""

    variable: Variable
    factor: float = 1.0


def _bind(headings: Sequence[tuple[str, str | None]], verifier: Verifier, path: Path) -> list[_Binding | None]:
    """A binding for each column, None for those that no variable is named like."""
    plan, bindings = verifier.plan, list[_Binding | None]()
    seen: set[str] = set()
    for name, unit in headings:
        if name in seen:
            raise FileProblem(f"{path} has two columns `{name}`; delete or rename one")
        seen.add(name)
        variable = verifier.visible.get(name)
        if variable is None:
            bindings.append(None)
            if name not in IDS:
                verifier.verification.strangers[name] += 1
            continue
        factor: float | None = 1.0
        if unit is not None and unit != variable.unit:
            factor = factor_between(unit, variable.unit)
        if factor is None:
            wanted = variable.unit or "a plain number"
            raise FileProblem(f"{path}: column `{name}` is in {unit}, and {plan.name} has it in {wanted}; convert it")
        bindings.append(_Binding(variable, factor))
    if not any(bindings):
        names = ", ".join(name for name, _ in headings[:8])
        raise UsageError(f"no column of {path} is a variable of {plan.name}; they are {names}")
    return bindings


def _heading(text: str) -> tuple[str, str | None]:
    match = _HEADING.fullmatch(text)
    return (text.strip(), None) if match is None else (match[1], match[2])


def _csv(path: Path, verifier: Verifier) -> Iterator[Row]:
    """A header, then a record a line; empty cells and `NA` are unknown."""
    with path.open("rb") as raw, TextIOWrapper(raw, "utf-8-sig", newline="") as text:
        first = text.readline(1_000_000)
        if not first:
            return
        delimiter = max(",;\t", key=first.count)
        if len(first) == 1_000_000:
            raise FileProblem(f"{path} has a first line of a million characters; is it a CSV file?")
        header = next(csv.reader([first], delimiter=delimiter))
        headings = [_heading(cell) for cell in header]
        bindings = _bind(headings, verifier, path)
        own = next((i for i, (name, _) in enumerate(headings) if name in IDS and bindings[i] is None), None)
        reader = csv.reader(text, delimiter=delimiter)
        while True:
            try:
                cells = next(reader, None)
            except csv.Error as error:
                raise FileProblem(f"{path}:{reader.line_num + 1} cannot be read: {error}") from None
            if cells is None:
                return
            if not cells:
                continue
            place = f"{path}:{reader.line_num + 1}"
            if len(cells) != len(header):
                yield Row(place, None, None, f"it has {len(cells)} cells, and the header {len(header)}")
                continue
            values = {b.variable.name: _cell(text_, b) for b, text_ in zip(bindings, cells, strict=True) if b}
            yield Row(place, None if own is None else cells[own], values)


def _cell(text: str, binding: _Binding) -> Any:
    """What a cell says; what cannot be read stays text, and is found to be no value of the variable."""
    text, variable = text.strip(), binding.variable
    if variable.type == "category" and any(c.name == text for c in variable.categories):
        return text
    if text.lower() in _EMPTY:
        return None
    if variable.type == "boolean":
        return _TRUTHS.get(text.lower(), text)
    if variable.type == "category":
        return text
    try:
        return _scaled(float(text), binding)
    except ValueError:
        return text


def _scaled(value: Any, binding: _Binding) -> Any:
    if binding.factor == 1 or isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return value * binding.factor


def _parquet(path: Path, verifier: Verifier) -> Iterator[Row]:
    """A record a row; the unit of a column is read from its metadata, or its heading."""
    pa = arrow()
    try:
        with pa.parquet.ParquetFile(path) as file:
            fields = [file.schema_arrow.field(i) for i in range(len(file.schema_arrow))]
            headings = []
            for field in fields:
                name, unit = _heading(field.name)
                stated = (field.metadata or {}).get(b"unit")
                headings.append((name, stated.decode() if stated else unit))
            bindings = _bind(headings, verifier, path)
            own = next((i for i, (name, _) in enumerate(headings) if name in IDS and bindings[i] is None), None)
            read = [i for i, binding in enumerate(bindings) if binding is not None or i == own]
            number = 0
            for batch in file.iter_batches(BATCH, columns=[fields[i].name for i in read]):
                columns = [batch.column(batch.schema.get_field_index(fields[i].name)).to_pylist() for i in read]
                for row in zip(*columns, strict=True):
                    number += 1
                    values, id_ = {}, None
                    for i, value in zip(read, row, strict=True):
                        binding = bindings[i]
                        if binding is None:
                            id_ = None if value is None else str(value)
                        elif not (isinstance(value, float) and math.isnan(value)):
                            values[binding.variable.name] = _scaled(value, binding)
                    yield Row(f"{path} row {number}", id_, values)
    except (pa.ArrowException, UnicodeDecodeError) as error:
        raise FileProblem(f"{path} is no whole Parquet file: {error}") from None


_READERS: dict[str, Callable[[Path, Verifier], Iterator[Row]]] = {
    ".jsonl": _json_lines,
    ".ndjson": _json_lines,
    ".json": _json,
    ".csv": _csv,
    ".tsv": _csv,
    ".parquet": _parquet,
    ".pq": _parquet,
}
SUFFIXES = tuple(_READERS)
