"""What was written otherwise: declarations added, removed and changed, down to single numbers and their sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from pydantic import BaseModel

from pzdsl.plan.law import Cite, Interval, Place
from pzdsl.plan.plan import Hold, OutlineEntry, Plan, Rule, SourceInfo, StratumBy, Test, Variable
from pzdsl.proofs.numbers import CitedNumber, cited_numbers

T = TypeVar("T")
What = Literal["added", "removed", "changed"]

_PLACES = frozenset({"at", "written", "cites", "library"})  # of a law or a rule: where and how, not what
_FIELDS: dict[str, str] = {  # of a variable that is there in both, in the author's words
    "label": "called",
    "type_name": "type",
    "unit": "unit",
    "low": "least possible value",
    "high": "greatest possible value",
    "precision": "precision",
    "dimension": "dimension",
    "missing": "missing",
    "ordered_when": "ordered when",
    "references": "reference",
    "criticals": "critical",
    "also": "also in",
    "kind": "kind",
    "lay": "lay",
    "codes": "codes",
    "known_to": "known to",
    "disclosed": "disclosed",
    "dose": "dose",
    "panel": "panel",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a reviewer reads: what it is, what became of it, before and after, and where it stands now."""

    section: str  # numbers, laws, variables, constraints, …
    what: What
    name: str
    before: str | None
    after: str | None
    at: Place | None = None


def changes(old: Plan, new: Plan) -> list[Change]:
    """Everything that is written otherwise, section by section; what only moved or was laid out anew is no change."""
    return [
        *_head(old, new),
        *_variables(old, new),
        *_numbers(old, new),
        *_laws(old, new),
        *_rules("cohort", old.cohort, new.cohort),
        *_rules("constraints", old.constraints, new.constraints),
        *_matched("holds", _by(old.holds, _hold_name), _by(new.holds, _hold_name), lambda h: h.written),
        *_matched("tests", _by(old.tests, lambda t: t.title), _by(new.tests, lambda t: t.title), _test),
        *_matched("outline", _by(old.outline, lambda o: o.name), _by(new.outline, lambda o: o.name), _outline),
        *_matched("sources", old.sources, new.sources, _source),
    ]


def _head(old: Plan, new: Plan) -> Iterator[Change]:
    texts: tuple[tuple[str, Callable[[Plan], str]], ...] = (
        ("name", lambda p: p.name),
        ("called", lambda p: p.label),
        ("status", lambda p: p.status),
        ("reviewed", lambda p: p.reviewed or "nothing"),
        ("also called", lambda p: ", ".join(p.also_called)),
        ("codes", lambda p: ", ".join(f"{c.system} {c.value}" for c in p.codes)),
        ("phases", lambda p: ", ".join(phase.name for phase in p.phases)),
        ("stratify", lambda p: ", ".join(map(_stratum, p.stratify))),
    )
    for name, text in texts:
        if text(old) != text(new):
            yield Change("heading", "changed", name, text(old), text(new))


def _variables(old: Plan, new: Plan) -> Iterator[Change]:
    befores, afters = _by(old.variables, lambda v: v.name), _by(new.variables, lambda v: v.name)
    for name, variable in befores.items():
        if name not in afters and not variable.hidden:
            yield Change("variables", "removed", name, variable.written, None)
    for name, variable in afters.items():
        if name not in befores and not variable.hidden:
            yield Change("variables", "added", name, None, variable.written, variable.at)
        elif name in befores:
            yield from _fields(befores[name], variable)


def _fields(old: Variable, new: Variable) -> Iterator[Change]:
    for field, called in _FIELDS.items():
        before, after = _plain(getattr(old, field)), _plain(getattr(new, field))
        if before != after:
            yield Change("variables", "changed", f"{new.name}, {called}", _text(before), _text(after), new.at)
    before, after = ", ".join(c.name for c in old.categories), ", ".join(c.name for c in new.categories)
    if before != after:
        yield Change("variables", "changed", f"{new.name}, categories", before, after, new.at)


def _numbers(old: Plan, new: Plan) -> Iterator[Change]:
    befores, afters = (_by(cited_numbers(plan), _key) for plan in (old, new))
    for key, number in afters.items():
        before = befores.get(key)
        if before is None:
            continue
        if before.value != number.value:
            yield Change("numbers", "changed", number.told, _value(before), _value(number), number.at)
        if _cited(before.cites) != _cited(number.cites):
            told = f"{number.told}, source"
            yield Change("numbers", "changed", told, _cited(before.cites), _cited(number.cites), number.at)


