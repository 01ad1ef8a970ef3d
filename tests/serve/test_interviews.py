"""What the teacher's page asks for."""

from __future__ import annotations

import asyncio
import re
from importlib.resources import files

from pzdsl.serve import Limits
from tests.serve.ward import serving


def test_pick_ask_and_reveal() -> None:
    async def run() -> None:
        async with serving() as client:
            picked = (await client.get("/api/diseases")).json()["diseases"]
            assert picked == [{"name": "grippe", "label": "Influenza"}]
            begun = await client.post("/api/interviews", json={"disease": "grippe", "number": 3})
            assert begun.status_code == 201
            talk = begun.json()
            assert "fever" in talk["opening"]
            assert "influenza" not in begun.text.lower()
            where = f"/api/interviews/{talk['id']}"
            answers = [
                (await client.post(f"{where}/questions", json={"question": question})).json()
                for question in ("When did it start?", "Do you have a rash?", "Do you smoke?")
            ]
            assert [one["turn"] for one in answers] == [1, 2, 3]
            assert all(set(one) == {"turn", "text"} for one in answers)  # no verdict before the end
            shown = (await client.get(f"{where}/reveal")).json()
            assert shown["disease"] == "Influenza"
            assert "Sodium" in shown["page"]
            assert any(fact["fact"] == "sodium" for fact in shown["facts"])
            assert [reply["turn"] for reply in shown["replies"]] == [0, 1, 2, 3]
            assert [reply["text"] for reply in shown["replies"][1:]] == [one["text"] for one in answers]
            verdicts = [one["verdict"] for reply in shown["replies"] for one in reply["sentences"]]
            assert "entailment" in verdicts
            assert "contradiction" not in verdicts
            assert (await client.delete(where)).status_code == 200
            assert (await client.get(f"{where}/reveal")).status_code == 404

    asyncio.run(run())


def test_interviews_share_nothing_and_the_oldest_is_forgotten() -> None:
    async def run() -> None:
        async with serving(limits=Limits(sessions=2, turns=1)) as client:
            ids = [
                (await client.post("/api/interviews", json={"disease": "grippe", "number": 3})).json()["id"]
                for _ in range(3)
            ]
            assert len(set(ids)) == 3
            ask = {"question": "Do you have a cough?"}
            assert (await client.post(f"/api/interviews/{ids[0]}/questions", json=ask)).status_code == 404
            assert (await client.post(f"/api/interviews/{ids[1]}/questions", json=ask)).status_code == 200
            assert (await client.post(f"/api/interviews/{ids[1]}/questions", json=ask)).status_code == 409
            other = (await client.get(f"/api/interviews/{ids[2]}/reveal")).json()
            assert len(other["replies"]) == 1
            assert (await client.get("/healthz")).json()["sessions"] == 2

    asyncio.run(run())


def test_a_surprise_is_one_of_them() -> None:
    async def run() -> None:
        async with serving() as client:
            assert (await client.post("/api/interviews", json={"disease": "?"})).status_code == 201

    asyncio.run(run())


def test_what_makes_no_sense_is_told() -> None:
    async def run() -> None:
        async with serving() as client:
            for body, status in (
                ({"disease": "other"}, 404),
                ({"disease": ["grippe"]}, 404),
                ({"disease": "grippe", "number": -1}, 400),
                ({"disease": "grippe", "number": "3"}, 400),
                ({"disease": "grippe", "seed": 1e300}, 400),
                ({"disease": "grippe", "seed": True}, 400),
                ([], 400),
            ):
                assert (await client.post("/api/interviews", json=body)).status_code == status, body
            key = (await client.post("/api/interviews", json={"disease": "grippe", "number": 3})).json()["id"]
            for question in (None, "", "   ", 5, "x" * 4001, "\x1b[31m"):
                response = await client.post(f"/api/interviews/{key}/questions", json={"question": question})
                assert response.status_code == 400, question
            assert (await client.get("/api/interviews/unknown/reveal")).status_code == 404
            assert (await client.delete("/api/interviews/unknown")).status_code == 404

    asyncio.run(run())


def test_the_page_names_nothing_outside() -> None:
    folder = files("pzdsl.serve") / "static"
    for file in folder.iterdir():
        text = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert re.findall(r"https?://|//[a-z0-9-]+\.[a-z]|@import|url\(", text) == [], file.name
        assert re.findall(r"innerHTML|outerHTML|insertAdjacentHTML|eval\(|document\.write", text) == [], file.name
    page = (folder / "index.html").read_text("utf-8")
    assert re.findall(r"\son[a-z]+=|style=|<script(?![^>]*src=)", page) == []  # the policy forbids what stands inline
    for name in re.findall(r'<(?:input|textarea|select)[^>]*\bid="([^"]+)"', page):
        assert f'<label for="{name}">' in page
