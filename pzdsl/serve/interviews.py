"""What the teacher's page asks for: a patient to interview, answers, and in the end everything that was hidden."""

from __future__ import annotations

import secrets
from typing import Any

from pzdsl.dialogue.agent import PatientAgent
from pzdsl.llm.replies import clean
from pzdsl.record.page import render_page, results_of
from pzdsl.serve.bodies import object_in
from pzdsl.serve.limits import Limits
from pzdsl.serve.names import LARGEST_NUMBER, PatientName
from pzdsl.serve.problems import Problem
from pzdsl.serve.sessions import Session, Sessions
from pzdsl.serve.thinking import Thinking
from pzdsl.serve.ward import Role, Ward

_SURPRISE = "?"
_LARGEST_SEED = 2**62


class Interviews:
    """Interviews by name; a name is long and random, and whoever has it may ask."""

    def __init__(self, ward: Ward, thinking: Thinking, sessions: Sessions, limits: Limits) -> None:
        self._ward, self._thinking, self._sessions, self._limits = ward, thinking, sessions, limits

    def diseases(self) -> dict[str, Any]:
        """What can be picked."""
        found = [{"name": name, "label": plan.label} for name, plan in self._ward.plans.items()]
        return {"diseases": sorted(found, key=lambda one: one["label"].lower())}

    async def begin(self, body: bytes) -> dict[str, Any]:
        """A new interview: whom it is with, and what is said first. Raises Problem."""
        asked = object_in(body)
        spec = asked.get("disease", _SURPRISE)
        if spec == _SURPRISE:
            spec = secrets.choice(sorted(self._ward.plans))
        if not isinstance(spec, str) or spec not in self._ward.plans:
            raise Problem(404, "there is no such disease here", param="disease")
        seed = _whole(asked, "seed", self._ward.seed, -_LARGEST_SEED, _LARGEST_SEED)
        number = _whole(asked, "number", secrets.randbelow(100_000), 0, LARGEST_NUMBER)
        role = await self._ward.role(PatientName(spec, seed, number))

        def ready() -> tuple[PatientAgent, str]:
            agent = role.agent(self._ward.make_speaker)
            return agent, agent.opening()

        agent, opening = await self._thinking.do(ready)
        key = secrets.token_urlsafe(24)
        self._sessions.add(f"page {key}", role, agent)
        return {"id": key, "opening": opening, "number": number, "turns": self._limits.turns, **_who(role)}

    async def ask(self, key: str, body: bytes) -> dict[str, Any]:
        """The answer to a question, and nothing of what is behind it. Raises Problem."""
        session = self._session(key)
        question = object_in(body).get("question")
        if not isinstance(question, str) or not (question := clean(question).strip()):
            raise Problem(400, "`question` is a text", param="question")
        if len(question) > self._limits.question:
            raise Problem(400, f"a question has at most {self._limits.question:,} characters", param="question")
        async with session.turn:
            if session.agent.memory.episodic.turn >= self._limits.turns:
                raise Problem(409, f"this interview has had its {self._limits.turns} questions; begin another")
            answer = await self._thinking.think(session.agent.answer(question))
        return {"turn": answer.turn, "text": answer.text}

    async def reveal(self, key: str) -> dict[str, Any]:
        """The record, both tracks of the memory, and each reply with its verdicts. Raises Problem."""
        session = self._session(key)
        async with session.turn:
            record = await self._thinking.do(lambda: self._ward.record(session.role))
            return await self._thinking.do(lambda: _revealed(session, record))

    def end(self, key: str) -> dict[str, Any]:
        """Forget an interview. Raises Problem."""
        if not self._sessions.drop(f"page {key}"):
            raise Problem(404, _GONE)
        return {"ended": True}

    def _session(self, key: str) -> Session:
        session = self._sessions.get(f"page {key}")
        if session is None:
            raise Problem(404, _GONE)
        return session


_GONE = "this interview is not known here any more; begin another"


def _who(role: Role) -> dict[str, Any]:
    patient = role.patient
    teller = (patient.speaker or "patient").replace("_", " ")
    return {"patient": patient.person.noun, "teller": teller, "speaks": patient.speaks}


def _revealed(session: Session, record: dict[str, Any]) -> dict[str, Any]:
    agent, role = session.agent, session.role
    memory = agent.memory.to_json()
    questions = {event.turn: event.text for event in agent.memory.episodic.log if event.kind == "question"}
    opening = next((event.text for event in agent.memory.episodic.log if event.turn == 0), "")
    verdicts = [] if agent.opened is None else [one.entry() for one in agent.opened.sentences]
    replies: list[dict[str, Any]] = [{"turn": 0, "question": "", "text": opening, "source": role.built_in.name,
                                      "rejected": [], "sentences": verdicts}]  # fmt: skip
    for answer in agent.answers:
        entry = answer.entry()
        replies.append(
            {
                "turn": answer.turn,
                "question": questions.get(answer.turn, ""),
                "text": answer.text,
                "source": answer.source,
                "fell_back": answer.fell_back,
                "trouble": answer.trouble,
                "rejected": entry["rejected"],
                "sentences": entry["judgement"]["sentences"],
            }
        )
    persona = role.built_in.persona
    return {
        "model": str(role.name),
        "disease": role.plan.label,
        "page": render_page(record),
        "passages": (record.get("text") or {}).get("passages", []),
        "results": results_of(record),
        "record": record,
        "persona": {"style": persona.style, "literacy": persona.literacy},
        "facts": memory["semantic"],
        "news": [event.entry() for event in agent.memory.episodic.news],
        "log": memory["episodic"],
        "replies": replies,
    }


def _whole(asked: dict[str, Any], key: str, otherwise: int, low: int, high: int) -> int:
    value = asked.get(key)
    if value is None:
        return otherwise
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise Problem(400, f"`{key}` is a whole number from {low} to {high}", param=key)
    return value
