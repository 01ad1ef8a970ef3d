"""`pzc explain`: how a specification is solved, and what its rules cost."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def explain(
    spec: Annotated[Path, typer.Argument(help="A specification (.pz) or an artefact (.json).")],
    where: Annotated[str | None, typer.Option(help="Also for a filter, as in `pzc sample --where`.")] = None,
    shares: Annotated[bool, typer.Option("--shares", help="Each rule's share of what is rejected (slower).")] = False,
) -> None:
    """What was folded into tables, what was not and why, and the predicted acceptance."""
    from pzdsl.compiler import compile_file
    from pzdsl.solve.explain import explain as explanation_of
    from pzdsl.solve.query import MEANINGS, leave_one_out
    from pzdsl.where import parse_where

    plan = compile_file(spec)
    found = explanation_of(plan, parse_where(where, plan) if where is not None else None)
    low, high = found.probability
    between = f"{high:.6g}" if high - low <= 1e-9 * high else f"between {low:.6g} and {high:.6g}"
    accepted = found.acceptance
    print(f"{plan.name}: {found.exactness}")
    print(f"  the priors meet all rules with probability {between}")
    print(f"  of the engine's draws {accepted.value:.2%} become patients (+- {accepted.error:.2%}, ", end="")
    print(f"{MEANINGS[accepted.how]})")
    names, size = found.largest_table
    print(f"  {found.tables} tables, the largest of {size:,} numbers over {', '.join(names) or 'nothing'}")
    print(f"  folded: {', '.join(found.folded) or 'nothing'}")
    if found.corrected:
        print(f"  bounded by tables, then tried on each patient: {', '.join(found.corrected)}")
    if found.bounded:
        print(f"  laws that are bounded in tables: {', '.join(found.bounded)}")
    for name, why in found.left:
        print(f"  left to rejection: {name}, since {why}")
    if shares:
        print("  share of what is rejected that no other rule rejects:")
        for name, share in sorted(leave_one_out(plan).items(), key=lambda item: -item[1]):
            print(f"    {share:8.3%}  {name}")
