"""The entailment model that the gate asks where none is named: the one that comes with the package, if it can run."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pzdsl.entailment import Verifier


def verifier_at(path: Path) -> Verifier:
    """The model of a folder; raises FileProblem, or NliNotInstalled where the extra `nli` is missing."""
    from pzdsl.entailment import Verifier

    return Verifier(path)


@cache
def shipped_verifier() -> Verifier | None:
    """The model that comes with the package; None where there is none, or the extra `nli` is not installed."""
    from pzdsl.entailment import NliNotInstalled
    from pzdsl.entailment.folder import default_folder

    path = default_folder()
    if path is None:
        return None
    try:
        return verifier_at(path)
    except NliNotInstalled:
        return None
