"""`Plan` to `Samples`: n patients as columns, NumPy only; rejection of whole records, the reference."""

from pzdsl.samples.draw import draw, finder_of
from pzdsl.samples.laws import cdf, compile_law
from pzdsl.samples.sampler import Sampler
from pzdsl.samples.samples import PatientValue, Samples, Seats
from pzdsl.samples.strata import NO_STRATUM, strata_of, stratum_of

__all__ = [
    "NO_STRATUM",
    "PatientValue",
    "Sampler",
    "Samples",
    "Seats",
    "cdf",
    "compile_law",
    "draw",
    "finder_of",
    "strata_of",
    "stratum_of",
]
