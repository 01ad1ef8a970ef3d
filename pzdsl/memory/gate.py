"""The gate: what a patient may say, judged sentence by sentence against both tracks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, Protocol

from pzdsl.claims import check_text, lexicon_of, sentences_of
from pzdsl.claims.claim import Problem
from pzdsl.entailment.verdict import Verdict
from pzdsl.facts import Fact
from pzdsl.memory.details import Details
from pzdsl.memory.everyday import excluded
from pzdsl.memory.implied import Implied
from pzdsl.memory.judgement import Judgement, SentenceVerdict
from pzdsl.memory.knowledge import Knowledge
from pzdsl.memory.memory import Memory
from pzdsl.memory.news import clashes, opposed
from pzdsl.memory.restating import presumed, questions_of, restated
from pzdsl.memory.retrieval import Retrieval
from pzdsl.memory.statements import statements_of, teller_of
from pzdsl.memory.talk import form_problem, is_courtesy, is_question, is_unsure, plain_said, without_tag
from pzdsl.memory.typed import Said, is_borne_out, is_entailed, part_of, said_in
from pzdsl.plan.plan import Plan
from pzdsl.record.facts import value_text
from pzdsl.stages.leak import LeakCheck
from pzdsl.stages.patient import Patient

LAYERS = ("typed", "rules", "knowledge", "leak", "nli")
Policy = Literal["emit", "reject", "typed only"]

_THIRD = re.compile(
    r"\b(?:he|she|him|her|his|hers|they|give|gives|giving|gave)\b"
    r"|\b(?:the|my|our|this) (?:\w+ )?(?:child|boy|girl|baby|patient|one|newborn|son|daughter|kid|toddler|guy)\b",
    re.IGNORECASE,
)
_OWN = re.compile(
    r"^(?:well,? |and |but |oh,? |yes,? |no,? )*(?:i|i'm|i've|i'd|my (?:own|milk|shirt|boss))\b", re.IGNORECASE
)
_POINTER = re.compile(r"^((?:well,? |and |but |yes,? |no,? )*)(it|this|that)(?=(?:'s)? )", re.IGNORECASE)


class Entails(Protocol):
    """What the gate needs of `entailment.Verifier`."""

    def verify(self, premises: Sequence[str], hypotheses: Sequence[str]) -> list[Verdict]:
        """A verdict for each pair."""


@dataclass(frozen=True, slots=True)
class GateSettings:
    """How strict the gate is.

    `abstain`: what to do where the model only suspects a contradiction: emit, reject, or ask the typed layers only.
    `contradiction`: from which probability on the model's contradiction counts; None for the model's own threshold. The
    default was set on the development half of `tests/data/lies.jsonl`. `against_news`: the same, for earlier details:
    there a shared topic is certain, since only those that share words are looked at.
    `refuse_news`: let nothing pass that neither track says already; such a patient tells next to nothing.
    `premises`, `earlier`: how many statements of the record, and how many earlier details, the model is shown.
    """

    abstain: Policy = "emit"
    contradiction: float | None = 0.75
    against_news: float | None = 0.6
    refuse_news: bool = False
    premises: int = 6
    earlier: int = 4


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One sentence as it is judged: as it was said, and with the question put into it."""

    said: str
    whole: str
    claims: Said


