"""Tables of patients in files: Parquet, CSV and JSON lines, written batch by batch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, Literal, Protocol

import orjson

from pzdsl.atomic import atomic_file
from pzdsl.errors import UsageError
from pzdsl.output.columns import PATIENT, Column, header_of, rows_of
from pzdsl.samples import Samples

Format = Literal["parquet", "csv", "jsonl"]
FORMATS: tuple[Format, ...] = ("parquet", "csv", "jsonl")
_SUFFIXES: dict[str, Format] = {".parquet": "parquet", ".pq": "parquet", ".csv": "csv", ".jsonl": "jsonl"}


class TableWriter(Protocol):
    """Takes samples in batches."""

    def write(self, samples: Samples) -> None:
        """Append one batch."""

    def close(self) -> None:
        """Write what has to come last."""

    def drop(self) -> None:
        """Give up, after a failure: the file will be deleted."""


def format_of(path: Path) -> Format:
    """The format that a file's name asks for; raises UsageError."""
    found = _SUFFIXES.get(path.suffix.lower())
    if found is None:
        raise UsageError(f"{path} ends in none of .parquet, .csv, .jsonl; rename it, or give --format")
    return found


@contextmanager
def open_table(
    path: Path,
    format: Format,
    columns: Sequence[Column],
    *,
    truth: bool = False,
    about: Mapping[str, Any] | None = None,
) -> Iterator[TableWriter]:
    """A writer to a file that appears whole once the block ends well; `about` goes where there is a place."""
    if format == "parquet":
        arrow()  # says what is missing before anything is created
    with atomic_file(path) as handle:
        writer = writer_to(handle, format, columns, truth=truth, about=about)
        try:
            yield writer
            writer.close()
        except BaseException:
            writer.drop()
            raise


def writer_to(
    handle: BinaryIO,
    format: Format,
    columns: Sequence[Column],
    *,
    truth: bool = False,
    about: Mapping[str, Any] | None = None,
) -> TableWriter:
    """A writer to an open file."""
    match format:
        case "parquet":
            return _Parquet(handle, columns, truth, about or {})
        case "csv":
            return _Csv(handle, columns, truth)
        case "jsonl":
            return _JsonLines(handle, columns, truth)


def arrow() -> Any:
    """The module `pyarrow`; raises UsageError that names the extra where it is not installed."""
    try:
        import_module("pyarrow.parquet")  # by name: it comes without types, and parquet is an attribute afterwards
    except ImportError:
        raise UsageError(
            'Parquet needs pyarrow: install it with `pip install "pzdsl[parquet]"`, or write .csv or .jsonl'
        ) from None
    return import_module("pyarrow")


class _JsonLines:
    """One object a line, `patient` first; what is not recorded is null."""

    def __init__(self, handle: BinaryIO, columns: Sequence[Column], truth: bool) -> None:
        self._handle, self._columns, self._truth = handle, columns, truth
        self._names = (PATIENT, *(c.name for c in columns))

    def write(self, samples: Samples) -> None:
        names = self._names
        for row in rows_of(samples, self._columns, self._truth):
            self._handle.write(orjson.dumps(dict(zip(names, row, strict=True)), option=orjson.OPT_APPEND_NEWLINE))

    def close(self) -> None:
        pass

    def drop(self) -> None:
        pass


class _Csv:
    """A header with units, then a line a patient; what is not recorded is empty."""

    def __init__(self, handle: BinaryIO, columns: Sequence[Column], truth: bool) -> None:
        self._handle, self._columns, self._truth = handle, columns, truth
        names = [PATIENT, *(header_of(c.variable) for c in columns)]
        handle.write((",".join(_quoted(name) for name in names) + "\n").encode())

    def write(self, samples: Samples) -> None:
        texts = [list(map(str, samples.ids.tolist()))]
        texts += [_csv_texts(column, samples, self._truth) for column in self._columns]
        lines = map(",".join, zip(*texts, strict=True))
        self._handle.write("".join(line + "\n" for line in lines).encode())

    def close(self) -> None:
        pass

    def drop(self) -> None:
        pass


def _csv_texts(column: Column, samples: Samples, truth: bool) -> list[str]:
    values = column.plain(samples, truth)
    match column.variable.type:
        case "boolean":
            return ["" if v is None else "true" if v else "false" for v in values]
        case "category":
            quoted = {None: ""} | {c.name: _quoted(c.name) for c in column.variable.categories}
            return [quoted[v] for v in values]
        case "number" if column.decimals is not None:
            form = f"%.{column.decimals}f"
            return ["" if v is None else form % v for v in values]
        case _:
            return ["" if v is None else repr(v) for v in values]


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(ch in text for ch in ',"\n\r') else text


class _Parquet:
    """Categories as dictionaries, counts as whole numbers; label and unit in each column's metadata."""

    def __init__(self, handle: BinaryIO, columns: Sequence[Column], truth: bool, about: Mapping[str, Any]) -> None:
        self._pa = pa = arrow()
        self._columns, self._truth = columns, truth
        fields = [pa.field(PATIENT, pa.int64(), nullable=False)]
        fields += [pa.field(c.name, self._type(c), metadata=_metadata(c)) for c in columns]
        self._schema = pa.schema(fields, metadata={"pzdsl": orjson.dumps(dict(about))})
        self._writer = pa.parquet.ParquetWriter(handle, self._schema, compression="zstd")

    def write(self, samples: Samples) -> None:
        arrays = [self._pa.array(samples.ids), *(self._array(column, samples) for column in self._columns)]
        self._writer.write_table(self._pa.Table.from_arrays(arrays, schema=self._schema))

    def close(self) -> None:
        self._writer.close()

    def drop(self) -> None:
        with suppress(Exception):  # while the handle is open: its own destructor would complain later
            self._writer.close()
        self._writer.is_open = False

    def _type(self, column: Column) -> Any:
        pa = self._pa
        match column.variable.type:
            case "boolean":
                return pa.bool_()
            case "count":
                return pa.int64()
            case "number":
                return pa.float64()
            case "category":
                codes = pa.int8() if len(column.variable.categories) < 128 else pa.int16()
                return pa.dictionary(codes, pa.string(), ordered=column.variable.ordered)

    def _array(self, column: Column, samples: Samples) -> Any:
        pa = self._pa
        values, known = column.values(samples, self._truth)
        mask = None if known is None else ~known
        if column.variable.type != "category":
            return pa.array(values, mask=mask)
        names = pa.array([c.name for c in column.variable.categories], pa.string())
        codes = pa.array(values, mask=mask)
        return pa.DictionaryArray.from_arrays(codes, names, ordered=column.variable.ordered)


def _metadata(column: Column) -> dict[str, str]:
    variable = column.variable
    found = {"label": variable.label, "stage": variable.stage}
    if variable.unit is not None:
        found["unit"] = variable.unit
    if variable.codes:
        found["codes"] = " ".join(f"{code.system}#{code.value}" for code in variable.codes)
    return found
