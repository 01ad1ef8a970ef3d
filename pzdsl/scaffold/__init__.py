"""A new spec to start from: it checks clean, has tests, and says of each number that it is a placeholder."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from string import Template

from pzdsl.errors import UsageError

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_CODE = re.compile(r"[A-Z0-9]+#[A-Za-z0-9.\-]+")


def spec_text(name: str, label: str, code: str | None = None, folder: Path = Path()) -> str:
    """The text of a new spec, in canonical layout.

    Args:
        name: of the disease, as a `.pz` name.
        label: what people read.
        code: `ICD10CM#G43.909`, or None.
        folder: where it will stand: its project's libraries are seen.

    Raises:
        UsageError: one of them cannot stand in a spec.
    """
    from pzdsl.compiler import check_source
    from pzdsl.diagnostics import Source
    from pzdsl.semantics import Priors
    from pzdsl.syntax import format_source

    if not _NAME.fullmatch(name):
        raise UsageError(f"`{name}` is no name: use lower-case letters, digits and `_`, e.g. `knee_pain.pz`")
    if not label.strip() or not label.isprintable() or '"' in label or "\\" in label:
        raise UsageError("a label is one line of text without quotes, e.g. --label 'Knee pain'")
    if code is not None and not _CODE.fullmatch(code):
        raise UsageError(f"`{code}` is no code: write the system and the code, e.g. --code ICD10CM#M25.561")
    template = (resources.files(__name__) / "template.pz.txt").read_text("utf-8")
    text = Template(template).substitute(name=name, label=label, code="" if code is None else f"  code {code}\n")
    source = Source(f"{name}.pz", text)
    errors = check_source(source, Priors.beside(folder / source.name)).report.errors()
    if errors:  # a word that the language keeps for itself, a code that its system has not
        raise UsageError(f"`{name}` cannot be written so: {errors[0].one_line()}")
    return format_source(source)
