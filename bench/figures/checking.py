"""How long a repository of specs takes to check: quick checks, and proofs with an empty and a filled cache."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.specs import ROOT, SHIPPED
from pzdsl.scaffold import spec_text

TITLE = "Checking: sixty specs in one process"
LIMITS_S = {"quick": 3.0, "proved, cold": 60.0, "proved, warm": 3.0}
OWN = ROOT / "tests" / "reference" / "every_law.pz"


def measure(full: bool) -> dict[str, Any]:
    """Wall and processor seconds of `pzc check` over a folder, as whole processes.

    A folder holds as many scaffolded specs (with the attributes of `us.adult`) as copies of a spec that has every
    law; or copies of the shipped specs. Copies differ, so that nothing is remembered from one to the next.
    """
    count = 60 if full else 4
    found: dict[str, Any] = {"specs": count, "limits_s": LIMITS_S, "folders": {}}
    for name, texts in (("of 100 to 170 lines", small(count)), ("as long as the shipped ones", shipped(count))):
        with tempfile.TemporaryDirectory() as made:
            folder, cache = Path(made) / "specs", Path(made) / "cache"
            folder.mkdir()
            lines = 0
            for file, text in texts:
                (folder / file).write_text(text, "utf-8")
                lines += text.count("\n")
            found["folders"][name] = {
                "lines": lines,
                "quick": _run(folder, cache, "--no-prove"),
                "proved, cold": _run(folder, cache),
                "proved, warm": _run(folder, cache),
            }
    return found


def small(count: int) -> Iterator[tuple[str, str]]:
    """Specs of the size that people begin with."""
    own = OWN.read_text("utf-8")
    for i in range(count):
        if i % 2:
            yield f"own_{i}.pz", f"{own}\n# copy {i}\n"
        else:
            yield f"condition_{i}.pz", spec_text(f"condition_{i}", f"Condition {i}")


def shipped(count: int) -> Iterator[tuple[str, str]]:
    """Copies of the shipped specs, tests and all."""
    for i in range(count):
        path = SHIPPED[i % len(SHIPPED)]
        yield f"{path.stem}_{i}.pz", f"{path.read_text('utf-8')}\n# copy {i}\n"


def _run(folder: Path, cache: Path, *options: str) -> dict[str, float]:
    command = [sys.executable, "-c", "from pzdsl.cli.main import main; main()", "check", *options, str(folder)]
    environment = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    before, started = os.times(), time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    wall, after = time.perf_counter() - started, os.times()
    if done.returncode:
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return {"wall_s": round(wall, 3), "cpu_s": round(used, 3)}


def table(result: dict[str, Any]) -> str:
    """One row a folder."""
    lines = [
        f"`pzc check` over {result['specs']} specs as one process, in an empty cache and again. The limits are 3 s for"
        " quick checks, 60 s\nfor proofs in an empty cache and 3 s in a filled one.\n",
        "| specs | lines | quick, s | proved, cold, s | proved, warm, s |",
        "|---|--:|--:|--:|--:|",
    ]
    for name, row in result["folders"].items():
        times = " | ".join(f"{row[kind]['wall_s']:.1f} ({row[kind]['cpu_s']:.1f})" for kind in LIMITS_S)
        lines.append(f"| {name} | {row['lines']:,} | {times} |")
    return "\n".join((*lines, "\nIn brackets: processor time.", ""))
