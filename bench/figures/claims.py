"""How many lies the claim checker finds, in sentences written by hand and in rendered ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.specs import ROOT, compiled, for_each_spec
from pzdsl.claims import check_text, lexicon_of
from pzdsl.evaluate.claims import Half, Score, score_claims, wilson
from pzdsl.facts import Fact, Facts
from pzdsl.record import Recorder
from pzdsl.samples import draw
from pzdsl.stages import Pipeline, no_check, patients_of
from tests.claims.planting import PLANTS, plant

TITLE = "Claims: lies found, and true sentences left alone"
SEED = 106
WRITTEN = ROOT / "tests" / "data" / "claims_written.jsonl"
HALVES: tuple[Half, ...] = ("development", "held out", "all")
ABOUT_ANYBODY = ("sex", "age")


def measure(full: bool) -> dict[str, Any]:
    """The written list by halves, then rendered sentences of each specification."""
    written = {half: [_counts(score) for score in score_claims(WRITTEN, half)] for half in HALVES}
    return {"written": written, "seed": SEED, "rendered": for_each_spec(measure_one, full)}


def measure_one(path: Path, full: bool) -> dict[str, Any]:
    """Rendered sentences of one specification as they are, and with each kind of lie planted."""
    plan = compiled(path).plan
    patients = 100 if full else 4
    lexicon = lexicon_of(plan)
    pipeline = Pipeline(plan, verify=no_check)
    batch = Recorder(draw(plan, patients, seed=SEED), seed=SEED).batch
    sentences = alarms = 0
    lies = {kind: [0, 0] for kind in PLANTS}
    examples: dict[str, list[str]] = {"alarms": [], "missed": []}
    for patient in patients_of(batch, SEED):
        facts = patient.facts
        for done in pipeline.write(patient):
            for sentence in (claim for passage in done.passages for claim in passage.claims):
                sentences += 1
                if check_text(sentence, facts, lexicon):
                    alarms += 1
                    examples["alarms"].append(sentence)
                for kind, lie in lies_in(sentence, facts):
                    lies[kind][0] += 1
                    if check_text(lie, facts, lexicon):
                        lies[kind][1] += 1
                    else:
                        examples["missed"].append(f"{kind}: {lie}")
    return {
        "patients": patients,
        "true": sentences,
        "alarms": alarms,
        "lies": {kind: {"lies": n, "found": found} for kind, (n, found) in lies.items()},
        "examples": {kind: sorted(set(found))[:10] for kind, found in examples.items()},
    }


def lies_in(sentence: str, facts: Facts) -> Iterator[tuple[str, str]]:
    """Each different lie that can be planted about a fact which the sentence names."""
    seen = {sentence}
    for fact in facts:
        if fact.name in ABOUT_ANYBODY or _names(sentence, fact):
            for kind in PLANTS:
                lie = plant(kind, sentence, fact)
                if lie is not None and lie not in seen:
                    seen.add(lie)
                    yield kind, lie


def _names(sentence: str, fact: Fact) -> bool:
    lowered = sentence.lower()
    return any(word.lower() in lowered for word in (fact.label, fact.name.replace("_", " "), *fact.lay))


def _counts(score: Score) -> dict[str, Any]:
    return {
        "kind": score.kind,
        "lies": score.lies,
        "found": score.found,
        "true": score.true,
        "alarms": score.alarms,
        "found_interval": score.found_interval(),
        "alarm_interval": score.alarm_interval(),
    }


def table(result: dict[str, Any]) -> str:
    """Written sentences first: nobody who wrote them had seen the checker."""
    lines = [
        "`tests/data/claims_written.jsonl`: 400 sentences written before there was a renderer or a checker. Half of"
        " them, chosen by\nhash, were looked at while the checker was made; the other half is held out. Intervals are"
        " Wilson's, 95 %.\n",
        "| written sentences | lies | found | interval | true | objected to | interval |",
        "|---|--:|--:|---|--:|--:|---|",
    ]
    for half in HALVES:
        scores = result["written"][half]
        for score in scores if half == "held out" else scores[-1:]:
            what = half if score["kind"] == "all" else f"{half}: {score['kind']}"
            lines.append(
                f"| {what} | {score['lies']} | {score['found']} | {_shown(score['found_interval'])} |"
                f" {score['true']} | {score['alarms']} | {_shown(score['alarm_interval'])} |"
            )
    kinds = list(PLANTS)
    rendered = result["rendered"]
    patients = sum(one["patients"] for one in rendered.values())
    lines += [
        f"\nRendered sentences of {patients} patients, as they are and with a lie planted"
        " (`tests/claims/planting.py`); found of planted:\n",
        "| spec | true | objected to | " + " | ".join(kinds) + " | all | interval |",
        "|---|--:|--:|" + "--:|" * (len(kinds) + 1) + "---|",
    ]
    for name, one in rendered.items():
        cells = [f"{one['lies'][kind]['found']} of {one['lies'][kind]['lies']}" for kind in kinds]
        found, lies = (sum(one["lies"][kind][key] for kind in kinds) for key in ("found", "lies"))
        lines.append(
            f"| {name} | {one['true']:,} | {one['alarms']} | {' | '.join(cells)} | {found} of {lies} |"
            f" {_shown(wilson(found, lies))} |"
        )
    return "\n".join(lines)


def _shown(interval: Any) -> str:
    return f"{interval[0]:.1%} to {interval[1]:.1%}"
