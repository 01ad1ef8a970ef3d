"""Blocks that are not closed, and braces that close nothing: found by depth, blamed by indentation."""

from __future__ import annotations

from dataclasses import dataclass

from pzdsl.diagnostics import codes
from pzdsl.syntax.islands import Lexeme, lexemes
from pzdsl.syntax.patched import Change
from pzdsl.syntax.slip import Slip
from pzdsl.syntax.words import DECLARATIONS, MEMBERS, OWN_WORDS

# Words that open a declaration and nothing deeper: where a line starts with one, deeper blocks are over.
_TOP = DECLARATIONS - {"also", "code", "status", "type"}


_MEMBERS = frozenset(OWN_WORDS)
_HEADS = frozenset(MEMBERS) - {"panel"} | {"constraint"}
# By depth: the words that show a block above to be open still; a panel holds exams one level down.
_TOO_SHALLOW = (frozenset[str](), frozenset[str](), _TOP, _TOP | _MEMBERS - {"exam"}, _TOP | _MEMBERS)


@dataclass(frozen=True, slots=True)
class _Open:
    brace: Lexeme
    line_first: Lexeme  # the first word of its line
    keyword: str  # what the block belongs to

    @property
    def indent(self) -> int:
        return self.line_first.indent or 0


def find_brace_slips(text: str) -> list[Slip]:
    """What is wrong with the braces of a text, with the changes that balance them."""
    found = lexemes(text)
    return [] if _is_balanced(found) else _Walk(text, found).slips()


def _is_balanced(found: list[Lexeme]) -> bool:
    depth = 0
    for i, lexeme in enumerate(found):
        if lexeme.text == "{":
            depth += 1
        elif lexeme.text == "}":
            depth -= 1
            if depth < 0 or (depth == 0 and i + 1 < len(found)):
                return False
        elif _opens_at(found, i, _TOO_SHALLOW[min(depth, 4)]):
            return False
    return depth == 0


def _opens_at(found: list[Lexeme], i: int, words: frozenset[str]) -> bool:
    """Whether a line begins here with one of these words, used as a keyword."""
    lexeme = found[i]
    if lexeme.indent is None or lexeme.text not in words or i + 1 >= len(found):
        return False
    following = found[i + 1]
    if following.text in (":", "=", "=>", ",", ".", "or", "is", "in"):
        return False
    if lexeme.text in OWN_WORDS:  # `phase` is a variable too
        return following.kind == "word" and (i + 2 >= len(found) or found[i + 2].text not in ("=>", ","))
    return True


