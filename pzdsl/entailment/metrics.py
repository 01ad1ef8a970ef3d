"""How good verdicts are: accuracy, precision and recall with intervals, calibration, risk against coverage."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from pzdsl.entailment.pairs import LABELS
from pzdsl.evaluate.claims import wilson

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a count, with Wilson's interval of 95 %."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """The share itself; not a number where nothing was counted."""
        return self.hits / self.of if self.of else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's score interval (1927), 95 %."""
        if not self.of:
            return math.nan, math.nan
        return wilson(self.hits, self.of)

    def as_json(self) -> dict[str, float | int | list[float]]:
        """Value, interval and counts, rounded for a table."""
        return {
            "value": round(self.value, 4),
            "interval": [round(bound, 4) for bound in self.interval],
            "hits": self.hits,
            "of": self.of,
        }

    def __str__(self) -> str:
        if not self.of:
            return "-"
        low, high = self.interval
        return f"{self.value:.3f} ({low:.2f} to {high:.2f})"


@dataclass(frozen=True, slots=True)
class Score:
    """Verdicts against labels."""

    accuracy: Share
    majority: Share  # what always saying the commonest label would reach
    precision: dict[str, Share]
    recall: dict[str, Share]

    @property
    def macro_f1(self) -> float:
        """The mean over the labels that occur of F1; a label that is never said rightly counts 0."""
        scores = []
        for label, recall in self.recall.items():
            if recall.of:
                precision = self.precision[label].value
                total = (precision if precision == precision else 0.0) + recall.value
                scores.append(2 * precision * recall.value / total if total > 0 and recall.hits else 0.0)
        return sum(scores) / len(scores) if scores else math.nan


def score(gold: Sequence[str], said: Sequence[str]) -> Score:
    """Accuracy, and precision and recall of each label."""
    right = sum(g == s for g, s in zip(gold, said, strict=True))
    both = Counter(g for g, s in zip(gold, said, strict=True) if g == s)
    golds, saids = Counter(gold), Counter(said)
    return Score(
        Share(right, len(gold)),
        Share(max(golds.values(), default=0), len(gold)),
        {label: Share(both[label], saids[label]) for label in LABELS},
        {label: Share(both[label], golds[label]) for label in LABELS},
    )


def by(items: Sequence[T], key: Callable[[T], str]) -> dict[str, list[T]]:
    """Items in groups, the groups by name."""
    groups: dict[str, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return dict(sorted(groups.items()))


@dataclass(frozen=True, slots=True)
class Bin:
    """A part of the confidence scale: how sure, and how often right."""

    sure: float
    right: float
    count: int


def reliability(shares: NDArray[np.float64], gold: NDArray[np.intp], bins: int = 10) -> list[Bin]:
    """Confidence of the likeliest label against how often it is right, in bins of equal width (empty ones left out).

    Args:
        shares: probabilities, shape (n, 3).
        gold: the right label's number, shape (n,).
        bins: how many.
    """
    sure, right = shares.max(axis=1), shares.argmax(axis=1) == gold
    which = np.minimum((sure * bins).astype(np.intp), bins - 1)
    found = []
    for number in range(bins):
        inside = which == number
        if inside.any():
            found.append(Bin(float(sure[inside].mean()), float(right[inside].mean()), int(inside.sum())))
    return found


def calibration_error(bins: Sequence[Bin]) -> float:
    """The expected calibration error: mean distance of confidence and rate, weighted by count."""
    total = sum(b.count for b in bins)
    return sum(b.count * abs(b.sure - b.right) for b in bins) / total if total else math.nan


def risk_coverage(
    shares: NDArray[np.float64], gold: NDArray[np.intp], at: Sequence[float]
) -> list[tuple[float, float]]:
    """The error rate among the surest part of the pairs, for each part of `at` (0 to 1]."""
    sure = shares.max(axis=1)
    wrong = (shares.argmax(axis=1) != gold)[np.argsort(-sure, kind="stable")]
    counts = [max(1, round(part * len(wrong))) for part in at]
    return [(part, float(wrong[:count].mean())) for part, count in zip(at, counts, strict=True)]
