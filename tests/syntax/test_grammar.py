from __future__ import annotations

import json
import re
from pathlib import Path

import lark
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pzdsl.syntax import grammar, words
from pzdsl.syntax.parse import _OPTIONS, parse_raw
from pzdsl.syntax.recover import Stopped
from tests.syntax.examples import SHIPPED, TOUR, damage

CONTEXTUAL = lark.Lark(grammar.grammar_text(), **_OPTIONS)


def test_the_written_tables_are_current() -> None:
    """Otherwise: python -m pzdsl.syntax.tables."""
    text = grammar.WRITTEN.read_text(encoding="utf-8")
    made_by = json.loads(text)["stamp"]["lark"]  # with another version of lark they are not used, and right still
    assert grammar.decode(text, grammar.stamp(grammar.grammar_text(), made_by)) is not None


def test_the_grammar_has_no_conflicts() -> None:
    lark.Lark(grammar.grammar_text(), **_OPTIONS, strict=True)


@pytest.mark.parametrize("path", [*SHIPPED, TOUR], ids=lambda path: path.name)
def test_our_lexer_finds_what_the_grammar_says(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert parse_raw(text, "start") == CONTEXTUAL.parse(text, start="start")


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_our_lexer_refuses_what_the_grammar_refuses(seed: int) -> None:
    text = damage(TOUR.read_text(encoding="utf-8"), seed)
    try:
        wanted = CONTEXTUAL.parse(text, start="start")
    except lark.exceptions.UnexpectedInput:
        with pytest.raises(Stopped):
            parse_raw(text, "start")
    else:
        assert parse_raw(text, "start") == wanted


def test_tables_of_another_grammar_or_damaged_ones_are_not_used() -> None:
    stamp = grammar.stamp("a", "1")
    text = grammar.encode({"a": [1, 2]}, stamp)
    assert grammar.decode(text, stamp) == {"a": [1, 2]}
    assert grammar.decode(text, grammar.stamp("b", "1")) is None
    assert grammar.decode(text, grammar.stamp("a", "2")) is None
    assert grammar.decode(text[:-5], stamp) is None
    assert grammar.decode("[]", stamp) is None


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.dictionaries(st.integers(), inner),
)


@given(value=values)
def test_what_is_encoded_is_decoded(value: object) -> None:
    stamp = grammar.stamp("a", "1")
    assert grammar.decode(grammar.encode(value, stamp), stamp) == value


def test_words_are_those_of_the_grammar() -> None:
    in_grammar = {t.pattern.value for t in CONTEXTUAL.terminals if re.fullmatch("[A-Za-z]+", t.pattern.value)}
    assert in_grammar == words.KEYWORDS
    assert words.DECLARATIONS <= words.KEYWORDS
    assert words.FREE <= words.KEYWORDS
    assert words.TIME_WORDS <= words.KEYWORDS
