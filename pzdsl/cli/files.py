"""Which files a command is about."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pzdsl.errors import FileProblem


def pz_files(paths: Sequence[Path]) -> list[Path]:
    """The files that were named, and each `.pz` file below the folders that were."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*.pz") if not any(part.startswith(".") for part in p.parts[1:]))
            if not inside:
                raise FileProblem(f"{path} holds no .pz file")
            found.extend(inside)
        elif not path.exists():
            raise FileProblem(f"{path} does not exist; check the path")
        else:
            found.append(path)
    return list(dict.fromkeys(found))


def compilable(paths: Sequence[Path]) -> list[Path]:
    """The specifications below folders, and what was named itself: `.pz` files or artefacts."""
    return list(dict.fromkeys(p for path in paths for p in (pz_files([path]) if path.is_dir() else [path])))
