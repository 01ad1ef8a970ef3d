"""`pzc show`: one patient as a page, and where each value comes from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pzdsl.cli.sample import Engine


def show(
    spec: Annotated[Path, typer.Argument(help="A specification (.pz) or an artefact (.json).")],
    number: Annotated[int, typer.Option("--number", "-k", min=0, help="Which patient.")] = 0,
    seed: Annotated[int, typer.Option(help="The seed of the cohort.")] = 0,
    where: Annotated[str | None, typer.Option(help="Only patients for whom this holds.")] = None,
    why: Annotated[bool, typer.Option("--why", help="Also each value's line, law and source.")] = False,
    engine: Annotated[Engine, typer.Option(help="Of the cohort, `exact` or `rejection`.")] = Engine.exact,
    json: Annotated[bool, typer.Option("--json", help="The record as JSON instead of a page.")] = False,
) -> None:
    """Show one patient: history, findings, laboratory; `--why` names the line behind each value."""
    import orjson

    from pzdsl.api import CompiledSpec
    from pzdsl.record.page import render_page, why_all

    compiled = CompiledSpec.from_file(spec)
    record = next(iter(compiled.records(1, seed=seed, start=number, where=where, engine=engine)))
    if json:
        print(orjson.dumps(record, option=orjson.OPT_INDENT_2).decode())
        return
    print(render_page(record))
    if why:
        print("Why")
        for line in why_all(record, compiled.plan):
            print(f"  {line}")
