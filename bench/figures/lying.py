"""What a lying model gets past each check: one contradiction in each reply, in the renderer's words or in others'."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bench.figures.claims import lies_in
from bench.specs import ROOT, compiled, for_each_spec
from pzdsl.entailment.folder import default_folder
from pzdsl.evaluate.claims import in_half, wilson
from pzdsl.evaluate.lies import Line, LineBook, read_lines
from pzdsl.facts import Facts
from pzdsl.output.batches import Cohort
from pzdsl.record import Batch
from pzdsl.stages import Passage, Pipeline, patients_of
from pzdsl.stages.attempt import Attempted
from pzdsl.stages.patient import Patient
from pzdsl.told import Checker
from pzdsl.told.checks import Entails

TITLE = "A lying model: what gets past each check"
SEED = 611
LINES = ROOT / "tests" / "data" / "lies.jsonl"
LAYERS = ("claims", "omissions", "rules", "leak", "nli")  # each with all before it
# the kinds that the typed layer is held to; a negation is one of a listed term: what is reworded far from the labels
# is a kind of its own
TYPED = ("number", "unit", "negation", "sex")
SMALL = 12, 2  # patients, and of how many the text is planted with lies
_PATIENTS_A_LINE = 3
_STAGES = {"symptom": "symptoms", "exam": "examination"}


def measure(full: bool) -> dict[str, Any]:
    """Undetected contradictions by layer and kind, in both halves; and what is refused that should not be."""
    return {
        "seed": SEED,
        "model": default_folder() is not None,
        "patients_a_line": _PATIENTS_A_LINE,
        "specs": for_each_spec(measure_one, full),
    }


def measure_one(path: Path, full: bool) -> dict[str, Any]:
    """One specification."""
    plan = compiled(path).plan
    verifier = _verifier()
    layers = [layer for layer in LAYERS if layer != "nli" or verifier is not None]
    checkers = {layer: Checker(plan, verifier, ("schema", *layers[: at + 1])) for at, layer in enumerate(layers)}
    pipeline = Pipeline(plan)
    counts: dict[str, dict[str, list[int]]] = {}
    n, rendered_of = (150, 30) if full else SMALL
    lines = read_lines(LINES, spec=path.stem)
    used = dict.fromkeys((line.id for line in lines), 0)
    samples = Cohort(plan, n, seed=SEED).draw(range(n))
    book = LineBook(plan, lines, samples)
    for row, patient in enumerate(patients_of(Batch(samples), SEED)):
        todo = [line for line in book.of(row, patient.facts) if used[line.id] < _PATIENTS_A_LINE]
        if row >= rendered_of and not todo:
            continue
        written = {done.stage: done for done in pipeline.write(patient, keep_going=True) if done.passages}
        if row < rendered_of:
            for notes in written.values():
                for kind, lying in _planted(notes, patient.facts):
                    _count(counts, "rendered", kind, _found_by(checkers, lying, notes, patient))
        for line in todo:
            notes = written.get(_stage_of(line, patient)) or next(iter(written.values()))
            half = "development" if in_half(line.id, "development") else "held out"
            used[line.id] += 1
            found = _found_by(checkers, _with(notes, line.third), notes, patient)
            if line.says == "lie":
                kind = line.kind if line.direct or line.indirect else f"{line.kind}, reworded"
                _count(counts, f"paraphrased, {half}", kind, found)
            else:
                _count(counts, f"{line.says}, {half}", line.kind, found)
    return {"layers": layers, "counts": counts}


def _verifier() -> Entails | None:
    folder = default_folder()
    if folder is None:
        return None
    from pzdsl.entailment import Verifier

    return Verifier(folder)


def _planted(notes: Attempted, facts: Facts) -> Iterator[tuple[str, tuple[Passage, ...]]]:
    """The notes with one lie: for each kind the first that can be planted."""
    seen: set[str] = set()
    for at, passage in enumerate(notes.passages):
        for i, sentence in enumerate(passage.claims):
            for kind, lie in lies_in(sentence, facts):
                if kind not in seen:
                    seen.add(kind)
                    claims = (*passage.claims[:i], lie, *passage.claims[i + 1 :])
                    changed = Passage(passage.stage, passage.title, claims)
                    yield kind, (*notes.passages[:at], changed, *notes.passages[at + 1 :])


def _with(notes: Attempted, sentence: str) -> tuple[Passage, ...]:
    *before, last = notes.passages
    return (*before, Passage(last.stage, last.title, (*last.claims, sentence)))


def _stage_of(line: Line, patient: Patient) -> str:
    fact = patient.facts.get(line.about)
    return "symptoms" if fact is None else _STAGES.get(fact.stage, "background")


def _found_by(checkers: dict[str, Checker], passages: tuple[Passage, ...], notes: Attempted, patient: Patient) -> int:
    """The first layer that objects, counted from 0; as many as there are where none does."""
    for at, checker in enumerate(checkers.values()):
        required = checker.told_in(notes.passages, patient.facts)
        if checker.judge(passages, notes.passages, patient, required).problems:
            return at
    return len(checkers)


def _count(counts: dict[str, dict[str, list[int]]], group: str, kind: str, found: int) -> None:
    row = counts.setdefault(group, {}).setdefault(kind, [0] * (len(LAYERS) + 1))
    row[found] += 1


def missed(result: dict[str, Any], group: str, layer: str, kinds: Sequence[str] | None = None) -> tuple[int, int]:
    """How many contradictions get past a layer and all before it, and of how many."""
    past = total = 0
    for one in result["specs"].values():
        at = one["layers"].index(layer)
        for kind, row in one["counts"].get(group, {}).items():
            if kinds is None or kind in kinds:
                total += sum(row)
                past += sum(row[at + 1 :])
    return past, total


def table(result: dict[str, Any]) -> str:
    """Totals of the held-out half only."""
    layers = next(iter(result["specs"].values()))["layers"]
    groups = sorted({group for one in result["specs"].values() for group in one["counts"]}, key=_order)
    lines = [
        "One contradiction in each reply. *Rendered*: planted into the built-in renderer's sentences"
        " (`tests/claims/planting.py`).\n*Paraphrased*: a sentence of `tests/data/lies.jsonl` put at the end of the"
        " renderer's text, of up to"
        f" {result['patients_a_line']} patients\neach; half of those lines were looked at while the checks were"
        " made, the other half is held out and only its"
        " totals are shown.\nShares of replies whose contradiction gets"
        " past a check and all before it, with Wilson's 95 % intervals; `claims` alone\nis the typed layer.\n",
        "| replies | n | " + " | ".join(layers) + " |",
        "|---|--:|" + "---|" * len(layers),
    ]
    for group in groups:
        if group.startswith(("true", "neutral")):
            continue
        kinds = sorted({kind for one in result["specs"].values() for kind in one["counts"].get(group, {})})
        if "held out" not in group:
            lines += [_row(result, f"{group}: {kind}", group, layers, [kind]) for kind in kinds]
        lines.append(_row(result, f"**{group}: all**", group, layers, None))
        lines.append(_row(result, f"**{group}: number, unit, listed negation, sex**", group, layers, TYPED))
    lines += ["\nWhat should pass, and is refused (the model is asked again, so this costs a reply and no truth):\n"]
    lines += ["| sentences added | n | " + " | ".join(layers) + " |", "|---|--:|" + "---|" * len(layers)]
    lines += [
        _row(result, group, group, layers, None, refused=True)
        for group in groups
        if group.startswith(("true", "neutral"))
    ]
    if not result["model"]:
        lines.append("\nNo entailment model came with this version, so that layer is not measured.")
    return "\n".join(lines)


def _order(group: str) -> tuple[int, str]:
    return ("rendered", "paraphrased", "true", "neutral").index(group.split(",")[0]), group


def _row(
    result: dict[str, Any],
    name: str,
    group: str,
    layers: Sequence[str],
    kinds: Sequence[str] | None,
    refused: bool = False,
) -> str:
    cells = []
    total = 0
    for layer in layers:
        past, total = missed(result, group, layer, kinds)
        hits = total - past if refused else past
        low, high = wilson(hits, total)
        cells.append(f"{hits / total if total else 0:.1%} ({low:.1%} to {high:.1%})")
    return f"| {name} | {total} | {' | '.join(cells)} |"
