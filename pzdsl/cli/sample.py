"""`pzc sample`: patients as a table, in a file or on the screen."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How a table is written."""

    table = "table"
    parquet = "parquet"
    csv = "csv"
    jsonl = "jsonl"


class Engine(StrEnum):
    """What draws."""

    exact = "exact"
    rejection = "rejection"


def sample(
    spec: Annotated[Path, typer.Argument(help="A specification (.pz) or an artefact (.json).")],
    n: Annotated[
        int | None, typer.Option("-n", "--patients", min=0, help="How many patients the cohort has; 5 if not given.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same patients.")] = 0,
    start: Annotated[int, typer.Option(min=0, help="The number of the first patient.")] = 0,
    where: Annotated[str | None, typer.Option(help="Only patients for whom this holds.")] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", help="Draw twins: `income=low` sets a variable. May be repeated."),
    ] = None,
    shard: Annotated[str | None, typer.Option(help="Only a share of the cohort, e.g. 3/8.")] = None,
    columns: Annotated[str | None, typer.Option(help="Only these variables, e.g. `age,sex,crp`.")] = None,
    truth: Annotated[bool, typer.Option("--truth", help="Also the values that the record does not hold.")] = False,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="A .parquet, .csv or .jsonl file.")] = None,
    format: Annotated[Format | None, typer.Option(help="If the file's name does not say.")] = None,
    batch: Annotated[
        int, typer.Option(min=1, help="How many are drawn at once; the patients do not depend on it.")
    ] = 50_000,
    engine: Annotated[
        Engine, typer.Option(help="`exact` folds the rules into tables; `rejection` is the reference, and slower.")
    ] = Engine.exact,
    quota: Annotated[
        str | None,
        typer.Option(help="`proportional`, `equal`, `STRATUM=COUNT,…` or a .csv file: strata are filled exactly."),
    ] = None,
    by: Annotated[str | None, typer.Option(help="The strata of the quota, e.g. `age,sex`, if not `stratify`.")] = None,
    require_exact: Annotated[
        bool, typer.Option("--require-exact", help="Stop where some rule can only be met by rejection.")
    ] = False,
) -> None:
    """Draw patients; the same seed gives the same ones, alone, in shards or together."""
    import sys

    from pzdsl.compiler import compile_file
    from pzdsl.errors import FileProblem, UsageError
    from pzdsl.output import columns_of, format_of, open_table, parse_shard
    from pzdsl.output.batches import Cohort, patients_of
    from pzdsl.output.columns import seat_columns
    from pzdsl.output.summary import quota_lines, solution_line
    from pzdsl.output.table import writer_to
    from pzdsl.samples.quota import parse_quota
    from pzdsl.where import parse_set, parse_where

    plan = compile_file(spec)
    chosen = columns_of(plan, [name.strip() for name in columns.split(",") if name.strip()] if columns else ())
    if by is not None and quota is None:
        raise UsageError("--by names the strata of a quota; give --quota too")
    asked = parse_quota(quota, plan, by) if quota is not None else None
    cohort = Cohort(
        plan,
        patients_of(n, asked, 5),
        seed=seed,
        start=start,
        shard=parse_shard(shard),
        where=parse_where(where, plan) if where is not None else None,
        set=parse_set(set_ or [], plan),
        engine=engine,
        quota=asked,
        require_exact=require_exact,
    )
    if cohort.seating is not None:
        chosen = [*seat_columns(cohort.seating.names, cohort.seating.weights is not None), *chosen]
    kind = str(format) if format is not None else format_of(out) if out is not None else "table"
    if kind == "table":
        from rich.console import Console

        from pzdsl.output.screen import print_table

        if out is not None:
            raise UsageError("a table is only shown on the screen; write .parquet, .csv or .jsonl to a file")
        console = Console() if sys.stdout.isatty() else Console(width=120)
        for samples in cohort.batches(min(batch, 1000)):
            print_table(samples, chosen, console, truth)
    elif out is None:
        if kind == "parquet":
            raise UsageError("Parquet needs a file: give --out FILE.parquet")
        try:
            writer = writer_to(sys.stdout.buffer, kind, chosen, truth=truth)  # type: ignore[arg-type]
            for samples in cohort.batches(batch):
                writer.write(samples)
            writer.close()
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise FileProblem(f"standard output cannot be written: {error.strerror or error}") from error
    else:
        from pzdsl.cli.progress import progress

        about = cohort.about() | {"where": where, "set": list(set_ or [])}
        with (
            open_table(out, kind, chosen, truth=truth, about=about) as writer,  # type: ignore[arg-type]
            progress(f"{plan.name}", len(cohort.patients)) as advance,
        ):
            for samples in cohort.batches(batch):
                writer.write(samples)
                advance(len(samples))
        print(
            f"{out}: {len(cohort.patients):,} patients, {len(chosen)} columns, seed {seed}, engine {engine}"
            + ("" if cohort.solution is None else f", {solution_line(cohort.solution)}"),
            file=sys.stderr,
        )
    if cohort.seating is not None:
        for line in quota_lines(cohort.seating):
            print(line, file=sys.stderr)
    for name, count in cohort.broken.items():
        print(f"note: {count:,} of {len(cohort.patients):,} twins break `{name}`", file=sys.stderr)
