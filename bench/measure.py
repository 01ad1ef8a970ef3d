"""Measures what `docs/measurements` quotes.

    python -m bench.measure                 every figure, in full
    python -m bench.measure priors speed    some of them
    python -m bench.measure --small         with few patients: only to see that it works; writes nothing

Each figure is a file of `bench/figures`. Its numbers go to `docs/measurements/NAME.json` with what they were measured
on; `docs/measurements/README.md` is made from these files alone.
"""

from __future__ import annotations

import json
import platform
import sys
import time
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import numpy
import scipy

import bench.figures
from bench.specs import ROOT
from pzdsl.version import VERSION

OUT = ROOT / "docs" / "measurements"
FIRST = ("constraints", "priors", "determinism", "claims", "speed")  # the order of reading; others follow by name


def figures() -> list[str]:
    """The names of all figures."""
    found = {module.name for module in iter_modules(bench.figures.__path__)}
    return [name for name in FIRST if name in found] + sorted(found - set(FIRST))


def machine() -> dict[str, Any]:
    """What the figures depend on, in neutral words."""
    return {
        "processor": _processor(),
        "system": f"{platform.system()} on {platform.machine()}",
        "python": platform.python_version(),
        "numpy": numpy.__version__,
        "scipy": scipy.__version__,
        "pzdsl": VERSION,
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown"
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or "unknown"


def measure(name: str, full: bool) -> dict[str, Any]:
    """One figure with its circumstances."""
    module = import_module(f"bench.figures.{name}")
    started = time.perf_counter()
    result = module.measure(full)
    return {
        "figure": name,
        "title": module.TITLE,
        "date": datetime.now(UTC).date().isoformat(),
        "seconds": round(time.perf_counter() - started, 1),
        "machine": machine(),
        "result": result,
    }


def page() -> str:
    """The tables of all figures that have been measured."""
    parts = [
        "# Measurements\n\nMade by `make measure`, which takes some minutes; do not edit. Each table is made from the"
        " JSON file named below it.\nSeeds are fixed, so everything but the speeds comes out the same again.\n"
    ]
    for name in figures():
        path = OUT / f"{name}.json"
        if not path.is_file():
            continue
        kept = json.loads(path.read_text(encoding="utf-8"))
        module = import_module(f"bench.figures.{name}")
        on = kept["machine"]
        parts.append(
            f"## {module.TITLE}\n\n{module.table(kept['result']).strip()}\n\n"
            f"[`{name}.json`]({name}.json), {kept['date']}, {kept['seconds']:.0f} s; {on['processor']}, "
            f"Python {on['python']}, NumPy {on['numpy']}, SciPy {on['scipy']}, pzdsl {on['pzdsl']}.\n"
        )
    return "\n".join(parts)


def main(arguments: list[str]) -> int:
    """Measure what is named, or everything."""
    full = "--small" not in arguments
    names = [argument for argument in arguments if not argument.startswith("-")] or figures()
    unknown = set(names) - set(figures())
    if unknown:
        print(f"there is no figure {', '.join(sorted(unknown))}; there are {', '.join(figures())}", file=sys.stderr)
        return 2
    for name in names:
        kept = measure(name, full)
        module = import_module(f"bench.figures.{name}")
        print(f"{module.TITLE} ({kept['seconds']:.0f} s)\n\n{module.table(kept['result'])}\n", flush=True)
        if full:
            OUT.mkdir(parents=True, exist_ok=True)
            (OUT / f"{name}.json").write_text(json.dumps(kept, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if full:
        (OUT / "README.md").write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
