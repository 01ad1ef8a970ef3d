"""`pzc check`: what is wrong with a specification, and how to mend it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Format(StrEnum):
    """How diagnostics are written."""

    text = "text"
    json = "json"
    annotations = "annotations"


def check(
    files: Annotated[list[Path], typer.Argument(help="Specifications (.pz), or folders of them.")],
    format: Annotated[Format, typer.Option(help="Text for people, JSON, or CI annotations.")] = Format.text,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
    frozen: Annotated[bool, typer.Option("--frozen", help="Refuse libraries that pz.lock does not name.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing where all is well.")] = False,
) -> None:
    """Check syntax, names, units, tables, shares and sources."""
    from pzdsl.cli.files import pz_files
    from pzdsl.compiler import check_file
    from pzdsl.diagnostics import Report
    from pzdsl.diagnostics.render import render_annotations, render_json, render_text
    from pzdsl.semantics import Priors

    paths = pz_files(files)
    report = Report()
    for path in paths:
        priors = Priors.beside(path)
        priors.frozen = frozen
        for diagnostic in check_file(path, priors).report:
            report.put(diagnostic)
    match format:
        case Format.text:
            if len(report):
                import sys

                print(render_text(report, color=sys.stdout.isatty()))
            elif not quiet:
                print(f"{len(paths)} {'file' if len(paths) == 1 else 'files'} checked, nothing to mend")
        case Format.json:
            print(render_json(report))
        case Format.annotations:
            if len(report):
                print(render_annotations(report))
    if report.errors() or (strict and report.warnings()):
        raise typer.Exit(1)
