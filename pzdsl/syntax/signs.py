"""Signs and quotes that are missing, misplaced or from another language, known by the text around a fault."""

from __future__ import annotations

import re

from pzdsl.diagnostics import codes
from pzdsl.syntax.expected import SIGNS
from pzdsl.syntax.patched import Change
from pzdsl.syntax.slip import Fault, Slip
from pzdsl.syntax.words import KEYWORDS

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
    if fault.found == "is" and fault.wanted == {"EQUALS"}:
        change = Change(fault.at, fault.end, "=")
        return Slip(codes.UNEXPECTED, fault.at, fault.end, "`is` stands where `=` is meant", "write `=`", (change,))
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
    ends_line = not fault.text[fault.end : fault.line[1]].strip()
    if fault.found != "," or not (ends_line or fault.wanted & {"RBRACE", "OTHERWISE"}):
        return None
    change = Change(fault.at, fault.end, "")
    hint = "delete it: nothing is needed between rows or options"
    return Slip(codes.UNEXPECTED, fault.at, fault.end, "`,` cannot stand here", hint, (change,))


def missing_sign(fault: Fault) -> Slip | None:
    """A comma, colon or bracket that was left out."""
    begins = re.match(r"[\w\"'@}\[]|=>", fault.found)
    if begins is None:
        return None
    wanted = fault.wanted - {"STRING"}
    signs = [name for name in wanted if name in SIGNS]
    if len(wanted) == 1 and signs and signs[0] not in ("LBRACE", "RBRACE"):
        sign = SIGNS[signs[0]]
    elif "ARROW" in wanted and re.match(r"\d+(\.\d+)?\s*%|exactly\b|\w+\(", fault.text[fault.at :]):
        sign = "=>"
    elif fault.found.startswith("[") and "COLON" in fault.wanted:
        sign = ":"
    elif "RPAR" in wanted and re.match(r"[a-z][^=\n(){}]*=>", fault.text[fault.at :]):
        sign = ")"  # a new row begins
    elif _continues_list(fault):
        sign = ","
    elif "RPAR" in fault.wanted and (fault.found in KEYWORDS or fault.found[0] in "@}="):
        sign = ")"
    else:
        return None
    before = len(fault.text[: fault.at].rstrip())
    change = Change(before, before, f" {sign} " if sign == "=>" else sign)
    message = f"`{sign}` is missing before `{fault.found}`"
    return Slip(codes.UNEXPECTED, fault.at, fault.end, message, f"write `{sign}` there", (change,))


def _continues_list(fault: Fault) -> bool:
    """Whether a comma would make what was found the next item of a list."""
    if fault.wanted in ({"COMMA", "RBRACE"}, {"COMMA", "RSQB"}):
        return fault.found != "}"
    if "COMMA" in fault.wanted and re.match(r"[a-z]\w*\s*(=(?!>)|=>)", fault.text[fault.at :]):
        return True
    after_text = fault.text[: fault.at].rstrip().endswith('"')
    return after_text and fault.found.startswith('"') and "COMMA" in fault.wanted


def extra_sign(fault: Fault) -> Slip | None:
    """`precision = 0.1`, `message: "…"`: a sign after a word of the language."""
    if fault.found not in ("=", ":"):
        return None
    before = re.search(r"([a-z]+)\s*$", fault.text[: fault.at])
    if before is None or before[1] not in KEYWORDS:
        return None
    change = Change(fault.at, fault.end, "")
    message = f"`{fault.found}` cannot stand after `{before[1]}`"
    return Slip(codes.UNEXPECTED, fault.at, fault.end, message, "delete it", (change,))


def source_name(fault: Fault) -> Slip | None:
    """`@ survey`, `@Survey`."""
    match = re.match(r"@\s*([A-Za-z])(\w*)", fault.text[fault.at :])
    if match is None or fault.found != "@":
        return None
    meant = f"@{match[1].lower()}{match[2]}"
    change = Change(fault.at, fault.at + match.end(), meant)
    message = f"`{match.group()}` is not the name of a source"
    return Slip(codes.UNEXPECTED, change.start, change.end, message, f"write `{meant}`", (change,))


def unclosed_locator(fault: Fault) -> Slip | None:
    """`@survey [Table 1`."""
    if fault.found != "[" or "LOCATOR" not in fault.wanted:
        return None
    end = fault.at + len(fault.text[fault.at : fault.line[1]].rstrip())
    message = "the place in the source has no closing `]` on its line"
    return Slip(codes.UNEXPECTED, fault.at, end, message, "write `]` where it ends", (Change(end, end, "]"),))


_FIELD = re.compile(r":\s*(?P<text>[A-Za-z][^\":{}\n]*?)\s*(?=[a-z_]+\s*:|[}\n])")


def quotes(fault: Fault) -> Slip | None:
    """A text without its quotes, or in single ones."""
    field = fault.around(_FIELD, slack=1) if fault.wanted == {"COLON"} else None
    if field is not None and " " in field["text"]:
        start, end, text = field.start("text"), field.end("text"), field["text"]
    elif fault.wanted != {"STRING"} or not re.match(r"['\w]", fault.found):
        return None
    elif fault.found.startswith("'"):
        start, end, text = fault.at, fault.end, fault.found[1:-1]
    else:
        words = re.match(r"[^\n\"{}@#,]+", fault.text[fault.at : fault.limit])
        text = words.group().strip() if words else fault.found
        start, end = fault.at, fault.at + len(text)
    shown = f'"{text}"'
    message = f"`{fault.text[start:end]}` has no double quotes, as a text needs them"
    return Slip(codes.UNEXPECTED, start, end, message, f"write `{shown}`", (Change(start, end, shown),))
