"""The words that a fact brings along: its label, name and lay phrases, and other ways of putting them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pzdsl.claims.lexicon import Known, Words
from pzdsl.claims.tokens import words_of

_TAILS = re.compile(r"(?:, | on | over | at an? | before | this | past ).*$| (?:inhaler|injection|tablets?)$", re.I)


_LEADS = re.compile(r"^(?:previous|prior|past|known|old|history of|personal history of) ", re.I)


def without_tail(label: str) -> str:
    """“Albuterol inhaler” is also just “albuterol”, “previous heart attack” a heart attack."""
    return _LEADS.sub("", _TAILS.sub("", label))


def own_terms(known: Known) -> Iterator[Words]:
    """The fact's label, name and lay phrases, as they stand and turned around."""
    yield words_of(known.label)
    yield words_of(known.name.replace("_", " "))
    if len(short := words_of(without_tail(known.label))) > 1 or (short and len(short[0]) > 5):
        yield short
    for label in (known.label, *known.lay):
        yield from _turns(label.lower())
    for lay in known.lay:
        yield words_of(lay)
        if lay.lower().startswith(("a ", "an ", "the ", "my ", "being ", "having ")):
            yield words_of(lay)[1:]


_OWN = ("", "the ", "his ", "her ", "my ", "any ", "any of his ", "any of her ")
_TURNS: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...] = (  # a label, and other ways of putting it
    (
        re.compile(r"^(?:loss of (?P<x>\w+)|(?P<y>\w+) loss)$"),
        (
            "losing {o}{x}",
            "lost {o}{x}",
            "loses {o}{x}",
            "loss of {o}{x}",
            "{x} loss",
            "loss of all {x}",
            "{x} is gone",
        ),
    ),
    (
        re.compile(r"^(?:bloody (?P<x>\w+)|blood in (?:the )?(?P<y>\w+))$"),
        ("blood in {o}{x}", "bloody {x}", "blood on {o}{x}", "{x} with blood", "{x} is bloody", "bloody {x}s"),
    ),
    (
        re.compile(r"^(?:difficulty|trouble|problems) (?P<x>\w+ing)$"),
        ("difficulty {x}", "trouble {x}", "problems {x}", "hard time {x}", "difficulty with {x}", "difficult {x}"),
    ),
    (
        re.compile(r"^(?:painful (?P<x>\w+)|pain (?:on|with|when) (?P<y>\w+))$"),
        ("painful {x}", "pain on {x}", "pain with {x}", "pain when {x}", "pain while {x}", "hurts when {x}"),
    ),
    (re.compile(r"^(?P<x>\w+ed) speech$"), ("{x} speech", "speech is {x}", "speech was {x}", "{x} words")),
    (re.compile(r"^(?P<x>\w+) (?:surgery|operation)$"), ("{x} surgery", "{x} operation", "{o}{x} operated on")),
    (
        re.compile(r"^(?P<x>\w+) replacement$"),
        ("{x} replaced", "{x}s replaced", "artificial {x}", "new {x}", "prosthetic {x}", "{x} prosthesis"),
    ),
    (  # what is measured stands for its measure where a number follows it or leads to it
        re.compile(r"^(?:\w+ )??(?P<x>\w+) (?:size|diameter|width|thickness)$"),
        ("{x} is", "{x} 's", "{x} measures", "{x} was", "{x} of", "{x} measured", "{x} measuring"),
    ),
    (
        re.compile(r"^(?P<x>\w+) (?:intake|consumption)(?: (?:per|a) \w+)?$"),
        ("of {x}", "drinks of {x}", "{x} intake", "{x} consumption"),
    ),
    (
        re.compile(r"^hours of (?P<x>\w+)(?: (?:per|a|each) \w+)?$"),
        ("hours a night", "hours of {x}", "hours per night", "hours each night", "hours every night", "{x} a night"),
    ),
    (
        re.compile(r"^dry (?P<x>\w+)$"),
        ("{x} are dry", "{x} is dry", "{x} feel dry", "{x} dryness", "dryness of {o}{x}"),
    ),
)


def _turns(label: str) -> Iterator[Words]:
    """“Hair loss” is also “losing hair”, “blood in stool” also “bloody stool”."""
    for pattern, turns in _TURNS:
        if (match := pattern.match(label)) is not None:
            what = match["x"] or match.groupdict().get("y") or ""
            for turn in turns:
                for own in _OWN if "{o}" in turn else ("",):
                    yield words_of(turn.format(x=what, o=own))
