"""The same records in any batch, shard and company, and whatever is added that nothing reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from bench.specs import compiled, draw, for_each_spec
from pzdsl.record import dump_record, records_of
from pzdsl.samples import Samples
from tests.test_determinism import differences, with_addition

TITLE = "Repeatability: the same patients however they are asked for"
SEED = 105


def measure(full: bool) -> dict[str, Any]:
    """All specifications."""
    return {"seed": SEED, "specs": for_each_spec(measure_one, full)}


def measure_one(path: Path, full: bool) -> dict[str, Any]:
    """One specification; every count is of patients who differ from the whole run in anything."""
    plan = compiled(path).plan
    n = 100_000 if full else 2_000
    alone = np.linspace(0, n - 1, 200 if full else 4).astype(np.int64)
    stretch = slice(n * 2 // 8, n * 3 // 8)
    whole = draw(plan, n, seed=SEED)

    def part(first: int, size: int) -> Samples:
        return draw(plan, size, seed=SEED, start=first)

    def batches(size: int, starts: Any) -> dict[str, int]:
        different = 0
        for first in starts:
            if differences(part(int(first), size), whole.take(slice(first, first + size))):
                different += 1
        return {"draws": len(starts), "patients": len(starts) * size, "draws_that_differ": different}

    shard = part(stretch.start, stretch.stop - stretch.start)
    added = draw(with_addition(path, True), n, seed=SEED)
    some = np.linspace(0, n - 1, 1000 if full else 20).astype(np.int64)
    together = [dump_record(r) for r in records_of(whole.take(some), seed=SEED)]
    again = draw(plan, ids=some, seed=SEED)
    apart = [dump_record(r) for i in range(len(some)) for r in records_of(again.take(slice(i, i + 1)), seed=SEED)]
    return {
        "patients": n,
        "batches": {
            str(n): {"draws": 1, "patients": n, "draws_that_differ": 0},
            "1000": batches(1000, range(0, n, 1000)),
            "1": batches(1, alone),
        },
        "shard_3_of_8": {"patients": len(shard), "differences": differences(shard, whole.take(stretch))},
        "rows_at_once_1777": differences(draw(plan, 20_000 if full else 500, seed=SEED, chunk=1777), whole.take(
            slice(0, 20_000 if full else 500))),
        "added_variables": {
            "added": len(added.columns) - len(whole.columns),
            "values_compared": len(whole.columns) * n,
            "differences": differences(whole, added),
        },
        "records": {
            "compared": len(some),
            "different": sum(a != b for a, b in zip(together, apart, strict=True)),
        },
    }  # fmt: skip


def table(result: dict[str, Any]) -> str:
    """Counts of what differs; all should be 0."""
    lines = [
        "Compared byte by byte with one draw of 100,000 patients (the batch of that size): every value, which values"
        " exist,\nwhat is recorded, and the number of the attempt. *Alone*: patients spread over the run, one draw"
        " each. *Records*: whole\nJSON records, made together and one by one. *Added*: an attribute, a drug with its"
        " start, a symptom with parts and an\nexam on which nothing depends.\n",
        "| spec | patients | batches of 1,000 that differ | alone that differ | shard 3/8 | records that differ"
        " | values changed by added variables |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for name, one in result["specs"].items():
        thousand, alone = one["batches"]["1000"], one["batches"]["1"]
        shard, added = one["shard_3_of_8"], one["added_variables"]
        lines.append(
            f"| {name} | {one['patients']:,} | {thousand['draws_that_differ']} of {thousand['draws']} |"
            f" {alone['draws_that_differ']} of {alone['draws']} |"
            f" {len(shard['differences'])} of {shard['patients']:,} patients |"
            f" {one['records']['different']} of {one['records']['compared']:,} |"
            f" {len(added['differences'])} of {added['values_compared']:,} |"
        )
    return "\n".join(lines)
