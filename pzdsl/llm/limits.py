"""How fast a server may be asked, and when it is left alone for a while."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from pzdsl.llm.problems import ServerDown

Clock = Callable[[], float]
Sleep = Callable[[float], Awaitable[None]]


class Bucket:
    """So many units a minute, evenly: an allowance that fills up as time goes by, to one second's worth at most."""

    def __init__(self, per_minute: float, clock: Clock = time.monotonic, sleep: Sleep = asyncio.sleep) -> None:
        self._rate = per_minute / 60
        self._most = max(1.0, self._rate)
        self._left, self._at = self._most, clock()
        self._clock, self._sleep = clock, sleep

    def give_back(self, units: float) -> None:
        """Units that were taken and not used; negative: more were used than taken."""
        self._left += units

    async def take(self, units: float = 1.0) -> None:
        """Wait until no debt is left, then take. Who takes more than there is makes a debt: the next one waits."""
        now = self._clock()
        self._left = min(self._most, self._left + (now - self._at) * self._rate)
        self._at = now
        debt = -self._left
        self._left -= units
        if debt > 0:
            await self._sleep(debt / self._rate)


class Breaker:
    """After so many failures in a row nothing is asked for a while; then one request tries."""

    def __init__(self, failures: int, rest: float, clock: Clock = time.monotonic) -> None:
        self._limit, self._rest, self._clock = failures, rest, clock
        self._failures, self._opened, self._trying = 0, 0.0, False

    def check(self) -> None:
        """Raises ServerDown while the breaker is open."""
        if self._failures < self._limit:
            return
        left = self._opened + self._rest - self._clock()
        if left > 0 or self._trying:
            wait = self._rest if self._trying else left
            raise ServerDown(f"{self._failures} requests in a row failed: the server is left alone for a while", wait)
        self._trying = True

    def succeeded(self) -> None:
        """A reply came."""
        self._failures, self._trying = 0, False

    def abandoned(self) -> None:
        """The one request that tries was given up before it could tell."""
        self._trying = False

    def failed(self) -> None:
        """No reply came."""
        self._failures += 1
        self._trying = False
        if self._failures >= self._limit:
            self._opened = self._clock()
