"""Interviews with a speaker that lies on purpose: what the gate lets pass, and what it refuses."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files

from pzdsl.dialogue.agent import PatientAgent
from pzdsl.dialogue.speaker import Speaker
from pzdsl.evaluate.lies import Line
from pzdsl.memory import Gate, Memory
from pzdsl.memory.statements import knowers_of, teller_of
from pzdsl.plan.plan import Plan
from pzdsl.record.facts import value_text
from pzdsl.stages.leak import LeakCheck
from pzdsl.stages.patient import Patient

CONTRADICTIONS = ("typed", "paraphrased", "indirect", "taken back")
# of all replies: a fifth contradicts, half of these in typed kinds; the rest is true or harmless
SHARES = {
    "typed": 0.10,
    "paraphrased": 0.045,
    "indirect": 0.035,
    "taken back": 0.02,
    "neutral": 0.12,
    "true": 0.18,
    "leak": 0.01,
    "knows": 0.01,
}
TYPED_SHARES = SHARES | {"typed": 0.20, "paraphrased": 0.0, "indirect": 0.0, "taken back": 0.0}


@dataclass(frozen=True, slots=True)
class Offer:
    """One reply that the lying speaker proposed: its label, the line behind it, and whether the gate let it pass."""

    label: str  # one of CONTRADICTIONS, neutral, true, leak, knows, honest
    line: str
    kind: str
    accepted: bool
    layer: str = ""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: what was proposed, and what the doctor read in the end; `told` counts facts that nobody asked for."""

    number: int
    offers: tuple[Offer, ...]
    emitted: str  # the label of what was emitted; `fall-back` for the built-in speaker's answer
    leaked: bool
    unasked: int
    news: int  # details in the episodic track after this turn


@dataclass(slots=True)
class LyingSpeaker:
    """Says what the honest speaker would, but for a share of the replies: then it lies, invents, or tells too much."""

    honest: Speaker
    plan: Plan
    patient: Patient
    lines: Sequence[Line]
    seed: int
    shares: dict[str, float]
    name: str = "lying"
    proposed: list[tuple[str, Line | None]] = field(default_factory=list)
    _invented: dict[str, Line] = field(default_factory=dict)  # neutral sentences by their text
    _used: set[str] = field(default_factory=set)

    async def reply(self, question: str, memory: Memory, problems: Sequence[str], attempt: int) -> str:
        """A reply drawn by seed, patient, turn and attempt."""
        if attempt == 1:
            self.proposed.clear()
        turn = memory.episodic.turn + 1
        chance = random.Random(f"{self.seed}/{self.plan.name}/{self.patient.number}/{turn}/{attempt}")
        label = self._label(chance.random())
        text, line = self._text(label, memory, chance)
        if text is None:
            label, text = "honest", await self.honest.reply(question, memory, (), 1)
        self.proposed.append((label, line))
        return text

    def _label(self, u: float) -> str:
        for label, share in self.shares.items():
            if u < share:
                return label
            u -= share
        return "honest"

    def _text(self, label: str, memory: Memory, chance: random.Random) -> tuple[str | None, Line | None]:
        match label:
            case "honest":
                return None, None
            case "leak":
                return f"They told me it's {self.plan.label}.", None
            case "knows":
                return self._result(chance), None
            case "taken back":
                protected = {event.text for event in memory.episodic.news}
                told = [line for text, line in self._invented.items() if text in protected and line.later_lie]
                if told:
                    line = chance.choice(told)
                    return line.later_lie, line
                label = "indirect"
        fit = [
            line
            for line in self.lines
            if (line.manner if line.says == "lie" else line.says) == label and line.id not in self._used
        ]
        if not fit and label in CONTRADICTIONS:  # the share of lies stays what it is
            fit = [line for line in self.lines if line.says == "lie" and line.id not in self._used]
        if not fit:
            return None, None
        line = chance.choice(fit)
        self._used.add(line.id)
        text = line.said_by(self.patient)
        if line.says == "neutral":
            self._invented[text] = line
        return text, line

    def _result(self, chance: random.Random) -> str | None:
        """A result of the laboratory, right to the digit, that no patient knows."""
        teller = teller_of(self.patient)
        known = {v.name: v for v in self.plan.variables}
        found = [
            fact
            for fact in self.patient.facts
            if fact.stage == "exam" and fact.type == "number" and fact.value is not None and "/" in (fact.unit or "")
            and fact.unit != "/min" and teller not in knowers_of(known[fact.name])
        ]  # fmt: skip
        if not found:
            return None
        fact = chance.choice(found)
        return f"My {fact.label[:1].lower()}{fact.label[1:]} is {value_text(fact)}."


def doctor_of(plan: Plan, turns: int, seed: int) -> Iterator[str]:
    """The questions of a scripted doctor, the symptoms of the illness in turn."""
    script = [q for q in (files(__package__) / "doctor.txt").read_text("utf-8").splitlines() if q.strip()]
    symptoms = [v.label[:1].lower() + v.label[1:] for v in plan.variables if v.role == "symptom" and not v.hidden]
    at = seed
    for turn in range(turns):
        question = script[turn % len(script)]
        if "{symptom}" in question:
            question = question.replace("{symptom}", symptoms[at % len(symptoms)] if symptoms else "pain")
            at += 1
        yield question


async def interview(
    plan: Plan,
    patient: Patient,
    lines: Sequence[Line],
    gate: Gate,
    *,
    turns: int,
    seed: int,
    shares: dict[str, float] | None = None,
    honest: Speaker | None = None,
) -> list[Turn]:
    """One interview of a lying patient, turn by turn."""
    agent = PatientAgent(plan, patient, gate=gate, built_in=honest)
    liar = LyingSpeaker(agent.built_in, plan, patient, lines, seed, shares if shares is not None else SHARES)
    agent.speaker = liar
    leaks = LeakCheck(plan)
    agent.opening()
    done = []
    for number, question in enumerate(doctor_of(plan, turns, patient.number), 1):
        answer = await agent.answer(question)
        judged = [*answer.rejected, *(() if answer.fell_back else (answer.judgement,))]
        offers = tuple(
            Offer(
                label if line is None or line.says != "lie" else line.manner,
                line.id if line is not None else "",
                line.kind if line is not None else label,
                judgement.accepted,
                next((s.layer for s in judgement.sentences if s.verdict == "contradiction"), ""),
            )
            for (label, line), judgement in zip(liar.proposed, judged, strict=True)
        )
        emitted = "fall-back" if answer.fell_back else offers[-1].label
        leaked = bool(leaks.check((answer.text,)))
        unasked = 0 if emitted not in ("honest", "fall-back") else _unasked(gate, question, answer.text)
        done.append(Turn(number, offers, emitted, leaked, unasked, len(agent.memory.episodic.news)))
    return done


def _unasked(gate: Gate, question: str, reply: str) -> int:
    """How many symptoms a reply tells beyond the one or several asked about; none where the question is open."""
    asked = set(gate.speaks_of(question))
    if not asked:
        return 0
    symptoms = {v.name for v in gate.plan.variables if v.role == "symptom"}
    return len((set(gate.speaks_of(reply)) & symptoms) - asked)
