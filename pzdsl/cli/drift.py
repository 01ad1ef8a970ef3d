"""`pzc drift`: what becomes of each cited number, and a gate on it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How the numbers are written."""

    text = "text"
    json = "json"


def drift(
    spec: Annotated[Path, typer.Argument(help="A specification (.pz) or an artefact (.json).")],
    where: Annotated[str | None, typer.Option(help="Also among the patients for whom this holds.")] = None,
    max_drift: Annotated[
        str | None, typer.Option(help="A gate: the most that constraints may move a cited share, e.g. 1pp.")
    ] = None,
    all: Annotated[bool, typer.Option("--all", help="Also what did not move, was assumed, or is a library's.")] = False,
    format: Annotated[Format, typer.Option(help="Text for people, or JSON.")] = Format.text,
) -> None:
    """Each cited number as written, in the population, compiled, and selected; with the constraint that moved it."""
    from pzdsl.compiler import compile_file
    from pzdsl.proofs.drift import drift_of
    from pzdsl.proofs.drift_page import gate_of, is_over, render_json, render_text, shown
    from pzdsl.where import parse_where

    limit = None if max_drift is None else gate_of(max_drift)
    plan = compile_file(spec)
    moved = drift_of(plan, parse_where(where, plan) if where is not None else None)
    over = [one for one in moved if limit is not None and is_over(one, limit)]
    rows = moved if all else [one for one in moved if shown(one) or one in over]
    if format is Format.json:
        print(render_json(plan.name, rows, limit, over))
    else:
        print(render_text(plan.name, rows, len(moved), where is not None, limit, over))
    if over:
        raise typer.Exit(3)
