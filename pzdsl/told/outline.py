"""The first stage: a model words the condition's standard outline, once for a spec, a model and a prompt.

An outline is where a model brings what it has read elsewhere. So every number and every source in it must be the
spec's own; one that keeps failing here will fail for patients too, and the report says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from pzdsl.claims import sentences_of
from pzdsl.llm.client import Client
from pzdsl.llm.problems import BadReply, Refused, TooLong
from pzdsl.llm.prompts import prompt_of
from pzdsl.llm.request import Message, Request
from pzdsl.memory.news import opposed
from pzdsl.memory.words import content_words
from pzdsl.plan.plan import Plan
from pzdsl.stages.attempt import Attempted, Author, problem_entry
from pzdsl.stages.leak import LeakCheck
from pzdsl.stages.outline import OutlineStage
from pzdsl.stages.passage import Passage
from pzdsl.told.checks import Entails, model_hash
from pzdsl.told.replies import ReplyProblem, Told, form_problem, objections, passages_of, shown

STAGE = "outline"
CHECKS = ("schema", "numbers", "sources", "omissions", "compared", "nli")
SIGNATURE = 2  # attempts at an outline, from which on the model is said not to keep to what it is given

_KEPT = 1 / 3  # of the words that carry meaning: a wording may take others, but not drop the statements
_NUMBER = re.compile(r"(?<![\w.])\d+(?:[.,]\d+)*")
_UNIT = re.compile(r"\s?(%|percent\b|[a-zA-Zµ°]+(?:/[a-zA-Z]+)?)")
_UNITS = frozenset(
    "% percent day days week weeks month months year years hour hours minute minutes second seconds mg g kg mcg µg ml "
    "l dl cm mm m mmhg bpm".split()
)
_SAME = {"percent": "%"} | {f"{one}s": one for one in ("day", "week", "month", "year", "hour", "minute", "second")}
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_WORDED = {word: n for n, word in enumerate(_WORDS)} | {word: 20 + 10 * i for i, word in enumerate(_TENS)}
_WORDED |= {"hundred": 100, "thousand": 1000, "million": 1_000_000, "dozen": 12, "half": 50, "quarter": 25, "third": 33}
_UNTOLD = frozenset(("one", "zero", "third"))  # “one of them”, “the third day”: pronouns and orders more often
_SPELLED = re.compile(rf"\b(?:{'|'.join(_WORDED)})\b", re.IGNORECASE)
_CITED = re.compile(
    r"\bet al\b|\baccording to\b|\bguidelines?\b|\b(?:study|studies|trial|trials|meta-analysis|review)\b|"
    r"\breport(?:s|ed) (?:by|in)\b|\bpublished\b|\bjournal\b|\bdoi\b|\bPMID\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<!^)(?<![.!?] )\b[A-Z][A-Za-z]+")


@dataclass(frozen=True, slots=True)
class ToldOutline:
    """The outline of one plan as it goes into records and prompts."""

    done: Attempted

    def entry(self) -> dict[str, Any]:
        """As record and manifest keep it."""
        author = self.done.author
        return {
            "passages": [{"title": one.title, "text": one.text} for one in self.done.passages],
            "attempts": self.done.attempts,
            "problems": [problem_entry(problem) for problem in self.done.problems],
            "author": None if author is None else author.entry(),
        }

    @property
    def is_signature(self) -> bool:
        """Whether the model needed so many attempts that more is to be feared of it."""
        return self.done.attempts >= SIGNATURE

    def for_prompt(self, leaks: LeakCheck) -> str:
        """What later stages see: without the names of the diagnosis, which they must not tell."""
        return leaks.hidden(shown(self.done.passages), "this illness") or "nothing"


def outline_from(entry: dict[str, Any]) -> ToldOutline:
    """An outline that was kept by `ToldOutline.entry`; raises KeyError, TypeError or ValueError where it is none."""
    passages = tuple(
        Passage(STAGE, str(one["title"]), tuple(sentences_of(str(one["text"])))) for one in entry["passages"]
    )
    problems = tuple(
        ReplyProblem(str(p["kind"]), str(p["claim"]), str(p["sentence"] or ""), str(p["verdict"]), p["fact"])
        for p in entry["problems"]
    )
    author = None
    if (kept := entry["author"]) is not None:
        author = Author(**{**kept, **{key: tuple(kept[key]) for key in ("checks", "narrated", "unchecked")}})
    return ToldOutline(Attempted(STAGE, passages, int(entry["attempts"]), problems, author=author))


class OutlineCheck:
    """Holds a worded outline to the spec's own."""

    def __init__(self, plan: Plan, notes: Sequence[Passage], verifier: Entails | None = None) -> None:
        self._notes, self._verifier = tuple(notes), verifier
        own = " ".join(note.text for note in notes)
        self._told = quantities_in(own)
        sources = " ".join(value for source in plan.sources.values() for value in source.fields.values())
        self._numbers = {number for number, _ in self._told} | {n for n, _ in quantities_in(sources)}
        self._names = set(
            re.findall(r"[A-Za-z]+", f"{own} {sources} {plan.label} {' '.join(plan.also_called)}".lower())
        )

    def problems(self, passages: Sequence[Passage]) -> list[ReplyProblem]:
        """What is wrong, cheap first; the entailment model only sees what nothing else objects to."""
        if (problem := form_problem(passages, self._notes)) is not None:
            return [problem]
        found: list[ReplyProblem] = []
        for passage in passages:
            for sentence in passage.claims:
                found += self._foreign(sentence)
        given = quantities_in(" ".join(passage.text for passage in passages))
        said = {number for number, _ in given}
        for number, unit in sorted(self._told):
            if number not in said:
                found.append(ReplyProblem("omission", f"left out: {number}{' ' + unit if unit else ''}", "", "missing"))
        texts = {passage.title: passage.text for passage in passages}
        for note in self._notes:
            words = content_words(note.text)
            if len(words & content_words(texts[note.title])) < _KEPT * len(words):
                found.append(ReplyProblem("omission", f"“{note.title}” leaves out most of its notes", "", "missing"))
        if found:
            return found
        found += self._contradicted(passages)
        return found or self._asked(passages)

    def _foreign(self, sentence: str) -> list[ReplyProblem]:
        found: list[ReplyProblem] = []
        for number, unit in sorted(quantities_in(sentence)):
            units = {u for n, u in self._told if n == number}
            if number not in self._numbers:
                said = f"the number {number} is not in the notes: “{sentence}”"
                found.append(ReplyProblem("number", said, sentence, "contradicted"))
            elif unit and units and unit not in units:
                said = f"{number} {unit} is not what the notes say: “{sentence}”"
                found.append(ReplyProblem("number", said, sentence, "contradicted"))
        if _CITED.search(sentence) is not None:
            names = [name for name in _NAME.findall(sentence) if name.lower() not in self._names]
            if names:
                said = f"{names[0]} is none of the sources: “{sentence}”"
                found.append(ReplyProblem("source", said, sentence, "contradicted"))
        return found

    def _pairs(self, passages: Sequence[Passage]) -> list[tuple[str, str]]:
        notes = {note.title: note for note in self._notes}
        return [
            (premise, sentence)
            for passage in passages
            for sentence in passage.claims
            for premise in notes[passage.title].claims
            if premise != sentence
        ]

    def _contradicted(self, passages: Sequence[Passage]) -> list[ReplyProblem]:
        return [
            ReplyProblem("contradiction", f"“{sentence}” goes against: “{premise}”", sentence, "contradicted")
            for premise, sentence in self._pairs(passages)
            if opposed(premise, sentence, _KINDS)
        ]

    def _asked(self, passages: Sequence[Passage]) -> list[ReplyProblem]:
        pairs = self._pairs(passages)
        if self._verifier is None or not pairs:
            return []
        verdicts = self._verifier.verify([premise for premise, _ in pairs], [said for _, said in pairs])
        return [
            ReplyProblem("nli", f"“{said}” goes against: “{premise}”", said, "contradicted")
            for (premise, said), verdict in zip(pairs, verdicts, strict=True)
            if verdict.label == "contradiction"
        ]


