"""The canonical layout of a text: only white space changes, comments stay where they belong."""

from __future__ import annotations

from pzdsl.diagnostics import Report, Source
from pzdsl.syntax.arrange import WIDTH, Arrangement
from pzdsl.syntax.parse import parse
from pzdsl.syntax.tokens import Tok, Tokens, read_tokens

_STEP = 2
# A line that is too long breaks before these, if it can, rather than elsewhere.
_BREAK_BEFORE = frozenset({"and", "or", "implies", "because", "when", "within", "assumed", "odds", "|"})


def format_source(source: Source) -> str:
    """The text in canonical layout; raises SpecError where it does not parse."""
    report = Report()
    tree = parse(source, report)
    report.stop_if_errors()
    tokens = read_tokens(source.text)
    return _Writer(tokens, Arrangement(tree, tokens)).text()


class _Writer:
    """Writes the lines that an arrangement begins, and wraps those that are too long."""

    def __init__(self, tokens: Tokens, arrangement: Arrangement) -> None:
        self.tokens, self.arrangement = tokens, arrangement
        self.lines: list[str] = []
        self.behind: dict[int, str] = {}  # line -> the comment behind it

    def text(self) -> str:
        starts = [i for i, tok in enumerate(self.tokens.all) if tok.start in self.arrangement.starts]
        for first, last in zip(starts, [*starts[1:], len(self.tokens.all)], strict=True):
            tok = self.tokens.all[first]
            indent = self.arrangement.starts[tok.start]
            self._above(tok, indent + (_STEP if tok.text == "}" else 0))
            if tok.text != "}" and (tok.blank or (tok.start in self.arrangement.fresh and not tok.above)):
                self._blank()
            self._logical_line(first, last, indent)
        for comment in self.tokens.tail:
            if comment.blank:
                self._blank()
            self.lines.append(comment.text)
        self._put_behind()
        return "\n".join(self.lines) + "\n"

    def _put_behind(self) -> None:
        """Add the comments behind lines, below each other where lines follow one another."""
        run: list[int] = []
        for k in sorted(self.behind):
            if run and k != run[-1] + 1:
                self._put_run(run)
                run = []
            run.append(k)
        self._put_run(run)

    def _put_run(self, run: list[int]) -> None:
        column = max((len(self.lines[k]) for k in run), default=0)
        for k in run:
            fits = column + 2 + len(self.behind[k]) <= WIDTH
            self.lines[k] = self.lines[k].ljust(column if fits else 0) + "  " + self.behind[k]

    def _above(self, tok: Tok, indent: int) -> None:
        """The comments that stand above a token."""
        for k, comment in enumerate(tok.above):
            if comment.blank or (k == 0 and tok.start in self.arrangement.fresh):
                self._blank()
            self.lines.append(" " * indent + comment.text)

    def _blank(self) -> None:
        if self.lines and self.lines[-1] and not self.lines[-1].endswith("{"):
            self.lines.append("")

    def _logical_line(self, first: int, last: int, indent: int) -> None:
        """The tokens of one line; a comment among them ends a line early."""
        begin = first
        for i in range(first, last):
            if i > begin and self.tokens.all[i].above:
                self._wrapped(begin, i, self._indent_of(begin, first, indent))
                begin = i
                self._above(self.tokens.all[i], indent + _STEP)
            if self.tokens.all[i].behind is not None:
                self._wrapped(begin, i + 1, self._indent_of(begin, first, indent))
                self.behind[len(self.lines) - 1] = self.tokens.all[i].behind or ""
                begin = i + 1
                if begin < last:
                    self._above(self.tokens.all[begin], indent + _STEP)
        if begin < last:
            self._wrapped(begin, last, self._indent_of(begin, first, indent))

    def _indent_of(self, begin: int, first: int, indent: int) -> int:
        closes = self.tokens.all[begin].text in ("}", "]")
        return indent if begin == first or closes else indent + _STEP

    def _wrapped(self, first: int, last: int, indent: int, deeper: int | None = None) -> None:
        """Tokens on one line where they fit, else on several; what follows the first stands at `deeper`."""
        deeper = indent + _STEP if deeper is None else deeper
        flat = self.arrangement.flat(first, last)
        if indent + len(flat) <= WIDTH:
            self.lines.append(" " * indent + flat)
            return
        at, outside = self._break(first, last, indent)
        group = self._widest_group(first, last)
        if group is not None and not (outside and at is not None and at > group[1]):
            self._spread(first, last, indent, *group)
            return
        if at is None:
            self.lines.append(" " * indent + flat)
            return
        self.lines.append(" " * indent + self.arrangement.flat(first, at))
        self._wrapped(at, last, deeper, deeper)

    def _widest_group(self, first: int, last: int) -> tuple[int, int] | None:
        """The longest list in braces or brackets that stands in these tokens, not in another."""
        groups: list[tuple[int, int]] = []
        i = first
        while i < last:
            end = self.tokens.match.get(i, -1)
            is_list = self.tokens.all[i].text in ("{", "[") and i not in self.arrangement.whole
            if is_list and i < end < last:
                groups.append((i, end))
                i = end
            i += 1
        wide = [g for g in groups if len(self.arrangement.flat(g[0], g[1] + 1)) > WIDTH // 3]
        return max(wide, key=lambda g: len(self.arrangement.flat(g[0], g[1])), default=None)

    def _spread(self, first: int, last: int, indent: int, opening: int, closing: int) -> None:
        """A list over several lines: texts one a line, other items as many as fit."""
        self._wrapped(first, opening + 1, indent)
        one_each = self.tokens.all[opening].text == "["
        line = begin = opening + 1
        for i in range(opening + 1, closing):
            group_end = self.tokens.match.get(i, -1)
            ends_item = self.tokens.all[i].text == "," and not self._inside(i, opening)
            if group_end > i and group_end < closing:
                continue
            if ends_item or i == closing - 1:
                if begin > line and (one_each or indent + _STEP + len(self.arrangement.flat(line, i + 1)) > WIDTH):
                    self.lines.append(" " * (indent + _STEP) + self.arrangement.flat(line, begin))
                    line = begin
                begin = i + 1
        if line < closing:
            self.lines.append(" " * (indent + _STEP) + self.arrangement.flat(line, closing))
        self._wrapped(closing, last, indent)

    def _inside(self, i: int, opening: int) -> bool:
        """Whether a token lies in brackets of its own within a group."""
        return any(
            self.tokens.match.get(j, -1) > i and self.tokens.all[j].text in ("(", "{", "[")
            for j in range(opening + 1, i)
        )

    def _break(self, first: int, last: int, indent: int) -> tuple[int | None, bool]:
        """Where to break a line, as far out of brackets as can be; and whether that is a good place."""
        best: tuple[int, bool, int] | None = None  # depth, whether it is after a comma only, index
        depth = 0
        rigid = self.tokens.all[first].start in self.arrangement.rigid
        for i in range(first + 1, last):
            before, tok = self.tokens.all[i - 1], self.tokens.all[i]
            if i == first + 1 and before.text in ("}", "]"):
                continue  # a brace alone on a line would look like the end of something
            depth += (before.text in ("(", "{", "[")) - (tok.text in (")", "}", "]"))
            cites = tok.kind == "ref" or tok.text == "assumed"
            if rigid and not cites:
                continue
            after_comma = not (tok.text in _BREAK_BEFORE or tok.kind == "ref")
            if after_comma and before.text != ",":
                continue
            fits = indent + len(self.arrangement.flat(first, i)) <= WIDTH
            if best is None or (fits and (depth, after_comma) <= best[:2]):
                best = (depth, after_comma, i)
            if not fits:
                break
        return (None, False) if best is None else (best[2], best[:2] == (0, False))
