"""What `pzc check` does, apart from its arguments: so that the plain case loads no argument parser."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from pzdsl.cli.files import pz_files
from pzdsl.compiler import check_file
from pzdsl.diagnostics import Report
from pzdsl.diagnostics.render import render_annotations, render_json, render_text
from pzdsl.proofs import proofs_of
from pzdsl.semantics import Priors


def run_check(
    files: Sequence[Path],
    format: str = "text",
    strict: bool = False,
    frozen: bool = False,
    quiet: bool = False,
    prove: bool = True,
) -> int:
    """Print what is wrong with each file; gives the exit code."""
    gc.disable()  # trees live to the end of the run: looking for garbage among them is a tenth of the time
    paths = pz_files(files)
    report = Report()
    for path, priors in _with_priors(paths):
        priors.frozen = frozen
        checked = check_file(path, priors)
        for diagnostic in (*checked.report, *(proofs_of(checked.spec) if prove and checked.spec is not None else ())):
            report.put(diagnostic)
    match format:
        case "json":
            print(render_json(report))
        case "annotations":
            print(render_annotations(report), end="")
        case _ if len(report):
            print(render_text(report, color=sys.stdout.isatty()))
        case _ if not quiet:
            print(f"{len(paths)} {'file' if len(paths) == 1 else 'files'} checked, nothing to mend")
    return 1 if report.errors() or (strict and report.warnings()) else 0


def _with_priors(paths: Sequence[Path]) -> list[tuple[Path, Priors]]:
    """Each file with the priors of its project; files of one project share what was read of them."""
    known: dict[tuple[str, ...], Priors] = {}
    found = []
    for path in paths:
        priors = Priors.beside(path)
        found.append((path, known.setdefault(tuple(map(str, priors.roots)), priors)))
    return found
