"""What fails a build: thresholds of kinds, and a baseline of gaps that are known already."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pzdsl.atomic import write_atomically
from pzdsl.coverage.measure import Coverage, Covered
from pzdsl.coverage.units import KINDS, Kind
from pzdsl.errors import FileProblem, UsageError


@dataclass(frozen=True, slots=True)
class Missed:
    """A kind that is below its threshold in one spec, with what is missing."""

    coverage: Coverage
    kind: Kind
    percent: float
    threshold: float
    gaps: tuple[Covered, ...]


def parse_thresholds(text: str) -> dict[Kind, float]:
    """`rows=90,constraints=100`, or `all=90`; raises UsageError."""
    thresholds: dict[Kind, float] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, equals, number = (piece.strip() for piece in part.partition("="))
        kinds = [kind for kind in KINDS if name in (kind, "all")]
        if not equals or not kinds:
            raise UsageError(f"`{part}` is no threshold; write KIND=PERCENT, where KIND is {', '.join(KINDS)} or all")
        try:
            value = float(number)
        except ValueError:
            value = -1.0
        if not 0 <= value <= 100:  # neither is what is no number
            raise UsageError(f"`{part}`: a threshold lies between 0 and 100")
        thresholds.update(dict.fromkeys(kinds, value))
    if not thresholds:
        raise UsageError("no threshold is given; write e.g. `rows=90,constraints=100`")
    return thresholds


def missed(coverages: Iterable[Coverage], thresholds: dict[Kind, float], known: frozenset[str]) -> list[Missed]:
    """The kinds below their thresholds; gaps of the baseline are left out of the count."""
    found = []
    for coverage in coverages:
        for count in coverage.counts():
            if count.kind not in thresholds:
                continue
            gaps = tuple(
                one for one in coverage.gaps if one.unit.kind == count.kind and _key(coverage, one) not in known
            )
            countable = count.tested + len(gaps)
            percent = 100.0 if not countable else 100 * count.tested / countable
            if percent < thresholds[count.kind]:
                found.append(Missed(coverage, count.kind, percent, thresholds[count.kind], gaps))
    return found


def read_baseline(path: Path) -> frozenset[str]:
    """The gaps that are known already; raises FileProblem."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise FileProblem(f"{path} is no baseline that can be read: {error}") from error
    gaps = found.get("gaps") if isinstance(found, dict) else None
    if not isinstance(gaps, list) or not all(isinstance(gap, str) for gap in gaps):
        raise FileProblem(f"{path} is no baseline: it has no list `gaps` of texts")
    return frozenset(gaps)


def write_baseline(path: Path, coverages: Iterable[Coverage]) -> int:
    """Take all gaps of today as known; gives how many."""
    gaps = sorted(_key(coverage, one) for coverage in coverages for one in coverage.gaps)
    write_atomically(path, (json.dumps({"gaps": gaps}, indent=1, ensure_ascii=False) + "\n").encode())
    return len(gaps)


def _key(coverage: Coverage, one: Covered) -> str:
    return f"{coverage.name}/{one.unit.id}"
