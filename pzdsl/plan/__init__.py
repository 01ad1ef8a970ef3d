"""`Spec` to `Plan`, the intermediate form: laws and constraints in order, phrases and provenance as data."""

from pzdsl.plan.plan import Plan

__all__ = ["Plan"]
