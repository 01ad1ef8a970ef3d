"""How much one server takes and keeps."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on what comes in, in bytes, characters and seconds, and on what is kept in memory."""

    body: int = 2_000_000  # bytes of one request
    body_seconds: float = 20.0  # until a body must have come
    messages: int = 1001  # of one request: 500 turns and a system message
    question: int = 4000  # characters of one message of the doctor
    turns: int = 500  # of one interview
    sessions: int = 512  # interviews kept; the one unused for longest goes first
    idle_seconds: float = 4 * 3600.0  # after which an interview is forgotten
    patients: int = 256  # kept ready to speak
    prefixes: int = 2048  # conversations without a session that need not be replayed
    prefix_characters: int = 32_000_000  # of these, all together
    at_once: int = 128  # requests that think or wait; more are told to come back
