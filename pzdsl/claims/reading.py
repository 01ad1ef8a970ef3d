"""`Reading`: one sentence as its mentions, numbers and cues, in order, found in one walk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pzdsl.claims.lexicon import Lexicon
from pzdsl.claims.numbers import (
    ONE_OF,
    STARTERS,
    TENS,
    Number,
    and_a_half,
    from_digits,
    from_words,
)
from pzdsl.claims.tokens import LOOKALIKES, TOKEN, normal
from pzdsl.claims.units import convert, dimension_of, spellings, unit_pattern


@dataclass(slots=True)
class Item:
    """Something found in tokens [i, j): its role, and what the role's table says of it."""

    role: str
    value: Any
    i: int
    j: int


@dataclass(slots=True)
class Quantity:
    """A number with its unit and hedge; `tail` is the number it forms a pair with (`148/88`)."""

    number: Number
    unit: str | None
    hedge: str
    tail: Number | None = None
    per: bool = False  # “a week” follows: set by who reads it


@dataclass(slots=True)
class Reading:
    """A sentence, its tokens and its items."""

    sentence: str
    tokens: list[str]
    starts: list[int]
    ends: list[int]
    items: list[Item]
    roles: frozenset[str]
    lexicon: Lexicon
    question: bool = False

    def words(self, i: int, j: int) -> str:
        """The text of tokens [i, j)."""
        i, j = max(i, 0), min(j, len(self.tokens))
        return self.sentence[self.starts[i] : self.ends[j - 1]] if i < j else ""

    def of(self, role: str) -> list[Item]:
        """The items of one role."""
        return [item for item in self.items if item.role == role] if role in self.roles else []


_AMBIGUOUS = {"c": (30.0, 112.0), "f": (30.0, 112.0), "k": (1.0, 1500.0)}
_PAIR = frozenset(("/", " / ", " over ", "-over-", " on "))
_RANGE = frozenset((" to ", "-", "–", " or ", " - ", " – ", "—", "-to-", "-or-"))
_AFTER = {"or so": "about", "or more": "over", "or less": "under", "give or take": "about"}
_NOT_UNITS_ALONE = frozenset(("in", "m", "a", "h", "d", "u", "l", "g", "mo", "s", "as", "'", "’", "#", "py"))


def read(sentence: str, lexicon: Lexicon) -> Reading:
    """Walk the sentence once: the longest phrase at each word, numbers with their units in between."""
    text = sentence if sentence.isascii() else sentence.translate(LOOKALIKES)
    low = text.lower()
    if len(low) != len(text):  # a letter whose lower case is longer: positions would shift
        text = low = text.encode("ascii", "replace").decode().lower()
    spans = [match.span() for match in TOKEN.finditer(text)]
    starts = [i for i, _ in spans]
    ends = [j for _, j in spans]
    # single letters keep their case: K is potassium, k is a thousand
    tokens = [low[i:j] if j - i > 1 else text[i] for i, j in spans]
    if any(t[-1] == "." for t in tokens):
        tokens = [normal(t) for t in tokens]
    items: list[Item] = []
    tree = lexicon.tree
    i, n = 0, len(tokens)
    while i < n:
        token = tokens[i]
        node = tree.get(token)
        numeric = token in STARTERS or token[0] in "0123456789."
        if node is None and not numeric:
            if token == ",":
                items.append(Item("comma", None, i, i + 1))
            i += 1
            continue
        payload: tuple[tuple[str, Any], ...] = ()
        j = i + 1
        if node is not None:
            k = i
            while node is not None:
                k += 1
                if None in node:
                    payload, j = node[None], k
                node = node.get(tokens[k]) if k < n else None
        if j > i + 1 and j < n and tokens[j - 1] == "one" and (tokens[j] in ("point", "hundred") or tokens[j] in TENS):
            payload, j = (), j - 1  # “only one point four” is a number, not one side
        if numeric and j == i + 1:
            found = _number(tokens, starts, ends, low, i, items)
            if found is not None:
                if token == "zero":  # “zero nausea”
                    items.append(Item("neg", "no", i, i + 1))
                i = found
                continue
        if (
            token in ("no", "without")
            and any(role == "choice" for role, _ in payload)
            and _reaches(tree, tokens, i + 1, j)
        ):
            items.append(Item("neg", "no", i, i + 1))  # “no discharge from the ear” is not the label “no discharge”
            i += 1
            continue
        for role, value in payload:
            if role == "choice" and token in ("no", "not", "without"):
                items.append(Item("neg", "no", i, i + 1))
            items.append(Item(role, value, i, j))
        if token == "," and not payload:
            items.append(Item("comma", None, i, j))
        i = j
    roles = frozenset([item.role for item in items])
    return Reading(sentence, tokens, starts, ends, items, roles, lexicon, sentence.rstrip("\"”' ").endswith("?"))


