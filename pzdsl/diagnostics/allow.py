"""`# pzc: allow PZ4102 "why" until 2027-06-30`: what an author has looked at and keeps.

An allowance covers the line it stands on, or the line below where it stands alone, and the whole of a declaration
that begins there. What is expired no longer covers anything; what covers nothing is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pzdsl.diagnostics import codes
from pzdsl.diagnostics.diagnostic import Code, Edit
from pzdsl.diagnostics.report import Report
from pzdsl.diagnostics.span import Source, Span

_MARK = re.compile(r"#[ \t]*pzc:[^\n]*")
_STRING = re.compile(r'"(?:\\.|[^"\\\n])*"')
_WRITTEN = re.compile(
    r'#[ \t]*pzc:[ \t]*allow[ \t]+(?P<code>\S+)[ \t]+"(?P<why>[^"\n]*\S[^"\n]*)"'
    r"(?:[ \t]+until[ \t]+(?P<until>\S+))?\s*$"
)
_FORM = 'write `# pzc: allow PZ5203 "the reason" until 2027-06-30`'
_BY_NUMBER = {str(code): code for code in codes.ALL}


@dataclass(frozen=True, slots=True)
class Allowance:
    """One allowance: the code, where it is written, and the characters it covers."""

    code: Code
    span: Span
    covers: tuple[int, int]
    until: date | None


class Allowances:
    """The allowances of one text; remembers which were of use."""

    def __init__(self, source: Source, declared: Iterable[Span] = (), today: date | None = None) -> None:
        self.source = source
        self.today = today or date.today()
        self.all: list[Allowance] = []
        self.used: set[Allowance] = set()
        self.wrong = Report()
        if "pzc:" in source.text:
            ends: dict[int, int] = {}  # line -> where what begins on it ends
            for span in declared:
                line = span.place[0]
                ends[line] = max(ends.get(line, 0), span.end)
            self._read(ends)

    def _read(self, ends: dict[int, int]) -> None:
        text = self.source.text
        start = 0
        for line in text.split("\n"):
            bare = _STRING.sub(lambda m: '"' + "_" * (len(m.group()) - 2) + '"', line)
            mark = _MARK.search(bare)
            first_sign = bare.find("#")
            if mark is not None and mark.start() == first_sign:
                span = Span(self.source, start + mark.start(), start + len(line.rstrip()))
                self._one(span, alone=not line[: mark.start()].strip(), ends=ends)
            start += len(line) + 1

    def _one(self, span: Span, alone: bool, ends: dict[int, int]) -> None:
        found = _WRITTEN.match(span.text)
        code = _BY_NUMBER.get(found["code"]) if found else None
        if found is None:
            self.wrong.add(codes.BAD_ALLOWANCE, span, "this allowance has no code, or no reason in quotes", _FORM)
            return
        if code is None:
            message = f"there is no code `{found['code']}` to allow"
            self.wrong.add(codes.BAD_ALLOWANCE, span, message, "take the code from the message, as in PZ5203")
            return
        if (code.level == "error" and code not in codes.ALLOWABLE_ERRORS) or code in _OWN:
            message = f"{code} is an error that has to be mended, and cannot be allowed"
            if code in _OWN:
                message = f"{code} is about allowances and cannot be allowed itself"
            self.wrong.add(codes.BAD_ALLOWANCE, span, message, "mend it, and delete this allowance")
            return
        until = None
        if found["until"]:
            try:
                until = date.fromisoformat(found["until"])
            except ValueError:
                message = f"`{found['until']}` is no date"
                self.wrong.add(codes.BAD_ALLOWANCE, span, message, "write year, month and day, as in 2027-06-30")
                return
        self.all.append(Allowance(code, span, self._covers(span, alone, ends), until))

    def _covers(self, span: Span, alone: bool, ends: dict[int, int]) -> tuple[int, int]:
        lines = self.source.text.split("\n")
        number = span.place[0]
        if alone:  # the next line that is more than a comment
            number += 1
            while number < len(lines) and (not lines[number - 1].strip() or lines[number - 1].lstrip()[:1] == "#"):
                number += 1
            number = min(number, len(lines))
        start = sum(len(line) + 1 for line in lines[: number - 1])
        return start, max(start + len(lines[number - 1]), ends.get(number, 0))

    def filter(self, report: Report) -> Report:
        """The report without what is allowed; call it for each report about the text."""
        kept = Report()
        for d in report:
            covering = [
                a
                for a in self.all
                if a.code == d.code
                and d.span.source.name == self.source.name
                and a.covers[0] <= d.span.start < max(a.covers[1], a.covers[0] + 1)
            ]
            self.used.update(covering)
            if not any(a.until is None or self.today <= a.until for a in covering):
                kept.put(d)
        return kept

    def leftover(self, looked_for: Iterable[Code] = codes.ALL) -> Report:
        """What is wrong with the allowances: badly written, expired, or of no use among the codes looked for."""
        report = Report()
        for d in self.wrong:
            report.put(d)
        looked = frozenset(looked_for)
        for a in self.all:
            if a.until is not None and self.today > a.until:
                message = f"this allowance ended on {a.until.isoformat()}"
                hint = f"mend what {a.code} says, or look at it again and write a later date"
                report.add(codes.EXPIRED_ALLOWANCE, a.span, message, hint)
            elif a not in self.used and a.code in looked:
                message = f"nothing here is a case of {a.code} ({a.code.name})"
                report.add(codes.UNUSED_ALLOWANCE, a.span, message, "delete it", fix=[self._deletion(a)])
        return report

    def _deletion(self, a: Allowance) -> Edit:
        text = self.source.text
        start, end = a.span.start, a.span.end
        while start and text[start - 1] in " \t":
            start -= 1
        if (not start or text[start - 1] == "\n") and end < len(text):
            end += 1  # with its line
        return Edit(Span(self.source, start, end), "")


_OWN = frozenset({codes.UNUSED_ALLOWANCE, codes.EXPIRED_ALLOWANCE, codes.BAD_ALLOWANCE})