class Gate:
    """Judges the replies of one patient. It keeps nothing of them, and changes no memory."""

    def __init__(
        self,
        plan: Plan,
        patient: Patient,
        *,
        verifier: Entails | None = None,
        layers: Sequence[str] = LAYERS,
        settings: GateSettings | None = None,
    ) -> None:
        self.plan, self.patient, self.verifier = plan, patient, verifier
        self.layers, self.settings = frozenset(layers), settings or GateSettings()
        self.model = _hash_of(verifier)
        self.lexicon = lexicon_of(plan)
        self._leaks = LeakCheck(plan)
        self._details = Details(plan, self.lexicon)
        self._knowledge = Knowledge(plan)
        self._implied = Implied(plan, self.lexicon)
        self._teller = teller_of(patient)
        self._person = patient.person.he if self._teller == "caregiver" else "I"
        self._lay = {v.name: (v.label, *v.lay) for v in plan.variables}

    def judge(self, reply: str, memory: Memory, question: str = "") -> Judgement:
        """What holds of each sentence of a reply to a question; the memory is only read."""
        problem = form_problem(reply)
        if problem is not None:
            return Judgement(False, (SentenceVerdict(reply[:200], "contradiction", "form", problem),))
        told = _told(memory, question)
        said_all = sentences_of(reply)
        sentences = [self._read(said, question, len(said_all) == 1) for said in said_all]
        typed = self._typed_problems(sentences) if "typed" in self.layers else {}
        found = [self._judge(one, typed.get(one.whole), memory, told) for one in sentences]
        if "typed" in self.layers:
            found = self._against_presumption(reply, found, memory, question)
        if "nli" in self.layers and self.verifier is not None:
            found = self._ask_model(sentences, found, memory)
        if self.settings.refuse_news:
            found = [_refused(one) if one.verdict == "neutral" and one.layer not in _NO_NEWS else one for one in found]
        return Judgement(all(one.verdict != "contradiction" for one in found), tuple(found))

    def speaks_of(self, text: str) -> tuple[str, ...]:
        """The facts that a text mentions, by name."""
        return said_in(text, self.lexicon).names

    def _read(self, said: str, question: str, alone: bool) -> _Sentence:
        whole = (
            without_tag(said)
            or restated(said, question, self._person, alone)
            or self._pointed(said, question)
            or plain_said(said)
        )
        return _Sentence(said, whole, said_in(whole, self.lexicon))

    def _pointed(self, said: str, question: str) -> str | None:
        """`It hurts when I walk.` with what the question is about in the place of `it`, where that is one thing."""
        match = _POINTER.match(said)
        if match is None or len(questions_of(question)) != 1:
            return None
        asked = said_in(question, self.lexicon).names
        symptoms = [f for name in asked if (f := self.patient.facts.get(name)) is not None and f.stage == "symptom"]
        if len(symptoms) != 1:
            return None
        label = symptoms[0].label[:1].lower() + symptoms[0].label[1:]
        rest = re.sub(r"^'s ", " is ", said[match.end() :].replace("’", "'"))
        return f"{match[1]}The {label}{rest}"

    def _typed_problems(self, sentences: Sequence[_Sentence]) -> dict[str, Problem]:
        """The first problem of each sentence, by the whole sentence; read together, as one explains another."""
        found: dict[str, Problem] = {}
        for problem in check_text(" ".join(one.whole for one in sentences), self.patient.facts, self.lexicon):
            found.setdefault(problem.sentence, problem)
        return found

    def _judge(self, one: _Sentence, problem: Problem | None, memory: Memory, told: str) -> SentenceVerdict:
        asks = is_question(one.said) and is_question(one.whole)
        if "leak" in self.layers and (name := self._leaked(one.said, told)) is not None:
            return _refusal(one, "leak", f"do not name the illness (“{name}”): the patient has not been told of it")
        if asks or (is_courtesy(one.said) and is_courtesy(one.whole)):
            return SentenceVerdict(one.said, "neutral", "talk")
        if self._is_about_the_teller(one.whole):
            problem = None
        elif problem is not None:
            return self._contradicted(one, problem, memory)
        claims = one.claims.claims
        if "knowledge" in self.layers:
            label = self._knowledge.beyond(one.whole, claims, self._teller, told)
            if label is not None:
                return _refusal(one, "knowledge", f"the patient cannot know this: {label}")
        if "rules" in self.layers:
            broken = self._implied.broken(one.whole, claims, self.patient.facts)
            if broken is not None:
                return _refusal(one, "rules", f"“{one.said}” cannot be: {broken}")
        whole = one.whole if one.whole != one.said else ""
        if "typed" not in self.layers:
            return SentenceVerdict(one.said, "neutral", "nli", whole=whole)
        for event in memory.episodic.bearing_on(one.whole, self.settings.earlier):
            if clashes(event.text, one.whole, self.lexicon):
                reason = f"“{one.said}” goes against what was said before: “{event.text}”"
                return _refusal(one, "typed", reason, event.text)
        if not self._is_about_the_teller(one.whole) and (premise := self._at_odds(one, memory)) is not None:
            return _refusal(one, "typed", f"“{one.said}” does not fit: {premise}", premise)
        if is_entailed(one.whole, one.claims, self.patient.facts, self.lexicon):
            return SentenceVerdict(one.said, "entailment", "typed", whole=whole)
        if not self._is_about_the_teller(one.whole) and (premise := self._opposed(one)) is not None:
            return _refusal(one, "typed", f"“{one.said}” does not fit: {premise}", premise)
        return SentenceVerdict(one.said, "neutral", "typed", whole=whole)

    def _at_odds(self, one: _Sentence, memory: Memory) -> str | None:
        """A statement of the record that leaves no room for a detail, or for what the sentence implies."""
        clash = self._details.clash(one.whole, self.patient.facts)
        if clash is not None:
            return self._premise(self.patient.facts[clash.fact], clash.part, memory)
        name = excluded(one.whole, self.patient.facts, self.lexicon)
        return None if name is None else self._premise(self.patient.facts[name], "", memory)

    def _opposed(self, one: _Sentence) -> str | None:
        """A statement of the record that rules without a record find at odds with what no claim was found in."""
        if any(is_borne_out(claim, self.patient.facts, self.lexicon) for claim in one.claims.claims):
            return None
        for statement in self._retrieval.premises(one.whole, one.claims.names, self.settings.premises):
            if self.patient.facts[statement.fact].stage == "exam":
                continue  # measured today, while people speak of the days before
            kinds = None if statement.fact in one.claims.names else _OF_ANYTHING
            if opposed(statement.first, one.whole, kinds) or opposed(statement.third, one.whole, kinds):
                return statement.third if self._teller == "caregiver" else statement.first
        return None

    def _leaked(self, said: str, told: str) -> str | None:
        found = self._leaks.check((said,))
        return next((leak.found for leak in found if leak.found.lower() not in told), None)

    def _is_about_the_teller(self, sentence: str) -> bool:
        """`I don't smoke at home`, said by a mother, is nothing about the child."""
        if self._teller != "caregiver" or _THIRD.search(sentence) is not None:
            return False
        return _OWN.search(sentence.replace("’", "'")) is not None

    def _contradicted(self, one: _Sentence, problem: Problem, memory: Memory) -> SentenceVerdict:
        fact = self.patient.facts.get(problem.fact)
        if fact is None:
            return _refusal(one, "typed", f"“{one.said}” does not fit: {problem.fact} is {problem.expected}")
        premise = self._premise(fact, problem.kind, memory)
        return _refusal(one, "typed", f"“{one.said}” does not fit: {premise}", premise)

    def _premise(self, fact: Fact, kind: str, memory: Memory) -> str:
        statements = memory.semantic.about((fact.name,))
        keys = [f"{fact.name}.{part}" for part in (*part_of(kind), kind)]
        best = next((s for key in keys for s in statements if s.key == key), statements[0] if statements else None)
        if best is None:
            return f"{fact.label}: {value_text(fact)}"
        return best.third if self._teller == "caregiver" else best.first

    def _against_presumption(
        self, reply: str, found: list[SentenceVerdict], memory: Memory, question: str
    ) -> list[SentenceVerdict]:
        """`Since you smoke, …`, of somebody who does not: a short answer that lets it stand is no good answer."""
        for statement in presumed(question, self._person) if question else ():
            problems = check_text(statement, self.patient.facts, self.lexicon)
            if not problems or not found or any(one.verdict == "contradiction" for one in found):
                continue
            about = said_in(reply, self.lexicon).names
            if is_unsure(reply) or _CORRECTS.search(reply) or problems[0].fact in about:
                continue  # it is set right, or what is said of it was held to the facts already
            if any(_ACCEPTS.search(one.sentence) or one.whole for one in found):
                fact = self.patient.facts.get(problems[0].fact)
                premise = self._premise(fact, problems[0].kind, memory) if fact is not None else problems[0].expected
                reason = f"the question takes something for granted that is not so; set it right: {premise}"
                found = [SentenceVerdict(found[0].sentence, "contradiction", "typed", reason, premise), *found[1:]]
        return found

    @cached_property
    def _retrieval(self) -> Retrieval:
        present = [fact for fact in self.patient.facts if fact.stage == "symptom" and fact.value is True]
        first = [*(fact.name for fact in present), *_BEARS_ON_MUCH]
        return Retrieval(statements_of(self.patient), self._lay, first)

    def _ask_model(
        self, sentences: Sequence[_Sentence], found: list[SentenceVerdict], memory: Memory
    ) -> list[SentenceVerdict]:
        """The entailment model's word on the sentences that nothing is decided of yet, in one batch."""
        premises: list[str] = []
        hypotheses: list[str] = []
        spans: dict[int, tuple[int, int]] = {}
        news: set[int] = set()
        for number, (one, verdict) in enumerate(zip(sentences, found, strict=True)):
            if verdict.verdict != "neutral" or verdict.layer == "talk" or self._is_borne_out(one):
                continue
            start = len(premises)
            for statement in self._retrieval.premises(one.whole, one.claims.names, self.settings.premises):
                premises.append(statement.third if self._teller == "caregiver" else statement.first)
            earlier = memory.episodic.bearing_on(one.whole, self.settings.earlier)
            of_record = len(premises)
            premises += [event.text for event in earlier if event.text != one.whole]
            news.update(range(of_record, len(premises)))
            hypotheses += [one.whole] * (len(premises) - start)
            spans[number] = start, len(premises)
        if not premises:
            return found
        assert self.verifier is not None
        verdicts = self.verifier.verify(premises, hypotheses)
        return [
            self._decided(
                one, premises[slice(*spans[i])], verdicts[slice(*spans[i])], [n in news for n in range(*spans[i])]
            )
            if i in spans
            else one
            for i, one in enumerate(found)
        ]

    def _is_borne_out(self, one: _Sentence) -> bool:
        """Whether the facts bear out all that the sentence claims: the typed layers know this better than a model."""
        claims = one.claims.claims
        facts = self.patient.facts
        return bool(claims) and all(is_borne_out(claim, facts, self.lexicon) for claim in claims)

    def _is_against(self, verdict: Verdict, is_news: bool) -> bool:
        least = self.settings.against_news if is_news else self.settings.contradiction
        return verdict.label == "contradiction" if least is None else verdict.contradiction >= least

    def _decided(
        self, one: SentenceVerdict, premises: Sequence[str], verdicts: Sequence[Verdict], news: Sequence[bool]
    ) -> SentenceVerdict:
        if not verdicts:
            return one
        against = [i for i, verdict in enumerate(verdicts) if self._is_against(verdict, news[i])]
        # what is refused is told by its worst premise; what is not, by the most suspicious one
        worst = max(against or range(len(verdicts)), key=lambda i: verdicts[i].contradiction)
        verdict, premise = verdicts[worst], premises[worst]
        said = bool(against)
        abstained = not said and any(v.abstained for v in verdicts)
        score = round(verdict.contradiction, 4)
        if said or (abstained and self.settings.abstain == "reject"):
            reason = f"“{one.sentence}” goes against: “{premise}”"
            return SentenceVerdict(
                one.sentence, "contradiction", "nli", reason, premise, score, self.model, abstained, one.whole
            )
        if abstained and self.settings.abstain == "typed only":
            return SentenceVerdict(
                one.sentence, one.verdict, one.layer, "", premise, score, self.model, True, one.whole
            )
        best = max(range(len(verdicts)), key=lambda i: verdicts[i].entailment)
        if verdicts[best].label == "entailment":
            share = round(verdicts[best].entailment, 4)
            return SentenceVerdict(
                one.sentence, "entailment", "nli", "", premises[best], share, self.model, abstained, one.whole
            )
        return SentenceVerdict(one.sentence, "neutral", "nli", "", premise, score, self.model, abstained, one.whole)


