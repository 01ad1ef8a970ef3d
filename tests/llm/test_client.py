"""The client against a server that misbehaves."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from pzdsl.llm import (
    BadReply,
    BadRequest,
    Client,
    LlmProblem,
    Message,
    NotRecorded,
    Overspent,
    Refused,
    ReplyCache,
    Request,
    ServerDown,
    Settings,
    TooLong,
)
from tests.llm.server import Act, Answering, Server, fails, says, serving, streams

KEY = "sk-very-secret-0123456789"


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")
    text: str


def request(text: str = "hello", **given: Any) -> Request:
    return Request(model="m", messages=(Message(role="user", content=text),), **given)


def client(server: Server, clock: Clock | None = None, cache: ReplyCache | None = None, **given: Any) -> Client:
    clock = clock or Clock()
    settings = Settings(url=server.url, model="m", key=KEY, **given)
    return Client(settings, cache=cache, clock=clock, sleep=clock.sleep, chance=lambda: 0.5)


def asked(
    acts: Sequence[Act] | Answering, what: Request | None = None, clock: Clock | None = None, **given: Any
) -> tuple[Any, Server]:
    """The reply, or what was raised; and the server."""

    async def run() -> tuple[Any, Server]:
        async with serving(acts) as server, client(server, clock, **given) as one:
            try:
                return await one.ask(what or request(), "test"), server
            except LlmProblem as problem:
                return problem, server

    return asyncio.run(run())


def test_a_reply_comes_with_its_usage() -> None:
    reply, server = asked([says("good day")])
    assert (reply.text, reply.prompt_tokens, reply.completion_tokens, reply.model) == ("good day", 100, 10, "stub")
    assert f"Bearer {KEY}" in server.heads[0]


@pytest.mark.parametrize(
    "fault",
    [fails(408), fails(409), fails(429), fails(500), fails(503), Act(reset=True), Act(body=b"x" * 99, cut=9)],
    ids=["408", "409", "429", "500", "503", "reset", "cut"],
)
def test_what_may_pass_is_tried_again(fault: Act) -> None:
    clock = Clock()
    reply, server = asked([fault, fault, says("at last")], clock=clock)
    assert reply.text == "at last"
    assert len(server.bodies) == 3
    assert clock.slept == [0.25, 0.5]  # half of 0.5 s and 1 s: full jitter, with a fair coin


@pytest.mark.parametrize("status", [400, 401, 403, 404, 418, 301])
def test_what_cannot_pass_is_not_tried_again(status: int) -> None:
    problem, server = asked([fails(status, f"no, {KEY} is wrong")])
    assert isinstance(problem, BadRequest)
    assert len(server.bodies) == 1
    assert KEY not in str(problem)


def test_retry_after_is_waited_for_in_seconds_and_as_a_date() -> None:
    clock = Clock()
    asked([fails(429, retry_after="7"), says("x")], clock=clock)
    assert 7 <= max(clock.slept) <= 7.5
    clock = Clock()
    at = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    asked([fails(503, retry_after=at), says("x")], clock=clock)
    assert 50 <= max(clock.slept) <= 61


def test_nobody_waits_beyond_the_budget() -> None:
    clock = Clock()
    problem, server = asked([fails(429, retry_after="999999999")], clock=clock, retry_budget=60)
    assert isinstance(problem, ServerDown)
    assert len(server.bodies) == 1
    assert clock.slept == []


def test_attempts_end() -> None:
    problem, server = asked([fails(500, "out of memory")], attempts=3)
    assert isinstance(problem, ServerDown)
    assert "3 attempts" in str(problem)
    assert "out of memory" in str(problem)
    assert len(server.bodies) == 3


def test_a_reply_that_trickles_is_given_up() -> None:
    problem, _ = asked([Act(body=b"x" * 1000, drip=0.02)], total_timeout=0.2, attempts=1)
    assert isinstance(problem, ServerDown)
    assert "0.2 s" in str(problem)


def test_a_silent_server_is_given_up() -> None:
    problem, _ = asked([Act(delay=2.0)], read_timeout=0.1, attempts=1)
    assert isinstance(problem, ServerDown)


def test_a_huge_reply_is_not_read_to_its_end() -> None:
    problem, server = asked([Act(body=b"x" * 5_000_000)], largest_reply=10_000)
    assert isinstance(problem, BadReply)
    assert len(server.bodies) == 1


def test_what_is_compressed_is_not_unpacked() -> None:
    problem, _ = asked([Act(body=b"x", headers={"content-encoding": "gzip"})], attempts=1)
    assert "compressed" in str(problem)


@pytest.mark.parametrize(
    "body", [b"[" * 500_000, b"\xff\xfe", b"[]", b"{}", b'{"choices": 3}', b'{"choices": [{"message": []}]}']
)
def test_a_broken_answer_is_tried_again(body: bytes) -> None:
    reply, server = asked([Act(body=body), says("well")])
    assert reply.text == "well"
    assert len(server.bodies) == 2


def test_controls_and_escapes_are_taken_out() -> None:
    reply, _ = asked([says("a\x1b[31mred\x1b[0m \x1b]0;title\x07b\x00\x9b\u202ec\u2066\ufeff\nd\U000e0041")])
    assert reply.text == "ared bc\nd"


def test_claimed_usage_must_make_sense() -> None:
    act = Act(body=says("x").body.replace(b"100", b"-5").replace(b": 10}", b": 99999999999}"))
    reply, _ = asked([act])
    assert (reply.prompt_tokens, reply.completion_tokens) == (1, 0)  # by length


@pytest.mark.parametrize(
    "act", [says(None, refusal="I cannot help with that"), says("", finish="content_filter")], ids=["said", "filter"]
)
def test_a_refusal_is_told_from_a_reply(act: Act) -> None:
    problem, server = asked([act])
    assert isinstance(problem, Refused)
    assert len(server.bodies) == 1


def test_a_request_beyond_the_context_is_told_from_a_wrong_one() -> None:
    problem, server = asked([fails(400, "This model's maximum context length is 512 tokens")], request(schema_={}))
    assert isinstance(problem, TooLong)
    assert len(server.bodies) == 1


def test_a_form_that_the_server_lacks_is_left_out_and_that_is_remembered() -> None:
    def answer(body: dict[str, Any]) -> Act:
        if body.get("response_format", {}).get("type") == "json_schema":
            return fails(400, "response_format is not supported")
        return says('{"text": "yes"}')

    async def run() -> None:
        async with serving(answer) as server, client(server) as one:
            for i in range(2):
                found, _ = await one.ask_json(request(str(i)), "test", Answer)
                assert found.text == "yes"
            forms = [body.get("response_format", {}).get("type") for body in server.bodies]
            assert forms == ["json_schema", "json_object", "json_object"]
            assert "JSON Schema" in server.bodies[1]["messages"][-1]["content"]
            assert len(server.bodies[1]["messages"]) == 1  # in the same turn

    asyncio.run(run())


def test_a_server_without_any_form_is_told_in_words() -> None:
    _, server = asked(
        lambda body: fails(422, "extra field") if "response_format" in body else says("{}"), request(schema_={})
    )
    assert len(server.bodies) == 3
    assert "response_format" not in server.bodies[2]


def test_a_request_that_is_wrong_in_every_form_changes_nothing() -> None:
    async def run() -> None:
        acts = [fails(400, "no such model")] * 3 + [says("{}")]
        async with serving(acts) as server, client(server) as one:
            with pytest.raises(BadRequest, match="no such model"):
                await one.ask(request(schema_={}), "test")
            await one.ask(request("again", schema_={}), "test")
            assert server.bodies[3]["response_format"]["type"] == "json_schema"

    asyncio.run(run())


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"text": "a', "not valid JSON"),
        ('{"text": 5}', "`text`"),
        ('{"text": "a", "more": 1}', "`more`"),
        ('{"text": ' + "[" * 100 + "]" * 100 + "}", "nested"),
        ("[" * 100_000 + "]" * 100_000, "not valid JSON"),
        ("[" + "0," * 50_000 + "0]", "more than"),
        ("", "not valid JSON"),
        ("Sure! Here is it.", "not valid JSON"),
    ],
    ids=["cut", "type", "extra", "deep", "bomb", "wide", "empty", "words"],
)
def test_json_that_does_not_fit_says_why(text: str, why: str) -> None:
    async def run() -> None:
        async with serving([says(text)]) as server, client(server) as one:
            with pytest.raises(BadReply, match=why):
                await one.ask_json(request(), "test", Answer)

    asyncio.run(run())


def test_json_in_a_fence_or_after_a_thought_is_read_and_cleaned() -> None:
    async def run() -> None:
        acts = [says('<think>hm</think>\n```json\n{"text": "a\\u001b[2Jb"}\n```')]
        async with serving(acts) as server, client(server) as one:
            found, _ = await one.ask_json(request(), "test", Answer)
            assert found.text == "ab"

    asyncio.run(run())


def test_what_is_cut_short_gets_more_room_once() -> None:
    async def run() -> None:
        acts = [says('{"te', finish="length"), says('{"text": "a"}')]
        async with serving(acts) as server, client(server) as one:
            found, _ = await one.ask_json(request(max_tokens=100), "test", Answer)
            assert found.text == "a"
            assert [body["max_tokens"] for body in server.bodies] == [100, 400]
        async with serving([says('{"te', finish="length")]) as server, client(server) as one:
            with pytest.raises(BadReply, match="cut short"):
                await one.ask_json(request(max_tokens=100), "test", Answer)
            assert len(server.bodies) == 2

    asyncio.run(run())


def test_a_run_is_played_again_without_a_server(tmp_path: Path) -> None:
    async def run() -> None:
        cache = ReplyCache(tmp_path)
        acts = [says("one"), says(None, refusal="no"), fails(413, "too many tokens")]
        async with serving(acts) as server, client(server, cache=cache) as one:
            first = await one.ask(request("a"), "test")
            with pytest.raises(Refused):
                await one.ask(request("b"), "test")
            with pytest.raises(TooLong):
                await one.ask(request("c"), "test")
        settings = Settings(url="http://127.0.0.1:9/v1", model="m")
        async with Client(settings, cache=cache, offline=True) as offline:
            again = await offline.ask(request("a"), "test")
            assert (again.text, again.remembered) == (first.text, True)
            with pytest.raises(Refused):
                await offline.ask(request("b"), "test")
            with pytest.raises(TooLong):
                await offline.ask(request("c"), "test")
            with pytest.raises(NotRecorded):
                await offline.ask(request("d"), "test")
            assert offline.ledger.stages["test"].remembered == 3

    asyncio.run(run())


def test_the_key_is_nowhere(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Neither in logs, nor in the cache, nor in a repr, nor in errors, even where the server sends it back."""
    caplog.set_level(logging.DEBUG)

    async def run() -> None:
        acts = [says(f"your key is {KEY}"), fails(401, f"bad key {KEY}"), fails(500, KEY)]
        async with serving(acts) as server, client(server, cache=ReplyCache(tmp_path), attempts=1) as one:
            shown = [repr(one.settings), str(one.settings.model_dump()), (await one.ask(request("a"), "t")).text]
            for text in "bc":
                with pytest.raises(LlmProblem) as caught:
                    await one.ask(request(text), "t")
                shown.append(repr(caught.value))
            shown += [path.read_text() for path in tmp_path.rglob("*.json")]
            assert len(shown) == 6
            assert not [text for text in (*shown, caplog.text) if KEY in text]

    asyncio.run(run())


