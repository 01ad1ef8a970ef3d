"""How long a user waits for `pzc check` and `pzc --version`: whole processes, started in turn."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from bench.specs import ROOT

TITLE = "Starting: what a command takes as a whole process"
CHECKED = {
    "version": None,
    "a spec of its own": ROOT / "tests" / "reference" / "every_law.pz",
    "a spec with us.adult": ROOT / "specs" / "type2_diabetes.pz",
}


def measure(full: bool) -> dict[str, Any]:
    """Wall and processor seconds of each command; the commands take turns, so that a busy machine slows all alike."""
    runs = 15 if full else 2
    seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in CHECKED}
    for _ in range(runs + 1):  # the first round reads the files into memory and is not counted
        for name, path in CHECKED.items():
            seconds[name].append(_run(path))
    return {
        "runs": runs,
        "commands": {
            name: {
                "lines": len(path.read_text("utf-8").splitlines()) if path else 0,
                "wall_s": median(wall for wall, _ in seconds[name][1:]),
                "cpu_s": median(cpu for _, cpu in seconds[name][1:]),
            }
            for name, path in CHECKED.items()
        },
    }


def _run(path: Path | None) -> tuple[float, float]:
    arguments = ["--version"] if path is None else ["check", str(path)]
    before, started = os.times(), time.perf_counter()
    command = [sys.executable, "-c", "from pzdsl.cli.main import main; main()", *arguments]
    subprocess.run(command, capture_output=True, check=False)
    wall, after = time.perf_counter() - started, os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return wall, used


def table(result: dict[str, Any]) -> str:
    """One row a command."""
    lines = [
        f"Medians of {result['runs']} runs, the commands in turn, files in the system's cache. `us.adult` brings ten"
        " libraries along, which are\nread and checked each time.\n",
        "| command | lines of the spec | wall, s | processor, s |",
        "|---|--:|--:|--:|",
    ]
    for name, one in result["commands"].items():
        what = "`pzc --version`" if name == "version" else f"`pzc check`, {name}"
        lines.append(f"| {what} | {one['lines'] or ''} | {one['wall_s']:.2f} | {one['cpu_s']:.2f} |")
    return "\n".join(lines)
