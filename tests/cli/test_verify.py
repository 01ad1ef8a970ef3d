from __future__ import annotations

import json
from pathlib import Path

from tests.cli.running import pzc
from tests.output.made import CLINIC


def test_records_of_our_own_pass(tmp_path: Path) -> None:
    assert pzc("generate", CLINIC, "-n", "20", "-o", tmp_path, "--no-text").returncode == 0
    done = pzc("verify", CLINIC, tmp_path)
    assert done.returncode == 0
    assert "20 records of clinic: 20 without findings" in done.stdout


def test_each_finding_names_record_rule_value_and_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("patient,age,smoking,pack_years,sex\n7,20,current,70,female\n8,40,never,0,\n")
    done = pzc("verify", CLINIC, path)
    assert done.returncode == 1
    first = done.stdout.splitlines()[0]
    assert first.startswith(f"{path}:2 (7): rule [smoking_takes_time]: 70 years of smoking at 20 years are too many")
    assert "clinic.pz:" in first
    assert "undecided: lean_cough" in done.stdout
    assert "`bmi` is not there (2)" in done.stdout


def test_findings_as_json(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"age": 12, "bmi": 99}\n')
    done = pzc("verify", CLINIC, path, "--json")
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert {(f["kind"], f["name"]) for f in found["findings"]} == {("range", "bmi"), ("rule", "cohort")}


def test_undecided_rules_fail_only_where_asked(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"age": 40}\n')
    assert pzc("verify", CLINIC, path).returncode == 0
    assert pzc("verify", CLINIC, path, "--strict").returncode == 1


def test_a_file_that_is_not_there_is_a_file_error(tmp_path: Path) -> None:
    done = pzc("verify", CLINIC, tmp_path / "no.csv")
    assert done.returncode == 2
    assert "does not exist" in done.stderr
