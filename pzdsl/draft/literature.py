"""The texts that a spec is drafted from: read, bounded, and cut into sentences that can be quoted."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pzdsl.errors import FileProblem, UsageError
from pzdsl.llm.replies import clean

MOST_FILES = 12
LARGEST_TEXT = 200_000  # characters of all texts together
LONGEST_SENTENCE = 400  # a longer one is cut between words

_END = re.compile(r"(?<=[.!?])(?<!\be\.g\.)(?<!\bi\.e\.)(?<!\bal\.)(?<!\bvs\.)(?<!\bca\.)\s+(?=[A-Z0-9\"“(])")
_HEADING = re.compile(r"\s*([^\n]{1,60}[^\s.,;:!?])[ \t]*\n([A-Z].{61,})", re.S)  # a short line, then a long one
_ID = re.compile(r"\s*[sS]?(\d{1,5})\s*(?:[:,;.]\s*(.*))?$", re.S)
_LINE = re.compile(r"\s*line (\d{1,6}): (.*)$", re.S)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `number` counts through all texts from 1, `line` counts in its file."""

    source: str
    file: str
    line: int
    number: int
    text: str

    @property
    def locator(self) -> str:
        """What stands in brackets after the source: its line, and its words."""
        return f"line {self.line}: {self.text.replace('[', '(').replace(']', ')')}"


@dataclass(frozen=True, slots=True)
class Work:
    """One text: the name of its source in the spec, and what is said about it there."""

    source: str
    file: str
    title: str
    digest: str


@dataclass(frozen=True, slots=True)
class Literature:
    """All texts of a draft."""

    works: tuple[Work, ...]
    sentences: tuple[Sentence, ...]

    def shown(self, only_numbers: bool = False) -> str:
        """As a model sees them: one sentence a line, each with its number."""
        lines = []
        for work in self.works:
            lines.append(f"## @{work.source} ({work.file})")
            of_work = (one for one in self.sentences if one.source == work.source)
            lines += [f"s{one.number}  {one.text}" for one in of_work if not only_numbers or re.search(r"\d", one.text)]
        return "\n".join(lines)

    def find(self, locator: str | None) -> tuple[Sentence, ...]:
        """The sentences that a locator names (`s12`, `s12, s14`) or quotes word for word; none where there are none."""
        if locator is None:
            return ()
        if (line := _LINE.match(locator)) is not None:
            return tuple(
                one for one in self.sentences if one.line == int(line[1]) and plain(one.text) == plain(line[2])
            )[:1]
        parts = re.split(r"\s*(?:,|;|and)\s*", locator.strip().strip("\"'"))
        if all(re.fullmatch(r"[sS]\d{1,5}", part) for part in parts):
            return tuple(one for part in parts if (one := self._numbered(int(part[1:]))) is not None)
        named = _ID.match(locator)
        if named is not None and named[2]:
            one = self._numbered(int(named[1]))
            if one is not None and plain(named[2]) in plain(one.text):
                return (one,)
            return self._quoted(named[2])
        return self._quoted(locator)

    def _numbered(self, number: int) -> Sentence | None:
        return self.sentences[number - 1] if 1 <= number <= len(self.sentences) else None

    def _quoted(self, quote: str) -> tuple[Sentence, ...]:
        wanted = plain(quote)
        if len(wanted) < 8:  # a word or two stand anywhere
            return ()
        inside = [one for one in self.sentences if wanted in plain(one.text)]
        if inside:
            return tuple(inside[:1])
        # a quote may run over the end of a sentence: then all that it holds whole are meant
        return tuple(one for one in self.sentences if len(one.text) > 30 and plain(one.text) in wanted)[:3]


def read_literature(paths: Sequence[Path]) -> Literature:
    """Read texts.

    Raises:
        FileProblem: one is no text in UTF-8.
        UsageError: they are too many, too long, or empty.
    """
    if not paths:
        raise UsageError("no text is given: name one or more with --from")
    if len(paths) > MOST_FILES:
        raise UsageError(f"{len(paths)} texts are given; a draft takes at most {MOST_FILES}")
    works: list[Work] = []
    sentences: list[Sentence] = []
    size = 0
    for path in paths:
        text = _read(path)
        size += len(text)
        if size > LARGEST_TEXT:
            raise UsageError(
                f"the texts are longer than {LARGEST_TEXT:,} characters: give the parts that the spec is about"
            )
        name = _source_name(path, {work.source for work in works})
        digest = hashlib.sha256(text.encode()).hexdigest()
        found = _sentences(text)
        title = found[0][1].strip(" #.")[:160] if found else path.name
        works.append(Work(name, path.name, title, digest))
        for line, words in found:
            sentences.append(Sentence(name, path.name, line, len(sentences) + 1, words))
    if not sentences:
        raise UsageError("the texts are empty")
    return Literature(tuple(works), tuple(sentences))


def plain(text: str) -> str:
    """Text for comparison: without case, layout, brackets, and the ways to write dashes and quotes."""
    text = re.sub(r"[‐‑‒–—−]", "-", text.lower())
    text = re.sub(r"[\[\](){}\"'“”‘’«»…*_`]", "", text)
    return " ".join(text.split()).strip(" .;,")


def _read(path: Path) -> str:
    try:
        if path.is_dir():
            raise FileProblem(f"{path} is a folder; name a text in it")
        if path.stat().st_size > 4 * LARGEST_TEXT:
            raise UsageError(f"{path} is too long for a draft: give the part that the spec is about")
        text = path.read_bytes().decode("utf-8-sig")
        return clean(text) + text[LARGEST_TEXT:]  # `clean` cuts off what is too long; here that is said instead
    except UnicodeDecodeError as error:
        hint = "save it as UTF-8 text" if path.suffix.lower() != ".pdf" else "a PDF must be turned into text first"
        raise FileProblem(f"{path} is not UTF-8 text (byte {error.start}); {hint}") from None
    except OSError as error:
        raise FileProblem(f"{path} cannot be read: {error.strerror or error}") from None


def _source_name(path: Path, taken: set[str]) -> str:
    name = re.sub(r"[^a-z0-9]+", "_", path.stem.lower()).strip("_")[:40] or "text"
    name = name if name[0].isalpha() else f"text_{name}"
    return name if name not in taken else next(n for i in range(2, 99) if (n := f"{name}_{i}") not in taken)


def _sentences(text: str) -> list[tuple[int, str]]:
    """Sentences with the lines where they begin; a blank line, a heading or an item of a list ends one."""
    found: list[tuple[int, str]] = []
    for block in re.finditer(r"(?:(?!\n\s*\n|\n\s*(?:[-*•#]|\d+[.)])\s).)+", text, re.S):
        at = block.start()
        heading = _HEADING.match(block[0])
        pieces = _END.split(block[0]) if heading is None else [heading[1], *_END.split(heading[2])]
        for piece in pieces:
            start = text.index(piece, at)
            at = start + len(piece)
            start += len(piece) - len(piece.lstrip())
            line = text.count("\n", 0, start) + 1
            found += [(line, part) for part in _parts(" ".join(piece.split()))]
    return found


def _parts(words: str) -> list[str]:
    parts = []
    while len(words) > LONGEST_SENTENCE:
        cut = words.rfind(" ", 0, LONGEST_SENTENCE)
        cut = cut if cut > 0 else LONGEST_SENTENCE
        parts.append(words[:cut])
        words = words[cut:].strip()
    return [*parts, words] if words else parts
