"""A verifier on labelled pairs: the tables that `pzc nli eval` prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pzdsl.entailment.metrics import Score, Share, by, calibration_error, reliability, risk_coverage, score
from pzdsl.entailment.pairs import LABELS, Pair
from pzdsl.entailment.verdict import Verdict
from pzdsl.entailment.verifier import Verifier

COVERAGES = (0.1, 0.25, 0.5, 0.75, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Verdicts on pairs, scored."""

    pairs: tuple[Pair, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def likeliest(self) -> Score:
        """By the label of the highest probability."""
        return self._score([v.likeliest for v in self.verdicts])

    @property
    def decided(self) -> Score:
        """At the operating point."""
        return self._score([v.label for v in self.verdicts])

    def _score(self, said: Sequence[str]) -> Score:
        return score([p.label for p in self.pairs], said)

    @property
    def by_kind(self) -> dict[str, Share]:
        """Accuracy of the likeliest label, by kind of pair."""
        rows = list(zip(self.pairs, self.verdicts, strict=True))
        return {
            kind: Share(sum(p.label == v.likeliest for p, v in some), len(some))
            for kind, some in by(rows, lambda row: row[0].kind).items()
        }

    def shares(self) -> tuple[np.ndarray[Any, np.dtype[np.float64]], np.ndarray[Any, np.dtype[np.intp]]]:
        """Probabilities, shape (n, 3), and the right label's numbers, shape (n,)."""
        shares = np.array([(v.entailment, v.neutral, v.contradiction) for v in self.verdicts])
        return shares, np.array([LABELS.index(p.label) for p in self.pairs], np.intp)

    def as_json(self) -> dict[str, Any]:
        """Everything a table is made from."""
        shares, gold = self.shares()
        bins = reliability(shares, gold)
        found: dict[str, Any] = {"pairs": len(self.pairs), "truncated": sum(v.truncated for v in self.verdicts)}
        for name, one in (("likeliest", self.likeliest), ("operating_point", self.decided)):
            found[name] = {
                "accuracy": one.accuracy.as_json(),
                "majority": one.majority.as_json(),
                "macro_f1": round(one.macro_f1, 4),
                "precision": {label: share.as_json() for label, share in one.precision.items()},
                "recall": {label: share.as_json() for label, share in one.recall.items()},
            }
        found["kinds"] = {kind: share.as_json() for kind, share in self.by_kind.items()}
        found["abstained"] = sum(v.abstained for v in self.verdicts)
        found["calibration_error"] = round(calibration_error(bins), 4)
        found["reliability"] = [{"sure": round(b.sure, 3), "right": round(b.right, 3), "pairs": b.count} for b in bins]
        found["risk_coverage"] = [[part, round(risk, 4)] for part, risk in risk_coverage(shares, gold, COVERAGES)]
        return found


def evaluate(verifier: Verifier, pairs: Sequence[Pair]) -> Evaluation:
    """Verdicts of a verifier on pairs."""
    verdicts = verifier.verify([p.premise for p in pairs], [p.hypothesis for p in pairs])
    return Evaluation(tuple(pairs), tuple(verdicts))
