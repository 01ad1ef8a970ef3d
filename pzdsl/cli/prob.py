"""`pzc prob`: the probability of a condition, with a bound of its error."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def prob(
    spec: Annotated[Path, typer.Argument(help="A specification (.pz) or an artefact (.json).")],
    event: Annotated[str, typer.Argument(help="A condition, e.g. `smoking is current and age < 30`.")],
    given: Annotated[str | None, typer.Option(help="Only among patients for whom this holds.")] = None,
    as_written: Annotated[bool, typer.Option("--as-written", help="Under the priors, without constraints.")] = False,
) -> None:
    """The probability of a condition among patients, exactly where the rules fold into tables."""
    from pzdsl.compiler import compile_file
    from pzdsl.solve import query
    from pzdsl.where import parse_where

    plan = compile_file(spec)
    condition = parse_where(given, plan) if given is not None else None
    found = query.prob(plan, parse_where(event, plan), condition, as_written=as_written)
    print(f"{found.value:.12g} +- {found.error:.2g} ({query.MEANINGS[found.how]})")
