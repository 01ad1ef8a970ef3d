"""One interview from the opening to the last question, as data with every verdict."""

from __future__ import annotations

from typing import Any

from pzdsl.dialogue.agent import PatientAgent
from pzdsl.dialogue.doctor import Doctor
from pzdsl.version import COMPILER

SCHEMA = "pzdsl.interview/1"


async def interview(agent: PatientAgent, doctor: Doctor, turns: int) -> dict[str, Any]:
    """Ask at most `turns` questions; the same patient, doctor and speaker give the same transcript.

    Raises:
        LlmProblem: the doctor is a model that cannot be asked.
    """
    patient, persona = agent.patient, getattr(agent.built_in, "persona", None)
    opening = agent.opening()
    said = [("", opening)]
    answers = []
    for _ in range(turns):
        question = await doctor.question(said)
        if question is None:
            break
        answer = await agent.answer(question)
        said.append((question, answer.text))
        answers.append({"question": question, **answer.entry()})
    return {
        "schema": SCHEMA,
        "compiler": COMPILER,
        "spec": agent.plan.name,
        "seed": patient.seed,
        "number": patient.number,
        "told_by": patient.speaker or "patient",
        "style": persona.style if persona is not None else None,
        "literacy": persona.literacy if persona is not None else None,
        "model": agent.gate.model,
        "opening": {"text": opening, "judgement": agent.opened.entry() if agent.opened is not None else None},
        "turns": answers,
        "news": [event.entry() for event in agent.memory.episodic.news],
        "ended": "budget" if len(answers) == turns else "doctor",
    }
