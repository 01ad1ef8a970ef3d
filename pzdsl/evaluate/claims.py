"""How many lies the claim checker finds, and how many true sentences it objects to."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pzdsl.claims import check_text, lexicon_of_facts
from pzdsl.facts import Fact, Facts, Measure

Half = Literal["development", "held out", "all"]
_Z = 1.959963984540054  # 97.5 % point of the normal distribution


@dataclass(frozen=True, slots=True)
class Score:
    """Lies found of all lies, and false alarms of all true sentences, of one kind."""

    kind: str
    lies: int
    found: int
    true: int
    alarms: int

    def found_interval(self) -> tuple[float, float]:
        """95 % Wilson interval of the share of lies found."""
        return wilson(self.found, self.lies)

    def alarm_interval(self) -> tuple[float, float]:
        """95 % Wilson interval of the share of true sentences objected to."""
        return wilson(self.alarms, self.true)


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95 % Wilson score interval of a share."""
    if n == 0:
        return 0.0, 1.0
    share, z2 = hits / n, _Z * _Z
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = _Z / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def in_half(id_: str, half: Half) -> bool:
    """Whether an id is in a half of the list: even SHA-256 for development, odd held out."""
    if half == "all":
        return True
    return (int(hashlib.sha256(id_.encode()).hexdigest(), 16) % 2 == 0) == (half == "development")


def facts_from_json(rows: Iterable[dict[str, Any]]) -> Facts:
    """`Facts` from their JSON form."""
    return Facts({row["name"]: _fact(row) for row in rows})


def _fact(row: dict[str, Any]) -> Fact:
    parts = {
        key: Measure(float(v["value"]), v["unit"]) if isinstance(v, dict) else v
        for key, v in (row.get("parts") or {}).items()
    }
    also = tuple(Measure(float(m["value"]), m["unit"]) for m in row.get("also") or ())
    return Fact(
        row["name"],
        row["label"],
        row["stage"],
        row["type"],
        row["value"],
        row.get("unit"),
        row.get("kind"),
        tuple(row.get("lay") or ()),
        row.get("precision"),
        also,
        parts,
        row.get("category_label"),
    )


def score_claims(path: Path, half: Half, every: int = 1) -> list[Score]:
    """Check each written sentence of a half, or every few, against its facts; a row a kind, then one for all."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()][::every]
    counts: dict[str, list[int]] = {}
    for row in rows:
        if not in_half(row["id"], half):
            continue
        facts = facts_from_json(row["facts"])
        objected = bool(check_text(row["sentence"], facts, lexicon_of_facts(facts)))
        for kind in (row["kind"], "all"):
            count = counts.setdefault(kind, [0, 0, 0, 0])
            count[0 if row["lie"] else 2] += 1
            count[1 if row["lie"] else 3] += objected
    return [Score(kind, *counts[kind]) for kind in sorted(counts, key=lambda k: (k == "all", k))]


def score_table(scores: Iterable[Score]) -> str:
    """The scores as text."""
    lines = ["kind       lies found  95 % interval    true alarms  95 % interval"]
    for s in scores:
        (a, b), (c, d) = s.found_interval(), s.alarm_interval()
        lines.append(
            f"{s.kind:<10} {s.lies:>4} {s.found:>5}  {a:6.1%} to {b:6.1%}"
            f" {s.true:>4} {s.alarms:>6}  {c:6.1%} to {d:6.1%}"
        )
    return "\n".join(lines)
