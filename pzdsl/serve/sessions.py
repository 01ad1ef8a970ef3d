"""Conversations that the server remembers: by a name of the client's, or by what was said so far."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pzdsl.dialogue.agent import PatientAgent
from pzdsl.memory import Event
from pzdsl.serve.names import PatientName
from pzdsl.serve.ward import Role


@dataclass(slots=True)
class Session:
    """One conversation. Whoever uses it holds `turn`, so that questions are answered one after the other."""

    role: Role
    agent: PatientAgent
    used: float
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)


class Sessions:
    """A bounded number of conversations; the one that was unused for longest is forgotten first."""

    def __init__(self, most: int, idle: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._idle, self._clock = most, idle, clock
        self._kept: OrderedDict[str, Session] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: str) -> Session | None:
        """The conversation of that name, if it is still remembered."""
        self._forget()
        session = self._kept.get(key)
        if session is not None:
            session.used = self._clock()
            self._kept.move_to_end(key)
        return session

    def add(self, key: str, role: Role, agent: PatientAgent) -> Session:
        """A new conversation, or the one that somebody else began under this name in the meantime."""
        if (known := self.get(key)) is not None:
            return known
        session = self._kept[key] = Session(role, agent, self._clock())
        self._forget()
        return session

    def drop(self, key: str) -> bool:
        """Forget a conversation; False where there was none."""
        return self._kept.pop(key, None) is not None

    def _forget(self) -> None:
        now = self._clock()
        while self._kept:
            oldest = next(iter(self._kept.values()))
            if len(self._kept) <= self._most and now - oldest.used <= self._idle:
                return
            self._kept.popitem(last=False)


@dataclass(frozen=True, slots=True)
class Prefix:
    """What a patient remembers after the first messages of a conversation."""

    events: tuple[Event, ...]
    size: int
    before: str  # the key of the prefix that is one turn shorter


class Prefixes:
    """What patients remember, by what was said so far: clients without a session send it all with each request.

    Of one conversation the last two are kept, for a request that is repeated; an older one is replayed.
    """

    def __init__(self, most: int, characters: int) -> None:
        self._most, self._characters = most, characters
        self._kept: OrderedDict[str, Prefix] = OrderedDict()
        self._size = 0

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: str) -> Prefix | None:
        """What is remembered after this conversation."""
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def add(self, key: str, events: tuple[Event, ...], before: str) -> None:
        """Keep what is remembered after one more turn."""
        parent = self._kept.get(before)
        if parent is not None:
            self._drop(parent.before)
        self._drop(key)
        size = sum(len(event.text) for event in events)
        self._kept[key] = Prefix(events, size, before)
        self._size += size
        while self._kept and (len(self._kept) > self._most or self._size > self._characters):
            self._drop(next(iter(self._kept)))

    def _drop(self, key: str) -> None:
        found = self._kept.pop(key, None)
        if found is not None:
            self._size -= found.size


def key_of(name: PatientName, messages: Iterable[tuple[str, str]]) -> str:
    """A hash of whom one talks to and of each role and text so far."""
    digest = hashlib.blake2b(f"{name}\n".encode(), digest_size=24)
    for role, text in messages:
        raw = text.encode()
        digest.update(f"{role} {len(raw)}\n".encode())
        digest.update(raw)
    return digest.hexdigest()
