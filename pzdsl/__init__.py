"""pzdsl: a rules-and-priors language for synthetic patients.

    import pzdsl
    spec = pzdsl.compile("specs/type2_diabetes.pz")
    table = spec.sample(1000, seed=1)

Nothing heavy is loaded until it is used.
"""

from __future__ import annotations

from os import PathLike
from typing import TYPE_CHECKING

from pzdsl.version import VERSION as __version__

if TYPE_CHECKING:
    from pzdsl.api import CompiledSpec


def compile(path: str | PathLike[str]) -> CompiledSpec:
    """Compile a `.pz` file, or load an artefact that `pzc build` wrote.

    Raises:
        SpecError: The specification holds mistakes; `.report` lists all of them.
        FileProblem: The file cannot be read, or the artefact cannot be trusted.
    """
    from pzdsl.api import CompiledSpec

    return CompiledSpec.from_file(path)


__all__ = ["__version__", "compile"]
