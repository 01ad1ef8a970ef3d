"""The journal of a run of `generate`: what was asked for, what is finished, and what it consists of.

It is written anew, whole, after each file, so a run that was stopped goes on after the last of them. It holds
no time and no machine: the same request gives the same bytes.
"""

from __future__ import annotations

import hashlib
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pzdsl.atomic import atomic_file
from pzdsl.errors import FileProblem, UsageError
from pzdsl.output.shards import Shard
from pzdsl.plan.solution import Solution

FORMAT: Literal[1] = 1


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class StageTally(_Part):
    """One stage of the records of a file, where a language model was asked."""

    records: int = 0
    at_once: int = 0  # whose first reply was accepted
    accepted: int = 0  # written by the model in the end; the others by the built-in renderer
    attempts: int = 0
    problems: dict[str, int] = Field(default_factory=dict)  # what was wrong with replies, by kind


class FileEntry(_Part):
    """One finished file: patients `first` to `first + patients - 1`, a record a line."""

    name: str
    first: int
    patients: int
    bytes: int
    sha256: str
    draws: int  # patients that were drawn and mostly rejected, to get these
    text_attempts: int = 0  # stages written, repeats included
    problems: dict[str, int] = Field(default_factory=dict)  # what verification found in the text, by kind
    without_text: list[int] = Field(default_factory=list)  # patients whose text never passed, and was left out
    stages: dict[str, StageTally] = Field(default_factory=dict)  # where a language model was asked


class StratumEntry(_Part):
    """One stratum of a quota; `share` of the patients in any stratum."""

    name: str
    patients: int
    share: float
    weight: float | None = None


class QuotaEntry(_Part):
    """How a quota was met. `shares_within`: how far a share may be off, but for one case in 1e9."""

    digest: str
    shares_within: float
    strata: list[StratumEntry]


class SpecEntry(_Part):
    """What was made of one specification."""

    name: str
    label: str
    status: str
    plan: str  # the plan's digest
    sources: dict[str, str]  # each text that went in, with its hash
    first: int
    patients: int
    solution: Solution | None = None
    quota: QuotaEntry | None = None
    outline: dict[str, Any] | None = None  # as a language model worded it, with how it came to that
    files: list[FileEntry] = Field(default_factory=list)


class ToldRequest(_Part):
    """Which language model words the text, and what its replies are held against; not where it is."""

    model: str
    attempts: int
    prompts: dict[str, str]  # stage: hash
    checks: list[str]
    verifier: str = ""  # hash of the entailment model


class Request(_Part):
    """What decides the bytes of every file."""

    patients: int
    seed: int
    shard: str
    per_file: int
    text: bool
    where: str | None = None
    reference_date: str | None = None
    quota: str | None = None
    by: str | None = None
    told: ToldRequest | None = None


class Manifest(_Part):
    """The whole journal."""

    manifest: Literal[1] = FORMAT
    complete: bool = False
    compiler: str
    engine: str
    versions: dict[str, str]
    request: Request
    specs: list[SpecEntry]


def manifest_name(shard: Shard) -> str:
    """Each shard keeps its own journal, so that several may write into one folder at once."""
    return "manifest.json" if shard.count == 1 else f"manifest-{shard.index}-of-{shard.count}.json"


def versions() -> dict[str, str]:
    """Of what decides the last bits of a number."""
    found = {"python": platform.python_version()}
    for package in ("numpy", "scipy"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "unknown"
    return found


def dump_manifest(path: Path, manifest: Manifest) -> None:
    """Write the journal, whole or not at all."""
    with atomic_file(path) as handle:
        handle.write(orjson.dumps(manifest.model_dump(mode="json"), option=orjson.OPT_INDENT_2) + b"\n")


def load_manifest(path: Path) -> Manifest | None:
    """The journal of an earlier run, None if there is none; raises FileProblem where it is damaged."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except NotADirectoryError:
        raise FileProblem(f"{path.parent} is a file; name a folder") from None
    except OSError as error:
        raise FileProblem(f"{path} cannot be read: {error.strerror or error}") from error
    try:
        return Manifest.model_validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise FileProblem(
            f"{path} is damaged or of another version ({where + ': ' if where else ''}{first['msg']}); "
            "choose another folder, or delete it to begin anew"
        ) from None


def check_same(old: Manifest, new: Manifest, path: Path) -> None:
    """Raises UsageError where a folder was begun with something else than what is asked for now."""
    differences = list(_differences(old, new))
    if differences:
        raise UsageError(
            f"{path} belongs to another run: " + "; ".join(differences) + ". "
            "Choose another folder, or ask for the same again to go on"
        )


def _differences(old: Manifest, new: Manifest) -> list[str]:
    before, now = old.request.model_dump(), new.request.model_dump()
    told = before.pop("told") or {}, now.pop("told") or {}
    found = [f"{key.replace('_', '-')} was {before[key]}, now {now[key]}" for key in before if before[key] != now[key]]
    for key in sorted(told[0].keys() | told[1].keys()):
        if (was := told[0].get(key)) != (is_now := told[1].get(key)):
            found.append(f"{_TOLD[key]} was {_short(was)}, now {_short(is_now)}")
    for key in ("compiler", "engine"):
        if getattr(old, key) != getattr(new, key):
            found.append(f"{key} was {getattr(old, key)}, now {getattr(new, key)}")
    for key in new.versions:
        if old.versions.get(key) != new.versions[key]:
            found.append(f"{key} was {old.versions.get(key)}, now {new.versions[key]}")
    old_names, new_names = [s.name for s in old.specs], [s.name for s in new.specs]
    if old_names != new_names:
        found.append(f"it holds {', '.join(old_names)}, and you ask for {', '.join(new_names)}")
    else:
        changed = [b.name for a, b in zip(old.specs, new.specs, strict=True) if a.plan != b.plan]
        found += [f"the specification `{name}` has changed since" for name in changed]
    return found


_TOLD = {
    "model": "the language model",
    "attempts": "attempts",
    "prompts": "the prompts' text",
    "checks": "what replies are held against",
    "verifier": "the entailment model",
}


def _short(value: object) -> str:
    if isinstance(value, dict):
        return "another"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "none" if value in (None, "") else str(value)[:60]


def hash_file(path: Path) -> tuple[int, str]:
    """Size and SHA-256 of a file; raises FileProblem."""
    digest, size = hashlib.sha256(), 0
    try:
        with path.open("rb") as handle:
            while block := handle.read(1 << 20):
                digest.update(block)
                size += len(block)
    except OSError as error:
        raise FileProblem(f"{path} cannot be read: {error.strerror or error}") from error
    return size, digest.hexdigest()
