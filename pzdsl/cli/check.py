"""`pzc check`: what is wrong with a specification, and how to mend it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How diagnostics are written."""

    text = "text"
    json = "json"
    sarif = "sarif"
    junit = "junit"
    annotations = "annotations"


def check(
    files: Annotated[list[Path], typer.Argument(help="Specifications (.pz), or folders of them.")],
    format: Annotated[Format, typer.Option(help="How to write what is found.")] = Format.text,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
    frozen: Annotated[bool, typer.Option("--frozen", help="Refuse libraries that pz.lock does not name.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing where all is well.")] = False,
    prove: Annotated[
        bool,
        typer.Option("--prove/--no-prove", help="Also prove that patients exist, and that nothing is in vain."),
    ] = True,
    fix: Annotated[bool, typer.Option("--fix", help="Make the fixes that can only have been meant.")] = False,
    unsafe: Annotated[bool, typer.Option("--unsafe", help="With --fix or --diff: the other fixes too.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; show what --fix would change.")] = False,
) -> None:
    """Check syntax, names, units, tables, shares and sources, then what follows from them."""
    from pzdsl.cli.checking import run_check

    code = run_check(files, format, strict, frozen, quiet, prove, fix, unsafe, diff)
    if code:
        raise typer.Exit(code)
