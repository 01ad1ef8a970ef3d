"""Text from a language model over HTTP: asked within limits, remembered, bounded, never trusted."""

from pzdsl.llm.cache import ReplyCache
from pzdsl.llm.client import Client
from pzdsl.llm.ledger import Ledger
from pzdsl.llm.problems import (
    BadReply,
    BadRequest,
    LlmProblem,
    NotRecorded,
    Overspent,
    Refused,
    ServerDown,
    TooLong,
)
from pzdsl.llm.request import Message, Reply, Request
from pzdsl.llm.settings import Settings, settings_from
from pzdsl.llm.transport import Transport

__all__ = [
    "BadReply",
    "BadRequest",
    "Client",
    "Ledger",
    "LlmProblem",
    "Message",
    "NotRecorded",
    "Overspent",
    "Refused",
    "Reply",
    "ReplyCache",
    "Request",
    "ServerDown",
    "Settings",
    "TooLong",
    "Transport",
    "settings_from",
]
