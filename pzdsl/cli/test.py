"""`pzc test`: runs the `test` blocks of specifications."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def test(
    files: Annotated[list[Path], typer.Argument(help="Specifications (.pz), folders of them, or artefacts.")],
    seed: Annotated[int, typer.Option(help="The seed of the draws that look for completions.")] = 0,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Also what passed, and why.")] = False,
) -> None:
    """Run tests: `accepted`, `rejected by`, `unreachable`, probabilities, means and quantiles."""
    from pzdsl.cli.files import compilable
    from pzdsl.compiler import compile_file
    from pzdsl.trials import run_tests

    counts = {"passed": 0, "failed": 0, "undecided": 0}
    for path in compilable(files):
        for outcome in run_tests(compile_file(path), seed):
            counts[outcome.verdict] += 1
            if verbose or outcome.verdict != "passed":
                at = f"{outcome.at.file}:{outcome.at.line}:{outcome.at.column}"
                print(f'{at}: {outcome.verdict}: "{outcome.title}": expect {outcome.expectation}: {outcome.why}')
    print(", ".join(f"{count} {verdict}" for verdict, count in counts.items()))
    if counts["failed"]:
        raise typer.Exit(1)
