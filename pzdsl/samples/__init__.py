"""`Plan` to `Samples`: n patients as columns, NumPy only; rejection of whole records, the reference."""

from pzdsl.samples.draw import draw
from pzdsl.samples.laws import cdf, compile_law
from pzdsl.samples.sampler import Sampler
from pzdsl.samples.samples import PatientValue, Samples
from pzdsl.samples.strata import NO_STRATUM, strata_of, stratum_of

__all__ = [
    "NO_STRATUM",
    "PatientValue",
    "Sampler",
    "Samples",
    "cdf",
    "compile_law",
    "draw",
    "strata_of",
    "stratum_of",
]
