"""Where the lines of a formatted text begin, and which cells of a table stand below each other."""

from __future__ import annotations

from collections.abc import Sequence

from pzdsl.syntax import tree as t
from pzdsl.syntax.tokens import Tokens, space_between
from pzdsl.syntax.words import KEYWORDS, TIME_WORDS

WIDTH = 110
_STEP = 2
_WIDEST = 90  # beyond this a column is not worth lining up


class Arrangement:
    """The layout of one tree; places are offsets of tokens."""

    def __init__(self, tree: t.SpecTree, tokens: Tokens) -> None:
        self.tokens = tokens
        self.starts: dict[int, int] = {}  # first token of a line -> its indentation
        self.pads: dict[int, int] = {}  # token -> further spaces before it
        self.tight: set[int] = set()  # colons that follow their name at once
        self.whole: set[int] = set()  # opening braces (indices) of tables on one line
        self.rigid: set[int] = set()  # lines of a table with columns: they break before a source only
        self.fresh: set[int] = set()  # an empty line stands before these
        self._signs()
        self._file(tree)

    # --- text of tokens on one line

    def flat(self, first: int, last: int) -> str:
        """The tokens from `first` to before `last`, on one line."""
        parts: list[str] = []
        for i in range(first, last):
            tok = self.tokens.all[i]
            if i > first:
                before = self.tokens.all[i - 1]
                parts.append(space_between(before, tok, before.start in self.unary, tok.start in self.tight))
                parts.append(" " * self.pads.get(tok.start, 0))
            parts.append(tok.text)
        return "".join(parts)

    def text_of(self, node: t.Node) -> str:
        """A node on one line."""
        return self.flat(*self._indices(node))

    def _indices(self, node: t.Node) -> tuple[int, int]:
        first = self.tokens.at[node.span.start]
        last = first
        while last < len(self.tokens.all) and self.tokens.all[last].start < node.span.end:
            last += 1
        return first, last

    def _signs(self) -> None:
        """Signs of numbers: those that follow no operand."""
        self.unary: set[int] = set()
        found = self.tokens.all
        for i, tok in enumerate(found[1:], 1):
            if tok.text in ("+", "-"):
                before = found[i - 1]
                operand = before.kind in ("number", "unit") or before.text in (")", "%")
                word = before.kind == "word" and before.text not in KEYWORDS - TIME_WORDS
                if not (operand or word):
                    self.unary.add(tok.start)
            elif tok.text == ":":
                self.tight.add(tok.start)

    # --- the file

    def _file(self, tree: t.SpecTree) -> None:
        self.starts[self.tokens.all[0].start] = 0
        for use in tree.uses:
            self._line(use, 0)
        if tree.uses:
            self.fresh.add(tree.uses[0].span.start)
        header = self.tokens.all[self.tokens.at[tree.name.span.start] - 1]
        self.starts[header.start] = 0
        self.fresh.add(header.start)
        opening = self.tokens.next("{", tree.name.span.end)
        self.starts[self.tokens.all[self.tokens.match[opening]].start] = 0
        for node in tree.declarations:
            self._declaration(node, _STEP)

    def _line(self, node: t.Node, indent: int) -> None:
        self.starts[node.span.start] = indent

    def _declaration(self, node: t.Declaration, indent: int) -> None:
        self._line(node, indent)
        match node:
            case t.Include(without=without):
                for rule in without:
                    self._line(rule, indent + _STEP)
            case t.SourceDef(fields=fields):
                self._block(node, [name for name, _ in fields], indent, wide=True)
            case t.Outline(entries=entries):
                self._block(node, entries, indent, always=True)
            case t.Narrative(phrases=phrases):
                self._block(node, phrases, indent, always=True)
            case t.Prevalence(value=value):
                self._value(value, indent)
            case t.Cohort(rules=rules):
                self._block(node, rules, indent, always=len(rules) > 1)
            case t.Constraint():
                self._constraint(node, indent)
            case t.Hold(rows=rows):
                if rows:
                    self._rows(rows, indent)
            case t.Dimension(members=members) | t.Symptoms(members=members):
                self._members(node, members, indent)
            case t.Exams(members=exams):
                self._members(node, exams, indent)
            case t.Course(members=phases):
                self._block(node, phases, indent, always=True)
                for phase in phases:
                    self._phase(phase, indent + _STEP)
            case t.TypeDef():
                self._type(node, indent)
            case t.Test(members=steps):
                self._block(node, steps, indent, always=True)
            case _:
                pass

    def _block(
        self, node: t.Node, inner: Sequence[t.Node], indent: int, always: bool = False, wide: bool = False
    ) -> bool:
        """Give each inner node its line, if the block has more than one line."""
        opening = self.tokens.next("{", node.span.start)
        closing = self.tokens.match[opening]
        if not self._is_open(opening, node, indent, always and bool(inner)):
            if wide:
                self._apart(inner)
            return False
        self.starts[self.tokens.all[closing].start] = indent
        for member in inner:
            self._line(member, indent + _STEP)
        return True

    def _is_open(self, opening: int, node: t.Node, indent: int, always: bool = False) -> bool:
        """Whether a block takes lines of its own: where it must, where the author did so, where it is long."""
        if always or self.tokens.starts_line(opening + 1):
            return True
        first, last = self._indices(node)
        return indent + len(self.flat(first, last)) > WIDTH

    def _apart(self, inner: Sequence[t.Node]) -> None:
        """Two spaces between things on one line that have no sign between them."""
        for member in inner[1:]:
            self.pads[member.span.start] = 1

    def _constraint(self, node: t.Constraint, indent: int) -> None:
        opening = self.tokens.next("{", node.name.span.end)
        if not self._is_open(opening, node, indent):
            return
        closing = self.tokens.match[opening]
        self.starts[self.tokens.all[closing].start] = indent
        self.starts[self.tokens.all[opening + 1].start] = indent + _STEP
        if node.message is not None:
            self.starts[self.tokens.all[self.tokens.at[node.message.span.start] - 1].start] = indent + _STEP
        if node.cites:
            self.starts[self.tokens.all[self.tokens.at[node.cites[0].span.start] - 1].start] = indent + _STEP

    def _type(self, node: t.TypeDef, indent: int) -> None:
        """A type on one line, or with a line for each category."""
        bars = [self.tokens.at[category.span.start] - 1 for category in node.categories[1:]]
        long = indent + len(self.text_of(node)) > WIDTH
        if bars and (long or self.tokens.starts_line(bars[0])):
            for bar in bars:
                self.starts[self.tokens.all[bar].start] = indent + _STEP

    # --- variables

    def _members(self, node: t.Node, members: Sequence[t.Variable | t.TypeDef | t.Panel], indent: int) -> None:
        self._block(node, members, indent, always=True)
        for member in members:
            match member:
                case t.Variable():
                    self._variable(member, indent + _STEP)
                case t.Panel(exams=exams, correlations=correlations):
                    self._block(member, [*exams, *correlations], indent + _STEP, always=True)
                    self.unary.update(pair.value.span.start for pair in correlations if pair.value.value < 0)
                    for exam in exams:
                        self._variable(exam, indent + 2 * _STEP)
                case t.TypeDef():
                    self._type(member, indent + _STEP)

    def _variable(self, node: t.Variable, indent: int) -> None:
        if node.type is not None:
            self.tight.discard(self.tokens.all[self.tokens.at[node.type.span.start] - 1].start)
        inner = indent + _STEP
        self._line(node.law, inner)
        match node.law:
            case t.Prior(value=value, effects=effects):
                self._value(value, inner)
                if effects and self._breaks(node.law, effects[0], inner):
                    for effect in effects:
                        self._line(effect, inner + _STEP)
            case t.DerivedTable(rows=rows):
                self._rows(rows, inner)
            case _:
                pass
        self._options(node.options, inner)

    def _breaks(self, law: t.Prior, effect: t.Node, indent: int) -> bool:
        if self.tokens.starts_line(self.tokens.at[effect.span.start]):
            return True
        return isinstance(law.value, t.Plain) and indent + len(self.text_of(law)) > WIDTH

    def _options(self, options: Sequence[t.Option], indent: int) -> None:
        for option in options:
            self._line(option, indent)
            if isinstance(option, t.Part | t.Missing):
                self._value(option.value, indent)

    def _phase(self, node: t.Phase | t.PresentsIn, indent: int) -> None:
        if isinstance(node, t.PresentsIn):
            self._value(node.value, indent)
            return
        self._value(node.lasts, indent)
        self._options(node.options, indent + _STEP)

    # --- tables

    def _value(self, value: t.Value, indent: int) -> None:
        match value:
            case t.Table(rows=rows):
                self._rows(rows, indent)
            case t.ColumnTable():
                self._column_table(value, indent)
            case _:
                pass

    def _rows(self, rows: Sequence[t.Row], indent: int) -> None:
        opening = self.tokens.at[rows[0].span.start] - 1
        closing = self.tokens.match[opening]
        long = indent + len(self.flat(self._line_of(opening), closing + 1)) + len(rows) - 1 > WIDTH
        if not (long or self.tokens.starts_line(opening + 1)):
            self._apart(rows)
            self.whole.add(opening)
            return
        self.starts[self.tokens.all[closing].start] = indent
        for row in rows:
            self._line(row, indent + _STEP)
        self._patterns(rows)
        self._line_up([(row.span.start, row.cites[0].span.start) for row in rows if row.cites])

    def _line_of(self, i: int) -> int:
        """The index of the token that begins the line of another."""
        while i and self.tokens.all[i].start not in self.starts:
            i -= 1
        return i

    def _patterns(self, rows: Sequence[t.Row | t.ColumnRow]) -> None:
        """Line up the patterns of rows column by column, then their arrows."""
        patterns = [row.patterns for row in rows if row.patterns is not None]
        for k in range(1, max((len(row) for row in patterns), default=0)):
            self._line_up([(row[0].span.start, row[k].span.start) for row in patterns if k < len(row)])
        arrows = [self.tokens.all[self.tokens.next("=>", row.span.start)].start for row in rows]
        self._line_up([(row.span.start, arrow) for row, arrow in zip(rows, arrows, strict=True)])

    def _column_table(self, table: t.ColumnTable, indent: int) -> None:
        word = self.tokens.all[self.tokens.at[table.columns[0].span.start] - 1].start  # `columns`
        self.starts[self.tokens.all[self.tokens.match[self.tokens.at[word] - 1]].start] = indent
        self.starts[word] = indent + _STEP
        for row in table.rows:
            self._line(row, indent + _STEP)
        self._patterns(table.rows)
        lines = [(word, [name.span.start for name in table.columns])]
        for row in table.rows:
            cells = [share.span.start for share in row.shares] + [cite.span.start for cite in row.cites[:1]]
            lines.append((row.span.start, cells))
        self.rigid.update(start for start, _ in lines)
        for gap in (2, 1):  # two spaces between columns where that fits
            for k in range(len(table.columns) + 1):
                column = [(start, cells[k]) for start, cells in lines if k < len(cells)]
                self._line_up(column, gap=gap if k else 1, right=k < len(table.columns))
            if indent + _STEP + self._width(word, table.columns[-1].span.start, right=True) <= WIDTH:
                break

    def _line_up(self, cells: Sequence[tuple[int, int]], gap: int = 1, right: bool = False) -> None:
        """Put tokens below each other, or their ends (`right`): pairs of where a line and its token start."""
        widths = [self._width(start, cell, right) for start, cell in cells]
        if not widths or (max(widths) > _WIDEST and not right):
            return
        for (_, cell), width in zip(cells, widths, strict=True):
            self.pads[cell] = max(widths) - width + gap - 1

    def _width(self, start: int, cell: int, right: bool) -> int:
        at = self.tokens.at
        width = len(self.flat(at[start], at[cell]))
        if right:  # a share is a number and its `%`
            last = at[cell] + 1 + (self.tokens.all[at[cell]].kind == "number")
            width += len(self.flat(at[cell], last))
        return width