_KINDS = frozenset(("negation",))  # numbers of two statements under one heading may well differ


async def tell_outline(
    plan: Plan, client: Client, attempts: int, verifier: Entails | None = None
) -> ToldOutline | None:
    """The plan's outline in a model's words, or in the spec's own where no attempt passes; None where it has none.

    Raises:
        LlmProblem: as `ModelPipeline.write`.
    """
    notes = OutlineStage(plan).passages
    if not notes:
        return None
    check = OutlineCheck(plan, notes, verifier)
    met: list[Any] = []
    problems: list[Any] = []
    attempt = 0
    for attempt in range(1, attempts + 1):
        try:
            told, reply = await client.ask_json(_request(plan, client, notes, problems, attempt), STAGE, Told)
        except TooLong as problem:
            met.append(ReplyProblem("length", str(problem)))
            break
        except (BadReply, Refused) as problem:
            problems = [ReplyProblem("refusal" if isinstance(problem, Refused) else "reply", str(problem))]
        else:
            passages = passages_of(told, STAGE)
            problems = list(check.problems(passages))
            if not problems:
                author = _author(client, "model", verifier, reply.model)
                return ToldOutline(Attempted(STAGE, passages, attempt, tuple(met), author=author))
        met += problems
    return ToldOutline(Attempted(STAGE, notes, attempt, tuple(met), author=_author(client, "renderer", verifier)))


