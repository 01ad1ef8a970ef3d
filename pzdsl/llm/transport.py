"""The one door to httpx: a body goes out, a bounded answer comes back; what httpx raises is ours from here on.

Nothing is followed elsewhere, nothing is decompressed, and the key goes into one header only.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx
import orjson

from pzdsl.llm.settings import Settings
from pzdsl.version import COMPILER

_LONGEST_EVENT = 1_000_000  # bytes of one line of a stream
_LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))


class Unreached(Exception):
    """No whole answer came: worth another try."""


class TooMuch(Exception):
    """The answer is larger than allowed: another try would bring no less."""


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer; the names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Transport:
    """Posts JSON to one server."""

    def __init__(self, settings: Settings, inner: httpx.AsyncBaseTransport | None = None) -> None:
        """`inner` stands in for the network."""
        self._settings = settings
        headers = {"accept-encoding": "identity", "user-agent": COMPILER.replace(" ", "/")}
        if settings.key is not None:
            headers["authorization"] = f"Bearer {settings.key.get_secret_value()}"
        self._client = httpx.AsyncClient(
            headers=headers,
            transport=inner,
            timeout=httpx.Timeout(
                connect=settings.connect_timeout,
                read=settings.read_timeout,
                write=settings.write_timeout,
                pool=None,  # who waits for a connection is counted by the client's slots
            ),
            limits=httpx.Limits(
                max_connections=settings.concurrency + 4, max_keepalive_connections=settings.concurrency + 4
            ),
            follow_redirects=False,  # the key would follow
            trust_env=urlsplit(settings.url).hostname not in _LOOPBACK,  # no proxy stands before this machine
        )

    async def close(self) -> None:
        """Give back all connections."""
        await self._client.aclose()

    async def post(self, path: str, body: Mapping[str, Any]) -> Answer:
        """The whole answer.

        Raises:
            Unreached: the connection failed, or time is up.
            TooMuch: the answer is larger than the settings allow.
        """
        async with self._open(path, body) as response:
            return Answer(response.status_code, dict(response.headers), await self._read(response))

    @asynccontextmanager
    async def stream(self, path: str, body: Mapping[str, Any]) -> AsyncIterator[Answer | AsyncIterator[str]]:
        """The data of server-sent events, one by one; or the answer, where it is no stream. Raises as `post`."""
        async with self._open(path, body) as response:
            if response.status_code == 200 and response.headers.get("content-type", "").startswith("text/event-stream"):
                events = self._events(response)
                try:
                    yield events
                finally:
                    await events.aclose()
            else:
                yield Answer(response.status_code, dict(response.headers), await self._read(response))

    @asynccontextmanager
    async def _open(self, path: str, body: Mapping[str, Any]) -> AsyncIterator[httpx.Response]:
        try:
            async with (
                asyncio.timeout(self._settings.total_timeout),
                self._client.stream(
                    "POST",
                    self._settings.url + path,
                    content=orjson.dumps(body),
                    headers={"content-type": "application/json"},
                ) as response,
            ):
                if response.headers.get("content-encoding", "identity") != "identity":
                    raise Unreached("the reply is compressed, which was not asked for")
                yield response
        except TimeoutError:
            raise Unreached(f"the reply took longer than {self._settings.total_timeout:g} s") from None
        except httpx.TimeoutException as error:
            raise Unreached(f"time is up ({type(error).__name__})") from None
        except httpx.TransportError as error:  # its text may hold a header: the kind is enough
            raise Unreached(f"the connection failed ({type(error).__name__})") from None

    async def _read(self, response: httpx.Response) -> bytes:
        parts, size = [], 0
        async for part in response.aiter_raw():
            size += len(part)
            if size > self._settings.largest_reply:
                raise TooMuch(f"the reply is larger than {self._settings.largest_reply:,} bytes")
            parts.append(part)
        length = response.headers.get("content-length", "")
        with suppress(ValueError):
            if size < int(length):
                raise Unreached("the reply broke off")
        return b"".join(parts)

    async def _events(self, response: httpx.Response) -> AsyncGenerator[str, None]:
        waiting, size = b"", 0
        async for part in response.aiter_raw():
            size += len(part)
            waiting += part
            if size > self._settings.largest_reply or len(waiting) > _LONGEST_EVENT:
                raise TooMuch(f"the reply is larger than {self._settings.largest_reply:,} bytes")
            *lines, waiting = waiting.replace(b"\r\n", b"\n").split(b"\n")
            for line in lines:
                if line.startswith(b"data:"):
                    yield line[5:].strip().decode("utf-8", "replace")
        if waiting.startswith(b"data:"):
            yield waiting[5:].strip().decode("utf-8", "replace")
