from __future__ import annotations

import json
from pathlib import Path

import pytest

from pzdsl.errors import FileProblem, UsageError
from pzdsl.evaluate.dialogue import Case, Settings, evaluate_dialogue, subjects_of
from pzdsl.evaluate.dialogue_table import table
from pzdsl.evaluate.interviews import CONTRADICTIONS, SHARES, TYPED_SHARES, doctor_of
from pzdsl.evaluate.lies import read_lines
from pzdsl.memory import Gate, Memory
from tests.memory.people import plan_of

LIES = Path(__file__).resolve().parents[1] / "data" / "lies.jsonl"
GOOD = {"id": "x", "spec": "pneumonia", "says": "lie", "first": "I cough.", "third": "He coughs.", "about": "cough",
        "kind": "negation", "when": "not cough"}  # fmt: skip


def cases(every: int = 1) -> list[Case]:
    return [
        Case(plan_of(name), read_lines(LIES, "development", name)[::every]) for name in ("pneumonia", "otitis_media")
    ]


@pytest.fixture(scope="module")
def found() -> dict[str, object]:
    return evaluate_dialogue(cases(), Settings(interviews=6, turns=10, seed=3, timed=10, far=20))


def test_a_fifth_of_what_is_said_contradicts_and_half_of_it_in_typed_kinds() -> None:
    assert sum(SHARES[label] for label in CONTRADICTIONS) == pytest.approx(0.2)
    assert SHARES["typed"] == pytest.approx(0.1)
    assert SHARES["indirect"] / 0.2 >= 0.15
    assert sum(TYPED_SHARES[label] for label in CONTRADICTIONS) == pytest.approx(0.2)
    assert sum(SHARES.values()) < 1


def test_the_gate_catches_most_and_nothing_is_caught_without_it(found: dict[str, object]) -> None:
    arms = found["arms"]
    assert isinstance(arms, dict)
    assert set(arms) == {"no gate", "typed only"}
    assert arms["no gate"]["recall"]["all"]["replies"]["hits"] == 0
    assert arms["typed only"]["consistent"]["hits"] > arms["no gate"]["consistent"]["hits"]
    assert arms["typed only"]["emitted"] == 60
    assert arms["typed only"]["leaks"]["hits"] == 0


def test_the_same_seed_gives_the_same_figures_but_for_the_seconds(found: dict[str, object]) -> None:
    again = evaluate_dialogue(cases(), Settings(interviews=6, turns=10, seed=3, timed=10, far=20))
    assert {k: v for k, v in again.items() if k != "latency_ms"} == {
        k: v for k, v in found.items() if k != "latency_ms"
    }


def test_a_gate_that_refuses_news_shows_in_the_growth(found: dict[str, object]) -> None:
    growth = found["growth"]
    assert isinstance(growth, dict)
    assert growth["closed"]["10"] < growth["usual"]["10"]


def test_the_table_shows_every_arm_and_the_caveat(found: dict[str, object]) -> None:
    text = table(found)
    assert "| no gate | typed only |" in text
    assert "94.8%" in text
    assert "no comparison" in text
    assert json.loads(json.dumps(found)) == found


def test_true_sentences_are_hardly_ever_refused() -> None:
    """Over the development half, said of those of whom they are true."""
    refused = total = 0
    for one in subjects_of(cases(), 40, 7):
        gate, memory = Gate(one.plan, one.patient), Memory.of(one.patient)
        for line in one.lines:
            if line.says == "true":
                total += 1
                refused += not gate.judge(line.said_by(one.patient), memory).accepted
    assert total > 100
    assert refused / total < 0.05


def test_the_doctor_asks_the_same_of_the_same_patient() -> None:
    plan = plan_of("pneumonia")
    assert list(doctor_of(plan, 40, 5)) == list(doctor_of(plan, 40, 5))
    assert all("{" not in question for question in doctor_of(plan, 40, 5))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("{", "no JSON"),
        ("[]", "an object is needed"),
        (json.dumps(GOOD | {"first": 5}), "`first` is a text"),
        (json.dumps(GOOD | {"says": "maybe"}), "`says` is one of"),
        (json.dumps(GOOD | {"when": 5}), "`when` is a text"),
    ],
)
def test_a_bad_line_is_named(row: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "lies.jsonl"
    path.write_text(json.dumps(GOOD) + "\n" + row + "\n", encoding="utf-8")
    with pytest.raises(FileProblem, match=f":2: .*{said}"):
        read_lines(path)


def test_a_condition_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    path = tmp_path / "lies.jsonl"
    path.write_text(json.dumps(GOOD | {"when": "no_such_thing > 5"}) + "\n", encoding="utf-8")
    with pytest.raises(UsageError, match="the condition of x"):
        subjects_of([Case(plan_of("pneumonia"), read_lines(path))], 1, 0)
