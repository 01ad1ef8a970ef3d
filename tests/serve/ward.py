"""A small disease, quick to draw, and an application that serves its patients."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache

import httpx

from pzdsl.compiler import compile_source
from pzdsl.diagnostics import Source
from pzdsl.plan.plan import Plan
from pzdsl.semantics import Priors
from pzdsl.serve import Limits, application
from pzdsl.serve.guard import Access
from pzdsl.serve.ward import MakeSpeaker, Ward

SPEC = """pz 1
disease grippe "Influenza" {
  status draft
  type sex_at_birth = female | male
  type habit = never "never smoker" | current "current smoker"
  dimension biological {
    attribute age "Age" : count years 20 to 80 prior uniform(low = 20, high = 80) assumed "test"
    attribute sex "Sex" : sex_at_birth prior { female: 50 %, male: rest } assumed "test"
  }
  dimension behavioural {
    attribute smoking "Smoking" : habit
      prior { never: 100 %, current: rest } assumed "test"
  }
  symptoms {
    symptom fever "Fever"
      prior 100 %
      onset uniform(low = 1 day, high = 4 days) assumed "test"
      severity { mild: 50 %, severe: rest } assumed "test"
      lay "a fever"
      disclosed at opening
    symptom cough "Cough"
      prior 50 % assumed "test"
      onset uniform(low = 1 day, high = 4 days) assumed "test"
      lay "a cough"
    symptom rash "Rash"
      prior 0 % assumed "test"
      lay "a rash"
  }
  exams {
    exam sodium "Sodium" : number 'mmol/L' 120 to 160
      prior normal(mean = 139, sd = 2) assumed "test"
      precision 1
      reference 136 to 145 assumed "test"
  }
}
"""
HOST = "http://127.0.0.1:8765"
JSON = {"content-type": "application/json"}


@cache
def plan() -> Plan:
    return compile_source(Source("grippe.pz", SPEC), Priors())


def ward(make_speaker: MakeSpeaker | None = None) -> Ward:
    return Ward({"grippe": plan()}, seed=1, make_speaker=make_speaker)


@asynccontextmanager
async def serving(
    *, access: Access | None = None, limits: Limits | None = None, make_speaker: MakeSpeaker | None = None
) -> AsyncIterator[httpx.AsyncClient]:
    """A client of an application that has been started, without a network."""
    app = application(ward(make_speaker), access, limits)
    inner = app._app  # type: ignore[attr-defined]
    async with inner.router.lifespan_context(inner):
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=HOST) as client:
            yield client


def asked(*said: str, model: str = "grippe:3", **more: object) -> dict[str, object]:
    """The body of a request: questions and answers in turn."""
    messages = [{"role": ("user", "assistant")[i % 2], "content": text} for i, text in enumerate(said)]
    return {"model": model, "messages": messages, **more}
