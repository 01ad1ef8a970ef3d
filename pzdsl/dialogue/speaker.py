"""Who words the replies of a patient."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pzdsl.memory import Memory


class Speaker(Protocol):
    """Words a reply; what it says is a proposal, which the gate lets pass or not."""

    @property
    def name(self) -> str:
        """What the log calls it: `built-in`, or the name of a model."""

    async def reply(self, question: str, memory: Memory, problems: Sequence[str], attempt: int) -> str:
        """A reply to the question.

        `problems` says what was wrong with the last attempt, in plain words; `attempt` counts from 1.
        """
