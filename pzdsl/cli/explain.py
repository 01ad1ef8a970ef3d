"""`pzc explain`: what a code means, or how a specification is solved and what its rules cost."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

_CODE = re.compile(r"PZ[0-9]{4}", re.IGNORECASE)


def explain(
    what: Annotated[str, typer.Argument(help="A code (PZ4101), a specification or an artefact (.json).")],
    where: Annotated[str | None, typer.Option(help="Also for a filter, as in `pzc sample --where`.")] = None,
    shares: Annotated[bool, typer.Option("--shares", help="Each rule's share of what is rejected (slower).")] = False,
) -> None:
    """The page of a code; or how a spec is solved: what was folded into tables, what was not, and the acceptance."""
    if _CODE.fullmatch(what):
        print(_page(what.upper()), end="")
        return
    from pzdsl.compiler import compile_file
    from pzdsl.solve.explain import explain as explanation_of
    from pzdsl.solve.query import MEANINGS, leave_one_out
    from pzdsl.where import parse_where

    plan = compile_file(Path(what))
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


def _apart(known: str, code: str) -> int:
    """How many digits differ; more where the first does, which says what a code is about."""
    return sum(a != b for a, b in zip(known, code, strict=True)) + 2 * (known[2] != code[2])


def _page(code: str) -> str:
    from pzdsl.diagnostics.catalogue import pages
    from pzdsl.errors import UsageError

    page = pages().get(code)
    if page is None:
        near = sorted(pages(), key=lambda known: (_apart(known, code), abs(int(known[2:]) - int(code[2:]))))
        raise UsageError(f"there is no code {code}; near it are {', '.join(sorted(near[:4]))}")
    return page.text()
