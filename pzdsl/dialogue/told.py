"""A language model that words the replies of a patient. It is never trusted: the gate judges what it says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b, sha256
from importlib.resources import files
from string import Template

from pzdsl.claims import lexicon_of, sentences_of
from pzdsl.dialogue.persona import Persona, persona_of
from pzdsl.llm.client import Client
from pzdsl.llm.problems import BadReply, Refused, TooLong
from pzdsl.llm.replies import clean
from pzdsl.llm.request import Message, Request
from pzdsl.memory import Memory, Statement
from pzdsl.memory.retrieval import Retrieval
from pzdsl.memory.statements import statements_of, teller_of
from pzdsl.memory.talk import LONGEST_REPLY
from pzdsl.memory.typed import said_in
from pzdsl.plan.plan import Plan
from pzdsl.stages.grammar import article
from pzdsl.stages.patient import Patient

_SHOWN = 14  # statements in one prompt: a small model loses its way among more
_BASIC = ("age", "sex")
_NEWS = 6
_TURNS = 4  # of the dialogue so far
_MOST_SENTENCES = 4
_ROOM = 160  # tokens
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.S)
_LABEL = re.compile(
    r"^\s*(?:\*\*)?(?:patient|me|answer|assistant|parent|caregiver|mother|father)(?:\*\*)?\s*:\s*", re.I
)
_MANNERS = {
    "plain": "plainly and to the point.",
    "terse": "in as few words as you can.",
    "verbose": "at some length, with asides that change nothing.",
    "anxious": "worried; you want to know whether it is serious.",
    "tangential": "you wander off the point a little, and come back.",
    "reserved": "you tell little of your own accord.",
    "pleasing": "politely, and eager to agree, but never against what you know.",
}


class ModelSpeaker:
    """One patient, worded by a model. `name` is the model's, as the log keeps it."""

    def __init__(
        self, client: Client, plan: Plan, patient: Patient, persona: Persona | None = None, *, streamed: bool = False
    ) -> None:
        """`streamed`: stop reading once enough sentences have come; such replies are not kept in the client's cache."""
        self._client, self.plan, self.patient, self._streamed = client, plan, patient, streamed
        self.persona = persona if persona is not None else persona_of(patient, patient.seed)
        self.name = client.settings.model
        self._lexicon = lexicon_of(plan)
        self._teller = teller_of(patient)
        known = [one for one in statements_of(patient) if self._teller in one.who]
        self._basic = [one for one in known if one.fact in _BASIC]
        self._openly = [one for one in known if self.persona.volunteers(one.fact)]
        lay = {v.name: (v.label, *v.lay) for v in plan.variables}
        self._retrieval = Retrieval([one for one in known if not self.persona.hides(one.fact)], lay)
        self._hidden = [one for one in known if self.persona.hides(one.fact)]
        self._last = ""

    async def reply(self, question: str, memory: Memory, problems: Sequence[str], attempt: int) -> str:
        """What the model says, as one patient's reply; empty where it declined or could not answer.

        Raises:
            LlmProblem: the server is down, rejects the request, or the budget is used up.
        """
        request = self._request(question, memory, problems, attempt)
        try:
            text = await self._stream(request) if self._streamed else (await self._client.ask(request, "dialogue")).text
        except (BadReply, Refused, TooLong):
            text = ""
        self._last = as_reply(text)
        return self._last

    async def _stream(self, request: Request) -> str:
        text = ""
        async for piece in self._client.stream(request, "dialogue"):
            text += piece
            if len(text) > LONGEST_REPLY or len(sentences_of(_THOUGHT.sub("", text))) > _MOST_SENTENCES:
                break
        return text

    def _request(self, question: str, memory: Memory, problems: Sequence[str], attempt: int) -> Request:
        messages = [Message(role="system", content=self._system(question, memory))]
        log = [event for event in memory.episodic.log if event.kind != "news"]
        for event in log[-2 * _TURNS :]:
            role = "user" if event.kind == "question" else "assistant"
            if messages[-1].role == role or (role == "assistant" and messages[-1].role == "system"):
                continue  # servers want turns; the opening comes before any question
            messages.append(Message(role="user" if role == "user" else "assistant", content=event.text))
        if messages[-1].role == "user":
            messages.pop()
        asked = question
        if problems:
            again = _prompt("again").safe_substitute(answer=self._last[:300], problems="; ".join(problems[:4])[:800])
            asked = f"{question}\n{again}"
        messages.append(Message(role="user", content=asked))
        key = f"{self.plan.name}/{self.patient.seed}/{self.patient.number}/{memory.episodic.turn}/{attempt}"
        return Request(
            model=self._client.settings.model,
            messages=tuple(messages),
            max_tokens=_ROOM,
            seed=int.from_bytes(blake2b(key.encode(), digest_size=4).digest(), "little") >> 1,
            attempt=attempt,
        )

    def _system(self, question: str, memory: Memory) -> str:
        person = self.patient.person
        names = said_in(question, self._lexicon).names
        asked = [one for one in self._hidden if one.fact in names]
        found = self._retrieval.premises(question, names, _SHOWN - len(self._basic))
        shown = dict.fromkeys([*self._basic, *asked, *found, *self._openly])
        news = [event.text for event in memory.episodic.bearing_on(question, _NEWS)]
        caregiver = self._teller == "caregiver"
        who = f"{article(person.noun)} {person.noun}"
        return _prompt("caregiver" if caregiver else "patient").safe_substitute(
            identity=f"The patient is {who}." if caregiver else f"You are {who}.",
            speaker=(self.patient.speaker or "caregiver").replace("_", " "),
            he=person.he,
            manner=_MANNERS.get(self.persona.style, _MANNERS["plain"]),
            facts=self._listed(list(shown)[: _SHOWN + 4]),
            news="\n".join(f"- {text}" for text in news) or "- nothing yet",
        )

    def _listed(self, statements: Sequence[Statement]) -> str:
        caregiver = self._teller == "caregiver"
        return "\n".join(f"- {one.third if caregiver else one.first}" for one in statements)


def as_reply(text: str) -> str:
    """A model's text as a spoken reply: no thoughts, names or quotation marks, and a few sentences at most."""
    text = clean(_THOUGHT.sub("", text)).strip()
    text = _LABEL.sub("", text.split("\n\n")[0]).strip()
    if len(text) > 1 and text[0] in '"“' and text[-1] in '"”':
        text = text[1:-1].strip()
    sentences = sentences_of(text[: 4 * LONGEST_REPLY])[:_MOST_SENTENCES]
    if len(sentences) > 1 and sentences[-1][-1:] not in '.!?"”’)':
        sentences.pop()  # it ran out of room in the middle of a sentence
    return " ".join(sentences)[:LONGEST_REPLY]


@cache
def _prompt(name: str) -> Template:
    return Template((files(__package__) / "prompts" / f"{name}.txt").read_text("utf-8").strip())


def prompt_digest() -> str:
    """A hash of all prompts, for whoever keeps a transcript."""
    texts = (_prompt(name).template for name in ("patient", "caregiver", "again"))
    return sha256("\x1f".join(texts).encode()).hexdigest()
