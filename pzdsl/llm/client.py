"""Asks a model: within limits, again where that may help, from memory where it was asked before."""

from __future__ import annotations

import asyncio
import random
import re
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Literal, TypeVar

import orjson
from pydantic import BaseModel

from pzdsl.llm.cache import ReplyCache
from pzdsl.llm.ledger import Ledger
from pzdsl.llm.limits import Breaker, Bucket, Clock, Sleep
from pzdsl.llm.problems import BadReply, BadRequest, NotRecorded, Refused, ServerDown, TooLong
from pzdsl.llm.replies import clean, read_reply
from pzdsl.llm.request import Reply, Request
from pzdsl.llm.settings import Settings
from pzdsl.llm.transport import Answer, TooMuch, Transport, Unreached

Format = Literal["json_schema", "json_object", "none"]
_Model = TypeVar("_Model", bound=BaseModel)

_PATH = "/chat/completions"
_AGAIN = frozenset((408, 409, 429))
_FORMATS: tuple[Format, ...] = ("json_schema", "json_object", "none")
_NO_FORMAT = frozenset((400, 404, 415, 422, 500, 501))  # what servers answer to a `response_format` they do not know
_ABOUT_FORMAT = re.compile(r"response_format|json_schema|json_object|schema|grammar|guided|structured", re.I)
_ABOUT_LENGTH = re.compile(
    r"context.{0,20}(?:length|size|window)|too (?:long|many tokens)|maximum.{0,20}tokens|exceeds?.{0,40}context", re.I
)
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 30.0  # seconds, doubled from attempt to attempt
_MOST_TOKENS = 10_000_000  # that a server may claim for one reply
_NO_REPLY = ("refused", "too_long", "too_much")
_SHOWN = 300  # characters of a server's own words


@dataclass(frozen=True, slots=True)
class _Failure:
    """Why an attempt brought no reply, and how long the server asks to wait."""

    why: str
    wait: float | None = None
    lives: bool = False  # the server works, and is only busy


