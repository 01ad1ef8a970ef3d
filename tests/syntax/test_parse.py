from __future__ import annotations

import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pzdsl.diagnostics import Report, Source, codes
from pzdsl.syntax import parse
from pzdsl.syntax import tree as t
from pzdsl.syntax.parse import LARGEST
from tests.syntax.examples import ROOT, SHIPPED, TOUR, damage

SMALL = TOUR.read_text(encoding="utf-8")


def parsed(text: str) -> t.SpecTree:
    report = Report()
    tree = parse(Source("t.pz", text), report)
    assert [d.one_line() for d in report] == []
    return tree


def condition(text: str) -> t.Expr:
    (rule,) = parsed(f"pz 1 library l {{ constraint c {{ require {text} }} }}").declarations
    assert isinstance(rule, t.Constraint)
    return rule.condition


def said(text: str) -> list[str]:
    report = Report()
    parse(Source("t.pz", text), report)
    return [d.one_line() for d in report]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(ROOT)))
def test_shipped_files_parse(path: Path) -> None:
    parsed(path.read_text(encoding="utf-8"))


def test_spans_cover_what_was_written() -> None:
    tree = parsed(SMALL)
    texts = {type(node).__name__: node.span.text for node in tree.declarations}
    assert texts["Cohort"] == "cohort { require age >= 18 years }"
    assert texts["Proxy"] == "spoken for by caregiver when age >= 85"
    (cohort,) = [node for node in tree.declarations if isinstance(node, t.Cohort)]
    assert cohort.rules[0].condition.span.text == "age >= 18 years"


def test_numbers_are_kept_as_written() -> None:
    match condition("x > 1.20 'mg/dL'"):
        case t.Compare(right=t.Number(quantity=quantity)):
            assert str(quantity.value) == "1.20"
            assert (quantity.unit, quantity.is_time) == ("mg/dL", False)
        case other:
            pytest.fail(repr(other))


def test_time_words_are_plural() -> None:
    match condition("age >= 1 year"):
        case t.Compare(right=t.Number(quantity=quantity)):
            assert (quantity.unit, quantity.is_time) == ("years", True)
        case other:
            pytest.fail(repr(other))


def test_junctions_are_flat_and_brackets_keep_their_level() -> None:
    flat = condition("a and b and c")
    assert isinstance(flat, t.Junction)
    assert len(flat.operands) == 3
    nested = condition("(a and b) and c")
    assert isinstance(nested, t.Junction)
    assert [type(x).__name__ for x in nested.operands] == ["Junction", "Ref"]
    assert isinstance(condition("(a and b) or c"), t.Junction)


def test_arithmetic_binds_as_usual() -> None:
    assert condition("a + b * -c ^ 2 > 0") == condition("(a + (b * (-(c ^ 2)))) > 0")
    assert condition("a - b - c > 0") == condition("(a - b) - c > 0")


def test_shares_are_decimal_percentages() -> None:
    (outcome,) = parsed("pz 1 library l { prevalence 12.50 % }").declarations
    assert isinstance(outcome, t.Prevalence)
    assert isinstance(outcome.value, t.Plain)
    assert isinstance(outcome.value.dist, t.Bernoulli)
    assert outcome.value.dist.share.percent == Decimal("12.50")


def test_a_text_that_is_too_large_is_refused() -> None:
    assert said("#" * (LARGEST + 1)) == ["t.pz:1:1: error[PZ1019 too-large]: the text has 2.0 million characters"]


@pytest.mark.parametrize(
    "expr",
    [
        "(" * 5000 + "a" + ")" * 5000,
        "not " * 5000 + "a",
        "-" * 5000 + "a > 1",
        " ^ ".join("a" * 5000),
        "a" + " + a" * 5000,
    ],
)
def test_deep_nesting_is_told_and_never_overflows(expr: str) -> None:
    (message,) = said(f"pz 1\nlibrary l {{\n  constraint c {{ require {expr} > 0 }}\n}}\n")
    assert codes.TOO_DEEP.name in message


def test_long_junctions_are_fine() -> None:
    assert said("pz 1 library l { constraint c { require " + " and ".join(["a"] * 3000) + " } }") == []


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**9))
def test_damaged_text_gives_a_tree_and_places_inside_the_text(seed: int) -> None:
    text = damage(SMALL, seed)
    report = Report()
    tree = parse(Source("t.pz", text), report)
    assert isinstance(tree, t.SpecTree)
    for d in report:
        assert 0 <= d.span.start <= d.span.end <= len(text)
        assert "None" not in d.message + (d.hint or "")


def test_one_mistake_leaves_the_other_members_alone() -> None:
    text = SMALL.replace("attribute pregnant : boolean", "attribute pregnant boolean_typo")
    report = Report()
    tree = parse(Source("t.pz", text), report)
    assert len(report) == 1
    names = [m.name.text for d in tree.declarations if isinstance(d, t.Dimension) for m in d.members]
    assert "bmi" in names
    assert "relatives" in names


def test_parsing_is_quick() -> None:
    """A text of 300 lines, after the tables are there; the bound is loose, for slow machines."""
    text = (ROOT / "priors/us/biometrics.pz").read_text(encoding="utf-8")
    parsed(text)
    start = time.perf_counter()
    parsed(text)
    assert time.perf_counter() - start < 1


def test_importing_brings_no_heavy_library() -> None:
    script = "import sys, pzdsl.syntax; print(sorted({'numpy', 'scipy', 'pydantic', 'pickle5'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
