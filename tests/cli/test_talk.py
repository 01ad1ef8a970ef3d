"""`pzc chat`, `pzc interview` and `pzc evaluate cohort` as a user runs them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import PZC, ROOT, pzc
from tests.serve.ward import SPEC


@pytest.fixture(scope="module")
def spec(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("talk") / "grippe.pz"
    path.write_text(SPEC, encoding="utf-8")
    return path


def chat(*args: str | Path, said: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PZC, "chat", *map(str, args)], cwd=ROOT, input=said, capture_output=True, text=True, timeout=120, check=False
    )


def test_a_conversation_through_a_pipe(spec: Path) -> None:
    said = "/why\nDo you have a rash?\n/why\n/memory\n/facts fever\n/record\n/nothing\n"
    said += "\x1b[31mHow old are you?\n/quit\nnever"
    done = chat(spec, "--seed", "1", "--number", "3", "--no-nli", said=said)
    assert done.returncode == 0, done.stderr
    out = done.stdout
    assert "Patient: " in out.split("/help")[1]
    assert "rash" in out
    assert "entailment (typed)" in out
    assert "New in it, and protected since" in out
    assert "[fever.onset; known to" in out
    assert "Sodium" in out
    assert "There is no /nothing" in out
    assert "You: How old are you?" in out
    assert "\x1b" not in out
    assert "never" not in out.split("How old")[1]


def test_a_record_is_talked_to_and_says_the_same(spec: Path, tmp_path: Path) -> None:
    made = pzc("generate", spec, "-n", "4", "--out", tmp_path, "--seed", "1", "--no-text")
    assert made.returncode == 0, made.stderr
    records = next(tmp_path.glob("*.jsonl"))
    drawn = chat(spec, "--seed", "1", "--number", "3", "--no-nli", said="How old are you?\n")
    read = chat(records, "--number", "3", "--spec", spec, "--no-nli", said="How old are you?\n")
    assert read.returncode == 0, read.stderr
    assert read.stdout == drawn.stdout
    lost = chat(records, said="")
    assert lost.returncode == 2
    assert "--spec" in lost.stderr
    assert chat(records, "--number", "9", "--spec", spec, said="").returncode == 2


def test_interviews_are_the_same_however_they_are_run(spec: Path, tmp_path: Path) -> None:
    script = tmp_path / "script.txt"
    script.write_text("# a short one\nWhat brings you in?\nDo you have any {symptom}?\n\nHow old are you?\n", "utf-8")
    common = ("--doctor", script, "--turns", "4", "--seed", "5", "--no-nli")
    one, two = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    done = pzc("interview", spec, "-n", "25", *common, "--out", one, "--workers", "1")
    assert done.returncode == 0, done.stderr
    assert "25 interviews, 100 questions" in done.stdout
    assert pzc("interview", spec, "-n", "25", *common, "--out", two, "--workers", "2").returncode == 0
    assert two.read_bytes() == one.read_bytes()
    talks = [json.loads(line) for line in one.read_text("utf-8").splitlines()]
    assert [talk["number"] for talk in talks] == list(range(25))
    first = talks[0]
    assert first["schema"] == "pzdsl.interview/1"
    assert [turn["question"] for turn in first["turns"]][::3] == ["What brings you in?", "What brings you in?"]
    assert all(turn["judgement"]["sentences"] for turn in first["turns"])
    assert list(tmp_path.glob(".*")) == []


def test_a_stopped_run_goes_on(spec: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pzdsl.cli.interviewing import Order, run
    from pzdsl.dialogue import transcript

    order = Order((str(spec),), ("How old are you?",), None, None, 2, 6, 5, no_nli=True)
    whole, out = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    run(order, whole, 1, resume=True, advance=lambda more: None)
    seen = []

    def stop(more: int) -> None:
        seen.append(more)
        if len(seen) == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(order, out, 1, resume=True, advance=stop)
    assert not out.exists()
    (part,) = tmp_path.glob(".out.jsonl.*.part")
    with part.open("ab") as handle:
        handle.write(b'{"half of a li')
    asked = []
    inner = transcript.interview

    async def counted(*args: object) -> object:
        asked.append(args)
        return await inner(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(transcript, "interview", counted)
    done = run(order, out, 1, resume=True, advance=lambda more: None)
    assert out.read_bytes() == whole.read_bytes()
    assert done.kept == 3
    assert len(asked) == 3
    assert not part.exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--doctor", "nowhere.txt"), "nowhere.txt"),
        (("--doctor-model", "x"), "--doctor"),
        (("--llm-model", "x"), "--llm"),
        (("--nli", "x", "--no-nli"), "exclude"),
    ],
)
def test_what_makes_no_sense_is_told(spec: Path, tmp_path: Path, options: tuple[str, ...], words: str) -> None:
    done = pzc("interview", spec, "--out", tmp_path / "x.jsonl", *options)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_a_cohort_is_held_against_a_table(spec: Path, tmp_path: Path) -> None:
    assert pzc("generate", spec, "-n", "40", "--out", tmp_path, "--seed", "1").returncode == 0
    records = next(tmp_path.glob("*.jsonl"))
    table = tmp_path / "table.csv"
    table.write_text("variable,value,share\nsex,female,50 %\nsex,male,50 %\nage,20..50,0.5\nage,50..,0.5\n", "utf-8")
    done = pzc("evaluate", "cohort", records, "--against", table, "--spec", spec)
    assert done.returncode == 0, done.stderr
    assert "40 records of grippe: 0 with findings" in done.stdout
    assert "symptom profiles" in done.stdout
    assert "age" in done.stdout.split("Marginals")[1]
    found = json.loads(pzc("evaluate", "cohort", records, "--spec", spec, "--json").stdout)
    assert found["records"] == 40
