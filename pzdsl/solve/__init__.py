"""The exact engine: rules folded into tables over cells, patients drawn from what is left; few draws are wasted."""

from pzdsl.solve.draw import Solved
from pzdsl.solve.explain import Explanation, explain
from pzdsl.solve.fold import Folded, fold
from pzdsl.solve.query import Estimate, Impossible, acceptance, leave_one_out, mean, prob, quantile

__all__ = [
    "Estimate",
    "Explanation",
    "Folded",
    "Impossible",
    "Solved",
    "acceptance",
    "explain",
    "fold",
    "leave_one_out",
    "mean",
    "prob",
    "quantile",
]
