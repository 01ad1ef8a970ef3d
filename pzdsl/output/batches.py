"""A cohort, drawn in batches: who is drawn does not depend on how many are drawn at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pzdsl.output.shards import ALL, Shard, pieces
from pzdsl.plan.artifact import plan_digest
from pzdsl.plan.expression import Expr
from pzdsl.plan.plan import Plan, Value
from pzdsl.samples import Samples, draw

ENGINE = "rejection"


class Cohort:
    """Patients of one plan under one seed; `broken` counts the rules that twins were found to break."""

    def __init__(
        self,
        plan: Plan,
        n: int,
        *,
        seed: int = 0,
        start: int = 0,
        shard: Shard = ALL,
        where: Expr | None = None,
        set: Mapping[str, Value] | None = None,
    ) -> None:
        self.plan, self.seed = plan, seed
        share = shard.patients(n)
        self.patients = range(start + share.start, start + share.stop)
        self._where, self._set = where, dict(set or {})
        self.broken: dict[str, int] = {}

    def draw(self, patients: range) -> Samples:
        """Some of the patients."""
        samples = draw(self.plan, len(patients), seed=self.seed, start=patients.start, where=self._where, set=self._set)
        for name, mask in samples.broken.items():
            self.broken[name] = self.broken.get(name, 0) + int(mask.sum())
        return samples

    def batches(self, size: int) -> Iterator[Samples]:
        """All of them, at most `size` at once."""
        for piece in pieces(self.patients, size):
            yield self.draw(piece)

    def about(self) -> dict[str, Any]:
        """What it takes to draw them again."""
        return {
            "spec": self.plan.name,
            "status": self.plan.status,
            "plan": plan_digest(self.plan),
            "compiler": self.plan.compiler,
            "engine": ENGINE,
            "seed": self.seed,
            "first": self.patients.start,
            "patients": len(self.patients),
        }
