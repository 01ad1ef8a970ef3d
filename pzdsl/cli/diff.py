"""`pzc diff`: what changed between two versions of a spec, in writing and among the patients."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How the changes are written."""

    text = "text"
    json = "json"


def diff(
    old: Annotated[Path, typer.Argument(help="The version before: .pz or an artefact (.json).")],
    new: Annotated[Path, typer.Argument(help="The version after.")],
    quick: Annotated[bool, typer.Option("--quick", help="Only what is written; nothing is computed.")] = False,
    max_shift: Annotated[
        str | None, typer.Option(help="A gate: the most that a share may surely move, e.g. 1pp.", metavar="PP")
    ] = None,
    format: Annotated[Format, typer.Option(help="Text for people, or JSON.")] = Format.text,
) -> None:
    """Which numbers, rules and texts changed, and how far the patients moved."""
    from pzdsl.changes import changes, render_json, render_text, shifts
    from pzdsl.compiler import compile_file
    from pzdsl.errors import UsageError
    from pzdsl.proofs.drift_page import gate_of

    if quick and max_shift is not None:
        raise UsageError("--max-shift needs what --quick leaves out: give one of them")
    limit = None if max_shift is None else gate_of(max_shift, "--max-shift")
    before, after = compile_file(old), compile_file(new)
    written = changes(before, after)
    moved = [] if quick else shifts(before, after)
    render = render_json if format is Format.json else render_text
    print(render(str(old), str(new), written, moved))
    over = [s for s in moved if limit is not None and s.number.statistic == "share" and s.surely > limit]
    if over:
        if format is Format.text:
            print(f"{len(over)} shares moved by more than {max_shift}")
        raise typer.Exit(3)
