"""Texts that do not parse, and texts that were damaged at random."""

from __future__ import annotations

import os
import random
import re
from pathlib import Path

import pytest

from pzdsl.compiler import check_file, check_source
from pzdsl.diagnostics import Source
from tests.semantics.made import said, with_packaged

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = sorted([*(ROOT / "specs").glob("*.pz"), *(ROOT / "priors").rglob("*.pz")])
SEED = int(os.environ.get("PZ_FUZZ_SEED", "7"))
MUTATIONS = 200


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_what_is_shipped_has_no_mistakes(path: Path) -> None:
    assert [d.one_line() for d in check_file(path, with_packaged()).report.errors()] == []


@pytest.mark.parametrize(
    "body",
    [
        'dimension biological { attribute a : boolean prior 0 % 7 } test "t" { given a = true expect accepted }',
        "dimension biological { attribute a : boolean prior 0 % 7 } constraint c { require a }",
        "type t = x | 7  dimension biological { attribute a : t prior { x: 100 % } } constraint c { require a is x }",
        'symptoms { symptom a prior 0 % onset 7 } constraint c { require a.onset < 3 days because assumed "x" }',
        "source s { title 7 }  dimension biological { attribute a : boolean prior 5 % @s }",
        'source s { title: "S" }  dimension biological { attribute a : boolean prior 5 % @s 7 }',
        'constraint c { require 7 7 } dimension biological { attribute a : boolean prior 0 % } test "t" '
        "{ given a = true expect rejected by c }",
        'course { phase a lasts exponential(mean = 3 days) assumed "x" phase b after a lasts 7 7 '
        "presents in { a: 0 %, b: rest } } constraint c { require phase is b implies b.lasts < 3 days "
        'because assumed "x" }',
        'dimension biological { attribute a : boolean prior 0 % }\ntest "t" {\n given a = true\n expect 7\n}',
        "exams { panel p { exam a : boolean prior 0 % 7 exam b : boolean prior 0 % "
        'correlation a, b 0.3 assumed "x" } }',
        "include small.people { age, 7 sex } constraint c { require age >= 18 years and sex is male }",
        'dimension biological { attribute a : boolean prior 0 % 7 } narrative { a: ["is {a}"] } stratify by a',
        "dimension biological {\n attribute a : boolean prior 0 % 7\n"
        " attribute b : boolean prior given a { true => 0 % }\n}",
    ],
)
def test_what_was_torn_is_told_once(body: str) -> None:
    """What reads a lost declaration is no second mistake."""
    found = said(body)
    assert len(found) == 1
    assert found[0].startswith("PZ1")


def test_a_torn_text_still_tells_its_other_mistakes() -> None:
    body = (
        "dimension biological {\n attribute a : boolean prior 0 % 7\n attribute b : boolean prior 400 % @s\n}\n"
        "constraint c { require bb }"
    )
    assert [c[:6] for c in said(body)] == ["PZ1001", "PZ3002", "PZ7002", "PZ2001"]


def damaged(text: str, rng: random.Random) -> str:
    """One character less, one more, or two tokens exchanged; sometimes more than once."""
    for _ in range(rng.choice([1, 1, 2, 5])):
        at = rng.randrange(len(text))
        match rng.randrange(4):
            case 0:
                text = text[:at] + text[at + 1 :]
            case 1:
                text = text[:at] + rng.choice("{}()[]\"'%,:=<>0.@#|\nx≥ ") + text[at:]
            case 2:
                tokens = [m.span() for m in re.finditer(r"\S+", text[at : at + 300])]
                if len(tokens) > 3:
                    (a, b), (c, d) = tokens[1], tokens[rng.randrange(2, len(tokens) - 1)]
                    window = text[at : at + 300]
                    window = window[:a] + window[c:d] + window[b:c] + window[a:b] + window[d:]
                    text = text[:at] + window + text[at + 300 :]
            case _:
                lines = text.split("\n")
                del lines[rng.randrange(len(lines))]
                text = "\n".join(lines)
    return text


@pytest.fixture(scope="module")
def priors():
    return with_packaged()


@pytest.mark.parametrize("part", range(4))
def test_damage_never_stops_the_compiler(part: int, priors) -> None:
    """Seed in the output: `PZ_FUZZ_SEED` repeats a failure; each text is printed by its number."""
    print(f"PZ_FUZZ_SEED={SEED}")
    for number in range(part, MUTATIONS, 4):
        rng = random.Random(f"{SEED}/{number}")
        path = rng.choices(SHIPPED, [1 / p.stat().st_size for p in SHIPPED])[0]  # short ones more often: time
        text = damaged(path.read_text(encoding="utf-8"), rng)
        print(number, path.name)
        checked = check_source(Source(path.name, text), priors)
        assert (checked.spec is None) == bool(checked.report.errors())
