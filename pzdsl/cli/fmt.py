"""`pzc fmt`: the canonical layout of a specification."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def fmt(
    files: Annotated[list[Path], typer.Argument(help="Specifications (.pz), or folders of them.")],
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit 1 where a file would change.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Write nothing; show what would change.")] = False,
) -> None:
    """Lay out specifications canonically; comments and meaning stay."""
    import difflib

    from pzdsl.atomic import write_atomically
    from pzdsl.cli.files import pz_files
    from pzdsl.semantics import read_source
    from pzdsl.syntax import format_source

    changed = 0
    paths = pz_files(files)
    for path in paths:
        source = read_source(path)
        wanted = format_source(source)
        if wanted == source.text:
            continue
        changed += 1
        if diff:
            before, after = source.text.splitlines(True), wanted.splitlines(True)
            print("".join(difflib.unified_diff(before, after, f"{path}", f"{path} (formatted)")), end="")
        elif check:
            print(f"{path} would change")
        else:
            write_atomically(path, wanted.encode())
            print(f"{path} formatted")
    if not changed:
        print(f"{len(paths)} {'file is' if len(paths) == 1 else 'files are'} in canonical layout")
    elif check or diff:
        raise typer.Exit(1)
