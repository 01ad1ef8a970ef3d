"""What `pzc check` does, apart from its arguments: so that the plain case loads no argument parser."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from pzdsl.cli.files import pz_files
from pzdsl.compiler import check_source
from pzdsl.diagnostics import Report, Source
from pzdsl.diagnostics.render import render
from pzdsl.proofs.cache import clean_key, is_clean, keep_clean, proofs_of
from pzdsl.semantics import Priors, read_source

_MANY = 6  # files to prove, from which it pays to start processes
_WITH_FIXES = ("json", "sarif")  # formats that offer fixes to an editor: tried before they are offered


def run_check(
    files: Sequence[Path],
    format: str = "text",
    strict: bool = False,
    frozen: bool = False,
    quiet: bool = False,
    prove: bool = True,
    fix: bool = False,
    unsafe: bool = False,
    diff: bool = False,
    today: date | None = None,
) -> int:
    """Print what is wrong with each file, mending it first if asked to; gives the exit code."""
    gc.disable()  # trees live to the end of the run: looking for garbage among them is a tenth of the time
    paths = pz_files(files)
    report = Report()
    changed = 0
    if prove and not (fix or diff):
        _prove_ahead(paths, frozen, today)
    for path, priors in _with_priors(paths):
        priors.frozen = frozen
        source = read_source(path)
        if fix or diff:
            from pzdsl.cli.fixing import mend_file

            source, differs = mend_file(path, source, priors, unsafe, diff, today)
            changed += differs
        for diagnostic in _said(source, priors, prove, format, today):
            report.put(diagnostic)
    clean = f"{len(paths)} {'file' if len(paths) == 1 else 'files'} checked, nothing to mend"
    if not diff:
        shown = render(report, format, [path.as_posix() for path in paths], color=sys.stdout.isatty())
        if shown or not quiet:
            print(shown or ("" if format == "annotations" else clean + "\n"), end="")
    elif not changed and not quiet:
        print("no fix to show")
    return 1 if report.errors() or (strict and report.warnings()) else 0


def _said(source: Source, priors: Priors, prove: bool, format: str, today: date | None) -> Report:
    """All that is said about one text, without what it allows."""
    key = clean_key(source, priors, today or date.today()) if prove else None
    if key is not None and is_clean(key):
        return Report()
    checked = check_source(source, priors, today)
    report = checked.report
    if checked.spec is not None and prove:
        for diagnostic in checked.allowances.filter(proofs_of(checked.spec)):
            report.put(diagnostic)
        for diagnostic in checked.allowances.leftover():
            report.put(diagnostic)
    if key is not None and not len(report):
        keep_clean(key)
    if format in _WITH_FIXES:
        from pzdsl.diagnostics.fixes import only_tried

        report = only_tried(report, source, lambda text: check_source(text, priors, today).report)
    return report


def _prove_ahead(paths: Sequence[Path], frozen: bool, today: date | None) -> None:
    """Many files: what is to be proved is proved by as many processes as there are cores, and found in the cache."""
    if len(paths) < _MANY or (cores := os.cpu_count() or 1) < 2:
        return
    waiting = []
    for path, priors in _with_priors(paths):
        priors.frozen = frozen
        if not is_clean(clean_key(read_source(path), priors, today or date.today())):
            waiting.append(path)
    if len(waiting) < _MANY:
        return
    import multiprocessing
    from concurrent.futures import BrokenExecutor, ProcessPoolExecutor

    with (
        contextlib.suppress(BrokenExecutor),  # whatever was not proved ahead is proved below
        ProcessPoolExecutor(cores, multiprocessing.get_context("spawn")) as pool,
    ):
        for done in [pool.submit(_prove_some, waiting[i :: 2 * cores], frozen) for i in range(2 * cores)]:
            done.result()


def _prove_some(paths: Sequence[Path], frozen: bool) -> None:
    for path, priors in _with_priors(paths):
        priors.frozen = frozen
        checked = check_source(read_source(path), priors)
        if checked.spec is not None:
            proofs_of(checked.spec)


def _with_priors(paths: Sequence[Path]) -> list[tuple[Path, Priors]]:
    """Each file with the priors of its project; files of one project share what was read of them."""
    known: dict[tuple[str, ...], Priors] = {}
    found = []
    for path in paths:
        priors = Priors.beside(path)
        found.append((path, known.setdefault(tuple(map(str, priors.roots)), priors)))
    return found
