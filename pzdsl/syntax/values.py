"""Slips in numbers, units and comparisons, known by the text around a fault."""

from __future__ import annotations

import re

from pzdsl.diagnostics import Code, codes
from pzdsl.syntax.patched import Change
from pzdsl.syntax.slip import Fault, Slip
from pzdsl.syntax.words import KEYWORDS

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
    if fault.wanted == {"TO"} and fault.found == "and":
        change = Change(fault.at, fault.end, "to")
        message = "`and` does not make a range"
        return Slip(codes.UNEXPECTED, fault.at, fault.end, message, "write `to`", (change,))
    if match is None or fault.at == match.start() or not fault.wanted & {"TO", "UNIT"}:
        return None
    meant = f"{match[1]} to {match[3]}"
    change = Change(match.start(), match.end(), meant)
    message = f"`{match[2]}` does not make a range"
    return Slip(codes.UNEXPECTED, match.start(2), match.end(2), message, f"write `{meant}`", (change,))


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
    if re.match(r"\s*=(?![>=])", fault.text[match.start("unit") + len(written) :]):
        return None  # an argument whose comma is missing
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


_SPLIT = re.compile(r"([<>!])\s+=")


def comparison(fault: Fault) -> Slip | None:
    """`=> 65` as a pattern, `=<`, `> =`, `==` for `=`, `to <= 9`."""
    if fault.found == "=>" and "CMP" in fault.wanted and re.match(r"=>\s*\d", fault.text[fault.at :]):
        return _meant(fault, fault.at, fault.end, ">=", codes.ARROW_FOR_COMPARISON)
    before = fault.text[fault.at - 1 : fault.at]
    if fault.found.startswith("<") and before == "=":
        return _meant(fault, fault.at - 1, fault.at + 1, "<=", codes.ARROW_FOR_COMPARISON)
    if fault.found != "=":
        return None
    split = fault.around(_SPLIT)
    if split is not None:
        return _meant(fault, split.start(), split.end(), f"{split[1]}=", codes.UNEXPECTED)
    if before == "=":
        return _meant(fault, fault.at - 1, fault.end, "=", codes.UNEXPECTED)
    if before == "<" and re.search(r"\bto\s*$", fault.text[: fault.at - 1]):
        change = Change(fault.at - 1, fault.end, "")
        hint = "`a to b` has b in it, `a to < b` has not"
        return Slip(codes.UNEXPECTED, change.start, change.end, "`<=` cannot stand in a range", hint, (change,))
    return None


def _meant(fault: Fault, start: int, end: int, meant: str, code: Code) -> Slip:
    message = f"`{fault.text[start:end]}` stands where `{meant}` is meant"
    return Slip(code, start, end, message, f"write `{meant}`", (Change(start, end, meant),))


def percent_sign(fault: Fault) -> Slip | None:
    """`prior 3 percent`, `prior 0.03`: a probability without its sign."""
    if "PERCENT" not in fault.wanted or fault.wanted & {"DECIMAL", "INT"} or not fault.found[:1].isdigit():
        return None
    spelled = re.match(r"(\d+(?:\.\d+)?)\s*(?:percent|per cent|pct)\b", fault.text[fault.at :])
    message = f"`{fault.found}` stands where a probability is meant"
    if spelled is None:
        return Slip(codes.UNEXPECTED, fault.at, fault.end, message, "a probability has a `%`, as in `12 %`")
    change = Change(fault.at, fault.at + spelled.end(), f"{spelled[1]} %")
    return Slip(codes.UNEXPECTED, change.start, change.end, message, f"write `{change.text}`", (change,))
