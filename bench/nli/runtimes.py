"""The same pairs through torch, ONNX in 32 bits and ONNX in 8 bits, in one process; needs the extra `export`.

    python -m bench.nli.runtimes TRAINED MODEL

`TRAINED` is a folder in the format of transformers, `MODEL` the folder that was exported from it. Prints JSON.
"""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from pzdsl.entailment.export import export
from pzdsl.entailment.folder import open_folder
from pzdsl.entailment.pairs import read_pairs
from pzdsl.entailment.session import Session
from pzdsl.entailment.speed import SIZES

OWN = Path(__file__).parents[2] / "tests" / "data" / "entailment_own.jsonl"
SECONDS = 3.0
Ask = Callable[[Sequence[tuple[str, str]]], Any]


def main(trained: str, model: str) -> None:
    """Both parity and speed; the three take turns at each size."""
    import torch
    import transformers

    torch.set_num_threads(2)
    transformers.utils.logging.set_verbosity_error()
    pairs = [(pair.premise, pair.hypothesis) for pair in read_pairs(OWN)]
    tokenizer = transformers.AutoTokenizer.from_pretrained(trained)
    network = transformers.AutoModelForSequenceClassification.from_pretrained(trained).eval()

    def by_torch(some: Sequence[tuple[str, str]]) -> Any:
        with torch.no_grad():
            found = tokenizer(
                [p for p, _ in some], [h for _, h in some], padding=True, truncation=True, max_length=128,
                return_tensors="pt",
            )  # fmt: skip
            return network(**found).logits.numpy()

    with tempfile.TemporaryDirectory() as made:
        plain = export(trained, Path(made) / "fp32", quantization="none", say=lambda _: None)
        whole, small = Session(open_folder(plain.folder), "cpu"), Session(open_folder(Path(model)), "cpu")
        ways: dict[str, Ask] = {
            "torch": by_torch,
            "onnx fp32": lambda some: whole.logits(whole.encode(some)),
            "onnx int8": lambda some: small.logits(small.encode(some)),
        }
        alone = {name: np.concatenate([ask([pair]) for pair in pairs]) for name, ask in ways.items()}
        result: dict[str, Any] = {
            "pairs": len(pairs),
            "bytes": {"onnx fp32": plain.bytes, "onnx int8": (Path(model) / "model.onnx").stat().st_size},
            "largest difference of a logit from torch": {
                name: float(np.abs(logits - alone["torch"]).max()) for name, logits in alone.items()
            },
            "same label as torch": {
                name: float((logits.argmax(1) == alone["torch"].argmax(1)).mean()) for name, logits in alone.items()
            },
            "pairs per second": {name: {size: _rate(ask, pairs, size) for size in SIZES} for name, ask in ways.items()},
            "peak memory of the process, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
    print(json.dumps(result))


def _rate(ask: Ask, pairs: Sequence[tuple[str, str]], size: int) -> float:
    done, began = 0, time.perf_counter()
    while (taken := time.perf_counter() - began) < SECONDS:
        ask([pairs[(done + i) % len(pairs)] for i in range(size)])
        done += size
    return round(done / taken, 1)


if __name__ == "__main__":
    main(*sys.argv[1:])
