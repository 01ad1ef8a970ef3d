"""Finds libraries: first in the project's `priors/`, then in those that come with the package. Reads files."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from pzdsl.diagnostics import Report, Source
from pzdsl.errors import FileProblem

if TYPE_CHECKING:
    from pzdsl.semantics.spec import Spec

LARGEST_BYTES = 2_000_000


def packaged_priors() -> Path:
    """The folder of the priors that come with the package (or stand beside it in a checkout)."""
    inside = Path(__file__).resolve().parent.parent / "_data" / "priors"
    return inside if inside.is_dir() else Path(__file__).resolve().parents[2] / "priors"


def read_source(path: Path, shown_as: str | None = None) -> Source:
    """The text of a file; raises FileProblem with the reason and the way out."""
    name = shown_as or path.as_posix()
    try:
        if path.is_dir():
            raise FileProblem(f"{name} is a folder; name a .pz file in it")
        size = path.stat().st_size
        if size > LARGEST_BYTES:
            raise FileProblem(
                f"{name} is {size / 1e6:.1f} MB; a specification has at most {LARGEST_BYTES / 1e6:.0f} MB. "
                "Is it the right file?"
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise FileProblem(f"{name} does not exist; check the path") from None
    except OSError as error:
        raise FileProblem(f"{name} cannot be read: {error.strerror or error}") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise FileProblem(
            f"{name} is not UTF-8 text (byte {error.start}, line {line}); save it as UTF-8 and try again"
        ) from None
    return Source(name, text.replace("\r\n", "\n").replace("\r", "\n"))


# A token of a text, or what stands between tokens. A locator follows its source, `#` after capitals is a code.
_TOKEN = re.compile(
    r"""(?P<blank>\s+|\#[^\n]*)
      | "(?:\\.|[^"\\\n])*" | '[^'\n]*'
      | (?P<source>@\w+)(?P<place>\s*\[[^\]\n]+\])?
      | [A-Z][A-Z0-9]*\#[A-Za-z0-9.\-]+
      | [\w.]+ | <= | >= | == | != | => | \+- | \*/ | .""",
    re.VERBOSE,
)


def text_hash(text: str) -> str:
    """SHA-256 of a text's tokens, without comments and layout: what a lock and an artefact name."""
    tokens = []
    for m in _TOKEN.finditer(text):
        if m["source"]:
            tokens += [m["source"], (m["place"] or "").strip()]
        elif m["blank"] is None:
            tokens.append(m[0])
    kept = [a for a, b in zip(tokens, [*tokens[1:], ""], strict=True) if not (a == "," and b in ("}", "]"))]
    return hashlib.sha256("\n".join(kept).encode()).hexdigest()


@dataclass
class Priors:
    """The libraries that a compilation may use; each is read and analysed once.

    `locked` maps a library to the hash it must have (`pz.lock`); `frozen` refuses what is not locked.
    """

    roots: Sequence[Path] = ()
    locked: dict[str, str] = field(default_factory=dict)
    frozen: bool = False
    loaded: dict[str, Spec] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)  # libraries with errors: what could be read of them is used
    texts: dict[str, Source] = field(default_factory=dict)
    loading: list[str] = field(default_factory=list)
    report: Report = field(default_factory=Report)

    @staticmethod
    def beside(path: Path) -> Priors:
        """The priors of the project that a file belongs to, and the packaged ones.

        The project is the nearest folder above the file that has a `priors/`, a `pz.toml` or a `pz.lock`.
        """
        import json

        folder = path.resolve().parent
        roots: list[Path] = []
        locked: dict[str, str] = {}
        for candidate in (folder, *folder.parents):
            if any((candidate / mark).exists() for mark in ("priors", "pz.toml", "pz.lock")):
                if (candidate / "priors").is_dir():
                    roots.append(candidate / "priors")
                lock = candidate / "pz.lock"
                if lock.is_file():
                    try:
                        locked = dict(json.loads(lock.read_text("utf-8"))["libraries"])
                    except (ValueError, KeyError, TypeError, OSError) as error:
                        raise FileProblem(f"{lock} is damaged ({error}); run `pzc lock` to write it anew") from None
                break
        return Priors((*roots, packaged_priors()), locked)

    def find(self, library: str) -> Path | None:
        """The file of `us.adult` (`us/adult.pz`), or None."""
        parts = library.split(".")
        if not all(part.isidentifier() for part in parts):
            return None
        for root in self.roots:
            path = root.joinpath(*parts).with_suffix(".pz")
            if path.is_file() and path.resolve().is_relative_to(root.resolve()):
                return path
        return None

    def known(self) -> list[str]:
        """The names of all libraries there are."""
        names = set()
        for root in self.roots:
            for path in root.rglob("*.pz"):
                names.add(".".join(path.relative_to(root).with_suffix("").parts))
        return sorted(names)

    def read(self, library: str, path: Path) -> Source:
        """The text of a library, remembered with its name as people see it."""
        source = read_source(path, "priors/" + library.replace(".", "/") + ".pz")
        self.texts[library] = source
        return source
