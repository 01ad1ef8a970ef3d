"""Where patients think: one thread with a loop of its own.

What a patient does, reading a question and judging a reply, is work for the processor. Done here it keeps the server
answering meanwhile, and two patients never think in the same instant; where a language model words the replies,
waiting for it is shared as in any loop.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

_T = TypeVar("_T")


class Thinking:
    """A running loop in a thread. `start` it before use, `stop` it once."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the thread; a second time does nothing."""
        if self._thread is not None:
            return
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, args=(self._loop,), name="patients", daemon=True)
        self._thread.start()

    async def think(self, coroutine: Coroutine[Any, Any, _T]) -> _T:
        """What the coroutine gives, computed in the thread; cancelled there if the caller is cancelled."""
        assert self._loop is not None, "started"
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(coroutine, self._loop))

    async def do(self, work: Callable[[], _T]) -> _T:
        """As `think`, for a plain function."""

        async def run() -> _T:
            return work()

        return await self.think(run())

    def stop(self) -> None:
        """Let what is running end, cancel what waits, and end the thread."""
        if self._thread is None or self._loop is None:
            return
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._thread = None

    @staticmethod
    def _run(loop: asyncio.AbstractEventLoop) -> None:
        try:
            loop.run_forever()
            left = asyncio.all_tasks(loop)
            for task in left:
                task.cancel()
            if left:
                loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))
            loop.run_until_complete(loop.shutdown_asyncgens())
        finally:
            loop.close()
