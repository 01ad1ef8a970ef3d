"""The built-in speaker: answers a history taking from the facts, without any model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pzdsl.claims import check_text, lexicon_of, sentences_of
from pzdsl.dialogue.answers import Answers
from pzdsl.dialogue.asking import understand
from pzdsl.dialogue.manner import Manner
from pzdsl.dialogue.persona import Persona
from pzdsl.dialogue.premises import false_premises
from pzdsl.dialogue.stock import NOT_RECORDED
from pzdsl.dialogue.talk import TalkContext
from pzdsl.dialogue.topics import Ask
from pzdsl.memory import Memory
from pzdsl.plan.plan import Plan
from pzdsl.stages.choice import Choice, place_of
from pzdsl.stages.leak import LeakCheck
from pzdsl.stages.patient import Patient

_LOOKED_BACK = 6  # questions that a pronoun may reach back over
_MOST_HEARD = 500
_AT_ONCE = 4  # things asked in one question that are answered
_BESIDE = (Ask("presence"), Ask("unclear"))  # no answer where the question itself was set right


@dataclass(frozen=True, slots=True)
class Spoken:
    """A reply, and what the question was understood to ask."""

    text: str
    asks: tuple[Ask, ...]


class BuiltInSpeaker:
    """Words the replies of one patient from the facts.

    Safe to use in several conversations at once: what was said before is read from the memory that is passed in.
    `refused` counts wordings that the claim checker did not find in agreement with the facts, and that were
    replaced by another.
    """

    name = "built-in"

    def __init__(self, plan: Plan, patient: Patient, persona: Persona) -> None:
        self.plan, self.patient, self.persona = plan, patient, persona
        self._choice = Choice(patient.seed, f"{plan.name}/talk", patient.number)
        self._manner = Manner(persona, self._choice)
        self._answers = Answers(plan, patient, persona)
        self._lexicon, self._leaks = lexicon_of(plan), LeakCheck(plan)
        self._heard: dict[tuple[str, tuple[str, ...], tuple[Ask, ...]], tuple[Ask, ...]] = {}
        self.refused = 0

    def opening(self) -> str:
        """What the patient says when asked nothing yet: why he or she came."""
        return self._worded(self._answers.opening(), "opening", 0) or "Hello, doctor."

    def reply_now(self, question: str, memory: Memory) -> Spoken:
        """The reply to a question, after what the memory holds of the conversation."""
        talk = self.talk(memory)
        asks = self._understood(question, talk)
        denied = false_premises(question, self.patient.facts, self._lexicon, self.patient.person)
        return Spoken(self.say(asks, talk, denied), asks)

    async def reply(self, question: str, memory: Memory, problems: Sequence[str] = (), attempt: int = 1) -> str:
        """As `reply_now`; what was wrong with an earlier attempt changes nothing, since this one states facts."""
        return self.reply_now(question, memory).text

    def talk(self, memory: Memory) -> TalkContext:
        """What the questions so far were about; only the last few are read again."""
        start = TalkContext(proxy=not self.patient.speaks)
        talk = start.spoken_of(self._answers.volunteered[:1])
        log = memory.episodic.log
        questions = [event for event in log if event.kind == "question"]
        replies = {event.turn: event.text for event in log if event.kind == "reply"}
        told = frozenset(name for text in replies.values() for name in self._answers.mentioned(text))
        for event in questions[-_LOOKED_BACK:]:
            asks = self._understood(event.text, talk)
            named = self._answers.mentioned(replies.get(event.turn, ""))
            talk = talk.after(asks)
            if asks and asks[-1].topic in ("opening", "associated", "anything_else", "progression") and named:
                talk = talk.spoken_of(named)
        told |= frozenset(self._answers.volunteered)
        return TalkContext(talk.focus, talk.last, told | talk.told, talk.asked, len(questions), start.proxy)

    def _understood(self, question: str, talk: TalkContext) -> tuple[Ask, ...]:
        """As `understand`, and remembered: each of the last questions is read again at the next."""
        key = (question, talk.focus, talk.last)
        if (found := self._heard.get(key)) is None:
            if len(self._heard) >= _MOST_HEARD:
                self._heard.clear()
            found = self._heard[key] = understand(question, talk, self.plan)
        return found

    def say(self, asks: Sequence[Ask], talk: TalkContext, denied: Sequence[str] = ()) -> str:
        """The reply to what was asked; `denied` are facts that the question got wrong."""
        sentences: list[str] = []
        for name in denied:
            sentences += self._said(self._answers.correction(name), f"denied.{name}", 1)
        covered: set[str] = set()
        for ask in list(asks)[:_AT_ONCE]:
            if set(ask.about) & set(denied) or (denied and ask in _BESIDE):
                continue
            groups = self._answers.to(ask, talk, covered)
            covered.update(ask.about)
            key = f"{ask.topic}.{'.'.join(ask.about)}"
            picked = self._picked(groups, key) or self._picked([NOT_RECORDED], key)
            sentences += [s for s in picked if s not in sentences]
        if not sentences:
            sentences = self._picked(self._answers.unclear(), f"unclear.{talk.turn}")
        key = asks[0].topic if asks else "unclear"
        return self._checked(self._manner.dressed(sentences, key, talk.turn))

    def _worded(self, groups: Sequence[Sequence[str]], key: str, turn: int) -> str:
        return self._checked(self._manner.dressed(self._picked(groups, key), key, turn))

    def _picked(self, groups: Sequence[Sequence[str]], key: str) -> list[str]:
        out: list[str] = []
        for i, options in enumerate(groups):
            out += self._said(options, f"{key}.{i}", 1)
        return out

    def _said(self, options: Sequence[str], key: str, most: int) -> list[str]:
        """The first wording that holds against the facts."""
        if not options:
            return []
        for text in self._manner.ordered(options, place_of(key)):
            if self._holds(text):
                return [text]
            self.refused += 1
        return []

    def _holds(self, text: str) -> bool:
        if check_text(text, self.patient.facts, self._lexicon):
            return False
        return not self._leaks.check((text,))

    def _checked(self, sentences: Sequence[str]) -> str:
        """The whole, once more: what holds alone may read differently after another sentence."""
        text = " ".join(sentences)
        problems = check_text(text, self.patient.facts, self._lexicon)
        if problems:
            wrong = {problem.sentence for problem in problems}
            self.refused += len(wrong)
            text = " ".join(s for s in sentences_of(text) if s not in wrong)
        return text or "I'm not sure."
