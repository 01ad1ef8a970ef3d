"""What the editor says is what `pzc check` says: on every golden file, and after any row of edits."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from pzdsl.cli.checking import _said
from pzdsl.compiler import check_source
from pzdsl.diagnostics import Report, Source
from pzdsl.editor.documents import Document
from pzdsl.editor.names import occurrences
from pzdsl.editor.positions import Positions, plain_text
from pzdsl.editor.reading import Reader
from pzdsl.editor.worker import answers
from pzdsl.proofs.cache import load
from pzdsl.semantics import Priors, read_source
from pzdsl.syntax import parse

TESTS = Path(__file__).resolve().parents[1]
GOLDEN = sorted(p for room in ("syntax", "semantics", "diagnostics", "proofs") for p in (TESTS / room).rglob("*.pz"))
TYPED = ["{", "}", '"', "\n", "# x", "code ", " ", "a", "\u00a0", "soft", "\nendocrinology ", "@x ", "}\n}", "=", ">="]


def told(report: Report) -> list[object]:
    return [
        (
            d.one_line(),
            d.span.end,
            d.hint,
            [(r.span.start, r.span.end, r.message) for r in d.related],
            [(e.span.start, e.span.end, e.text) for e in d.fix],
        )
        for d in report
    ]


@pytest.mark.parametrize("room", ["syntax", "semantics", "diagnostics", "proofs"])
def test_the_editor_agrees_with_the_command(room: str) -> None:
    """Opened, and come back to by an edit: both times the list of the command.

    Of the files that include the packaged libraries, which take most of the time to read, every eighth.
    """
    paths = [p for p in GOLDEN if room in p.relative_to(TESTS).parts[:1]]
    large = [p for p in paths if b"us." in p.read_bytes()]
    assert len(paths) > 5
    for path in (p for p in paths if p not in large or p in large[::8]):
        try:
            source = read_source(path)
        except Exception:
            continue  # not a text: the command says so, and no editor opens it
        wanted = told(check_source(source, Priors.beside(path)).report)
        document = Document(path, source.text)
        assert told(document.report()) == wanted, path
        document.change(source.text[: len(source.text) // 2], 2)
        document.report()
        document.change(source.text, 3)
        assert told(document.report()) == wanted, path


@pytest.mark.parametrize("path", sorted((TESTS / "proofs" / "bad").glob("*.pz"))[:3], ids=lambda path: path.stem)
def test_with_proofs_the_editor_agrees_too(path: Path) -> None:
    """What the worker sends, taken up by the server's side, is all that `pzc check` prints."""
    source = read_source(path)
    document = Document(path, source.text)
    spec = document.analysis.checked.spec
    assert spec is not None
    sent = json.loads(json.dumps(next(answers(path.as_posix(), source.text))))
    document.proved = load(spec, sent["proved"])
    wanted = _said(source, Priors.beside(path), True, "text", None)
    assert [d.one_line() for d in document.report()] == [d.one_line() for d in wanted]
    assert len(list(wanted)) > 0


@pytest.mark.parametrize("name", ["tests/reference/every_law.pz", "priors/us/family.pz"])
def test_reading_from_memory_is_reading(name: str) -> None:
    """Random edits, some on top of others; the seed is fixed."""
    base = (TESTS.parent / name).read_text("utf-8")
    draw, reader, text = random.Random(name), Reader(), base
    for i in range(40):
        text = base if i % 5 == 0 else text
        at = draw.randrange(len(text))
        text = text[:at] + (draw.choice(TYPED) if draw.random() < 0.6 else "") + text[at + draw.choice([0, 0, 1, 4]) :]
        source = Source("x.pz", text)
        fresh, remembered = Report(), Report()
        assert parse(source, fresh) == reader.read(source, remembered), (i, at)
        assert told(fresh) == told(remembered), (i, at)


def test_each_name_stands_where_it_is_said_to() -> None:
    for path in sorted((TESTS.parent / "specs").glob("*.pz")):
        analysis = Document(path, path.read_text("utf-8")).analysis
        found = occurrences(analysis.spec)
        assert len(found) > 300
        for one in found:
            if one.kind != "library":
                assert analysis.source.text[one.start : one.end] == one.name


def test_places_go_there_and_back() -> None:
    text = plain_text("a\r\n\U0001f600b\ud800\rc")
    positions = Positions(text)
    assert text == "a\n\U0001f600b\ufffd\nc"
    for offset in range(len(text) + 1):
        assert positions.offset(*positions.place(offset)) == offset
    assert positions.place(text.index("b")) == (1, 2)
    assert positions.offset(1, 1) == text.index("\U0001f600")
    assert positions.offset(99, 0) == len(text)
