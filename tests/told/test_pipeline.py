"""A model is held to the facts; what it cannot say rightly, the renderer says."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pzdsl.compiler import compile_file
from pzdsl.llm import BadRequest, Client, ReplyCache, Settings
from pzdsl.record import Batch, PatientRecord, Recorder, dump_record
from pzdsl.samples import draw
from pzdsl.stages import Attempted, Pipeline, patients_of, text_entry, write_records
from pzdsl.told.pipeline import ModelPipeline, tell_records
from tests.llm.server import Act, Answering, fails, says, serving
from tests.stages.made import ANNA, PLAN, samples_of
from tests.told.stub import echo

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = samples_of([ANNA])
(PATIENT,) = patients_of(Batch(SAMPLES), 7)
NOTES = Pipeline(PLAN).write(PATIENT)


def written(answer: Answering) -> tuple[list[Attempted], list[dict[str, Any]]]:
    async def run() -> tuple[list[Attempted], list[dict[str, Any]]]:
        async with serving(answer) as server, Client(Settings(url=server.url, model="m", attempts=1)) as client:
            done = await ModelPipeline(PLAN, client).write(PATIENT)
            return done, [body for body in server.bodies if "standard outline" not in body["messages"][0]["content"]]

    return asyncio.run(run())


def writers(done: list[Attempted]) -> list[str]:
    return [one.author.writer for one in done if one.author is not None]


def texts(done: list[Attempted]) -> list[str]:
    return [passage.text for one in done for passage in one.passages]


def kinds(done: list[Attempted]) -> set[str]:
    return {problem.kind for one in done for problem in one.problems}


def test_what_says_the_facts_is_taken_at_once() -> None:
    done, bodies = written(echo)
    assert writers(done) == ["model"] * 3
    assert [one.attempts for one in done] == [1, 1, 1]
    assert len(bodies) == 3
    assert texts(done) == texts(NOTES)


LIES = (
    ("background", "8 years ago", "18 years ago", "duration"),
    ("background", "metformin, 500 mg", "metformin, 850 mg", "dose"),
    ("symptoms", "on the left side", "on the right side", "side"),
    ("symptoms", "A 54-year-old woman", "A 45-year-old woman", "age"),
    ("symptoms", "denies excessive thirst", "reports excessive thirst", "negation"),
    ("examination", "11.5 g/dL", "14.5 g/dL", "number"),
    ("examination", "shows crackles", "shows no crackles", "negation"),
)


@pytest.mark.parametrize(("stage", "true", "lie", "kind"), LIES, ids=[lie for _, _, lie, _ in LIES])
def test_what_was_wrong_goes_into_the_next_prompt(stage: str, true: str, lie: str, kind: str) -> None:
    prompts: list[str] = []

    def answer(body: dict[str, Any]) -> Act:
        prompt = body["messages"][-1]["content"]
        if "standard outline" in body["messages"][0]["content"]:
            return echo(body)
        if "not accepted" in prompt:
            prompts.append(prompt)
            return echo(body)
        return echo(body, lambda text: text.replace(true, lie))

    assert any(true in text for text in texts(NOTES))
    done, _ = written(answer)
    assert writers(done) == ["model"] * 3
    assert texts(done) == texts(NOTES)
    assert [one.attempts for one in done] == [2 if one.stage == stage else 1 for one in done]
    assert kind in kinds(done)
    assert len(prompts) == 1
    assert lie in prompts[0]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (lambda body: says("no JSON"), "reply"),
        (lambda body: says('{"passages": []}'), "reply"),
        (lambda body: says(None, refusal="I cannot write about patients"), "refusal"),
        (lambda body: fails(400, "maximum context length exceeded"), "length"),
        (lambda body: says('{"passages": [{"title": "Other", "sentences": ["x"]}]}'), "title"),
        (lambda body: echo(body, lambda text: f"{text} See <b>here</b>."), "markup"),
        (lambda body: echo(body, lambda text: text + " Well." * 2000), "reply"),
        (lambda body: echo(body, lambda text: f"{text} This is {PLAN.label}."), "leak"),
        (lambda body: echo(body, lambda text: "The patient is here."), "omission"),
    ],
    ids=["words", "schema", "refusal", "context", "title", "markup", "long", "leak", "omission"],
)
def test_after_the_last_attempt_the_renderer_says_it(answer: Answering, kind: str) -> None:
    done, _ = written(answer)
    assert "renderer" in writers(done)
    assert kind in kinds(done)
    for one, notes in zip(done, NOTES, strict=True):
        assert one.author is not None
        if one.author.writer == "renderer":
            assert one.passages == notes.passages
            assert one.attempts == (1 if kind == "length" else 3)


def test_a_sentence_without_a_claim_is_kept_as_narrated() -> None:
    extra = "The weather was fine on the way to the office."
    done, _ = written(lambda body: echo(body, lambda text: f"{text} {extra}"))
    assert writers(done) == ["model"] * 3
    assert all(one.author is not None and extra in one.author.narrated for one in done)


def test_a_server_that_rejects_everything_is_not_hidden_by_the_renderer() -> None:
    with pytest.raises(BadRequest, match="401"):
        written(lambda body: fails(401, "bad key"))


def test_the_record_says_who_wrote_what() -> None:
    done, _ = written(echo)
    record = {**next(iter(Recorder(SAMPLES, seed=7))), "text": text_entry(done)}
    read = PatientRecord.model_validate(record)
    assert read.text is not None
    for stage in read.text.stages:
        assert stage.author is not None
        assert stage.author.writer == "model"
        assert (stage.author.model, stage.author.served) == ("m", "stub")
        assert re.fullmatch(r"[0-9a-f]{64}", stage.author.prompt)


def test_the_same_replies_give_the_same_text_and_requests() -> None:
    assert [body["seed"] for body in written(echo)[1]] == [body["seed"] for body in written(echo)[1]]


def test_no_prompt_names_the_diagnosis() -> None:
    for body in written(echo)[1]:
        assert PLAN.label.lower() not in json.dumps(body["messages"]).lower()


@pytest.mark.parametrize("path", sorted((ROOT / "specs").glob("*.pz")), ids=lambda path: path.stem)
def test_the_words_of_the_renderer_are_never_refused(path: Path) -> None:
    """So whatever is refused is the model's doing."""
    plan = compile_file(path)
    samples = draw(plan, 6, seed=3)

    async def run() -> list[dict[str, Any]]:
        async with serving(echo) as server, Client(Settings(url=server.url, model="m")) as client:
            return [record async for record in tell_records(samples, ModelPipeline(plan, client), seed=3)]

    for record, plain in zip(asyncio.run(run()), write_records(samples, seed=3), strict=True):
        assert record["id"] == plain["id"]
        assert record["text"]["passages"] == plain["text"]["passages"]
        assert {stage["author"]["writer"] for stage in record["text"]["stages"]} == {"model"}
        assert {stage["attempts"] for stage in record["text"]["stages"]} == {1}
        outline = record["text"]["outline"]
        assert (outline["author"]["writer"], outline["attempts"]) == ("model", 1), outline["problems"]
        PatientRecord.model_validate(record)


