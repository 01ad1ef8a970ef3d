"""What can go wrong between us and a language model.

LlmProblem
├── ServerDown    no answer after all attempts, or the breaker is open
├── BadRequest    the server says that the request itself is wrong: trying again is no use
├── Refused       the model declined
├── TooLong       the request does not fit the model's context
├── BadReply      the reply is cut short, no JSON, or does not fit its schema
├── NotRecorded   offline, and the reply is not among the recorded ones
└── Overspent     the budget of money or time is used up
"""

from __future__ import annotations

from pzdsl.errors import PzError


class LlmProblem(PzError):
    """Asking a language model failed; the message says how, and never holds a key."""


class ServerDown(LlmProblem):
    """No answer after all attempts, or too many failures in a row; `wait`: seconds until another try makes sense."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        self.wait = wait
        super().__init__(message)


class BadRequest(LlmProblem):
    """The server rejects the request itself."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(f"the server answers {status}: {message}")


class Refused(LlmProblem):
    """The model declined to answer."""


class TooLong(LlmProblem):
    """The request does not fit the model's context."""


class BadReply(LlmProblem):
    """The reply cannot be read; the message says why in words that can go into the next prompt."""


class NotRecorded(LlmProblem):
    """Offline, and the reply is not among the recorded ones."""


class Overspent(LlmProblem):
    """The budget is used up."""
