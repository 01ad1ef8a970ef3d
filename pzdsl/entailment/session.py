"""The one door to onnxruntime and tokenizers: token numbers in, logits out, on a device that is named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from pzdsl.entailment.folder import ModelFolder
from pzdsl.errors import FileProblem, UsageError

Device = Literal["auto", "cpu", "cuda"]

_CUDA, _CPU = "CUDAExecutionProvider", "CPUExecutionProvider"
_MOST_CHARACTERS = 20_000  # of one text that are looked at: no model here reads as much


class NliNotInstalled(UsageError):
    """The extra with onnxruntime and tokenizers is not there."""

    def __init__(self, missing: str) -> None:
        super().__init__(
            f"the verifier needs {missing}, which is not installed: `pip install 'pzdsl[nli]'` (or `pzdsl[gpu]` on a "
            "machine with an NVIDIA GPU; never both)"
        )


@dataclass(frozen=True, slots=True)
class Encoded:
    """The token numbers of one pair."""

    ids: list[int]
    types: list[int]
    truncated: bool


class Session:
    """A model at work. Safe to use from several threads: nothing in it changes after it is made."""

    def __init__(self, folder: ModelFolder, device: Device = "auto", threads: int = 0) -> None:
        runtime, tokenizers = _modules()
        warn_of_two_runtimes()
        self.folder = folder
        wanted = _providers(runtime, device)
        options = runtime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3  # its warnings are for those who build models
        try:
            self._session = runtime.InferenceSession(str(folder.model), options, providers=wanted)
            self._tokenizer = tokenizers.Tokenizer.from_file(str(folder.tokenizer))
        except Exception as error:  # both libraries raise types of their own, without a common root
            raise FileProblem(f"{folder.path} cannot be loaded: {str(error).splitlines()[0]}") from None
        self.providers: tuple[str, ...] = tuple(self._session.get_providers())
        if device == "cuda" and _CUDA not in self.providers:
            raise UsageError(
                "the CUDA provider did not start (driver or CUDA libraries are missing or do not fit onnxruntime-gpu): "
                "use --device cpu, or mend the installation"
            )
        self._inputs = frozenset(node.name for node in self._session.get_inputs())
        unknown = self._inputs - {"input_ids", "attention_mask", "token_type_ids"}
        if unknown:
            raise FileProblem(f"{folder.model} wants inputs that a pair of texts has not: {', '.join(sorted(unknown))}")
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(folder.card.longest, strategy="longest_first")

    @property
    def device(self) -> Literal["cpu", "cuda"]:
        """Where the network really runs."""
        return "cuda" if _CUDA in self.providers else "cpu"

    def encode(self, pairs: Sequence[tuple[str, str]]) -> list[Encoded]:
        """Token numbers of each pair (premise, hypothesis); what is too long is cut and marked."""
        cut = [(p[:_MOST_CHARACTERS], h[:_MOST_CHARACTERS]) for p, h in pairs]
        found = self._tokenizer.encode_batch(cut)
        return [
            Encoded(e.ids, e.type_ids, bool(e.overflowing) or max(map(len, pair)) > _MOST_CHARACTERS)
            for e, pair in zip(found, pairs, strict=True)
        ]

    def logits(self, batch: Sequence[Encoded]) -> NDArray[np.float64]:
        """The three outputs of each pair, in the model's own order; shape (pairs, 3)."""
        longest = max(len(pair.ids) for pair in batch)
        ids = np.zeros((len(batch), longest), np.int64)
        mask, types = np.zeros_like(ids), np.zeros_like(ids)
        for row, pair in enumerate(batch):
            ids[row, : len(pair.ids)] = pair.ids
            types[row, : len(pair.ids)] = pair.types
            mask[row, : len(pair.ids)] = 1
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": types}
        (found,) = self._session.run(None, {name: feed[name] for name in self._inputs})[:1]
        logits = np.asarray(found, np.float64)
        if logits.shape != (len(batch), 3):
            raise FileProblem(f"{self.folder.model} gives {logits.shape[1:]} outputs for a pair, not 3")
        return logits


def installed_runtimes() -> list[str]:
    """The onnxruntime distributions that are installed; two of them overwrite each other's files."""
    found = []
    for name in ("onnxruntime", "onnxruntime-gpu"):
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            continue
    return found


def warn_of_two_runtimes() -> None:
    """Refuse two runtimes side by side: the later one has overwritten files of the other.

    Raises:
        UsageError: both are installed.
    """
    found = installed_runtimes()
    if len(found) > 1:
        raise UsageError(
            f"{' and '.join(found)} are installed over the same folder, and the CUDA provider silently vanishes: "
            "`pip uninstall onnxruntime onnxruntime-gpu`, then install one of them"
        )


def _modules() -> tuple[Any, Any]:
    try:
        import onnxruntime
        import tokenizers
    except ImportError as error:
        raise NliNotInstalled(error.name or "onnxruntime") from None
    return onnxruntime, tokenizers


def _providers(runtime: Any, device: Device) -> list[str]:
    available = runtime.get_available_providers()
    if device == "cuda" and _CUDA not in available:
        raise UsageError(
            "this onnxruntime has no CUDA provider: `pip uninstall onnxruntime` and `pip install 'pzdsl[gpu]'`, "
            "or use --device cpu"
        )
    if device == "cpu" or _CUDA not in available:
        return [_CPU]
    return [_CUDA, _CPU]