def test_records_come_in_order_with_no_more_under_way_than_there_are_slots() -> None:
    samples = samples_of([ANNA] * 40)

    async def run() -> tuple[list[int], int]:
        def answer(body: dict[str, Any]) -> Act:
            return replace(echo(body), delay=0.001 * (body["seed"] % 7))

        async with serving(answer) as server, Client(Settings(url=server.url, model="m", concurrency=4)) as client:
            records = [record async for record in tell_records(samples, ModelPipeline(PLAN, client), seed=7)]
            return [record["provenance"]["number"] for record in records], server.most_at_once

    numbers, most = asyncio.run(run())
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == 40
    assert most == 4


def test_what_goes_wrong_ends_the_run_and_leaves_nothing_behind() -> None:
    samples = samples_of([ANNA] * 40)

    async def run() -> int:
        count = 0

        def answer(body: dict[str, Any]) -> Act:
            nonlocal count
            count += 1
            return echo(body) if count < 30 else fails(401, "the key has run out")

        async with serving(answer) as server, Client(Settings(url=server.url, model="m")) as client:
            with pytest.raises(BadRequest, match="run out"):
                _ = [record async for record in tell_records(samples, ModelPipeline(PLAN, client), seed=7)]
            return len(asyncio.all_tasks()) - 1 - server.open

    assert asyncio.run(run()) == 0


def test_a_recorded_run_is_played_again_to_the_letter(tmp_path: Path) -> None:
    samples = samples_of([ANNA] * 5)

    async def run(url: str, offline: bool) -> list[bytes]:
        settings = Settings(url=url, model="m")
        async with Client(settings, cache=ReplyCache(tmp_path), offline=offline) as client:
            return [dump_record(r) async for r in tell_records(samples, ModelPipeline(PLAN, client), seed=7)]

    async def both() -> None:
        async with serving(echo) as server:
            first = await run(server.url, False)
        assert await run("http://127.0.0.1:9/v1", True) == first

    asyncio.run(both())
