from __future__ import annotations

import lark
import pytest

from pzdsl.syntax import grammar
from pzdsl.syntax.expected import describe
from pzdsl.syntax.parse import _OPTIONS

TERMINALS = {t.name for t in lark.Lark(grammar.grammar_text(), **_OPTIONS).terminals} - {"BLANK", "COMMENT", "NOISE"}


@pytest.mark.parametrize("name", sorted(TERMINALS))
def test_every_terminal_has_words_of_its_own(name: str) -> None:
    said = describe([name])
    assert said
    assert "_" not in said
    assert name == "P" or name not in said.replace("ICD10CM", "")


def test_a_few_things_are_listed_and_many_are_cut_short() -> None:
    assert describe(["COLON", "STRING"]) == "a text in quotes or `:`"
    assert describe(["DECIMAL", "INT", "SIGN"]) == "a number or `-`"
    assert describe(TERMINALS).endswith("or something else that fits")
    assert describe(["$END"]) == ""
