"""The worker process as the server sees it: one question at a time, and an end to it with the next edit."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import Callable
from typing import Any

Answer = Callable[[dict[str, Any]], None]
_LONGEST_LINE = 64_000_000


class Background:
    """Asks a worker about a text; what it says of an older text is never heard."""

    def __init__(self) -> None:
        self._task: asyncio.Task[None] | None = None
        self._process: asyncio.subprocess.Process | None = None
        self._asked = 0

    @property
    def is_busy(self) -> bool:
        """Whether something is asked and not answered yet."""
        return self._task is not None and not self._task.done()

    def ask(self, path: str, text: str, answer: Answer, after: float) -> None:
        """Ask once nothing else was asked for `after` seconds; what was asked before is given up."""
        self.stop()
        self._asked += 1
        self._task = asyncio.get_running_loop().create_task(self._run(self._asked, path, text, answer, after))

    def stop(self) -> None:
        """Give up what is asked, and end the worker if it is at work."""
        if self.is_busy:
            assert self._task is not None
            self._task.cancel()

    def close(self) -> None:
        """End the worker."""
        self.stop()
        self._kill()

    async def _run(self, number: int, path: str, text: str, answer: Answer, after: float) -> None:
        await asyncio.sleep(after)
        try:
            process = await self._worker()
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write(json.dumps({"id": number, "path": path, "text": text}).encode() + b"\n")
            await process.stdin.drain()
            while line := await process.stdout.readline():
                said = json.loads(line)
                if said.pop("id") == number:
                    if said.get("done"):
                        return
                    answer(said)
            self._process = None  # it has gone
        except asyncio.CancelledError:
            self._kill()
            raise
        except (OSError, ValueError):
            self._kill()

    async def _worker(self) -> asyncio.subprocess.Process:
        if self._process is None or self._process.returncode is not None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "pzdsl.editor.worker",
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                limit=_LONGEST_LINE,
            )
        return self._process

    def _kill(self) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            self._process = None
