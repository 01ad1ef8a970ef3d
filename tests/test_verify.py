from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from pzdsl.errors import FileProblem, UsageError
from pzdsl.output import columns_of, open_table
from pzdsl.output.batches import Cohort
from pzdsl.output.generate import Order, generate
from pzdsl.output.table import Format
from pzdsl.record import records_of
from pzdsl.samples import draw
from pzdsl.verify import Verification, verify_files, verify_rows
from tests.output.made import clinic

GOOD: dict[str, Any] = {
    "id": "a",
    "age": 50,
    "sex": "female",
    "bmi": 25.0,
    "pregnant": False,
    "smoking": "current",
    "pack_years": 20.0,
    "cough": True,
    "cough.severity": "mild",
    "crp": 30.0,
}


def check(**changes: Any) -> Verification:
    return verify_rows(clinic(), [GOOD | changes])


def test_a_good_row_has_no_finding() -> None:
    found = check()
    assert (found.ok, found.records, found.clean) == (True, 1, 1)


@pytest.mark.parametrize(
    ("changes", "kind", "name", "says"),
    [
        ({"pack_years": 101.0, "smoking": None}, "rule", "smoking_takes_time", "101 years of smoking at 50 years"),
        ({"age": 17, "pack_years": 0, "smoking": "never"}, "rule", "cohort", "`age >= 18 years` does not hold: age 17"),
        ({"bmi": 61.5}, "range", "bmi", "61.5 kg/m², outside 15 to 60 kg/m²"),
        ({"age": 121}, "range", "age", "outside 0 to 120 years"),
        ({"sex": "femal"}, "value", "sex", "it is none of female, male"),
        ({"bmi": "heavy"}, "value", "bmi", "a number is needed"),
        ({"age": 40.5}, "value", "age", "a whole number is needed"),
        ({"cough": 1}, "value", "cough", "true or false is needed"),
        ({"sex": "male", "pregnant": True}, "support", "pregnant", "cannot be true given sex male, age 50 years"),
        ({"smoking": "never"}, "support", "pack_years", "exactly 0"),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, Any], kind: str, name: str, says: str) -> None:
    found = check(**changes)
    assert (kind, name) in found.counts
    (finding,) = (f for f in found.findings if (f.kind, f.name) == (kind, name))
    assert says in finding.message
    assert finding.id == "a"
    assert finding.at is not None
    assert finding.at.file.endswith("clinic.pz")
    assert not found.ok


def test_what_cannot_be_decided_is_counted_with_the_reason() -> None:
    rows = [GOOD, GOOD | {"age": None}, GOOD | {"pack_years": None}, GOOD | {"pack_years": None, "age": None}]
    found = verify_rows(clinic(), rows)
    assert found.ok
    assert found.undecided["smoking_takes_time"].records == 3
    assert found.undecided["smoking_takes_time"].reasons == {
        "`age` has no value": 2,
        "`pack_years` has no value": 2,
    }
    assert "lean_cough" not in found.undecided


def test_a_rule_over_one_unknown_is_decided_by_the_other() -> None:
    assert "lean_cough" not in verify_rows(clinic(), [GOOD | {"bmi": None}]).undecided
    assert "lean_cough" in verify_rows(clinic(), [GOOD | {"bmi": None, "cough": False}]).undecided


def test_a_name_that_no_variable_has_is_counted_and_no_finding() -> None:
    found = check(wobble=3, patient=9)
    assert found.ok
    assert found.strangers == {"wobble": 1}


def test_findings_are_limited_and_all_counted() -> None:
    found = verify_rows(clinic(), [GOOD | {"bmi": 99}] * 30, limit=4)
    assert len(found.findings) == 4
    assert found.counts["range", "bmi"] == 30


def test_our_own_patients_are_clean() -> None:
    """Supports and rules alike, on values that have gone through a record and back."""
    samples = draw(clinic(), 500, seed=1)
    for found in (
        verify_rows(clinic(), records_of(samples)),
        verify_rows(clinic(), (samples.row(i) for i in range(500))),
    ):
        assert (found.records, found.clean, found.findings) == (500, 500, [])


@pytest.mark.parametrize("format", ["csv", "jsonl", "parquet"])
def test_our_own_tables_are_clean_in_each_format(tmp_path: Path, format: Format) -> None:
    if format == "parquet":
        pytest.importorskip("pyarrow")
    path = tmp_path / f"a.{format}"
    with open_table(path, format, columns_of(clinic())) as writer:
        writer.write(Cohort(clinic(), 200).draw(range(200)))
    found = verify_files(clinic(), [path])
    assert (found.records, found.clean, found.findings, dict(found.strangers)) == (200, 200, [], {})


