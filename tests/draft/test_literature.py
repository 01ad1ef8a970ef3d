"""Texts cut into sentences, and quotes found in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from pzdsl.draft.literature import LARGEST_TEXT, LONGEST_SENTENCE, Literature, read_literature
from pzdsl.errors import FileProblem, UsageError

TEXT = """A guideline

Cough (e.g. dry) is seen in 40 %. Fever [3] is seen
in 20 % of "older" patients, i.e. those over 65. None dies.

- first item
- second item
"""


@pytest.fixture
def literature(tmp_path: Path) -> Literature:
    path = tmp_path / "My guide-line 2.txt"
    path.write_text(TEXT, encoding="utf-8")
    return read_literature([path])


def test_sentences_have_their_lines(literature: Literature) -> None:
    assert [(one.line, one.text) for one in literature.sentences] == [
        (1, "A guideline"),
        (3, "Cough (e.g. dry) is seen in 40 %."),
        (3, 'Fever [3] is seen in 20 % of "older" patients, i.e. those over 65.'),
        (4, "None dies."),
        (6, "- first item"),
        (7, "- second item"),
    ]
    assert literature.works[0].source == "my_guide_line_2"


@pytest.mark.parametrize(
    ("locator", "numbers"),
    [
        ("s3", [3]), ("s2, s3", [2, 3]), ("s3: is seen in 20 %", [3]),
        ("fever 3 is seen in 20 % of “older” patients", [3]),
        ("s9", []), ("s0", []), ("3: is seen in 40 %", [2]), ("Fever is seen in 30 %", []), ("20 %", []), (None, []),
        ("s2: is seen in 21 %", []), ("Table 3", []),
    ],
)  # fmt: skip
def test_a_quote_is_found_or_is_none(literature: Literature, locator: str | None, numbers: list[int]) -> None:
    assert [one.number for one in literature.find(locator)] == numbers


def test_what_stands_in_the_file_is_found_again(literature: Literature) -> None:
    for one in literature.sentences:
        assert literature.find(one.locator) == (one,)
        assert "]" not in one.locator


def test_texts_are_bounded(tmp_path: Path) -> None:
    long = tmp_path / "long.txt"
    long.write_text("word " * 1_000, encoding="utf-8")
    assert max(len(one.text) for one in read_literature([long]).sentences) <= LONGEST_SENTENCE
    long.write_text("x" * (LARGEST_TEXT + 1), encoding="utf-8")
    with pytest.raises(UsageError, match="longer than"):
        read_literature([long])
    (tmp_path / "a.pdf").write_bytes(b"%PDF\xff\xfe")
    with pytest.raises(FileProblem, match="turned into text"):
        read_literature([tmp_path / "a.pdf"])
    with pytest.raises(FileProblem, match="cannot be read"):
        read_literature([tmp_path / "none.txt"])
    (tmp_path / "empty.txt").write_text(" \n", encoding="utf-8")
    with pytest.raises(UsageError, match="empty"):
        read_literature([tmp_path / "empty.txt"])
