"""Verify and regenerate: a stage writes, its text is checked, and it writes again without what was wrong."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from pzdsl.errors import VerificationFailed
from pzdsl.facts import Facts
from pzdsl.stages.choice import Choice
from pzdsl.stages.passage import Passage
from pzdsl.stages.patient import Patient

Verify = Callable[[str, Facts], Sequence[Any]]
Check = Callable[[tuple[str, ...]], Sequence[Any]]

_TRIES_TO_AVOID = 8  # wordings looked at for one attempt; checking them costs nothing


class Stage(Protocol):
    """A stage of the built-in renderer: facts to passages, a pure function of its choices."""

    @property
    def name(self) -> str:
        """The stage's name in records and messages."""

    def write(self, patient: Patient, before: Sequence[Passage], choice: Choice) -> tuple[Passage, ...]:
        """The passages of this stage, given those of the stages before."""


class AskedStage(Protocol):
    """A stage that a language model writes: what to ask, and how to read the reply."""

    @property
    def name(self) -> str:
        """The stage's name in records and messages."""

    def ask(self, facts: Facts, problems: Sequence[Any]) -> str:
        """The prompt, with what was wrong with the last attempt."""

    def read(self, reply: str) -> Passage:
        """The reply as a passage."""


@dataclass(frozen=True, slots=True)
class Author:
    """Who wrote a stage, where a model was asked: `renderer` where none of its attempts passed."""

    writer: str
    model: str
    served: str  # what the server says that the model is
    prompt: str  # hash of the stage's prompt
    checks: tuple[str, ...]
    narrated: tuple[str, ...] = ()  # sentences of the model that say more than the record, and nothing against it
    unchecked: tuple[str, ...] = ()  # checks that could not run
    verifier: str = ""  # hash of the entailment model

    def entry(self) -> dict[str, Any]:
        """As the record keeps it."""
        return {
            "writer": self.writer,
            "model": self.model,
            "served": self.served,
            "prompt": self.prompt,
            "checks": list(self.checks),
            "narrated": list(self.narrated),
            "unchecked": list(self.unchecked),
            "verifier": self.verifier,
        }


@dataclass(frozen=True, slots=True)
class Attempted:
    """What a stage wrote in the end, and what was wrong on the way there."""

    stage: str
    passages: tuple[Passage, ...]
    attempts: int
    problems: tuple[Any, ...] = ()
    passed: bool = True
    author: Author | None = None


def run_stage(
    stage: Stage, patient: Patient, before: Sequence[Passage], verify: Verify, check: Check, attempts: int
) -> Attempted:
    """Write, verify, write again in other words.

    The last attempt leaves out the sentences that verification objects to, if nothing is lost that must be said.

    Raises:
        VerificationFailed: Even so, the text has problems after `attempts`.
    """
    met: list[Any] = []
    problems: list[Any] = []
    avoid: set[str] = set()
    variant = 0
    for attempt in range(1, attempts + 1):
        for _ in range(_TRIES_TO_AVOID):
            choice = Choice(patient.seed, f"{patient.plan.name}/{stage.name}", patient.number, variant)
            passages = stage.write(patient, before, choice)
            variant += 1
            if not avoid or not any(_is_avoided(claim, avoid) for p in passages for claim in p.claims):
                break
        problems = _problems_of(passages, patient.facts, verify, check)
        if problems and attempt == attempts:  # no wording passes: say less rather than something wrong
            met += problems
            objected = [problem.sentence.strip() for problem in problems]
            passages = tuple(left for p in passages if (left := p.without(objected)).claims)
            problems = _problems_of(passages, patient.facts, verify, check)
        if not problems:
            return Attempted(stage.name, passages, attempt, tuple(met))
        met += problems
        avoid.update(problem.sentence.strip() for problem in problems)
    raise VerificationFailed(stage.name, problems)


def _problems_of(passages: Sequence[Passage], facts: Facts, verify: Verify, check: Check) -> list[Any]:
    problems: list[Any] = []
    for passage in passages:
        problems += verify(passage.text, facts)
        problems += check(passage.claims)
    return problems


async def ask_stage(
    stage: AskedStage,
    facts: Facts,
    complete: Callable[[str], Awaitable[str]],
    verify: Verify,
    check: Check,
    attempts: int,
) -> Attempted:
    """Ask, verify, ask again with what was wrong; raises VerificationFailed after `attempts`."""
    met: list[Any] = []
    problems: list[Any] = []
    for attempt in range(1, attempts + 1):
        passage = stage.read(await complete(stage.ask(facts, problems)))
        problems = [*verify(passage.text, facts), *check(passage.claims)]
        if not problems:
            return Attempted(stage.name, (passage,), attempt, tuple(met))
        met += problems
    raise VerificationFailed(stage.name, problems)


def problem_entry(problem: Any) -> dict[str, str | None]:
    """A problem as the record keeps it."""
    keys = ("kind", "verdict", "sentence", "claim", "fact", "expected", "found")
    entry = {}
    for key in keys:
        value = getattr(problem, key, None)
        entry[key] = None if value is None else str(value)
    return entry


def _is_avoided(claim: str, avoid: set[str]) -> bool:
    return any(claim in text or text in claim for text in avoid)
