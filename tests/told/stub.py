"""A model that says the notes again: in the test's own process, or in one of its own on loopback."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from tests.llm.server import Act, says, serving

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


async def _serve(delay: float) -> None:
    async with serving(lambda body: replace(echo(body), delay=delay)) as server:
        server.forgetful = True
        print(server.url, flush=True)
        await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)  # until the test is over


if __name__ == "__main__":
    asyncio.run(_serve(float(sys.argv[1])))
