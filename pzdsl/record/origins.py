"""Where a value came from: the row of its table that applied, its place in the file, and what it cites."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pzdsl.plan.law import (
    Bernoulli,
    CategoriesIn,
    Cite,
    Interval,
    Law,
    Odds,
    OddsPer,
    OddsWhen,
    Place,
    Point,
    Row,
    Table,
)
from pzdsl.plan.plan import Plan, SourceInfo, Variable
from pzdsl.rules import Columns, is_true, matches


class Origin(NamedTuple):
    """The place, the text and the citations that a value rests on."""

    at: Place
    written: str
    cites: tuple[Cite, ...]


def table_of(law: Law) -> Table | None:
    """The table whose rows a law is made of, if it is one (or odds upon one)."""
    if isinstance(law, Odds):
        return table_of(law.base)
    return law if isinstance(law, Table) else None


def rows_that_applied(variable: Variable, columns: Columns) -> NDArray[np.int64] | None:
    """The row of the variable's table that fits each patient, -1 where none does; None without a table."""
    table = table_of(variable.law)
    if table is None:
        return None
    applied = np.full(columns.size, -1, np.int64)
    rest = -1
    for number, row in enumerate(table.rows):
        if row.patterns is None:
            rest = number
            continue
        fits = np.ones(columns.size, np.bool_)
        for name, pattern in zip(table.given, row.patterns, strict=True):
            if pattern.test != "any":
                fits &= is_true(matches(pattern, name, columns))
        applied[fits] = number
    if rest >= 0:
        applied[applied < 0] = rest
    return applied


def origins_of(variable: Variable) -> list[Origin]:
    """One origin for each row of the variable's table, and last (at -1) that of the variable itself."""
    table = table_of(variable.law)
    whole = Origin(variable.at, variable.written, variable.cites)
    if table is None:
        return [whole]
    extra = _effects_of(variable.law)
    return [Origin(row.at, row.written, _cites(row, variable) + extra) for row in table.rows] + [whole]


def impossible_rows(variable: Variable, among: frozenset[str]) -> list[bool]:
    """For each row, whether it rules the variable out because of the named parents alone (and never else)."""
    table = table_of(variable.law)
    if table is None or variable.type != "boolean":
        return []
    return [
        row.patterns is not None
        and _is_never(row.law)
        and {
            name
            for name, pattern in zip(table.given, row.patterns, strict=True)
            if isinstance(pattern, CategoriesIn | Interval)
        }
        <= among
        for row in table.rows
    ]


def cite_text(cite: Cite) -> str:
    """`survey [Table 3]`, or `assumed: why`."""
    if cite.source is None:
        return f"assumed: {cite.assumed}"
    return f"{cite.source} [{cite.locator}]" if cite.locator else cite.source


def place_text(place: Place) -> str:
    """`file:line:column`, which editors open."""
    return f"{place.file}:{place.line}:{place.column}"


def source_text(info: SourceInfo) -> str:
    """A source in one line, from the fields that were written."""
    fields = info.fields
    order = ("authors", "title", "journal", "publisher", "year", "doi", "url")
    return ". ".join(str(fields[key]).rstrip(".") for key in order if fields.get(key))


def provenance_of(record: Mapping[str, Any], plan: Plan, name: str) -> dict[str, Any]:
    """Everything that one value of a record rests on: place, law as written, citations with their sources."""
    variable = plan.variable(name)
    at = record["sources"].get(name, {}).get("at", place_text(variable.at))
    origin = next((o for o in origins_of(variable) if place_text(o.at) == at), origins_of(variable)[-1])
    return {
        "variable": name,
        "label": variable.label,
        "at": at,
        "law": variable.written,
        "row": origin.written if origin.written != variable.written else None,
        "library": variable.library,
        "cites": [
            {"text": cite_text(cite), "source": source_text(plan.sources[cite.source])}
            if cite.source in plan.sources
            else {"text": cite_text(cite), "source": None}
            for cite in origin.cites
        ],
    }


def _cites(row: Row, variable: Variable) -> tuple[Cite, ...]:
    return row.cites or variable.cites


def _effects_of(law: Law) -> tuple[Cite, ...]:
    if not isinstance(law, Odds):
        return ()
    effects: tuple[OddsWhen | OddsPer, ...] = law.effects
    return tuple(cite for effect in effects for cite in effect.cites)


def _is_never(law: Law) -> bool:
    return (isinstance(law, Bernoulli) and law.p == 0) or (isinstance(law, Point) and law.value is False)
