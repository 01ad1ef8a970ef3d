from __future__ import annotations

import io

from rich.console import Console

from pzdsl.output import columns_of
from pzdsl.output.batches import Cohort
from pzdsl.output.screen import print_table
from tests.output.made import clinic


def shown(*names: str, n: int = 4, width: int = 100) -> str:
    out = io.StringIO()
    print_table(
        Cohort(clinic(), n).draw(range(n)),
        columns_of(clinic(), names),
        Console(file=out, width=width, color_system=None),
    )
    return out.getvalue()


def test_few_columns_stand_side_by_side_with_units() -> None:
    text = shown("age", "bmi", "cough.severity", "crp", n=60)
    assert "kg/m²" in text
    assert "not recorded" in text
    assert len([line for line in text.splitlines() if line.strip()]) == 3 + 60  # two of header, a rule, the patients


def test_many_columns_stand_below_each_other_in_as_many_blocks_as_needed() -> None:
    text = shown(n=9, width=80)
    assert "Symptoms" in text
    assert ".severity" in text
    assert max(len(line) for line in text.splitlines()) <= 80
    assert text.count("bmi") > 1


def test_parts_of_what_nobody_has_are_left_out() -> None:
    assert ".severity" not in shown(n=0)
