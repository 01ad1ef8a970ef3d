"""One question to a model, and its reply; a request has a hash that names it for ever."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, Field

_FORMAT = 1  # of the canonical form that is hashed


def _dumped(schema: dict[str, Any]) -> str:
    return orjson.dumps(schema).decode()


class Message(BaseModel):
    """One message of a conversation."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    role: Literal["system", "user", "assistant"]
    content: str


class Request(BaseModel):
    """What is asked. `schema_` is a JSON Schema that the reply should follow; whether it does is checked by the caller.

    `attempt` sets a second try apart from the first, so that a remembered reply is not given again.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))

    model: str
    messages: tuple[Message, ...]
    temperature: Annotated[float, Field(ge=0, le=2)] = 0.7
    top_p: Annotated[float, Field(gt=0, le=1)] = 0.95
    max_tokens: Annotated[int, Field(ge=1, le=100_000)] = 1024
    seed: int | None = None
    schema_name: str | None = None
    schema_: dict[str, Any] | None = None
    attempt: int = 0

    @cached_property
    def digest(self) -> str:
        """The hash of everything that is asked; where it is asked, and with which key, is no part of it."""
        content = {"format": _FORMAT, **self.model_dump(mode="json")}
        return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()

    def body(self, with_schema: Literal["json_schema", "json_object", "none"]) -> dict[str, Any]:
        """The body of the HTTP request."""
        body: dict[str, Any] = {
            "model": self.model,
            "messages": [message.model_dump() for message in self.messages],
            "temperature": self.temperature,
            "top_p": self.top_p,
            "max_tokens": self.max_tokens,
        }
        if self.seed is not None:
            body["seed"] = self.seed
        if self.schema_ is None:
            return body
        if with_schema != "json_schema":  # the server does not hold the model to it, so it is told
            told = f"Answer with one JSON object, and nothing else, by this JSON Schema: {_dumped(self.schema_)}"
            body["messages"] = [*body["messages"], {"role": "user", "content": told}]
            if body["messages"][-2]["role"] == "user":  # some servers want turns
                told = f"{body['messages'][-2]['content']}\n\n{told}"
                body["messages"][-2:] = [{"role": "user", "content": told}]
        if with_schema == "none":
            return body
        if with_schema == "json_object":
            body["response_format"] = {"type": "json_object"}
        else:
            body["response_format"] = {
                "type": "json_schema",
                "json_schema": {"name": self.schema_name or "reply", "strict": True, "schema": self.schema_},
            }
        return body


class Reply(BaseModel):
    """What came back: text, bounded and without control characters, and what it cost."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: str
    finish: str = "stop"  # `length`: cut short; `refused`, `too_long`, `too_much`: no reply; the text says why
    prompt_tokens: int = 0
    completion_tokens: int = 0
    model: str = ""  # what the server says that it is
    seconds: float = 0.0
    remembered: bool = False

    @property
    def cut_short(self) -> bool:
        """Whether the model stopped for want of room."""
        return self.finish == "length"
