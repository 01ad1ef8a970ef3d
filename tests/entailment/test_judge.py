"""Rules before the model, and one verdict over several premises."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from pzdsl.entailment.judge import Judge
from pzdsl.entailment.verdict import Verdict
from pzdsl.entailment.verifier import Verifier


class Scripted:
    """Stands in for a model where only what is done with its answers is tested."""

    def __init__(self, answers: dict[str, Verdict]) -> None:
        self.answers = answers
        self.asked = 0

    def verify(self, premises: Sequence[str], hypotheses: Sequence[str]) -> list[Verdict]:
        """The answer for each premise, else neutral."""
        self.asked += len(premises)
        return [self.answers.get(premise, Verdict("neutral", 0.1, 0.8, 0.1)) for premise in premises]


def judge_with(answers: dict[str, Verdict]) -> tuple[Judge, Scripted]:
    """A judge with a scripted model."""
    model = Scripted(answers)
    return Judge(cast(Verifier, cast(Any, model))), model


def test_rules_decide_without_asking_the_model() -> None:
    judge, model = judge_with({})
    found = judge.judge(["She lives alone.", "The patient denies chest pain."], "I've been having chest pain.")
    assert (found.label, found.layer, found.premise) == ("contradiction", "typed", "The patient denies chest pain.")
    assert "chest pain" in found.reason
    assert model.asked == 0


def test_the_model_is_asked_where_rules_are_silent() -> None:
    judge, _ = judge_with({"b": Verdict("entailment", 0.9, 0.08, 0.02), "c": Verdict("contradiction", 0.0, 0.1, 0.9)})
    assert judge.judge(["a", "b"], "it").premise == "b"
    found = judge.judge(["a", "b", "c"], "it")
    assert (found.label, found.layer, found.premise, found.score) == ("contradiction", "model", "c", 0.9)


def test_a_suspicion_is_told_and_not_said() -> None:
    judge, _ = judge_with({"a": Verdict("neutral", 0.1, 0.4, 0.5, abstained=True)})
    found = judge.judge(["a"], "it")
    assert (found.label, found.abstained, found.premise) == ("neutral", True, "a")


def test_without_a_model_nobody_decides() -> None:
    found = Judge().judge(["She lives alone."], "I like tea.")
    assert (found.label, found.layer, found.score) == ("neutral", "none", None)
    assert Judge().judge([], "I like tea.").label == "neutral"
