"""The episodic track: the dialogue as it went, and the new details that were let pass."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from pzdsl.errors import UsageError
from pzdsl.memory.words import WordIndex

EventKind = Literal["question", "reply", "news"]

_KINDS = get_args(EventKind)
_FIELDS = {"turn", "speaker", "text", "kind", "verdict", "source"}
_MOST_EVENTS = 100_000
_LONGEST = 20_000  # characters of one event


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that was said. `news` is a sentence of a reply that neither track held before.

    `turn` counts questions from 1; the patient's opening is turn 0. `verdict` is what the gate said; None for a
    question. `source` says who worded it: `doctor`, `built-in`, or the name of a model.
    """

    turn: int
    speaker: str
    text: str
    kind: EventKind
    verdict: str | None = None
    source: str = ""

    def entry(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {
            "turn": self.turn,
            "speaker": self.speaker,
            "text": self.text,
            "kind": self.kind,
            "verdict": self.verdict,
            "source": self.source,
        }


@dataclass(frozen=True, slots=True)
class Difference:
    """What one episodic track holds and another does not."""

    added: tuple[Event, ...]
    removed: tuple[Event, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed)

    def __str__(self) -> str:
        lines = [f"- turn {e.turn}, {e.kind}: {e.text}" for e in self.removed]
        return "\n".join(lines + [f"+ turn {e.turn}, {e.kind}: {e.text}" for e in self.added])


@dataclass(slots=True)
class EpisodicMemory:
    """The dialogue log, in order; `news` are the events of it that are protected."""

    _events: list[Event] = field(default_factory=list)
    _news: list[Event] = field(default_factory=list)
    _asked: str = ""
    _known: set[str] = field(default_factory=set)
    _index: WordIndex = field(default_factory=WordIndex)

    @property
    def log(self) -> Sequence[Event]:
        """Everything that was said, in order."""
        return tuple(self._events)

    @property
    def news(self) -> Sequence[Event]:
        """The new details, in the order in which they came up."""
        return tuple(self._news)

    @property
    def asked(self) -> str:
        """All that the doctor has said, in lower case."""
        return self._asked

    @property
    def turn(self) -> int:
        """The number of the last question; 0 before the first."""
        return self._events[-1].turn if self._events else 0

    def add(self, event: Event) -> None:
        """Keep an event; a detail that is there already is not kept twice."""
        if event.kind == "news":
            if event.text in self._known:
                return
            self._known.add(event.text)
            self._index.add(event.text)
            self._news.append(event)
        elif event.kind == "question":
            self._asked += "\n" + event.text.lower()
        self._events.append(event)

    def bearing_on(self, sentence: str, most: int) -> list[Event]:
        """The news that share most words with a sentence; what this costs does not grow with the dialogue."""
        return [self._news[number] for number in self._index.best(sentence, most)]

    def to_json(self) -> list[dict[str, Any]]:
        """The events as JSON values."""
        return [event.entry() for event in self._events]

    @classmethod
    def from_json(cls, entries: Any) -> EpisodicMemory:
        """What `to_json` gave; raises UsageError, which says which event cannot be read."""
        if not isinstance(entries, list) or len(entries) > _MOST_EVENTS:
            raise UsageError(f"an episodic memory is a list of at most {_MOST_EVENTS:,} events")
        memory = cls()
        for number, entry in enumerate(entries, 1):
            memory.add(_event(entry, number))
        return memory

    def diff(self, other: EpisodicMemory) -> Difference:
        """What `other` holds beyond this one, and what it lacks."""
        mine, theirs = set(self._events), set(other._events)
        return Difference(_without(other._events, mine), _without(self._events, theirs))


def _without(events: Iterable[Event], known: set[Event]) -> tuple[Event, ...]:
    return tuple(event for event in events if event not in known)


def _event(entry: Any, number: int) -> Event:
    if (
        not isinstance(entry, dict)
        or not set(entry) <= _FIELDS
        or not {"turn", "speaker", "text", "kind"} <= set(entry)
    ):
        raise UsageError(f"event {number} of the memory needs turn, speaker, text and kind, and nothing unknown")
    turn, verdict, kind = entry["turn"], entry.get("verdict"), entry["kind"]
    texts = (entry["speaker"], entry["text"], entry.get("source", ""), verdict or "")
    if not isinstance(turn, int) or isinstance(turn, bool) or turn < 0:
        raise UsageError(f"event {number} of the memory: `turn` is a whole number from 0 on")
    if not all(isinstance(text, str) and len(text) <= _LONGEST for text in texts):
        raise UsageError(f"event {number} of the memory: a text is missing or longer than {_LONGEST:,} characters")
    if kind not in _KINDS:
        raise UsageError(f"event {number} of the memory: `kind` is one of {', '.join(_KINDS)}")
    return Event(turn, entry["speaker"], entry["text"], kind, verdict, entry.get("source", ""))
