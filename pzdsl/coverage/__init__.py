"""Which meanings of a spec its tests decide, which are possible at all, and how strong the tests are."""

from pzdsl.coverage.measure import Count, Coverage, Covered, measure
from pzdsl.coverage.units import KINDS, Kind, Unit, units_of

__all__ = ["KINDS", "Count", "Coverage", "Covered", "Kind", "Unit", "measure", "units_of"]
