"""How good the shipped entailment model is, alone and with the typed layer, and how fast."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.specs import ROOT
from pzdsl.claims.compare import compare
from pzdsl.entailment.baseline import HypothesisOnly
from pzdsl.entailment.evaluate import evaluate
from pzdsl.entailment.folder import default_folder
from pzdsl.entailment.metrics import Share, by, score
from pzdsl.entailment.pairs import Pair, read_pairs
from pzdsl.entailment.speed import SIZES, pairs_per_second
from pzdsl.entailment.verifier import Verifier

TITLE = "The verifier: entailment, news and contradiction told apart"
OWN = ROOT / "tests" / "data" / "entailment_own.jsonl"
WRITTEN = ROOT / "bench" / "nli" / "written"
PUBLIC = "PZDSL_PUBLIC_PAIRS"  # a folder with the public test sets; docs/commands/nli.md says where they can be had
LAYERS = ("model", "typed", "both")


def measure(full: bool) -> dict[str, Any]:
    """Own pairs by layer and kind, public sets, calibration, speed."""
    folder = default_folder()
    if folder is None:
        raise RuntimeError("no model comes with this checkout")
    verifier = Verifier(folder, "cpu")
    own = read_pairs(OWN) if full else read_pairs(OWN)[::6]
    result: dict[str, Any] = {"model": _card(verifier), "own": _own(verifier, own)}
    baseline = HypothesisOnly(read_pairs(WRITTEN))
    result["own"]["hypothesis only"] = _share(own, [baseline.guess(pair.hypothesis) for pair in own])
    result["public"] = _public(verifier, full)
    result["speed"] = {"int8": pairs_per_second(verifier, 3.0 if full else 0.05)}
    result["speed"]["cold start"] = _cold_start()
    return result


def _card(verifier: Verifier) -> dict[str, Any]:
    card = verifier.card
    return {
        "name": card.name,
        "sha256": card.model_sha256,
        "bytes": (default_folder() or Path()).joinpath("model.onnx").stat().st_size,
        "training": card.training,
        "temperature": card.temperature,
        "thresholds": card.thresholds.model_dump(),
        "providers": list(verifier.providers),
    }


def _own(verifier: Verifier, pairs: Sequence[Pair]) -> dict[str, Any]:
    alone = evaluate(verifier, pairs)
    typed = [compare(pair.premise, pair.hypothesis) for pair in pairs]
    said = {
        "model": [v.likeliest for v in alone.verdicts],
        "typed": [t.label if t is not None else "neutral" for t in typed],
        "both": [t.label if t is not None else v.likeliest for t, v in zip(typed, alone.verdicts, strict=True)],
    }
    decided = {
        "model": [v.label for v in alone.verdicts],
        "typed": said["typed"],
        "both": [t.label if t is not None else v.label for t, v in zip(typed, alone.verdicts, strict=True)],
    }
    found: dict[str, Any] = alone.as_json()
    found = {name: found[name] for name in ("pairs", "calibration_error", "reliability", "risk_coverage", "abstained")}
    found["typed decides"] = Share(sum(t is not None for t in typed), len(pairs)).as_json()
    found["majority"] = score([p.label for p in pairs], said["model"]).majority.as_json()
    found["layers"] = {name: _layer(pairs, said[name], decided[name]) for name in LAYERS}
    return found


def _layer(pairs: Sequence[Pair], said: Sequence[str], decided: Sequence[str]) -> dict[str, Any]:
    gold = [pair.label for pair in pairs]
    likely, point = score(gold, said), score(gold, decided)
    typed = [i for i, pair in enumerate(pairs) if pair.typed]
    on_typed = score([gold[i] for i in typed], [decided[i] for i in typed])
    kinds = by(list(zip(pairs, said, strict=True)), lambda row: row[0].kind)
    return {
        "accuracy": likely.accuracy.as_json(),
        "macro_f1": round(likely.macro_f1, 4),
        "precision": {label: share.as_json() for label, share in likely.precision.items()},
        "recall": {label: share.as_json() for label, share in likely.recall.items()},
        "contradiction at the operating point": {
            "precision": point.precision["contradiction"].as_json(),
            "recall": point.recall["contradiction"].as_json(),
            "recall on typed kinds": on_typed.recall["contradiction"].as_json(),
        },
        "kinds": {kind: Share(sum(p.label == s for p, s in rows), len(rows)).as_json() for kind, rows in kinds.items()},
    }


def _share(pairs: Sequence[Pair], said: Sequence[str]) -> dict[str, Any]:
    return score([pair.label for pair in pairs], said).accuracy.as_json()


def _public(verifier: Verifier, full: bool) -> dict[str, Any]:
    folder = os.environ.get(PUBLIC)
    if not folder:
        return {}
    found = {}
    for source, pairs in by(read_pairs(Path(folder)), lambda pair: pair.source).items():
        some = pairs if full else pairs[:40]
        one = evaluate(verifier, some).as_json()
        found[source] = {
            "pairs": len(some),
            **one["likeliest"],
            "contradiction at the operating point": {
                "precision": one["operating_point"]["precision"]["contradiction"],
                "recall": one["operating_point"]["recall"]["contradiction"],
            },
            "calibration_error": one["calibration_error"],
            "contradiction recall at precision 0.97": _recall_at(verifier, some, 0.97),
        }
    return found


def _recall_at(verifier: Verifier, pairs: Sequence[Pair], precision: float) -> float:
    """The largest recall of contradictions over all thresholds that are precise enough on these very pairs."""
    verdicts = verifier.verify([p.premise for p in pairs], [p.hypothesis for p in pairs])
    order = sorted(zip(verdicts, pairs, strict=True), key=lambda row: -row[0].contradiction)
    wanted = sum(pair.label == "contradiction" for pair in pairs)
    hits, best = 0, 0
    for seen, (_, pair) in enumerate(order, start=1):
        hits += pair.label == "contradiction"
        if hits >= precision * seen:
            best = hits
    return round(best / wanted, 4) if wanted else float("nan")


def _cold_start() -> dict[str, float]:
    """Seconds of a whole process until its first verdict, and until the module is imported."""
    code = (
        "from pzdsl.entailment import Verifier\n"
        "from pzdsl.entailment.folder import default_folder\n"
        "print(Verifier(default_folder(), 'cpu').verify(['She never smoked.'], ['I smoke.'])[0].label)"
    )
    times = []
    for _ in range(3):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
        times.append(time.perf_counter() - started)
    return {"wall_s": round(sorted(times)[1], 3)}


def table(result: dict[str, Any]) -> str:
    """Layers on the own pairs, public sets, calibration, speed."""
    own, model = result["own"], result["model"]
    lines = [
        f"{model['bytes'] / 1e6:.1f} MB in 8 bits, temperature {model['temperature']}. On {own['pairs']} pairs of the"
        " project's own, written before\nany training pair of this model was made; always the commonest label:"
        f" {own['majority']['value']:.3f}; from the hypothesis alone:\n{own['hypothesis only']['value']:.3f}."
        f" The typed layer decides {own['typed decides']['value']:.1%} of them.\n",
        "| layer | accuracy | macro F1 | contradiction: precision | recall | recall, typed kinds |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for name, layer in own["layers"].items():
        point = layer["contradiction at the operating point"]
        shown = (layer["accuracy"], point["precision"], point["recall"], point["recall on typed kinds"])
        accuracy, precision, recall, typed = map(_shown, shown)
        lines.append(f"| {name} | {accuracy} | {layer['macro_f1']:.3f} | {precision} | {recall} | {typed} |")
    lines += ["", "| label, both layers | precision | recall |", "|---|--:|--:|"]
    both = own["layers"]["both"]
    lines += [f"| {label} | {_shown(both['precision'][label])} | {_shown(both['recall'][label])} |" for label in
              both["precision"]]  # fmt: skip
    lines += ["", "| kind | pairs | model | typed | both |", "|---|--:|--:|--:|--:|"]
    for kind, row in both["kinds"].items():
        others = (own["layers"][name]["kinds"][kind]["value"] for name in LAYERS)
        lines.append(f"| {kind} | {row['of']} | " + " | ".join(f"{value:.2f}" for value in others) + " |")
    lines += [
        "",
        f"Calibration error {own['calibration_error']:.3f}. Sure against right: "
        + ", ".join(f"{b['sure']:.2f} → {b['right']:.2f} ({b['pairs']})" for b in own["reliability"])
        + ".",
        "Error among the surest part: " + ", ".join(f"{part:.0%} → {risk:.3f}" for part, risk in own["risk_coverage"])
        + f". Contradictions suspected and not said: {own['abstained']}.",
    ]  # fmt: skip
    if result["public"]:
        lines += [
            "",
            "| public set | pairs | majority | accuracy | macro F1 | contradiction: precision | recall | at 0.97 |",
            "|---|--:|--:|--:|--:|--:|--:|--:|",
        ]
    for name, one in result["public"].items():
        point = one["contradiction at the operating point"]
        lines.append(
            f"| {name} | {one['pairs']:,} | {one['majority']['value']:.3f} | {_shown(one['accuracy'])} |"
            f" {one['macro_f1']:.3f} | {point['precision']['value']:.2f} | {point['recall']['value']:.2f} |"
            f" {one['contradiction recall at precision 0.97']:.2f} |"
        )
    lines += [
        "",
        "Pairs a second on this processor, by how many are asked at once: "
        + ", ".join(f"{size} → {rate:.0f}" for size, rate in zip(SIZES, result["speed"]["int8"].values(), strict=True))
        + f". A whole process up to its first verdict: {result['speed']['cold start']['wall_s']:.2f} s.",
        "",
    ]
    return "\n".join(lines)


def _shown(share: dict[str, Any]) -> str:
    low, high = share["interval"]
    return f"{share['value']:.3f} ({low:.2f} to {high:.2f})"
