"""`pzc new`: a spec to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def new(
    path: Annotated[
        Path, typer.Argument(help="The file to write, e.g. specs/knee_pain.pz; its name names the disease.")
    ],
    label: Annotated[str | None, typer.Option(help="What people read; the name in words if not given.")] = None,
    code: Annotated[str | None, typer.Option(help="A code of the disease, e.g. ICD10CM#M25.561.")] = None,
) -> None:
    """Write a new spec that checks clean, has tests, and names each number as a placeholder."""
    from pzdsl.atomic import write_atomically
    from pzdsl.errors import UsageError
    from pzdsl.scaffold import spec_text

    if path.suffix != ".pz":
        raise UsageError(f"{path} is no spec: its name ends in .pz")
    if path.exists():
        raise UsageError(f"{path} exists: name another file")
    text = spec_text(path.stem, label or path.stem.replace("_", " ").capitalize(), code, path.parent)
    write_atomically(path, text.encode())
    placeholders = text.count('assumed "placeholder"')
    print(f"{path} written: {placeholders} numbers are placeholders. Next:")
    print(f"    pzc check {path}")
    print(f"    pzc show {path}")
