"""A file that is written in pieces and appears whole, under its name, or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from pzdsl.errors import FileProblem

PART = ".part"


@contextmanager
def atomic_file(path: Path) -> Iterator[BinaryIO]:
    """A handle to write to; renamed to `path` when the block ends well, deleted when it does not."""
    # named before it is made: an interrupt between the two would leave a file that nobody knows
    temporary = path.parent / f".{path.name}.{secrets.token_hex(6)}{PART}"
    try:
        if path.is_dir():
            raise FileProblem(f"{path} is a folder; name a file")
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("xb") as handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(temporary, path)
        _sync_folder(path.parent)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        raise FileProblem(f"{path} cannot be written: {error.strerror or error}") from error
    finally:
        with suppress(OSError):  # after a rename there is nothing left of it
            temporary.unlink()


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    with atomic_file(path) as handle:
        handle.write(data)


def delete_leftovers(path: Path) -> None:
    """Delete what a killed process left of a file that it was writing."""
    for leftover in path.parent.glob(f".{path.name}.*{PART}"):
        with suppress(OSError):
            leftover.unlink()


def _sync_folder(folder: Path) -> None:
    """So that the new name survives a loss of power; not every system can."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
