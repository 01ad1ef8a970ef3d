"""Specs and libraries of these tests, and what the compiler says about them."""

from __future__ import annotations

from pathlib import Path

from pzdsl.compiler import Checked, check_source, compile_source
from pzdsl.diagnostics import Source
from pzdsl.plan import Plan
from pzdsl.semantics import Priors
from pzdsl.semantics.priors import packaged_priors

HERE = Path(__file__).parent
BAD = sorted((HERE / "bad").glob("*.pz"))
GOOD = sorted((HERE / "good").glob("*.pz"))


def libraries(**options: object) -> Priors:
    """The small libraries of these tests."""
    return Priors((HERE / "priors",), **options)  # type: ignore[arg-type]


def with_packaged() -> Priors:
    """The small libraries, and those that come with the package."""
    return Priors((HERE / "priors", packaged_priors()))


def check(body: str, before: str = "", priors: Priors | None = None) -> Checked:
    """What is said about a disease with these declarations."""
    return check_source(Source("made.pz", _whole(body, before)), priors or libraries())


def said(body: str, before: str = "", priors: Priors | None = None) -> list[str]:
    """Codes and names of what is said, in order: `PZ2001 unknown-name`."""
    return [f"{d.code} {d.code.name}" for d in check(body, before, priors).report]


def compiled(body: str, before: str = "", priors: Priors | None = None) -> Plan:
    """The plan of a disease with these declarations."""
    return compile_source(Source("made.pz", _whole(body, before)), priors or libraries())


def _whole(body: str, before: str) -> str:
    return f'pz 1\n{before}\ndisease made "Made" {{\n{body}\n}}\n'
