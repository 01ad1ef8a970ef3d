"""Changes as a page for a reviewer, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby

from pzdsl.changes.effects import SMALLEST, Shift
from pzdsl.changes.written import Change
from pzdsl.solve.query import Estimate

_SIGNS = {"added": "+", "removed": "-", "changed": "~"}
_HOW = {"exact": "", "bounded": "≈", "drawn": "~"}
_WIDEST = 100  # of a text that is shown in one line


def render_text(old: str, new: str, changes: Sequence[Change], shifts: Sequence[Shift]) -> str:
    """What was written otherwise, section by section; then what it does to the patients."""
    if not changes and not shifts:
        return f"{old} and {new} say the same"
    return "\n".join([*_written(changes), *_effects(shifts)]).strip("\n")


def _written(changes: Sequence[Change]) -> Iterator[str]:
    for section, some in groupby(changes, key=lambda change: change.section):
        yield f"\n{section}"
        for change in some:
            place = "" if change.at is None else f"  {change.at.file}:{change.at.line}"
            yield f"  {_SIGNS[change.what]} {change.name}{place}"
            if change.section == "numbers":
                yield f"      {change.before} -> {change.after}"
                continue
            if change.before is not None:
                yield f"      - {_short(change.before)}"
            if change.after is not None:
                yield f"      + {_short(change.after)}"


def _effects(shifts: Sequence[Shift]) -> Iterator[str]:
    yield "\namong the patients"
    if not shifts:
        yield f"  nothing surely moved by {100 * SMALLEST:g} percentage points, or that part of its range, or more"
        return
    for shift in shifts:
        before, after = value_of(shift, shift.before), value_of(shift, shift.after)
        yield f"  {shift.number.told:<44} {before:>12} -> {after:<12} {_move(shift)}"
    kinds = {shift.before.how for shift in shifts} | {shift.after.how for shift in shifts}
    if "bounded" in kinds:
        yield "  ≈: bounded from both sides by tables"
    if "drawn" in kinds:
        yield "  ~: from draws; the bound fails once in 1e9"


def value_of(shift: Shift, estimate: Estimate) -> str:
    """A share in percent, or a mean in its unit; marked where it is not exact."""
    mark = _HOW[estimate.how]
    if shift.number.statistic == "share":
        return f"{mark}{100 * estimate.value:.1f} %"
    unit = shift.number.variable.unit
    return f"{mark}{estimate.value:.4g}" + (f" {unit}" if unit else "")


def _move(shift: Shift) -> str:
    if shift.number.statistic == "share":
        return f"({100 * shift.move:+.1f} pp, surely {100 * shift.surely:.1f})"
    return f"({shift.move:+.3g}, surely {shift.surely:.2g})"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _WIDEST else line[: _WIDEST - 1] + "…"


def render_json(old: str, new: str, changes: Sequence[Change], shifts: Sequence[Shift]) -> str:
    """The same as one JSON object."""
    return json.dumps(
        {
            "old": old,
            "new": new,
            "changes": [
                {
                    "section": c.section,
                    "what": c.what,
                    "name": c.name,
                    "before": c.before,
                    "after": c.after,
                    "at": None if c.at is None else c.at.model_dump(),
                }
                for c in changes
            ],
            "shifts": [
                {
                    "of": s.number.told,
                    "statistic": s.number.statistic,
                    "unit": s.number.variable.unit,
                    "before": _estimate(s.before),
                    "after": _estimate(s.after),
                    "surely": s.surely,
                }
                for s in shifts
            ],
        },
        indent=2,
    )


def _estimate(estimate: Estimate) -> dict[str, float | str]:
    return {"value": estimate.value, "error": estimate.error, "how": estimate.how}
