"""Raw parse trees to typed nodes: names, numbers and expressions.

The raw trees come from the parser generator, known here only by their shape (`data`, `children`, `meta`);
a leaf is a string with `type`, `start_pos` and `end_pos`. A method `_on_RULE` gets the place of the rule and
its children, built already; rules named `mistake_…` report the slip and give what was meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any, Literal, Protocol

from pzdsl.diagnostics import Edit, Report, Span, codes
from pzdsl.syntax import tree as t
from pzdsl.syntax.words import RESERVED

DEEPEST = 120  # levels of a raw tree; later passes recurse over the nodes and must not overflow


class Raw(Protocol):
    """A rule as the parser generator gives it."""

    data: str
    children: list[Any]
    meta: Any


class Leaf(Protocol):
    """A token: its text, its terminal and its place."""

    type: str
    start_pos: int
    end_pos: int


Children = Sequence[Any]
Place = Callable[[int, int], Span]


class TooDeep(Exception):
    """An expression is nested more deeply than later passes can follow."""

    def __init__(self, start: int, end: int) -> None:
        self.start, self.end = start, end
        super().__init__()


class ExpressionBuilder:
    """Builds numbers, names, citations and expressions; `place` maps offsets to spans of the source."""

    def __init__(self, place: Place, report: Report) -> None:
        self.place, self.report = place, report
        self._depth = 0

    # --- the walk

    def build(self, raw: Any) -> Any:
        """The typed node of a raw tree; a leaf or a gap stays what it is."""
        if raw is None or isinstance(raw, str):
            return raw
        if self._depth > DEEPEST:
            raise TooDeep(raw.meta.start_pos, raw.meta.end_pos)
        self._depth += 1
        try:
            if raw.data in ("or_", "and_"):
                return self._junction(raw)
            return self.handle(raw.data, self.span(raw), [self.build(child) for child in raw.children])
        finally:
            self._depth -= 1

    def handle(self, rule: str, span: Span, c: Children) -> Any:
        """Call the method of a rule."""
        return getattr(self, "_on_" + rule)(span, c)

    def span(self, raw: Any) -> Span:
        """Where a raw tree or leaf stands."""
        where = raw if isinstance(raw, str) else raw.meta
        start = getattr(where, "start_pos", None)
        return self.place(0, 0) if start is None else self.place(start, where.end_pos)  # type: ignore[union-attr]

    # --- small things

    def name(self, leaf: Any) -> t.Name:
        """A name that refers to something."""
        return t.Name(span=self.span(leaf), text=str(leaf))

    def new_name(self, leaf: Any) -> t.Name:
        """A name that the author gives: no word of the language."""
        if str(leaf) in RESERVED:
            self.report.add(
                codes.RESERVED_WORD,
                self.span(leaf),
                f"`{leaf}` is a word of the language and cannot be a name",
                hint=f"choose another name, such as `{leaf}_value`",
            )
        return self.name(leaf)

    def text(self, leaf: Any) -> t.Text:
        """A quoted string, unescaped."""
        return t.Text(span=self.span(leaf), text=unescape(str(leaf)))

    def optional_text(self, leaf: Any) -> t.Text | None:
        """A quoted string, or nothing."""
        return None if leaf is None else self.text(leaf)

    def share(self, leaf: Any) -> t.Share:
        """A percentage token, or `rest`."""
        percent = None if leaf.type == "REST" else Decimal(str(leaf).rstrip("% "))
        return t.Share(span=self.span(leaf), percent=percent)

    def _on_path(self, span: Span, c: Children) -> t.Name:
        return t.Name(span=span, text=".".join(c))

    def _on_paths(self, span: Span, c: Children) -> tuple[t.Name, ...]:
        return tuple(c)

    def _on_list(self, span: Span, c: Children) -> tuple[t.Text, ...]:
        return tuple(self.text(leaf) for leaf in c if leaf is not None)

    def _on_cites(self, span: Span, c: Children) -> tuple[t.Cite, ...]:
        return tuple(c)

    def _on_cite(self, span: Span, c: Children) -> t.Cite:
        return t.Cite(span=span, source=str(c[0])[1:], locator=None if c[1] is None else str(c[1])[1:-1])

    def _on_assumed(self, span: Span, c: Children) -> t.Cite:
        return t.Cite(span=span, source=None, assumed=unescape(str(c[0])))

    def _on_share(self, span: Span, c: Children) -> t.Share:
        return self.share(c[0])

    def _on_time_unit(self, span: Span, c: Children) -> str:
        return plural(str(c[0]))

    def _on_unit(self, span: Span, c: Children) -> tuple[str, bool]:
        """The unit, and whether it is a time word."""
        return (c[0][1:-1], False) if c[0].startswith("'") else (c[0], True)

    def _on_quantity(self, span: Span, c: Children) -> t.Quantity:
        sign, number, unit = c
        return self.quantity(span, sign, number, unit)

    def quantity(self, span: Span, sign: Any, number: Any, unit: tuple[str, bool] | None) -> t.Quantity:
        """A number with its sign and unit."""
        value = Decimal(str(number))
        name, is_time = unit or (None, False)
        return t.Quantity(span=span, value=-value if sign == "-" else value, unit=name, is_time=is_time)

    def _on_range(self, span: Span, c: Children) -> t.Range:
        low, less, high = c
        return t.Range(span=span, low=low, high=high, high_open=less is not None)

    def _on_against(self, span: Span, c: Children) -> t.Against:
        return t.Against(span=span, op=as_op(c[0]), value=c[1])

    # --- expressions

    def _on_number(self, span: Span, c: Children) -> t.Number:
        return t.Number(span=span, quantity=self.quantity(span, None, c[0], c[1]))

    def _on_mistake_percent(self, span: Span, c: Children) -> t.Number:
        number = str(c[0]).rstrip("% ")
        self.report.add(
            codes.PERCENT_FOR_UNIT,
            span,
            f"`{c[0]}` is a probability here, where a value with a unit is meant",
            hint=f"write the unit in quotes: `{number} '%'`",
            fix=[Edit(span, f"{number} '%'")],
        )
        return t.Number(span=span, quantity=self.quantity(span, None, number, ("%", False)))

    def _on_reference_to(self, span: Span, c: Children) -> t.Ref:
        return t.Ref(span=span, path=c[0].text)

    def _on_call(self, span: Span, c: Children) -> t.Call:
        return t.Call(span=span, function=str(c[0]), arguments=tuple(c[1:]))

    def _on_paren(self, span: Span, c: Children) -> Any:
        return c[0] if c[1] is None else t.WithUnit(span=span, operand=c[0], unit=str(c[1])[1:-1])

    def _on_magnitude(self, span: Span, c: Children) -> t.Magnitude:
        unit, is_time = c[1]
        return t.Magnitude(span=span, path=c[0].text, unit=unit, is_time=is_time)

    def _arithmetic(self, span: Span, c: Children) -> t.Arithmetic:
        op: Any = str(c[1])
        return t.Arithmetic(span=span, op=op, left=c[0], right=c[2])

    _on_add = _on_multiply = _arithmetic

    def _on_power(self, span: Span, c: Children) -> t.Arithmetic:
        return t.Arithmetic(span=span, op="^", left=c[0], right=c[1])

    def _on_negate(self, span: Span, c: Children) -> Any:
        return t.Negate(span=span, operand=c[1]) if c[0] == "-" else c[1]

    def _on_compare(self, span: Span, c: Children) -> t.Compare:
        return t.Compare(span=span, op=as_op(c[1]), left=c[0], right=c[2])

    def _on_mistake_chain(self, span: Span, c: Children) -> t.Junction:
        low, first, middle, second, high = c
        left = t.Compare(span=self.cover(low, middle), op=as_op(first), left=low, right=middle)
        right = t.Compare(span=self.cover(middle, high), op=as_op(second), left=middle, right=high)
        between = middle.span.text
        meant = f"({low.span.text} {first} {between} and {between} {second} {high.span.text})"
        self.report.add(
            codes.CHAINED_COMPARISON,
            span,
            "two comparisons in a row do not mean a range",
            hint=f"write `{meant[1:-1]}`",
            fix=[Edit(span, meant)],
        )
        return t.Junction(span=span, op="and", operands=(left, right))

    def _on_mistake_assign(self, span: Span, c: Children) -> t.Is | t.Compare:
        left, equals, right = c
        is_name = isinstance(right, t.Ref) and "." not in right.path
        word = "is" if is_name else "=="
        self.report.add(
            codes.ASSIGN_FOR_IS,
            self.span(equals),
            "`=` does not compare",
            hint=f"write `{left.span.text} {word} {right.span.text}`",
            fix=[Edit(self.span(equals), word)],
        )
        if isinstance(right, t.Ref) and is_name:
            category = t.Name(span=right.span, text=right.path)
            return t.Is(span=span, operand=left, category=category, negated=False)
        return t.Compare(span=span, op="==", left=left, right=right)

    def _on_mistake_arrow(self, span: Span, c: Children) -> t.Compare:
        left, arrow, right = c
        self.report.add(
            codes.ARROW_FOR_COMPARISON,
            self.span(arrow),
            "`=>` points from a row of a table to its value and does not compare",
            hint=f"write `{left.span.text} >= {right.span.text}`",
            fix=[Edit(self.span(arrow), ">=")],
        )
        return t.Compare(span=span, op=">=", left=left, right=right)

    def _on_between(self, span: Span, c: Children) -> t.Between:
        return t.Between(span=span, operand=c[0], low=c[1], high=c[2])

    def _on_is_(self, span: Span, c: Children) -> t.Is:
        return t.Is(span=span, operand=c[0], category=self.name(c[2]), negated=c[1] is not None)

    def _on_in_set(self, span: Span, c: Children) -> t.InSet:
        names = tuple(self.name(leaf) for leaf in c[1:] if leaf is not None)
        return t.InSet(span=span, operand=c[0], categories=names)

    def _on_not_(self, span: Span, c: Children) -> t.Not:
        return t.Not(span=span, operand=c[1])

    def _on_implies(self, span: Span, c: Children) -> t.Implies:
        return t.Implies(span=span, left=c[0], right=c[1])

    def _junction(self, raw: Raw) -> t.Junction:
        """Flatten a chain of one operator; brackets keep their own level, and mixing without them is told."""
        op: Literal["and", "or"] = "or" if raw.data == "or_" else "and"
        operands: list[Any] = []
        rest: Any = raw
        while not isinstance(rest, str) and rest.data == raw.data:
            operands.append(rest.children[1])
            rest = rest.children[0]
        operands.append(rest)
        operands.reverse()
        mixed = [child for child in operands if child.data == "and_"]
        if mixed:
            self._report_mixed([self.span(child) for child in mixed])
        return t.Junction(span=self.span(raw), op=op, operands=tuple(self.build(child) for child in operands))

    def _report_mixed(self, spans: Sequence[Span]) -> None:
        fix = [
            edit
            for s in spans
            for edit in (Edit(Span(s.source, s.start, s.start), "("), Edit(Span(s.source, s.end, s.end), ")"))
        ]
        self.report.add(
            codes.MIXED_AND_OR,
            spans[0],
            "`and` stands beside `or` without brackets",
            hint=f"say which belong together, for example `({' '.join(spans[0].text.split())})`",
            fix=fix,
        )

    def cover(self, first: t.Node, last: t.Node) -> Span:
        """From the start of one node to the end of another."""
        return Span(first.span.source, first.span.start, last.span.end)


def as_op(leaf: Any) -> Any:
    """A comparison token as the literal that the tree wants."""
    return str(leaf)


def plural(word: str) -> str:
    """`year` and `years` alike as `years`."""
    return word if word.endswith("s") else word + "s"


_ESCAPES = {"n": "\n", "t": "\t"}


def unescape(quoted: str) -> str:
    """The text between the quotes of a string token."""
    return re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[1]), quoted[1:-1])
