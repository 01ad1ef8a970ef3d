from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pzdsl.diagnostics import Source
from pzdsl.syntax.patched import Change, Patched


@st.composite
def changes(draw: st.DrawFn, length: int) -> list[Change]:
    cuts = sorted(draw(st.lists(st.integers(0, length), max_size=6)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    return [Change(a, b, draw(st.text("xyz", max_size=3))) for a, b in pairs]


@given(data=st.data())
def test_every_kept_character_knows_its_place(data: st.DataObject) -> None:
    """However often a text is changed, what the author wrote still points to where it was written."""
    source = Source("t", "".join(chr(0x4E00 + i) for i in range(40)))
    patched = Patched.of(source)
    for _ in range(data.draw(st.integers(0, 3))):
        before = patched.text
        made = data.draw(changes(len(before)))
        patched = patched.apply(made)
    for i, ch in enumerate(patched.text):
        span = patched.span(i, i + 1)
        assert 0 <= span.start <= span.end <= len(source.text)
        if ch in source.text:
            assert span.text == ch


def test_a_cut_keeps_places() -> None:
    source = Source("t", "abcdef")
    piece = Patched.of(source).cut(2, 4, "<<", ">>")
    assert piece.text == "<<cd>>"
    assert piece.span(2, 4).text == "cd"
    assert (piece.span(4, 6).start, piece.span(4, 6).end) == (4, 4)
