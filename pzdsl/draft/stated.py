"""The numbers that a spec states, grouped by the citation that covers them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from decimal import Decimal

from pzdsl.draft.figures import Stated, said_in
from pzdsl.syntax import tree
from pzdsl.syntax.tree import Cite, Node

_FREE = (Decimal(0), Decimal(100))  # shares that are forced, and need no source
_FORM = (tree.NumberType, tree.CountType, tree.Precision)  # how a value is written down, not what is known of it
_ELSEWHERE = ("condition", "above", "step", "ratio")  # not in the unit of the variable that they stand in


@dataclass(frozen=True, slots=True)
class Cited:
    """What one list of citations covers: `name` tells the author where, `node` is where it stands.

    `words` are beginnings of words, one of which a sentence about it would have; none where that is no question.
    """

    name: str
    node: Node
    cites: tuple[Cite, ...]
    numbers: tuple[Stated, ...]
    words: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Found:
    """All of a spec: what is cited or could be, and numbers in places that take no citation."""

    cited: tuple[Cited, ...]
    loose: tuple[tuple[str, Node, tuple[Stated, ...]], ...]


def find_stated(file: tree.SpecTree) -> Found:
    """Walk the tree of a whole spec."""
    walk = _Walk(_units(file))
    for declaration in file.declarations:
        if not isinstance(declaration, tree.SourceDef):
            walk.visit(declaration, "", None, None)
    return Found(tuple(walk.done()), tuple(walk.loose))


class _Walk:
    def __init__(self, units: dict[str, str | None]) -> None:
        self._units = units
        self._open: list[tuple[str, Node, list[Stated], frozenset[str]]] = []
        self._words: frozenset[str] = frozenset()
        self.loose: list[tuple[str, Node, tuple[Stated, ...]]] = []

    def done(self) -> Iterator[Cited]:
        for name, node, numbers, words in self._open:
            yield Cited(name, node, getattr(node, "cites", ()), tuple(dict.fromkeys(numbers)), words)

    def visit(self, node: Node, name: str, unit: str | None, group: list[Stated] | None) -> None:
        """Collect the numbers below a node; `group` is the citation that covers it, if any."""
        before = self._words
        self._words = _words_of(node, before)
        self._visit(node, name, unit, group)
        self._words = before

    def _visit(self, node: Node, name: str, unit: str | None, group: list[Stated] | None) -> None:
        if isinstance(node, _FORM):
            return
        if isinstance(node, tree.Dose):
            self.loose.append((name, node, (Stated(node.amount.value, unit=node.amount.unit),)))
            return
        name = _named(node, name)
        if isinstance(node, tree.Variable):
            unit = node.type.unit if isinstance(node.type, tree.NumberType | tree.CountType) else None
        if isinstance(node, tree.Part | tree.Phase | tree.Missing):
            unit = None  # of its own
        if hasattr(node, "cites"):
            group = []
            self._open.append((name, node, group, self._words))
        number = _number(node, unit)
        if number is not None:
            if group is not None:
                group.append(number)
            else:
                self.loose.append((name, node, (number,)))
            return
        if isinstance(node, tree.OutlineEntry):
            assert group is not None
            for text in node.texts:
                group += [Stated(_decimal(s.value), s.percent) for s in said_in(text.text) if s.exact]
            return
        if isinstance(node, tree.Table | tree.ColumnTable | tree.DerivedTable):
            given = [self._units.get(one.text) for one in node.given]
            for one in node.rows:
                self._row(one, given, name, unit, group)
            return
        compared = self._compared(node)
        for field, child in _children(node):
            own = unit if field not in _ELSEWHERE else None
            self.visit(child, name, own if compared is None else compared[0], group)

    def _row(
        self,
        row: tree.Row | tree.ColumnRow,
        given: list[str | None],
        name: str,
        unit: str | None,
        group: list[Stated] | None,
    ) -> None:
        """A row with a citation is a group of its own; its patterns are about other variables."""
        if row.cites or group is None:
            group = []
            self._open.append((name, row, group, self._words))
        for pattern, own in zip(row.patterns or (), given, strict=False):
            self.visit(pattern, name, own, group)
        for child in (row.dist,) if isinstance(row, tree.Row) else row.shares:
            self.visit(child, name, unit, group)

    def _compared(self, node: Node) -> tuple[str | None] | None:
        """The unit of the variable that numbers are compared with, in a tuple; None where nothing is compared."""
        if not isinstance(node, tree.Compare | tree.Between):
            return None
        sides = (node.left, node.right) if isinstance(node, tree.Compare) else (node.operand,)
        named = [one.path for one in sides if isinstance(one, tree.Ref)]
        return (self._units.get(named[0]) if named else None,)


def _words_of(node: Node, around: frozenset[str]) -> frozenset[str]:
    if isinstance(node, tree.Variable):
        texts = [node.name.text.replace("_", " "), node.label.text if node.label else ""]
        texts += [phrase.text for option in node.options if isinstance(option, tree.Lay) for phrase in option.phrases]
        return frozenset(word[:5] for text in texts for word in re.findall(r"[a-z0-9]{4,}", text.lower()))
    if isinstance(node, tree.Part) and isinstance(node.value, tree.Plain):
        if isinstance(node.value.dist, tree.Categorical):  # a sentence about severity says mild, moderate or severe
            return frozenset(name.text.split("_")[0][:5] for name, _ in node.value.dist.shares)
    return around


def _number(node: Node, unit: str | None) -> Stated | None:
    """The number of a node that is one; None also for shares that are forced."""
    if isinstance(node, tree.Share) and node.percent is not None and node.percent not in _FREE:
        return Stated(node.percent, percent=True)
    if isinstance(node, tree.Quantity) and node.value != 0:
        return Stated(node.value, unit=node.unit if node.unit is not None else unit)
    return None


def _named(node: Node, name: str) -> str:
    own = getattr(node, "name", None)
    if isinstance(node, tree.Variable | tree.Phase | tree.Constraint | tree.OutlineEntry) and own is not None:
        return str(own.text)
    if isinstance(node, tree.Part):
        return f"{name}.{node.part}"
    if isinstance(node, tree.Reference | tree.Critical):
        return f"{name} {type(node).__name__.lower()}"
    if isinstance(node, tree.Prevalence | tree.Cohort):
        return type(node).__name__.lower()
    if isinstance(node, tree.PresentsIn):
        return "presents in"
    return name


def _units(file: tree.SpecTree) -> dict[str, str | None]:
    """The declared unit of each number; `age` comes from a library."""
    found: dict[str, str | None] = {"age": "years"}

    def visit(node: Node) -> None:
        if isinstance(node, tree.Variable) and isinstance(node.type, tree.NumberType | tree.CountType):
            found[node.name.text] = node.type.unit
        for _, child in _children(node):
            visit(child)

    for declaration in file.declarations:
        visit(declaration)
    return found


def _children(node: Node) -> Iterator[tuple[str, Node]]:
    for field in fields(node):
        if field.name not in ("span", "cites"):
            for child in _nodes(getattr(node, field.name)):
                yield field.name, child


def _nodes(value: object) -> Iterator[Node]:
    if isinstance(value, Node):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _nodes(part)


def _decimal(value: object) -> Decimal:
    from fractions import Fraction

    assert isinstance(value, Fraction)
    return Decimal(value.numerator) / Decimal(value.denominator)
