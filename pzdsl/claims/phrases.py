"""Every cue as a phrase with its role: those of the tables, and those that go by number."""

from __future__ import annotations

from typing import Any

from pzdsl.claims.cues import CUES
from pzdsl.claims.qualities import QUALITIES

_TIMES = {"once": 1, "one time": 1, "1 time": 1, "twice": 2, "two times": 2, "2 times": 2, "2 x": 2,
    "3 x": 3, "4 x": 4,
          "three times": 3, "3 times": 3, "four times": 4, "4 times": 4, "five times": 5, "5 times": 5,
              "six times": 6,
          "6 times": 6, "thrice": 3}  # fmt: skip
_HOURS = {"2": 12, "two": 12, "3": 8, "three": 8, "4": 6, "four": 6, "6": 4, "six": 4, "8": 3,
    "eight": 3, "12": 2, "twelve": 2,
          "24": 1}  # fmt: skip


def _frequencies() -> list[tuple[str, Any, str]]:
    """Frequencies that go by number: “3 times a day”, “every 8 hrs”, “q 8 hours”."""
    found: list[tuple[str, Any, str]] = []
    for times, per_day in _TIMES.items():
        for day in (
            "a day",
            "per day",
            "daily",
            "each day",
            "every day",
            "day",
            "in a day",
            "every 24 hours",
        ):
            found.append(("frequency", float(per_day), f"{times} {day}"))
        found.append(("frequency", per_day / 7, f"{times} a week"))
    for hours, per_day in _HOURS.items():
        for unit in ("hours", "hrs", "h", "hr", "hour"):
            found += [("frequency", float(per_day), f"{lead} {hours} {unit}") for lead in ("every", "q", "each")]
            found.append(("frequency", float(per_day), f"q{hours} {unit}"))
    for text, per_day in (("every single day", 1), ("each and every day", 1), ("every single morning", 1),
                          ("every single night", 1), ("morning noon and night", 3), ("morning , noon and night", 3),
        ("with breakfast and dinner", 2),
                          ("with breakfast and supper", 2), ("at breakfast and dinner", 2),
                              ("at breakfast and supper", 2),
                          ("before each meal", 3), ("after each meal", 3), ("with every meal",
                              3)):  # fmt: skip
        found.append(("frequency", float(per_day), text))
    return found


_BITS = (
    "a shade, a touch, a tad, a whisker, a smidge, a notch, a hair, a bit, a fraction, slightly, barely,"
    " marginally, just"
)
_BELOW = "under, below, shy of, short of, less than"
_ABOVE = "over, above, past, more than, north of"


def _hedges() -> list[tuple[str, Any, str]]:
    """“A shade under”, “barely above”."""
    pairs = [("almost", word) for word in _BELOW.split(", ")] + [("just over", word) for word in _ABOVE.split(", ")]
    return [("hedge", hedge, f"{bit} {word}") for bit in _BITS.split(", ") for hedge, word in pairs]


def phrases() -> list[tuple[str, Any, str]]:
    """Every cue as role, value, phrase."""
    return [*_frequencies(), *_hedges()] + [
        (role, value, phrase.strip())
        for role, values in (*CUES.items(), *QUALITIES.items())
        for value, text in values.items()
        for phrase in text.split(", ")
        if phrase.strip()
    ]
