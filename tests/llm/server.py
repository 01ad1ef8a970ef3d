"""A server that misbehaves on request: plain asyncio on loopback, one scripted answer a request."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Act:
    """What the server does with one request."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    reset: bool = False  # hang up at once
    cut: int | None = None  # send so many bytes of the body, then hang up
    drip: float | None = None  # seconds between single bytes
    delay: float = 0.0


def says(text: str | None, finish: str = "stop", **message: Any) -> Act:
    """A chat completion."""
    content = {
        "model": "stub",
        "choices": [{"message": {"role": "assistant", "content": text, **message}, "finish_reason": finish}],
        "usage": {"prompt_tokens": 100, "completion_tokens": 10},
    }
    return Act(body=json.dumps(content).encode())


def fails(status: int, message: str = "broken", **headers: str) -> Act:
    """An error as OpenAI's servers give it."""
    return Act(
        status,
        json.dumps({"error": {"message": message}}).encode(),
        {name.replace("_", "-"): value for name, value in headers.items()},
    )


def streams(pieces: Sequence[str], done: bool = True) -> Act:
    """Server-sent events."""
    events = [{"choices": [{"delta": {"content": piece}}]} for piece in pieces]
    events.append({"choices": [{"delta": {}, "finish_reason": "stop"}], "usage": {"prompt_tokens": 7}})
    lines = [f"data: {json.dumps(event)}\n\n" for event in events] + (["data: [DONE]\n\n"] if done else [])
    return Act(body="".join(lines).encode(), headers={"content-type": "text/event-stream"})


Answering = Callable[[dict[str, Any]], Act]


class Server:
    """Answers by a list of acts, the last of them for ever, or by a function of the request's body."""

    def __init__(self, acts: Sequence[Act] | Answering) -> None:
        self._acts = acts
        self.bodies: list[dict[str, Any]] = []
        self.heads: list[str] = []
        self.at_once = self.most_at_once = 0
        self.url = ""
        self.open = 0  # connections
        self.forgetful = False  # keeps no requests: a long run would fill the memory

    def _act(self, body: dict[str, Any]) -> Act:
        if callable(self._acts):
            return self._acts(body)
        return self._acts[min(len(self.bodies), len(self._acts)) - 1]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open += 1
        try:
            while await self._one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the other side has gone, or the test is over
        finally:
            self.open -= 1
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        if not self.forgetful:
            self.heads.append(head)
        size = next(int(x.split(":")[1]) for x in head.split("\r\n") if x.lower().startswith("content-length"))
        body = json.loads(await reader.readexactly(size))
        if not self.forgetful:
            self.bodies.append(body)
        act = self._act(body)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(act.delay)
            if act.reset:
                return False
            headers = {"content-type": "application/json", **act.headers, "content-length": str(len(act.body))}
            lines = [f"HTTP/1.1 {act.status} X", *(f"{name}: {value}" for name, value in headers.items())]
            writer.write("\r\n".join((*lines, "", "")).encode())
            if act.drip is not None:
                for i in range(len(act.body)):
                    writer.write(act.body[i : i + 1])
                    await writer.drain()
                    await asyncio.sleep(act.drip)
            writer.write(act.body if act.cut is None else act.body[: act.cut])
            await writer.drain()
            return act.cut is None
        finally:
            self.at_once -= 1


@asynccontextmanager
async def serving(acts: Sequence[Act] | Answering) -> AsyncIterator[Server]:
    """A running server."""
    server = Server(acts)
    running = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{running.sockets[0].getsockname()[1]}/v1"
    try:
        yield server
    finally:
        running.close()
