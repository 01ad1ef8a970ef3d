"""Complete and disjoint: the verdict on random tables agrees with trying every patient."""

from __future__ import annotations

import itertools
import re
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.semantics.made import check

STEP = Decimal("0.5")
TYPES = {
    "band": ("category", ["low", "mid", "top"]),
    "flag": ("boolean", ["true", "false"]),
    "whole": ("count", [Decimal(i) for i in range(7)]),
    "half": ("grid", [i * STEP for i in range(9)]),
    "real": ("real", [Decimal(i) / 4 for i in range(25)]),  # dense: bounds are halves, so quarters decide
}
DECLARED = """
type band = low | mid | top
dimension biological {
  attribute band : band prior { low: 100 % }
  attribute flag : boolean prior 0 %
  attribute whole : count 0 to 6 prior exactly 0
  attribute half : number 0 to 4 prior exactly 0 precision 0.5
  attribute real : number 0 to 6 prior exactly 0
"""


def patterns(name: str) -> st.SearchStrategy[str]:
    kind, values = TYPES[name]
    if kind in ("category", "boolean"):
        some = st.lists(st.sampled_from([str(v) for v in values]), min_size=1, max_size=2, unique=True)
        return st.one_of(st.just("any"), some.map(" or ".join))
    numbers = st.integers(0, 12).map(lambda i: i * STEP)
    against = st.tuples(st.sampled_from(["<", "<=", ">", ">=", "=="]), numbers).map(lambda p: f"{p[0]} {p[1]}")

    def interval(p: tuple[Decimal, Decimal, bool]) -> str:
        low, high = min(p[0], p[1]), max(p[0], p[1])
        return f"{low} to {'< ' if p[2] and low < high else ''}{high}"

    return st.one_of(st.just("any"), against, st.tuples(numbers, numbers, st.booleans()).map(interval))


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[list[str]], bool]:
    parents = draw(st.lists(st.sampled_from(sorted(TYPES)), min_size=1, max_size=3, unique=True))
    rows = draw(st.lists(st.tuples(*(patterns(p) for p in parents)).map(list), min_size=1, max_size=4))
    return parents, rows, draw(st.booleans())


def matches(pattern: str, value: str | Decimal) -> bool:
    """What a pattern means, written once more."""
    if pattern == "any":
        return True
    if isinstance(value, str):
        return value in pattern.split(" or ")
    found = re.fullmatch(r"(\S+) to (< )?(\S+)", pattern)
    if found:
        low, high = Decimal(found[1]), Decimal(found[3])
        return low <= value < high if found[2] else low <= value <= high
    op, text = pattern.split()
    x = Decimal(text)
    return {"<": value < x, "<=": value <= x, ">": value > x, ">=": value >= x, "==": value == x}[op]


def rows_for(rows: list[list[str]], values: tuple[str | Decimal, ...]) -> list[int]:
    return [i for i, row in enumerate(rows) if all(matches(p, v) for p, v in zip(row, values, strict=True))]


@settings(max_examples=150, deadline=None)
@given(tables())
def test_verdict_agrees_with_trying_every_patient(table: tuple[list[str], list[list[str]], bool]) -> None:
    parents, rows, otherwise = table
    text = "\n".join(f"{', '.join(row)} => 0 %" for row in rows) + ("\notherwise => 0 %" if otherwise else "")
    report = check(f"{DECLARED} attribute child : boolean prior given {', '.join(parents)} {{ {text} }} }}").report
    found = {str(d.code): d for d in report}
    assert set(found) <= {"PZ3201", "PZ3202", "PZ3205"}

    everybody = list(itertools.product(*(TYPES[p][1] for p in parents)))
    counts = [len(rows_for(rows, values)) for values in everybody]
    assert ("PZ3201" in found) == (max(counts) > 1)
    assert ("PZ3202" in found) == (min(counts) == 0 and not otherwise)
    if otherwise and "PZ3201" not in found:
        assert ("PZ3205" in found) == (min(counts) > 0)

    for code, wanted in (("PZ3201", 2), ("PZ3202", 0)):
        if code in found:
            shown = dict(re.findall(r"(\w+) = ([\w.-]+)", found[code].message))
            witness = tuple(shown[p] if TYPES[p][0] in ("category", "boolean") else Decimal(shown[p]) for p in parents)
            n = len(rows_for(rows, witness))
            assert (n >= wanted) if wanted else n == 0
            assert all(
                v in TYPES[p][1] or (p == "real" and 0 <= Decimal(v) <= 6)
                for p, v in zip(parents, witness, strict=True)
            )


def test_a_table_of_many_parents_is_checked_at_once() -> None:
    """Its cells are 11^8, its sets of living rows few."""
    names = [f"x{i}" for i in range(8)]
    declared = "\n".join(f"attribute {n} : number 0 to 10 prior exactly 0" for n in names)
    row = ", ".join("any" for _ in names[1:])
    rows = f"< 2, {row} => 0 %  2 to < 3, {row} => 0 %  3 to < 7, {row} => 0 %  >= 7, {row} => 0 %"
    body = f"dimension biological {{ {declared} attribute y : boolean prior given {', '.join(names)} {{ {rows} }} }}"
    assert list(check(body).report) == []
    cut = rows.replace(", any", ", < 5", 1)
    assert [str(d.code) for d in check(body.replace(rows, cut)).report] == ["PZ3202"]