class _Walk:
    """One walk over the tokens, with the blocks that are open."""

    def __init__(self, text: str, found: list[Lexeme]) -> None:
        self.text, self.found = text, found
        self.open: list[_Open] = []
        self.told: list[Slip] = []
        closings = sum(x.text == "}" for x in found)
        self.too_many = closings > sum(x.text == "{" for x in found)

    def slips(self) -> list[Slip]:
        line_first = self.found[0] if self.found else None
        words: dict[int, str] = {}  # the word that began the statement, at each depth
        for i, lexeme in enumerate(self.found):
            if lexeme.indent is not None:
                line_first = lexeme
            assert line_first is not None
            if self._lacks_brace(i):
                words[len(self.open)] = lexeme.text
                self._missing(i, line_first)
            elif lexeme.text == "{":
                keyword = words.get(len(self.open), lexeme.text)
                self.open.append(_Open(lexeme, line_first, keyword))
            elif lexeme.text == "}":
                self._close(i)
            elif _opens_at(self.found, i, _TOP):
                self._close_down_to(1, i)
            elif _opens_at(self.found, i, _MEMBERS):
                self._close_down_to(self._depth_of_member(lexeme), i)
            if lexeme.indent is not None and lexeme.kind == "word":
                words[len(self.open)] = lexeme.text
        self._close_down_to(0, len(self.found))
        return self.told

    def _end_of_line(self, i: int) -> int:
        """The index of the first token of the next line."""
        return next((k for k in range(i + 1, len(self.found)) if self.found[k].indent is not None), len(self.found))

    def _lacks_brace(self, i: int) -> bool:
        """Whether a block begins here whose opening brace is missing."""
        lexeme = self.found[i]
        heads = ("disease", "library") if not self.open else _HEADS
        if not self.too_many or lexeme.indent is None or lexeme.text not in heads or len(self.open) > 1:
            return False
        end = self._end_of_line(i)
        after = self.found[end].text if end < len(self.found) else ""
        return after != "{" and all(x.text not in ("{", ":", "=>") for x in self.found[i:end])

    def _missing(self, i: int, line_first: Lexeme) -> None:
        last = self.found[self._end_of_line(i) - 1]
        head = self.text[line_first.start : last.end]
        change = Change(last.end, last.end, " {")
        message = f"`{{` is missing after `{head}`"
        self.told.append(Slip(codes.UNEXPECTED, line_first.start, last.end, message, "write `{` there", (change,)))
        self.open.append(_Open(last, line_first, line_first.text))
        self.too_many = sum(x.text == "}" for x in self.found[i:]) > len(self.open) + sum(
            x.text == "{" for x in self.found[i:]
        )

    def _depth_of_member(self, lexeme: Lexeme) -> int:
        """How many blocks may be open where a member begins."""
        if len(self.open) < 2 or self.open[1].keyword != OWN_WORDS[lexeme.text]:
            return len(self.open)
        in_panel = len(self.open) > 2 and self.open[2].keyword == "panel"
        deeper = in_panel and lexeme.text == "exam" and (lexeme.indent or 0) > self.open[2].indent
        return 3 if deeper else 2

    def _close(self, i: int) -> None:
        brace = self.found[i]
        if not self.open:
            self._stray(brace)
            return
        top = self.open[-1]
        if brace.indent is not None and brace.indent != top.indent:
            level = next((k for k, o in enumerate(self.open) if o.indent == brace.indent), None)
            if level is not None and brace.indent < top.indent and not self.too_many:
                self._close_down_to(level + 1, i)
            elif brace.indent > top.indent and self.too_many:
                self._stray(brace)
                return
        if len(self.open) == 1 and any(x.text == "}" for x in self.found[i + 1 :]):
            self._stray(brace)  # it would end the file, and more follows
            return
        self.open.pop()

    def _stray(self, brace: Lexeme) -> None:
        change = Change(brace.start, brace.end, "")
        self.told.append(
            Slip(
                codes.STRAY_BRACE,
                brace.start,
                brace.end,
                "this `}` closes nothing",
                hint="delete it, or look for a `{` that is missing above",
                changes=(change,),
            )
        )
        self.too_many = False  # one brace too many is accounted for

    def _close_down_to(self, depth: int, i: int) -> None:
        while len(self.open) > depth:
            self._unclosed(self.open.pop(), i)

    def _unclosed(self, block: _Open, i: int) -> None:
        """Close a block before the first line that is indented no deeper than the line that opened it."""
        opened = self.found.index(block.brace)
        place = next(
            (
                k
                for k in range(opened + 1, i)
                if self.found[k].indent is not None and (self.found[k].indent or 0) <= block.indent
            ),
            i,
        )
        last = self.found[place - 1]
        same_line = "\n" not in self.text[block.brace.start : last.end]
        closing = " }" if same_line else "\n" + " " * block.indent + "}"
        head = " ".join(self.text[block.line_first.start : block.brace.end].split())
        where = self.text.count("\n", 0, last.end) + 1
        self.told.append(
            Slip(
                codes.UNCLOSED_BLOCK,
                block.brace.start,
                block.brace.end,
                f"the block `{head}` is not closed",
                hint=f"add `}}` {'at the end of' if same_line else 'after'} line {where}",
                changes=(Change(last.end, last.end, closing),),
            )
        )
