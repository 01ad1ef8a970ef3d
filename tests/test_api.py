"""The Python face: compile, sample, records, check."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import pzdsl
from pzdsl.errors import FileProblem, SpecError, UsageError
from pzdsl.record import PatientRecord

ROOT = Path(__file__).resolve().parent.parent
PNEUMONIA = ROOT / "specs" / "pneumonia.pz"
SCHEMA = ROOT / "docs" / "patient-record.schema.json"


def test_patients_of_a_filter_pass_it() -> None:
    table = pzdsl.compile(PNEUMONIA).sample(200, seed=4, where="age >= 80 years and sex is female")
    assert len(table) == 200
    assert table.columns["age"].min() >= 80


def test_a_twin_differs_only_below_what_was_set() -> None:
    spec = pzdsl.compile(PNEUMONIA)
    usual, twin = spec.sample(300, seed=4), spec.sample(300, seed=4, set={"smoking": "never"})
    assert (twin.columns["age"] == usual.columns["age"]).all()
    assert (twin.columns["smoking"] == 0).all()
    assert (usual.columns["smoking"] != 0).any()


def test_records_validate_and_carry_their_text() -> None:
    for record in pzdsl.compile(PNEUMONIA).records(5, seed=9):
        assert PatientRecord.model_validate(record).spec.name == "pneumonia"
        assert record["text"]["passages"]


def test_own_patients_check_clean_and_a_broken_one_is_found() -> None:
    spec = pzdsl.compile(PNEUMONIA)
    rows = [spec.sample(20, seed=3).row(i) for i in range(20)]
    assert not spec.check(rows).findings
    assert spec.check([{**rows[0], "systolic": 90.0, "diastolic": 120.0}]).findings


def test_mistakes_are_raised_with_their_report(tmp_path: Path) -> None:
    bad = tmp_path / "bad.pz"
    bad.write_text('pz 1\ndisease a "A" {\n  include nowhere { age }\n}\n')
    with pytest.raises(SpecError) as raised:
        pzdsl.compile(bad)
    assert [str(d.code) for d in raised.value.report.errors()] == ["PZ7101"]
    with pytest.raises(FileProblem):
        pzdsl.compile(tmp_path / "absent.pz")
    with pytest.raises(UsageError):
        pzdsl.compile(PNEUMONIA).sample(3, set={"agee": "3"})


def test_the_schema_of_records_in_the_manual_is_current() -> None:
    """`make schema` writes it anew."""
    assert json.loads(SCHEMA.read_text("utf-8")) == PatientRecord.model_json_schema()


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import pzdsl", ("torch", "onnxruntime", "pyarrow", "scipy", "numpy", "pydantic", "lark")),
        ("import pzdsl.api, pzdsl.samples", ("torch", "onnxruntime", "pyarrow", "scipy.stats")),
        ("import pzdsl.compiler, pzdsl.cli.checking", ("numpy", "scipy", "pydantic", "pyarrow", "typer")),
    ],
)
def test_nothing_heavy_is_loaded_before_it_is_needed(code: str, absent: tuple[str, ...]) -> None:
    command = f"{code}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, check=True)
    assert not set(absent) & set(done.stdout.split())
