"""A server as a process: a socket, a token where it is needed, and a clean stop."""

from __future__ import annotations

import ipaddress
import re
import signal
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from pzdsl.errors import UsageError
from pzdsl.serve.guard import LOOPBACK, Access

TOKEN = "PZC_TOKEN"
_SHORTEST_TOKEN = 16
_GRACE = 10  # seconds for what is being answered when the server is told to stop


def access_for(host: str, token: str | None, names: Sequence[str]) -> Access:
    """Who may ask a server that listens on `host`.

    Args:
        host: The address to listen on.
        token: What requests must bring, or None.
        names: Further names under which the server is reached.

    Raises:
        UsageError: others than this machine could reach it, and there is no token; or the token is too short.
    """
    if token is not None and (len(token) < _SHORTEST_TOKEN or re.fullmatch(r"[!-~]+", token) is None):
        raise UsageError(f"the token in {TOKEN} must be at least {_SHORTEST_TOKEN} printable characters, no spaces")
    if not is_loopback(host) and token is None:
        raise UsageError(
            f"{host} can be reached by others: put a token of at least {_SHORTEST_TOKEN} characters in {TOKEN}"
        )
    listened = {host} if host not in ("0.0.0.0", "::", "") else set()
    return Access(LOOPBACK | listened | set(names), token)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes any that is free. Raises UsageError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=256)
    except OSError as error:
        raise UsageError(
            f"cannot listen on {host} port {port}: {error.strerror or error}; try another --port"
        ) from None


def run(app: ASGIApp, bound: socket.socket, ready: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM; what is being answered then is still answered.

    `ready` is called once with the address.
    """
    host, port = bound.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=_GRACE,
        limit_concurrency=512,
        h11_max_incomplete_event_size=32_768,
        lifespan="on",
        ws="none",
        http="h11",
    )
    server = _Server(config)
    server.ready = lambda: ready(f"http://{shown}:{port}")
    with _stopped_by_signals(server):
        server.run(sockets=[bound])


class _Server(uvicorn.Server):
    """Says when it answers."""

    ready: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        self.ready()


@contextmanager
def _stopped_by_signals(server: uvicorn.Server) -> Iterator[None]:
    """The server catches signals while it runs and raises them again once it has stopped; here they do no more."""

    def stop(number: int, frame: FrameType | None) -> None:
        server.should_exit = True

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
