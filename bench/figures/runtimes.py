"""The verifier through torch, ONNX in 32 bits and ONNX in 8 bits."""

from __future__ import annotations

import json
import os
import subprocess
from typing import Any

from bench.specs import ROOT
from pzdsl.entailment.folder import default_folder
from pzdsl.entailment.speed import SIZES

TITLE = "The verifier's runtimes: torch, 32 bits, 8 bits"
PYTHON = "PZDSL_EXPORT_PYTHON"  # an interpreter with the extra `export`: torch is in no other environment
TRAINED = "PZDSL_TRAINED"  # the trained model, in the format of transformers
BEFORE = ROOT / "docs" / "measurements" / "runtimes.json"


def measure(full: bool) -> dict[str, Any]:
    """A run in another environment, or what such a run has found before."""
    python, trained = os.environ.get(PYTHON), os.environ.get(TRAINED)
    if not python or not trained or not full:
        return dict(json.loads(BEFORE.read_text("utf-8"))["result"]) if BEFORE.exists() else {}
    command = [python, "-m", "bench.nli.runtimes", trained, str(default_folder())]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return dict(json.loads(done.stdout.splitlines()[-1]))


def table(result: dict[str, Any]) -> str:
    """One row a runtime."""
    if not result:
        return f"Not measured: set {PYTHON} and {TRAINED}.\n"
    lines = [
        "One process, two cores, the three in turn; pairs a second by how many are asked at once. Measured only where"
        f" `{PYTHON}`\nand `{TRAINED}` name an environment with torch and the trained model.\n",
        "| runtime | MB | " + " | ".join(str(size) for size in SIZES) + " | logit from torch, at most | same label |",
        "|---|--:|" + "--:|" * (len(SIZES) + 2),
    ]
    for name, rates in result["pairs per second"].items():
        size = result["bytes"].get(name)
        shown = " | ".join(f"{rate:,.0f}" for rate in rates.values())
        off, same = result["largest difference of a logit from torch"][name], result["same label as torch"][name]
        lines.append(f"| {name} | {'' if size is None else f'{size / 1e6:.0f}'} | {shown} | {off:.1e} | {same:.1%} |")
    return "\n".join((*lines, ""))
