"""Text from a language model over HTTP: asked within limits, remembered, bounded, never trusted."""

from pzdsl.llm.client import Client
from pzdsl.llm.problems import LlmProblem, NotRecorded, Overspent, Refused, ServerDown
from pzdsl.llm.request import Message, Reply, Request
from pzdsl.llm.settings import Settings

__all__ = [
    "Client",
    "LlmProblem",
    "Message",
    "NotRecorded",
    "Overspent",
    "Refused",
    "Reply",
    "Request",
    "ServerDown",
    "Settings",
]
