"""Scores, calibration and thresholds against numbers worked out by hand."""

import numpy as np
import pytest

from pzdsl.entailment.calibrate import temperature, thresholds
from pzdsl.entailment.metrics import Share, calibration_error, reliability, risk_coverage, score
from pzdsl.entailment.verdict import Verdict, joined
from pzdsl.entailment.verifier import softmax

E, N, C = "entailment", "neutral", "contradiction"


def test_scores_by_hand() -> None:
    found = score([E, E, N, C, C, C], [E, N, N, C, C, E])
    assert found.accuracy.value == pytest.approx(4 / 6)
    assert found.majority.value == 0.5
    assert found.precision[E].value == 0.5
    assert found.precision[C].value == 1.0
    assert found.recall[C].value == pytest.approx(2 / 3)
    assert found.macro_f1 == pytest.approx((0.5 + 2 / 3 + 0.8) / 3)


def test_wilson_interval_of_a_textbook_case() -> None:
    low, high = Share(8, 10).interval  # 0.490 to 0.943
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
    assert str(Share(0, 0)) == "-"


def test_calibration_error_of_sure_and_half_right() -> None:
    shares = np.array([[0.9, 0.05, 0.05]] * 10)
    gold = np.array([0] * 5 + [1] * 5)
    assert calibration_error(reliability(shares, gold)) == pytest.approx(0.4)
    assert risk_coverage(shares, gold, [1.0]) == [(1.0, 0.5)]


def test_the_temperature_that_was_put_in_is_found() -> None:
    rng = np.random.default_rng(7)
    true = rng.normal(0, 2, (20_000, 3))
    gold = np.array([rng.choice(3, p=p) for p in softmax(true)])
    assert temperature(true * 3.0, gold) == pytest.approx(3.0, rel=0.05)


def test_thresholds_reach_the_precision_asked_for_and_no_more() -> None:
    rng = np.random.default_rng(3)
    share = rng.random(5000)
    gold = np.where(rng.random(5000) < share, 2, 1)  # calibrated: the mean share above t is the precision above t
    found = thresholds(np.stack([np.zeros(5000), 1 - share, share], axis=1), gold, precision=0.9, suspicion=0.7)
    said = share >= found.contradiction
    assert (gold[said] == 2).mean() >= 0.9
    assert found.contradiction == pytest.approx(0.8, abs=0.05)  # mean of [0.8, 1] is 0.9
    assert found.suspicion == pytest.approx(0.4, abs=0.05)


def test_thresholds_that_cannot_be_reached_take_the_best_there_is() -> None:
    shares = np.array([[0.0, 0.5, 0.5]] * 50)
    found = thresholds(shares, np.array([1] * 49 + [2]), precision=0.9)
    assert 0 < found.contradiction <= 1


def test_one_contradicted_sentence_contradicts_a_reply_and_one_new_one_makes_it_news() -> None:
    yes, news, no = Verdict(E, 0.9, 0.1, 0.0), Verdict(N, 0.1, 0.8, 0.1), Verdict(C, 0.0, 0.1, 0.9)
    assert joined([yes, yes]).label == E
    assert joined([yes, news]).label == N
    assert joined([yes, news, no]).label == C
    assert joined([yes, Verdict(N, 0.2, 0.3, 0.5, abstained=True, truncated=True)]).abstained