def test_a_damaged_recording_is_asked_again(tmp_path: Path) -> None:
    async def run() -> None:
        cache = ReplyCache(tmp_path)
        cache.put(request(), (await _reply()))
        cache.path(request()).write_bytes(b'{"request": ')
        async with serving([says("fresh")]) as server, client(server, cache=cache) as one:
            assert (await one.ask(request(), "t")).text == "fresh"
            assert (await one.ask(request(), "t")).remembered

    async def _reply() -> Any:
        async with serving([says("old")]) as server, client(server) as one:
            return await one.ask(request(), "t")

    asyncio.run(run())


def test_no_more_are_asked_at_once_than_there_are_slots() -> None:
    async def run() -> None:
        acts = [Act(body=says("x").body, delay=0.01)]
        async with serving(acts) as server, client(server, concurrency=3) as one:
            await asyncio.gather(*(one.ask(request(str(i)), "t") for i in range(12)))
            assert server.most_at_once == 3

    asyncio.run(run())


def test_requests_and_tokens_a_minute_are_kept() -> None:
    async def run(**given: Any) -> float:
        clock = Clock()
        async with serving([says("x")]) as server, client(server, clock, concurrency=1, **given) as one:
            for i in range(31):
                await one.ask(request(str(i)), "t")
        return clock.now - 1000

    assert asyncio.run(run()) == 0
    assert asyncio.run(run(requests_per_minute=60)) == pytest.approx(30, abs=1)
    # 110 tokens each, as the server counts them, though 1,024 were allowed for: 31 x 110 at 1,000 a minute
    assert asyncio.run(run(tokens_per_minute=1000)) == pytest.approx(31 * 110 / 1000 * 60, rel=0.1)


