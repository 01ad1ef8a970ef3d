"""A model that says the notes again: in the test's own process, or in one of its own on loopback."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.llm.server import Act, says, serving

ROOT = Path(__file__).resolve().parents[2]
_NOTES = re.compile(r"Notes, by title:\n(.*?)\n(?:\n|Answer as JSON)", re.DOTALL)


def unchanged(text: str) -> str:
    return text


def is_outline(body: dict[str, Any]) -> bool:
    return "standard outline" in body["messages"][0]["content"]


def echo(body: dict[str, Any], change: Callable[[str], str] = unchanged) -> Act:
    """Says the notes again, changed."""
    notes = _NOTES.search(body["messages"][-1]["content"])
    assert notes is not None
    passages = []
    for line in notes[1].strip().split("\n"):
        title, _, text = line.partition(": ")
        passages.append({"title": title, "sentences": [change(text)]})
    return says(json.dumps({"passages": passages}))


@contextmanager
def stub(delay: float) -> Iterator[str]:
    """The address of a stub in a child process, which takes so many seconds for each reply, to all at once."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.told.stub", str(delay)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()


async def _serve(delay: float) -> None:
    async with serving(lambda body: replace(echo(body), delay=delay)) as server:
        server.forgetful = True
        print(server.url, flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)  # until the parent has gone


if __name__ == "__main__":
    asyncio.run(_serve(float(sys.argv[1])))
