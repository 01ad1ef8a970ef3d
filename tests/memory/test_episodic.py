from __future__ import annotations

import json
import time

import pytest

from pzdsl.errors import UsageError
from pzdsl.memory import EpisodicMemory, Event, Gate, Memory
from tests.memory.people import cougher, plan_of


def talked() -> EpisodicMemory:
    memory = EpisodicMemory()
    memory.add(Event(1, "doctor", "Any pets?", "question"))
    memory.add(Event(1, "patient", "I have two cats.", "reply", "neutral", "built-in"))
    memory.add(Event(1, "patient", "I have two cats.", "news", "neutral", "built-in"))
    return memory


def test_what_is_written_is_read_back() -> None:
    memory = talked()
    again = EpisodicMemory.from_json(json.loads(json.dumps(memory.to_json())))
    assert again.log == memory.log
    assert again.news == memory.news
    assert not memory.diff(again)
    assert again.turn == 1


def test_a_detail_is_kept_once() -> None:
    memory = talked()
    memory.add(Event(7, "patient", "I have two cats.", "news", "neutral", "built-in"))
    assert [event.turn for event in memory.news] == [1]


def test_a_difference_names_what_came_and_went() -> None:
    before, after = talked(), talked()
    after.add(Event(2, "patient", "My sister lives in Lyon.", "news", "neutral", "a-model"))
    difference = before.diff(after)
    assert [event.text for event in difference.added] == ["My sister lives in Lyon."]
    assert difference.removed == ()
    assert str(difference) == "+ turn 2, news: My sister lives in Lyon."
    assert [event.text for event in after.diff(before).removed] == ["My sister lives in Lyon."]


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({}, "needs turn, speaker, text and kind"),
        ({"turn": -1, "speaker": "p", "text": "x", "kind": "news"}, "whole number from 0"),
        ({"turn": True, "speaker": "p", "text": "x", "kind": "news"}, "whole number from 0"),
        ({"turn": 1, "speaker": "p", "text": "x" * 30_000, "kind": "news"}, "longer than"),
        ({"turn": 1, "speaker": "p", "text": 5, "kind": "news"}, "a text is missing"),
        ({"turn": 1, "speaker": "p", "text": "x", "kind": "rumor"}, "is one of question, reply, news"),
        ({"turn": 1, "speaker": "p", "text": "x", "kind": "news", "secret": 1}, "nothing unknown"),
    ],
)
def test_a_foreign_memory_says_which_event_is_wrong(entry: dict[str, object], said: str) -> None:
    good = {"turn": 1, "speaker": "p", "text": "x", "kind": "reply"}
    with pytest.raises(UsageError, match=f"event 2 .*{said}"):
        EpisodicMemory.from_json([good, entry])
    with pytest.raises(UsageError, match="is a list"):
        EpisodicMemory.from_json({"log": []})


def test_memory_of_a_patient_is_written_and_read_back() -> None:
    patient = cougher()
    memory, gate = Memory.of(patient), Gate(plan_of("pneumonia"), patient)
    reply = "I have a cough. My neighbor drove me here."
    memory.remember(1, "What brings you in?", reply, gate.judge(reply, memory))
    again = Memory.from_json(json.loads(json.dumps(memory.to_json())), patient)
    assert again.episodic.log == memory.episodic.log
    assert [event.text for event in again.episodic.news] == ["My neighbor drove me here."]


def test_what_bears_on_a_sentence_is_found_among_thousands_at_the_same_cost() -> None:
    def seconds(of: int) -> float:
        memory = EpisodicMemory()
        for number in range(of):
            memory.add(Event(number, "patient", f"Detail {number} is about aunt{number % 97}.", "news"))
        memory.add(Event(of, "patient", "My parrot is called Oscar.", "news"))
        best = 1.0
        for _ in range(20):
            began = time.perf_counter()
            found = memory.bearing_on("The parrot talks all day.", 4)
            best = min(best, time.perf_counter() - began)
        assert [event.text for event in found] == ["My parrot is called Oscar."]
        return best

    # fifty times as much to remember; the slack is for a busy machine, growth would be fiftyfold
    assert seconds(10_000) < 10 * seconds(200) + 1e-4
