"""Frequent slips, known by the text around the place where parsing stopped, each with its own message.

A recogniser looks at a `Fault` and gives a `Slip` or nothing; the first that knows the fault wins. Slips that
the grammar itself accepts (rules `mistake_…`) are told where the tree is built.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches

from pzdsl.diagnostics import codes
from pzdsl.syntax.expected import SIGNS, describe
from pzdsl.syntax.patched import Change
from pzdsl.syntax.slip import Slip
from pzdsl.syntax.words import DECLARATIONS, KEYWORDS, OWN_WORDS


@dataclass(frozen=True, slots=True)
class Fault:
    """Where parsing stopped, what stands there, and which terminals could."""

    text: str
    at: int
    end: int
    wanted: frozenset[str]  # names of terminals
    limit: int  # what follows from here on is not the author's

    @property
    def found(self) -> str:
        """The word or sign that stands there; nothing at the end."""
        return self.text[self.at : self.end] if self.at < self.limit else ""

    @property
    def line(self) -> tuple[int, int]:
        """Where the line begins and ends."""
        end = self.text.find("\n", self.at)
        return self.text.rfind("\n", 0, self.at) + 1, len(self.text) if end < 0 else end

    def around(self, pattern: re.Pattern[str], slack: int = 0) -> re.Match[str] | None:
        """A match on this line that the fault lies in, or at most `slack` blanks after."""
        start, end = self.line
        for match in pattern.finditer(self.text, start, end):
            between = self.text[match.end() : self.at]
            if match.start() <= self.at and (self.at < match.end() or (slack and not between.strip())):
                return match
        return None


Recogniser = Callable[[Fault], Slip | None]


def recognise(fault: Fault) -> Slip:
    """What to say about a fault."""
    for recogniser in RECOGNISERS:
        slip = recogniser(fault)
        if slip is not None:
            return slip
    return unexpected(fault)


_COMMA = re.compile(r"(?<![\w.,])\d+,\d+(?!\w)")


def decimal_comma(fault: Fault) -> Slip | None:
    """`6,5`."""
    match = fault.around(_COMMA, slack=1)
    if match is None:
        return None
    if match.start() == fault.at and not re.match(r"[ ]?%", fault.text[match.end() :]):
        return None
    written = match.group()
    thousands = re.fullmatch(r"[1-9]\d{0,2},\d{3}", written) is not None
    plain = written.replace(",", "" if thousands else ".")
    comma = match.start() + written.index(",")
    return Slip(
        codes.DECIMAL_COMMA,
        match.start(),
        match.end(),
        f"`{written}` has a comma, and numbers have none",
        f"write `{plain}`",
        (Change(comma, comma + 1, "" if thousands else "."),),
    )


_BARE = re.compile(r"(?<![\w.])\.\d+|(?<![\w.])\d+\.(?![\d.])")


def bare_decimal_point(fault: Fault) -> Slip | None:
    """`.5`, `5.`."""
    match = fault.around(_BARE, slack=1)
    if match is None:
        return None
    written = match.group()
    plain = "0" + written if written.startswith(".") else written[:-1]
    side = "before" if written.startswith(".") else "after"
    return Slip(
        codes.BARE_DECIMAL_POINT,
        match.start(),
        match.end(),
        f"`{written}` has no digit {side} its point",
        f"write `{plain}`",
        (Change(match.start(), match.end(), plain),),
    )


_RANGE = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)[ ]?(-|\.\.+)[ ]?(\d+(?:\.\d+)?)")


def range_sign(fault: Fault) -> Slip | None:
    """`18-65`, `18..65`."""
    match = fault.around(_RANGE)
    if match is None or fault.at == match.start() or not fault.wanted & {"TO", "UNIT"}:
        return None
    meant = f"{match[1]} to {match[3]}"
    change = Change(match.start(), match.end(), meant)
    message = f"`{match[2]}` does not make a range"
    return Slip(codes.UNEXPECTED, match.start(2), match.end(2), message, f"write `{meant}`", (change,))


_PERCENT = re.compile(r"\d[ ]?(%)")


def percent_for_unit(fault: Fault) -> Slip | None:
    """`reference < 5.7 %`, `number % 3 to 20`."""
    if "UNIT" not in fault.wanted or fault.found != "%":
        return None
    space = " " if fault.text[fault.at - 1] != " " else ""
    number = re.search(r"\d+(?:\.\d+)?[ ]?$", fault.text[: fault.at])
    shown = f"{number.group().strip()} %" if number else "%"
    return Slip(
        codes.PERCENT_FOR_UNIT,
        number.start() if number else fault.at,
        fault.end,
        f"`{shown}` is a probability, where a value with a unit is meant",
        f"write the unit in quotes: `{shown[:-1]}'%'`",
        (Change(fault.at, fault.end, f"{space}'%'"),),
    )


_TIMES = {
    "years": "y yr yrs a", "months": "mo mos mon", "weeks": "wk wks w", "days": "d dy", "hours": "h hr hrs",
    "minutes": "min mins m",
}  # fmt: skip
_TIME_OF = {short: word for word, shorts in _TIMES.items() for short in shorts.split()}
_UNIT = re.compile(
    r"(?:(?<![\w.])\d+(?:\.\d+)?[ ]?|\bnumber[ ]+|\bcount[ ]+|\bas[ ]+|\bin[ ]+|\)[ ]?)"
    r"(?P<unit>[A-Za-zµ°/][A-Za-z0-9/\[\]%.^*µ°_]*)"
)


def unquoted_unit(fault: Fault) -> Slip | None:
    """`126 mg/dL`, `3 yrs`."""
    match = fault.around(_UNIT)
    if match is None or not match.start("unit") <= fault.at <= match.end("unit"):
        return None
    written = match["unit"].rstrip(".")
    if written in KEYWORDS or (fault.at == match.start("unit") and not _takes_unit(fault)):
        return None
    if fault.at > match.start("unit") and not re.search(r"[/\[%^*.]", written):
        return None  # the word itself was taken, and it is no unit
    start, end = match.start("unit"), match.start("unit") + len(written)
    word = _TIME_OF.get(written.lower())
    if word and "/" not in written:
        message = f"`{written}` is not a word for a time"
        hint, change = f"write `{word}`", word
    else:
        message = f"the unit `{written}` stands without quotes"
        hint, change = f"write `'{written}'`", f"'{written}'"
    space = "" if fault.text[start - 1] in " \n" else " "
    return Slip(codes.UNQUOTED_UNIT, start, end, message, hint, (Change(start, end, space + change),))


def double_quoted_unit(fault: Fault) -> Slip | None:
    """`"mg/dL"`."""
    unit = fault.found[1:-1]
    if not fault.found.startswith('"') or "UNIT" not in fault.wanted or not re.fullmatch(r"[^\s']+", unit):
        return None
    change = Change(fault.at, fault.end, f"'{unit}'")
    message = f"`{fault.found}` is a text; a unit has single quotes"
    return Slip(codes.UNQUOTED_UNIT, fault.at, fault.end, message, f"write `'{unit}'`", (change,))


def _takes_unit(fault: Fault) -> bool:
    return bool(fault.wanted & {"UNIT", "YEARS"})


def arrow(fault: Fault) -> Slip | None:
    """`=> 65` as a pattern, `=<`."""
    if fault.found == "=>" and "CMP" in fault.wanted and re.match(r"=>\s*\d", fault.text[fault.at :]):
        meant, start, end = ">=", fault.at, fault.end
    elif fault.found.startswith("<") and fault.text[fault.at - 1 : fault.at + 1] == "=<":
        meant, start, end = "<=", fault.at - 1, fault.at + 1
    else:
        return None
    written = fault.text[start:end]
    return Slip(
        codes.ARROW_FOR_COMPARISON,
        start,
        end,
        f"`{written}` does not compare",
        f"write `{meant}`",
        (Change(start, end, meant),),
    )


_SIGNS = {"&&": "and", "||": "or", "&": "and", "!": "not", "<>": "!=", "===": "==", ":=": "=", "~=": "!="}


def foreign_sign(fault: Fault) -> Slip | None:
    """`&&`, `||`, `!`: signs of other languages."""
    for written, meant in _SIGNS.items():
        for start in (fault.at, fault.at - 1):
            if fault.text.startswith(written, start) and start >= 0 and start + len(written) > fault.at:
                change = Change(start, start + len(written), f" {meant} ")
                message = f"`{written}` is not a word of the language"
                return Slip(codes.UNEXPECTED, start, change.end, message, f"write `{meant}`", (change,))
    return None


def semicolon(fault: Fault) -> Slip | None:
    """`;` at the end of a statement."""
    if fault.found != ";":
        return None
    meant = "," if "COMMA" in fault.wanted and len(fault.wanted) < 5 else ""
    hint = "write `,`" if meant else "delete it: nothing is needed between statements"
    change = Change(fault.at, fault.end, meant)
    return Slip(codes.UNEXPECTED, fault.at, fault.end, "`;` is not part of the language", hint, (change,))


def wrong_sign(fault: Fault) -> Slip | None:
    """`sd: 1.5`, `mild = 40 %`, `silent -> 5 %`."""
    signs = [SIGNS[name] for name in ("ARROW", "EQUALS", "COLON") if name in fault.wanted]
    start, end = fault.at, fault.end
    if fault.text.startswith("->", start):
        end = start + 2
    written = fault.text[start:end]
    if len(signs) != 1 or written not in ("=", ":", "=>", "->", "=="):
        return None
    change = Change(start, end, signs[0])
    message = f"`{written}` stands where `{signs[0]}` is meant"
    return Slip(codes.UNEXPECTED, start, end, message, f"write `{signs[0]}`", (change,))


def stray_comma(fault: Fault) -> Slip | None:
    """A comma at the end of a row or an option."""
    if fault.found != "," or not fault.wanted & {"RBRACE", "OTHERWISE"}:
        return None
    change = Change(fault.at, fault.end, "")
    hint = "delete it: nothing is needed between rows or options"
    return Slip(codes.UNEXPECTED, fault.at, fault.end, "`,` cannot stand here", hint, (change,))


def missing_sign(fault: Fault) -> Slip | None:
    """A comma, colon or bracket that was left out."""
    begins = re.match(r"[\w\"'@}\[]|=>", fault.found)
    if begins is None:
        return None
    signs = [name for name in fault.wanted if name in SIGNS]
    if len(fault.wanted) == 1 and signs and signs[0] not in ("LBRACE", "RBRACE"):
        sign = SIGNS[signs[0]]
    elif fault.found.startswith("[") and "COLON" in fault.wanted:
        sign = ":"
    elif _continues_list(fault):
        sign = ","
    elif "RPAR" in fault.wanted and (fault.found in KEYWORDS or fault.found[0] in "@}="):
        sign = ")"
    else:
        return None
    before = len(fault.text[: fault.at].rstrip())
    change = Change(before, before, f" {sign}" if sign == "=>" else sign)
    message = f"`{sign}` is missing before `{fault.found}`"
    return Slip(codes.UNEXPECTED, fault.at, fault.end, message, f"write `{sign}` there", (change,))


def _continues_list(fault: Fault) -> bool:
    """Whether a comma would make what was found the next item of a list."""
    if fault.wanted in ({"COMMA", "RBRACE"}, {"COMMA", "RSQB"}):
        return fault.found != "}"
    after_text = fault.text[: fault.at].rstrip().endswith('"')
    return after_text and fault.found.startswith('"') and "COMMA" in fault.wanted


def near_word(fault: Fault) -> Slip | None:
    """`preccision`, `AND`: a word close to one that could stand here."""
    if not re.fullmatch(r"[A-Za-z_]\w*", fault.found) or "NAME" in fault.wanted:
        return None
    words = [name.lower() for name in fault.wanted if name.lower() in KEYWORDS]
    near = get_close_matches(fault.found.lower(), words, n=1, cutoff=0.75)
    if not near:
        return None
    change = Change(fault.at, fault.end, near[0])
    message = f"`{fault.found}` is not a word of the language"
    return Slip(codes.UNEXPECTED, fault.at, fault.end, message, f"did you mean `{near[0]}`?", (change,))


def reserved_word(fault: Fault) -> Slip | None:
    """A word of the language where only a name can stand."""
    if fault.found not in KEYWORDS or "NAME" not in fault.wanted:
        return None
    if len(fault.wanted - {"STRING"}) > 3:
        return None  # a name is only one of many things that could stand here
    return Slip(
        codes.RESERVED_WORD,
        fault.at,
        fault.end,
        f"`{fault.found}` is a word of the language and cannot be a name",
        f"choose another name, such as `{fault.found}_value`",
    )


def unexpected(fault: Fault) -> Slip:
    """Anything else: what was found, and what could stand there."""
    wanted = describe(fault.wanted)
    hint = f"expected {wanted}" if wanted else None
    if not fault.found:
        before = fault.text[: min(fault.at, fault.limit)].rstrip()
        last = re.search(r'"[^"\n]*"$|\S+$', before)
        shown = last.group() if last else ""
        start = len(before) - len(shown)
        if not shown:
            return Slip(codes.UNEXPECTED, 0, 0, "something is missing here", hint)
        return Slip(codes.UNEXPECTED, start, len(before), f"something is missing after `{shown}`", hint)
    if not re.match(r"[\w\s\"'@\[\](){}<>=!,:.|+*/^#%-]", fault.found):
        message = f"`{fault.found}` is not part of the language"
        return Slip(codes.UNKNOWN_CHARACTER, fault.at, fault.end, message, hint)
    message = f"`{fault.found}` cannot stand here"
    return Slip(codes.UNEXPECTED, fault.at, fault.end, message, hint)


RECOGNISERS: tuple[Recogniser, ...] = (
    decimal_comma,  # numbers first: a unit may follow them
    range_sign,
    bare_decimal_point,
    percent_for_unit,
    arrow,
    unquoted_unit,
    double_quoted_unit,
    semicolon,
    foreign_sign,
    wrong_sign,
    near_word,
    missing_sign,
    stray_comma,
    reserved_word,
)


# --- mistakes in what an island is, rather than inside one


def missing_header(text: str) -> Slip | None:
    """A text that does not begin with `pz 1`."""
    first = re.search(r"(?m)^[ \t\ufeff]*(?P<word>[^\s#]+)", text)
    if first is not None and first["word"] == "pz":
        return None
    start = first.start("word") if first else 0
    return Slip(
        codes.NO_HEADER,
        start,
        first.end("word") if first else 0,
        "the file does not begin with `pz 1`",
        "write `pz 1` on the first line: it says which version of the language this is",
        (Change(start, start, "pz 1\n\n"),) if first else (),
    )


def unknown_declaration(word: str, start: int) -> Slip:
    """A word that opens no declaration, where one should begin."""
    end = start + len(word)
    if word in OWN_WORDS:
        block = OWN_WORDS[word]
        head = "dimension NAME" if block == "dimension" else block
        message = f"`{word}` stands outside a block"
        return Slip(codes.UNEXPECTED, start, end, message, f"move it into `{head} {{ … }}`")
    near = get_close_matches(word.lower(), sorted(DECLARATIONS), n=1, cutoff=0.6)
    message = f"`{word}` begins no declaration"
    if near:
        change = Change(start, end, near[0])
        return Slip(codes.UNKNOWN_DECLARATION, start, end, message, f"did you mean `{near[0]}`?", (change,))
    hint = "a declaration begins with a word such as `dimension`, `constraint`, `symptoms` or `exams`"
    return Slip(codes.UNKNOWN_DECLARATION, start, end, message, hint)
