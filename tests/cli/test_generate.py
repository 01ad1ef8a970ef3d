from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.running import PZC, ROOT, pzc
from tests.output.made import CLINIC

posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_records_and_manifest_and_what_is_said(tmp_path: Path) -> None:
    done = pzc("generate", CLINIC, "-n", "25", "-o", tmp_path / "out", "--per-file", "10")
    assert done.returncode == 0
    assert "clinic: 25 records in 3 files" in done.stdout
    assert "clinic is a draft" in done.stderr
    assert len(contents(tmp_path / "out")) == 4


@posix
def test_a_stopped_run_keeps_whole_files_and_goes_on(tmp_path: Path) -> None:
    """Interrupted for real once a first file is whole; the second run ends with what one run gives."""
    args = ("generate", CLINIC, "-n", "3000", "--no-text", "--per-file", "100")
    folder = tmp_path / "out"
    process = subprocess.Popen([*PZC, *map(str, (*args, "-o", folder))], cwd=ROOT, stderr=subprocess.PIPE, text=True)
    until = time.monotonic() + 60
    while not list(folder.glob("clinic-*.jsonl")) and process.poll() is None and time.monotonic() < until:
        time.sleep(0.005)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    if process.returncode == 0:
        pytest.skip("the run was faster than the signal")
    assert process.returncode == 2
    assert "Traceback" not in errors
    assert "the same command goes on" in errors
    assert not list(folder.glob(".*"))
    assert pzc(*args, "-o", folder).returncode == 0
    assert pzc(*args, "-o", tmp_path / "whole").returncode == 0
    assert contents(folder) == contents(tmp_path / "whole")


@posix
def test_a_full_disk_is_told_and_leaves_nothing_half_written(tmp_path: Path) -> None:
    import resource

    def little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    done = subprocess.run(
        [*PZC, "generate", str(CLINIC), "-n", "500", "-o", str(tmp_path / "out")],
        cwd=ROOT,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=little_room,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(contents(tmp_path / "out")) == ["manifest.json"]


@posix
def test_a_folder_that_is_read_only_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        if os.access(tmp_path, os.W_OK):
            pytest.skip("this user may write everywhere")
        done = pzc("generate", CLINIC, "-n", "5", "-o", tmp_path / "out")
    finally:
        tmp_path.chmod(0o700)
    assert done.returncode == 2
    assert "cannot be written" in done.stderr


def test_a_file_where_a_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    done = pzc("generate", CLINIC, "-n", "5", "-o", tmp_path / "out")
    assert done.returncode == 2
    assert "is a file; name a folder" in done.stderr


def test_another_seed_into_the_same_folder_is_refused(tmp_path: Path) -> None:
    pzc("generate", CLINIC, "-n", "5", "-o", tmp_path, "--no-text")
    before = contents(tmp_path)
    done = pzc("generate", CLINIC, "-n", "5", "-o", tmp_path, "--no-text", "--seed", "1")
    assert done.returncode == 2
    assert "seed was 0, now 1" in done.stderr
    assert contents(tmp_path) == before


def test_another_engine_into_the_same_folder_is_refused_and_a_quota_is_in_the_manifest(tmp_path: Path) -> None:
    asked = ("generate", CLINIC, "-n", "6", "--no-text", "--out", tmp_path / "out", "--quota", "equal", "--by", "sex")
    first = pzc(*asked)
    assert first.returncode == 0, first.stderr
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert manifest["engine"] == "exact"
    assert manifest["specs"][0]["solution"]["exactness"] in first.stdout
    assert [stratum["patients"] for stratum in manifest["specs"][0]["quota"]["strata"]] == [3, 3]
    assert pzc(*asked).returncode == 0
    other = pzc(*asked, "--engine", "rejection")
    assert other.returncode == 2
    assert "engine was exact, now rejection" in other.stderr
    lines = (tmp_path / "out" / manifest["specs"][0]["files"][0]["name"]).read_text("utf-8").splitlines()
    records = [json.loads(line) for line in lines]
    assert len({record["id"] for record in records}) == 6
    assert {record["provenance"]["engine"] for record in records} == {"exact"}
    assert all(record["sampling_weight"] > 0 for record in records)
