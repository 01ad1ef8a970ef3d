"""A small spec to cover."""

from __future__ import annotations

from pathlib import Path

from pzdsl.compiler import compile_file
from pzdsl.plan.plan import Plan

HEAD = """pz 1

library small {
  type sex_kind = female | male
  dimension biological {
  attribute age "Age" : count years 18 to 90
    prior uniform(low = 18, high = 90) assumed "x"
  attribute sex : sex_kind
    prior { female: 50 %, male: rest } assumed "x"
  attribute copd "COPD" : boolean
    prior given age {
      < 40  => 2 %
      >= 40 => 20 %
    } assumed "x"
  attribute crp "CRP" : number 'mg/L' 0 to 700
    prior lognormal(median = 50, gsd = 2.5) assumed "x"
    precision 1
  }
  constraint copd_from_35 {
    require copd implies age >= 35
    because assumed "y"
  }
  constraint crp_below_1000 {
    require crp < 1000
    because assumed "never rejects"
  }
"""


def spec(folder: Path, tests: str = "") -> tuple[Plan, str]:
    """The plan and the text of the small spec with some tests."""
    path = folder / "small.pz"
    path.write_text(HEAD + tests + "}\n", encoding="utf-8")
    return compile_file(path), path.read_text(encoding="utf-8")
