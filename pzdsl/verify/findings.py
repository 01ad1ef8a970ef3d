"""What verification says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from pzdsl.plan.law import Place

# a line that cannot be read; a value that cannot be read; one outside its declared range; one that the law of
# its variable excludes, given the others; a broken condition of the cohort, or constraint
Kind = Literal["unreadable", "value", "range", "support", "rule"]


class Row(NamedTuple):
    """One record as it came: its place, its own name for itself, its values, or why there are none."""

    place: str
    id: str | None
    values: Mapping[str, Any] | None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong with one record. `name`: of the rule or variable; `at`: where that is written."""

    kind: Kind
    place: str
    id: str | None
    name: str
    message: str
    values: dict[str, Any] = field(default_factory=dict)
    at: Place | None = None


@dataclass(slots=True)
class Undecided:
    """A rule whose truth is unknown in some records, and for want of what."""

    at: Place
    records: int = 0
    reasons: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Soft:
    """How often a soft constraint held, beside the share that it asks for."""

    share: float
    held: int = 0
    broken: int = 0


@dataclass(slots=True)
class Verification:
    """What was found in a whole table. `findings` keeps the first `limit`; `counts` counts them all.

    Attributes:
        spec: the spec's name. records, clean: how many were read, and how many have no finding. counts: by
        kind and name. undecided, softs: by rule. strangers: names that no variable has, and how often each came.
    """

    spec: str
    limit: int = 1000
    records: int = 0
    clean: int = 0
    findings: list[Finding] = field(default_factory=list)
    counts: Counter[tuple[Kind, str]] = field(default_factory=Counter)
    undecided: dict[str, Undecided] = field(default_factory=dict)
    softs: dict[str, Soft] = field(default_factory=dict)
    strangers: Counter[str] = field(default_factory=Counter)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong; what could not be decided is not wrong."""
        return not self.counts

    def add(self, finding: Finding) -> None:
        """Take note of a finding."""
        self.counts[finding.kind, finding.name] += 1
        if len(self.findings) < self.limit:
            self.findings.append(finding)

    def as_dict(self) -> dict[str, Any]:
        """Everything as plain data."""
        return {
            "spec": self.spec,
            "records": self.records,
            "clean": self.clean,
            "counts": [{"kind": k, "name": name, "count": n} for (k, name), n in self.counts.most_common()],
            "findings": [
                {
                    "kind": f.kind,
                    "place": f.place,
                    "id": f.id,
                    "name": f.name,
                    "message": f.message,
                    "values": f.values,
                    "at": None if f.at is None else place_text(f.at),
                }
                for f in self.findings
            ],
            "undecided": [
                {
                    "rule": name,
                    "at": place_text(u.at),
                    "records": u.records,
                    "reasons": dict(u.reasons.most_common()),
                }
                for name, u in self.undecided.items()
            ],
            "softs": [
                {"rule": name, "share": s.share, "held": s.held, "broken": s.broken} for name, s in self.softs.items()
            ],
            "strangers": dict(self.strangers.most_common()),
        }


def place_text(at: Place) -> str:
    """`file:line:column`."""
    return f"{at.file}:{at.line}:{at.column}"
