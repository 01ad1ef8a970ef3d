"""Holds each number of a spec against the sentence that it quotes; what is not there is marked as assumed.

This is the program's part, not the model's: it runs over whatever a model has written, and over the result again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pzdsl.diagnostics import Report, Source
from pzdsl.draft.figures import Stated, says
from pzdsl.draft.literature import Literature, Sentence
from pzdsl.draft.stated import Cited, find_stated
from pzdsl.syntax import parse, tree
from pzdsl.syntax.tree import Cite, Node

_SHOWN = 6  # numbers named in one reason


@dataclass(frozen=True, slots=True)
class Proved:
    """A number with the sentence that says it; `named`: whether the sentence has a word of what the number is for."""

    name: str
    number: Stated
    sentence: Sentence
    named: bool = True


@dataclass(frozen=True, slots=True)
class Assumed:
    """Numbers that no quoted sentence says, and why they are there."""

    name: str
    numbers: tuple[Stated, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Problem:
    """What a model may still mend: in which place, and what is wrong."""

    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Held:
    """A text whose citations hold, with what was found on the way."""

    text: str
    proved: tuple[Proved, ...]
    assumed: tuple[Assumed, ...]
    problems: tuple[Problem, ...]
    removed: tuple[str, ...] = ()


def hold_to_texts(text: str, literature: Literature) -> Held:
    """The same spec with each citation one that holds: rewritten, or turned into `assumed`. Parts that cannot be read
    are left alone: they are no part of the result."""
    file = parse(Source("draft.pz", text), Report())
    edits: list[tuple[int, int, str]] = []
    proved: list[Proved] = []
    assumed: list[Assumed] = []
    problems: list[Problem] = []
    found = find_stated(file)
    for cited in found.cited:
        new = _rewritten(cited, literature, proved, assumed, problems)
        if new is not None:
            edits.append((*_place(cited), new if cited.cites else _inserted(cited.node, new)))
    removed: list[str] = []
    for name, node, numbers in found.loose:
        if isinstance(node, tree.Dose):
            edits.append((node.span.start, node.span.end, ""))
            removed.append(f"{name}, dose {numbers[0]}: a dose has no place for its source")
        else:
            assumed.append(Assumed(name, numbers, "stands where no source can"))
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return Held(text, tuple(proved), tuple(assumed), tuple(problems), tuple(removed))


def _rewritten(
    cited: Cited, literature: Literature, proved: list[Proved], assumed: list[Assumed], problems: list[Problem]
) -> str | None:
    """The citations as they may stand; None where nothing is cited, and nothing has to be."""
    quoted = _quoted(cited.cites, literature)
    sentences = list(dict.fromkeys(one for found in quoted.values() for one in found))
    said: dict[Stated, Sentence] = {}
    for number in cited.numbers:
        for sentence in sentences:
            if says(sentence.text, number):
                said[number] = sentence
                break
    missing = tuple(number for number in cited.numbers if number not in said)
    proved += [Proved(cited.name, number, one, _named(cited, one)) for number, one in said.items()]
    lost = [cite for cite in cited.cites if cite.source is not None and not quoted[id(cite)]]
    kept = [one for one in sentences if one in said.values() or not cited.numbers]
    reasons = [cite.assumed for cite in cited.cites if cite.assumed is not None]
    new = [f"@{one.source} [{one.locator}]" for one in kept]
    if missing or (lost and not new):
        reason = "; ".join(reasons) or _reason(missing, lost)
        assumed.append(Assumed(cited.name, missing, reason))
        new.append(_assumed(reason))
        if cited.cites and not reasons:
            problems.append(Problem(cited.node.span.start, f"{cited.name}: {_reason(missing, lost)}"))
    elif reasons and not new:
        new.append(_assumed("; ".join(reasons)))
    if not new and not cited.cites and not _needs_source(cited.node):
        return None
    return ", ".join(new) or _assumed("the text that was given does not say it")


def _named(cited: Cited, sentence: Sentence) -> bool:
    text = sentence.text.lower()
    return not cited.words or any(word in text for word in cited.words)


def _quoted(cites: Iterable[Cite], literature: Literature) -> dict[int, tuple[Sentence, ...]]:
    """The sentences that each citation names; a quote is looked for in all texts, whatever source it names."""
    return {id(cite): literature.find(cite.locator) if cite.source is not None else () for cite in cites}


def _reason(missing: Sequence[Stated], lost: Sequence[Cite]) -> str:
    if not missing:
        return "the sentence that was quoted is not in the text"
    named = ", ".join(map(str, missing[:_SHOWN])) + (" and more" if len(missing) > _SHOWN else "")
    return f"{named}: " + ("the quote is not in the text" if lost else "not in the sentence that was quoted")


def _assumed(reason: str) -> str:
    return f'assumed "{re.sub(r"[^ -~]|[{}]", " ", reason).replace(chr(34), "").replace(chr(92), "")[:300]}"'


def _needs_source(node: Node) -> bool:
    return isinstance(node, tree.OutlineEntry | tree.Constraint)


def _place(cited: Cited) -> tuple[int, int]:
    """Where the citations stand, or where they are to be inserted."""
    if cited.cites:
        return cited.cites[0].span.start, cited.cites[-1].span.end
    span = cited.node.span
    if isinstance(cited.node, tree.Constraint):
        return span.end - 1, span.end - 1  # before its brace
    return span.end, span.end


def _inserted(node: Node, new: str) -> str:
    return f" because {new} " if isinstance(node, tree.Constraint | tree.CohortRule) else f" {new}"
