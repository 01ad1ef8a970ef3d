"""`pzc draft` from recorded replies: the same file as live, and nothing written where it fails."""

from __future__ import annotations

import asyncio
from pathlib import Path

from pzdsl.draft.drafting import Drafting
from pzdsl.draft.literature import read_literature
from pzdsl.llm import Client, ReplyCache
from tests.cli.running import pzc
from tests.draft.scripted import SCRIPTS, ScriptedModel

TEXT = Path(__file__).resolve().parents[1] / "data" / "guidelines" / "diabetes.txt"


def record(folder: Path, out: Path) -> str:
    """What a live run with a scripted model gives, its replies recorded."""
    model = ScriptedModel(SCRIPTS["diabetes"]).client()

    async def run() -> str:
        async with Client(model.settings, cache=ReplyCache(folder), transport=model._transport) as client:
            return (await Drafting("Diabetes", read_literature([TEXT]), client, "scripted", path=out).run()).text

    return asyncio.run(run())


def test_recorded_replies_make_the_same_file_and_a_listing(tmp_path: Path) -> None:
    out = tmp_path / "diabetes_draft.pz"
    live = record(tmp_path / "replies", out)
    command = ["draft", "Diabetes", "--from", TEXT, "--record", tmp_path / "replies", "--offline"]
    command += ["--llm-model", "scripted", "--out"]
    done = pzc(*command, out)
    assert (done.returncode, out.read_text("utf-8")) == (0, live)
    assert "15 numbers with the sentence that says them:" in done.stdout
    assert "  itching: 20 %  [diabetes.txt:5] Weight loss was reported by 38 percent" in done.stdout
    assert "  glucose: 126 mmol/L, 30 mmol/L" in done.stdout
    assert "statin, dose 20 mg: a dose has no place for its source" in done.stdout
    assert "course: asked again (2 of 3)" in done.stderr
    again = pzc(*command, out)
    assert again.returncode == 2
    assert "exists: name another file" in again.stderr
    other = pzc("draft", "Gout", *command[2:], tmp_path / "gout.pz")  # never asked: the label is part of the request
    assert other.returncode == 2
    assert "not among the recorded ones" in other.stderr
    assert not (tmp_path / "gout.pz").exists()


def test_what_is_missing_is_said_before_anybody_is_asked(tmp_path: Path) -> None:
    out = tmp_path / "x.pz"
    for arguments, said in (
        (["--from", TEXT, "--offline"], "name the folder with --record"),
        (["--from", tmp_path / "none.txt", "--llm", "http://127.0.0.1:9/v1", "--llm-model", "m"], "cannot be read"),
        (["--from", TEXT], "no url of a language model is given"),
        (["--from", TEXT, "--llm", "local:none.gguf"], "local"),
    ):
        done = pzc("draft", "X", *arguments, "--out", out)
        assert (done.returncode, out.exists()) == (2, False), done.stderr
        assert said in done.stderr
