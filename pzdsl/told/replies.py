"""What a stage's reply must look like, and what can be wrong with it as such."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from pzdsl.claims import sentences_of
from pzdsl.stages.passage import Passage

_MARKUP = re.compile(r"</?[a-zA-Z!]|https?://|\]\(|```|\*\*|^#{1,6} ", re.MULTILINE)
_LONGER = 3  # times the notes, and some room
_ROOM = 600  # characters
_MOST_PROBLEMS = 12  # told in one prompt
_LONGEST_PROBLEM = 400  # characters: a problem quotes the reply


class ToldPassage(BaseModel):
    """One passage of a reply."""

    model_config = ConfigDict(extra="forbid")

    title: Annotated[str, Field(max_length=80)]
    sentences: Annotated[list[Annotated[str, Field(max_length=800)]], Field(min_length=1, max_length=80)]


class Told(BaseModel):
    """What a stage's reply must look like."""

    model_config = ConfigDict(extra="forbid")

    passages: Annotated[list[ToldPassage], Field(min_length=1, max_length=24)]


@dataclass(frozen=True, slots=True)
class ReplyProblem:
    """What is wrong with a reply as such, or with one sentence of it where no typed claim is at fault."""

    kind: str  # reply, refusal, title, length, markup; rules, earlier, knowledge, nli; number, source
    claim: str
    sentence: str = ""
    verdict: str = "unusable"
    fact: str | None = None

    def __str__(self) -> str:
        return self.claim


def passages_of(told: Told, stage: str) -> tuple[Passage, ...]:
    """The passages of a reply, cut into sentences by the checker's rules and not by the model's."""
    return tuple(Passage(stage, one.title, tuple(sentences_of(" ".join(one.sentences)))) for one in told.passages)


def form_problem(passages: Sequence[Passage], notes: Sequence[Passage]) -> ReplyProblem | None:
    """Titles, length and markup, against the notes that were to be worded."""
    wanted, given = [note.title for note in notes], [passage.title for passage in passages]
    if sorted(wanted) != sorted(given):
        return ReplyProblem("title", f"the titles must be {', '.join(wanted)}, each once")
    text = "\n".join(passage.text for passage in passages)
    if len(text) > (most := _LONGER * sum(len(note.text) for note in notes) + _ROOM):
        return ReplyProblem("length", f"{len(text):,} characters are too many: write at most {most:,}")
    if (markup := _MARKUP.search(text)) is not None:
        return ReplyProblem("markup", f"write plain sentences, without markup or addresses such as {markup[0].strip()}")
    return None


def shown(passages: Sequence[Passage]) -> str:
    """Passages as a prompt gives them."""
    return "\n".join(f"{passage.title}: {passage.text}" for passage in passages)


def objections(problems: Sequence[Any]) -> str:
    """What was wrong with the last answer, for the next prompt; nothing where nothing was."""
    if not problems:
        return ""
    lines = [f"- {' '.join(str(problem).split())[:_LONGEST_PROBLEM]}" for problem in problems[:_MOST_PROBLEMS]]
    return "\n".join(("\nYour last answer was not accepted:", *lines, "Write it anew, and mend this.\n"))
