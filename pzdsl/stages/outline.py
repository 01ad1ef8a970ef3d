"""The first stage: the condition's standardised outline, a scaffold that is no part of the findings."""

from __future__ import annotations

from collections.abc import Sequence

from pzdsl.plan.plan import Plan
from pzdsl.stages.choice import Choice
from pzdsl.stages.grammar import sentence
from pzdsl.stages.passage import Passage
from pzdsl.stages.patient import Patient


class OutlineStage:
    """Gives the outline as it was written, one passage a heading; the same for every patient."""

    name = "outline"

    def __init__(self, plan: Plan) -> None:
        self.passages = tuple(
            Passage(self.name, entry.name.replace("_", " "), tuple(sentence(text) for text in entry.texts))
            for entry in plan.outline
        )

    def write(self, patient: Patient, before: Sequence[Passage], choice: Choice) -> tuple[Passage, ...]:
        """The outline."""
        return self.passages
