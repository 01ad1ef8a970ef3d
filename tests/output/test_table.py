from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import pytest

from pzdsl.errors import FileProblem, UsageError
from pzdsl.output import columns_of, format_of, open_table
from pzdsl.output.batches import Cohort
from pzdsl.output.shards import Shard
from pzdsl.output.table import Format
from tests.output.made import clinic

N = 300


def write(path: Path, format: Format, *, batch: int = 1000, shard: str | None = None, truth: bool = False) -> bytes:
    share = Shard(*map(int, shard.split("/"))) if shard else Shard(1, 1)
    cohort = Cohort(clinic(), N, seed=7, shard=share)
    with open_table(path, format, columns_of(clinic()), truth=truth, about=cohort.about()) as writer:
        for samples in cohort.batches(batch):
            writer.write(samples)
    return path.read_bytes()


@pytest.mark.parametrize("format", ["csv", "jsonl"])
def test_bytes_do_not_depend_on_the_batch(tmp_path: Path, format: Format) -> None:
    whole = write(tmp_path / "whole", format)
    assert write(tmp_path / "ones", format, batch=1) == whole
    assert write(tmp_path / "sevens", format, batch=7) == whole


def test_shards_one_after_the_other_are_the_whole(tmp_path: Path) -> None:
    whole = write(tmp_path / "whole", "jsonl")
    shards = [write(tmp_path / f"{k}", "jsonl", shard=f"{k}/8") for k in range(1, 9)]
    assert b"".join(shards) == whole


def test_csv_names_units_and_leaves_out_what_is_not_recorded(tmp_path: Path) -> None:
    write(tmp_path / "a.csv", "csv")
    rows = list(csv.DictReader((tmp_path / "a.csv").read_text().splitlines()))
    assert len(rows) == N
    assert {"patient", "age [years]", "bmi [kg/m2]", "cough.severity", "crp [mg/L]"} <= set(rows[0])
    samples = Cohort(clinic(), N, seed=7).draw(range(N))
    for i, row in enumerate(rows):
        patient = samples.row(i)
        assert row["crp [mg/L]"] == ("" if patient["crp"] is None else f"{patient['crp']:.1f}")
        assert (row["cough.severity"] == "") == (row["cough"] == "false")
        assert row["sex"] == patient["sex"]
        assert row["age [years]"] == str(patient["age"])


def test_truth_fills_in_what_was_not_recorded_but_not_what_is_undefined(tmp_path: Path) -> None:
    write(tmp_path / "a.jsonl", "jsonl", truth=True)
    rows = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text().splitlines()]
    assert all(row["crp"] is not None for row in rows)
    assert any(row["cough.severity"] is None for row in rows)


def test_parquet_keeps_types_units_and_what_it_takes_to_draw_again(tmp_path: Path) -> None:
    pa = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    write(tmp_path / "a.parquet", "parquet", batch=100)
    write(tmp_path / "a.jsonl", "jsonl")
    table = parquet.read_table(tmp_path / "a.parquet")
    assert pa.types.is_dictionary(table.schema.field("sex").type)
    assert table.schema.field("cough.severity").type.ordered
    assert pa.types.is_int64(table.schema.field("age").type)
    assert table.schema.field("bmi").metadata[b"unit"] == b"kg/m2"
    about = json.loads(table.schema.metadata[b"pzdsl"])
    assert (about["spec"], about["seed"], about["engine"]) == ("clinic", 7, "exact")
    assert table.to_pylist() == [json.loads(line) for line in (tmp_path / "a.jsonl").read_text().splitlines()]


def test_without_pyarrow_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(UsageError, match=r"pzdsl\[parquet\]"):
        write(tmp_path / "a.parquet", "parquet")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("format", ["parquet", "csv", "jsonl"])
@pytest.mark.parametrize("failure", [RuntimeError, KeyboardInterrupt])
def test_a_table_that_is_not_finished_leaves_nothing(
    tmp_path: Path, format: Format, failure: type[BaseException]
) -> None:
    cohort = Cohort(clinic(), 20)

    def half() -> None:
        with open_table(tmp_path / "a", format, columns_of(clinic())) as writer:
            writer.write(cohort.draw(range(10)))
            raise failure

    with pytest.raises(failure):
        half()
    assert not list(tmp_path.iterdir())


def test_a_folder_that_cannot_be_made_is_a_file_problem(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FileProblem, match="cannot be written"):
        write(tmp_path / "file" / "a.csv", "csv")
    with pytest.raises(FileProblem, match="is a folder"):
        write(tmp_path, "csv")


def test_a_file_that_does_not_say_its_format_is_refused() -> None:
    assert format_of(Path("a.PARQUET")) == "parquet"
    with pytest.raises(UsageError, match="ends in none of"):
        format_of(Path("a.xlsx"))


def test_columns_can_be_chosen_and_a_wrong_one_has_a_neighbor() -> None:
    assert [c.name for c in columns_of(clinic(), ["crp", "age", "crp"])] == ["crp", "age"]
    with pytest.raises(UsageError, match="did you mean `smoking`"):
        columns_of(clinic(), ["smokin"])
