"""What is known of one file while its names are resolved: the state that every step adds to."""

from __future__ import annotations

from pzdsl.diagnostics import Related, Report, Span, codes
from pzdsl.semantics.priors import Priors
from pzdsl.semantics.spec import (
    SEVERITY,
    Categorical,
    HeldMargin,
    Home,
    NarrativePhrases,
    Rule,
    Spec,
    Variable,
)
from pzdsl.syntax import tree


class Found:
    """The declarations of one file as far as they are resolved."""

    def __init__(self, file: tree.SpecTree, report: Report, priors: Priors) -> None:
        self.file, self.report, self.priors = file, report, priors
        own = {d.name.text: d for d in file.declarations if isinstance(d, tree.SourceDef)}
        self.home = Home(file.name.text if file.kind == "library" else "", file.span.source, own)
        self.types: dict[str, Categorical] = {"severity": SEVERITY}
        self.type_spans: dict[str, Span] = {}
        self.variables: dict[str, Variable] = {}
        self.constraints: dict[str, Rule] = {}
        self.cohort: list[Rule] = []
        self.holds: list[HeldMargin] = []
        self.narrative: list[NarrativePhrases] = []
        self.phases: list[tree.Phase] = []
        self.panels: list[tree.Panel] = []
        self.prevalence: str | None = None
        self.homes: dict[str, Home] = {self.home.name: self.home}
        self.aliases: dict[str, str] = {}
        self.used_aliases: set[str] = set()
        self.waiting: list[tuple[Rule | HeldMargin, Spec, frozenset[str], Span]] = []
        self.included: dict[str, tuple[tree.Name, Spec]] = {}
        self.broken: set[str] = set()  # names whose declaration failed: no follow-up errors about them
        self.torn = tuple(d.span for d in report.errors() if d.code.number < 2000)

    def _once(self, seen: dict[str, Span], name: tree.Name, what: str) -> bool:
        if name.text in seen:
            self.report.add(
                codes.DUPLICATE_NAME,
                name.span,
                f"the {what} `{name.text}` is declared twice",
                "rename one of them",
                [Related(seen[name.text], "the first is here")],
            )
            return False
        seen[name.text] = name.span
        return True

    def _add(self, variable: Variable, name: tree.Name) -> None:
        first = self.variables.get(variable.name)
        if first is not None and first.role == "course" and variable.role != "course":
            return  # a reserved word, and said to be one already
        if first is not None:
            where = "is included from" if first.library else "is declared in"
            self.report.add(
                codes.DUPLICATE_NAME,
                name.span,
                f"`{variable.name}` is declared twice",
                f"take it out of the include of `{first.library}`" if first.library else "rename one of them",
                [Related(first.span, f"the first {where} {first.span.source.name}")],
            )
            return
        self.variables[variable.name] = variable
