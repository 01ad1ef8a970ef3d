from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import pzc
from tests.output.made import CLINIC


def test_a_table_on_the_screen() -> None:
    done = pzc("sample", CLINIC, "-n", "3", "--columns", "age,bmi,crp", "--where", "age >= 65")
    assert done.returncode == 0
    assert "kg/m²" in done.stdout
    assert not done.stderr


def test_a_stream_of_lines_is_the_same_as_the_file_and_as_its_shards(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    assert pzc("sample", CLINIC, "-n", "40", "--seed", "5", "-o", path).returncode == 0
    whole = pzc("sample", CLINIC, "-n", "40", "--seed", "5", "--format", "jsonl", "--batch", "1").stdout
    assert path.read_text() == whole
    shard = pzc("sample", CLINIC, "-n", "40", "--seed", "5", "--format", "jsonl", "--shard", "2/4").stdout
    assert shard.splitlines() == whole.splitlines()[10:20]
    alone = pzc("sample", CLINIC, "-n", "1", "--start", "17", "--seed", "5", "--format", "jsonl").stdout
    assert alone.splitlines() == whole.splitlines()[17:18]


def test_a_twin_keeps_what_does_not_descend_and_tells_what_it_breaks() -> None:
    columns = ("--columns", "age,smoking,pack_years,bmi", "--format", "jsonl", "-n", "60")
    before = [json.loads(line) for line in pzc("sample", CLINIC, *columns).stdout.splitlines()]
    done = pzc("sample", CLINIC, *columns, "--set", "pack_years=75")
    after = [json.loads(line) for line in done.stdout.splitlines()]
    assert [{**row, "pack_years": 75.0} for row in before] == after
    assert f"{sum(row['age'] * 2 < 75 for row in before)} of 60 twins break `smoking_takes_time`" in done.stderr


@pytest.mark.parametrize(
    ("args", "says"),
    [
        (("--where", "agee > 3"), "did you mean `age`"),
        (("--set", "age=900"), "cannot be 900"),
        (("--shard", "9/8"), "is no shard"),
        (("--columns", "heigt"), "there is no variable `heigt`"),
        (("-o", "a.xlsx"), "ends in none of"),
        (("--format", "parquet"), "Parquet needs a file"),
        (("-o", "a.csv", "--format", "table"), "only shown on the screen"),
        (("-n", "-1"), "greater than or equal to 0"),
    ],
)
def test_what_makes_no_sense_is_told_without_a_traceback(args: tuple[str, ...], says: str, tmp_path: Path) -> None:
    done = pzc("sample", CLINIC, *args, cwd=tmp_path)
    assert done.returncode == 2
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())
