"""Patients that can be talked to: who speaks, what is asked, and what is let pass."""

from pzdsl.dialogue.agent import Answer, PatientAgent
from pzdsl.dialogue.speaker import Speaker

__all__ = ["Answer", "PatientAgent", "Speaker"]
