"""Names to declarations: one file's tree to its `Spec`.

The steps stand in files of their own, each adding to what the one before has found:
`found`, `variables`, `courses`, `libraries`, and here the order in which they run.
"""

from __future__ import annotations

import re

from pzdsl.diagnostics import Related, Span, codes
from pzdsl.semantics.libraries import Libraries
from pzdsl.semantics.names import declared_in
from pzdsl.semantics.spec import Boolean, HeldMargin, NarrativePhrases, Rule, Spec, Variable
from pzdsl.syntax import tree

ONLY_IN_DISEASE: dict[type[tree.Declaration], str] = {
    tree.Prevalence: "prevalence",
    tree.Cohort: "cohort",
    tree.Course: "course",
    tree.Symptoms: "symptoms",
    tree.Exams: "exams",
    tree.Outline: "outline",
    tree.Stratify: "stratify",
    tree.Proxy: "spoken for",
    tree.Specialty: "specialty",
    tree.Status: "status",
}
SAID_ONCE: dict[type[tree.Declaration], str] = {
    tree.Status: "status",
    tree.Specialty: "specialty",
    tree.Outline: "outline",
    tree.Stratify: "stratify",
}
# what a text declares, read without a parser: only to know what was lost where the text does not parse
_DECLARED = re.compile(r"\b(?:attribute|symptom|exam|phase|constraint|source|type)\s+([A-Za-z]\w*)")
_INCLUDED = re.compile(r"\binclude\s+[\w.]+\s*\{([^}]*)")


class Resolver(Libraries):
    """Collects the declarations of one file; `spec()` gives them resolved."""

    def spec(self) -> Spec:
        """Resolve everything, in an order in which names are known before they are read."""
        self._lost()
        self._whole()
        self._sources_once()
        self._uses()
        self._types()
        for declaration in self.file.declarations:
            if isinstance(declaration, tree.Include):
                self._include(declaration)
        self._course()
        for declaration in self.file.declarations:
            match declaration:
                case tree.Dimension():
                    self._dimension(declaration)
                case tree.Symptoms(members=members) | tree.Exams(members=members):
                    for member in members:
                        if isinstance(member, tree.Variable):
                            self._variable(member, None, None)
                        elif isinstance(member, tree.Panel):
                            self._panel(member)
                case tree.Prevalence():
                    self._prevalence(declaration)
                case tree.Cohort(rules=rules):
                    for i, rule in enumerate(rules):
                        name = "cohort" if len(rules) == 1 else f"cohort_{i + 1}"
                        self.cohort.append(Rule(name, rule.condition, self.home, rule.span, cites=rule.cites))
                case tree.Constraint():
                    self._constraint(declaration)
                case tree.Hold():
                    self.holds.append(HeldMargin(declaration, self.home))
                case tree.Narrative(phrases=phrases):
                    self.narrative.extend(NarrativePhrases(p, self.home) for p in phrases)
                case _:
                    pass
        self._bind_included_rules()
        self._built_in_rules()
        self._laws_from_libraries()
        self._parents_of_included()
        for alias, library in self.aliases.items():
            if alias not in self.used_aliases and not self.torn:
                use = next(u for u in self.file.uses if (u.alias or u.library).text == alias)
                self.report.add(codes.UNUSED_IMPORT, use.span, f"nothing of `{library}` is used", "delete the line")
        texts = {"": self.file.span.source} if self.file.kind == "disease" else {}
        for name in self.homes:
            if name:
                texts[name] = self.homes[name].source
        return Spec(
            file=self.file,
            home=self.home,
            types=self.types,
            variables=self.variables,
            cohort=tuple(self.cohort),
            constraints=tuple(self.constraints.values()),
            holds=tuple(self.holds),
            narrative=tuple(self.narrative),
            phases=tuple(self.phases),
            panels=tuple(self.panels),
            prevalence=self.prevalence,
            homes=self.homes,
            texts=texts,
            broken=frozenset(self.broken - self.variables.keys()),
            torn=self.torn,
        )

    def _whole(self) -> None:
        """Report what only a disease has in a library, and what can be said once."""
        once: dict[type[tree.Declaration], Span] = {}
        for declaration in self.file.declarations:
            kind = type(declaration)
            word = ONLY_IN_DISEASE.get(kind)
            if word is not None and self.file.kind == "library":
                self.report.add(
                    codes.ONLY_IN_DISEASE,
                    declaration.span,
                    f"a library has no `{word}`; that belongs to a disease",
                    "move it to the disease that uses the library",
                )
            if kind in SAID_ONCE and kind in once:
                self.report.add(
                    codes.SAID_TWICE,
                    declaration.span,
                    f"`{SAID_ONCE[kind]}` is given twice",
                    "keep one of them",
                    [Related(once[kind], "the first is here")],
                )
            once.setdefault(kind, declaration.span)

    def _lost(self) -> None:
        """Take what a torn text declares, and the tree does not have, for broken."""
        if not self.torn:
            return
        text = self.file.span.source.text
        self.broken.update(_DECLARED.findall(text))
        for names in _INCLUDED.findall(text):
            self.broken.update(re.findall(r"[A-Za-z]\w*", names))
        self.broken.difference_update(declared_in(self.file.declarations))
        self.broken.discard("severity")

    def _sources_once(self) -> None:
        seen: dict[str, Span] = {}
        for declaration in self.file.declarations:
            if isinstance(declaration, tree.SourceDef):
                self._once(seen, declaration.name, "source")

    def _prevalence(self, node: tree.Prevalence) -> None:
        if self.prevalence is not None:
            self.report.add(codes.DUPLICATE_NAME, node.span, "the prevalence is given twice", "keep one of them")
            return
        self.prevalence = "case"
        law = tree.Prior(span=node.span, value=node.value)
        self._add(
            Variable("case", "prevalence", "attribute", "case", Boolean(), law, self.home, node.span, hidden=True),
            tree.Name(text="case", span=node.span),
        )

    def _constraint(self, node: tree.Constraint) -> None:
        first = self.constraints.get(node.name.text)
        if first is not None:
            self.report.add(
                codes.DUPLICATE_NAME,
                node.name.span,
                f"the constraint `{node.name.text}` is declared twice",
                "rename one of them",
                [Related(first.span, "the first is here")],
            )
            return
        self.constraints[node.name.text] = Rule(
            node.name.text, node.condition, self.home, node.span, node.soft, node.message, node.cites
        )
