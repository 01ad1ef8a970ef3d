"""How busy a server is kept, what the client costs, and whether memory grows with the run."""

from __future__ import annotations

import asyncio
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.specs import ROOT
from tests.told.stub import stub

TITLE = "A model is kept busy, in bounded memory"
DELAY = 0.2  # seconds of each reply, however many are under way
SPECS = {"short": ROOT / "tests" / "output" / "clinic.pz", "shipped": ROOT / "specs" / "pneumonia.pz"}
# what is run: which spec, slots, records, entailment model
RUNS = (
    ("short", 8, 500, False),
    ("short", 16, 1000, False),
    ("short", 64, 2000, False),
    ("shipped", 64, 1000, False),
    ("shipped", 8, 100, True),
)
MEMORY = (1000, 20_000)


def measure(full: bool) -> dict[str, Any]:
    """Each run in a process of its own, so that its peak of memory is its own."""
    from pzdsl.entailment.folder import default_folder

    runs = RUNS if full else (("short", 4, 12, False),)
    measured = [_measured(*run) for run in runs if not run[3] or default_folder() is not None]
    memory = [_measured("short", 64, n, False, delay=0.0) for n in (MEMORY if full else (8, 16))]
    return {"delay": DELAY, "runs": measured, "memory": memory, "cores": os.cpu_count()}


def _measured(spec: str, slots: int, records: int, nli: bool, delay: float = DELAY) -> dict[str, Any]:
    with stub(delay) as url:
        command = [sys.executable, "-m", "bench.figures.throughput", spec, str(slots), str(records), str(int(nli)), url]
        done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    busy = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    return {"spec": spec, "slots": slots, "records": records, "nli": nli, "delay": delay, "load": busy, **found}


def one_run(spec: Path, slots: int, records: int, nli: bool, url: str) -> dict[str, Any]:
    """Rates and peak memory of one run, in this process."""
    from pzdsl.compiler import compile_file
    from pzdsl.entailment.folder import default_folder
    from pzdsl.llm import Client, Settings
    from pzdsl.output.generate import Order
    from pzdsl.told.run import generate_told

    plan = compile_file(spec)
    verifier = None
    if nli:
        from pzdsl.entailment import Verifier

        folder = default_folder()
        assert folder is not None, "the caller has looked"
        verifier = Verifier(folder)

    async def run(n: int, folder: Path) -> tuple[float, float, int]:
        async with Client(Settings(url=url, model="stub", concurrency=slots)) as client:
            wall, cpu = time.perf_counter(), time.process_time()
            await generate_told([plan], folder, Order(n), client, verifier=verifier)
            asked = sum(one.asked for one in client.ledger.stages.values())
            return time.perf_counter() - wall, time.process_time() - cpu, asked

    with tempfile.TemporaryDirectory() as name:
        asyncio.run(run(1, Path(name) / "warm"))  # what is loaded and built once
        wall, cpu, asked = asyncio.run(run(records, Path(name) / "run"))
    return {
        "seconds": round(wall, 2),
        "cpu_seconds": round(cpu, 2),
        "replies": asked,
        "peak_mb": _peak_mb(),
        "system": platform.system(),
    }


def _peak_mb() -> float | None:
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024 if sys.platform != "darwin" else 1024 * 1024), 1)


def share(run: dict[str, Any]) -> float:
    """Of the rate that so many slots and so slow a server allow."""
    return float(run["replies"] * run["delay"] / run["slots"] / run["seconds"])


def table(result: dict[str, Any]) -> str:
    """Rates first."""
    lines = [
        f"A stub in another process that takes {1000 * result['delay']:.0f} ms for a reply, in words that pass at once;"
        f" {result['cores']} cores for both.\n*short*: the clinic of the tests; *shipped*: `specs/pneumonia.pz`."
        " CPU is the client's: it words the notes, asks, reads, checks and\nwrites in one thread, so a run cannot be"
        " faster than that. Load is the machine's average while it ran, of all processes.\n",
        "| spec | slots | records | records/s | of the theoretical rate | CPU ms a record | load | entailment |",
        "|---|--:|--:|--:|--:|--:|--:|---|",
    ]
    for run in result["runs"]:
        load = "" if run["load"] is None else f"{run['load']:.1f}"
        lines.append(
            f"| {run['spec']} | {run['slots']} | {run['records']:,} | {run['records'] / run['seconds']:.1f} |"
            f" {share(run):.0%} | {1000 * run['cpu_seconds'] / run['records']:.1f} | {load} |"
            f" {'yes' if run['nli'] else 'no'} |"
        )
    lines.append("\nPeak of memory, a run a process: " + _memory(result["memory"]))
    return "\n".join(lines)


def _memory(runs: list[dict[str, Any]]) -> str:
    return ", ".join(f"{run['records']:,} records {run['peak_mb']} MB" for run in runs) + "."


if __name__ == "__main__":
    _, named, slots_, records_, nli_, url_ = sys.argv
    print(json.dumps(one_run(SPECS[named], int(slots_), int(records_), nli_ == "1", url_)))
