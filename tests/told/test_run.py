"""Whole cohorts through a model: nothing is lost, nothing is done twice, and a stopped run ends like another."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pzdsl.errors import FileProblem, UsageError
from pzdsl.llm import Client, ReplyCache, Settings
from pzdsl.output.generate import Order
from pzdsl.output.manifest import Manifest
from pzdsl.told.journal import Journal
from pzdsl.told.run import SUFFIX, Stopped, generate_told
from tests.llm.server import Act, fails, says, serving
from tests.output.made import clinic
from tests.told.stub import echo, is_outline

Answer = Callable[[dict[str, Any]], Act]


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name != "report.json"}


def report(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "report.json").read_text("utf-8"))
    return found


def run(folder: Path, answer: Answer, n: int = 12, *, cache: Path | None = None, **settings: Any) -> Manifest:
    """A run against a server of this process."""
    given = {"concurrency": 4, "attempts": 2, "failures_to_open": 100, **settings}

    async def go() -> Manifest:
        async with serving(answer) as server:
            memory = ReplyCache(cache) if cache is not None else None
            async with Client(Settings(url=server.url, model="m", **given), cache=memory) as client:
                return await generate_told([clinic()], folder, Order(n, per_file=5), client)

    return asyncio.run(go())


def slowly(body: dict[str, Any]) -> Act:
    """In no order: the seed says how long."""
    return replace(echo(body), delay=0.002 * (body["seed"] % 5))


def dies_after(replies: int, act: Act) -> Answer:
    count = 0

    def answer(body: dict[str, Any]) -> Act:
        nonlocal count
        count += 1
        return slowly(body) if count <= replies else act

    return answer


def test_records_are_whole_and_in_order_however_the_replies_come(tmp_path: Path) -> None:
    manifest = run(tmp_path / "a", slowly)
    run(tmp_path / "b", echo, concurrency=1)
    assert manifest.complete
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    numbers = [
        json.loads(line)["provenance"]["number"]
        for file in manifest.specs[0].files
        for line in (tmp_path / "a" / file.name).read_text("utf-8").splitlines()
    ]
    assert numbers == list(range(12))
    assert not list(tmp_path.glob(f"*/*{SUFFIX}"))


@pytest.mark.parametrize("replies", [0, 5, 20])
def test_a_dead_server_stops_the_run_and_what_is_done_is_kept(tmp_path: Path, replies: int) -> None:
    with pytest.raises(Stopped, match="of 12 records are finished and kept; the same command goes on") as caught:
        run(tmp_path / "a", dies_after(replies, Act(reset=True)))
    assert caught.value.again
    asked = 0

    def count(body: dict[str, Any]) -> Act:
        nonlocal asked
        asked += not is_outline(body)
        return slowly(body)

    run(tmp_path / "a", count)
    run(tmp_path / "b", slowly)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert asked == 3 * (12 - caught.value.finished)
    assert report(tmp_path / "a")["spent"]["runs"] == 2


def test_a_wrong_key_is_to_be_mended_first(tmp_path: Path) -> None:
    with pytest.raises(Stopped, match="mend this") as caught:
        run(tmp_path, dies_after(9, fails(401, "bad key")))
    assert not caught.value.again


def test_a_budget_counts_what_earlier_runs_have_spent(tmp_path: Path) -> None:
    price: dict[str, Any] = {"price_per_million_prompt": 1e4, "max_cost": 12.0, "concurrency": 1}  # a reply costs 1
    with pytest.raises(Stopped, match="is spent") as caught:
        run(tmp_path, echo, **price)
    assert 0 < caught.value.finished < 12
    spent = report(tmp_path)["spent"]
    assert 12 <= spent["cost"] <= 14  # one reply of each patient under way is paid for at most
    with pytest.raises(Stopped, match="is spent") as again:
        run(tmp_path, echo, **price)
    assert again.value.finished == caught.value.finished
    assert run(tmp_path, echo, **{**price, "max_cost": 1000.0}).complete


def test_offline_plays_a_recorded_run_again(tmp_path: Path) -> None:
    run(tmp_path / "a", slowly, cache=tmp_path / "replies")

    async def offline(n: int) -> Manifest:
        settings = Settings(url="http://127.0.0.1:9/v1", model="m")
        async with Client(settings, cache=ReplyCache(tmp_path / "replies"), offline=True) as client:
            return await generate_told([clinic()], tmp_path / f"b{n}", Order(n, per_file=5), client)

    asyncio.run(offline(12))
    assert contents(tmp_path / "a") == contents(tmp_path / "b12")
    with pytest.raises(Stopped, match="not among the recorded ones"):
        asyncio.run(offline(13))


def test_another_model_into_the_same_folder_is_refused(tmp_path: Path) -> None:
    run(tmp_path, echo, n=3)

    async def other() -> None:
        async with serving(echo) as server, Client(Settings(url=server.url, model="other")) as client:
            await generate_told([clinic()], tmp_path, Order(3, per_file=5), client)

    with pytest.raises(UsageError, match="the language model was m, now other"):
        asyncio.run(other())


def test_the_report_tells_attempts_reasons_and_acceptance(tmp_path: Path) -> None:
    def answer(body: dict[str, Any]) -> Act:
        if is_outline(body):
            return echo(body, lambda text: f"{text} About 37 percent die of it.")
        if "background" in body["messages"][-1]["content"] and "short narrative" in body["messages"][-1]["content"]:
            return says("I would rather talk about the weather.")
        return echo(body)

    manifest = run(tmp_path, answer)
    found = report(tmp_path)
    (spec,) = found["specs"]
    assert spec["outline"] == {"attempts": 3, "by": "renderer", "problems": {"number": 3}}
    assert spec["stages"]["background"]["accepted"] == 0
    assert spec["stages"]["background"]["problems"] == {"reply": 36}
    assert spec["stages"]["examination"]["acceptance"] == 1
    assert any("failure signature" in note and "clinic" in note for note in found["notes"])
    assert any("entailment" in note for note in found["notes"])
    assert manifest.specs[0].files[0].stages["background"].attempts == 15


def test_a_key_is_written_nowhere(tmp_path: Path) -> None:
    key = "sk-very-secret-0123456789"
    leaky = dies_after(20, fails(401, f"the key {key} is not valid"))
    with pytest.raises(Stopped) as caught:
        run(tmp_path / "a", leaky, cache=tmp_path / "replies", key=key)
    assert key not in f"{caught.value!s} {caught.value!r} {caught.value.reason!r}"
    run(tmp_path / "a", lambda body: echo(body, lambda text: f"{text} {key}"), cache=tmp_path / "replies", key=key)
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or key.encode() not in path.read_bytes(), path


def journal(path: Path, n: int = 5) -> Journal:
    return Journal(path, 10, n)


FAULTS = (
    fails(429, "slow down", retry_after="0.01"),
    fails(429, "slow down"),
    fails(500),
    fails(503),
    Act(reset=True),
    Act(body=b'{"choices": [', cut=9),
    says('{"passages": [{"title": "Hist'),
    says('{"something": "else"}'),
    says(None, refusal="I will not"),
)


def test_a_server_with_every_fault_loses_no_record(tmp_path: Path) -> None:
    count = 0

    def answer(body: dict[str, Any]) -> Act:
        nonlocal count
        count += 1
        if count % 3 == 0:
            return FAULTS[count // 3 % len(FAULTS)]
        if count % 5 == 0:
            return echo(body, lambda text: text.replace(" years", " months").replace("denies", "reports"))
        return replace(echo(body), drip=0.0) if count % 50 == 0 else slowly(body)

    manifest = run(tmp_path, answer, attempts=8, failures_to_open=50, retry_budget=60.0)
    assert manifest.complete
    stages = [one for file in manifest.specs[0].files for one in file.stages.values()]
    assert sum(file.patients for file in manifest.specs[0].files) == 12
    assert sum(one.attempts for one in stages) > sum(one.records for one in stages)
    assert report(tmp_path)["spent"]["retried"] > 0


def line(number: int) -> bytes:
    return json.dumps({"provenance": {"number": number}}).encode()


def test_a_journal_that_was_cut_anywhere_keeps_what_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "j"
    kept = journal(path)
    for number in (12, 10, 14):
        kept.add(number, 2, line(number))
    kept.close()
    whole = path.read_bytes()
    ends = [i + 1 for i, byte in enumerate(whole) if byte == 10]
    for cut in range(len(whole) + 1):
        path.write_bytes(whole[:cut])
        again = journal(path)
        assert again.finished == sum(end <= cut for end in ends)
        assert again.draws == 2 * again.finished
        again.add(11, 1, line(11))
        assert line(11) in list(again.records())
        again.close()
        once_more = journal(path)
        assert 11 in once_more
        assert once_more.finished == again.finished
        once_more.close()


def test_a_journal_with_a_changed_byte_loses_that_record_alone(tmp_path: Path) -> None:
    path = tmp_path / "j"
    kept = journal(path)
    for number in range(10, 15):
        kept.add(number, 1, line(number))
    assert kept.complete
    kept.close()
    data = bytearray(path.read_bytes())
    data[data.index(b"12}")] ^= 1
    path.write_bytes(bytes(data))
    again = journal(path)
    assert again.finished == 4
    assert 12 not in again
    again.close()


def test_two_runs_do_not_write_one_journal(tmp_path: Path) -> None:
    pytest.importorskip("fcntl", reason="file locks of POSIX")
    kept = journal(tmp_path / "j")
    with pytest.raises(FileProblem, match="another run is writing"):
        journal(tmp_path / "j")
    kept.close()


def test_what_a_kill_left_of_a_finished_file_is_taken_away(tmp_path: Path) -> None:
    """Killed after a file was entered in the manifest and before its journal was deleted, or while writing a report."""
    folder = tmp_path / "out"
    run(folder, echo)
    whole, name = contents(folder), next(folder.glob("*.jsonl")).name
    left = (f"{name}{SUFFIX}", f".{name}.0123456789ab.part", ".report.json.0123456789ab.part")
    for one in left:
        (folder / one).write_bytes(b"half of it")
    run(folder, echo)
    assert contents(folder) == whole
    assert not [one for one in left if (folder / one).exists()]
