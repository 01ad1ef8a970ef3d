"""The shipped specifications, analysed and compiled, and work spread over two processes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from pzdsl.compiler import check_file, project_root
from pzdsl.plan import Plan
from pzdsl.plan.lower import lower
from pzdsl.samples import draw as draw_by
from pzdsl.semantics.spec import Spec
from pzdsl.solve import Solved
from pzdsl.version import COMPILER

ROOT = project_root(Path(__file__))
SHIPPED = sorted((ROOT / "specs").glob("*.pz"))
PROCESSES = 2

draw = partial(draw_by, engine=Solved)  # by the engine that the commands use


@dataclass(frozen=True)
class Compiled:
    """One specification before and after lowering."""

    spec: Spec
    plan: Plan


@cache
def compiled(path: Path) -> Compiled:
    """A specification without mistakes."""
    checked = check_file(path)
    checked.report.stop_if_errors()
    assert checked.spec is not None
    return Compiled(checked.spec, lower(checked.spec, COMPILER, lambda name: Path(name).name))


def for_each_spec(measure: Callable[[Path, bool], dict[str, Any]], full: bool) -> dict[str, Any]:
    """What `measure` says of each shipped specification, by name."""
    with ProcessPoolExecutor(PROCESSES) as pool:
        results = pool.map(measure, SHIPPED, [full] * len(SHIPPED))
        return {path.stem: result for path, result in zip(SHIPPED, results, strict=True)}
