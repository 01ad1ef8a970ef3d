"""Each check of `semantics/` dropped in turn: which the golden specs notice."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pzdsl.semantics
from pzdsl.diagnostics import Report
from pzdsl.diagnostics.render import render_text
from tests.semantics.made import BAD
from tests.semantics.test_mistakes import diagnose

TITLE = "Checks: each dropped in turn"
ROOM = Path(pzdsl.semantics.__file__).parent

Site = tuple[str, int]  # file and line of a call that reports something


def sites() -> list[Site]:
    """Every place in the room that reports a mistake: calls of `….add(codes.X, …)`."""
    return [(path.name, call.lineno) for path in sorted(ROOM.glob("*.py")) for call in _calls(path)]


def _calls(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "add":
            if (node.args and "codes." in ast.unparse(node.args[0])) or "report" in ast.unparse(node.func.value):
                yield node


class Silenced:
    """While this is in force, one place of the room reports nothing."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.original = Report.add

    def __enter__(self) -> None:
        name, line = self.site
        original = self.original
        last = {c.lineno: c.end_lineno or c.lineno for c in _calls(ROOM / name)}[line]

        def add(report: Report, *args: Any, **kwargs: Any) -> None:
            frame = sys._getframe(1)
            if Path(frame.f_code.co_filename).name == name and line <= frame.f_lineno <= last:
                return
            original(report, *args, **kwargs)

        Report.add = add  # type: ignore[method-assign]

    def __exit__(self, *_: object) -> None:
        Report.add = self.original  # type: ignore[method-assign]


def reached() -> dict[Site, list[Path]]:
    """Which golden specs make each place report."""
    found: dict[Site, list[Path]] = {site: [] for site in sites()}
    ends = {(p.name, c.lineno): c.end_lineno or c.lineno for p in ROOM.glob("*.py") for c in _calls(p)}
    original = Report.add
    now: list[Path] = []

    def add(report: Report, *args: Any, **kwargs: Any) -> None:
        frame = sys._getframe(1)
        name = Path(frame.f_code.co_filename).name
        for (file, line), paths in found.items():
            if file == name and line <= frame.f_lineno <= ends[file, line]:
                paths.append(now[0])
        original(report, *args, **kwargs)

    Report.add = add  # type: ignore[method-assign]
    try:
        for path in BAD:
            now[:] = [path]
            diagnose.__wrapped__(path)
    finally:
        Report.add = original  # type: ignore[method-assign]
    return found


def survivors(limit: int | None = None) -> tuple[int, list[str]]:
    """How many places were silenced, and those that no golden spec notices."""
    by_site = reached()
    left = []
    chosen = list(by_site)[:limit]
    for site in chosen:
        with Silenced(site):
            noticed = any(
                render_text(diagnose.__wrapped__(path)) != path.with_suffix(".expected").read_text("utf-8")
                for path in by_site[site]
            )
        if not noticed:
            left.append(f"{site[0]}:{site[1]}")
    return len(chosen), left


def measure(full: bool) -> dict[str, Any]:
    """All places, or the first twenty."""
    count, left = survivors(None if full else 20)
    return {"places": count, "unnoticed": left}


def table(data: dict[str, Any]) -> str:
    """How many of how many, and which are not noticed."""
    noticed = data["places"] - len(data["unnoticed"])
    lines = [
        "Each place in `pzdsl/semantics` that reports a mistake is silenced in turn, and the golden specs of",
        "`tests/semantics/bad` are checked again. *Noticed*: one of them no longer says what is kept beside it.",
        "",
        "| places | noticed | not noticed by a golden spec |",
        "|--:|--:|---|",
        f"| {data['places']} | {noticed} | {', '.join(f'`{site}`' for site in data['unnoticed']) or 'none'} |",
    ]
    return "\n".join(lines)
