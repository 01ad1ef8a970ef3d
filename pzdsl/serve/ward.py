"""The patients of a server: drawn once, kept ready, and given to conversations that share nothing else."""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from pzdsl.dialogue.agent import PatientAgent
from pzdsl.dialogue.answering import BuiltInSpeaker
from pzdsl.dialogue.patients import patient_of_spec
from pzdsl.dialogue.persona import persona_of
from pzdsl.dialogue.speaker import Speaker
from pzdsl.errors import PzError
from pzdsl.memory import EpisodicMemory, Event, Gate, Memory, SemanticMemory
from pzdsl.memory.gate import Entails
from pzdsl.plan.plan import Plan
from pzdsl.serve.names import PatientName
from pzdsl.serve.problems import Problem
from pzdsl.stages.patient import Patient

MakeSpeaker = Callable[[Plan, Patient], Speaker]  # may have an async `close`, called when the server stops


@dataclass(frozen=True, slots=True)
class Role:
    """One patient, ready to speak. Nothing of it changes in a conversation, so that many may use it."""

    name: PatientName
    plan: Plan
    patient: Patient
    gate: Gate
    built_in: BuiltInSpeaker
    semantic: SemanticMemory

    def agent(self, make: MakeSpeaker | None, events: tuple[Event, ...] = ()) -> PatientAgent:
        """A patient for one conversation, who remembers these events of it."""
        episodic = EpisodicMemory()
        for event in events:
            episodic.add(event)
        return PatientAgent(
            self.plan,
            self.patient,
            speaker=make(self.plan, self.patient) if make is not None else None,
            gate=self.gate,
            built_in=self.built_in,
            memory=Memory(self.semantic, episodic),
        )


class Ward:
    """Patients by name. Drawing one takes a moment, the first of a specification longer; the last ones are kept."""

    def __init__(
        self,
        plans: Mapping[str, Plan],
        *,
        seed: int = 0,
        most: int = 256,
        verifier: Entails | None = None,
        make_speaker: MakeSpeaker | None = None,
    ) -> None:
        self.plans, self.seed, self.make_speaker = dict(plans), seed, make_speaker
        self._most, self._verifier = most, verifier
        self._roles: OrderedDict[PatientName, Role] = OrderedDict()
        self._drawing = {name: threading.Lock() for name in plans}

    async def role(self, name: PatientName) -> Role:
        """The patient of a name; raises Problem where nobody can be drawn."""
        found = self._roles.get(name)
        if found is None:
            found = await asyncio.to_thread(self._drawn, name)
            self._roles[name] = found
            while len(self._roles) > self._most:
                self._roles.popitem(last=False)
        if name in self._roles:
            self._roles.move_to_end(name)
        return found

    def _drawn(self, name: PatientName) -> Role:
        plan = self.plans[name.spec]
        with self._drawing[name.spec]:
            if (known := self._roles.get(name)) is not None:  # drawn while this one waited
                return known
            try:
                patient = patient_of_spec(plan, name.seed, name.number)
            except PzError as error:
                raise Problem(422, f"no such patient can be drawn: {error}", param="model") from None
            gate = Gate(plan, patient, verifier=self._verifier)
            built_in = BuiltInSpeaker(plan, patient, persona_of(patient, patient.seed))
            return Role(name, plan, patient, gate, built_in, SemanticMemory(patient))

    async def get_ready(self, names: Sequence[PatientName]) -> None:
        """Draw these, one after the other; whoever cannot be drawn is told to those who ask."""
        for name in names:
            with suppress(Problem):
                await self.role(name)

    async def close(self) -> None:
        """Give back what the speakers hold."""
        close = getattr(self.make_speaker, "close", None)
        if close is not None:
            await close()

    def record(self, role: Role) -> dict[str, Any]:
        """The whole record of a patient, with its text."""
        from pzdsl.api import CompiledSpec

        name = role.name
        with self._drawing[name.spec]:
            return next(iter(CompiledSpec(role.plan).records(1, seed=name.seed, start=name.number)))
