"""What every distribution promises of itself: the four functions agree, and the inverses invert."""

from __future__ import annotations

import numpy as np
import pytest

from pzdsl.samples.distributions import (
    ByRow,
    Distribution,
    Mixed,
    Piecewise,
    Points,
    Quantiled,
    Scaled,
    Shifted,
    Truncated,
    WholeBands,
    root_between,
)
from pzdsl.samples.families import FAMILIES, Exponential, Gamma, NegativeBinomial, Normal, Poisson

N = 400


def at(*values: float) -> np.ndarray:
    return np.array(values)


NORMAL = Normal(at(3.0), at(2.0))
HALF = np.arange(N) % 2 == 0
MADE: dict[str, Distribution] = {
    "point": Points(at(2.0)),
    "shifted": Shifted(NORMAL, np.linspace(-5, 5, N)),
    "scaled": Scaled(Gamma(at(3.0), at(1.0)), np.linspace(0.5, 3, N)),
    "turned around": Scaled(Exponential(at(2.0)), at(-1.5)),
    "some turned around": Scaled(NORMAL, np.where(HALF, -1.0, 2.0)),
    "counts turned around": Scaled(Poisson(at(4.0)), at(-1.0)),
    "scaled by nothing": Scaled(NORMAL, at(0.0)),
    "truncated": Truncated(NORMAL, at(1.0), at(9.0)),
    "truncated high": Truncated(NORMAL, at(8.0), at(11.0)),
    "truncated counts": Truncated(Poisson(at(4.0)), at(2.0), at(6.0)),
    "mixed": Mixed((0.3, 0.7), (NORMAL, Gamma(at(9.0), at(2.0)))),
    "mixed with a point": Mixed((0.4, 0.6), (Points(at(0.0)), Exponential(at(2.0)))),
    "mixed with an inner point": Mixed((0.4, 0.6), (Points(at(3.0)), NORMAL)),
    "far apart": Mixed((0.5, 0.5), (Normal(at(0.0), at(1e-3)), Normal(at(1e6), at(1e-3)))),
    "bands": Piecewise([0, 2, 5, 9], [0, 0.4, 0.4, 1]),
    "whole bands": WholeBands([(0, 3, 0.5), (7, 9, 0.5)]),
    "quantiles": Quantiled(np.linspace(0, 4, N), at(20.0), (5.0, 9.0), (0.25, 0.75)),
    "quantiles with ends": Quantiled(at(0.0), at(20.0), (1.0, 9.0, 11.0), (0.0, 0.5, 1.0)),
    "quantiles without bounds": Quantiled(at(-np.inf), at(np.inf), (5.0, 9.0), (0.25, 0.75)),
    "counts": NegativeBinomial(np.linspace(0, 30, N), at(0.7)),
    "by row": ByRow(N, [(np.flatnonzero(HALF), NORMAL), (np.flatnonzero(~HALF), Poisson(at(3.0)))]),
}
ARGS = {
    "normal": (3, 2), "lognormal": (30, 1.3), "gamma": (8, 5), "beta": (0.3, 0.1), "poisson": (3,),
    "negative_binomial": (3, 0.5), "exponential": (2,), "weibull": (4, 1.4), "uniform": (2, 5),
    "triangular": (1, 2, 6), "student_t": (1, 2, 5), "lms": (-1.2, 16, 0.1),
}  # fmt: skip
MADE |= {name: FAMILIES[name][0](*(at(arg) for arg in args)) for name, args in ARGS.items()}  # type: ignore[index]


@pytest.mark.parametrize("name", MADE)
def test_the_inverses_invert_and_both_tails_agree(name: str) -> None:
    law, q = MADE[name], (np.arange(N) * 0.618034 % 1) * 0.998 + 0.001
    with np.errstate(all="ignore"):
        for x in (law.ppf(q), law.isf(1 - q)):
            assert x.shape == (N,)
            near = 1e-9 * (1 + np.abs(x))
            assert (law.cdf(x + near) >= q - 1e-9).all()
            assert (law.below(x - near) <= q + 1e-9).all()
            assert np.allclose(law.cdf(x) + law.sf(x), 1, atol=1e-12)
            assert np.allclose(law.below(x) + law.from_on(x), 1, atol=1e-12)
            assert (law.below(x) <= law.cdf(x)).all()


@np.errstate(all="ignore")
def test_a_root_is_found_to_13_digits_whatever_the_company() -> None:
    roots = np.array([1e-9, 0.1, 2.0, 77.0, 99.999999])
    found = root_between(lambda x: np.arctan(x - roots) ** 3, np.zeros(5), np.full(5, 100.0))
    assert found == pytest.approx(roots, rel=1e-5)  # flat at the root
    steep = root_between(lambda x: np.expm1(x - roots), np.zeros(5), np.full(5, 100.0))
    assert steep == pytest.approx(roots, rel=1e-12)
    for i, root in enumerate(roots):
        alone = root_between(lambda x, root=root: np.expm1(x - root), np.zeros(1), np.full(1, 100.0))
        assert alone[0] == steep[i]
