"""Drift as text for people, and as JSON for programs."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from pzdsl.errors import UsageError
from pzdsl.proofs.drift import Moved
from pzdsl.proofs.places import percent
from pzdsl.solve.query import MEANINGS, Estimate

NOTICED = 1e-3  # a share that moved by less is not shown unless asked for


def gate_of(text: str, option: str = "--max-drift") -> float:
    """`1pp` or `0.5 pp` as a share; raises UsageError."""
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?|\.\d+)\s*pp\s*", text)
    if match is None:
        raise UsageError(f"`{text}` is no limit; write percentage points, e.g. `{option} 1pp`")
    return float(match[1]) / 100


def shown(moved: Moved) -> bool:
    """Whether a number is shown without `--all`: cited from a source in the spec itself, and surely moved."""
    if not moved.number.is_gated or moved.move is None:
        return False
    if moved.number.statistic == "share":
        return moved.surely > NOTICED
    return moved.surely > NOTICED * max(abs(moved.number.value), 1e-12)


def is_over(moved: Moved, limit: float) -> bool:
    """Whether constraints surely moved a cited share of the spec's own by more than a gate allows."""
    return moved.number.is_gated and moved.number.statistic == "share" and moved.surely > limit


def render_text(
    name: str, rows: Sequence[Moved], count: int, is_selected: bool, limit: float | None, over: Sequence[Moved]
) -> str:
    """A table with a line a number, and what the gate says."""
    head = ["as written", "population", "compiled", *(["selected"] if is_selected else []), "moved by", "number"]
    lines = [head]
    for one in rows:
        number, is_share = one.number, one.number.statistic == "share"
        by = "" if one.by is None else f"{one.by} ({min(one.by_share, 1.0):.0%})"
        values = [one.population, one.compiled, *([one.selected] if is_selected else [])]
        told = [_value(value, is_share) for value in values]
        written = percent(number.value) if is_share else f"{number.value:g}"
        unit = "" if is_share or number.variable.unit is None else f" in {number.variable.unit}"
        where = f"{number.at.file}:{number.at.line}"
        lines.append([written, *told, by, f"{number.told}{unit}  {where}"])
    widths = [max(len(line[i]) for line in lines) for i in range(len(head) - 1)]
    text = ["  ".join([*(cell.rjust(w) for cell, w in zip(line, widths, strict=False)), line[-1]]) for line in lines]
    if not rows:
        text = []
    total = f"{name}: {count} cited numbers, {len(rows)} shown"
    text.append(
        total if rows else f"{total}: constraints moved none of the spec's own by 0.1 percentage points or more"
    )
    kinds = sorted({v.how for one in rows for v in (one.population, one.compiled, one.selected) if v is not None})
    text += [f"  {_MARKS[kind] or 'plain'}: {MEANINGS[kind]}" for kind in kinds]
    if limit is not None:
        what = f"{len(over)} moved" if over else "none moved"
        text.append(f"gate: {what} by more than {limit * 100:g} percentage points")
    return "\n".join(text)


_MARKS = {"exact": "", "bounded": "≈", "drawn": "~"}


def _value(value: Estimate | None, is_share: bool) -> str:
    if value is None:
        return "-"
    mark = _MARKS[value.how]
    if not is_share:
        return f"{mark}{value.value:.4g}"
    return f"{mark}{value.value * 100:.{_digits(value)}f} %"


def _digits(value: Estimate) -> int:
    """As many decimals of a percentage as the bound bears."""
    return 2 if value.error < 1e-4 else 1


def render_json(name: str, rows: Sequence[Moved], limit: float | None, over: Sequence[Moved]) -> str:
    """Everything that is known of each number; shares are in [0, 1], other numbers in the variable's unit."""
    return json.dumps(
        {
            "spec": name,
            "max_drift": limit,
            "over": len(over),
            "numbers": [{**_plain(one), "over": one in over} for one in rows],
        },
        ensure_ascii=False,
        indent=2,
    )


def _plain(one: Moved) -> dict[str, Any]:
    number = one.number
    return {
        "variable": number.variable.name,
        "statistic": number.statistic,
        "category": number.category,
        "given": number.head,
        "unit": number.variable.unit if number.statistic != "share" else None,
        "file": number.at.file,
        "line": number.at.line,
        "column": number.at.column,
        "library": number.variable.library,
        "sources": [cite.source for cite in number.cites if cite.source is not None],
        "as_written": number.value,
        "population": _estimate(one.population),
        "compiled": _estimate(one.compiled),
        "selected": _estimate(one.selected),
        "moved_by": one.by,
        "moved_by_share": round(min(one.by_share, 1.0), 6) if one.by is not None else None,
        "moved": one.move,
        "surely_moved": one.surely,
    }


def _estimate(value: Estimate | None) -> dict[str, Any] | None:
    if value is None:
        return None
    finite = value.error < float("inf")
    return {"value": value.value, "error": value.error if finite else None, "how": value.how}
