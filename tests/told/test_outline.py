"""The outline in a model's words: its numbers and sources are the spec's own."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from pzdsl.llm import Client, Settings
from pzdsl.plan.plan import OutlineEntry, Plan
from pzdsl.stages.outline import OutlineStage
from pzdsl.stages.passage import Passage
from pzdsl.told.outline import OutlineCheck, ToldOutline, outline_from, quantities_in, tell_outline
from tests.llm.server import Act, serving
from tests.output.made import clinic
from tests.told.stub import echo

OUTLINE = (
    OutlineEntry(name="definition", texts=("An ague that nobody has.",)),
    OutlineEntry(name="epidemiology", texts=("23 % of adults are seen within 3 days; 1,200 cases a year",)),
)
PLAN: Plan = clinic().model_copy(update={"outline": OUTLINE})
NOTES = OutlineStage(PLAN).passages
TRUE = "Within 3 days 23 percent of the adults are seen, which makes 1200 cases in a year."


def problems(epidemiology: str) -> list[str]:
    passages = (NOTES[0], Passage("outline", "epidemiology", (epidemiology,)))
    return [problem.kind for problem in OutlineCheck(PLAN, NOTES).problems(passages)]


def test_other_words_for_the_same_pass() -> None:
    assert problems(TRUE) == []
    assert OutlineCheck(PLAN, NOTES).problems(NOTES) == []


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (f"{TRUE} About 41 percent are men.", "number"),
        (f"{TRUE} Forty percent are men.", "number"),
        (f"{TRUE} It lasts 23 days.", "number"),
        (f"{TRUE} This was shown by Miller et al in a trial.", "source"),
        ("Within 3 days adults are seen, 1200 cases in a year.", "omission"),
        ("Adults are seen.", "omission"),
        (f"{TRUE} <script>alert()</script>", "markup"),
    ],
)
def test_what_is_not_the_specs_own_is_refused(said: str, kind: str) -> None:
    assert kind in problems(said)


def test_numbers_are_one_however_they_are_written() -> None:
    assert quantities_in("1,000 and 63.0 %") == quantities_in("1000 and 63 percent")
    assert ("3", "day") in quantities_in("three days")
    assert quantities_in("one of them") == set()


def told(answer: Any) -> tuple[ToldOutline, list[dict[str, Any]]]:
    async def run() -> tuple[ToldOutline, list[dict[str, Any]]]:
        async with serving(answer) as server, Client(Settings(url=server.url, model="m", attempts=1)) as client:
            found = await tell_outline(PLAN, client, 3)
            assert found is not None
            return found, server.bodies

    return asyncio.run(run())


def test_what_was_wrong_is_told_and_the_second_wording_is_taken() -> None:
    def answer(body: dict[str, Any]) -> Act:
        again = "not accepted" in body["messages"][-1]["content"]
        return echo(body, lambda text: text if again else f"{text} Some 77 die.")

    found, bodies = told(answer)
    assert found.done.attempts == 2
    assert found.is_signature
    assert found.entry()["author"]["writer"] == "model"
    assert "the number 77 is not in the notes" in bodies[1]["messages"][-1]["content"]
    assert outline_from(found.entry()).entry() == found.entry()


def test_after_the_last_attempt_the_specs_own_words_stand() -> None:
    found, bodies = told(lambda body: echo(body, lambda text: f"{text} Some 77 die."))
    assert len(bodies) == 3
    assert found.done.passages == NOTES
    assert found.entry()["author"]["writer"] == "renderer"
