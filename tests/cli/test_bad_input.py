"""Bad input ends in a message that says where, what and how to mend it, and in the right exit code."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PNEUMONIA = ROOT / "specs" / "pneumonia.pz"

SMALL = """pz 1

disease cold "Common cold" {
  status draft
  dimension biological {
    attribute age "Age" : count years 0 to 99
      prior uniform(low = 0, high = 99) assumed "a test"
  }
  symptoms {
    symptom sneezing "Sneezing" prior 80 %% assumed "a test"
  }
%s
}
"""


def pzc(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run `pzc` as a user does."""
    command = [sys.executable, "-c", "from pzdsl.cli.main import main; main()", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)


def fails(done: subprocess.CompletedProcess[str], code: int, *words: str) -> None:
    """The exit code, each word in what was said, and no traceback."""
    said = done.stdout + done.stderr
    assert done.returncode == code, said
    assert "Traceback" not in said
    for word in words:
        assert word in said, said


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    fails(pzc("check", "absent.pz", folder=tmp_path), 2, "absent.pz", "does not exist")
    fails(pzc("sample", "absent.json", folder=tmp_path), 2, "absent.json", "does not exist")


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "latin.pz").write_bytes(b'pz 1\ndisease a "caf\xe9" {\n}\n')
    fails(pzc("check", "latin.pz", folder=tmp_path), 2, "latin.pz", "UTF-8", "line 2")


def test_a_file_of_ten_megabytes_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "large.pz").write_text("# x\n" * 2_500_000)
    fails(pzc("check", "large.pz", folder=tmp_path), 2, "large.pz", "10.0 MB")


def test_deep_nesting_is_a_diagnostic(tmp_path: Path) -> None:
    rule = f'  constraint deep {{ require {"(" * 5000}age > 1{")" * 5000} because assumed "x" }}'
    (tmp_path / "deep.pz").write_text(SMALL % rule)
    fails(pzc("check", "deep.pz", folder=tmp_path), 1, "PZ1018", "deep.pz:12")


def test_an_unknown_library_gets_a_suggestion(tmp_path: Path) -> None:
    (tmp_path / "a.pz").write_text(SMALL % "  include us.adlut { sex }")
    fails(pzc("check", "a.pz", folder=tmp_path), 1, "PZ7101", "us.adult")


def test_libraries_that_include_each_other_are_named(tmp_path: Path) -> None:
    (tmp_path / "priors").mkdir()
    (tmp_path / "priors" / "one.pz").write_text("pz 1\nlibrary one {\n  include two { y }\n}\n")
    (tmp_path / "priors" / "two.pz").write_text("pz 1\nlibrary two {\n  include one { x }\n}\n")
    (tmp_path / "a.pz").write_text(SMALL % "  include one { x }")
    fails(pzc("check", "a.pz", folder=tmp_path), 1, "PZ7102", "one → two → one")


def test_a_ring_of_priors_is_named(tmp_path: Path) -> None:
    ring = """  dimension behavioural {
    attribute a : boolean prior given b { true => 10 %  false => 20 % } assumed "x"
    attribute b : boolean prior given a { true => 10 %  false => 20 % } assumed "x"
  }"""
    (tmp_path / "a.pz").write_text(SMALL % ring)
    fails(pzc("check", "a.pz", folder=tmp_path), 1, "PZ2007", "`a`", "`b`")


def test_an_unsatisfiable_spec_stops_and_names_the_strictest_rule(tmp_path: Path) -> None:
    rules = """  constraint old { require age > 60 years because assumed "x" }
  constraint young { require age < 20 years because assumed "x" }"""
    (tmp_path / "a.pz").write_text(SMALL % rules)
    fails(pzc("sample", "a.pz", "-n", "3", folder=tmp_path), 1, "no patient meets all rules", "`old`", "`young`")


def test_an_edited_artefact_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.pz").write_text(SMALL % "")
    assert pzc("build", "a.pz", folder=tmp_path).returncode == 0
    artefact = tmp_path / "compiled" / "cold.json"
    artefact.write_text(artefact.read_text().replace('"p": 0.8', '"p": 0.9'))
    fails(pzc("sample", artefact, "-n", "3", folder=tmp_path), 2, "cold.json", "edited")


def test_an_artefact_that_is_no_plan_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps({"artefact": "pzdsl plan", "plan": {"format": 99}}))
    fails(pzc("sample", "a.json", folder=tmp_path), 2, "format")
    (tmp_path / "b.json").write_text("[1, 2")
    fails(pzc("sample", "b.json", folder=tmp_path), 2, "b.json")


def test_a_condition_with_a_slip_is_shown(tmp_path: Path) -> None:
    (tmp_path / "a.pz").write_text(SMALL % "")
    fails(pzc("sample", "a.pz", "--where", "agee > 50", folder=tmp_path), 2, "agee", "did you mean `age`")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here to stand for a full disk")
def test_a_full_disk_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.pz").write_text(SMALL % "")
    command = f'exec {sys.executable} -c "from pzdsl.cli.main import main; main()" check a.pz >/dev/full'
    done = subprocess.run(["sh", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode in (2, 4)
    assert "Traceback" not in done.stderr


def test_an_output_that_is_a_file_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "a.pz").write_text(SMALL % "")
    (tmp_path / "out").write_text("mine")
    fails(pzc("generate", "a.pz", "-n", "2", "--out", "out", folder=tmp_path), 2, "out")
    assert (tmp_path / "out").read_text() == "mine"


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.pz").write_text(SMALL % "")
    (tmp_path / "out").mkdir(mode=0o500)
    fails(pzc("generate", "a.pz", "-n", "2", "--out", "out", folder=tmp_path), 2, "out")


def test_a_stop_half_way_leaves_only_whole_files(tmp_path: Path) -> None:
    """After Ctrl-C every record on disk is whole, and the same command goes on to the same end."""
    arguments = ["generate", str(PNEUMONIA), "-n", "3000", "--per-file", "50", "--no-text", "--out", "out"]
    command = [sys.executable, "-c", "from pzdsl.cli.main import main; main()", *arguments]
    running = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    patience = time.monotonic() + 60
    while not list((tmp_path / "out").glob("*.jsonl")) and running.poll() is None and time.monotonic() < patience:
        time.sleep(0.01)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert "Traceback" not in said
    stopped = running.returncode != 0
    whole = list((tmp_path / "out").glob("*.jsonl"))
    assert whole
    for path in whole:
        assert len([json.loads(line) for line in path.read_text("utf-8").splitlines()]) == 50
    if stopped:  # it may have been faster than the signal
        assert running.returncode == 2
        assert "again" in said or "same command" in said
    assert pzc(*arguments, folder=tmp_path).returncode == 0
    ids = [
        json.loads(line)["id"]
        for path in sorted((tmp_path / "out").glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    assert ids == [f"pneumonia-0-{i}" for i in range(3000)]
