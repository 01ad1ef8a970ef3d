"""A cohort too large for the memory, streamed into a Parquet file: rate and peak memory at growing sizes."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.specs import ROOT

TITLE = "Streaming: large cohorts in flat memory"
SPEC = ROOT / "specs" / "pneumonia.pz"
COLUMNS = ("age", "sex", "smoking", "education", "income", "phase", "cough", "fever", "crp", "bun")
_CHILD = "from pzdsl.cli.main import main; main()"


def measure(full: bool) -> dict[str, Any]:
    """Each size in a process of its own; every variable is drawn, and some columns are written."""
    sizes = [200_000, 1_000_000, 10_000_000] if full else [2_000, 20_000]
    return {"spec": SPEC.stem, "columns": len(COLUMNS), "runs": [_run(n) for n in sizes]}


def _run(n: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "patients.parquet"
        command = [sys.executable, "-c", _CHILD, "sample", str(SPEC), "-n", str(n), "-o", str(path)]
        started = time.perf_counter()
        process = subprocess.Popen([*command, "--columns", ",".join(COLUMNS)], stderr=subprocess.DEVNULL, cwd=ROOT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)  # it was waited for
        if process.returncode != 0:
            raise RuntimeError(f"pzc sample -n {n} failed")
        return {
            "patients": n,
            "seconds": seconds,
            "peak_bytes": _bytes(usage),
            "file_bytes": path.stat().st_size,
        }


def _bytes(usage: resource.struct_rusage) -> int:
    return usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def table(result: dict[str, Any]) -> str:
    """One row a size."""
    rows = [
        f"| {run['patients']:,} | {run['seconds']:.0f} | {run['patients'] / run['seconds']:,.0f} |"
        f" {run['peak_bytes'] / 1e6:.0f} MB | {run['file_bytes'] / 1e6:.1f} MB |"
        for run in result["runs"]
    ]
    return (
        f"`pzc sample` of `{result['spec']}` into Parquet, exact engine, whole processes with compiling and folding."
        f" All variables are drawn, {result['columns']} are written."
        "\n\n| patients | seconds | patients/s | peak memory | file |\n|--:|--:|--:|--:|--:|\n" + "\n".join(rows)
    )
