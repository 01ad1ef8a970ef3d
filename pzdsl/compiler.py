"""The whole compiler on one screen.

    text ─parse─▶ tree ─analyse─▶ Spec ─lower─▶ Plan ─draw─▶ Samples ─run─▶ PatientRecord

Each step is a pure function from one frozen form to the next. Mistakes of an author are collected in a `Report`
and raised together as `SpecError`; what a later step needs of an earlier one is in its form, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pzdsl.diagnostics import Report, Source, Span, codes
from pzdsl.diagnostics.allow import Allowances
from pzdsl.diagnostics.together import together
from pzdsl.semantics import Priors, Spec, analyse, read_source
from pzdsl.syntax import parse, tree
from pzdsl.version import COMPILER

if TYPE_CHECKING:
    from pzdsl.plan import Plan


@dataclass(frozen=True, slots=True)
class Checked:
    """A spec with all that was said about it; `spec` is None where there are errors, `found` what there is even so."""

    source: Source
    spec: Spec | None
    report: Report
    allowances: Allowances
    found: Spec


Reading = Callable[[Source, Report], tree.SpecTree]


def check_source(source: Source, priors: Priors, today: date | None = None, read: Reading = parse) -> Checked:
    """Text to `Spec`, with every diagnostic; raises nothing for what an author may write.

    Allowances (`# pzc: allow …`) take out what they cover; `today` is what their dates are held against. An editor
    has a `read` of its own, which gives what `parse` gives and remembers what it has read before.
    """
    report = Report()
    file = read(source, report)
    spec = analyse(file, report, priors, stop=False)
    for diagnostic in priors.report:
        report.put(diagnostic)
    allowances = Allowances(source, _declared(file), today)
    report = allowances.filter(together(report))
    looked_for = () if report.errors() else codes.ALL
    for diagnostic in allowances.leftover(code for code in looked_for if code not in codes.PROVED):
        report.put(diagnostic)
    return Checked(source, None if report.errors() else spec, report, allowances, spec)


def _declared(file: tree.SpecTree) -> Iterator[Span]:
    """Each declaration, and each member of one: what an allowance above it covers as a whole."""
    for declaration in file.declarations:
        yield declaration.span
        for member in getattr(declaration, "members", ()):
            yield member.span
            for exam in getattr(member, "exams", ()):
                yield exam.span


def check_file(path: Path, priors: Priors | None = None) -> Checked:
    """`check_source` for a file, with the priors of its project; raises FileProblem."""
    return check_source(read_source(path), priors or Priors.beside(path))


def compile_source(source: Source, priors: Priors, root: Path | None = None) -> Plan:
    """Text to `Plan`; raises SpecError with all mistakes. `root` is what file names in the plan are relative to."""
    from pzdsl.plan.lower import lower  # pydantic is loaded only when a plan is made

    checked = check_source(source, priors)
    checked.report.stop_if_errors()
    assert checked.spec is not None
    return lower(checked.spec, COMPILER, lambda name: _relative(name, root))


def compile_file(path: Path, priors: Priors | None = None) -> Plan:
    """A `.pz` file, or an artefact that `pzc build` wrote, to a `Plan`."""
    if path.suffix == ".json":
        from pzdsl.plan.artifact import read_artefact

        return read_artefact(path)
    priors = priors or Priors.beside(path)
    return compile_source(read_source(path), priors, project_root(path))


def project_root(path: Path) -> Path:
    """The folder that names in a plan are relative to: the project's, or the file's own."""
    folder = path.resolve().parent
    marks = ("priors", "pz.toml", "pz.lock")
    return next((c for c in (folder, *folder.parents) if any((c / m).exists() for m in marks)), folder)


def _relative(name: str, root: Path | None) -> str:
    path = Path(name).resolve()
    if name.startswith("priors/") or root is None:
        return name
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
