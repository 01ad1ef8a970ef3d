"""The Python face of a compiled specification: sample, check, records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pzdsl.compiler import compile_file
from pzdsl.plan import Plan

if TYPE_CHECKING:
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
        self, n: int, *, seed: int = 0, start: int = 0, where: str | None = None, set: Mapping[str, str] | None = None
    ) -> Samples:
        """Draw patients `start` to `start + n - 1`, as columns.

        Args:
            n: How many patients.
            seed: The cohort's seed: the same seed gives the same patients, however they are batched.
            start: The number of the first patient.
            where: A condition of the language, e.g. `"age >= 65 and sex is female"`.
            set: Interventions `{"income": "low"}`: each patient's twin.

        Raises:
            AcceptanceTooLow: The constraints (and `where`) reject nearly every draw.
            UsageError: `where` or `set` names what the spec does not have.
        """
        from pzdsl.samples import draw
        from pzdsl.where import parse_set, parse_where

        condition = parse_where(where, self.plan) if where else None
        twin = parse_set([f"{k}={v}" for k, v in set.items()], self.plan) if set else {}
        return draw(self.plan, n, seed=seed, start=start, where=condition, set=twin)

    def records(
        self, n: int, *, seed: int = 0, start: int = 0, where: str | None = None, text: bool = True
    ) -> Iterator[dict[str, Any]]:
        """Whole patient records, one after the other, as plain data."""
        from pzdsl.record import records_of
        from pzdsl.stages import Pipeline, write_records

        pipeline = Pipeline(self.plan) if text else None
        batch = 1000
        for first in range(start, start + n, batch):
            size = min(batch, start + n - first)
            samples = self.sample(size, seed=seed, start=first, where=where)
            if pipeline is None:
                yield from records_of(samples, seed=seed)
            else:
                yield from write_records(samples, seed=seed, pipeline=pipeline)

    def check(self, table: Iterable[Mapping[str, Any]]) -> Verification:
        """Hold rows of another origin (name to value) against the spec's constraints and ranges."""
        from pzdsl.verify import verify_rows

        return verify_rows(self.plan, table)
