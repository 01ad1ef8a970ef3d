"""What is remembered, and for how long."""

from __future__ import annotations

import asyncio

from pzdsl.memory import Event
from pzdsl.serve.names import PatientName
from pzdsl.serve.sessions import Prefixes, Sessions, key_of
from tests.serve.ward import ward

NAME = PatientName("grippe", 1, 0)


def test_the_session_unused_for_longest_goes_first() -> None:
    now = 0.0
    role = asyncio.run(ward().role(NAME))
    sessions = Sessions(2, 100, lambda: now)
    made = [sessions.add(key, role, role.agent(None)) for key in ("a", "b")]
    assert sessions.get("a") is made[0]
    sessions.add("c", role, role.agent(None))
    assert [key for key in "abc" if sessions.get(key)] == ["a", "c"]
    assert sessions.add("a", role, role.agent(None)) is made[0]  # somebody was quicker
    now = 50.0
    sessions.get("c")
    now = 120.0
    assert sessions.get("a") is None
    assert len(sessions) == 1


def event(turn: int, text: str) -> Event:
    return Event(turn, "patient", text, "reply", "neutral", "built-in")


def test_of_a_conversation_the_last_two_prefixes_are_kept() -> None:
    kept = Prefixes(100, 10_000)
    events: tuple[Event, ...] = ()
    for turn in range(50):
        events = (*events, event(turn, "x" * 10))
        kept.add(f"k{turn + 1}", events, f"k{turn}")
    assert len(kept) == 2
    found = kept.get("k50")
    assert found is not None
    assert len(found.events) == 50
    assert kept.get("k49") is not None


def test_what_conversations_hold_is_bounded() -> None:
    kept = Prefixes(10, 1000)
    for number in range(50):
        kept.add(f"a{number}", (event(0, "x" * 10),), "")
    assert len(kept) == 10
    for number in range(50):
        kept.add(f"b{number}", (event(0, "x" * 400),), "")
    assert len(kept) == 2
    kept.add("large", (event(0, "x" * 2000),), "")
    assert len(kept) == 0


def test_a_key_is_of_one_conversation_with_one_patient() -> None:
    keys = {
        key_of(NAME, ()),
        key_of(NAME, (("user", "a"), ("assistant", "b"))),
        key_of(NAME, (("user", "b"), ("assistant", "a"))),
        key_of(NAME, (("user", "ab"), ("assistant", ""))),
        key_of(NAME, (("user", "a\nassistant 1\nb"),)),
        key_of(PatientName("grippe", 2, 0), (("user", "a"), ("assistant", "b"))),
        key_of(PatientName("grippe", 1, 1), (("user", "a"), ("assistant", "b"))),
    }
    assert len(keys) == 7


def test_patients_are_drawn_once_and_a_bounded_number_is_kept() -> None:
    async def run() -> None:
        place = ward()
        place._most = 2
        first = await place.role(NAME)
        assert await place.role(NAME) is first
        for number in (1, 2, 3):
            await place.role(PatientName("grippe", 1, number))
        assert len(place._roles) == 2
        again = await place.role(NAME)
        assert again is not first
        assert again.patient.facts.by_name == first.patient.facts.by_name

    asyncio.run(run())
