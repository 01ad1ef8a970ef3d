"""The plain loop over the parser's tables gives what the generator's parser gives."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pzdsl.syntax.parse import _driver, _lark

ROOT = Path(__file__).parents[2]
FILES = sorted((*ROOT.glob("specs/*.pz"), *ROOT.glob("priors/us/*.pz"), *ROOT.glob("tests/reference/*.pz")))


def shape(raw: Any) -> Any:
    """A raw tree as plain values, with the place of each part."""
    if raw is None:
        return None
    if isinstance(raw, str):
        return raw.type, str(raw), raw.start_pos, raw.end_pos  # type: ignore[attr-defined]
    where = raw.meta
    place = (getattr(where, "start_pos", None), getattr(where, "end_pos", None))
    return raw.data, place, [shape(child) for child in raw.children]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_the_same_tree_at_the_same_places(path: Path) -> None:
    text = path.read_text("utf-8")
    assert shape(_driver().parse(text, "start")) == shape(_lark().parse(text, start="start"))


@pytest.mark.parametrize("text", ["", "pz 1", "pz 1\ndisease x {", "pz 1\ndisease x { ] }", "pz 1 \x00"])
def test_it_gives_up_at_a_mistake(text: str) -> None:
    assert _driver().parse(text, "start") is None