def _reaches(tree: dict[Any, Any], tokens: list[str], i: int, stop: int) -> bool:
    """Whether a phrase that starts at token i goes on beyond `stop`."""
    node = tree.get(tokens[i]) if i < len(tokens) else None
    k = i + 1
    while node is not None:
        if None in node and k > stop:
            return True
        node = node.get(tokens[k]) if k < len(tokens) else None
        k += 1
    return False


def _number(tokens: list[str], starts: list[int], ends: list[int], low: str, i: int, items: list[Item]) -> int | None:
    """Read a number with unit at token i into `items`; the token after it, or None."""
    n = len(tokens)
    token = tokens[i]
    if token in ("one", "two") and tokens[i - 1] == "or" and i > 2 and tokens[i - 3] in ONE_OF:
        return i + 1  # “a drink or two”: read with the drink
    if token in ONE_OF and tokens[i + 2 : i + 4] == ["or", "two"]:
        items.append(Item("number", Quantity(Number(1.5, 1.0, 2.0, 0.0, vague=True), None, ""), i, i + 1))
        return i + 1
    if token in ONE_OF and tokens[i + 1 : i + 2] == ["half"] and tokens[i - 1] == "and" and tokens[i - 2][:4] == "pack":
        return i + 2  # “a pack and a half”: read with the pack
    if token[0].isdigit() or token[0] == ".":
        number, j = from_digits(token), i + 1
        if j < n and tokens[j] == "s" and starts[j] == ends[i] and number.said % 10 == 0:  # the 40s
            wide = 99.99 if number.said >= 200 and number.said % 100 == 0 else 9.99
            number, j = Number(number.said + wide / 2, number.said, number.said + wide, 0.0, vague=True), j + 1
        elif j < n and tokens[j] in ("st", "nd", "rd", "th") and starts[j] == ends[i]:
            return j + 1
        elif half := and_a_half(tokens, j, number.said):
            number, j = half, j + 3
        elif j < n and starts[j] <= ends[i] + 1 and low[ends[i] : ends[i] + 4].strip() in ("1/2", "½"):
            number, j = Number(number.said + 0.5, number.said + 0.5, number.said + 0.5, 0.25), j + 2
    else:
        found = from_words(tokens, i)
        if found is None:
            return None
        number, j = found
    if j < n and tokens[j] in ("pack", "packs") and (half := and_a_half(tokens, j + 1, number.said)):
        number = half
    odd = j < n and tokens[j] == "odd"
    unit, j_unit = _unit(low, tokens, starts, ends, j, number)
    if token in ONE_OF and j == i + 1 and unit is None and not (j < n and tokens[j] == "pack"):
        return None
    if unit is not None and j_unit > j:
        spelled = low[starts[j] : ends[j_unit - 1]]
        if token in ONE_OF and (len(spelled) < 3 or dimension_of(unit) not in ("time", "mass", "tablets", "puffs")):
            return None
    if (
        token == "one"
        and number.said > 100
        and unit is not None
        and (low[ends[j - 1] : ends[j - 1] + 1] == "-" or tokens[j] in ("milligram", "microgram"))
    ):
        return i + 1  # “one forty-milligram tablet”: a tablet of 40 mg
    hedge = _hedge(items, i)
    if odd and unit and not hedge:  # “twenty-odd years”
        number = Number(number.said + 4, number.said, number.said + 9, 0.5, vague=True)
    j = j_unit
    if unit and (half := and_a_half(tokens, j, number.said)) and number.low == number.high:
        number, j = half, j + 3
    if previous := _joins(items, i, low, starts, ends):
        head = previous.value
        between = low[ends[previous.j - 1] : starts[i]]
        if between in _PAIR and head.tail is None and head.unit is None and head.number.said > 1:
            head.tail, head.unit, previous.j = number, unit, j
            return j
        if (
            between == " or "
            and unit is None
            and dimension_of(head.unit) == "time"
            and head.number.said < number.said <= 12
        ):
            head.number = Number(head.number.said, head.number.low, number.high, 0.5, vague=True)  # “a week or two”
            previous.j = j
            return j
        if (
            between in _RANGE or (between == " and " and "between" in tokens[max(previous.i - 2, 0) : previous.i])
        ) and (head.unit in (None, unit) and head.number.said < number.said and head.tail is None):
            said = (head.number.said + number.said) / 2
            head.number = Number(said, head.number.low, number.high, number.half, vague=True)
            head.unit, previous.j = unit, j
            return j
        if head.unit == "[ft_i]" and unit in ("[in_i]", None) and number.said < 12 and previous.j >= i - 1:
            inches = head.number.said * 12 + number.said
            head.number, head.unit, previous.j = Number(inches, inches, inches, 0.5), "[in_i]", j
            return j
        if head.unit == "[lb_av]" and unit == "[oz_av]" and number.said < 16 and previous.j >= i - 1:
            pounds = head.number.said + number.said / 16
            head.number, previous.j = Number(pounds, pounds, pounds, 0.05), j
            return j
    if j + 1 < n + 1 and (after := _AFTER.get(" ".join(tokens[j : j + 2]))):
        hedge, j = after, j + 2
    items.append(Item("number", Quantity(number, unit, hedge), i, j))
    return j


