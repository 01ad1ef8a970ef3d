"""What could stand somewhere, in an author's words."""

from __future__ import annotations

from collections.abc import Collection

from pzdsl.syntax.words import KEYWORDS, TIME_WORDS

_THINGS = {
    "NAME": "a name",
    "DECIMAL": "a number",
    "PERCENT": "a percentage such as `12 %`",
    "STRING": "a text in quotes",
    "CODE_REF": "a code such as `ICD10CM#E11.9`",
    "DATE": "a date such as `2026-05-01`",
}
_AFTERTHOUGHTS = {
    "UNIT": "a unit in quotes such as `'mg/dL'`",
    "CMP": "a comparison such as `>=`",
    "REF": "a source such as `@name`",
    "LOCATOR": "a place in the source such as `[Table 2]`",
}
SIGNS = {
    "EQUALS": "=", "LBRACE": "{", "RBRACE": "}", "COMMA": ",", "COLON": ":", "VBAR": "|", "LSQB": "[",
    "RSQB": "]", "LPAR": "(", "RPAR": ")", "ARROW": "=>",
}  # fmt: skip
_OPERATORS = frozenset({"SIGN", "MULOP", "CIRCUMFLEX", "DOT", "AND", "OR", "IMPLIES", "IS", "IN", "BETWEEN", "AS"})
_OPTIONS = (
    "precision", "code", "lay", "known", "disclosed", "kind", "missing", "reference", "critical", "also",
    "ordered", "severity", "trend", "onset", "lasts", "since", "site", "side", "character", "episodes",
    "worse", "better", "dose", "chronic",
)  # fmt: skip
_MOST = 5


def describe(wanted: Collection[str]) -> str:
    """`a name, a number or `{``, from the names of terminals; empty where there is nothing to say."""
    parts = _parts(set(wanted))
    if len(parts) > _MOST:
        parts = [*parts[: _MOST - 1], "something else that fits"]
    if len(parts) < 2:
        return "".join(parts)
    return ", ".join(parts[:-1]) + " or " + parts[-1]


def _parts(wanted: set[str]) -> list[str]:
    wanted.discard("$END")
    if {"CMP", "EQUALS", "ARROW"} <= wanted:  # these two are slips that the grammar knows
        wanted -= {"EQUALS", "ARROW"}
    if "INT" in wanted:
        wanted = wanted - {"INT"} | {"DECIMAL"}
    if "LT" in wanted:
        wanted = wanted - {"LT"} | ({"CMP"} if "CMP" in wanted else {"LT"})
    words = {name.lower() for name in wanted if name.lower() in KEYWORDS and name not in _OPERATORS}
    if "P" in wanted:
        words = words - {"p"} | {"P"}
    parts = [_THINGS[name] for name in _THINGS if name in wanted]
    if "LT" in wanted:
        parts.append("`<`")
    parts += [f"`{sign}`" for name, sign in SIGNS.items() if name in wanted]
    options = [word for word in _OPTIONS if word in words]
    if len(options) > 3:
        words.difference_update(options)
    times = words & TIME_WORDS
    if len(times) > 2:
        words -= times
    parts += [f"`{word}`" for word in sorted(words)]
    parts += [text for name, text in _AFTERTHOUGHTS.items() if name in wanted]
    if len(options) > 3:
        parts.append(f"an option such as `{options[0]}`")
    if len(times) > 2:
        parts.append("a word for a time such as `years`")
    if len(wanted & _OPERATORS) > 1:
        parts.append("an operator such as `and` or `+`" if "AND" in wanted else "an operator such as `+`")
    elif wanted & _OPERATORS:
        only = next(iter(wanted & _OPERATORS))
        parts.append("`.`" if only == "DOT" else "`-`" if only == "SIGN" else f"`{only.lower()}`")
    return parts
