"""Labelled pairs: read from a folder, checked, kept apart from test sets, split by whole groups."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from pzdsl.errors import FileProblem

LABELS: tuple[str, str, str] = ("entailment", "neutral", "contradiction")  # the order of our own models' outputs

_LONGEST_LINE = 100_000
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Pair:
    """A premise, a hypothesis, and what holds between them; `source` is the file it came from, `group` its set."""

    premise: str
    hypothesis: str
    label: str
    source: str = ""
    group: str = ""
    kind: str = ""
    typed: bool = False  # a kind that rules decide: numbers, doses, sides …

    def normal(self) -> tuple[str, str]:
        """What is compared to find the same pair twice: the words alone."""
        return " ".join(_WORD.findall(self.premise.lower())), " ".join(_WORD.findall(self.hypothesis.lower()))


def read_pairs(path: Path) -> list[Pair]:
    """The pairs of a file `*.jsonl` or `*.jsonl.gz`, or of all such files of a folder, in the order of their names.

    Each line has `premise`, `hypothesis`, `label`; optional are `id` (pairs of one set share it) and `kind`.

    Raises:
        FileProblem: there is nothing there, or a line is not a pair; it says which.
    """
    if path.is_dir():
        files = sorted(p for p in path.iterdir() if p.name.endswith((".jsonl", ".jsonl.gz")))
        if not files:
            raise FileProblem(f"{path} holds no .jsonl or .jsonl.gz file")
        return [pair for file in files for pair in read_pairs(file)]
    try:
        with _opened(path) as lines:
            return list(_pairs(lines, path.name.removesuffix(".gz").removesuffix(".jsonl")))
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise FileProblem(f"{path} cannot be read: {error}") from None


def _opened(path: Path) -> IO[str]:
    return gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8")


def _pairs(lines: Iterable[str], source: str) -> Iterator[Pair]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            if len(line) > _LONGEST_LINE:
                raise ValueError(f"longer than {_LONGEST_LINE:,} characters")
            found = json.loads(line)
            premise, hypothesis, label = found["premise"], found["hypothesis"], found["label"]
            if not (isinstance(premise, str) and isinstance(hypothesis, str)):
                raise ValueError("premise and hypothesis must be text")
            if label not in LABELS:
                raise ValueError(f"label must be one of {', '.join(LABELS)}, not {label!r}")
        except (ValueError, KeyError, TypeError) as error:
            raise FileProblem(f"{source}, line {number}: not a labelled pair: {error}") from None
        group = found.get("id", found.get("set", premise))
        yield Pair(
            premise,
            hypothesis,
            label,
            source,
            f"{source}#{group}",
            str(found.get("kind", "")),
            bool(found.get("typed", False)),
        )


def without(pairs: Sequence[Pair], held_out: Iterable[Pair]) -> list[Pair]:
    """The pairs that no held-out set has, by their words; and each of them once."""
    seen = {pair.normal() for pair in held_out}
    kept = []
    for pair in pairs:
        normal = pair.normal()
        if normal not in seen:
            seen.add(normal)
            kept.append(pair)
    return kept


def split(pairs: Sequence[Pair], share: float, seed: int = 0) -> tuple[list[Pair], list[Pair]]:
    """The pairs in two parts, `share` of the groups in the second; a group is never torn."""
    larger: list[Pair] = []
    smaller: list[Pair] = []
    for pair in pairs:
        rank = int.from_bytes(hashlib.sha256(f"{seed}:{pair.group}".encode()).digest()[:8], "big") / 2.0**64
        (smaller if rank < share else larger).append(pair)
    return larger, smaller


def digest(pairs: Iterable[Pair]) -> str:
    """A hash over pairs and labels, in their order: what a model says it was trained on."""
    found = hashlib.sha256()
    for pair in pairs:
        found.update(json.dumps([pair.premise, pair.hypothesis, pair.label]).encode())
    return found.hexdigest()