def _laws(old: Plan, new: Plan) -> Iterator[Change]:
    """Laws whose change is not one of single numbers: other rows, another family, other parents."""
    befores = _by(old.variables, lambda v: v.name)
    numbers = ({_key(n): n.value for n in cited_numbers(plan)} for plan in (old, new))
    before_numbers, after_numbers = numbers
    for variable in new.variables:
        before = befores.get(variable.name)
        if before is None or _plain(before.law) == _plain(variable.law):
            continue
        mine = {key for key in before_numbers.keys() | after_numbers.keys() if key[0] == variable.name}
        same_rows = all(key in before_numbers and key in after_numbers for key in mine)
        if mine and same_rows and _shape(_plain(before.law)) == _shape(_plain(variable.law)):
            continue  # told number by number
        yield Change("laws", "changed", variable.name, before.written, variable.written, variable.at)


def _rules(section: str, old: Iterable[Rule], new: Iterable[Rule]) -> Iterator[Change]:
    yield from _matched(section, _by(old, lambda r: r.name), _by(new, lambda r: r.name), _rule)


def _matched(section: str, old: Mapping[str, T], new: Mapping[str, T], text: Callable[[T], str]) -> Iterator[Change]:
    for name, item in old.items():
        if name not in new:
            yield Change(section, "removed", name, text(item), None)
    for name, item in new.items():
        at = getattr(item, "at", None)
        if name not in old:
            yield Change(section, "added", name, None, text(item), at)
        elif text(old[name]) != text(item):
            yield Change(section, "changed", name, text(old[name]), text(item), at)


# --- in words


def _key(number: CitedNumber) -> tuple[str, str, str | None, str | None]:
    return number.variable.name, number.statistic, number.category, number.head


def _value(number: CitedNumber) -> str:
    if number.statistic == "share":
        return f"{100 * number.value:.6g} %"
    return f"{number.value:.6g}" + (f" {number.variable.unit}" if number.variable.unit else "")


def _cited(cites: Iterable[Cite]) -> str:
    told = []
    for cite in cites:
        if cite.source is not None:
            told.append(f"@{cite.source}" + (f' "{cite.locator}"' if cite.locator else ""))
        else:
            told.append(f'assumed "{cite.assumed}"')
    return ", ".join(told) or "nothing"


def _rule(rule: Rule) -> str:
    soft = "" if rule.soft is None else f"soft {100 * rule.soft:.6g} % "
    return soft + " ".join(rule.written.split())


def _hold_name(hold: Hold) -> str:
    by = ", ".join(_stratum(one) for one in hold.by)
    return ", ".join(_stratum(one) for one in hold.held) + (f" by {by}" if by else "")


def _stratum(one: StratumBy) -> str:
    bands = ", ".join(_interval(band) for band in one.bands)
    return one.variable + (f" in {{ {bands} }}" if bands else "")


def _interval(band: Interval) -> str:
    low = "" if band.low is None else f"{band.low:g}"
    high = "" if band.high is None else f"{band.high:g}"
    return f"{low} to {'< ' if band.high_open else ''}{high}"


def _test(test: Test) -> str:
    given = ", ".join(f"{name} = {value}" for name, value in test.given.items())
    return f"given {given or 'anybody'}: {', '.join(_text(_plain(expect)) for expect in test.expects)}"


def _outline(entry: OutlineEntry) -> str:
    return " ".join(entry.texts)


def _source(source: SourceInfo) -> str:
    return ", ".join(f"{name} {value}" for name, value in source.fields.items())


# --- as plain data


def _by(items: Iterable[T], key: Callable[[T], Any]) -> dict[Any, T]:
    return {key(item): item for item in items}


def _plain(value: Any) -> Any:
    """Data without places, sources and layout."""
    if isinstance(value, BaseModel):
        value = value.model_dump()
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items() if key not in _PLACES}
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    return value


def _shape(value: Any) -> Any:
    """Data without its numbers."""
    if isinstance(value, dict):
        return {key: _shape(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_shape(one) for one in value]
    return "#" if isinstance(value, float) else value


def _text(value: Any) -> str:
    """Plain data for people: short, and without the names of fields."""
    if value is None or value == []:
        return "nothing"
    if isinstance(value, dict):
        return " ".join(_text(one) for one in value.values() if one is not None and one is not False)
    if isinstance(value, list):
        return ", ".join(_text(one) for one in value)
    return f"{value:g}" if isinstance(value, float) else str(value)