def test_a_dead_server_is_left_alone_and_then_tried_by_one() -> None:
    async def run() -> None:
        clock = Clock()
        async with serving([fails(500)]) as server:
            one = client(server, clock, attempts=1, failures_to_open=3, rest=30.0)
            async with one:
                for i in range(10):
                    with pytest.raises(ServerDown):
                        await one.ask(request(str(i)), "t")
                assert len(server.bodies) == 3
                clock.now += 31
                for i in range(10):
                    with pytest.raises(ServerDown):
                        await one.ask(request(str(i)), "t")
                assert len(server.bodies) == 4

    asyncio.run(run())


def test_a_server_that_is_started_anew_is_waited_for() -> None:
    async def run() -> None:
        acts = [fails(503)] * 8 + [says("back")]
        settings = {"concurrency": 8, "failures_to_open": 4, "rest": 0.2}
        async with serving(acts) as server, Client(Settings(url=server.url, model="m", **settings)) as one:
            replies = await asyncio.gather(*(one.ask(request(str(i)), "t") for i in range(8)))
            assert {reply.text for reply in replies} == {"back"}

    asyncio.run(run())


def test_the_budget_of_money_stops_the_run() -> None:
    async def run() -> None:
        given = {"price_per_million_prompt": 1e4, "max_cost": 2.5}  # 1 a request
        async with serving([says("x")]) as server, client(server, **given) as one:
            for i in range(3):
                await one.ask(request(str(i)), "t")
            with pytest.raises(Overspent, match="max-cost"):
                await one.ask(request("last"), "t")
            assert len(server.bodies) == 3

    asyncio.run(run())


