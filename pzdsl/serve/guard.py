"""What every request passes first: who may ask, from where, and how much may come in."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pzdsl.serve.limits import Limits
from pzdsl.serve.problems import Problem

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_HEADERS = (
    (
        b"content-security-policy",
        b"default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)


@dataclass(frozen=True, slots=True)
class Access:
    """Who may ask: `hosts` are the names of the server, and `token` is asked for under `/v1` and `/api`."""

    hosts: Collection[str] = LOOPBACK
    token: str | None = field(default=None, repr=False)


class Guard:
    """An ASGI layer that refuses what is foreign, unsigned or too large, and signs each response with safe headers."""

    def __init__(self, app: ASGIApp, access: Access, limits: Limits) -> None:
        self._app, self._limits = app, limits
        self._hosts = frozenset(host.lower() for host in access.hosts)
        self._token = access.token.encode() if access.token is not None else None
        self._busy = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request; the life of the server is passed on as it is."""
        if scope["type"] != "http":
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1008})
                return
            await self._app(scope, receive, send)
            return
        private = scope["path"].startswith(("/v1/", "/api/"))

        async def signed(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = list(message.get("headers", ())) + list(_HEADERS)
                own += [(b"cache-control", b"no-store" if private else b"no-cache")]
                message = {**message, "headers": own}
            await send(message)

        try:
            self._check(scope, private)
            body = await self._body(scope, receive) if scope["method"] == "POST" else b""
        except Problem as problem:
            await problem.response()(scope, receive, signed)
            return
        if private and self._busy >= self._limits.at_once:
            busy = Problem(503, "the server is busy; come back in a moment")
            await busy.response()(scope, receive, signed)
            return
        self._busy += private
        try:
            await self._app(scope, _read(body, receive), signed)
        finally:
            self._busy -= private

    def _check(self, scope: Scope, private: bool) -> None:
        headers = scope["headers"]
        hosts = _all(headers, b"host")
        host = _host_of(hosts[0]) if len(hosts) == 1 else None
        if host is None or host not in self._hosts:
            raise Problem(403, "the server is not reached under this name; `--allow-host` adds a name", code="host")
        for origin in _all(headers, b"origin"):
            if urlsplit(origin).scheme not in ("http", "https") or urlsplit(origin).netloc.lower() != hosts[0].lower():
                raise Problem(403, "pages of other places may not ask this server", code="origin")
        if private and any(site in ("cross-site", "same-site") for site in _all(headers, b"sec-fetch-site")):
            raise Problem(403, "pages of other places may not ask this server", code="origin")
        if private and self._token is not None and not self._signed(headers):
            raise Problem(401, "a token is needed: send `Authorization: Bearer TOKEN`", code="invalid_api_key")
        if scope["method"] == "POST":
            kinds = _all(headers, b"content-type")
            if len(kinds) != 1 or kinds[0].partition(";")[0].strip().lower() != "application/json":
                raise Problem(415, "send JSON, with `Content-Type: application/json`")

    def _signed(self, headers: Iterable[tuple[bytes, bytes]]) -> bool:
        assert self._token is not None
        given = [value for name, value in headers if name == b"authorization"]
        if len(given) != 1 or given[0][:7].lower() != b"bearer ":
            return False
        return hmac.compare_digest(given[0][7:].strip(), self._token)

    async def _body(self, scope: Scope, receive: Receive) -> bytes:
        lengths = _all(scope["headers"], b"content-length")
        most = self._limits.body
        if any(not length.isdigit() or int(length[:20]) > most for length in lengths):
            raise Problem(413, f"a request holds at most {most:,} bytes")
        body = bytearray()
        try:
            async with asyncio.timeout(self._limits.body_seconds):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise Problem(400, "the request ended early")
                    body += message.get("body", b"")
                    if len(body) > most:
                        raise Problem(413, f"a request holds at most {most:,} bytes")
                    if not message.get("more_body", False):
                        return bytes(body)
        except TimeoutError:
            raise Problem(408, "the request took too long to come") from None


def _read(body: bytes, receive: Receive) -> Receive:
    """What gives the body that was read already, and then what else comes."""
    given = False

    async def read() -> Message:
        nonlocal given
        if not given:
            given = True
            return {"type": "http.request", "body": body, "more_body": False}
        return await receive()

    return read


def _all(headers: Iterable[tuple[bytes, bytes]], name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in headers if key == name]


def _host_of(header: str) -> str | None:
    """The name in a `Host` header, without its port; None where it is none."""
    try:
        parts = urlsplit(f"//{header}")
        _ = parts.port
    except ValueError:
        return None
    if parts.username is not None or parts.path or parts.query or parts.fragment:
        return None
    return parts.hostname
