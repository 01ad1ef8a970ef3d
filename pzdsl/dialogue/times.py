"""Lengths of time as people say them: about five days, a year and a half."""

from __future__ import annotations

import re
from functools import lru_cache

from pzdsl.record.quantities import time_text

_NUMBERS = ("zero one two three four five six seven eight nine ten eleven twelve").split()
_ONE = {"hour": "an hour"}
_TIME = re.compile(r"(about )?(\d+)(\.5)? (\w+?)(s?)$")


@lru_cache(maxsize=8192)
def lay_time(days: float) -> str:
    """`about five days`, `a week`, `two and a half years`; as exact as `time_text`."""
    text = time_text(days)
    match = _TIME.fullmatch(text)
    if match is None:
        return text
    about, whole, half, unit = match[1] or "", int(match[2]), match[3], match[4]
    if whole == 1:
        one = _ONE.get(unit, f"a {unit}")
        return f"{about}{one} and a half" if half else f"{about}{one}"
    if whole >= len(_NUMBERS):
        return text
    number = f"{_NUMBERS[whole]} and a half" if half else _NUMBERS[whole]
    return f"{about}{number} {unit}s"


def since_words(days: float) -> str | None:
    """`since yesterday`, `since last week`, where that is what the days are; None elsewhere."""
    if 0.75 <= days <= 1.25:
        return "since yesterday"
    if 6.5 <= days <= 7.5:
        return "since last week"
    if 29 <= days <= 32:
        return "since last month"
    return None
