"""What a patient who is talked to holds true: the facts of the record, and what was said and let stand.

Two tracks. The *semantic* one is the record: it never changes. The *episodic* one is the dialogue, with the new details
that the gate let pass; from then on these are protected as facts are.
"""

from pzdsl.memory.episodic import EpisodicMemory, Event
from pzdsl.memory.gate import Gate, GateSettings
from pzdsl.memory.judgement import Judgement, SentenceVerdict
from pzdsl.memory.memory import Memory
from pzdsl.memory.semantic import SemanticMemory
from pzdsl.memory.statements import Statement, statements_of

__all__ = [
    "EpisodicMemory",
    "Event",
    "Gate",
    "GateSettings",
    "Judgement",
    "Memory",
    "SemanticMemory",
    "SentenceVerdict",
    "Statement",
    "statements_of",
]
