"""The gate: what a patient may say, judged sentence by sentence against both tracks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from pzdsl.claims import check_text, lexicon_of, sentences_of
from pzdsl.entailment.verdict import Verdict
from pzdsl.memory.judgement import Judgement, SentenceVerdict
from pzdsl.memory.memory import Memory
from pzdsl.plan.plan import Plan
from pzdsl.stages.patient import Patient

LAYERS = ("typed", "rules", "knowledge", "leak", "nli")
Policy = Literal["emit", "reject", "typed only"]


class Entails(Protocol):
    """What the gate needs of `entailment.Verifier`."""

    def verify(self, premises: Sequence[str], hypotheses: Sequence[str]) -> list[Verdict]:
        """A verdict for each pair."""


@dataclass(frozen=True, slots=True)
class GateSettings:
    """`abstain` says what to do where a contradiction is only suspected: emit, reject, or ask the typed layers only."""

    abstain: Policy = "emit"


class Gate:
    """Judges replies of one patient. Safe to share between turns; keeps nothing of them."""

    def __init__(
        self,
        plan: Plan,
        patient: Patient,
        *,
        verifier: Entails | None = None,
        layers: Sequence[str] = LAYERS,
        settings: GateSettings | None = None,
    ) -> None:
        self.plan, self.patient, self.verifier = plan, patient, verifier
        self.layers, self.settings = tuple(layers), settings or GateSettings()
        self._lexicon = lexicon_of(plan)

    def judge(self, reply: str, memory: Memory, question: str = "") -> Judgement:
        """What holds of each sentence of a reply; the memory is only read."""
        found = []
        for said in sentences_of(reply):
            problems = check_text(said, self.patient.facts, self._lexicon) if "typed" in self.layers else []
            reason = f"{said} does not fit the record ({problems[0].expected})" if problems else ""
            found.append(SentenceVerdict(said, "contradiction" if problems else "neutral", "typed", reason))
        return Judgement(all(one.verdict != "contradiction" for one in found), tuple(found))
