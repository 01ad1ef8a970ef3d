"""The declarations in a reply: out of its prose and fences, and only those that a draft may hold."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pzdsl.syntax.islands import Lexeme, lexemes

LONGEST_REPLY = 60_000  # characters that are looked at
_DECLARATIONS = frozenset(
    "outline also specialty type cohort prevalence dimension course symptoms exams constraint soft".split()
)
_MEMBERS = {"attribute": "dimension biological", "symptom": "symptoms", "exam": "exams", "phase": "course"}
_MEMBERS |= {"panel": "exams", "presents": "course"}
_REFUSED = {
    "source": "sources are named by the program",
    "status": "a draft is a draft",
    "use": "libraries are chosen by the program",
    "include": "libraries are chosen by the program",
    "code": "codes are looked up by people",
    "test": "tests are written by people",
    "hold": "no part of a draft",
    "stratify": "no part of a draft",
    "spoken": "no part of a draft",
    "narrative": "no part of a draft",
}
_FENCE = re.compile(r"^[ \t]*```[^\n]*\n(.*?)(?:^[ \t]*```|\Z)", re.S | re.M)
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.S)
_CODE = re.compile(r"(?m)(?<=\s)code\s+[A-Z][A-Z0-9]*#[\w.\-]+(?:\s*,\s*[A-Z][A-Z0-9]*#[\w.\-]+)*")


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a reply proposes; `refused` says what was taken out, and why."""

    text: str
    refused: tuple[str, ...]


def read_proposal(reply: str) -> Proposal:
    """The declarations of a reply, each on lines of its own; prose, fences and forbidden ones are left out."""
    text = _THOUGHT.sub("", reply[:LONGEST_REPLY])
    fenced = _FENCE.findall(text)
    text = "\n".join(fenced) if fenced else text
    text, codes = _CODE.subn("", text)
    refused = ["code: codes are looked up by people"] if codes else []
    for comment in reversed([x for x in lexemes(text, comments=True) if x.kind == "comment"]):
        text = text[: comment.start] + text[comment.end :]  # `# pzc: allow …` would silence the compiler
    found = lexemes(text)
    pieces: list[str] = []
    members: dict[str, list[str]] = {}
    i = _inside_disease(found)
    while i < len(found):
        word = found[i]
        if word.indent is None or word.kind != "word":
            i += 1
            continue
        end = _end(found, i)
        piece = text[word.start : found[end - 1].end]
        if word.text in _REFUSED:
            refused.append(f"{word.text}: {_REFUSED[word.text]}")
        elif word.text in _DECLARATIONS and _declares(found, i, end):
            pieces.append(piece + _closers(found[i:end]))
        elif word.text in _MEMBERS and _declares(found, i, end):
            members.setdefault(_MEMBERS[word.text], []).append(piece + _closers(found[i:end]))
        else:
            i += 1
            continue
        i = end
    pieces += [f"{head} {{\n{chr(10).join(inside)}\n}}" for head, inside in members.items()]
    return Proposal("\n".join(pieces), tuple(dict.fromkeys(refused)))


def _inside_disease(found: list[Lexeme]) -> int:
    """After the head of a whole spec, where one was written; else at the start."""
    for i, word in enumerate(found):
        if word.text in ("disease", "library") and word.indent is not None:
            for j in range(i + 1, min(i + 6, len(found))):
                if found[j].text == "{":
                    return j + 1
    return 0


def _end(found: list[Lexeme], start: int) -> int:
    """One past the last token of a declaration: at depth 0, before a line that begins another, or prose."""
    depth, seen_brace = 0, False
    bare = found[start].text in _MEMBERS
    for i in range(start, len(found)):
        token = found[i]
        if i > start and depth <= 0 and token.indent is not None:
            if token.text in _DECLARATIONS or token.text in _MEMBERS or token.text in _REFUSED:
                return i
            if token.text == "}" or (not bare and seen_brace):
                return i
        if token.text == "{":
            depth, seen_brace = depth + 1, True
        elif token.text == "}":
            depth -= 1
            if depth < 0:
                return i
            if depth == 0 and not bare and found[start].text not in ("prevalence", "type", "also"):
                return i + 1
    return len(found)


def _closers(tokens: list[Lexeme]) -> str:
    """What a piece that was cut short lacks, so that it swallows nothing after it."""
    open_: list[str] = []
    for token in tokens:
        if token.text in ("{", "[", "("):
            open_.append({"{": "}", "[": "]", "(": ")"}[token.text])
        elif token.text in ("}", "]", ")") and token.text in open_:
            while open_.pop() != token.text:  # what was left open inside is the compiler's to report
                pass
    return ("\n" + "".join(reversed(open_))) if open_ else ""


def _declares(found: list[Lexeme], i: int, end: int) -> bool:
    """Whether a line that begins with a keyword is code: prose has words where a name and a brace stand."""
    word, rest = found[i].text, found[i + 1 : end]
    if not rest:
        return False
    if word in ("outline", "cohort", "course", "symptoms", "exams"):
        return rest[0].text == "{"
    if word in ("dimension", "constraint"):
        return len(rest) > 1 and rest[0].kind == "word" and rest[1].text == "{"
    if word == "also":
        return rest[0].text == "called"
    if word == "prevalence":
        return rest[0].kind == "number" or rest[0].text == "given"
    if word == "type":
        return len(rest) > 1 and rest[1].text == "="
    if word == "specialty":
        return len(rest) == 1 or rest[1].indent is not None
    if word == "soft":
        return rest[0].kind == "number"
    if word == "presents":
        return rest[0].text == "in"
    return (rest[0].kind == "word" and len(rest) > 1 and rest[1].kind != "word") or any(x.text == "prior" for x in rest)
