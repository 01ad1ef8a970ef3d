"""`POST /v1/chat/completions`: the model is a patient, the user its doctor.

The client sends the conversation with each request. What the patient remembers after it is kept under a hash of it, so
that the next request goes on from there. Where it is not kept, the conversation is replayed: what the client says that
the patient said is held by the gate to the record; what does not pass, the patient never said, and answers anew.
"""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from pzdsl.dialogue.agent import PatientAgent
from pzdsl.llm.replies import clean
from pzdsl.memory import Event
from pzdsl.serve.bodies import object_in
from pzdsl.serve.limits import Limits
from pzdsl.serve.names import PatientName, parse_name
from pzdsl.serve.problems import Problem
from pzdsl.serve.sessions import Prefixes, Sessions, key_of
from pzdsl.serve.thinking import Thinking
from pzdsl.serve.ward import Role, Ward

_SESSION = re.compile(r"[A-Za-z0-9_.-]{8,128}")
_TOKENS = re.compile(r"\w+|[^\w\s]")
_PIECES = re.compile(r"\S+\s*")
_IGNORED = ("system", "developer")  # nobody changes who the patient is


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that was read: whom it asks, what was said before, and the question; none asks for the opening."""

    name: PatientName
    earlier: tuple[tuple[str, str], ...]  # role and text, from the first question or the opening on
    question: str
    streamed: bool
    with_usage: bool
    prompt_tokens: int


@dataclass(frozen=True, slots=True)
class Said:
    """What the patient said, and how much of it there is."""

    id: str
    model: str
    created: int
    text: str
    usage: dict[str, int]


def read_request(body: bytes, ward: Ward, limits: Limits) -> Asked:
    """Read the body of a request; raises Problem, which says what is wrong with which part."""
    found = object_in(body)
    name = parse_name(found.get("model"), ward.plans, ward.seed)
    if found.get("n", 1) not in (1, None):
        raise Problem(400, "a patient gives one answer: `n` is 1", param="n")
    if found.get("tools") or found.get("functions"):
        raise Problem(400, "a patient has no tools", param="tools")
    streamed, options = found.get("stream", False), found.get("stream_options")
    if streamed not in (True, False, None):
        raise Problem(400, "`stream` is true or false", param="stream")
    messages = _messages(found.get("messages"), limits)
    tokens = sum(count_tokens(text) for _, text in messages)
    turns = [(role, text) for role, text in messages if role not in _IGNORED]
    if turns and turns[-1][0] != "user":
        raise Problem(400, "the last message is the doctor's: its role is `user`", param="messages")
    merged = _merged(turns)
    with_usage = isinstance(options, dict) and options.get("include_usage") is True
    question = merged[-1][1] if merged else ""
    if merged and not question.strip():
        raise Problem(400, "the last message is empty", param="messages")
    return Asked(name, tuple(merged[:-1]), question, bool(streamed), with_usage, tokens)


def _messages(found: object, limits: Limits) -> list[tuple[str, str]]:
    if not isinstance(found, list) or not found:
        raise Problem(400, "`messages` is a list of at least one message", param="messages")
    if len(found) > limits.messages:
        raise Problem(400, f"a request holds at most {limits.messages} messages", param="messages")
    out = []
    for number, message in enumerate(found):
        where = f"messages[{number}]"
        role = message.get("role") if isinstance(message, dict) else None
        if role not in ("user", "assistant", *_IGNORED):
            raise Problem(400, f"`{where}.role` is system, user or assistant", param=where)
        text = _text(message.get("content"), where)
        if len(text) > limits.question and role not in _IGNORED:
            raise Problem(400, f"`{where}` is longer than {limits.question:,} characters", param=where)
        out.append((str(role), clean(text)))
    return out


def _text(content: object, where: str) -> str:
    if content is None:
        return ""
    if isinstance(content, str):
        return content
    if isinstance(content, list):
        parts = [part.get("text") if isinstance(part, dict) and part.get("type") == "text" else None
                 for part in content]  # fmt: skip
        if all(isinstance(part, str) for part in parts):
            return "\n".join(str(part) for part in parts)
    raise Problem(400, f"`{where}.content` is text; a patient sees no pictures or files", param=where)


def _merged(turns: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The messages in turns: what one of both said in a row is one message."""
    out: list[tuple[str, str]] = []
    for role, text in turns:
        if out and out[-1][0] == role:
            out[-1] = (role, f"{out[-1][1]}\n{text}")
        else:
            out.append((role, text))
    return out