def _joins(items: list[Item], i: int, low: str, starts: list[int], ends: list[int]) -> Item | None:
    """The number just before token i, if nothing but a short word lies between."""
    for item in reversed(items[-2:]):
        if item.role == "number":
            return item if starts[i] - ends[item.j - 1] <= 6 else None
    return None


def _hedge(items: list[Item], i: int) -> str:
    for item in reversed(items[-3:]):
        if item.role == "hedge" and i - item.j <= 1:
            return str(item.value)
        if item.role in ("number", "mention"):
            break
    return ""


def _unit(
    low: str, tokens: list[str], starts: list[int], ends: list[int], j: int, number: Number
) -> tuple[str | None, int]:
    """The unit after a number, and the token after it."""
    match = unit_pattern().match(low, ends[j - 1])
    if match is None:
        if j < len(tokens) and tokens[j] in (
            "full",
            "whole",
            "solid",
            "straight",
            "odd",
            "plus",
            "long",
            "good",
            "more",
            "other",
        ):
            match = unit_pattern().match(low, ends[j])
            if match is None or convert(1.0, spellings()[match.group(1)], "days") is None:
                return None, j
        else:
            return None, j
    spelled = match.group(1)
    bounds = _AMBIGUOUS.get(spelled)
    if bounds is not None and not bounds[0] <= number.said <= bounds[1]:
        return None, j
    if spelled in ("m", "l", "u", "d", "s", "a", "#", "py", "in", "y", "w") and not _is_unit(
        spelled, number, low, match.end(1)
    ):
        return None, j
    if spelled in ("'", '"') and not (3 <= number.said <= 90):
        return None, j
    end = match.end(1)
    while j < len(tokens) and starts[j] < end:
        j += 1
    return spellings()[spelled], j


def _is_unit(spelled: str, number: Number, low: str, end: int) -> bool:
    if spelled == "m":
        return number.said < 2.5 and number.half < 0.5
    if spelled == "in":  # “in” is seldom inches
        return number.said >= 20 and (
            low[end:] in ("", ".", ".)") or low[end:].startswith((" and ", ", ", "; ", " tall", ")"))
        )
    if spelled in ("y", "w"):  # “x20y”
        return low[end - 2 : end - 1].isdigit() and low[end : end + 1] in ("", ".", ",", ";", " ", ")")
    return spelled in ("u", "d", "l") and low[end : end + 1] in ("", ".", ",", ";", " ")
