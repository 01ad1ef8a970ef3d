"""What a patient says of a symptom: that it is there, since when, where, how bad, what changes it.

Each function gives the wordings of one answer, all of them true; who speaks takes one, and goes to the next where a
check refuses it.
"""

from __future__ import annotations

from collections.abc import Sequence

from pzdsl.dialogue.lay import Naming, Voice, Words, absent, over, subject, there
from pzdsl.dialogue.times import lay_time, since_words
from pzdsl.facts import Fact, Measure
from pzdsl.record.quantities import DAYS_IN
from pzdsl.stages.course import is_over
from pzdsl.stages.grammar import capitalized, is_plural, sentence
from pzdsl.stages.nouns import SEVERITIES
from pzdsl.stages.parts import cause_phrase, character_phrase, place_phrase, trend_phrase

Options = list[str]

_LAY_CHARACTER = {
    "purulent": "thick and yellowish, a bit like pus",
    "mucoid": "slimy",
    "productive": "a wet one, with stuff coming up",
    "intermittent": "on and off",
    "continuous": "there all the time",
}
_BAD: dict[str, tuple[str, ...]] = {
    "mild": ("{it} mild, I'd say", "pretty mild", "not too bad, really mild"),
    "moderate": (
        "{it} moderate, I'd say",
        "moderate; it bothers {me}, but it's bearable",
        "somewhere in the middle, moderate",
    ),
    "severe": ("{it} severe", "really bad, severe", "it's bad, I'd call it severe"),
}
UNSURE = ("I'm not sure.", "I couldn't say for sure.", "I really don't know.")
NOT_COUNTED = ("I haven't counted.", "I couldn't give you a number.", "I'm not sure how often.")
NOT_RATED = (
    "I couldn't really say how bad it is.",
    "It's hard to put a number on it.",
    "I'm not sure how to rate it.",
)
NOT_TIMED = (
    "I couldn't say exactly when it started.",
    "I'm not sure when that began.",
    "I don't remember when it began.",
)


