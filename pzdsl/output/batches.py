"""A cohort, drawn in batches: who is drawn does not depend on how many are drawn at once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import accumulate
from typing import Any

import numpy as np

from pzdsl.errors import AcceptanceTooLow, UsageError
from pzdsl.output.shards import ALL, Shard, pieces
from pzdsl.plan.artifact import plan_digest
from pzdsl.plan.expression import Expr
from pzdsl.plan.plan import Plan, Value
from pzdsl.plan.solution import Solution
from pzdsl.samples import Samples, Seats, draw, finder_of
from pzdsl.samples.quota import MOST_STRATA, RANK_BITS, Quota, counts_of, weights_of
from pzdsl.samples.reject import Rejection
from pzdsl.samples.samples import concatenated
from pzdsl.solve.engine import DEFAULT, engine_of
from pzdsl.solve.solution import check_exact, solution_of, unsatisfiable
from pzdsl.solve.strata import Strata


class Cohort:
    """Patients of one plan under one seed.

    Attributes:
        patients: their numbers. broken: how many twins were found to break each rule. solution: how the plan is
        solved; None under rejection. seating: who sits where under a quota.
    """

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
        engine: str = DEFAULT,
        quota: Quota | None = None,
        require_exact: bool = False,
    ) -> None:
        """Ready to draw.

        Raises:
            UsageError: the request makes no sense, or `require_exact` asks for more than the exact engine can do.
            Unsatisfiable: no patient meets all rules (and `where`).
        """
        self.plan, self.seed, self.engine = plan, seed, engine
        share = shard.patients(n)
        self.patients = range(start + share.start, start + share.stop)
        self._where, self._set = where, dict(set or {})
        self.broken: dict[str, int] = {}
        self._finder: Rejection | None = finder_of(plan, seed, where, engine_of(engine)) if n else None
        self.solution: Solution | None = None
        if engine == "exact" and self._finder is not None:
            self.solution = solution_of(self._finder)
            unsatisfiable(self._finder, where)
        if require_exact:
            check_exact(plan, engine, self._finder)
        if quota is not None and start:
            raise UsageError("under a quota, patients are numbered from 0; leave out --start")
        self.seating = Seating(plan, n, quota, where, seed, engine) if quota is not None and n else None

    def draw(self, patients: range) -> Samples:
        """Some of the patients."""
        if self.seating is not None:
            samples = self.seating.draw(patients, self._set)
        else:
            samples = draw(
                self.plan,
                len(patients),
                seed=self.seed,
                start=patients.start,
                set=self._set,
                engine=self._finder or engine_of(self.engine),
            )
        for name, mask in samples.broken.items():
            self.broken[name] = self.broken.get(name, 0) + int(mask.sum())
        return samples

    def batches(self, size: int) -> Iterator[Samples]:
        """All of them, at most `size` at once."""
        for piece in pieces(self.patients, size):
            yield self.draw(piece)

    def about(self) -> dict[str, Any]:
        """What it takes to draw them again."""
        about = {
            "spec": self.plan.name,
            "status": self.plan.status,
            "plan": plan_digest(self.plan),
            "compiler": self.plan.compiler,
            "engine": self.engine,
            "seed": self.seed,
            "first": self.patients.start,
            "patients": len(self.patients),
        }
        if self.solution is not None:
            about["exactness"] = self.solution.exactness
        if self.seating is not None:
            about |= {"quota": str(self.seating.quota), "strata": self.seating.counts}
        return about


class Seating:
    """A cohort under a quota: stratum after stratum, each drawn directly.

    A patient is a function of seed, spec, stratum and rank within the stratum alone, so a larger cohort holds the
    patients of a smaller one; the number and the id also tell the quota.
    """

    def __init__(self, plan: Plan, n: int, quota: Quota, where: Expr | None, seed: int, engine: str) -> None:
        self.plan, self.n, self.quota, self.seed, self.engine = plan, n, quota, seed, engine
        self.strata = Strata(plan, quota.by, where)
        self.names = [stratum.name for stratum in self.strata.strata]
        if len(self.names) > MOST_STRATA:
            raise UsageError(f"the quota has {len(self.names):,} strata, more than {MOST_STRATA:,}; stratify by less")
        shares = [stratum.share for stratum in self.strata.strata]
        counts = counts_of(quota, n, self.names, shares)
        if max(counts) > 1 << RANK_BITS:
            raise UsageError(f"a stratum can hold {1 << RANK_BITS:,} patients at most; ask for fewer patients")
        self.impossible = [name for name, share in zip(self.names, shares, strict=True) if share == 0]
        self.weights = weights_of(quota, counts, shares)
        self.counts = dict(zip(self.names, counts, strict=True))
        self._starts = [0, *accumulate(counts)]
        self.digest = quota.digest(n)
        self._finders: dict[int, Rejection] = {}

    def draw(self, patients: range, set: Mapping[str, Value]) -> Samples:
        """Some of the patients, by their numbers in the whole cohort."""
        parts: list[Samples] = []
        at = patients.start
        while at < patients.stop or not parts:
            i = min(bisect_right(self._starts, at) - 1, len(self.names) - 1)
            stop = max(min(patients.stop, self._starts[i + 1]), at)
            parts.append(self._draw(i, range(at, stop), set))
            if stop == at:
                break
            at = stop
        return concatenated(parts)

    def _draw(self, i: int, patients: range, set: Mapping[str, Value]) -> Samples:
        ranks = np.arange(patients.start, patients.stop, dtype=np.int64) - self._starts[i]
        places = (np.int64(i) << RANK_BITS) + ranks
        if i not in self._finders:
            self._finders.clear()  # strata come one after the other, and their tables are large
            self._finders[i] = self.strata.finder(i, self.seed, self.engine)
        try:
            samples = draw(self.plan, ids=places, seed=self.seed, set=set, engine=self._finders[i])
        except AcceptanceTooLow as error:
            raise AcceptanceTooLow(error.accepted, error.drawn, error.strictest, f"in `{self.names[i]}`") from None
        seats = Seats(self.digest, tuple(self.names), np.full(len(ranks), i, np.int64), ranks, self.weights)
        numbers = np.arange(patients.start, patients.stop, dtype=np.int64)
        return replace(samples, ids=numbers, seats=seats)


def patients_of(n: int | None, quota: Quota | None, default: int | None) -> int:
    """How many patients are asked for: by number, by the quota's own counts, or the default; raises UsageError."""
    total = None if quota is None else quota.total
    if n is not None and n < 0:
        raise UsageError("the number of patients must not be negative")
    found = n if n is not None else total if total is not None else default
    if found is None:
        raise UsageError("say how many patients")
    return found
