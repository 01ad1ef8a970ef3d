from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pzdsl.errors import FileProblem, UsageError, VerificationFailed
from pzdsl.output.generate import Order, generate
from pzdsl.output.manifest import Manifest, hash_file
from pzdsl.output.shards import Shard
from pzdsl.record import PatientRecord
from pzdsl.stages import Pipeline
from tests.output.made import clinic

ORDER = Order(patients=24, seed=3, per_file=10)


def make(folder: Path, order: Order = ORDER) -> dict[str, bytes]:
    generate([clinic()], folder, order)
    return contents(folder)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def records(files: dict[str, bytes]) -> bytes:
    return b"".join(data for name, data in files.items() if not name.startswith("manifest"))


def test_the_manifest_says_what_is_in_the_folder(tmp_path: Path) -> None:
    files = make(tmp_path)
    manifest = Manifest.model_validate_json(files["manifest.json"])
    (spec,) = manifest.specs
    assert manifest.complete
    assert (spec.name, spec.status, spec.patients, manifest.request.seed) == ("clinic", "draft", 24, 3)
    assert [file.name for file in spec.files] == sorted(set(files) - {"manifest.json"})
    assert [file.patients for file in spec.files] == [10, 10, 4]
    for file in spec.files:
        assert hash_file(tmp_path / file.name) == (file.bytes, file.sha256)
        lines = files[file.name].splitlines()
        assert [json.loads(line)["provenance"]["number"] for line in lines] == [
            *range(file.first, file.first + file.patients)
        ]
        assert file.draws >= file.patients
        assert file.text_attempts >= 3 * file.patients


def test_every_line_is_a_patient_record(tmp_path: Path) -> None:
    order = replace(ORDER, reference_date=date(2026, 3, 1))
    for line in records(make(tmp_path, order)).splitlines():
        record = PatientRecord.model_validate_json(line)
        assert record.presented == date(2026, 3, 1)
        assert record.text is not None


def test_records_do_not_depend_on_batch_file_or_shard(tmp_path: Path) -> None:
    whole = records(make(tmp_path / "whole"))
    assert records(make(tmp_path / "ones", replace(ORDER, batch=1))) == whole
    assert records(make(tmp_path / "many", replace(ORDER, batch=100_000, per_file=1000))) == whole
    for k in range(1, 9):
        make(tmp_path / "shards", replace(ORDER, shard=Shard(k, 8)))
    assert records(contents(tmp_path / "shards")) == whole


def test_a_stopped_run_goes_on_and_ends_with_the_same_bytes(tmp_path: Path) -> None:
    whole = make(tmp_path / "whole")
    seen = 0

    def stop(more: int) -> None:
        nonlocal seen
        seen += more
        if seen == 15:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        generate([clinic()], tmp_path / "part", ORDER, advance=stop)
    stopped = contents(tmp_path / "part")
    assert list(stopped) == ["clinic-0000000000.jsonl", "manifest.json"]
    assert not Manifest.model_validate_json(stopped["manifest.json"]).complete
    kept = (tmp_path / "part" / "clinic-0000000000.jsonl").stat().st_mtime_ns
    (tmp_path / "part" / ".clinic-0000000010.jsonl.abc.part").write_text("left by a process that was killed")
    assert make(tmp_path / "part") == whole
    assert (tmp_path / "part" / "clinic-0000000000.jsonl").stat().st_mtime_ns == kept


def test_a_finished_run_is_left_alone(tmp_path: Path) -> None:
    files = make(tmp_path)
    times = {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()}
    assert make(tmp_path) == files
    assert {path.name: path.stat().st_mtime_ns for path in tmp_path.iterdir()} == times


@pytest.mark.parametrize(
    ("other", "says"),
    [
        (replace(ORDER, seed=4), "seed was 3, now 4"),
        (replace(ORDER, patients=25), "patients was 24, now 25"),
        (replace(ORDER, text=False), "text was True, now False"),
        (replace(ORDER, where="age >= 65"), "where was None, now age >= 65"),
    ],
)
def test_another_request_into_the_same_folder_is_refused(tmp_path: Path, other: Order, says: str) -> None:
    files = make(tmp_path)
    with pytest.raises(UsageError, match=says):
        make(tmp_path, other)
    assert contents(tmp_path) == files


def test_another_spec_into_the_same_folder_is_refused(tmp_path: Path) -> None:
    make(tmp_path)
    changed = clinic().model_copy(update={"label": "Another ague"})
    with pytest.raises(UsageError, match="`clinic` has changed since"):
        generate([changed], tmp_path, ORDER)
    renamed = clinic().model_copy(update={"name": "other"})
    with pytest.raises(UsageError, match="it holds clinic, and you ask for other"):
        generate([renamed], tmp_path, ORDER)


def test_a_file_that_was_edited_or_lost_is_noticed(tmp_path: Path) -> None:
    make(tmp_path)
    path = tmp_path / "clinic-0000000010.jsonl"
    data = path.read_bytes()
    path.write_bytes(data.replace(b"true", b"True", 1))
    with pytest.raises(FileProblem, match="was edited or damaged"):
        make(tmp_path)
    path.unlink()
    with pytest.raises(FileProblem, match="is gone"):
        make(tmp_path)


@pytest.mark.parametrize("damage", [b"", b"{}", b"not json", b'{"manifest": 2}'])
def test_a_damaged_manifest_is_told(tmp_path: Path, damage: bytes) -> None:
    make(tmp_path)
    (tmp_path / "manifest.json").write_bytes(damage)
    with pytest.raises(FileProblem, match="is damaged or of another version"):
        make(tmp_path)


def test_files_of_unknown_origin_are_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "clinic-0000000010.jsonl").write_text("mine\n")
    with pytest.raises(FileProblem, match=r"no manifest\.json says what it is"):
        make(tmp_path)
    assert contents(tmp_path) == {"clinic-0000000010.jsonl": b"mine\n"}


def test_a_folder_can_be_refused_where_it_was_begun(tmp_path: Path) -> None:
    make(tmp_path)
    with pytest.raises(UsageError, match="exists"):
        generate([clinic()], tmp_path, ORDER, resume=False)


def test_one_spec_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="2 times"):
        generate([clinic(), clinic()], tmp_path, ORDER)


def test_where_keeps_numbers_and_conditions(tmp_path: Path) -> None:
    for line in records(make(tmp_path, replace(ORDER, where="age >= 65", text=False))).splitlines():
        record = json.loads(line)
        (age,) = (e["value"] for e in record["background"]["biological"] if e["name"] == "age")
        assert age >= 65


def test_a_patient_whose_text_fails_stays_without_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = Pipeline.write

    def fails_once(self: Pipeline, patient: object) -> object:
        done = write(self, patient)  # type: ignore[arg-type]
        fails_once.calls += 1  # type: ignore[attr-defined]
        if fails_once.calls == 5:  # type: ignore[attr-defined]
            raise VerificationFailed("symptoms", ["wrong"])
        return done

    fails_once.calls = 0  # type: ignore[attr-defined]
    monkeypatch.setattr(Pipeline, "write", fails_once)
    manifest = generate([clinic()], tmp_path, ORDER)
    assert manifest.specs[0].files[0].without_text == [4]
    assert len(records(contents(tmp_path)).splitlines()) == 24