class SymptomTalk:
    """Answers about the symptoms of one patient."""

    def __init__(self, naming: dict[str, Naming], voice: Voice, literacy: str) -> None:
        self._naming, self.voice, self._literacy = naming, voice, literacy

    def named(self, fact: Fact, turn: int = 0) -> Words:
        """The words for a symptom: the patient's own, or the plain term for who knows it."""
        naming = self._naming[fact.name]
        words = naming.lay
        if self._literacy == "high" and naming.clinical.kind == "thing":
            words = (*words, naming.clinical)
        return words[turn % len(words)]

    def clauses(self, fact: Fact) -> Options:
        """That it is there or was, as clauses, in each of its names."""
        names = [*self._naming[fact.name].lay, self._naming[fact.name].clinical]
        if self._literacy == "low" and len(names) > 1:
            names = names[:-1]
        names.sort(key=lambda words: " that " in words.full)  # `shoes that feel too tight` last
        say = over if is_over(fact) else there
        return [say(words, self.voice) for words in names]

    def presence(self, fact: Fact | None, detail: bool) -> Options:
        """Yes or no, with a little more."""
        if fact is None or fact.value is None:
            return [*UNSURE]
        naming = self._naming[fact.name]
        if fact.value is False:
            words = naming.neutral  # a nagging cough is denied as a cough
            short = [f"No, no {self.voice.own(words.bare)}."] if words.kind == "thing" else []
            return [f"No, {absent(words, self.voice)}.", *short, "No, not that I've noticed.", "No, nothing like that."]
        if fact.value is not True:
            return [*UNSURE]
        options = [f"Yes, {clause}." for clause in self.clauses(fact)]
        if detail and (since := self.since(fact)):
            options = [f"{option[:-1]}{since}." for option in options] + options
        return [*options, "Yes.", "Yes, that's right."]

    def denial(self, fact: Fact) -> Options:
        """That it is not there, where something else of it was asked."""
        said = absent(self._naming[fact.name].neutral, self.voice)
        return [f"But {said}.", f"{capitalized(said)}."]

    def since(self, fact: Fact) -> str:
        """` for about five days`, or nothing."""
        onset = fact.parts.get("onset")
        if not isinstance(onset, Measure) or is_over(fact):
            return ""
        return f" for {lay_time(_days(onset))}"

    def onset(self, fact: Fact) -> Options:
        """When it began."""
        onset = fact.parts.get("onset")
        if not isinstance(onset, Measure):
            return [*NOT_TIMED]
        ago = lay_time(_days(onset))
        it = subject(self._naming[fact.name].neutral)
        options = [f"It started {ago} ago.", f"{capitalized(it)} started {ago} ago.", f"{capitalized(ago)} ago."]
        if (since := since_words(_days(onset))) is not None and not is_over(fact):
            options.insert(0, f"{capitalized(since)}.")
        return options

    def duration(self, fact: Fact) -> Options:
        """How long it has lasted, or did."""
        onset, lasted = fact.parts.get("onset"), fact.parts.get("duration")
        if is_over(fact) and isinstance(lasted, Measure):
            time = lay_time(_days(lasted))
            return [f"It lasted {time}, and then it went away.", f"{capitalized(time)}, and then it was gone."]
        if not isinstance(onset, Measure):
            return [*NOT_TIMED]
        time = lay_time(_days(onset))
        options = [f"For {time} now.", f"{capitalized(time)}.", f"It's been {time}."]
        options += [f"{capitalized(clause)} for {time}." for clause in self.clauses(fact)]
        return options

    def severity(self, fact: Fact) -> Options:
        """How bad it is."""
        said = fact.parts.get("severity")
        if said not in SEVERITIES:
            return [
                "I couldn't really say how bad it is.",
                "It's hard to put a number on it.",
                "I'm not sure how to rate it.",
            ]
        words = self._naming[fact.name].neutral
        it = subject(words)
        is_ = "are" if words.kind == "thing" and words.plural and it != "it" else "is"
        me = self.voice.him
        out = [sentence(text.format(it="it's", me=me)) for text in _BAD[str(said)]]
        if it != "it":
            out.insert(1, f"{capitalized(it)} {is_} {said}.")
        return out

    def place(self, fact: Fact, asked: str) -> Options:
        """Where it is, or on which side."""
        part = fact.parts.get(asked)
        if not isinstance(part, str) and (asked == "side" or not isinstance(fact.parts.get("side"), str)):
            if asked == "side":
                return ["I couldn't say it's more on one side.", "I'm not sure it's on one side.", *UNSURE[:1]]
            return ["I couldn't point to one spot.", "I can't really pin it down.", *UNSURE[:1]]
        words = self._naming[fact.name].neutral
        it = subject(words)
        are = "are" if words.plural and it != "it" else "is"
        side = fact.parts.get("side")
        if asked == "side":
            if side in ("both", "bilateral"):
                return ["Both sides.", f"{capitalized(it)} {are} on both sides.", "It's on both sides."]
            return [f"The {side} side.", f"{capitalized(it)} {are} on the {side} side.", f"On the {side}."]
        where = place_phrase(fact)
        if not where:
            return ["I couldn't point to one spot.", "It's hard to say where exactly."]
        return [f"{capitalized(where)}.", f"It's {where}.", f"I'd say {where}."]

    def character(self, fact: Fact) -> Options:
        """What it is like."""
        said = fact.parts.get("character")
        if not isinstance(said, str):
            return ["It's hard to describe.", "I don't know how to describe it.", "I can't find the right word for it."]
        lay = character_phrase(said) if self._literacy == "high" else _LAY_CHARACTER.get(said, character_phrase(said))
        return [f"I'd describe it as {lay}.", f"{capitalized(lay)}, I'd say.", f"I'd call it {lay}."]

    def changed(self, fact: Fact, way: str) -> Options:
        """What makes it worse or better."""
        cause = fact.parts.get(way)
        if not isinstance(cause, str):
            if way == "worse":
                return ["I haven't noticed anything that brings it on.", "I'm not sure what makes it worse."]
            return ["I'm not sure what helps.", "I haven't found out what helps."]
        said = cause_phrase(cause)
        if not said:
            return (
                ["Nothing in particular makes it worse.", "Nothing that I've noticed.", "Nothing special."]
                if way == "worse"
                else ["Nothing really helps.", "Nothing that I've found.", "Nothing makes it better."]
            )
        if not said.startswith("with "):  # at night, after meals
            return [f"It's {way} {said}.", f"It gets {way} {said}.", f"{capitalized(said)}, mostly."]
        what = said.removeprefix("with ")
        many = is_plural(what)
        make, help_ = ("make", "help") if many else ("makes", "helps")
        if way == "worse":
            return [f"{capitalized(what)} {make} it worse.", f"It gets worse {said}.", f"Mostly {what}."]
        return [f"{capitalized(what)} {help_}.", f"It gets better {said}.", f"{capitalized(what)} {make} it better."]

    def trend(self, fact: Fact) -> Options:
        """How it goes on."""
        trend = fact.parts.get("trend")
        if isinstance(trend, str):
            if trend == "comes and goes":
                return [
                    "It comes and goes.",
                    "It's on and off.",
                    "Some days are better than others; it comes and goes.",
                ]
            said = trend_phrase(trend).removeprefix("has ")
            return [f"It's {said}.", f"I'd say it has {said}."]
        if is_over(fact):
            return ["It's gone now.", "It went away."]
        return ["I couldn't really tell you if it's changed.", "It's hard to say whether it's changing."]

    def episodes(self, fact: Fact) -> Options:
        """How often it came."""
        found = fact.parts.get("episodes")
        number = found.value if isinstance(found, Measure) else found
        if isinstance(number, int | float):
            times = f"{number:.0f} time{'' if number == 1 else 's'}"
            return [f"It's come {times}.", f"{capitalized(times)} so far."]
        for part in ("character", "trend"):  # a fever that is continuous, sight that blurs on and off
            said = fact.parts.get(part)
            if said in ("continuous", "constant", "persistent"):
                return ["It's there all the time.", "All the time, it doesn't let up.", "It's pretty constant."]
            if said in ("intermittent", "comes and goes", "fluctuating"):
                return ["It comes and goes.", "It's on and off."]
        return [*NOT_COUNTED]

    def story(self, facts: Sequence[Fact], most: int) -> list[Options]:
        """The course, earliest first: a sentence for each symptom."""
        timed = [f for f in facts if isinstance(f.parts.get("onset"), Measure)]
        timed.sort(key=lambda f: -_days(f.parts["onset"]))
        if not timed:
            return [["I couldn't tell you exactly how it all began."]]
        out: list[Options] = []
        for i, fact in enumerate(timed[:most]):
            ago = lay_time(_days(fact.parts["onset"]))
            names = [*self._naming[fact.name].lay, self._naming[fact.name].neutral]
            names = [w for w in names if " that " not in w.full] or names
            if i == 0:
                things = [
                    f"It started {ago} ago with {self.voice.own(w.full)}." for w in names if w.kind != "predicate"
                ]
                out.append([*things, f"It all began {ago} ago."])
                continue
            said = [self._began(words, ago, i, fact) for words in names]
            out.append(said)
        trend = facts[0].parts.get("trend")
        if isinstance(trend, str):
            out.append(self.trend(facts[0]))
        return out

    def _began(self, words: Words, ago: str, i: int, fact: Fact) -> str:
        lead = ("Then", "After that", "Later on")[min(i - 1, 2)]
        full, gone = self.voice.own(words.full), "; that's over now" if is_over(fact) else ""
        he = self.voice.he
        match words.kind:
            case "doing":
                return f"{lead}, {ago} ago, {he} started {full}{gone}."
            case "thing":
                return f"{lead}, {ago} ago, {he} started having {full}{gone}."
            case "state":
                return f"{lead}, {ago} ago, {he} became {full}{gone}."
        return f"{capitalized(there(words, self.voice))}."


def _days(time: object) -> float:
    assert isinstance(time, Measure)
    return time.value * DAYS_IN.get(time.unit, 1.0)
