"""The polynomials against the closed inverse they stand for."""

from __future__ import annotations

import numpy as np
import pytest

from pzdsl.samples.distributions import Distribution
from pzdsl.samples.families import Beta, Gamma, StudentT
from pzdsl.samples.keyed import key_of, places_of, uniforms
from pzdsl.samples.smooth import Smooth


def one(value: float) -> np.ndarray:
    return np.array([value])


@pytest.mark.parametrize(
    "base",
    [
        Gamma(one(18.0), one(14.0)),
        Gamma(one(8.0), one(0.5)),
        Gamma(one(1.0), one(5.0)),
        Beta(one(0.3), one(0.12)),
        Beta(one(0.5), one(0.45)),
        StudentT(one(3.0), one(2.0), one(4.0)),
        StudentT(one(0.0), one(2.0), one(1.5)),
    ],
    ids=["gamma", "narrow", "steep", "beta", "both ends", "student", "student about 0"],
)
def test_the_polynomials_are_the_closed_inverse_to_1e_10(base: Distribution) -> None:
    n = 50_000
    u = uniforms(key_of(1, "smooth", "u"), places_of(np.arange(n), np.zeros(n, np.int64)))
    u[:4] = [2.0**-53, 1 - 2.0**-53, 0.5, 0.25]
    smooth = Smooth(base)
    assert np.allclose(smooth.ppf(u), base.ppf(u), rtol=1e-10, atol=1e-13)
    assert (smooth.ppf(u[100:200]) == smooth.ppf(u)[100:200]).all()
