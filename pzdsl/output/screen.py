"""A table for people: patients across while they fit, variables down; or the other way with few columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pzdsl.output.columns import PATIENT, Column
from pzdsl.record.quantities import number_text, unit_text
from pzdsl.samples import Samples

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

ABSENT, UNRECORDED = "–", "not recorded"
_WIDEST_ACROSS = 12  # columns that are shown one beside the other
_STAGES = {"attribute": "Attributes", "course": "Course", "symptom": "Symptoms", "exam": "Exams"}


def print_table(samples: Samples, columns: Sequence[Column], console: Console, truth: bool = False) -> None:
    """Print some patients."""
    texts = {c.name: _texts(c, samples, truth) for c in columns}
    if len(columns) <= _WIDEST_ACROSS:
        console.print(_across(samples, columns, texts))
        return
    names_width = max(len(c.name) for c in columns) + 12
    widest = max((len(text) for column in texts.values() for text in column), default=1)
    fit = max(1, (console.width - names_width) // (min(widest, 16) + 2))
    for first in range(0, len(samples), fit):
        console.print(_down(samples, columns, texts, range(first, min(first + fit, len(samples)))))


def _across(samples: Samples, columns: Sequence[Column], texts: dict[str, list[str]]) -> Table:
    table = _table()
    table.add_column(PATIENT, justify="right")
    for column in columns:
        unit = unit_text(column.variable.unit)
        right = column.variable.type in ("number", "count")
        table.add_column(
            _plain(f"{column.name}\n{unit}" if unit else column.name), justify="right" if right else "left"
        )
    for i, number in enumerate(samples.ids.tolist()):
        table.add_row(str(number), *(_plain(texts[c.name][i]) for c in columns))
    return table


def _down(samples: Samples, columns: Sequence[Column], texts: dict[str, list[str]], rows: range) -> Table:
    table = _table()
    table.add_column(PATIENT, no_wrap=True)
    table.add_column("")
    for i in rows:
        table.add_column(str(samples.ids[i]))
    stage = None
    for column in columns:
        cells = [texts[column.name][i] for i in rows]
        variable = column.variable
        if variable.part_of is not None and all(cell == ABSENT for cell in cells):
            continue  # parts of what none of these patients has
        if variable.stage != stage:
            stage = variable.stage
            table.add_section()
            table.add_row(f"[bold]{_STAGES[stage]}[/bold]")
        name = f"  .{variable.part}" if variable.part_of is not None else variable.name
        table.add_row(_plain(name), _plain(unit_text(variable.unit)), *map(_plain, cells))
    return table


def _table() -> Table:
    from rich import box
    from rich.table import Table

    return Table(box=box.SIMPLE, pad_edge=False, padding=(0, 1, 0, 0))


def _texts(column: Column, samples: Samples, truth: bool) -> list[str]:
    defined = column.defined(samples)
    _, recorded = column.values(samples, truth)
    texts = [_text(value, column) for value in column.plain(samples, truth=True)]
    if defined is not None:
        texts = [text if there else ABSENT for text, there in zip(texts, defined.tolist(), strict=True)]
    if recorded is not None:
        texts = [
            text if there or text == ABSENT else UNRECORDED
            for text, there in zip(texts, recorded.tolist(), strict=True)
        ]
    return texts


def _text(value: Any, column: Column) -> str:
    if value is None:
        return ABSENT
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    if column.variable.type == "count":
        return str(value)
    return number_text(value, column.variable.precision)


def _plain(text: str) -> str:
    return text.replace("[", r"\[")  # `mm[Hg]` is no markup