class Client:
    """One model on one server. For one event loop; close it, or use it in `async with`."""

    def __init__(
        self,
        settings: Settings,
        *,
        cache: ReplyCache | None = None,
        offline: bool = False,
        transport: Transport | None = None,
        ledger: Ledger | None = None,
        clock: Clock = time.monotonic,
        sleep: Sleep = asyncio.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        """`offline` gives nothing but what the cache holds. `chance` gives uniforms for the waits between attempts."""
        self.settings, self.offline = settings, offline
        self.ledger = ledger if ledger is not None else Ledger(settings)
        self._cache = cache
        self._transport = transport
        self._clock, self._sleep, self._chance = clock, sleep, chance
        self._slots = asyncio.Semaphore(settings.concurrency)
        self._requests = _bucket(settings.requests_per_minute, clock, sleep)
        self._tokens = _bucket(settings.tokens_per_minute, clock, sleep)
        self._breaker = Breaker(settings.failures_to_open, settings.rest, clock)
        self._formats: dict[str, Format] = {}  # by schema: what the server was found to take
        self._paused_until = 0.0
        self._usual = 0.0  # tokens of a reply, as they were of late

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Give back the connections."""
        if self._transport is not None:
            await self._transport.close()

    async def ask(self, request: Request, stage: str) -> Reply:
        """The reply, from memory if it was given before. It may be cut short: see `Reply.cut_short`.

        Raises:
            Refused: the model declined.
            TooLong: the request does not fit the model's context.
            BadRequest: the server rejects the request; trying again is no use.
            ServerDown: no reply after all attempts, or too many failures in a row.
            NotRecorded: offline, and this was never asked.
            Overspent: the budget of money or time is used up.
        """
        found = await self._remembered(request)
        if found is None:
            self.ledger.check()
            found = await self._attempts(request, stage)
            if self._cache is not None:
                await asyncio.to_thread(self._cache.put, request, found)
        self.ledger.note(stage, found)
        return _told(found)

    async def ask_json(
        self, request: Request, stage: str, model: type[_Model], most_tokens: int = 8192
    ) -> tuple[_Model, Reply]:
        """A reply by the schema of `model`. One that is cut short is asked once more, with four times the room.

        Raises:
            BadReply: it is cut short even so, no JSON, too deep or too large, or does not fit the schema.
        """
        asked = request.model_copy(update={"schema_": model.model_json_schema(), "schema_name": model.__name__})
        reply = await self.ask(asked, stage)
        if reply.cut_short and asked.max_tokens < most_tokens:
            room = min(4 * asked.max_tokens, most_tokens)
            reply = await self.ask(asked.model_copy(update={"max_tokens": room}), stage)
        if reply.cut_short:
            raise BadReply("the reply was cut short for want of room: answer with fewer words")
        return read_reply(reply.text, model), reply

    async def stream(self, request: Request, stage: str) -> AsyncIterator[str]:
        """The reply piece by piece, as it comes; it is remembered when it is whole. Raises as `ask`.

        A stream is tried once: what was shown cannot be taken back. Where the server does not stream, the reply comes
        in one piece.
        """
        found = await self._remembered(request)
        if found is not None:
            self.ledger.note(stage, found)
            yield _told(found).text
            return
        self.ledger.check()
        began = self._clock()
        parts: list[str] = []
        finish, model = "stop", ""
        usage: Any = {}
        async with self._slot(self._guess(request)):
            try:
                body = {**request.body("none"), "stream": True, "stream_options": {"include_usage": True}}
                async with self._reaching.stream(_PATH, body) as answer:
                    if isinstance(answer, Answer):
                        reply = self._read(answer, request, began)
                        if isinstance(reply, _Failure):
                            raise Unreached(reply.why)
                        parts, finish = [reply.text], reply.finish
                        if finish not in _NO_REPLY:
                            yield reply.text
                    else:
                        ended = False
                        async for event in answer:
                            if event == "[DONE]":
                                ended = True
                                break
                            chunk = _object(event.encode())
                            if chunk.get("error"):  # the status was sent before it went wrong
                                raise Unreached(self._words(Answer(500, {}, event.encode())))
                            usage = chunk.get("usage") or usage
                            model = chunk.get("model") or model
                            choice = _first(chunk)
                            if choice.get("finish_reason"):
                                finish, ended = choice["finish_reason"], True
                            delta = choice.get("delta")
                            piece = delta.get("content") if isinstance(delta, dict) else None
                            if isinstance(piece, str) and (piece := self._harmless(piece)):
                                parts.append(piece)
                                yield piece
                        if not ended:
                            raise Unreached("it stopped without an end")
            except (Unreached, TooMuch) as error:
                self._breaker.failed()
                raise ServerDown(f"the stream broke off: {error}") from None
            self._breaker.succeeded()
        reply = self._reply(request, "".join(parts), finish, usage, model, began)
        if self._cache is not None:
            await asyncio.to_thread(self._cache.put, request, reply)
        self.ledger.note(stage, reply)
        _told(reply)

    async def _remembered(self, request: Request) -> Reply | None:
        found = None
        if self._cache is not None:
            found = await asyncio.to_thread(self._cache.get, request)
        if found is None and self.offline:
            raise NotRecorded(
                f"the reply to request {request.digest[:12]} is not among the recorded ones: "
                "the spec, the prompts, the model or the seed are others than in the recorded run"
            )
        return found

    @property
    def _reaching(self) -> Transport:
        if self._transport is None:
            self._transport = Transport(self.settings)
        return self._transport

    async def _attempts(self, request: Request, stage: str) -> Reply:
        waited, why = 0.0, ""
        for attempt in range(self.settings.attempts):
            if attempt:
                self.ledger.stage(stage).retried += 1
                self.ledger.check()
            try:
                outcome = await self._attempt(request)
            except ServerDown as error:  # the breaker is open: a server that is started anew is waited for
                outcome = _Failure(str(error), error.wait)
            if isinstance(outcome, Reply):
                return outcome
            why = outcome.why
            wait = self._chance() * min(_LONGEST_WAIT, _FIRST_WAIT * 2**attempt)
            if outcome.wait is not None:
                wait += outcome.wait  # the jitter on top: else all who were sent away come back at once
            if attempt + 1 == self.settings.attempts or waited + wait > self.settings.retry_budget:
                break
            waited += wait
            await self._sleep(wait)
        self.ledger.stage(stage).failed += 1
        raise ServerDown(f"no reply after {attempt + 1} attempt{'s' if attempt else ''}: {why}")

    @asynccontextmanager
    async def _slot(self, tokens: float) -> AsyncIterator[None]:
        """A place among those who may ask now."""
        async with self._slots:
            if (pause := self._paused_until - self._clock()) > 0:
                await self._sleep(pause)
            if self._requests is not None:
                await self._requests.take()
            if self._tokens is not None:
                await self._tokens.take(tokens)
            self._breaker.check()
            try:
                yield
            except BaseException:
                self._breaker.abandoned()
                raise

    async def _attempt(self, request: Request) -> Reply | _Failure:
        guessed = self._guess(request)
        async with self._slot(guessed):
            began = self._clock()
            try:
                outcome = await self._in_some_format(request, began)
            except TooMuch as error:  # it was asked for at most so many tokens: another try would bring no less
                self._breaker.succeeded()
                return self._reply(request, str(error), "too_much", {}, "", began)
            except Unreached as error:
                self._breaker.failed()
                return _Failure(str(error))
            except BadRequest:
                self._breaker.succeeded()
                raise
            if isinstance(outcome, _Failure):
                if outcome.lives:
                    self._breaker.succeeded()
                else:
                    self._breaker.failed()
                if outcome.wait is not None:  # it asks for patience: all others wait as well
                    wait = min(outcome.wait, self.settings.retry_budget)
                    self._paused_until = max(self._paused_until, self._clock() + wait)
                return outcome
            self._breaker.succeeded()
            if self._tokens is not None:
                self._tokens.give_back(guessed - outcome.prompt_tokens - outcome.completion_tokens)
                self._usual += 0.1 * (outcome.completion_tokens - self._usual) if self._usual else 0.0
                self._usual = self._usual or float(outcome.completion_tokens)
            return outcome

    async def _in_some_format(self, request: Request, began: float) -> Reply | _Failure:
        """In the best form that the server takes; a lesser one is remembered once it has worked."""
        key = request.schema_name or ""
        known = self._formats.get(key, "json_schema")
        first: Reply | _Failure | BadRequest | None = None
        for form in _FORMATS[_FORMATS.index(known) :] if request.schema_ is not None else ("none",):
            answer = await self._reaching.post(_PATH, request.body(form))
            try:
                outcome: Reply | _Failure | BadRequest = self._read(answer, request, began)
            except BadRequest as error:
                outcome = error
            if isinstance(outcome, Reply):
                if request.schema_ is not None and outcome.finish not in _NO_REPLY:
                    self._formats[key] = form
                return outcome
            first = first if first is not None else outcome
            if answer.status not in _NO_FORMAT or form == "none":
                break
            # a 500 says that something broke; only words about the form make it worth another form
            if answer.status == 500 and not _ABOUT_FORMAT.search(self._words(answer)):
                break
        assert first is not None, "at least one form is tried"
        if isinstance(first, BadRequest):
            raise first
        return first

    def _read(self, answer: Answer, request: Request, began: float) -> Reply | _Failure:
        """The reply in an answer; raises BadRequest where trying again is no use."""
        if answer.status != 200:
            words = self._words(answer)
            if answer.status in _AGAIN or answer.status >= 500:
                wait = _retry_after(answer.headers.get("retry-after"))
                return _Failure(f"the server answers {answer.status}: {words}", wait, answer.status < 500)
            if answer.status in (400, 413, 422) and _ABOUT_LENGTH.search(words):
                return self._reply(request, words, "too_long", {}, "", began)
            if 300 <= answer.status < 400:
                words = "it sends elsewhere; give the address where it really is"
            elif answer.status in (401, 403):
                words += " (the key comes from PZDSL_LLM_KEY)"
            raise BadRequest(answer.status, words)
        try:
            content = _object(answer.body)
            choice = _first(content)
            message = choice["message"]
            refusal, text = message.get("refusal"), message.get("content")
        except (KeyError, AttributeError, Unreached):
            return _Failure("the server's answer is not a chat completion")
        if isinstance(text, list):  # in parts
            text = "".join(
                part["text"] for part in text if isinstance(part, dict) and isinstance(part.get("text"), str)
            )
        finish = choice.get("finish_reason")
        if isinstance(refusal, str) and refusal:
            text, finish = refusal, "refused"
        elif finish == "content_filter":
            text, finish = "the server's filter stopped the reply", "refused"
        if not isinstance(text, str):
            text = ""
        return self._reply(request, text, finish, content.get("usage"), content.get("model"), began)

    def _reply(self, request: Request, text: str, finish: Any, usage: Any, model: Any, began: float) -> Reply:
        text = self._harmless(text)
        usage = usage if isinstance(usage, dict) else {}
        return Reply(
            text=text,
            finish=finish if finish in ("length", *_NO_REPLY) else "stop",
            prompt_tokens=_count(usage.get("prompt_tokens"), _prompt_tokens(request)),
            completion_tokens=_count(usage.get("completion_tokens"), len(text) // 4),
            model=self._harmless(model)[:200] if isinstance(model, str) else "",
            seconds=round(self._clock() - began, 3),
        )

    def _guess(self, request: Request) -> float:
        """Tokens that a request may cost, before it is asked: as much as it may, or as much as was usual."""
        room = request.max_tokens
        return _prompt_tokens(request) + (min(room, self._usual) if self._usual else room)

    def _words(self, answer: Answer) -> str:
        """What the server says went wrong, short and harmless."""
        text = answer.body[: 20 * _SHOWN].decode("utf-8", "replace")
        try:
            found = _object(answer.body)
            error = found.get("error", found)
            said = error.get("message") or error.get("detail") if isinstance(error, dict) else error
            text = said if isinstance(said, str) else text
        except Unreached:
            pass
        return " ".join(self._harmless(text).split())[:_SHOWN] or "(no reason given)"

    def _harmless(self, text: str) -> str:
        """Clean, and without the key, should the server send it back."""
        text = clean(text)
        key = self.settings.key.get_secret_value() if self.settings.key is not None else ""
        return text.replace(key, "[key]") if len(key) >= 8 else text


def _told(reply: Reply) -> Reply:
    if reply.finish == "refused":
        raise Refused(f"the model declined: {reply.text[:_SHOWN]}")
    if reply.finish == "too_long":
        raise TooLong(f"the request does not fit the model's context: {reply.text[:_SHOWN]}")
    if reply.finish == "too_much":
        raise BadReply(reply.text)
    return reply


def _object(data: bytes) -> dict[str, Any]:
    """A JSON object; raises Unreached where it is none, since what came is broken."""
    try:
        found = orjson.loads(data)
    except orjson.JSONDecodeError:
        raise Unreached("the server's answer is no JSON") from None
    if not isinstance(found, dict):
        raise Unreached("the server's answer is no JSON object")
    return found


def _first(content: Mapping[str, Any]) -> dict[str, Any]:
    choices = content.get("choices")
    if isinstance(choices, list) and choices and isinstance(choices[0], dict):
        return choices[0]
    return {}


def _count(said: object, guessed: int) -> int:
    """Tokens as the server counts them, if that makes sense; else by length."""
    if isinstance(said, int) and not isinstance(said, bool) and 0 <= said <= _MOST_TOKENS:
        return said
    return guessed


def _prompt_tokens(request: Request) -> int:
    return sum(len(message.content) for message in request.messages) // 4


def _bucket(per_minute: float | None, clock: Clock, sleep: Sleep) -> Bucket | None:
    return None if per_minute is None else Bucket(per_minute, clock, sleep)


def _retry_after(said: str | None) -> float | None:
    """Seconds, given as such or as a date; None where nothing sensible is said."""
    if said is None:
        return None
    if re.fullmatch(r"\s*\d{1,9}(?:\.\d{1,9})?\s*", said):
        return float(said)
    try:
        at = parsedate_to_datetime(said)
    except (ValueError, TypeError, OverflowError):
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=UTC)
    return max(0.0, (at - datetime.now(UTC)).total_seconds())