class Completions:
    """Answers requests, with a session of the client's or without."""

    def __init__(self, ward: Ward, thinking: Thinking, sessions: Sessions, limits: Limits) -> None:
        self._ward, self._thinking, self._sessions, self._limits = ward, thinking, sessions, limits
        self.prefixes = Prefixes(limits.prefixes, limits.prefix_characters)

    async def answer(self, asked: Asked, session: str | None) -> Said:
        """What the patient says; raises Problem."""
        if session is not None and _SESSION.fullmatch(session) is None:
            raise Problem(400, "`X-Session` is 8 to 128 letters, digits or `-_.`", param="X-Session")
        role = await self._ward.role(asked.name)
        if session is not None:
            text = await self._in_session(role, asked, session)
        else:
            text = await self._without(role, asked)
        tokens = count_tokens(text)
        usage = {
            "prompt_tokens": asked.prompt_tokens,
            "completion_tokens": tokens,
            "total_tokens": asked.prompt_tokens + tokens,
        }
        return Said(f"chatcmpl-{secrets.token_hex(12)}", str(asked.name), int(time.time()), text, usage)

    async def _in_session(self, role: Role, asked: Asked, name: str) -> str:
        """The server remembers; only the last message of the client counts."""
        key = f"v1 {role.name} {name}"
        session = self._sessions.get(key)
        if session is None:
            agent = await self._thinking.do(lambda: role.agent(self._ward.make_speaker))
            session = self._sessions.add(key, role, agent)
        async with session.turn:
            if not asked.question:
                return await self._thinking.do(session.agent.opening)
            if session.agent.memory.episodic.turn >= self._limits.turns:
                raise Problem(409, f"this interview has had its {self._limits.turns} questions; begin another session")
            return (await self._thinking.think(session.agent.answer(asked.question))).text

    async def _without(self, role: Role, asked: Asked) -> str:
        """The client remembers; what the patient remembers follows from it."""
        before = key_of(role.name, asked.earlier)
        known = self.prefixes.get(before)
        text, events = await self._thinking.think(self._turn(role, asked, known.events if known is not None else None))
        said = (*asked.earlier, ("user", asked.question), ("assistant", text))
        after = key_of(role.name, said if asked.question else (("assistant", text),))
        self.prefixes.add(after, events, before)
        return text

    async def _turn(self, role: Role, asked: Asked, events: tuple[Event, ...] | None) -> tuple[str, tuple[Event, ...]]:
        agent = role.agent(self._ward.make_speaker, events or ())
        if events is None:
            await replay(agent, role, asked.earlier)
        text = (await agent.answer(asked.question)).text if asked.question else agent.opening()
        return text, tuple(agent.memory.episodic.log)


async def replay(agent: PatientAgent, role: Role, earlier: Sequence[tuple[str, str]]) -> None:
    """Let a patient remember a conversation as a client tells it, as far as the gate lets it pass."""
    memory = agent.memory
    question = ""
    for speaker, text in earlier:
        if speaker == "user":
            question = text
            continue
        if not question:  # before any question: the patient's own greeting
            agent.opening()
            continue
        judgement = role.gate.judge(text, memory, question)
        if not judgement.accepted:
            text = role.built_in.reply_now(question, memory).text
            judgement = role.gate.judge(text, memory, question)
        if judgement.accepted:
            memory.remember(memory.episodic.turn + 1, question, text, judgement, "replayed")
        question = ""


def count_tokens(text: str) -> int:
    """Words and marks: no model is behind this, so that it is a measure of length and no price."""
    return sum(1 for _ in _TOKENS.finditer(text))


def whole(said: Said) -> dict[str, Any]:
    """The response of one piece."""
    message = {"role": "assistant", "content": said.text, "refusal": None}
    return {
        "id": said.id,
        "object": "chat.completion",
        "created": said.created,
        "model": said.model,
        "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": "stop"}],
        "usage": said.usage,
    }


async def pieces(said: Said, with_usage: bool) -> AsyncIterator[bytes]:
    """The response as server-sent events, word by word.

    A reply is judged whole before its first word is sent, since what was sent cannot be taken back.
    """

    def event(choices: list[dict[str, Any]], **more: Any) -> bytes:
        head = {"id": said.id, "object": "chat.completion.chunk", "created": said.created, "model": said.model}
        usage = {"usage": None} if with_usage else {}
        return b"data: " + orjson.dumps({**head, "choices": choices, **usage, **more}) + b"\n\n"

    def choice(delta: Mapping[str, str], finish: str | None = None) -> list[dict[str, Any]]:
        return [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}]

    yield event(choice({"role": "assistant", "content": ""}))
    for piece in _PIECES.finditer(said.text):
        yield event(choice({"content": piece[0]}))
    yield event(choice({}, "stop"))
    if with_usage:
        yield event([], usage=said.usage)
    yield b"data: [DONE]\n\n"
