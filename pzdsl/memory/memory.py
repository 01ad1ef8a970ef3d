"""Both tracks of one patient together."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from pzdsl.memory.episodic import EpisodicMemory, Event
from pzdsl.memory.judgement import Judgement
from pzdsl.memory.semantic import SemanticMemory
from pzdsl.stages.patient import Patient


@dataclass(slots=True)
class Memory:
    """The record as statements, and the dialogue so far."""

    semantic: SemanticMemory
    episodic: EpisodicMemory = field(default_factory=EpisodicMemory)

    @classmethod
    def of(cls, patient: Patient) -> Memory:
        """A fresh memory of a patient whom nobody has talked to."""
        return cls(SemanticMemory(patient))

    def remember(
        self, turn: int, question: str, reply: str, judgement: Judgement, source: str = "built-in", speaker: str = ""
    ) -> None:
        """Keep a question and the reply that was let pass, and protect what is new in it."""
        who = speaker or self.semantic.patient.speaker or "patient"
        if question:
            self.episodic.add(Event(turn, "doctor", question, "question", None, "doctor"))
        self.episodic.add(Event(turn, who, reply, "reply", judgement.verdict, source))
        for sentence in judgement.news:
            self.episodic.add(Event(turn, who, sentence, "news", "neutral", source))

    def to_json(self) -> dict[str, Any]:
        """Both tracks as JSON values; the semantic one is there to be read, and made anew from the record."""
        return {"semantic": self.semantic.to_json(), "episodic": self.episodic.to_json()}

    @classmethod
    def from_json(cls, entry: Any, patient: Patient) -> Memory:
        """The memory of a patient with the episodic track of `entry`; raises UsageError."""
        episodic = entry.get("episodic") if isinstance(entry, dict) else None
        return cls(SemanticMemory(patient), EpisodicMemory.from_json(episodic))
