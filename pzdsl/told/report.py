"""How a run through a language model went: attempts, reasons and acceptance by stage and disease, and what it cost.

Beside the manifest, which only holds what decides the records, since a report also tells of time and money.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from pzdsl.atomic import delete_leftovers, write_atomically
from pzdsl.llm.ledger import Ledger
from pzdsl.output.generate import Tally
from pzdsl.output.manifest import Manifest, SpecEntry, StageTally
from pzdsl.output.shards import Shard
from pzdsl.told.outline import SIGNATURE, STAGE
from pzdsl.told.pipeline import STAGES

FORMAT = 1
_MOST_REASONS = 5


def report_name(shard: Shard) -> str:
    """Each shard keeps its own."""
    return "report.json" if shard.count == 1 else f"report-{shard.index}-of-{shard.count}.json"


def spent_before(folder: Path, shard: Shard) -> float:
    """What earlier runs into a folder have cost, by their report; 0 where there is none."""
    spent = _earlier(folder / report_name(shard)).get("cost", 0.0)
    return float(spent) if isinstance(spent, int | float) and spent >= 0 else 0.0


def dump_report(
    folder: Path, shard: Shard, manifest: Manifest, partly: Mapping[str, Tally], finished: int, ledger: Ledger
) -> None:
    """Write the report, whole or not at all; raises FileProblem."""
    path = folder / report_name(shard)
    report = {
        "report": FORMAT,
        "complete": manifest.complete,
        "records": finished,
        "model": manifest.request.told.model if manifest.request.told is not None else "",
        "specs": [_spec(spec, partly.get(spec.name)) for spec in manifest.specs],
        "notes": notes_of(manifest),
        "spent": _spent(ledger, _earlier(path)),
    }
    delete_leftovers(path)
    write_atomically(path, orjson.dumps(report, option=orjson.OPT_INDENT_2) + b"\n")


def stages_of(spec: SpecEntry, partly: Tally | None = None) -> dict[str, StageTally]:
    """The stages of all files of a spec together, in the order of writing."""
    parts = [file.stages for file in spec.files] + ([partly.stages] if partly is not None else [])
    found: dict[str, StageTally] = {}
    for name in STAGES:
        total = StageTally()
        for part in parts:
            if (one := part.get(name)) is not None:
                total.records += one.records
                total.at_once += one.at_once
                total.accepted += one.accepted
                total.attempts += one.attempts
                for kind, n in one.problems.items():
                    total.problems[kind] = total.problems.get(kind, 0) + n
        if total.records:
            found[name] = total
    return found


def notes_of(manifest: Manifest) -> list[str]:
    """What a reader should know before trusting the text."""
    notes = []
    for spec in manifest.specs:
        outline = spec.outline
        if outline is None or outline["attempts"] < SIGNATURE:
            continue
        fell_back = (outline["author"] or {}).get("writer") == "renderer"
        notes.append(
            f"failure signature: the outline of {spec.name} took {outline['attempts']} attempts"
            f"{' and was never accepted' if fell_back else ''} ({_reasons(_kinds(outline['problems']))}). "
            "A model that does not keep to the outline it is given will not keep to the facts of patients either"
        )
    told = manifest.request.told
    if told is not None and "nli" not in told.checks:
        notes.append(
            "no entailment model looked at the sentences: what no typed claim or rule shows to be wrong is unchecked"
        )
    return notes


def report_lines(manifest: Manifest, ledger: Ledger, partly: Mapping[str, Tally] | None = None) -> list[str]:
    """The report as it is shown at the end of a run."""
    lines = []
    for spec in manifest.specs:
        outline = spec.outline
        if outline is not None:
            by = "the model" if (outline["author"] or {}).get("writer") == "model" else "the spec itself"
            lines.append(f"  {spec.name}, {STAGE}: by {by}, {_attempts(outline['attempts'])}")
        for stage, one in stages_of(spec, (partly or {}).get(spec.name)).items():
            why = f"; rejected for {_reasons(one.problems)}" if one.problems else ""
            lines.append(
                f"  {spec.name}, {stage}: {one.accepted / one.records:.1%} by the model"
                f" ({one.at_once / one.records:.1%} at once), {one.attempts / one.records:.2f} attempts a record{why}"
            )
    lines += [f"note: {note}" for note in notes_of(manifest)]
    lines.append(spent_line(ledger))
    return lines


def spent_line(ledger: Ledger) -> str:
    """What this run has asked and cost so far."""
    asked = sum(usage.asked for usage in ledger.stages.values())
    remembered = sum(usage.remembered for usage in ledger.stages.values())
    tokens = sum(usage.prompt_tokens + usage.completion_tokens for usage in ledger.stages.values())
    cost = f", cost {ledger.cost:.2f}" if ledger.cost else ""
    before = f" ({ledger.spent_before + ledger.cost:.2f} with the runs before)" if ledger.spent_before else ""
    return f"{asked:,} replies, {remembered:,} from memory, {tokens:,} tokens{cost}{before}"


def _spec(spec: SpecEntry, partly: Tally | None) -> dict[str, Any]:
    outline = spec.outline
    told = None
    if outline is not None:
        told = {
            "attempts": outline["attempts"],
            "by": (outline["author"] or {}).get("writer"),
            "problems": _kinds(outline["problems"]),
        }
    stages = {
        name: {**one.model_dump(), "acceptance": round(one.accepted / one.records, 4)}
        for name, one in stages_of(spec, partly).items()
    }
    return {"name": spec.name, "label": spec.label, "outline": told, "stages": stages}


def _spent(ledger: Ledger, earlier: Mapping[str, Any]) -> dict[str, Any]:
    """Summed over the runs into one folder."""
    usage = list(ledger.stages.values())
    mine = {
        "runs": 1,
        "cost": round(ledger.cost, 6),
        "seconds": round(time.monotonic() - ledger.began, 1),
        "replies": sum(one.asked for one in usage),
        "remembered": sum(one.remembered for one in usage),
        "retried": sum(one.retried for one in usage),
        "prompt_tokens": sum(one.prompt_tokens for one in usage),
        "completion_tokens": sum(one.completion_tokens for one in usage),
    }
    found: dict[str, Any] = {}
    for key, value in mine.items():
        before = earlier.get(key, 0)
        found[key] = value + (before if isinstance(before, int | float) else 0)
    return found


def _earlier(path: Path) -> dict[str, Any]:
    try:
        found = orjson.loads(path.read_bytes())["spent"]
    except (OSError, ValueError, KeyError, TypeError):
        return {}  # nothing that matters to the records is lost with it
    return found if isinstance(found, dict) else {}


def _kinds(problems: list[dict[str, Any]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for problem in problems:
        kind = str(problem.get("kind"))
        found[kind] = found.get(kind, 0) + 1
    return found


def _reasons(kinds: Mapping[str, int]) -> str:
    ordered = sorted(kinds.items(), key=lambda item: (-item[1], item[0]))
    shown = ", ".join(f"{kind} {n:,}" for kind, n in ordered[:_MOST_REASONS])
    return shown + (" …" if len(ordered) > _MOST_REASONS else "") or "nothing"


def _attempts(n: int) -> str:
    return f"{n} attempt{'s' if n != 1 else ''}"
