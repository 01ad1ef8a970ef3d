"""What is open in the editor: each text with what was last said about it, and the libraries it was read with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from pzdsl.compiler import Checked, check_source
from pzdsl.diagnostics import Diagnostic, Report, Source
from pzdsl.editor.positions import Positions, plain_text
from pzdsl.editor.reading import Reader
from pzdsl.errors import FileProblem
from pzdsl.semantics import Priors, Spec
from pzdsl.semantics.priors import packaged_priors

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Analysis:
    """One version of a text, and everything that follows from it at once."""

    source: Source
    checked: Checked
    version: int | None

    @property
    def spec(self) -> Spec:
        """The spec, as far as it could be read."""
        return self.checked.found

    @cached_property
    def positions(self) -> Positions:
        """Characters of the text to places of the protocol."""
        return Positions(self.source.text)


@dataclass
class Document:
    """An open text; `analysis` is always that of the text as it is now."""

    path: Path
    text: str
    version: int | None = None
    on_problem: Callable[[str], None] = lambda message: None
    numbers: dict[str, Any] = field(default_factory=dict)  # what the background said about this version
    proved: list[Diagnostic] | None = None
    _reader: Reader = field(default_factory=Reader)
    _priors: Priors | None = None
    _stamp: Stamp = ()
    _analysis: Analysis | None = None
    _problem: str | None = None

    def change(self, text: str, version: int | None) -> None:
        """The author edited it."""
        self.text, self.version = text, version
        self.forget()

    def forget(self) -> None:
        """Look at it again, for instance because a library changed."""
        self._analysis, self.proved, self.numbers = None, None, {}

    @property
    def analysis(self) -> Analysis:
        """Everything about the text as it is now."""
        if self._analysis is None:
            source = Source(self.path.as_posix(), plain_text(self.text))
            self._analysis = Analysis(source, self.check(source), self.version)
        return self._analysis

    def check(self, source: Source) -> Checked:
        """Check this text, or one that a fix would make of it."""
        priors = self.priors()
        try:
            checked = check_source(source, priors, read=self._reader.read)
        except BaseException:
            self._priors = None  # it may have been left half read
            raise
        if len(priors.report) or priors.broken:
            self._priors = None  # what a library has wrong is told once for each reading of it
        else:
            self._stamp = _stamp(priors)
        return checked

    def priors(self) -> Priors:
        """The libraries of the project, read again where a file of theirs changed."""
        if self._priors is None or _stamp(self._priors) != self._stamp:
            try:
                self._priors = Priors.beside(self.path)
                self._problem = None
            except FileProblem as problem:
                self._priors = Priors((packaged_priors(),))
                if str(problem) != self._problem:
                    self._problem = str(problem)
                    self.on_problem(self._problem)
            self._stamp = _stamp(self._priors)
        return self._priors

    def report(self) -> Report:
        """All that is to be said: at once what checking finds, later with what is proved."""
        checked = self.analysis.checked
        if checked.spec is None or self.proved is None:
            return checked.report
        report = Report()
        for diagnostic in checked.report:
            report.put(diagnostic)
        proved = Report()
        for diagnostic in self.proved:
            proved.put(diagnostic)
        for diagnostic in (*checked.allowances.filter(proved), *checked.allowances.leftover()):
            report.put(diagnostic)
        return report


def _stamp(priors: Priors) -> Stamp:
    """What the libraries that were read depend on: files, with size and time of change."""
    places = [root.parent / "pz.lock" for root in priors.roots]
    places += [path for name in priors.loaded if (path := priors.find(name)) is not None]
    found = []
    for path in places:
        try:
            state = path.stat()
            found.append((str(path), state.st_size, state.st_mtime_ns))
        except OSError:
            found.append((str(path), -1, -1))
    return tuple(found)
