"""`Judge`: one verdict on a text from two layers: rules over typed claims first, then the model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pzdsl.claims.compare import compare
from pzdsl.entailment.verdict import Label
from pzdsl.entailment.verifier import Verifier

Layer = Literal["typed", "model", "none"]


@dataclass(frozen=True, slots=True)
class Judged:
    """What holds between premises and a text, and why.

    `layer` says who decided: rules (`typed`), the network (`model`), or nobody (`none`: rules found nothing, and
    there is no model). `premise` is the one that the verdict rests on, empty where it rests on none. `score` is the
    model's probability of the label, None for the other layers. `abstained`: the model suspects a contradiction and
    does not say it.
    """

    label: Label
    layer: Layer
    reason: str
    premise: str = ""
    score: float | None = None
    abstained: bool = False


class Judge:
    """Rules, and a model behind them where there is one. Safe to share between threads."""

    def __init__(self, verifier: Verifier | None = None) -> None:
        self.verifier = verifier

    def judge(self, premises: Sequence[str], hypothesis: str) -> Judged:
        """The verdict on a text beside all premises.

        It is contradicted if one premise contradicts it, and follows if one entails it. Rules come first: what they
        decide needs no model, and a contradiction that they find stands above an entailment that the model sees.
        """
        typed = [(premise, compare(premise, hypothesis)) for premise in premises]
        for label in ("contradiction", "entailment"):
            for premise, found in typed:
                if found is not None and found.label == label:
                    return Judged(found.label, "typed", found.reason, premise)
        if self.verifier is None or not premises:
            return Judged("neutral", "none", "rules decide nothing here, and no model was asked")
        return self._by_model(self.verifier, premises, hypothesis)

    @staticmethod
    def _by_model(verifier: Verifier, premises: Sequence[str], hypothesis: str) -> Judged:
        verdicts = verifier.verify(premises, [hypothesis] * len(premises))
        suspected = any(v.abstained for v in verdicts)
        against = max(range(len(verdicts)), key=lambda i: verdicts[i].contradiction)
        if verdicts[against].label == "contradiction":
            score = verdicts[against].contradiction
            return Judged("contradiction", "model", _reason("contradicts it", score), premises[against], score)
        support = max(range(len(verdicts)), key=lambda i: verdicts[i].entailment)
        if verdicts[support].label == "entailment":
            score = verdicts[support].entailment
            return Judged("entailment", "model", _reason("entails it", score), premises[support], score, suspected)
        score = min(v.neutral for v in verdicts)
        if suspected:
            words = _reason("may contradict it", verdicts[against].contradiction)
            return Judged("neutral", "model", words, premises[against], score, True)
        return Judged("neutral", "model", _reason("no premise settles it", score), "", score)


def _reason(what: str, score: float) -> str:
    return f"the model finds that {what if what.startswith('no ') else 'the premise ' + what} ({score:.2f})"
