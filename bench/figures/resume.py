"""A run through a model that is killed again and again, against one that never was."""

from __future__ import annotations

import asyncio
import json
import random
import signal
import tempfile
import time
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from bench.specs import ROOT
from pzdsl.compiler import compile_file
from pzdsl.llm import Client, Settings
from pzdsl.output.generate import Order
from pzdsl.plan.plan import Plan
from pzdsl.told.run import SUFFIX, generate_told
from tests.told.stub import stub

TITLE = "Kill -9: nothing lost, nothing twice"
SEED = 20
DELAY = 0.05  # seconds that the stub takes for a reply
SPEC = ROOT / "tests" / "output" / "clinic.pz"
_ENOUGH = 300.0  # seconds for one stretch of a run


def measure(full: bool) -> dict[str, Any]:
    """2,000 records and 20 kills; the moments are random shares of the work, and a random time on top."""
    return killed(2000, 20, per_file=500) if full else killed(60, 3, per_file=25)


def killed(records: int, kills: int, per_file: int) -> dict[str, Any]:
    """What the run with so many kills leaves, beside the run without any."""
    chance = random.Random(SEED)
    moments = sorted(chance.random() for _ in range(kills))
    plan = compile_file(SPEC)
    with tempfile.TemporaryDirectory() as name, stub(DELAY) as url:
        whole, broken = Path(name) / "whole", Path(name) / "broken"
        order = Order(records, per_file=per_file)
        started = time.perf_counter()
        _to_the_end(plan, whole, order, url)
        seconds = time.perf_counter() - started
        size = _size(whole)
        done = 0
        for moment in moments:
            done += _kill(plan, broken, order, url, moment * size, chance.uniform(0, 0.2))
        _to_the_end(plan, broken, order, url)
        numbers = _numbers(broken)
        return {
            "records": records,
            "kills": done,
            "seconds_unbroken": round(seconds, 1),
            "found": len(numbers),
            "different": len(set(numbers)),
            "in_order": numbers == list(range(records)),
            "identical": _contents(broken) == _contents(whole),
        }


def _run(plan: Plan, folder: Path, order: Order, url: str) -> None:
    async def run() -> None:
        async with Client(Settings(url=url, model="stub", concurrency=16)) as client:
            await generate_told([plan], folder, order, client)

    asyncio.run(run())


def _begun(*run: Any) -> BaseProcess:
    """The run in a process of its own, forked, so that nothing has to be loaded again after a kill."""
    process = get_context("fork").Process(target=_run, args=run)
    process.start()
    return process


def _to_the_end(*run: Any) -> None:
    process = _begun(*run)
    process.join()
    assert process.exitcode == 0, "the run fails by itself"


def _kill(plan: Plan, folder: Path, order: Order, url: str, bytes_: float, later: float) -> int:
    """Run until so much is on disk and a moment longer; 1 if it was killed, 0 if it was done before."""
    process = _begun(plan, folder, order, url)
    until = time.monotonic() + _ENOUGH
    while process.is_alive() and _size(folder) < bytes_ and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(later)
    process.kill()
    process.join()
    return int(process.exitcode == -signal.SIGKILL)


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.jsonl")) if folder.is_dir() else []


def _size(folder: Path) -> int:
    total = 0
    for path in [*_files(folder), *(folder.glob(f"*{SUFFIX}") if folder.is_dir() else ())]:
        try:
            total += path.stat().st_size
        except FileNotFoundError:  # its records have just become a file
            continue
    return total


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.name != "report.json"}


def _numbers(folder: Path) -> list[int]:
    return [
        json.loads(line)["provenance"]["number"]
        for path in _files(folder)
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def table(result: dict[str, Any]) -> str:
    """One line."""
    return (
        f"A run as of `pzc generate --llm`, against a stub in another process, killed with SIGKILL"
        f" {result['kills']} times at random moments of\n{result['records']:,} records:\n\n"
        "| records | each once | in order | identical to the unbroken run, manifest included |\n|--:|---|---|---|\n"
        f"| {result['found']:,} | {_yes(result['found'] == result['different'])} | {_yes(result['in_order'])} |"
        f" {_yes(result['identical'])} |"
    )


def _yes(found: bool) -> str:
    return "yes" if found else "**no**"
