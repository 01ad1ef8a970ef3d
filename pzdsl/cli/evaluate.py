"""`pzc evaluate`: how well patients hold together when they are talked to."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import typer

evaluate = typer.Typer(help="Figures about dialogues and cohorts.", no_args_is_help=True)


class Half(StrEnum):
    """Which sentences of the list."""

    all = "all"
    development = "development"
    held_out = "held-out"


_HALVES: dict[Half, Literal["all", "development", "held out"]] = {
    Half.all: "all",
    Half.development: "development",
    Half.held_out: "held out",
}


@evaluate.callback()
def _family() -> None:
    """Figures about dialogues and cohorts."""


@evaluate.command()
def dialogue(
    specs: Annotated[list[Path], typer.Argument(help="Specifications (.pz) or artefacts (.json).")],
    lies: Annotated[Path, typer.Option("--lies", help="Sentences that a patient may say, as JSON lines.")],
    interviews: Annotated[int, typer.Option("-n", min=1, max=100_000, help="Interviews, over all specs.")] = 40,
    turns: Annotated[int, typer.Option(min=1, max=1000, help="Questions in each interview.")] = 30,
    seed: Annotated[int, typer.Option(help="The same seed gives the same figures.")] = 0,
    nli: Annotated[Path | None, typer.Option("--nli", help="A model folder for the gate.", show_default=False)] = None,
    no_nli: Annotated[bool, typer.Option("--no-nli", help="Without an entailment model.")] = False,
    half: Annotated[Half, typer.Option(help="Which sentences of the list.")] = Half.all,
    json: Annotated[bool, typer.Option("--json", help="The figures as JSON instead of tables.")] = False,
) -> None:
    """Interview patients who lie a fifth of the time, and say what the gate lets pass and what it refuses wrongly."""
    import orjson

    from pzdsl.compiler import compile_file
    from pzdsl.errors import UsageError
    from pzdsl.evaluate.dialogue import Case, Settings, evaluate_dialogue
    from pzdsl.evaluate.dialogue_table import table
    from pzdsl.evaluate.lies import read_lines
    from pzdsl.memory.model import shipped_verifier, verifier_at

    if nli is not None and no_nli:
        raise UsageError("--nli and --no-nli exclude each other")
    lines = read_lines(lies, _HALVES[half])
    cases = []
    for path in specs:
        plan = compile_file(path)
        mine = [line for line in lines if line.spec in (plan.name, path.name.split(".")[0])]
        if not mine:
            raise UsageError(f"{lies} has no sentence for {plan.name}; its `spec` names the file or the disease")
        cases.append(Case(plan, mine))
    verifier = None if no_nli else verifier_at(nli) if nli is not None else shipped_verifier()
    settings = Settings(interviews, turns, seed, verifier, progress=_say if sys.stderr.isatty() else _silent)
    found = evaluate_dialogue(cases, settings)
    print(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode() if json else table(found))


@evaluate.command()
def cohort(
    records: Annotated[list[Path], typer.Argument(help="Records (.jsonl), or tables (.csv, .parquet).")],
    against: Annotated[
        Path | None,
        typer.Option("--against", help="A table: variable,value,share; or one of people.", show_default=False),
    ] = None,
    spec: Annotated[
        Path | None, typer.Option("--spec", help="The specification, if records do not lead to it.", show_default=False)
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="The figures as JSON instead of lines.")] = False,
) -> None:
    """Hold a cohort against a table, and say how diverse it is and which rules its records break."""
    import orjson

    from pzdsl.cli.progress import progress
    from pzdsl.cli.speakable import is_record_file, record_at, spec_of_record
    from pzdsl.compiler import compile_file
    from pzdsl.errors import UsageError
    from pzdsl.evaluate.cohort import cohort_lines, evaluate_cohort

    if spec is None:
        if not is_record_file(records[0]):
            raise UsageError(f"name the specification that {records[0]} comes from with --spec")
        spec = spec_of_record(record_at(records[0], 0), records[0])
    with progress("records", 0) as advance:
        found = evaluate_cohort(compile_file(spec), records, against, advance=advance)
    print(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode() if json else "\n".join(cohort_lines(found)))


def _say(name: str, number: int, of: int) -> None:
    if number % 10 == 0 or number == of:
        print(f"\r{name}: {number} of {of}   ", end="\n" if number == of else "", file=sys.stderr, flush=True)


def _silent(name: str, number: int, of: int) -> None:
    pass
