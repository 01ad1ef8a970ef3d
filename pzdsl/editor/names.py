"""Where each name of a text stands, and what it is a name of: what hover, definition and rename share."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from pzdsl.semantics.constraints import PLACEHOLDER
from pzdsl.semantics.spec import Categorical, Spec
from pzdsl.syntax import tree

Kind = Literal["variable", "category", "type", "source", "constraint", "phase", "library", "alias"]
_WORD = re.compile(r"[A-Za-z_]\w*")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A name at a place. `owner` tells names apart that are spelled alike: the type of a category, a library's path.

    `declares`: the name is given here.
    """

    start: int
    end: int
    kind: Kind
    name: str
    owner: str = ""
    declares: bool = False

    def same(self, other: Occurrence) -> bool:
        """Whether both are names of one thing."""
        return (self.kind, self.name, self.owner) == (other.kind, other.name, other.owner)


def occurrences(spec: Spec) -> list[Occurrence]:
    """Every name in the text of a spec, in written order."""
    found = {(o.start, o.end): o for o in _Names(spec).all() if o.start < o.end}
    return [found[key] for key in sorted(found)]


def occurrence_at(spec: Spec, offset: int) -> Occurrence | None:
    """The name at a place, or right before it."""
    around = [o for o in occurrences(spec) if o.start <= offset <= o.end]
    return min(around, key=lambda o: (o.end == offset, o.end - o.start), default=None)


