"""The turns of phrase by which a question shows what it is after, read from `cues.toml`."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files

Rows = tuple[tuple[str, re.Pattern[str]], ...]


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" for one in patterns))


def _rows(table: dict[str, list[str]]) -> Rows:
    return tuple((topic, _any_of(patterns)) for topic, patterns in table.items())


_READ = tomllib.loads((files("pzdsl.dialogue") / "cues.toml").read_text(encoding="utf-8"))

PARTS: Rows = _rows(_READ["parts"])  # what is asked of one thing: a symptom, a drug, a condition
OPEN: Rows = _rows(_READ["open"])  # questions that stand for themselves
THEMES: Rows = _rows(_READ["themes"])  # matters of background
HISTORY = _any_of(_READ["single"]["history"])
ADHERENCE = _any_of(_READ["single"]["adherence"])
RESULT = _any_of(_READ["single"]["result"])
THANKS = _any_of(_READ["single"]["thanks"])
OUT_OF_PART = _any_of(_READ["single"]["out_of_part"])  # attempts to make the patient step out of the part
GREETING = re.compile(
    r"^(?:(?:hi|hello|hey|good (?:morning|afternoon|evening|day)|greetings|welcome|howdy)\b"
    r"|(?:i'm|i am|my name is|this is) (?:dr|doctor|nurse|the (?:doctor|nurse)|one of|a (?:medical )?student"
    r"|\w+,? (?:one|the|a|your))\b"
    r"|how are you\W*$|nice to meet|pleased to meet|come (?:on )?in\b|have a seat|please (?:sit|take a seat))"
)
YES_OR_NO = re.compile(
    r"^(?:(?:and|but|so|ok|okay|well|now|also|then|please|tell me|just)\W+)*"
    r"(?:do|does|did|have|has|had|are|is|was|were|can|could|any|ever|been|got|no"
    r"|anything|something|everything|anyone|anybody|you(?:'ve|'re| have| are| don't)?"
    r"|he(?:'s)?|she(?:'s)?|tell me if)\b"
)
