"""The phrase book of a plan: what may be said of a fact, as predicates that follow `She …`."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from pzdsl.facts import Fact, Measure
from pzdsl.plan.plan import Plan
from pzdsl.record.facts import value_text
from pzdsl.record.quantities import time_text
from pzdsl.stages.choice import Choice, place_of
from pzdsl.stages.grammar import (
    in_sentence,
    is_noun_phrase,
    is_plural,
    is_predicate,
    negated,
    with_article,
)
from pzdsl.stages.patient import Patient

_HOLES = re.compile(r"\{(\w+(?:\.\w+)?)\}")
_COUNTED = re.compile(r" (?!(?:of|for|on|at|in|per|a|from|years?|months?|weeks?|days?)\b)[a-z]")  # ` children at home`
_SAYING = ("reports ", "denies ", "admits ", "gives ", "recalls ", "says ", "states ")
_TRUTH: dict[str, str | bool] = {"true": True, "false": False}
_PRONOUNS = ("he", "his", "him")


class Template:
    """A phrase with holes, cut once."""

    __slots__ = ("_pieces", "has_holes", "is_saying", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._pieces = _HOLES.split(text)  # text, name, text, name, …
        self.has_holes = len(self._pieces) > 1
        self.is_saying = text.startswith(_SAYING)

    def fill(self, patient: Patient, **given: str) -> str | None:
        """The phrase for this patient; None where it would need a value that is not recorded."""
        if not self.has_holes:
            return self.text
        pieces = self._pieces
        out = [pieces[0]]
        for i in range(1, len(pieces), 2):
            name = pieces[i]
            if name in given:
                out.append(given[name])
            elif name in _PRONOUNS:
                out.append(getattr(patient.person, name))
            else:
                fact = patient.fact(name)
                if fact is None:
                    return None
                if fact.type == "count" and _COUNTED.match(pieces[i + 1]):
                    if fact.value == 1:  # `1 children`; the label with its number is said instead
                        return None
                    if fact.value == 0:
                        out += ("no", pieces[i + 1])
                        continue
                out.append(value_text(fact))
            out.append(pieces[i + 1])
        return "".join(out)


class _Said:
    """The phrases for one value; a small child reports nothing, so others have fewer."""

    __slots__ = ("all", "by_others", "place")

    def __init__(self, name: str, templates: Sequence[Template]) -> None:
        self.place = place_of(name)
        self.all = tuple(templates)
        self.by_others = tuple(t for t in templates if not t.is_saying) or self.all


class PhraseBook:
    """What the plan's narrative says, with good general phrases where it is silent."""

    def __init__(self, plan: Plan) -> None:
        phrases: dict[str, dict[str | bool | None, list[Template]]] = {}
        for entry in plan.narrative:
            value = _TRUTH.get(entry.value, entry.value) if entry.value is not None else None
            found = phrases.setdefault(entry.key, {}).setdefault(value, [])
            found += [Template(text) for text in entry.texts]
        self.openings = tuple(phrases.pop("opening", {}).get(None, ()))
        booleans = {v.name for v in plan.variables if v.type == "boolean"}
        for name, by_value in phrases.items():  # what is said of a variable as such is said where it is true
            if name in booleans and None in by_value:
                by_value.setdefault(True, by_value[None])
        self._said = {name: {v: _Said(name, found) for v, found in by.items()} for name, by in phrases.items()}

    def predicate(self, fact: Fact, patient: Patient, choice: Choice) -> str | None:
        """A predicate that states the fact, or None where there is nothing good to say."""
        said = self._of(fact)
        if said is not None:
            templates = said.all if patient.speaks else said.by_others
            template = choice.one_of(templates, said.place)
            text = template.fill(patient) if template.has_holes else template.text
            if text is not None:
                return text
        return _general(fact, choice)

    def has_phrase(self, fact: Fact) -> bool:
        """Whether the narrative itself speaks of this value."""
        return self._of(fact) is not None

    def _of(self, fact: Fact) -> _Said | None:
        by_value = self._said.get(fact.name)
        if by_value is None:
            return None
        value = fact.value
        if fact.type == "boolean" or fact.type == "category":
            said = by_value.get(value)  # type: ignore[arg-type]
            if said is not None or value is False:
                return said
        return by_value.get(None)


def since_clause(fact: Fact, choice: Choice) -> str:
    """`, started about 2 years ago`, or nothing."""
    since = fact.parts.get("since")
    if not isinstance(since, Measure):
        return ""
    time = time_text(since.value)
    options = _SINCE.get(fact.kind or "", _SINCE[""])
    return choice.one_of(options, place_of(fact.name + ".since"))(time)


_SINCE: dict[str, tuple[Callable[[str], str], ...]] = {
    "medication": (lambda t: f", started {t} ago", lambda t: f", begun {t} ago"),
    "condition": (lambda t: f", dating back {t}", lambda t: f", first noted {t} ago"),
    "": (lambda t: f", since {t} ago",),
}


def _general(fact: Fact, choice: Choice) -> str | None:
    """A predicate made from the label alone."""
    value, label = fact.value, fact.label
    noun = in_sentence(label)
    if isinstance(value, bool):
        if is_predicate(label):
            return noun if value else negated(noun)
        if not is_noun_phrase(label):
            return None
        if fact.kind == "medication":
            return f"takes {noun}" if value else f"does not take {noun}"
        if fact.kind in ("condition", "procedure"):
            options = ("has a history of {}", "is known to have {}") if fact.kind == "condition" else ("has had {}",)
            negations = ("has no history of {}", "has no known {}") if fact.kind == "condition" else ("has not had {}",)
            return choice.one_of(options if value else negations, place_of(fact.name)).format(noun)
        return f"has {with_article(noun, fact.lay)}" if value else f"has no {noun}"
    return None


def plain_value(fact: Fact, choice: Choice) -> str:
    """`household size: 3`, for values that no phrase covers."""
    text = value_text(fact)
    if isinstance(fact.value, str):
        text = in_sentence(text)
    noun = in_sentence(fact.label)
    if fact.type == "count" and fact.unit is None and is_plural(noun):
        return f"{noun}: {text}" if fact.value else f"there are no {noun}"
    forms = ("{0}: {1}", "{0}, {1}") if isinstance(fact.value, str) else ("{0}: {1}", "{0} of {1}")
    return choice.one_of(forms, place_of(fact.name + ".plain")).format(noun, text)
