"""What to say where parsing stopped: frequent slips each have their own message, the rest is `unexpected`.

A recogniser looks at a `Fault` and gives a `Slip` or nothing; the first that knows the fault wins. Slips that
the grammar itself accepts (rules `mistake_…`) are told where the tree is built.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches

from pzdsl.diagnostics import codes
from pzdsl.syntax import signs, values
from pzdsl.syntax.expected import describe
from pzdsl.syntax.patched import Change
from pzdsl.syntax.slip import Fault, Slip
from pzdsl.syntax.words import DECLARATIONS, KEYWORDS, OWN_WORDS

Recogniser = Callable[[Fault], Slip | None]


def recognise(fault: Fault) -> Slip:
    """What to say about a fault."""
    for recogniser in RECOGNISERS:
        slip = recogniser(fault)
        if slip is not None:
            return slip
    return unexpected(fault)


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


def capital_type(fault: Fault) -> Slip | None:
    """`Number 'mg/dL'`: taken for the name of a type."""
    before = re.search(r":\s*([A-Z]\w*)\s*$", fault.text[: fault.at])
    if before is None or before[1].lower() not in ("number", "count", "boolean"):
        return None
    word = before[1].lower()
    change = Change(before.start(1), before.end(1), word)
    message = f"`{before[1]}` is written in small letters"
    return Slip(codes.UNEXPECTED, change.start, change.end, message, f"write `{word}`", (change,))


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
    values.decimal_comma,  # numbers first: a unit may follow them
    values.range_sign,
    values.bare_decimal_point,
    values.percent_for_unit,
    values.comparison,
    values.unquoted_unit,
    values.double_quoted_unit,
    values.percent_sign,
    signs.semicolon,
    signs.foreign_sign,
    signs.source_name,
    signs.unclosed_locator,
    signs.quotes,
    signs.wrong_sign,
    near_word,
    capital_type,
    signs.missing_sign,
    signs.stray_comma,
    signs.extra_sign,
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


def unknown_declaration(text: str, word: str) -> Slip:
    """A word at the start of a text that opens no declaration, where one should begin."""
    start, end = 0, len(word)
    if word in OWN_WORDS:
        block = OWN_WORDS[word]
        if re.match(r"\s*\{", text[end:]):
            message, change = f"`{word}` begins no declaration", Change(start, end, block)
            return Slip(codes.UNKNOWN_DECLARATION, start, end, message, f"did you mean `{block}`?", (change,))
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
