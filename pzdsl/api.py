"""The Python face of a compiled specification: sample, check, records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pzdsl.compiler import compile_file
from pzdsl.plan import Plan

if TYPE_CHECKING:
    from pzdsl.output.batches import Cohort
    from pzdsl.samples import Samples
    from pzdsl.verify import Verification


class CompiledSpec:
    """One compiled specification; `plan` is all there is to it."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    @classmethod
    def from_file(cls, path: str | PathLike[str]) -> CompiledSpec:
        """Compile a `.pz` file, or load an artefact."""
        return cls(compile_file(Path(path)))

    def __repr__(self) -> str:
        return f"<CompiledSpec {self.plan.name}: {len(self.plan.variables)} variables>"

    def sample(
        self,
        n: int | None = None,
        *,
        seed: int = 0,
        start: int = 0,
        where: str | None = None,
        set: Mapping[str, str] | None = None,
        engine: str = "exact",
        quota: str | None = None,
        by: str | None = None,
        require_exact: bool = False,
    ) -> Samples:
        """Draw patients `start` to `start + n - 1`, as columns.

        Args:
            n: How many patients; a quota of counts says it itself.
            seed: The cohort's seed: the same seed gives the same patients, however they are batched.
            start: The number of the first patient.
            where: A condition of the language, e.g. `"age >= 65 and sex is female"`.
            set: Interventions `{"income": "low"}`: each patient's twin.
            engine: `"exact"` folds the rules into tables; `"rejection"` is the reference. Same law, other patients.
            quota: `"proportional"`, `"equal"`, `"female=60,male=40"` or a CSV file: strata are filled exactly;
                `.seats` of the samples says who sits where, and the weights.
            by: The strata of the quota, e.g. `"age,sex"`, if not those of `stratify`.
            require_exact: Raise NotExact where some rule can only be met by rejection.

        Raises:
            AcceptanceTooLow: The constraints (and `where`) reject nearly every draw.
            NotExact: `require_exact`, and some rule cannot be folded.
            Unsatisfiable: It is proved that no patient meets the rules (and `where`).
            UsageError: `where`, `set`, `engine`, `quota` or `by` names what there is not.
        """
        cohort = self._cohort(n, seed, start, where, set, engine, quota, by, require_exact)
        return cohort.draw(cohort.patients)

    def records(
        self,
        n: int | None = None,
        *,
        seed: int = 0,
        start: int = 0,
        where: str | None = None,
        text: bool = True,
        engine: str = "exact",
        quota: str | None = None,
        by: str | None = None,
        require_exact: bool = False,
    ) -> Iterator[dict[str, Any]]:
        """Whole patient records, one after the other, as plain data; the arguments of `sample`."""
        from pzdsl.record import records_of
        from pzdsl.stages import Pipeline, write_records

        cohort = self._cohort(n, seed, start, where, None, engine, quota, by, require_exact)
        pipeline = Pipeline(self.plan) if text else None
        for samples in cohort.batches(1000):
            if pipeline is None:
                yield from records_of(samples, seed=seed)
            else:
                yield from write_records(samples, seed=seed, pipeline=pipeline)

    def _cohort(
        self,
        n: int | None,
        seed: int,
        start: int,
        where: str | None,
        set: Mapping[str, str] | None,
        engine: str,
        quota: str | None,
        by: str | None,
        require_exact: bool,
    ) -> Cohort:
        from pzdsl.output.batches import Cohort, patients_of
        from pzdsl.samples.quota import parse_quota
        from pzdsl.where import parse_set, parse_where

        asked = parse_quota(quota, self.plan, by) if quota is not None else None
        return Cohort(
            self.plan,
            patients_of(n, asked, None),
            seed=seed,
            start=start,
            where=parse_where(where, self.plan) if where else None,
            set=parse_set([f"{k}={v}" for k, v in set.items()], self.plan) if set else {},
            engine=engine,
            quota=asked,
            require_exact=require_exact,
        )

    def check(self, table: Iterable[Mapping[str, Any]]) -> Verification:
        """Hold rows of another origin (name to value) against the spec's constraints and ranges."""
        from pzdsl.verify import verify_rows

        return verify_rows(self.plan, table)
