"""A compiled artefact: the plan as JSON with the hash of its own content; data, never code.

The bytes are a function of the plan alone. On load everything is validated: the format, the hash, every field.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError

from pzdsl.errors import ArtefactError, FileProblem
from pzdsl.plan.plan import FORMAT, Plan
from pzdsl.plan.solution import Solution

LARGEST_BYTES = 64_000_000


def dump_plan(plan: Plan, solution: Solution | None = None) -> bytes:
    """The artefact of a plan: canonical JSON, the same bytes for the same plan; `solution`: how it is solved."""
    content = _pruned(plan.model_dump(mode="json"))
    document: dict[str, Any] = {"artefact": "pzdsl plan", "sha256": _digest(content)}
    if solution is not None:
        document["solution"] = _pruned(solution.model_dump(mode="json"))
        document["solution_sha256"] = _digest([document["sha256"], document["solution"]])
    document["plan"] = content
    return orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n"


def load_plan(data: bytes, name: str) -> Plan:
    """The plan of an artefact; raises ArtefactError where it is damaged, edited, or of another format."""
    return load_artefact(data, name)[0]


def load_artefact(data: bytes, name: str) -> tuple[Plan, Solution | None]:
    """The plan of an artefact and how it is solved, if that was written; raises ArtefactError as `load_plan` does."""
    if len(data) > LARGEST_BYTES:
        raise ArtefactError(f"{name} is {len(data) / 1e6:.0f} MB, too large for an artefact")
    try:
        document = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise ArtefactError(f"{name} is no JSON ({error}); run `pzc build` to write it anew") from None
    if not isinstance(document, dict) or document.get("artefact") != "pzdsl plan" or "plan" not in document:
        raise ArtefactError(f"{name} is no artefact of pzc; give a .pz file or what `pzc build` wrote")
    content = document["plan"]
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise ArtefactError(f"{name} has another format than {FORMAT}; run `pzc build` with this version of pzc")
    if document.get("sha256") != _digest(content):
        raise ArtefactError(
            f"{name} was edited or damaged: its content has another hash than it says; run `pzc build` to write it anew"
        )
    solution = document.get("solution")
    if solution is not None and document.get("solution_sha256") != _digest([document["sha256"], solution]):
        raise ArtefactError(f"{name}: what it says of its solution was edited; run `pzc build` to write it anew")
    try:
        solved = None if solution is None else Solution.model_validate_json(orjson.dumps(solution))
        return Plan.model_validate_json(orjson.dumps(content)), solved
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ArtefactError(f"{name} does not hold a plan: {where}: {first['msg']}") from None


def read_artefact(path: Path) -> Plan:
    """Load an artefact from a file."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise FileProblem(f"{path} does not exist; check the path, or run `pzc build`") from None
    except OSError as error:
        raise FileProblem(f"{path} cannot be read: {error.strerror or error}") from error
    return load_plan(data, str(path))


def plan_digest(plan: Plan) -> str:
    """The hash that names a plan: of its content, without the file it may lie in."""
    return _digest(_pruned(plan.model_dump(mode="json")))


def _digest(content: Any) -> str:
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


def _pruned(value: Any) -> Any:
    """Without what says nothing: None, empty lists and empty maps."""
    if isinstance(value, dict):
        pruned = {k: _pruned(v) for k, v in value.items()}
        return {k: v for k, v in pruned.items() if v is not None and v != [] and v != {}}
    if isinstance(value, list):
        return [_pruned(v) for v in value]
    return value
