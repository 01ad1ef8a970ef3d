"""Details of a symptom that no claim is read from: what came first, how it goes on, what changes it, its character."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pzdsl.claims.composed import add_composed
from pzdsl.claims.lexicon import Lexicon
from pzdsl.claims.reading import read
from pzdsl.facts import Fact, Facts
from pzdsl.memory.words import content_words
from pzdsl.plan.plan import Plan
from pzdsl.stages.course import onset_days

_BEFORE = re.compile(r"\b(?:before|ahead of|prior to|came first|first|then|followed by|afterwards?|after that|later)\b")
_AFTER = re.compile(r"\b(?:after|following|once|only when)\b(?! that|wards)")
_NO_ORDER = re.compile(r"\b(?:same time|together|not sure|don't know|can't remember|maybe|might)\b|\?|\bdays? ago\b")
_TRENDS = {
    "better": re.compile(
        r"\b(?:getting|gotten|got|been|is|feels?) (?:\w+ )?(?:better|milder|easier)\b|\beas(?:ing|ed) (?:off|up)\b"
        r"|\bimprov(?:ing|ed)\b|\bclear(?:ing|ed) up\b|\bon the mend\b|\bletting up\b|\bfading\b"
        r"|\bless (?:and less|every day)\b"
    ),
    "worse": re.compile(
        r"\b(?:getting|gotten|got|been|is|growing) (?:\w+ )?(?:worse|stronger|heavier)\b|\bworsen(?:ing|ed)\b"
        r"|\b(?:worse|more) (?:and (?:worse|more)|every day|each day|by the day)\b|\bbuilding up\b|\bpicking up\b"
    ),
    "same": re.compile(
        r"\b(?:no|without(?: any)?|hasn't|not) chang(?:e|ed)\b|\b(?:stayed|about|just|exactly|held).{0,20}\bsame\b"
        r"|\bheld (?:right |just )?(?:about )?where\b|\bneither better nor worse\b"
    ),
}
_KIND_OF_TREND = {
    "worse": "worse", "worsening": "worse", "progressive": "worse", "increasing": "worse",
    "better": "better", "improving": "better", "same": "same", "steady": "same", "stable": "same", "constant": "same",
    "unchanged": "same",
}  # fmt: skip
_CAUSED = re.compile(r"\b(?:worse|aggravat\w+|brings? it on|sets? it off|triggers?|flares?)\b")
_EASED = re.compile(r"\b(?:better|eases?|helps?|relie(?:f|ves?|ved)|soothes?|goes away)\b")
_DENIED = re.compile(r"\b(?:not|no|never|nothing|doesn't|don't|isn't|hasn't|neither|won't|hardly)\b|n't\b")
_NOTHING = frozenset(("nothing", "none", "no"))


@dataclass(frozen=True, slots=True)
class Clash:
    """A fact that the sentence does not fit, by the name of its part."""

    fact: str
    part: str


class Details:
    """The parts of one plan's symptoms, and the words for their categories."""

    def __init__(self, plan: Plan, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._symptoms = {v.name for v in plan.variables if v.role == "symptom" and not v.hidden}
        self._options: dict[tuple[str, str], dict[str, frozenset[str]]] = {}
        for part in plan.variables:
            if part.part_of in self._symptoms and part.part in ("worse", "better", "character") and part.categories:
                words = {
                    c.label: frozenset(content_words(f"{c.label} {c.name.replace('_', ' ')}")) for c in part.categories
                }
                self._options[part.part_of or "", part.part] = words

    def clash(self, sentence: str, facts: Facts) -> Clash | None:
        """The first part of a symptom that the sentence does not fit; None where it says nothing of the kind."""
        plain = sentence.lower().replace("’", "'")
        places = self._places(sentence)
        if len(places) == 2 and (found := _order(plain, places, facts)) is not None:
            return found
        if len(places) != 1:
            return None
        fact = facts.get(places[0][0])
        if fact is None or fact.value is not True:
            return None
        return next(self._of_one(plain, fact), None)

    def _places(self, sentence: str) -> list[tuple[str, int, int]]:
        """The symptoms of a sentence by name, with where each is first named; one that may be several is left out."""
        reading = read(sentence, self._lexicon)
        add_composed(reading)
        found: dict[str, tuple[int, int]] = {}
        for item in reading.of("mention"):
            names = [name for name in item.value.truths if name in self._symptoms]
            if len(names) == 1:
                found.setdefault(names[0], (reading.starts[item.i], reading.ends[item.j - 1]))
        return [(name, *place) for name, place in found.items()]

    def _of_one(self, plain: str, fact: Fact) -> Iterator[Clash]:
        trend = fact.parts.get("trend")
        kind = _KIND_OF_TREND.get(trend) if isinstance(trend, str) else None
        if kind is not None and not _CAUSED_BY.search(plain):
            said = [name for name, pattern in _TRENDS.items() if pattern.search(plain)]
            if len(said) == 1 and said[0] != kind and (said[0] == "same" or not _DENIED.search(plain)):
                yield Clash(fact.name, "trend")
        denied = _DENIED.search(plain) is not None
        words = content_words(plain)
        for part, cue in (("worse", _CAUSED), ("better", _EASED)):
            value = fact.parts.get(part)
            if not isinstance(value, str) or cue.search(plain) is None or denied:
                continue
            options = self._options.get((fact.name, part), {})
            named = [label for label, some in options.items() if label not in _NOTHING and some and some <= words]
            if named and value not in named:
                yield Clash(fact.name, part)
        character = fact.parts.get("character")
        if isinstance(character, str) and not denied:
            options = self._options.get((fact.name, "character"), {})
            own = {word for text in (fact.label, *fact.lay) for word in content_words(text)}
            rest = words - own  # `numbness or tingling` says which, and not what it is like
            named = [label for label, some in options.items() if some and some <= rest]
            if named and character not in named:
                yield Clash(fact.name, "character")


_CAUSED_BY = re.compile(r"\b(?:worse|better) (?:when|with|at|after|on|if|in|while|during|by)\b")


def _order(plain: str, places: list[tuple[str, int, int]], facts: Facts) -> Clash | None:
    """Two symptoms in one sentence, and which of them came first."""
    (one, _, end), (other, start, stop) = sorted(places, key=lambda place: place[1])
    days = [onset_days(fact) if (fact := facts.get(name)) is not None else -1.0 for name in (one, other)]
    if min(days) < 0 or _NO_ORDER.search(plain):
        return None
    between, after, ahead = plain[end:start], plain[stop:], plain[:end]
    first: int | None = None
    if _BEFORE.search(between) and not re.search(r"\bnot (?:before|until)\b", between):
        first = 0
    elif _AFTER.search(between):
        first = 1
    elif re.search(r"\b(?:came|started|began|showed up|followed)\b.{0,12}\b(?:later|after|afterwards|next)\b", after):
        first = 0
    elif re.search(r"\b(?:came|was|were|hit|started) (?:\w+ )?first\b|\bhad come first\b", after):
        first = 1
    elif re.match(r"(?:the )?first\b", ahead.strip()):
        first = 0
    if first is None:
        return None
    earlier, later = days[first], days[1 - first]
    slack = 0.25 + 0.1 * max(days)  # people do not keep count
    return Clash((one, other)[first], "onset") if earlier + slack < later else None
