from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

import httpx

from pzdsl.dialogue import PatientAgent
from pzdsl.dialogue.told import ModelSpeaker, as_reply, prompt_digest
from pzdsl.llm import Client, Settings
from pzdsl.llm.transport import Transport
from pzdsl.memory import Memory
from tests.memory.people import cougher, one_where, plan_of

SETTINGS = Settings(url="http://127.0.0.1:9/v1", model="tiny", attempts=1)


async def _come(text: str) -> AsyncIterator[bytes]:
    yield text.encode()


class Door:
    """Answers chat completions with texts in turn, and keeps what was asked."""

    def __init__(self, *texts: str) -> None:
        self.texts, self.asked = texts, list[dict[str, object]]()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content)
        text = self.texts[len(self.asked) % len(self.texts)]
        self.asked.append(body)
        if body.get("stream"):
            pieces = [text[i : i + 7] for i in range(0, len(text), 7)]
            lines = [json.dumps({"choices": [{"delta": {"content": piece}}]}) for piece in pieces]
            data = "".join(f"data: {line}\n\n" for line in [*lines, "[DONE]"])
            return httpx.Response(200, content=_come(data), headers={"content-type": "text/event-stream"})
        choice = {"message": {"role": "assistant", "content": text}, "finish_reason": "stop"}
        return httpx.Response(200, content=_come(json.dumps({"choices": [choice], "model": "tiny-1"})))

    def client(self) -> Client:
        return Client(SETTINGS, transport=Transport(SETTINGS, httpx.MockTransport(self)))


def messages(door: Door, which: int = -1) -> list[dict[str, str]]:
    found = door.asked[which]["messages"]
    assert isinstance(found, list)
    return found


def test_the_model_is_shown_what_the_patient_knows_and_nothing_else() -> None:
    door = Door("I have a cough.")
    speaker = ModelSpeaker(door.client(), plan_of("pneumonia"), cougher())
    asyncio.run(speaker.reply("How is your cough?", Memory.of(cougher()), (), 1))
    system = messages(door)[0]["content"]
    assert "My cough is moderate." in system
    assert "I have no chills" not in messages(door)[-1]["content"]
    for hidden in ("sodium", "CURB", "pneumonia", "Pneumonia"):
        assert hidden not in system
    assert messages(door)[-1] == {"role": "user", "content": "How is your cough?"}


def test_what_was_wrong_is_said_in_the_next_prompt_and_the_dialogue_goes_along() -> None:
    door = Door("I have no cough.", "I have a cough.", "A few days.")
    one = PatientAgent(
        plan_of("pneumonia"), cougher(), speaker=ModelSpeaker(door.client(), plan_of("pneumonia"), cougher())
    )

    async def talk() -> tuple[str, str]:
        return (await one.answer("Do you cough?")).text, (await one.answer("Since when?")).text

    assert asyncio.run(talk())[0] == "I have a cough."
    again = messages(door, 1)[-1]["content"]
    assert "I have no cough." in again
    assert "does not fit: I have a cough." in again
    roles = [message["role"] for message in messages(door, 2)]
    assert roles == ["system", "user", "assistant", "user"]


def test_a_caregiver_speaks_of_the_patient() -> None:
    child = one_where("otitis_media", "age < 20 months and fever")
    door = Door("He has a fever.")
    speaker = ModelSpeaker(door.client(), plan_of("otitis_media"), child)
    asyncio.run(speaker.reply("Any fever?", Memory.of(child), (), 1))
    system = messages(door)[0]["content"]
    assert f"{child.person.he.capitalize()} has a fever." in system
    assert "I have a fever" not in system


def test_a_stream_is_read_as_far_as_it_is_needed() -> None:
    door = Door("I cough. " * 50)
    speaker = ModelSpeaker(door.client(), plan_of("pneumonia"), cougher(), streamed=True)
    text = asyncio.run(speaker.reply("How are you?", Memory.of(cougher()), (), 1))
    assert text == "I cough. I cough. I cough. I cough."


def test_a_reply_is_stripped_of_what_is_not_speech() -> None:
    assert as_reply("<think>He coughs.</think>\nPatient: “I have a cough.”") == "I have a cough."
    assert as_reply("I cough. And it hur") == "I cough."
    assert as_reply("I cough.\n\nDoctor: And now?") == "I cough."
    assert as_reply("<think>never closed") == ""
    assert as_reply("") == ""


def test_the_prompts_have_a_name_that_changes_with_them() -> None:
    assert len(prompt_digest()) == 64
