"""Whom a command talks to: a patient drawn from a specification, or one whose record was written before."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pzdsl.errors import ArtefactError, FileProblem, UsageError

if TYPE_CHECKING:
    from pzdsl.plan.plan import Plan
    from pzdsl.stages.patient import Patient

_LONGEST_RECORD = 20_000_000  # bytes of one line


def is_record_file(path: Path) -> bool:
    """Whether a file holds records, by its name or, for .json, by what it says."""
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        return True
    if path.suffix.lower() != ".json" or not path.is_file():
        return False
    with path.open("rb") as handle:
        return b'"schema_version"' in handle.read(4096)


def record_at(path: Path, number: int) -> dict[str, Any]:
    """The record at a place of a file, from 0 on; raises FileProblem."""
    import orjson

    try:
        with path.open("rb") as handle:
            if path.suffix.lower() == ".json":
                found = orjson.loads(handle.read(_LONGEST_RECORD))
                some = found if isinstance(found, list) else [found]
                record = some[number] if number < len(some) else None
            else:
                record, at = None, 0
                while line := handle.readline(_LONGEST_RECORD):
                    if line.strip():
                        if at == number:
                            record = orjson.loads(line)
                            break
                        at += 1
    except orjson.JSONDecodeError as error:
        raise FileProblem(f"{path}: record {number} is no JSON: {error}") from None
    except OSError as error:
        raise FileProblem(f"{path} cannot be read: {error.strerror or error}") from None
    if record is None:
        raise FileProblem(f"{path} has no record {number}; they are counted from 0")
    if not isinstance(record, dict):
        raise FileProblem(f"{path}: record {number} is no object")
    return record


def spec_of_record(record: Mapping[str, Any], path: Path) -> Path:
    """The specification that a record says it comes from, below the working folder or the record's own; UsageError."""
    made = record.get("provenance")
    files = made.get("files") if isinstance(made, Mapping) else None
    names = [name for name in files if isinstance(name, str)] if isinstance(files, Mapping) else []
    spec = record.get("spec")
    wanted = spec.get("name") if isinstance(spec, Mapping) else None
    for name in sorted(names, key=lambda name: Path(name).stem != wanted):
        relative = Path(name)
        if relative.suffix != ".pz" or relative.is_absolute() or ".." in relative.parts:
            continue  # a record is data from anywhere: it names nothing outside
        for folder in (Path(), path.parent, *path.resolve().parents[1:3]):
            found = folder / relative
            if found.is_file() and _is_disease(found):
                return found
    raise UsageError(f"where is the specification that {path} comes from? Name it with --spec")


def _is_disease(path: Path) -> bool:
    text = path.read_text("utf-8", errors="replace")
    return any(line.lstrip().startswith("disease ") for line in text.splitlines())


def patient_at(
    source: Path, *, spec: Path | None, seed: int, number: int, where: str | None
) -> tuple[Plan, Patient, dict[str, Any] | None]:
    """The plan and the patient to talk to, and the record where one was read; raises PzError."""
    from pzdsl.compiler import compile_file
    from pzdsl.dialogue.patients import patient_of_record, patient_of_spec

    if is_record_file(source):
        if where is not None:
            raise UsageError("--where draws from a specification; a record is who it is")
        record = record_at(source, number)
        plan = compile_file(spec if spec is not None else spec_of_record(record, source))
        return plan, patient_of_record(record, plan), record
    if spec is not None:
        raise UsageError("--spec says where a record comes from; this is no record")
    try:
        plan = compile_file(source)
    except ArtefactError as error:
        if source.suffix.lower() != ".json":
            raise
        raise FileProblem(f"{error}; nor is it a record, which says its `schema_version` first") from None
    return plan, patient_of_spec(plan, seed, number, where), None
