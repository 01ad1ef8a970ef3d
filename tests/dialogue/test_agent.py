from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from pzdsl.dialogue import Answer, PatientAgent
from pzdsl.dialogue.agent import LAST_RESORT
from pzdsl.llm.problems import ServerDown
from pzdsl.memory import Memory
from tests.memory.people import NAMES, cougher, plan_of, some_of


@dataclass
class Scripted:
    """Says what it is told to say, in turn, and remembers what it was told is wrong."""

    texts: Sequence[str]
    name: str = "scripted"
    problems: list[Sequence[str]] = field(default_factory=list)

    async def reply(self, question: str, memory: Memory, problems: Sequence[str], attempt: int) -> str:
        self.problems.append(problems)
        return self.texts[(len(self.problems) - 1) % len(self.texts)]


class Down:
    name = "down"

    async def reply(self, question: str, memory: Memory, problems: Sequence[str], attempt: int) -> str:
        raise ServerDown("no reply after 5 attempts")


def agent(*texts: str, built_in: Sequence[str] = ("I have a cough.",)) -> PatientAgent:
    return PatientAgent(
        plan_of("pneumonia"), cougher(), speaker=Scripted(texts), built_in=Scripted(built_in, "built-in")
    )


def ask(one: PatientAgent, question: str = "Do you have a cough?") -> Answer:
    return asyncio.run(one.answer(question))


def test_a_good_reply_is_given_as_it_is() -> None:
    one = agent("Yes, I've had a cough for a few days.")
    answer = ask(one)
    assert (answer.text, answer.attempts, answer.fell_back) == ("Yes, I've had a cough for a few days.", 1, False)
    assert answer.source == "scripted"
    assert [event.kind for event in one.memory.episodic.log][:2] == ["question", "reply"]


def test_a_refused_reply_is_asked_for_again_with_the_reason() -> None:
    one = agent("No, no cough at all.", "I have a cough.")
    answer = ask(one)
    assert (answer.text, answer.attempts) == ("I have a cough.", 2)
    assert answer.refused == ("No, no cough at all.",)
    assert isinstance(one.speaker, Scripted)
    assert one.speaker.problems[0] == ()
    assert "I have a cough." in one.speaker.problems[1][0]


def test_when_no_attempt_is_let_pass_the_built_in_speaker_answers() -> None:
    answer = ask(agent("I have no cough."))
    assert (answer.text, answer.attempts, answer.fell_back) == ("I have a cough.", 3, True)
    assert answer.source == "built-in"
    assert len(answer.rejected) == len(answer.refused) == 3


def test_even_a_built_in_speaker_that_lies_gets_nothing_past_the_gate() -> None:
    answer = ask(agent("I have no cough.", built_in=("I never coughed.",)))
    assert answer.text == LAST_RESORT
    assert answer.judgement.accepted


def test_a_model_that_cannot_be_reached_is_no_catastrophe() -> None:
    one = PatientAgent(
        plan_of("pneumonia"), cougher(), speaker=Down(), built_in=Scripted(("I have a cough.",), "built-in")
    )
    answer = ask(one)
    assert (answer.text, answer.fell_back) == ("I have a cough.", True)
    assert "no reply" in answer.trouble


def test_hostile_replies_are_made_harmless_or_refused() -> None:
    one = agent("\x1b[31mI have a cough.\x1b[0m\x07")
    assert ask(one).text == "I have a cough."
    for text in ("I cough. " * 5000, "", "```\nI cough\n```", "<script>alert(1)</script>"):
        assert ask(agent(text)).fell_back


def test_turns_are_counted_and_every_verdict_can_be_written_down() -> None:
    one = agent("I have a cough.", "I have two cats.")
    one.opening()
    answers = [ask(one), ask(one, "Any pets?")]
    assert [answer.turn for answer in answers] == [1, 2]
    assert [event.text for event in one.memory.episodic.news] == ["I have two cats."]
    entry = json.loads(json.dumps(answers[1].entry()))
    assert entry["judgement"]["sentences"][0]["verdict"] == "neutral"
    assert one.answers == answers


def test_an_enormous_question_is_cut_and_answered() -> None:
    one = agent("I have a cough.")
    answer = ask(one, "cough? " * 100_000)
    assert answer.text == "I have a cough."
    assert len(one.memory.episodic.log[0].text) <= 4000


def test_the_built_in_speaker_is_never_refused_over_a_history() -> None:
    """Of each shipped spec two patients; the figure in the measurements covers hundreds."""
    questions = (
        "What brings you in today?", "How long have you had it?", "Does anything make it worse?", "Do you smoke?",
        "What medicines do you take?", "Any allergies?", "Have you had a fever?", "Anything else?", "How old are you?",
    )  # fmt: skip

    async def talk() -> None:
        for name in NAMES:
            for patient in some_of(name)[:2]:
                one = PatientAgent(plan_of(name), patient)
                one.opening()
                for question in questions:
                    answer = await one.answer(question)
                    assert answer.rejected == (), (question, answer.refused, answer.rejected[0].reasons)

    asyncio.run(talk())
