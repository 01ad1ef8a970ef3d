"""Where in the author's text something of a plan stands, and how it is called in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pzdsl.diagnostics import NOWHERE, Source, Span
from pzdsl.plan.law import Place
from pzdsl.plan.plan import Plan, Rule, Variable
from pzdsl.semantics.spec import Spec

_NEAR = 200  # characters from the start of a declaration to the end of its name


class Places:
    """The texts that went into a spec, by name; a plan lowered with the same names finds its places in them."""

    def __init__(self, spec: Spec, plan: Plan) -> None:
        self._sources: dict[str, Source] = {spec.home.source.name: spec.home.source}
        self._sources |= {source.name: source for source in spec.texts.values()}
        self._sources |= {home.source.name: home.source for home in spec.homes.values() if home.source.text}
        self._plan = plan
        self._rules = {rule.name: rule for rule in (*plan.cohort, *plan.constraints)}
        self._whole = spec.file.name.span

    def at(self, place: Place, written: str | None = None) -> Span:
        """The text at a place: as much of it as was written, or else to the end of its line."""
        source = self._sources.get(place.file)
        if source is None:
            return NOWHERE
        start = _offset(source, place.line, place.column)
        end = _end(source.text, start, written) if written else None
        if end is None:
            newline = source.text.find("\n", start)
            end = len(source.text) if newline < 0 else newline
        return Span(source, start, end)

    def name_of(self, place: Place, name: str) -> Span:
        """The head of a declaration, up to its name."""
        source = self._sources.get(place.file)
        if source is None:
            return NOWHERE
        start = _offset(source, place.line, place.column)
        found = source.text.find(name, start, start + _NEAR)
        return self.at(place) if found < 0 else Span(source, start, found + len(name))

    def variable(self, variable: Variable) -> Span:
        """Where a variable is declared."""
        name = variable.part if variable.part_of and variable.part else variable.name.rpartition(".")[2]
        return self.name_of(variable.at, name)

    def rule(self, name: str) -> Span:
        """Where a rule stands: a constraint, a condition of the cohort, or the prevalence."""
        rule = self._rules.get(name)
        if rule is None:
            return self.variable(self._plan.variable(name)) if name == self._plan.prevalence else self._whole
        return self.name_of(rule.at, rule.name) if self.is_constraint(name) else self.at(rule.at)

    def is_constraint(self, name: str) -> bool:
        """Whether a rule is a constraint."""
        return any(rule.name == name for rule in self._plan.constraints)

    def told(self, name: str) -> str:
        """A rule in a sentence."""
        if name == self._plan.prevalence:
            return "the prevalence"
        if self.is_constraint(name):
            return f"`{name}`"
        rule = self._rules.get(name)
        return "the cohort" if rule is None or name == "cohort" else f"`{rule.written}` of the cohort"

    @property
    def whole(self) -> Span:
        """The name of the spec."""
        return self._whole

    def first(self, names: Iterable[str]) -> str:
        """Of some rules the author's own that stands first, or else any."""
        own = self._whole.source.name
        return min(names, key=lambda n: (self.rule(n).source.name != own, self.rule(n).start, n))


def own_rules(plan: Plan) -> list[Rule]:
    """The constraints that the author of a spec wrote in it."""
    return [rule for rule in plan.constraints if rule.library is None and rule.name != "course_fits_life"]


def listed(words: Sequence[str], joint: str = "and") -> str:
    """`a`, `a and b`, `a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {joint} {words[-1]}"


def percent(share: float) -> str:
    """A share as people write it: three digits, and never `100 %` or `0 %` for what is not quite so."""
    if share in (0, 1):
        return f"{share:.0%}".replace("%", " %")
    digits = 2
    while digits < 12 and float(f"{share * 100:.{digits}g}") in (0.0, 100.0):
        digits += 1
    text = f"{share * 100:.3g}" if digits == 2 else f"{share * 100:.{digits + 1}g}"
    return f"{text} %"


def _offset(source: Source, line: int, column: int) -> int:
    return source._line_starts[line - 1] + column - 1


def _end(text: str, start: int, written: str) -> int | None:
    """Where a text ends that was squeezed onto one line."""
    at = start
    for ch in written:
        if ch.isspace():
            continue
        while at < len(text) and text[at].isspace():
            at += 1
        if at >= len(text) or text[at] != ch:
            return None
        at += 1
    return at
