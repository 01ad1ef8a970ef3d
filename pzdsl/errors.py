"""Every exception of the package.

PzError
├── SpecError            a specification holds mistakes: `.report` lists them
├── FileProblem          a file cannot be read, written or trusted
│   └── ArtefactError    a compiled artefact is damaged, edited or of another version
├── UsageError           what was asked for makes no sense (unknown variable, bad shard, …)
├── SamplingError        drawing patients failed
│   ├── AcceptanceTooLow the constraints reject nearly every draw
│   ├── Unsatisfiable    it is proved that no patient meets all rules
│   ├── NotExact         exact drawing was asked for, and some rule cannot be folded
│   └── TargetsNotMet    holds and soft constraints cannot be met: `.problems` says why
└── VerificationFailed   a stage's text still has problems after the last attempt
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pzdsl.diagnostics import Report


class PzError(Exception):
    """The root: whatever pzdsl raises on purpose."""


class SpecError(PzError):
    """A specification holds mistakes; `report` lists all that were found."""

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__("\n".join(d.one_line() for d in report.errors()))


class FileProblem(PzError):
    """A file cannot be read or written; the message says which, why and what to do."""


class ArtefactError(FileProblem):
    """A compiled artefact is damaged, was edited, or comes from another version."""


class UsageError(PzError):
    """What was asked for makes no sense; the message says how to mend it."""


class SamplingError(PzError):
    """Drawing patients failed."""


class AcceptanceTooLow(SamplingError):
    """The constraints reject nearly every draw."""

    def __init__(self, accepted: int, drawn: int, strictest: str, where: str = "") -> None:
        self.accepted, self.drawn, self.strictest = accepted, drawn, strictest
        place = f" {where}" if where else ""
        super().__init__(f"kept {accepted} of {drawn} draws{place}; `{strictest}` rejects the most")


class Unsatisfiable(SamplingError):
    """It is proved that no patient meets all rules."""


class NotExact(SamplingError):
    """Exact drawing was asked for, and some rule cannot be folded."""


class TargetsNotMet(SamplingError):
    """Holds or soft constraints cannot be met to 1e-9; `problems` says which, and why."""

    def __init__(self, problems: Sequence[Any]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in problems))


class VerificationFailed(PzError):
    """A stage's text still has problems after the last attempt."""

    def __init__(self, stage: str, problems: Sequence[Any]) -> None:
        self.stage, self.problems = stage, tuple(problems)
        super().__init__(f"stage `{stage}`: " + "; ".join(str(p) for p in problems))
