"""What a sentence implies without saying it, by a table of everyday turns, held against the facts."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from pzdsl.claims import check_text
from pzdsl.claims.lexicon import Lexicon
from pzdsl.facts import Fact, Facts


@dataclass(frozen=True, slots=True)
class Turn:
    """One everyday turn of phrase, and what it leaves no room for."""

    said: re.Pattern[str]
    unless: re.Pattern[str] | None
    excludes: Mapping[str, tuple[str, ...]]
    means: tuple[str, ...]


@cache
def turns() -> tuple[Turn, ...]:
    """The table."""
    rows = tomllib.loads((files(__package__) / "everyday.toml").read_text("utf-8"))["implied"]
    return tuple(
        Turn(
            re.compile(row["said"]),
            re.compile(row["unless"]) if "unless" in row else None,
            {name: tuple(values) for name, values in row.get("excludes", {}).items()},
            tuple(row.get("means", ())),
        )
        for row in rows
    )


@lru_cache(maxsize=8192)
def _found_in(sentence: str) -> tuple[Turn, ...]:
    plain = sentence.lower().replace("’", "'")
    return tuple(
        turn
        for turn in turns()
        if turn.said.search(plain) is not None and (turn.unless is None or turn.unless.search(plain) is None)
    )


def excluded(sentence: str, facts: Facts, lexicon: Lexicon) -> str | None:
    """The name of a fact that leaves no room for what the sentence implies; None where there is room."""
    for turn in _found_in(sentence):
        for name, values in turn.excludes.items():
            fact = facts.get(name)
            if fact is not None and fact.value is not None and _spelled(fact) in values:
                return name
        if turn.means:
            problems = [check_text(text, facts, lexicon) for text in turn.means]
            if all(problems):
                return problems[0][0].fact
    return None


def _spelled(fact: Fact) -> str:
    value = fact.value
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else f"{value:g}"
