"""The small clinic, compiled once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pzdsl.compiler import compile_file
from pzdsl.plan import Plan

CLINIC = Path(__file__).parent / "clinic.pz"


@cache
def clinic() -> Plan:
    return compile_file(CLINIC)
