"""The exact engine: rules folded into tables over cells, patients drawn from what is left; no draw is wasted."""

from pzdsl.solve.draw import Solved
from pzdsl.solve.fold import Folded, fold

__all__ = ["Folded", "Solved", "fold"]
