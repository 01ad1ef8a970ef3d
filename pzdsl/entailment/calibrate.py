"""The temperature and thresholds of a model, from pairs that it was not trained on."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pzdsl.entailment.folder import Thresholds
from pzdsl.entailment.pairs import LABELS
from pzdsl.entailment.verifier import softmax

_CONTRADICTION = LABELS.index("contradiction")


def temperature(logits: NDArray[np.float64], gold: NDArray[np.intp]) -> float:
    """The one number that logits are divided by for the least log loss (Guo et al. 2017), between 0.05 and 20.

    Args:
        logits: shape (n, 3), in the order of `LABELS`.
        gold: the right label's number, shape (n,).
    """
    from scipy.optimize import minimize_scalar

    def loss(log_temperature: float) -> float:
        shares = softmax(logits / np.exp(log_temperature))
        return float(-np.log(np.maximum(shares[np.arange(len(gold)), gold], 1e-300)).mean())

    found = minimize_scalar(loss, bounds=(np.log(0.05), np.log(20.0)), method="bounded")
    return float(np.exp(found.x))


def thresholds(
    shares: NDArray[np.float64], gold: NDArray[np.intp], precision: float = 0.9, suspicion: float = 0.6
) -> Thresholds:
    """The lowest thresholds at which a contradiction is right as often as asked.

    `precision` is for saying it, `suspicion` for the abstain band below. Where no threshold reaches a precision, the
    one of the best precision over at least 20 pairs is taken.
    """
    share = shares[:, _CONTRADICTION]
    true = gold == _CONTRADICTION
    said = _threshold(share, true, precision)
    suspected = min(said, _threshold(share, true, suspicion))
    return Thresholds(contradiction=round(said, 4), suspicion=round(suspected, 4), entailment=0.5)


def _threshold(share: NDArray[np.float64], true: NDArray[np.bool_], wanted: float) -> float:
    order = np.argsort(-share, kind="stable")
    rates = np.cumsum(true[order]) / np.arange(1, len(order) + 1)
    enough = np.arange(len(order)) >= min(19, len(order) - 1)
    good = np.flatnonzero((rates >= wanted) & enough)
    last = int(good[-1]) if good.size else int(np.argmax(np.where(enough, rates, -1.0)))
    return float(share[order[last]])
