"""A reply is data: made harmless, bounded, and read as JSON where JSON was asked for."""

from __future__ import annotations

import re
from typing import Any, TypeVar

import orjson
from pydantic import BaseModel, ValidationError

from pzdsl.llm.problems import BadReply

LONGEST_TEXT = 200_000  # characters
DEEPEST = 24  # levels of nested JSON
MOST_PARTS = 20_000  # values in one JSON reply
_MOST_WRONG = 5  # mistakes told at once

_Model = TypeVar("_Model", bound=BaseModel)

_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[PX^_][^\x1b]*(?:\x1b\\)?|.)?", re.S)
# controls, marks that turn or hide text, characters that nobody can see
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0000-\U000e007f]"
)
_THOUGHT = re.compile(r"^\s*<think>.*?</think>", re.S)
_FENCED = re.compile(r"^\s*```[a-zA-Z]*\s*\n(.*?)\n?\s*```\s*$", re.S)


def clean(text: str) -> str:
    """Text without terminal escapes, controls and invisible characters, of bounded length; it shows what it holds."""
    text = text[: 2 * LONGEST_TEXT].replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\u2028", "\n").replace("\u2029", "\n")
    text = _CONTROLS.sub("", _ESCAPES.sub("", text))
    return text.encode("utf-8", "ignore").decode()[:LONGEST_TEXT]  # half of a surrogate pair is no character


def parse_json(text: str) -> Any:
    """The JSON value of a reply, its texts clean; a thought before it and a fence around it are taken off.

    Raises:
        BadReply: it is no JSON, or nested too deep, or too large.
    """
    text = _THOUGHT.sub("", text)
    fenced = _FENCED.match(text)
    if fenced is not None:
        text = fenced[1]
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:  # orjson itself stops at a depth of 1024
        raise BadReply(f"the reply is not valid JSON ({error.msg} at character {error.pos})") from None
    return _bounded(value)


def read_reply(text: str, model: type[_Model]) -> _Model:
    """The reply as a model; raises BadReply, which says what does not fit."""
    value = parse_json(text)
    try:
        return model.model_validate(value)
    except ValidationError as error:
        wrong = error.errors(include_input=False, include_url=False)
        told = [f"`{clean('.'.join(map(str, one['loc'])))[:80] or 'reply'}`: {one['msg']}" for one in wrong]
        more = f"; and {len(told) - _MOST_WRONG} more" if len(told) > _MOST_WRONG else ""
        raise BadReply("the reply does not fit its schema: " + "; ".join(told[:_MOST_WRONG]) + more) from None


def _bounded(value: Any) -> Any:
    """The value with clean texts; without recursion beyond `DEEPEST`."""
    left = MOST_PARTS

    def visit(part: Any, depth: int) -> Any:
        nonlocal left
        left -= 1
        if depth > DEEPEST:
            raise BadReply(f"the reply is nested deeper than {DEEPEST} levels")
        if left < 0:
            raise BadReply(f"the reply holds more than {MOST_PARTS:,} values")
        if isinstance(part, str):
            return clean(part)
        if isinstance(part, list):
            return [visit(one, depth + 1) for one in part]
        if isinstance(part, dict):
            return {clean(key)[:200]: visit(one, depth + 1) for key, one in part.items()}
        return part

    return visit(value, 0)
