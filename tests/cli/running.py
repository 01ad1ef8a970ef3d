"""Runs `pzc` as a user does."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PZC = (sys.executable, "-c", "from pzdsl.cli.main import main; main()")


def pzc(*args: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*PZC, *map(str, args)], cwd=cwd or ROOT, capture_output=True, text=True, timeout=120, check=False
    )
