"""What can be guessed from the hypothesis alone: a naive Bayes classifier over its words.

A verifier that is no better than this has learned how lies are worded, not what they contradict.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from pzdsl.entailment.pairs import LABELS, Pair

_WORD = re.compile(r"[a-z0-9']+")


class HypothesisOnly:
    """Fitted on pairs, of which it reads the hypotheses."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self._prior = Counter(pair.label for pair in pairs)
        self._words: dict[str, Counter[str]] = {label: Counter() for label in LABELS}
        for pair in pairs:
            self._words[pair.label].update(_terms(pair.hypothesis))
        self._known = len(set().union(*self._words.values()))
        self._total = {label: sum(words.values()) for label, words in self._words.items()}

    def guess(self, hypothesis: str) -> str:
        """The likeliest label, with add-one smoothing."""
        terms = _terms(hypothesis)

        def score(label: str) -> float:
            words, total = self._words[label], self._total[label]
            seen = sum(math.log((words[term] + 1) / (total + self._known)) for term in terms)
            return math.log(self._prior[label] + 1) + seen

        return max(LABELS, key=score)


def _terms(text: str) -> list[str]:
    """Words and pairs of neighbors."""
    words = _WORD.findall(text.lower())
    return words + [f"{a} {b}" for a, b in pairwise(words)]