# kinds of claim that mean the patient, whatever else a sentence is about; a time or a number may be of anything
_OF_ANYTHING = frozenset(("negation", "category", "sex", "age", "family"))
_BEARS_ON_MUCH = ("smoking", "alcohol", "employment", "household_size", "marital_status")
_NO_NEWS = frozenset(("talk", "form"))
_CORRECTS = re.compile(
    r"\b(?:no|not|never|don't|doesn't|haven't|hasn't|didn't|isn't|wasn't|aren't|actually|wrong|mistake)\b|n['’]t\b",
    re.IGNORECASE,
)
_ACCEPTS = re.compile(r"^(?:oh,? |well,? )?(?:yes|yeah|yep|right|correct|true|that's right|i do|i am|i have)\b", re.I)


def _refusal(one: _Sentence, layer: str, reason: str, premise: str = "") -> SentenceVerdict:
    return SentenceVerdict(
        one.said, "contradiction", layer, reason, premise, whole=one.whole if one.whole != one.said else ""
    )


def _refused(one: SentenceVerdict) -> SentenceVerdict:
    reason = f"“{one.sentence}” is nothing that is known of the patient"
    return SentenceVerdict(one.sentence, "contradiction", one.layer, reason, one.premise, one.score, one.model)


def _told(memory: Memory, question: str) -> str:
    """All that the doctor has said, in lower case."""
    return memory.episodic.asked + "\n" + question.lower()


def _hash_of(verifier: Entails | None) -> str:
    card = getattr(verifier, "card", None)
    return str(getattr(card, "model_sha256", ""))[:16]
