"""Records as they are finished, in any order, on disk at once: what is in the journal is never asked for again.

A line is a checksum, how many patients were drawn to get this one, and the record. What a killed process left half
written has no checksum that fits, and is cut off. Memory holds where each record lies, and no record.
"""

from __future__ import annotations

import hashlib
import os
from array import array
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import orjson

from pzdsl.errors import FileProblem

_CHECK = 32  # hexadecimal digits of a line's checksum


class Journal:
    """The finished records of one file of a cohort. Close it; `delete` it when its file is whole."""

    def __init__(self, path: Path, first: int, patients: int) -> None:
        """Opens what an earlier run left, or begins anew.

        Raises:
            FileProblem: it cannot be read or written.
        """
        self.path, self._first = path, first
        self._starts = array("q", [-1]) * patients
        self._lengths = array("q", [0]) * patients
        self.draws = 0
        self.finished = 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
            _lock(self._file, path)
            self._end = self._read()
            os.ftruncate(self._file, self._end)
            os.lseek(self._file, self._end, os.SEEK_SET)
        except OSError as error:
            raise FileProblem(f"{path} cannot be written: {error.strerror or error}") from error

    def __contains__(self, number: int) -> bool:
        return self._starts[number - self._first] >= 0

    @property
    def complete(self) -> bool:
        """Whether all records of the file are there."""
        return self.finished == len(self._starts)

    def add(self, number: int, draws: int, record: bytes) -> None:
        """Enter a record (one line of JSON without its end); a second one of a patient is an error of ours."""
        assert number not in self, "a patient is written once"
        head = b"%d " % draws
        line = b"".join((_checksum(head, record), b" ", head, record, b"\n"))
        try:
            view = memoryview(line)
            while view:
                view = view[os.write(self._file, view) :]
        except OSError as error:
            raise FileProblem(f"{self.path} cannot be written: {error.strerror or error}") from error
        self._note(number, draws, self._end + len(line) - len(record) - 1, len(record))
        self._end += len(line)

    def sync(self) -> None:
        """Bring everything to the disk, so that it survives a loss of power too."""
        with suppress(OSError):  # not every file system can; a lost line is asked for again
            os.fsync(self._file)

    def records(self) -> Iterator[bytes]:
        """The records in the order of their patients."""
        with self.path.open("rb") as handle:
            for start, length in zip(self._starts, self._lengths, strict=True):
                if start >= 0:
                    handle.seek(start)
                    yield handle.read(length)

    def close(self) -> None:
        """Leave it as it is, for a later run."""
        if self._file >= 0:
            self.sync()
            os.close(self._file)
            self._file = -1

    def delete(self) -> None:
        """Its file is whole: it is no longer needed."""
        self.close()
        with suppress(FileNotFoundError):
            self.path.unlink()

    def _note(self, number: int, draws: int, start: int, length: int) -> None:
        at = number - self._first
        self._starts[at], self._lengths[at] = start, length
        self.draws += draws
        self.finished += 1

    def _read(self) -> int:
        """Takes note of whole lines; gives where the last of them ends."""
        end = at = 0
        with self.path.open("rb") as handle:
            for line in handle:
                at += len(line)
                if self._enter(line, at):
                    end = at
        return end

    def _enter(self, line: bytes, end: int) -> bool:
        try:
            check, draws, record = line[:-1].split(b" ", 2)
            if line[-1:] != b"\n" or check != _checksum(b"%s " % draws, record):
                return False
            number = orjson.loads(record)["provenance"]["number"]
            if not isinstance(number, int) or not 0 <= number - self._first < len(self._starts):
                return False
            if number not in self:
                self._note(number, int(draws), end - 1 - len(record), len(record))
            return True
        except (ValueError, KeyError, TypeError, IndexError):
            return False


def _lock(file: int, path: Path) -> None:
    """Two runs that write one journal would mix their lines; the lock goes with the process, however it ends."""
    try:
        import fcntl
    except ImportError:  # not on every system
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise FileProblem(f"another run is writing {path}; wait for its end, or choose another folder") from None


def _checksum(head: bytes, record: bytes) -> bytes:
    digest = hashlib.blake2b(head, digest_size=_CHECK // 2)
    digest.update(record)
    return digest.hexdigest().encode()
