"""What the verifier says of one pair."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Label = Literal["entailment", "neutral", "contradiction"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What holds between premises and a hypothesis, and how sure the model is of it.

    `entailment`, `neutral`, `contradiction` are calibrated probabilities; they sum to 1. `label` is the decision at
    the model's operating point: contradiction and entailment are said only above their thresholds. `abstained` marks
    a contradiction that is suspected and not said; what to do about it is the caller's policy. `truncated` says that
    the model has not seen the whole text.
    """

    label: Label
    entailment: float
    neutral: float
    contradiction: float
    abstained: bool = False
    truncated: bool = False

    @property
    def likeliest(self) -> Label:
        """The label of the highest probability, without thresholds."""
        if self.contradiction >= max(self.entailment, self.neutral):
            return "contradiction"
        return "entailment" if self.entailment >= self.neutral else "neutral"


def joined(verdicts: list[Verdict]) -> Verdict:
    """One verdict for a reply of several sentences: contradicted by one, entailed by all, else neutral.

    The probabilities are those of the sentence that decides.
    """
    if len(verdicts) == 1:
        return verdicts[0]
    truncated = any(v.truncated for v in verdicts)
    abstained = any(v.abstained for v in verdicts)
    worst = max(verdicts, key=lambda v: v.contradiction)
    label: Label
    if worst.label == "contradiction":
        chosen, label = worst, "contradiction"
    elif worst.likeliest == "contradiction":  # below the threshold, yet nothing else is likelier of that sentence
        chosen, label = worst, "neutral"
    else:
        chosen = min(verdicts, key=lambda v: v.entailment)
        label = "entailment" if all(v.label == "entailment" for v in verdicts) else "neutral"
    abstained = abstained and label != "contradiction"
    return Verdict(label, chosen.entailment, chosen.neutral, chosen.contradiction, abstained, truncated)
