"""Exams of a panel drawn together: a Gaussian copula over their keyed uniforms.

Each exam keeps its own key and its own law. Its rank is made of the normal scores of its own uniform and of
those of the exams before it in the panel, weighted by a row of the Cholesky factor of the correlations; a
pair without a stated correlation has 0. The first exam keeps its own uniform, so an exam added at the end
changes nobody else.
"""

from __future__ import annotations

from math import sqrt

import numpy as np
from numpy.typing import NDArray

from pzdsl.errors import SamplingError
from pzdsl.plan.plan import Panel, Plan
from pzdsl.samples.distributions import F64, special

Weights = tuple[tuple[str, float], ...]
_LEAST = 2.0**-53


def weights_of(plan: Plan) -> dict[str, Weights]:
    """For each correlated exam: the exams whose scores make up its own, with their weights."""
    weights: dict[str, Weights] = {}
    for panel in plan.panels:
        if panel.correlations:
            weights.update(_panel_weights(panel))
    return weights


def rank_from(scores: list[F64], weights: Weights) -> F64:
    """The rank of an exam, from the normal scores of the exams that its weights name."""
    # not a matrix product: BLAS adds in an order that depends on the number of rows
    total = scores[0] * weights[0][1]
    for score, (_, weight) in zip(scores[1:], weights[1:], strict=True):
        total = total + score * weight
    return np.clip(special().ndtr(total), _LEAST, 1 - _LEAST)


def _panel_weights(panel: Panel) -> dict[str, Weights]:
    correlated = {name for c in panel.correlations for name in (c.left, c.right)}
    exams = [name for name in panel.exams if name in correlated]
    matrix = np.eye(len(exams))
    for c in panel.correlations:
        i, j = exams.index(c.left), exams.index(c.right)
        matrix[i, j] = matrix[j, i] = c.value
    factor = _cholesky(matrix, panel)
    weights = {}
    for i, name in enumerate(exams):
        row = tuple((exams[j], float(factor[i, j])) for j in range(i + 1) if factor[i, j] != 0)
        if row != ((name, 1.0),):
            weights[name] = row
    return weights


def _cholesky(matrix: NDArray[np.float64], panel: Panel) -> NDArray[np.float64]:
    """By hand: the same digits whatever library NumPy was built with."""
    n = len(matrix)
    factor = np.zeros((n, n))
    for i in range(n):
        for j in range(i + 1):
            rest = float(matrix[i, j]) - sum(float(factor[i, k]) * float(factor[j, k]) for k in range(j))
            if i == j:
                if rest <= 0:
                    raise SamplingError(f"the correlations of panel `{panel.name}` contradict each other")
                factor[i, i] = sqrt(rest)
            else:
                factor[i, j] = rest / factor[j, j]
    return factor
