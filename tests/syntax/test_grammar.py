from __future__ import annotations

import re

import lark
from hypothesis import given
from hypothesis import strategies as st

from pzdsl.syntax import grammar, words
from pzdsl.syntax.parse import _OPTIONS


def test_the_written_tables_are_current() -> None:
    """Otherwise: python -m pzdsl.syntax.tables."""
    wanted = grammar.stamp(grammar.grammar_text(), lark.__version__)
    assert grammar.decode(grammar.WRITTEN.read_text(encoding="utf-8"), wanted) is not None


def test_the_grammar_has_no_conflicts() -> None:
    lark.Lark(grammar.grammar_text(), **_OPTIONS, strict=True)


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
    parser = lark.Lark(grammar.grammar_text(), **_OPTIONS)
    in_grammar = {t.pattern.value for t in parser.terminals if re.fullmatch("[A-Za-z]+", t.pattern.value)}
    assert in_grammar == words.KEYWORDS
    assert words.DECLARATIONS <= words.KEYWORDS
    assert words.FREE <= words.KEYWORDS
    assert words.TIME_WORDS <= words.KEYWORDS