def test_a_stream_comes_piece_by_piece_and_is_remembered(tmp_path: Path) -> None:
    async def run() -> None:
        async with (
            serving([streams(["Good ", "\x1b[31m", "day"])]) as server,
            client(server, cache=ReplyCache(tmp_path)) as one,
        ):
            assert [piece async for piece in one.stream(request(), "t")] == ["Good ", "day"]
            assert [piece async for piece in one.stream(request(), "t")] == ["Good day"]
            assert len(server.bodies) == 1
            assert server.bodies[0]["stream"] is True

    asyncio.run(run())


def test_a_server_that_does_not_stream_gives_one_piece() -> None:
    async def run() -> None:
        async with serving([says("whole")]) as server, client(server) as one:
            assert [piece async for piece in one.stream(request(), "t")] == ["whole"]

    asyncio.run(run())


HALF = b'data: {"choices": [{"delta": {"content": "Half"}}]}\n\n'
EVENTS = {"content-type": "text/event-stream"}


@pytest.mark.parametrize(
    "act",
    [
        Act(reset=True),
        fails(500),
        Act(body=b"data: {", cut=3),
        Act(body=HALF, headers=EVENTS),  # stops without an end
        Act(body=HALF + b'data: {"error": {"message": "out of memory"}}\n\ndata: [DONE]\n\n', headers=EVENTS),
    ],
    ids=["reset", "500", "cut", "no end", "error"],
)
def test_a_stream_that_breaks_says_so_and_is_not_remembered(act: Act, tmp_path: Path) -> None:
    async def run() -> None:
        async with serving([act]) as server, client(server, cache=ReplyCache(tmp_path)) as one:
            with pytest.raises(ServerDown):
                _ = [piece async for piece in one.stream(request(), "t")]
            assert not list(tmp_path.rglob("*.json"))

    asyncio.run(run())


def test_an_endless_stream_ends() -> None:
    async def run() -> None:
        acts = [streams(["word " * 100] * 200)]
        async with serving(acts) as server, client(server, largest_reply=5_000) as one:
            with pytest.raises(ServerDown, match="larger"):
                _ = [piece async for piece in one.stream(request(), "t")]

    asyncio.run(run())
