"""What a command says of how patients were drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pzdsl.output.batches import Seating
from pzdsl.output.manifest import SpecEntry
from pzdsl.plan.solution import Solution

_SHOWN = 24  # strata that are listed one by one
_MEANS = {
    "exact": "exact: no draw is rejected",
    "corrected": "corrected",
    "conditional rejection": "conditional rejection",
}


def solution_line(solution: Solution) -> str:
    """`corrected: about 99.95% of draws are kept`."""
    if solution.exactness == "exact":
        return _MEANS["exact"]
    return f"{_MEANS[solution.exactness]}: about {solution.acceptance:.2%} of draws are kept"


def quota_lines(seating: Seating) -> Iterator[str]:
    """How a quota was met."""
    weights = seating.weights or (None,) * len(seating.names)
    rows = zip(seating.names, seating.counts.values(), weights, strict=True)
    yield from _lines(rows, seating.impossible, seating.strata.error)


def manifest_quota_lines(spec: SpecEntry) -> Iterator[str]:
    """The same from a manifest."""
    if spec.quota is None:
        return
    rows = [(s.name, s.patients, s.weight) for s in spec.quota.strata]
    nobody = [s.name for s in spec.quota.strata if s.share == 0]
    yield from _lines(rows, nobody, spec.quota.shares_within)


def _lines(rows: Iterable[tuple[str, int, float | None]], nobody: list[str], error: float) -> Iterator[str]:
    rows = list(rows)
    for name, count, weight in rows[:_SHOWN]:
        if name not in nobody:
            yield f"stratum {name}: {count:,}" + ("" if weight is None else f", weight {weight:.4g}")
    if len(rows) > _SHOWN:
        yield f"and {len(rows) - _SHOWN} more strata"
    if nobody:
        yield f"left out, since no patient can be there: {', '.join(nobody)}"
    if error:
        yield f"shares of the population are known to +- {error:.2%}"
