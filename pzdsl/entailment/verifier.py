"""Premises and hypotheses in, verdicts out: cached, batched, the same for any company of other pairs."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pzdsl.claims.sentences import sentences_of
from pzdsl.entailment.folder import open_folder
from pzdsl.entailment.pairs import LABELS
from pzdsl.entailment.session import Device, Encoded, Session
from pzdsl.entailment.verdict import Verdict, joined

_CACHED = 50_000  # verdicts: some 20 MB
_BATCH = 32
_AT_ONCE = 4096  # pairs encoded at a time: a hundred thousand pairs need no more memory than these
_WORKERS = 2
_SPLIT_ABOVE = 200  # characters of a hypothesis, from which its sentences are looked at one by one
_MOST_SENTENCES = 40


class Verifier:
    """A model folder, loaded and ready. Safe to share between threads."""

    def __init__(self, path: Path, device: Device = "auto", cached: int = _CACHED) -> None:
        folder = open_folder(path)
        self.card = folder.card
        # A quantised network scales its numbers over a whole batch, so that a pair's answer would depend on its
        # neighbours: there each pair runs alone, several at once.
        self._alone = folder.card.quantization == "int8"
        self._session = Session(folder, device, threads=1 if self._alone else 0)
        self.device, self.providers = self._session.device, self._session.providers
        self._order = [folder.card.labels.index(label) for label in LABELS]
        self._cache: OrderedDict[tuple[str, str], Verdict] = OrderedDict()
        self._cached = cached
        self._lock = threading.Lock()

    def verify(self, premises: Sequence[str], hypotheses: Sequence[str]) -> list[Verdict]:
        """A verdict for each pair (premises[i], hypotheses[i]), in their order.

        A hypothesis of more than 200 characters is judged sentence by sentence: it is contradicted if one sentence
        is, and entailed if all are. Empty text holds no claim and is neutral.
        """
        asked: list[list[tuple[str, str]]] = []
        cut: list[bool] = []
        for premise, hypothesis in zip(premises, hypotheses, strict=True):
            parts, left_out = _parts(hypothesis)
            asked.append([(_clean(premise), part) for part in parts])
            cut.append(left_out)
        known = self._answers([pair for pairs in asked for pair in pairs])
        found: list[Verdict] = []
        for pairs, left_out in zip(asked, cut, strict=True):
            verdict = joined([known[pair] for pair in pairs]) if pairs else _NOTHING_SAID
            found.append(_marked(verdict) if left_out else verdict)
        return found

    def _answers(self, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Verdict]:
        known: dict[tuple[str, str], Verdict] = {}
        new: dict[tuple[str, str], None] = {}
        with self._lock:
            for pair in pairs:
                if (verdict := self._cache.get(pair)) is not None:
                    self._cache.move_to_end(pair)
                    known[pair] = verdict
                elif not (pair[0] and pair[1]):
                    known[pair] = _NOTHING_SAID
                else:
                    new[pair] = None
        waiting = list(new)
        for at in range(0, len(waiting), _AT_ONCE):
            some = waiting[at : at + _AT_ONCE]
            fresh = dict(zip(some, self._judged(some), strict=True))
            known.update(fresh)
            self._remember(fresh)
        return known

    def _remember(self, fresh: dict[tuple[str, str], Verdict]) -> None:
        with self._lock:
            self._cache.update(fresh)
            while len(self._cache) > self._cached:
                self._cache.popitem(last=False)

    def _judged(self, pairs: Sequence[tuple[str, str]]) -> list[Verdict]:
        encoded = self._session.encode(pairs)
        logits = np.empty((len(pairs), 3))
        batches = list(_batches(encoded, 1 if self._alone else _BATCH))
        if self._alone and len(batches) > 1:
            with ThreadPoolExecutor(_WORKERS) as pool:
                answers = list(pool.map(lambda rows: self._session.logits([encoded[i] for i in rows]), batches))
        else:
            answers = [self._session.logits([encoded[i] for i in rows]) for rows in batches]
        for rows, answer in zip(batches, answers, strict=True):
            logits[rows] = answer
        shares = softmax(logits[:, self._order] / self.card.temperature)
        return [self._verdict(row, pair.truncated) for row, pair in zip(shares, encoded, strict=True)]

    def _verdict(self, shares: NDArray[np.float64], truncated: bool) -> Verdict:
        entailment, neutral, contradiction = (round(float(share), 6) for share in shares)
        at = self.card.thresholds
        plain = Verdict("neutral", entailment, neutral, contradiction, truncated=truncated)
        if contradiction >= at.contradiction:
            return Verdict("contradiction", entailment, neutral, contradiction, truncated=truncated)
        suspected = contradiction >= at.suspicion
        if entailment >= at.entailment and entailment >= neutral:
            return Verdict("entailment", entailment, neutral, contradiction, suspected, truncated)
        return Verdict("neutral", entailment, neutral, contradiction, suspected, truncated) if suspected else plain


_NOTHING_SAID = Verdict("neutral", 0.0, 1.0, 0.0)


def softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Probabilities along the last axis."""
    grown = np.exp(logits - logits.max(axis=-1, keepdims=True))
    shares: NDArray[np.float64] = grown / grown.sum(axis=-1, keepdims=True)
    return shares


def _batches(encoded: Sequence[Encoded], size: int) -> Iterator[list[int]]:
    """Rows of like length together, so that little is padded."""
    order = sorted(range(len(encoded)), key=lambda i: (len(encoded[i].ids), i))
    for at in range(0, len(order), size):
        yield order[at : at + size]


def _clean(text: str) -> str:
    """The text in one line: control characters and runs of blanks are one blank."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _parts(hypothesis: str) -> tuple[list[str], bool]:
    """The sentences to judge, and whether some were left out."""
    text = _clean(hypothesis)
    if len(text) <= _SPLIT_ABOVE:
        return ([text] if text else []), False
    sentences = [_clean(sentence) for sentence in sentences_of(text[: 100 * _SPLIT_ABOVE])]
    kept = [sentence for sentence in sentences if sentence][:_MOST_SENTENCES]
    return kept, len(sentences) > _MOST_SENTENCES or len(text) > 100 * _SPLIT_ABOVE


def _marked(verdict: Verdict) -> Verdict:
    return Verdict(
        verdict.label, verdict.entailment, verdict.neutral, verdict.contradiction, verdict.abstained, truncated=True
    )
