"""Which patients a run is about: a share of the whole, and the files that hold it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pzdsl.errors import UsageError


@dataclass(frozen=True, slots=True)
class Shard:
    """The `index`-th of `count` shares of a cohort, counted from 1; a share is a run of neighbors."""

    index: int
    count: int

    def patients(self, n: int) -> range:
        """The numbers of its patients, of a cohort of n."""
        return range(n * (self.index - 1) // self.count, n * self.index // self.count)

    def __str__(self) -> str:
        return f"{self.index}/{self.count}"


ALL = Shard(1, 1)


def parse_shard(text: str | None) -> Shard:
    """`3/8`; None is all of it. Raises UsageError."""
    if text is None:
        return ALL
    match = re.fullmatch(r"\s*(\d{1,9})\s*/\s*(\d{1,9})\s*", text)
    if match is None or not 1 <= int(match[1]) <= int(match[2]):
        raise UsageError(f"`{text}` is no shard; write e.g. 3/8, from 1/8 to 8/8")
    return Shard(int(match[1]), int(match[2]))


def pieces(patients: range, size: int) -> Iterator[range]:
    """A range in pieces of at most `size`, in order."""
    for first in range(patients.start, patients.stop, size):
        yield range(first, min(first + size, patients.stop))
