"""A trained or downloaded classifier to a model folder: ONNX, checked against torch, quantised, with its card."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from pzdsl.entailment.calibrate import temperature, thresholds
from pzdsl.entailment.folder import CARD, MODEL, TOKENIZER, ModelCard, Thresholds, open_folder, sha256_of
from pzdsl.entailment.pairs import LABELS, Pair
from pzdsl.entailment.session import Session
from pzdsl.entailment.training import torch_and_transformers
from pzdsl.entailment.verdict import Label
from pzdsl.entailment.verifier import softmax
from pzdsl.errors import FileProblem, UsageError

Quantization = Literal["none", "int8", "fp16"]

_PARITY = 1e-3  # largest difference of a logit between torch and ONNX in 32 bits
_SPELLINGS: dict[str, Label] = {
    "entailment": "entailment",
    "entail": "entailment",
    "neutral": "neutral",
    "contradiction": "contradiction",
    "contradict": "contradiction",
}
_PROBES = (
    ("The patient takes 5 mg of lisinopril every morning.", "I take a water pill at night."),
    ("She has never smoked.", "I smoke about a pack a day."),
    ("The pain started three days ago.", "It has hurt since the weekend, three days now."),
)


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of an export: the folder and how far ONNX is from torch."""

    folder: Path
    parity: float
    bytes: int


def export(
    model: str,
    out: Path,
    *,
    quantization: Quantization = "int8",
    longest: int = 128,
    calibration: Sequence[Pair] = (),
    facts: dict[str, Any] | None = None,
    say: Callable[[str], None] = print,
) -> Exported:
    """Write a model folder from a folder in the format of transformers, or from the id of one on a hub.

    Args:
        model: folder or hub id.
        out: the folder to make; it must not exist.
        quantization: of the weights.
        longest: tokens of premise and hypothesis together.
        calibration: pairs the model was not trained on; without them temperature 1 and plain thresholds are written.
        facts: further fields of the card (name, training, licence, notices).
        say: told what is being done.

    Raises:
        UsageError: the extra `export` is not installed, or the model does not tell three labels apart.
        FileProblem: `out` exists, or ONNX and torch disagree.
    """
    torch, transformers = torch_and_transformers()
    try:
        from optimum.exporters.onnx import main_export
    except ImportError:
        raise UsageError(
            "optimum-onnx is not installed: `pip install 'pzdsl[export]'` in an environment of its own"
        ) from None
    if out.exists():
        raise FileProblem(f"{out} exists: name a folder that does not")
    with tempfile.TemporaryDirectory(dir=_existing_parent(out)) as made:
        work = Path(made)
        say(f"exporting {model}")
        main_export(model, output=work / "onnx", task="text-classification", do_validation=False)
        labels = labels_of(json.loads((work / "onnx" / "config.json").read_text()))
        folder = work / "folder"
        folder.mkdir()
        shutil.copy(work / "onnx" / TOKENIZER, folder / TOKENIZER)
        shutil.copy(work / "onnx" / MODEL, folder / MODEL)
        known = {"name": Path(model).name} | (facts or {})
        _write_card(folder, labels, longest, "none", known)
        parity = _parity(model, folder, torch, transformers)
        say(f"largest difference of a logit from torch: {parity:.1e}")
        if parity > _PARITY:
            raise FileProblem(f"ONNX and torch differ by {parity:.2g} in a logit (allowed: {_PARITY:g}): not written")
        if quantization != "none":
            say(f"quantising to {quantization}")
            _quantize(folder / MODEL, quantization)
            _write_card(folder, labels, longest, quantization, known)
        if calibration:
            say(f"calibrating on {len(calibration):,} pairs")
            calibrated(folder, calibration)
        shutil.move(folder, out)
    return Exported(out, parity, (out / MODEL).stat().st_size)


def labels_of(config: dict[str, Any]) -> tuple[Label, Label, Label]:
    """The order of a model's outputs, from its configuration; never assumed.

    Raises:
        UsageError: the names are not those of three-way entailment.
    """
    names = [str(name) for _, name in sorted(config.get("id2label", {}).items(), key=lambda kv: int(kv[0]))]
    found = [_SPELLINGS[plain] for name in names if (plain := name.lower().strip()) in _SPELLINGS]
    if len(names) != len(LABELS) or sorted(found) != sorted(LABELS):
        raise UsageError(
            f"its labels are {', '.join(names) or 'not named'}; a verifier tells entailment, neutral and "
            "contradiction apart (mend `id2label` in its config.json)"
        )
    first, second, third = found
    return first, second, third


def calibrated(folder: Path, pairs: Sequence[Pair]) -> None:
    """Fit temperature and thresholds on pairs, and write them to the card."""
    model = open_folder(folder)
    logits, gold = logits_of(Session(model, "cpu"), pairs)
    fitted = temperature(logits, gold)
    chosen = thresholds(softmax(logits / fitted), gold)
    card = model.card.model_copy(update={"temperature": round(fitted, 4), "thresholds": chosen})
    (folder / CARD).write_text(card.model_dump_json(indent=2) + "\n")


def logits_of(session: Session, pairs: Sequence[Pair]) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Logits in the order of `LABELS`, each pair alone, shape (n, 3), and the right label's numbers, shape (n,)."""
    order = [session.folder.card.labels.index(label) for label in LABELS]
    encoded = session.encode([(p.premise, p.hypothesis) for p in pairs])
    logits = np.concatenate([session.logits([one]) for one in encoded])[:, order]
    return logits, np.array([LABELS.index(p.label) for p in pairs], np.intp)


def _existing_parent(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.parent


def _write_card(
    folder: Path, labels: tuple[Label, Label, Label], longest: int, quantization: Quantization, facts: dict[str, Any]
) -> None:
    card = ModelCard(
        labels=labels,
        longest=longest,
        quantization=quantization,
        thresholds=Thresholds(),
        model_sha256=sha256_of(folder / MODEL),
        **facts,
    )
    (folder / CARD).write_text(card.model_dump_json(indent=2) + "\n")


def _parity(model: str, folder: Path, torch: Any, transformers: Any) -> float:
    """The largest difference of a logit over a few pairs."""
    tokenizer = transformers.AutoTokenizer.from_pretrained(model)
    # safe with any model: weights are read as tensors alone, and code that comes with a model is never run
    network = transformers.AutoModelForSequenceClassification.from_pretrained(model, trust_remote_code=False).eval()
    session = Session(open_folder(folder), "cpu")
    worst = 0.0
    for pair in _PROBES:
        with torch.no_grad():
            there = network(**tokenizer(*pair, return_tensors="pt")).logits[0].numpy()
        here = session.logits(session.encode([pair]))[0]
        worst = max(worst, float(np.abs(there - here).max()))
    return worst


def _quantize(path: Path, quantization: Quantization) -> None:
    fresh = path.with_suffix(".quantised")
    if quantization == "int8":
        from onnxruntime.quantization import QuantType, quantize_dynamic

        # reduce_range keeps products within 16 bits: without it, processors that lack VNNI saturate
        quantize_dynamic(path, fresh, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    else:
        import onnx
        from onnxruntime.transformers.float16 import convert_float_to_float16

        onnx.save(convert_float_to_float16(onnx.load(path), keep_io_types=True), fresh)
    fresh.replace(path)