def _author(client: Client, writer: str, verifier: Entails | None, served: str = "") -> Author:
    checks = tuple(check for check in CHECKS if check != "nli" or verifier is not None)
    unchecked = () if verifier is not None else ("nli",)
    model = client.settings.model
    return Author(
        writer, model, served, prompt_of(STAGE).digest, checks, unchecked=unchecked, verifier=model_hash(verifier)
    )


def _request(plan: Plan, client: Client, notes: Sequence[Passage], problems: Sequence[Any], attempt: int) -> Request:
    prompt = prompt_of(STAGE)
    used = {cite.source for entry in plan.outline for cite in entry.cites if getattr(cite, "source", None)}
    sources = [
        source.fields.get("title", name) for name, source in sorted(plan.sources.items()) if not used or name in used
    ]
    user = prompt.user.safe_substitute(
        sources="\n".join(f"- {title}" for title in sources) or "none",
        notes=shown(notes),
        problems=objections(problems),
    )
    seed = blake2b(f"{plan.name}/{STAGE}/{attempt}".encode(), digest_size=4).digest()
    return Request(
        model=client.settings.model,
        messages=(Message(role="system", content=prompt.system), Message(role="user", content=user)),
        max_tokens=max(1024, min(8192, sum(len(note.text) for note in notes))),
        seed=int.from_bytes(seed, "little") >> 1,
        attempt=attempt,
    )


def quantities_in(text: str) -> set[tuple[str, str]]:
    """Each number of a text, in plain digits, with its unit where that is one that matters; else with nothing."""
    found: set[tuple[str, str]] = set()
    for match in _NUMBER.finditer(text):
        found.add((_plain(match[0]), _unit(text[match.end() : match.end() + 20])))
    for match in _SPELLED.finditer(text):
        if (word := match[0].lower()) not in _UNTOLD:
            found.add((str(_WORDED[word]), _unit(text[match.end() : match.end() + 20])))
    return found


def _plain(number: str) -> str:
    """`1,000` and `1000` are one number, and so are `63.0` and `63`."""
    number = re.sub(r",(?=\d{3}(?!\d))", "", number).replace(",", ".")
    return number.rstrip("0").rstrip(".") if number.count(".") == 1 else number


def _unit(after: str) -> str:
    match = _UNIT.match(after)
    unit = match[1].lower() if match is not None else ""
    return _SAME.get(unit, unit) if unit in _UNITS else ""
