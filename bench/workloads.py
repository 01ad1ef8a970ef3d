"""What is timed: plain functions of a specification and a number of patients."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from bench import by_hand
from bench.specs import ROOT, Compiled, compiled
from pzdsl.record import dump_record, records_of
from pzdsl.samples import Samples, draw
from pzdsl.stages import Pipeline, write_records

COMPARE = ROOT / "bench" / "compare.pz"
SEED = 107


def plan_of(path: Path) -> Compiled:
    """The compiled specification; compiling is not timed."""
    return compiled(path)


def hand_written(path: Path, n: int) -> Any:
    """The baseline: only for `bench/compare.pz`."""
    assert path == COMPARE
    return by_hand.draw(n, SEED)


def language(path: Path, n: int) -> Samples:
    """Patients by column."""
    return draw(compiled(path).plan, n, seed=SEED)


def structured(path: Path, n: int) -> int:
    """Patients, their records, and these as lines of JSON; the bytes in all."""
    samples = draw(compiled(path).plan, n, seed=SEED)
    return sum(len(dump_record(record)) for record in records_of(samples, seed=SEED))


def with_text(path: Path, n: int) -> int:
    """The same with text, every sentence checked against the facts before it is kept."""
    samples = draw(compiled(path).plan, n, seed=SEED)
    return sum(len(dump_record(r)) for r in write_records(samples, seed=SEED, pipeline=_pipeline(path)))


@cache
def _pipeline(path: Path) -> Pipeline:
    return Pipeline(compiled(path).plan)
