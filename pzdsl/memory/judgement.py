"""What the gate says of a reply, sentence by sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pzdsl.entailment.verdict import Label


@dataclass(frozen=True, slots=True)
class SentenceVerdict:
    """One sentence, what holds of it, and who says so.

    `layer`: typed, rules, knowledge, leak or nli; form and talk for what is no statement. `premise` is what it was held
    against, `score` the model's probability of the label, `model` the hash of the model that gave it. `abstained`: a
    contradiction was suspected and not said. `whole` is the sentence with the question put into it, where it was short.
    """

    sentence: str
    verdict: Label
    layer: str
    reason: str = ""  # in plain words, for whoever words the next reply; empty where nothing is wrong
    premise: str = ""
    score: float | None = None
    model: str = ""
    abstained: bool = False
    whole: str = ""

    def entry(self) -> dict[str, Any]:
        """As a log keeps it."""
        return {
            "sentence": self.sentence,
            "verdict": self.verdict,
            "layer": self.layer,
            "reason": self.reason,
            "premise": self.premise,
            "score": self.score,
            "model": self.model,
            "abstained": self.abstained,
            "whole": self.whole,
        }


@dataclass(frozen=True, slots=True)
class Judgement:
    """All sentences of one reply; it is accepted if none of them is refused."""

    accepted: bool
    sentences: tuple[SentenceVerdict, ...] = ()

    @property
    def reasons(self) -> tuple[str, ...]:
        """What is wrong, in plain words, each once."""
        return tuple(dict.fromkeys(one.reason for one in self.sentences if one.reason))

    @property
    def news(self) -> tuple[str, ...]:
        """The sentences that say something new."""
        new = (one for one in self.sentences if one.verdict == "neutral" and one.layer not in ("talk", "form"))
        return tuple(one.whole or one.sentence for one in new)

    @property
    def verdict(self) -> Label:
        """One word for the whole: contradiction if one sentence is, entailment if all are."""
        labels = {one.verdict for one in self.sentences}
        if "contradiction" in labels:
            return "contradiction"
        return "entailment" if labels == {"entailment"} else "neutral"

    def entry(self) -> dict[str, Any]:
        """As a log keeps it."""
        return {"accepted": self.accepted, "sentences": [one.entry() for one in self.sentences]}
