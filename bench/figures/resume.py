"""A run through a model that is killed again and again, against one that never was."""

from __future__ import annotations

import json
import random
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.specs import ROOT
from pzdsl.told.run import SUFFIX
from tests.cli.running import PZC
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
    with tempfile.TemporaryDirectory() as name, stub(DELAY) as url:
        whole, broken = Path(name) / "whole", Path(name) / "broken"
        command = [
            *(*PZC, "generate", str(SPEC), "-n", str(records), "--no-nli"),
            *("--per-file", str(per_file), "--llm", url, "--llm-model", "stub", "--concurrency", "16"),
        ]
        started = time.perf_counter()
        subprocess.run([*command, "-o", str(whole)], cwd=ROOT, check=True, capture_output=True)
        seconds = time.perf_counter() - started
        size = _size(whole)
        done = 0
        for moment in moments:
            done += _kill([*command, "-o", str(broken)], broken, moment * size, chance.uniform(0, 0.2))
        subprocess.run([*command, "-o", str(broken)], cwd=ROOT, check=True, capture_output=True)
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


def _kill(command: list[str], folder: Path, bytes_: float, later: float) -> int:
    """Run until so much is on disk and a moment longer; 1 if it was killed, 0 if it was done before."""
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    until = time.monotonic() + _ENOUGH
    while process.poll() is None and _size(folder) < bytes_ and time.monotonic() < until:
        time.sleep(0.01)
    time.sleep(later)
    before = process.poll()
    process.kill()
    process.wait()
    return int(before is None)


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
        f"`pzc generate --llm` against a stub in another process, killed with SIGKILL {result['kills']} times at random"
        f" moments of a run of\n{result['records']:,} records:\n\n"
        "| records | each once | in order | identical to the unbroken run, manifest included |\n|--:|---|---|---|\n"
        f"| {result['found']:,} | {_yes(result['found'] == result['different'])} | {_yes(result['in_order'])} |"
        f" {_yes(result['identical'])} |"
    )


def _yes(found: bool) -> str:
    return "yes" if found else "**no**"
