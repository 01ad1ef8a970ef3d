"""Who asks: a script, or a language model that plays the doctor."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b, sha256
from importlib.resources import files
from typing import Protocol

from pzdsl.claims import sentences_of
from pzdsl.errors import UsageError
from pzdsl.llm.client import Client
from pzdsl.llm.problems import BadReply, Refused, TooLong
from pzdsl.llm.replies import clean
from pzdsl.llm.request import Message, Request
from pzdsl.plan.plan import Plan

LONGEST_LINE = 1000  # characters of a question
MOST_LINES = 10_000
_TURNS = 30  # of the conversation that a model is shown
_ROOM = 80  # tokens
_DONE = re.compile(r"^\W*thank you\W*$", re.IGNORECASE)
_LABEL = re.compile(r"^\s*(?:\*\*)?(?:doctor|me|question)(?:\*\*)?\s*:\s*", re.IGNORECASE)


class Doctor(Protocol):
    """Asks one patient."""

    async def question(self, said: Sequence[tuple[str, str]]) -> str | None:
        """The next question after these questions and answers (the first pair: nothing asked, the opening), or None."""


class ScriptedDoctor:
    """Asks the lines of a script in turn, and from the first one again; `{symptom}` is filled in."""

    def __init__(self, lines: Sequence[str], plan: Plan, number: int) -> None:
        """`number` is the patient's: which symptom comes first differs from one to the next."""
        self._lines = lines
        self._symptoms = [v.label[:1].lower() + v.label[1:] for v in plan.variables
                          if v.role == "symptom" and not v.hidden] or ["pain"]  # fmt: skip
        self._slots = [line.count("{symptom}") for line in lines]
        self._number = number

    async def question(self, said: Sequence[tuple[str, str]]) -> str | None:
        """The line whose turn it is."""
        turn = len(said) - 1
        rounds, at = divmod(turn, len(self._lines))
        used = self._number + rounds * sum(self._slots) + sum(self._slots[:at])
        line = self._lines[at]
        while "{symptom}" in line:
            line = line.replace("{symptom}", self._symptoms[used % len(self._symptoms)], 1)
            used += 1
        return line


class ModelDoctor:
    """A language model that asks; what it writes is data, made harmless and short."""

    def __init__(self, client: Client, key: str) -> None:
        """`key` says which interview it is: it seeds the model."""
        self._client, self._key = client, key

    async def question(self, said: Sequence[tuple[str, str]]) -> str | None:
        """What the model asks, or None where it is done or has nothing to ask; raises LlmProblem."""
        messages = [Message(role="system", content=_prompt())]
        for asked, answer in said[-_TURNS:]:
            if asked:
                messages.append(Message(role="assistant", content=asked))
            messages.append(Message(role="user", content=answer))
        seed = blake2b(f"{self._key}/{len(said)}".encode(), digest_size=4).digest()
        request = Request(
            model=self._client.settings.model,
            messages=tuple(messages),
            max_tokens=_ROOM,
            seed=int.from_bytes(seed, "little") >> 1,
        )
        try:
            text = (await self._client.ask(request, "doctor")).text
        except (BadReply, Refused, TooLong):
            return None
        text = _LABEL.sub("", clean(text).strip().split("\n\n")[0])
        text = " ".join(sentences_of(text[:LONGEST_LINE])[:3])
        return None if not text or _DONE.match(text) else text


def read_script(text: str, name: str) -> tuple[str, ...]:
    """The questions of a script: one a line; empty lines and those that begin with `#` are left out.

    Raises:
        UsageError: there is no question, or too many, or one is too long.
    """
    lines = [clean(line).strip() for line in text.splitlines()]
    found = tuple(line for line in lines if line and not line.startswith("#"))
    if not found:
        raise UsageError(f"{name} holds no question; write one a line")
    if len(found) > MOST_LINES:
        raise UsageError(f"{name} holds {len(found):,} questions; at most {MOST_LINES:,} are asked")
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_LINE:
            raise UsageError(f"{name}:{number} is longer than {LONGEST_LINE:,} characters")
    return found


@cache
def default_script() -> tuple[str, ...]:
    """The questions that come with the package."""
    return read_script((files(__package__) / "doctor.txt").read_text("utf-8"), "doctor.txt")


@cache
def _prompt() -> str:
    return (files(__package__) / "prompts" / "doctor.txt").read_text("utf-8").strip()


def doctor_digest() -> str:
    """A hash of the prompt, for whoever keeps a transcript."""
    return sha256(_prompt().encode()).hexdigest()
