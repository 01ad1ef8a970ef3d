"""What comes from libraries: attributes with their rules, and single laws."""

from __future__ import annotations

from dataclasses import replace

from pzdsl.diagnostics import Edit, Related, Report, Span, codes
from pzdsl.diagnostics.allow import Allowances
from pzdsl.semantics.courses import Courses
from pzdsl.semantics.names import names_in_law, names_read, names_read_by, near
from pzdsl.semantics.priors import text_hash
from pzdsl.semantics.spec import Categorical, HeldMargin, Numeric, Rule, Spec, ValueType
from pzdsl.semantics.variables import PENDING
from pzdsl.syntax import tree


class Libraries(Courses):
    """Finds libraries, copies what is included, and binds rules whose variables are all here."""

    def _uses(self) -> None:
        for use in self.file.uses:
            if self._library(use.library) is not None:
                if (use.alias or use.library).text in self.aliases:
                    shown = use.alias or use.library
                    self.report.add(
                        codes.DUPLICATE_NAME, shown.span, f"`{shown.text}` is in use already", "choose another name"
                    )
                    continue
                self.aliases[(use.alias or use.library).text] = use.library.text

    def _library(self, name: tree.Name) -> Spec | None:
        """A library by its path, analysed once for all files of the run."""
        from pzdsl.semantics.analyse import analyse  # a library is analysed as any file is
        from pzdsl.syntax import parse

        library, priors = name.text, self.priors
        if library in priors.loading:
            ring = " → ".join([*priors.loading[priors.loading.index(library) :], library])
            self.report.add(codes.IMPORT_CYCLE, name.span, f"libraries include each other: {ring}", "break the ring")
            return None
        if library not in priors.loaded:
            path = priors.find(library)
            if path is None:
                hint = near(library, priors.known()) or "a library `a.b` is the file priors/a/b.pz"
                self.report.add(codes.UNKNOWN_LIBRARY, name.span, f"there is no library `{library}`", hint)
                return None
            source = priors.read(library, path)
            priors.loading.append(library)
            inner = Report()
            file = parse(source, inner)
            if file.name.text != library:
                inner.add(
                    codes.UNKNOWN_LIBRARY,
                    file.name.span,
                    f"this file is found as `{library}` but calls itself `{file.name.text}`",
                    f"write `library {library}`",
                )
            priors.loaded[library] = analyse(file, inner, priors, stop=False)
            if "pzc:" in source.text:
                inner = Allowances(source, (d.span for d in file.declarations)).filter(inner)
            priors.loading.pop()
            for diagnostic in inner.errors():
                priors.report.put(diagnostic)
            if inner.errors():
                priors.broken.add(library)
        spec = priors.loaded[library]
        self._locked(name)
        if library in priors.broken and priors.loading:
            priors.broken.add(priors.loading[-1])  # told once, in the file that is being checked
        elif library in priors.broken:
            own = [d for d in priors.report.errors() if d.span.source is priors.texts[library]]
            first = (own or priors.report.errors())[0]
            what = "mistakes of its own" if own else "mistakes in what it includes"
            self.report.add(
                codes.LIBRARY_HAS_ERRORS,
                name.span,
                f"the library `{library}` has {what}",
                f"mend them first: `pzc check {first.span.source.name}` shows all",
                [Related(first.span, first.message)],
            )
        return spec

    def _locked(self, name: tree.Name) -> None:
        priors, library = self.priors, name.text
        source = priors.texts.get(library)
        if source is None or not (priors.locked or priors.frozen):
            return
        expected = priors.locked.get(library)
        report = priors.report if priors.loading else self.report  # a stale lock is no mistake of a library
        if expected is None and priors.frozen:
            report.add(codes.LOCK_MISMATCH, name.span, f"`{library}` is not in pz.lock", "run `pzc lock`")
        elif expected is not None and expected != text_hash(source.text):
            report.add(
                codes.LOCK_MISMATCH,
                name.span,
                f"`{library}` is not the text that pz.lock names",
                "review what changed in the library, then run `pzc lock`",
            )

    def _include(self, include: tree.Include) -> None:
        library = self._library(include.library)
        if library is None:
            self.broken.update(name.text for name in include.names)
            return
        self.homes.update(library.homes)
        for type_name, type_ in library.types.items():
            own = self.types.get(type_name)
            if own is not None and own != type_:
                self.report.add(
                    codes.DUPLICATE_NAME,
                    self.type_spans.get(type_name, include.library.span),
                    f"the type `{type_name}` is declared otherwise in `{include.library.text}`",
                    "rename the one here",
                )
            self.types.setdefault(type_name, type_)
        for name in include.names:
            found = library.variables.get(name.text)
            if found is None and include.library.text in self.priors.broken:
                self.broken.add(name.text)  # its declaration may be among what failed there
                continue
            if found is None or found.role == "part":
                self.report.add(
                    codes.NOT_IN_LIBRARY,
                    name.span,
                    f"`{include.library.text}` has no `{name.text}`",
                    near(name.text, [v for v in library.variables if "." not in v]),
                )
                self.broken.add(name.text)
                continue
            present = self.variables.get(name.text)
            if present is not None and present.span == found.span and present.home.name == found.home.name:
                continue  # the same attribute, reached by two ways
            self._add(found, name)
            self.included[name.text] = name, library
            for part in library.variables.values():
                if part.part_of == name.text:
                    self.variables.setdefault(part.name, part)
        dropped = {w.name.text for w in include.without}
        for without in include.without:
            if without.name.text not in {r.name for r in library.constraints}:
                self.report.add(
                    codes.UNKNOWN_NAME,
                    without.name.span,
                    f"`{include.library.text}` has no constraint `{without.name.text}`",
                    near(without.name.text, [r.name for r in library.constraints]),
                )
        rules: list[Rule | HeldMargin] = [*library.constraints, *library.holds]
        for rule in rules:
            name_of = rule.name if isinstance(rule, Rule) else ""
            if name_of not in dropped:
                read = frozenset(name for name in names_read(rule) if name in library.variables)
                self.waiting.append((rule, library, read, include.span))
        for entry in library.narrative:
            self.narrative.append(entry)

    def _bind_included_rules(self) -> None:
        """A library's rule comes along when all that it reads is here, with the same type and unit."""
        for rule, library, names, at in self.waiting:
            if not names <= self.variables.keys():
                continue
            other = [n for n in sorted(names) if not _same_kind(self.variables[n].type, library.variables[n].type)]
            if other:
                label = rule.name if isinstance(rule, Rule) else "a hold"
                self.report.add(
                    codes.RULE_NOT_BOUND,
                    at,
                    f"`{label}` of `{library.home.name}` is left out: `{other[0]}` has another type or unit here",
                    f"declare `{other[0]}` as the library does, or add `without {label} because …`",
                )
                continue
            if isinstance(rule, HeldMargin):
                if rule not in self.holds:
                    self.holds.append(rule)
                continue
            first = self.constraints.get(rule.name)
            if first is None:
                self.constraints[rule.name] = rule
            elif first.span != rule.span or first.home.name != rule.home.name:
                self.report.add(
                    codes.DUPLICATE_NAME,
                    first.span,
                    f"the constraint `{rule.name}` also comes from `{rule.home.name}`",
                    "rename the one here, or drop the other by `without`",
                    [Related(rule.span, "the other is here")],
                )

    def _laws_from_libraries(self) -> None:
        """`prior from a.b.x` takes one law; its parents bind by name here."""
        for variable in list(self.variables.values()):
            if variable.law is not PENDING:
                continue
            node = self._node(variable.name)
            assert node is not None and isinstance(node.law, tree.PriorFrom)
            path = node.law.path
            head, _, last = path.text.rpartition(".")
            library_name = self.aliases.get(head, head)
            if head in self.aliases:
                self.used_aliases.add(head)
            library = self._library(tree.Name(text=library_name, span=path.span)) if head else None
            found = library.variables.get(last) if library else None
            if found is None:
                if library is not None or not head:
                    self.report.add(
                        codes.NOT_IN_LIBRARY,
                        path.span,
                        f"there is no law `{path.text}`",
                        near(last, [v for v in library.variables if "." not in v]) if library else "write LIBRARY.NAME",
                    )
                self._drop(variable.name)
                continue
            assert library is not None
            self.homes.update(library.homes)
            whole = True
            if not _same_kind(variable.type, found.type):
                whole = False
                self.report.add(
                    codes.TYPE_MISMATCH,
                    path.span,
                    f"`{path.text}` has another type or unit than `{variable.name}`",
                    "declare the variable with the type and unit of the library",
                    [Related(found.span, "it is declared here")],
                )
            missing: list[str] = []
            for parent in sorted(set(names_in_law(found.law)) & library.variables.keys()):
                here, there = self.variables.get(parent), library.variables.get(parent)
                if here is None:
                    whole = False
                if here is None and parent not in self.broken:
                    missing.append(f"`{parent}`")
                elif here and there and not _same_kind(here.type, there.type):
                    whole = False
                    self.report.add(
                        codes.PARENT_MISSING,
                        path.span,
                        f"the law `{path.text}` depends on `{parent}`, which has another type or unit here",
                        "declare it as the library does",
                    )
            if missing:
                all_of_them, verb = " and ".join(missing), "is" if len(missing) == 1 else "are"
                self.report.add(
                    codes.PARENT_MISSING,
                    path.span,
                    f"the law `{path.text}` depends on {all_of_them}, which {verb} not here",
                    f"include {all_of_them} as well",
                )
            if whole:
                home = found.law_home or found.home
                self.variables[variable.name] = replace(variable, law=found.law, law_home=home)
            else:
                self._drop(variable.name)

    def _drop(self, name: str) -> None:
        self.broken.add(name)
        self.variables = {n: v for n, v in self.variables.items() if name not in (n, v.part_of)}

    def _parents_of_included(self) -> None:
        """An included attribute needs what it is drawn from, with the type and unit of the library."""
        for parent, names in self._needed().items():
            at, library = self.included[names[0]]
            here, there = self.variables.get(parent), library.variables[parent]
            shown = " and ".join(f"`{n}`" for n in names[:2]) + (" and others" if len(names) > 2 else "")
            verb = "depend" if len(names) > 1 else "depends"
            if here is None and parent not in self.broken:
                self.report.add(
                    codes.PARENT_MISSING,
                    at.span,
                    f"{shown} {verb} on `{parent}`, which is not here",
                    f"include `{parent}` as well",
                    fix=[Edit(Span(at.span.source, at.span.start, at.span.start), f"{parent}, ")],
                )
            elif here is not None and not _same_kind(here.type, there.type):
                self.report.add(
                    codes.PARENT_MISSING,
                    at.span,
                    f"{shown} {verb} on `{parent}`, which has another type or unit here",
                    "declare it as the library does",
                    [Related(here.span, "it is declared here")],
                )

    def _needed(self) -> dict[str, list[str]]:
        """Each variable that included ones read, with these."""
        found: dict[str, list[str]] = {}
        for name, (_, library) in self.included.items():
            for variable in library.variables.values():
                if name in (variable.name, variable.part_of):
                    for parent in names_read_by(variable):
                        if parent in library.variables and name not in found.setdefault(parent, []):
                            found[parent].append(name)
        return {parent: names for parent, names in found.items() if names}

    def _node(self, name: str) -> tree.Variable | None:
        for declaration in self.file.declarations:
            if isinstance(declaration, tree.Dimension | tree.Symptoms | tree.Exams):
                for member in declaration.members:
                    if isinstance(member, tree.Variable) and member.name.text == name:
                        return member
                    if isinstance(member, tree.Panel):
                        for exam in member.exams:
                            if exam.name.text == name:
                                return exam
        return None


def _same_kind(left: ValueType, right: ValueType) -> bool:
    if isinstance(left, Numeric) and isinstance(right, Numeric):
        same_unit = (left.unit.code if left.unit else "") == (right.unit.code if right.unit else "")
        return same_unit and left.count == right.count
    if isinstance(left, Categorical) and isinstance(right, Categorical):
        return left.names == right.names
    return type(left) is type(right)
