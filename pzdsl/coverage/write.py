"""Puts generated tests into a spec, marked, in canonical layout, atomically."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pzdsl.atomic import write_atomically
from pzdsl.coverage.measure import MARK
from pzdsl.coverage.writing import Draft
from pzdsl.diagnostics import Source
from pzdsl.errors import FileProblem
from pzdsl.plan.plan import Plan
from pzdsl.semantics import read_source
from pzdsl.syntax import format_source

NOTE = f"{MARK}: read it, then delete this line to adopt it"


def write_drafts(path: Path, plan: Plan, drafts: Sequence[Draft]) -> int:
    """Add tests at the end of a spec; gives how many."""
    if drafts:
        text = with_drafts(read_source(path).text, plan, drafts, NOTE)
        write_atomically(path, format_source(Source(str(path), text)).encode())
    return len(drafts)


def with_drafts(text: str, plan: Plan, drafts: Sequence[Draft], mark: str | None) -> str:
    """The text of a spec with tests before its last brace."""
    end = text.rfind("}")
    if end < 0 or text[:end].rsplit("\n", 1)[-1].strip():
        raise FileProblem("the last brace of the specification stands on no line of its own; run `pzc fmt` first")
    return text[:end] + "\n".join(draft.text(plan, mark) for draft in drafts) + "\n" + text[end:]
