"""The prompts of the stages as data; their hash goes into the record."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template


@dataclass(frozen=True, slots=True)
class Prompt:
    """What one stage is told; `digest` changes with every letter of it."""

    system: str
    user: Template
    digest: str


@cache
def prompt_of(stage: str) -> Prompt:
    """The prompt of a stage: outline, background, symptoms or examination."""
    folder = files(__package__)
    names = ("outline_system" if stage == "outline" else "system", stage)
    system, user = ((folder / f"{name}.txt").read_text("utf-8").strip() for name in names)
    digest = hashlib.sha256(f"{system}\x1f{user}".encode()).hexdigest()
    return Prompt(system, Template(user), digest)