class _Names:
    def __init__(self, spec: Spec) -> None:
        self.spec, self.text = spec, spec.file.span.source.text
        self.phases = {phase.name.text for phase in spec.phases}

    def all(self) -> Iterator[Occurrence]:
        for use in self.spec.file.uses:
            yield from self._name(use.library, "library")
            if use.alias is not None:
                yield from self._name(use.alias, "alias", declares=True)
        yield from self._in(self.spec.file.declarations, None)

    # --- one name

    def _name(self, name: tree.Name, kind: Kind, owner: str = "", declares: bool = False) -> Iterator[Occurrence]:
        yield Occurrence(name.span.start, name.span.end, kind, name.text, owner, declares)

    def _variable(self, path: str, start: int, end: int, declares: bool = False) -> Iterator[Occurrence]:
        """A variable, of a part of one the word before the dot."""
        word = _WORD.match(self.text, start, end)
        if word is not None:
            yield Occurrence(start, word.end(), "variable", path.split(".")[0], "", declares)

    def _ref(self, name: tree.Name) -> Iterator[Occurrence]:
        yield from self._variable(name.text, name.span.start, name.span.end)

    def _category(self, name: tree.Name, variable: str | None, declares: bool = False) -> Iterator[Occurrence]:
        if variable == "phase" or (name.text in self.phases and variable is None):
            yield from self._name(name, "phase")
            return
        yield from self._name(name, "category", self.owner_of(variable), declares)

    def owner_of(self, variable: str | None) -> str:
        """What a variable's categories belong to: their type, or the variable whose law lists them."""
        known = self.spec.variables.get(variable or "")
        if known is None or not isinstance(known.type, Categorical):
            return variable or ""
        return f"type {known.type.name}" if known.type.name is not None else known.name

    # --- everything below

    def _in(self, value: object, variable: str | None) -> Iterator[Occurrence]:
        if isinstance(value, tuple):
            for item in value:
                yield from self._in(item, variable)
            return
        if not isinstance(value, tree.Node):
            return
        skipped: tuple[str, ...] = ()
        match value:
            case tree.Variable(name=name):
                variable = name.text
                yield from self._name(name, "variable", declares=True)
                skipped = ("name",)
            case tree.Part(part=part):
                variable = f"{variable}.{part}"
            case tree.Phase(name=name, after=after):
                yield from self._name(name, "phase", declares=True)
                if after is not None:
                    yield from self._name(after, "phase")
            case tree.PresentsIn():
                variable = "phase"
            case tree.TypeDef(name=name, categories=categories):
                yield from self._name(name, "type", declares=True)
                for category in categories:
                    yield from self._name(category.name, "category", f"type {name.text}", declares=True)
            case tree.NamedType(name=name):
                yield from self._name(name, "type")
            case tree.SourceDef(name=name):
                yield from self._name(name, "source", declares=True)
            case tree.Cite(source=source) if source is not None:
                start = self.text.find(source, value.span.start)
                if 0 <= start < value.span.end:
                    yield Occurrence(start, start + len(source), "source", source)
            case tree.Constraint(name=name, message=message):
                yield from self._name(name, "constraint", declares=True)
                if message is not None:
                    yield from self._placeholders(message)
            case tree.Phrases(name=name, category=category, texts=texts):
                if name.text in self.spec.variables:
                    yield from self._ref(name)
                if category is not None:
                    yield from self._category(category, name.text)
                for text in texts:
                    yield from self._placeholders(text)
            case tree.Include(library=library, names=names, without=without):
                yield from self._name(library, "library")
                for name in names:
                    yield from self._name(name, "variable", declares=True)
                for one in without:
                    yield from self._name(one.name, "constraint", library.text)
            case tree.PriorFrom(path=path):
                head, _, last = path.text.rpartition(".")
                aliases = {u.alias.text for u in self.spec.file.uses if u.alias is not None}
                at = self.text.rfind(last, path.span.start, path.span.end)
                if head in aliases:
                    yield Occurrence(path.span.start, path.span.start + len(head), "alias", head)
                elif head:
                    yield Occurrence(path.span.start, max(at - 1, path.span.start), "library", head)
                if at >= 0 and head:
                    yield Occurrence(at, at + len(last), "variable", last, self._library_of(head))
            case tree.Ref(path=path) if path in self.spec.variables or "." in path:
                yield from self._variable(path, value.span.start, value.span.end)
            case tree.Ref(path=path):
                itself = tree.Name(span=value.span, text=path)
                owner = self._owner_by_name(path)
                kind: Kind = "variable" if owner is None else "phase" if path in self.phases else "category"
                yield from self._name(itself, kind, "" if kind != "category" else owner or "")
            case tree.Magnitude(path=path):
                yield from self._variable(path, value.span.start, value.span.end)
            case tree.Is(operand=operand, category=category):
                yield from self._category(category, _path(operand))
            case tree.InSet(operand=operand, categories=names):
                for name in names:
                    yield from self._category(name, _path(operand))
            case tree.Table(given=given, rows=rows) | tree.DerivedTable(given=given, rows=rows):
                yield from self._rows(given, [row.patterns or () for row in rows])
            case tree.ColumnTable(given=given, columns=columns, rows=column_rows):
                for name in columns:
                    yield from self._category(name, variable)
                yield from self._rows(given, [row.patterns for row in column_rows])
            case tree.Categorical(shares=shares):
                owner = self.owner_of(variable)
                for name, _ in shares:
                    yield from self._category(name, variable, declares=owner == variable)
            case tree.Point(value=tree.Name() as name):
                yield from self._category(name, variable)
            case tree.Hold(held=held, by=by, rows=rows):
                names = tuple(stratum.variable for stratum in (*held, *by))
                for row in rows:
                    yield from self._patterns([name.text for name in names], row.patterns)
            case tree.Stratum(variable=name):
                yield from self._ref(name)
            case tree.Given(bindings=bindings):
                for name, bound in bindings:
                    yield from self._ref(name)
                    if isinstance(bound, tree.Name) and bound.text not in ("true", "false"):
                        yield from self._category(bound, name.text)
            case tree.ExpectRejected(by=name):
                known = {rule.name for rule in self.spec.constraints}
                yield from self._name(name, "constraint") if name.text in known else self._ref(name)
            case tree.ExpectStatistic(variable=name) | tree.OddsPer(variable=name):
                yield from self._ref(name)
            case tree.Correlation(left=left, right=right):
                yield from self._ref(left)
                yield from self._ref(right)
            case _:
                pass
        for field in value.__dataclass_fields__:
            if field != "span" and field not in skipped:
                yield from self._in(getattr(value, field), variable)

    def _rows(self, given: Sequence[tree.Name], rows: Sequence[Sequence[tree.Pattern]]) -> Iterator[Occurrence]:
        for name in given:
            yield from self._ref(name)
        for patterns in rows:
            yield from self._patterns([name.text for name in given], patterns)

    def _patterns(self, given: Sequence[str], patterns: Sequence[tree.Pattern] | None) -> Iterator[Occurrence]:
        for name, pattern in zip(given, patterns or (), strict=False):
            if isinstance(pattern, tree.NamePattern):
                for category in pattern.names:
                    if category.text not in ("true", "false"):
                        yield from self._category(category, name)

    def _placeholders(self, text: tree.Text) -> Iterator[Occurrence]:
        start, end = text.span.start, text.span.end
        for match in PLACEHOLDER.finditer(self.text, start, end):
            if match[1].split(".")[0] in self.spec.variables:
                yield from self._variable(match[1], match.start(1), match.end(1))

    def _library_of(self, head: str) -> str:
        for use in self.spec.file.uses:
            if (use.alias or use.library).text == head:
                return use.library.text
        return head

    def _owner_by_name(self, category: str) -> str | None:
        """The type of a category that stands by its name alone; None where there is none."""
        for variable in self.spec.variables.values():
            if isinstance(variable.type, Categorical) and category in variable.type.names:
                return self.owner_of(variable.name)
        return None


def _path(expr: tree.Expr) -> str | None:
    return expr.path if isinstance(expr, tree.Ref) else None
