"""Specs drafted from three excerpts by a scripted model that makes typical mistakes: what stands, and on what."""

from __future__ import annotations

import asyncio
from typing import Any

from bench.specs import ROOT
from pzdsl.compiler import check_source
from pzdsl.diagnostics import Source
from pzdsl.draft.drafting import Draft, Drafting
from pzdsl.draft.literature import read_literature
from pzdsl.semantics import Priors
from tests.draft.scripted import INVENTED, SCRIPTS, ScriptedModel

TITLE = "Drafts: numbers with their sentences"
GUIDELINES = ROOT / "tests" / "data" / "guidelines"


def measure(full: bool) -> dict[str, Any]:
    """Each excerpt by name."""
    return {name: measure_one(name) for name in (sorted(SCRIPTS) if full else ["otitis"])}


def measure_one(name: str) -> dict[str, Any]:
    """One draft: counts of numbers by what they rest on, and whether it checks."""
    literature = read_literature([GUIDELINES / f"{name}.txt"])
    model = ScriptedModel(SCRIPTS[name])
    path = ROOT / "specs" / f"{name}_draft.pz"  # not written: its project's libraries are seen

    async def run() -> Draft:
        async with model.client() as client:
            return await Drafting(name, literature, client, "scripted", path=path).run()

    draft = asyncio.run(run())
    report = check_source(Source(path.name, draft.text), Priors.beside(path)).report
    given = " ".join((GUIDELINES / f"{name}.txt").read_text("utf-8").split())
    proved = {(one.name, str(one.number)) for one in draft.proved}
    assumed = {(one.name, str(number)) for one in draft.assumed for number in one.numbers}
    return {
        "errors": len(report.errors()),
        "warnings": len(report.warnings()),
        "asked": sum(section.attempts for section in draft.sections),
        "proved": len(draft.proved),
        "proved_not_in_the_text": sum(one.sentence.text not in given for one in draft.proved),
        "sentence_without_the_name": sum(not one.named for one in draft.proved),
        "assumed": len(assumed),
        "invented": len(INVENTED[name]),
        "invented_and_cited": len(INVENTED[name] & proved),
        "invented_and_assumed": len(INVENTED[name] & assumed),
        "left_out": [one.title for one in draft.dropped],
        "refused": list(draft.refused),
    }


def table(found: dict[str, Any]) -> str:
    """What `docs/measurements` shows."""
    lines = [
        "A scripted model invents, misplaces, miscomputes, forgets units, obeys instructions in the text, and does not",
        "mend all of it (`tests/draft/scripted.py`). *Found*: numbers that the quoted sentence of the text says.",
        "",
        "| text | errors | asked | found | assumed | invented | invented, yet cited | declarations left out |",
        "|---|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for name, one in found.items():
        lines.append(
            f"| {name} | {one['errors']} | {one['asked']} | {one['proved']} | {one['assumed']} | {one['invented']} "
            f"| {one['invented_and_cited']} | {len(one['left_out'])} |"
        )
    return "\n".join(lines)
