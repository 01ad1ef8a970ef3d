"""`pzc check --fix` and `--diff`: make the fixes that stand the test, or show them."""

from __future__ import annotations

import difflib
import sys
from datetime import date
from pathlib import Path

from pzdsl.atomic import write_atomically
from pzdsl.compiler import check_source
from pzdsl.diagnostics import Source
from pzdsl.diagnostics.fixes import mend
from pzdsl.semantics import Priors


def mend_file(
    path: Path, source: Source, priors: Priors, unsafe: bool, diff: bool, today: date | None
) -> tuple[Source, bool]:
    """The text to go on with, and whether fixes change it; written as a whole, unless only shown."""
    found = mend(source, lambda text: check_source(text, priors, today).report, unsafe)
    if found.source.text == source.text:
        return source, False
    if diff:
        before, after = source.text.splitlines(True), found.source.text.splitlines(True)
        print("".join(difflib.unified_diff(before, after, f"{path}", f"{path} (mended)")), end="")
        return source, True
    write_atomically(path, found.source.text.encode())
    times = "1 fix" if len(found.mended) == 1 else f"{len(found.mended)} fixes"
    print(f"{path}: {times} made", file=sys.stderr)
    return found.source, True
