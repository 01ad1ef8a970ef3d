"""`pzc cover`: which meanings of a specification its tests decide, and whether that is enough."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def cover(
    files: Annotated[list[Path], typer.Argument(help="Specifications or libraries (.pz), or folders of them.")],
    format: Annotated[str, typer.Option(help="text, json, junit, sarif or annotations.")] = "text",
    fail_under: Annotated[str | None, typer.Option(help="Thresholds, e.g. rows=90,constraints=100.")] = None,
    baseline: Annotated[Path | None, typer.Option(help="Known gaps, which do not fail the gate.")] = None,
    write_baseline: Annotated[Path | None, typer.Option(help="Write the gaps of today as known ones.")] = None,
    write_tests: Annotated[bool, typer.Option("--write-tests", help="Write a test for each gap, marked.")] = False,
    mutate: Annotated[bool, typer.Option("--mutate", help="Also which mistakes no test would notice.")] = False,
    every: Annotated[int, typer.Option(min=1, help="Try every n-th mutant only.")] = 1,
    seed: Annotated[int, typer.Option(help="The seed of the draws that look for completions.")] = 0,
) -> None:
    """What tests decide: rows, constraints, atoms, categories, phases, symptoms, severities, bands, strata."""
    from pzdsl.compiler import compile_file
    from pzdsl.coverage import gate
    from pzdsl.coverage.measure import measure
    from pzdsl.coverage.possible import World
    from pzdsl.coverage.render import FORMATS, render
    from pzdsl.errors import UsageError
    from pzdsl.semantics import read_source

    if format not in FORMATS:
        raise UsageError(f"there is no format `{format}`; there are {', '.join(FORMATS)}")
    thresholds = gate.parse_thresholds(fail_under) if fail_under is not None else {}
    known = gate.read_baseline(baseline) if baseline is not None else frozenset()
    coverages, strengths, written = [], {}, 0
    for path in _specs(files):
        plan, text = compile_file(path), read_source(path).text
        world = World(plan)
        coverage = measure(plan, text, seed, world)
        coverages.append(coverage)
        if mutate:
            from pzdsl.coverage.strength import strength

            strengths[coverage.name] = strength(plan, text, seed, every)
        if write_tests:
            from pzdsl.coverage.witness import drafts_for
            from pzdsl.coverage.write import write_drafts

            survived = {
                tried.mutant.name
                for tried in (strengths[coverage.name].tried if mutate else ())
                if tried.fate == "survived" and tried.mutant.what == "number"
            }
            written += write_drafts(path, plan, drafts_for(plan, coverage, world, survived))
    print(render(format, coverages, strengths), end="")
    if write_tests:
        print(f"{written} tests written; read each, then adopt it by deleting the mark above it", file=sys.stderr)
    if write_baseline is not None:
        print(f"{gate.write_baseline(write_baseline, coverages)} known gaps written", file=sys.stderr)
    failed = gate.missed(coverages, thresholds, known)
    for one in failed:
        told = f"{one.coverage.name}: {one.kind} {one.percent:.1f}% is under {one.threshold:g}%"
        print(f"{told}; {len(one.gaps)} not covered", file=sys.stderr)
    if failed:
        raise typer.Exit(3)


def _specs(files: list[Path]) -> list[Path]:
    from pzdsl.cli.files import pz_files

    return pz_files(files)