def test_our_own_records_are_clean_and_one_that_was_edited_is_found(tmp_path: Path) -> None:
    generate([clinic()], tmp_path, Order(patients=30, text=False))
    path = tmp_path / "clinic-0000000000.jsonl"
    assert verify_files(clinic(), [path]).clean == 30
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    for entry in lines[12]["background"]["biological"]:
        if entry["name"] == "age":
            entry["value"] = 12
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    found = verify_files(clinic(), [path])
    assert {f.place for f in found.findings} == {f"{path}:13"}
    assert {f.id for f in found.findings} == {"clinic-0-12"}
    assert ("rule", "cohort") in found.counts


def test_parts_of_symptoms_come_back_in_their_own_unit() -> None:
    """A record counts in days; a spec may count in weeks."""
    samples = draw(clinic(), 50, seed=1)
    records = list(records_of(samples))
    for record in records:
        for entry in record["symptoms"]["present"]:
            entry["onset_days"] = 2000.0
    found = verify_rows(clinic(), records)
    assert found.counts["support", "cough.onset"] == sum(bool(r["symptoms"]["present"]) for r in records)


def test_a_record_of_another_spec_is_refused() -> None:
    record = next(iter(records_of(draw(clinic(), 1))))
    record["spec"] = {"name": "gout"}
    with pytest.raises(UsageError, match="a record of `gout`, not of `clinic`"):
        verify_rows(clinic(), [record])


@pytest.mark.parametrize("damage", [{"exams": 3}, {"background": []}, {"symptoms": {"present": ["x"]}}])
def test_a_record_without_shape_is_unreadable(damage: dict[str, Any]) -> None:
    record = next(iter(records_of(draw(clinic(), 1)))) | damage
    found = verify_rows(clinic(), [record])
    assert found.counts == {("unreadable", "line"): 1}


def write_csv(path: Path, *rows: list[str]) -> Path:
    with path.open("w", newline="") as out:
        csv.writer(out).writerows(rows)
    return path


def test_csv_units_are_converted_where_they_can_be(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", ["age [months]", "crp [mg/dL]"], ["600", "3"], ["6000", "60"])
    found = verify_files(clinic(), [path])
    assert set(found.counts) == {("range", "age"), ("range", "crp")}
    assert "500 years" in found.findings[0].message
    assert "600.0 mg/L" in found.findings[1].message
    with pytest.raises(FileProblem, match="column `age` is in kg"):
        verify_files(clinic(), [write_csv(tmp_path / "b.csv", ["age [kg]"], ["50"])])


def test_csv_cells_are_read_as_people_write_them(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\ufeffid;age;cough;smoking;bmi\nx;50;yes;never;NA\ny;;no;;17\nz;5,5;maybe;nope\n")
    found = verify_files(clinic(), [path])
    assert [(f.place, f.id, f.kind, f.name) for f in found.findings] == [
        (f"{path}:3", "y", "rule", "lean_cough"),
        (f"{path}:4", None, "unreadable", "line"),
    ]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.jsonl", b"not json\n", "a.jsonl:1 is no JSON"),
        ("a.jsonl", '{"sex": "Größe"}'.encode("latin-1"), r"is not UTF-8 text \(line 1\)"),
        ("a.csv", "sex\nGröße\n".encode("latin-1"), "is not UTF-8 text"),
        ("a.csv", b"", "holds no records"),
        ("a.csv", b"age,age\n1,2\n", "two columns `age`"),
        ("a.jsonl", b"\n\n", "holds no records"),
        ("a.json", b"[1, 2", "is no JSON"),
        ("a.xlsx", b"PK", "ends in none of"),
        ("a.parquet", b"PAR1 no", "is no whole Parquet file"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    if name.endswith("parquet"):
        pytest.importorskip("pyarrow")
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(FileProblem, match=says):
        verify_files(clinic(), [path])


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="does not exist"):
        verify_files(clinic(), [tmp_path / "no.csv"])
    with pytest.raises(FileProblem, match="is a folder"):
        verify_files(clinic(), [tmp_path])


def test_a_table_about_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no column .* they are a, b"):
        verify_files(clinic(), [write_csv(tmp_path / "a.csv", ["a", "b"], ["1", "2"])])


def test_one_bad_line_among_good_ones_is_a_finding_in_its_place(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join([json.dumps(GOOD | {"bmi": 99}), "{oops", "[1]", json.dumps(GOOD)]) + "\n")
    found = verify_files(clinic(), [path])
    assert [(f.place, f.kind) for f in found.findings] == [
        (f"{path}:1", "range"),
        (f"{path}:2", "unreadable"),
        (f"{path}:3", "unreadable"),
    ]
    assert (found.records, found.clean) == (4, 1)
