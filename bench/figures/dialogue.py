"""Patients who lie a fifth of the time: what the gate lets pass, what it refuses wrongly, and what it costs."""

from __future__ import annotations

from typing import Any, Literal

from bench.specs import ROOT, SHIPPED
from pzdsl.compiler import compile_file
from pzdsl.evaluate.dialogue import Case, Settings, evaluate_dialogue
from pzdsl.evaluate.dialogue_table import table as dialogue_table
from pzdsl.evaluate.lies import read_lines
from pzdsl.memory.model import shipped_verifier

TITLE = "Dialogue: a lying speaker before the gate"
LIES = ROOT / "tests" / "data" / "lies.jsonl"
HALVES: tuple[Literal["development", "held out"], ...] = ("development", "held out")


def measure(full: bool) -> dict[str, Any]:
    """Interviews with each half of the written sentences; the gate was built looking at one of them only."""
    found: dict[str, Any] = {}
    for half in HALVES:
        cases = [Case(compile_file(path), read_lines(LIES, half, path.stem)) for path in SHIPPED]
        settings = Settings(
            interviews=500 if full else 4,
            turns=30 if full else 6,
            verifier=shipped_verifier() if full else None,
            timed=400 if full else 8,
        )
        found[half] = evaluate_dialogue(cases, settings)
    return found


def table(result: dict[str, Any]) -> str:
    """A set of tables for each half."""
    parts = []
    for half, found in result.items():
        seen = "which the gate was built on" if half == "development" else "which nobody looked at before"
        parts.append(f"### The {half} half of the sentences, {seen}\n\n{dialogue_table(found)}")
    return "\n\n".join(parts)
