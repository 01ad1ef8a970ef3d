"""`pzc build`: specifications to artefacts, which are data and can be sampled without their sources."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def build(
    files: Annotated[list[Path], typer.Argument(help="Specifications (.pz), or folders of them.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Where the artefacts go.")] = Path("compiled"),
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 3 where an artefact is stale.")] = False,
) -> None:
    """Write compiled/NAME.json for each disease; libraries are part of the diseases that include them."""
    from pzdsl.atomic import write_atomically
    from pzdsl.cli.files import pz_files
    from pzdsl.compiler import compile_file
    from pzdsl.plan.artifact import dump_plan
    from pzdsl.solve.solution import solve

    stale: list[Path] = []
    paths = pz_files(files)
    for path in paths:
        plan = compile_file(path)
        if plan.kind == "library":
            continue
        target, data = out / f"{plan.name}.json", dump_plan(plan, solve(plan))
        fresh = target.is_file() and target.read_bytes() == data
        if check:
            if not fresh:
                why = "is stale" if target.is_file() else "does not exist"
                print(f"{target} {why}; run `pzc build {path}`")
                stale.append(target)
        elif fresh:
            print(f"{target} is current")
        else:
            write_atomically(target, data)
            print(f"{target} written, {len(plan.variables)} variables, {len(plan.constraints)} constraints")
    if stale:
        raise typer.Exit(3)
    if check:
        print(f"{len(paths)} {'artefact is' if len(paths) == 1 else 'artefacts are'} current")
