"""`pzc doc`: a spec as a page that a clinician can read and sign."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def doc(
    spec: Annotated[Path, typer.Argument(help="A specification (.pz) or an artefact (.json).")],
    out: Annotated[Path | None, typer.Option(help="The page to write; beside the spec if not given.")] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Without the section on moved numbers, which takes seconds.")
    ] = False,
) -> None:
    """Write a spec as a two-column page: prose, tables with their sources, drift, a place to sign."""
    from pzdsl.atomic import write_atomically
    from pzdsl.compiler import compile_file
    from pzdsl.document import page_of
    from pzdsl.plan.artifact import plan_digest
    from pzdsl.proofs.drift import drift_of
    from pzdsl.proofs.drift_page import shown

    plan = compile_file(spec)
    moved = None if quick else [one for one in drift_of(plan) if shown(one)]
    path = out or spec.with_suffix(".html")
    write_atomically(path, page_of(plan, plan_digest(plan), moved).encode())
    print(f"{path} written")
