"""`pzc generate`: whole records of whole cohorts, in files."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from pzdsl.cli.sample import Engine


def generate(
    specs: Annotated[list[Path], typer.Argument(help="Specifications (.pz), folders of them, or artefacts (.json).")],
    out: Annotated[Path, typer.Option("--out", "-o", help="The folder for records and manifest.")],
    n: Annotated[
        int | None, typer.Option("-n", "--patients", min=0, help="How many patients of each; or --quota says it.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same records.")] = 0,
    shard: Annotated[str | None, typer.Option(help="Only a share of the cohort, e.g. 3/8.")] = None,
    where: Annotated[str | None, typer.Option(help="Only patients for whom this holds.")] = None,
    per_file: Annotated[int, typer.Option("--per-file", min=1, help="How many records a file holds.")] = 10_000,
    text: Annotated[bool, typer.Option("--text/--no-text", help="Also the written stages.")] = True,
    resume: Annotated[
        bool, typer.Option("--resume/--no-resume", help="Go on where a run into the same folder was stopped.")
    ] = True,
    reference_date: Annotated[
        datetime | None,
        typer.Option("--reference-date", formats=["%Y-%m-%d"], help="The day of presentation: gives dates."),
    ] = None,
    batch: Annotated[
        int, typer.Option(min=1, help="How many are drawn at once; the records do not depend on it.")
    ] = 1000,
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
    reviewed_only: Annotated[
        bool, typer.Option("--reviewed-only", help="Refuse specifications that no clinician has reviewed.")
    ] = False,
    llm: Annotated[
        str | None,
        typer.Option("--llm", help="A language model words the text: its address, or `local`. See docs/llm.md."),
    ] = None,
    llm_model: Annotated[str | None, typer.Option("--llm-model", help="Which model of that server.")] = None,
    attempts: Annotated[
        int, typer.Option(min=1, max=20, help="With --llm: replies to a stage, before the built-in renderer writes it.")
    ] = 3,
    record: Annotated[
        Path | None, typer.Option(help="With --llm: a folder that keeps each reply, and gives it again.")
    ] = None,
    offline: Annotated[bool, typer.Option("--offline", help="With --record: ask nobody, play the replies.")] = False,
    max_cost: Annotated[
        float | None, typer.Option(help="With --llm: stop when so much is spent, by the price table in pz.toml.")
    ] = None,
    max_time: Annotated[float | None, typer.Option(help="With --llm: stop after so many seconds.")] = None,
    concurrency: Annotated[
        int | None, typer.Option(min=1, max=1024, help="With --llm: requests under way at once; 8 if not given.")
    ] = None,
    nli: Annotated[
        Path | None, typer.Option(help="With --llm: the folder of an entailment model that reads what is left open.")
    ] = None,
    no_nli: Annotated[bool, typer.Option("--no-nli", help="With --llm: no entailment model.")] = False,
) -> None:
    """Write patient records as JSON lines, with a manifest; stopped runs go on where they were."""
    import sys

    from pzdsl.cli.files import compilable
    from pzdsl.cli.progress import progress
    from pzdsl.compiler import compile_file
    from pzdsl.errors import UsageError
    from pzdsl.output.batches import patients_of
    from pzdsl.output.generate import Order
    from pzdsl.output.generate import generate as write
    from pzdsl.output.shards import parse_shard
    from pzdsl.output.summary import manifest_quota_lines, solution_line
    from pzdsl.samples.quota import parse_quota

    plans = [compile_file(path) for path in compilable(specs)]
    drafts = [plan.name for plan in plans if plan.reviewed is None]
    if reviewed_only and drafts:
        told = f"{', '.join(drafts)}: a draft, which no clinician has reviewed, and --reviewed-only was given"
        raise UsageError(f'{told}; once somebody has, write `status reviewed DATE by "NAME"`')
    if n is None and quota is None:
        raise UsageError("say how many patients: give -n")
    if by is not None and quota is None:
        raise UsageError("--by names the strata of a quota; give --quota too")
    totals = {patients_of(n, parse_quota(quota, plan, by) if quota is not None else None, None) for plan in plans}
    order = Order(
        patients=totals.pop(),
        seed=seed,
        shard=parse_shard(shard),
        per_file=per_file,
        text=text,
        where=where,
        reference_date=None if reference_date is None else reference_date.date(),
        batch=batch,
        engine=engine,
        require_exact=require_exact,
        quota=quota,
        by=by,
    )
    if llm is not None or offline:
        from pzdsl.cli.telling import Asked, tell

        asked = Asked(
            llm, llm_model, attempts, record, offline, max_cost, max_time, concurrency, nli, use_nli=not no_nli
        )
        manifest = tell(plans, out, order, asked, resume)
    else:
        _refuse_without_llm(llm_model, record, max_cost, max_time, concurrency, nli)
        total = len(order.shard.patients(order.patients)) * len(plans)
        with progress("records", total) as advance:
            manifest = write(plans, out, order, resume=resume, advance=advance)
    failed = 0
    for spec in manifest.specs:
        draws = sum(file.draws for file in spec.files)
        problems = sum(sum(file.problems.values()) for file in spec.files)
        without = [number for file in spec.files for number in file.without_text]
        failed += len(without)
        print(
            f"{spec.name}: {spec.patients:,} records in {len(spec.files)} "
            f"file{'s' if len(spec.files) != 1 else ''}, {draws:,} draws"
            + (f", {problems:,} problems of the text mended" if problems and not without else "")
        )
        if spec.solution is not None:
            print(f"  {solution_line(spec.solution)}")
            for left in spec.solution.left:
                print(f"  not folded: {left.rule}, since {left.why}")
        for line in manifest_quota_lines(spec):
            print(f"  {line}")
        if spec.status == "draft":
            print(f"note: {spec.name} is a draft: no clinician has reviewed it", file=sys.stderr)
        if without:
            shown = ", ".join(map(str, without[:5])) + (" …" if len(without) > 5 else "")
            print(f"error: {spec.name}: no text passed verification for patients {shown}", file=sys.stderr)
    print(f"{out}: seed {seed}, engine {manifest.engine}")
    if failed:
        raise typer.Exit(1)


def _refuse_without_llm(*given: object) -> None:
    from pzdsl.errors import UsageError

    if any(one is not None for one in given):
        raise UsageError("options for a language model are given, and none is asked: add --llm, or --offline")
