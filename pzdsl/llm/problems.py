"""What can go wrong between us and a language model.

LlmProblem
├── ServerDown    no answer after all attempts, or the breaker is open
├── BadRequest    the server says that the request itself is wrong: trying again is no use
├── Refused       the model declined
├── NotRecorded   offline, and the reply is not among the recorded ones
└── Overspent     the budget of money or time is used up
"""

from __future__ import annotations

from pzdsl.errors import PzError


class LlmProblem(PzError):
    """Asking a language model failed; the message says how, and never holds a key."""


class ServerDown(LlmProblem):
    """No answer after all attempts, or too many failures in a row."""


class BadRequest(LlmProblem):
    """The server rejects the request itself."""

    def __init__(self, status: int, message: str) -> None:
        self.status = status
        super().__init__(f"the server answers {status}: {message}")


class Refused(LlmProblem):
    """The model declined to answer."""


class NotRecorded(LlmProblem):
    """Offline, and the reply is not among the recorded ones."""


class Overspent(LlmProblem):
    """The budget is used up."""
