"""A cohort too large for the memory, streamed into a Parquet file: rate and peak memory at growing sizes."""

from __future__ import annotations

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
_CHILD = (
    "import atexit; from bench.figures.streaming import tell_peak; atexit.register(tell_peak); "
    "from pzdsl.cli.main import main; main()"
)


def measure(full: bool) -> dict[str, Any]:
    """Each size in a process of its own; every variable is drawn, and some columns are written."""
    sizes = [200_000, 1_000_000, 10_000_000] if full else [2_000, 20_000]
    return {"spec": SPEC.stem, "columns": len(COLUMNS), "runs": [_run(n) for n in sizes]}


def _run(n: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "patients.parquet"
        command = [sys.executable, "-c", _CHILD, "sample", str(SPEC), "-n", str(n), "-o", str(path)]
        started = time.perf_counter()
        command += ["--columns", ",".join(COLUMNS)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
        seconds = time.perf_counter() - started
        if done.returncode != 0:
            raise RuntimeError(f"pzc sample -n {n} failed: {done.stderr}")
        return {
            "patients": n,
            "seconds": seconds,
            "peak_bytes": int(done.stdout.splitlines()[-1].split()[-1]),
            "file_bytes": path.stat().st_size,
        }


def tell_peak() -> None:
    """Print the peak memory of this process in bytes, as its last line.

    Linux counts the memory of the parent before `exec` into what `getrusage` tells, so there the system is asked.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
        print("peak", int(line.split()[1]) * 1024)
    else:
        scale = 1 if sys.platform == "darwin" else 1024
        print("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * scale)


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
