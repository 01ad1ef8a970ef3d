"""How many diagnostics one change of a shipped text gives, and how near they are to it."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.specs import ROOT
from pzdsl.compiler import check_source
from pzdsl.diagnostics import Diagnostic, Report, Source
from pzdsl.semantics import Priors
from pzdsl.syntax import parse, tree
from pzdsl.syntax.islands import lexemes

TITLE = "Mistakes: one change, one message, where the change is"
SEED = 117
SHIPPED = sorted([*(ROOT / "specs").glob("*.pz"), *(ROOT / "priors").rglob("*.pz")])
SIGNS = "{}()[]\"'%,:=<>0.@#|ax "


@dataclass(frozen=True, slots=True)
class Change:
    """A text with one change, which begins at `at` of both texts."""

    before: str
    after: str
    at: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was said about one change: how much, how many lines off, and how many elsewhere."""

    said: int
    lines_off: int | None
    elsewhere: int
    what: str


def character(text: str, rng: random.Random) -> Change:
    """One character left out, put in, or replaced."""
    at = rng.randrange(len(text))
    put = rng.choice(["", rng.choice(SIGNS), rng.choice(SIGNS) + text[at]])
    return Change(text, text[:at] + put + text[at + 1 :], at)


def token(text: str, rng: random.Random) -> Change:
    """One word, number, sign or quoted text left out, doubled, replaced by another, or exchanged with the next."""
    found = lexemes(text)
    i = rng.randrange(len(found) - 1)
    one, other = found[i], found[i + 1]
    match rng.randrange(4):
        case 0:
            put, end = "", one.end
        case 1:
            put, end = f"{one.text} {one.text}", one.end
        case 2:
            put, end = rng.choice(found).text, one.end
        case _:
            put, end = other.text + text[one.end : other.start] + one.text, other.end
    return Change(text, text[: one.start] + put + text[end:], one.start)


KINDS = {"characters": character, "tokens": token}


def changes(kind: str, count: int, seed: int) -> list[tuple[Path, Change]]:
    """Changes that alter what a text says, or break it; files by their size."""
    found: list[tuple[Path, Change]] = []
    texts = {path: path.read_text("utf-8") for path in SHIPPED}
    trees = {path: _tree(text) for path, text in texts.items()}
    rng = random.Random(f"{seed}/{kind}")
    while len(found) < count:
        path = rng.choices(SHIPPED, [len(texts[p]) for p in SHIPPED])[0]
        change = KINDS[kind](texts[path], rng)
        if change.after != change.before and _tree(change.after) != trees[path]:
            found.append((path, change))
    return found


def _tree(text: str) -> tree.SpecTree | None:
    report = Report()
    made = parse(Source("t", text), report)
    return None if report.errors() else made


def outcome(path: Path, change: Change, priors: Priors) -> Outcome:
    """What is said about a change that was not said before."""
    name = path.relative_to(ROOT).as_posix()
    before = _said_before(path, name, priors)
    source = Source(name, change.after)
    said = [d for d in check_source(source, priors).report if (str(d.code), d.message) not in before]
    line = source.place(change.at)[0]
    ends = _declaration(change.after, change.at)
    off = min((_lines_off(d, line) for d in said[:1]), default=None)
    elsewhere = sum(not _touches(d, ends) and _lines_off(d, line) > 1 for d in said[1:])
    return Outcome(len(said), off, elsewhere, f"{name}:{line}")


_BEFORE: dict[Path, set[tuple[str, str]]] = {}


def _said_before(path: Path, name: str, priors: Priors) -> set[tuple[str, str]]:
    if path not in _BEFORE:
        report = check_source(Source(name, path.read_text("utf-8")), priors).report
        _BEFORE[path] = {(str(d.code), d.message) for d in report}
    return _BEFORE[path]


def _lines_off(d: Diagnostic, line: int) -> int:
    first, last = d.span.place[0], d.span.source.place(max(d.span.start, d.span.end - 1))[0]
    return max(0, first - line, line - last)


_OPENS = re.compile(
    r"(?m)^[ \t]*(?:attribute|symptom|exam|panel|phase|constraint|soft|source|type|test|include|hold|stratify|cohort|"
    r"prevalence|outline|narrative|course|symptoms|exams|dimension|spoken)\b"
)


def _declaration(text: str, at: int) -> tuple[int, int]:
    """From the line that opens the declaration a place lies in, to the next such line."""
    opens = [m.start() for m in _OPENS.finditer(text)]
    start = max((o for o in opens if o <= at), default=0)
    return start, min((o for o in opens if o > at), default=len(text))


def _touches(d: Diagnostic, ends: tuple[int, int]) -> bool:
    spans = [d.span, *(related.span for related in d.related)]
    return any(ends[0] <= span.start < ends[1] for span in spans)


def measure(full: bool) -> dict[str, Any]:
    """Both kinds of change."""
    count = 1000 if full else 6
    return {"seed": SEED, **{kind: summary(outcomes(kind, count, SEED)) for kind in KINDS}}


def outcomes(kind: str, count: int, seed: int) -> list[Outcome]:
    """What is said about so many changes of a kind."""
    priors = Priors((ROOT / "priors",))
    return [outcome(path, change, priors) for path, change in changes(kind, count, seed)]


def summary(found: list[Outcome]) -> dict[str, Any]:
    """The shares that a reader of messages cares about; changes that nothing is said about are valid texts."""
    told = [o for o in found if o.said]
    said = sorted(o.said for o in told)
    others = [o for o in told if o.said > 1]
    return {
        "changes": len(found),
        "told": len(told),
        "median": said[len(said) // 2] if said else 0,
        "at_most_three": _share(sum(n <= 3 for n in said), len(said)),
        "most": said[-1] if said else 0,
        "within_a_line": _share(sum(o.lines_off is not None and o.lines_off <= 1 for o in told), len(told)),
        "on_the_same_declaration": _share(sum(o.elsewhere == 0 for o in told), len(told)),
        "several": len(others),
        "worst": [f"{o.what} ({o.said})" for o in sorted(told, key=lambda o: -o.said)[:5]],
        "far": [o.what for o in told if o.lines_off and o.lines_off > 1][:10],
    }


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def table(data: dict[str, Any]) -> str:
    """A line for each kind of change."""
    lines = [
        "A shipped text with one change that alters what it says or breaks it: a character or a token left out, put",
        "in, replaced or exchanged. *Told*: something new is said about it (the others are right in themselves).",
        "Counted among these: diagnostics in the median, at most three, the first within a line of the change, and all",
        "others on the declaration that was changed (or pointing to it). Nothing may stop the check.",
        "",
        "| changes | told | median | at most three | most | first within a line | others on the same declaration |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for kind in KINDS:
        d = data[kind]
        lines.append(
            f"| {d['changes']:,} {kind} | {d['told']:,} | {d['median']} | {d['at_most_three']:.1%} | {d['most']} | "
            f"{d['within_a_line']:.1%} | {d['on_the_same_declaration']:.1%} |"
        )
    return "\n".join(lines)
