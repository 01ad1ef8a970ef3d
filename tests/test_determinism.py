"""The same patients, however they are asked for: in any batch, shard, order and company, and in any process."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from pzdsl.compiler import compile_file, compile_source, project_root
from pzdsl.diagnostics import Source
from pzdsl.plan import Plan
from pzdsl.record import dump_record, records_of
from pzdsl.samples import Samples, draw
from pzdsl.semantics.priors import Priors, read_source

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = sorted((ROOT / "specs").glob("*.pz"))
SEED, N = 20, 160

ADDED = """
  dimension biological {
    attribute added_first : number 0 to 10 prior normal(mean = 5, sd = 1) assumed "only to be there"
    attribute added_drug : boolean prior 50 % assumed "only to be there" kind medication
      since uniform(low = 1 day, high = 9 days) assumed "only to be there"
  }
  symptoms {
    symptom added_symptom "Added" prior given added_drug { true => 10 %  false => 60 % } assumed "only to be there"
      severity { mild: 50 %, moderate: rest } assumed "only to be there"
      onset uniform(low = 1 day, high = 9 days) assumed "only to be there"
  }
  exams {
    exam added_exam "Added" : number 'mg/dL' 0 to 100
      prior normal(mean = 50 + (age as years) / 10, sd = 5) assumed "only to be there"
      precision 1
      missing 10 % assumed "only to be there"
  }
"""


@cache
def plan_of(path: Path) -> Plan:
    return compile_file(path)


@cache
def whole(path: Path) -> Samples:
    return draw(plan_of(path), N, seed=SEED)


def with_addition(path: Path, first: bool) -> Plan:
    """The spec with variables on which nothing depends, before or after everything else."""
    text = read_source(path).text
    at = text.index("{", text.index("disease ")) + 1 if first else text.rindex("}")
    return compile_source(
        Source(path.as_posix(), text[:at] + ADDED + text[at:]), Priors.beside(path), project_root(path)
    )


def differences(left: Samples, right: Samples) -> list[str]:
    """What of the variables that both have is not the same for the same patients."""
    found = [] if np.array_equal(left.ids, right.ids) else ["ids"]
    found += [] if np.array_equal(left.attempts, right.attempts) else ["attempts"]
    for name in left.columns.keys() & right.columns.keys():
        there = left.defined.get(name, np.ones(len(left), np.bool_))
        if not np.array_equal(there, right.defined.get(name, np.ones(len(right), np.bool_))):
            found.append(f"{name} is there")
        elif left.columns[name][there].tobytes() != right.columns[name][there].tobytes():
            found.append(name)
        if name in left.recorded and not np.array_equal(left.recorded[name], right.recorded[name]):
            found.append(f"{name} is recorded")
    return found


def lines(samples: Samples) -> list[bytes]:
    return [dump_record(record) for record in records_of(samples, seed=SEED)]


@pytest.fixture(params=SHIPPED, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    return request.param


@pytest.mark.parametrize("batch", [1, 53])
def test_batches_make_no_difference(path: Path, batch: int) -> None:
    """Also not to the records, byte by byte."""
    all_lines = lines(whole(path))
    starts = range(0, N, batch) if batch > 1 else (57,)
    for start in starts:
        n = min(batch, N - start)
        part = draw(plan_of(path), n, seed=SEED, start=start)
        assert not differences(part, whole(path).take(slice(start, start + n)))
        assert lines(part) == all_lines[start : start + n]


def test_rows_drawn_at_once_make_no_difference(path: Path) -> None:
    """`chunk` decides how much memory is used, and nothing else."""
    assert not differences(draw(plan_of(path), N, seed=SEED, chunk=61), whole(path))


def test_a_shard_holds_the_patients_of_the_whole(path: Path) -> None:
    """Shard 3 of 8, as a stretch and as every eighth patient, in any order."""
    stretch = np.arange(40, 60)
    for ids in (stretch, np.arange(2, N, 8)[::-1].copy()):
        assert not differences(draw(plan_of(path), ids=ids, seed=SEED), whole(path).take(ids))


@pytest.mark.parametrize("first", [True, False], ids=["before", "after"])
def test_variables_that_nothing_reads_change_nobody(path: Path, first: bool) -> None:
    """An attribute, a drug, a symptom with parts and an exam."""
    added = draw(with_addition(path, first), N, seed=SEED)
    assert "added_exam" in added.columns
    assert not differences(whole(path), added)


def test_seeds_make_other_patients(path: Path) -> None:
    assert lines(draw(plan_of(path), 5, seed=SEED + 1)) != lines(whole(path))[:5]


def test_another_process_draws_the_same() -> None:
    """Nothing comes from the order of sets, the time or the process."""
    path = SHIPPED[0]
    program = (
        "import hashlib, sys; from pathlib import Path; from pzdsl.compiler import compile_file\n"
        "from pzdsl.record import dump_record, records_of; from pzdsl.samples import draw\n"
        f"samples = draw(compile_file(Path({str(path)!r})), 20, seed={SEED})\n"
        f"text = b'\\n'.join(dump_record(r) for r in records_of(samples, seed={SEED}))\n"
        "print(hashlib.sha256(text).hexdigest())"
    )
    text = b"\n".join(lines(whole(path))[:20])
    run = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env={"PYTHONHASHSEED": "1", "PATH": ""},
    )
    assert run.stdout.strip() == hashlib.sha256(text).hexdigest()
