"""Names to declarations: types, variables and their parts, what is included, what each rule may read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal
from difflib import get_close_matches

from pzdsl.diagnostics import Related, Report, Span, codes
from pzdsl.semantics.priors import Priors, text_hash
from pzdsl.semantics.spec import (
    SEVERITY,
    Boolean,
    Categorical,
    Category,
    Clock,
    HeldMargin,
    Home,
    Law,
    NarrativePhrases,
    Numeric,
    Rule,
    Spec,
    ValueType,
    Variable,
)
from pzdsl.semantics.units import DAYS, PLAIN, Unit, conversion, parse_unit, suggestion
from pzdsl.syntax import tree

# parts whose values are times; the others are categories, except `episodes`, a count
TIME_PARTS = {"onset", "lasts", "since"}
_PARTS_OF = {"since": ("medication", "condition", "procedure", "habit", "allergy")}
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
DIMENSIONS = ("biological", "socioeconomic", "behavioural", "family")

# what a text declares, read without a parser: only to know what was lost where the text does not parse
_DECLARED = re.compile(r"\b(?:attribute|symptom|exam|phase|constraint|source|type)\s+([A-Za-z]\w*)")
_INCLUDED = re.compile(r"\binclude\s+[\w.]+\s*\{([^}]*)")
_COURSE_NAMES = ("phase", "phase_time", "phase_share", "course_time")


def near(name: str, known: Iterator[str] | list[str]) -> str | None:
    """`did you mean …` for a name that is not known, or None."""
    close = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"did you mean `{close[0]}`?" if close else None


class Resolver:
    """Collects the declarations of one file; `spec()` gives them resolved."""

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

    # --- the file as a whole

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

    # --- names of files

    def _lost(self) -> None:
        """Take what a torn text declares, and the tree does not have, for broken."""
        if not self.torn:
            return
        text = self.file.span.source.text
        self.broken.update(_DECLARED.findall(text))
        for names in _INCLUDED.findall(text):
            self.broken.update(re.findall(r"[A-Za-z]\w*", names))
        self.broken.difference_update(_declared_in(self.file.declarations))
        self.broken.discard("severity")

    def _sources_once(self) -> None:
        seen: dict[str, Span] = {}
        for declaration in self.file.declarations:
            if isinstance(declaration, tree.SourceDef):
                self._once(seen, declaration.name, "source")

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

    # --- types

    def _types(self) -> None:
        for definition in self._type_defs():
            if definition.name.text == "severity":
                self.report.add(
                    codes.DUPLICATE_NAME,
                    definition.name.span,
                    "`severity` is built in",
                    "choose another name",
                )
                continue
            if not self._once(self.type_spans, definition.name, "type"):
                continue
            seen: dict[str, Span] = {}
            for category in definition.categories:
                self._once(seen, category.name, "category")
            self.types[definition.name.text] = Categorical(
                definition.name.text,
                tuple(
                    Category(c.name.text, c.label.text if c.label else c.name.text.replace("_", " "))
                    for c in definition.categories
                ),
                definition.ordered,
            )

    def _type_defs(self) -> Iterator[tree.TypeDef]:
        for declaration in self.file.declarations:
            match declaration:
                case tree.TypeDef():
                    yield declaration
                case tree.Dimension(members=m) | tree.Symptoms(members=m) | tree.Exams(members=m):
                    yield from (member for member in m if isinstance(member, tree.TypeDef))
                case _:
                    pass

    # --- variables

    def _dimension(self, dimension: tree.Dimension) -> None:
        name = dimension.name.text
        if name not in DIMENSIONS:
            self.report.add(
                codes.UNKNOWN_NAME,
                dimension.name.span,
                f"there is no dimension `{name}`",
                near(name, list(DIMENSIONS)) or "the four are " + ", ".join(DIMENSIONS),
            )
        for member in dimension.members:
            if isinstance(member, tree.Variable):
                self._variable(member, name, None)

    def _panel(self, panel: tree.Panel) -> None:
        self.panels.append(panel)
        for exam in panel.exams:
            self._variable(exam, None, panel.name.text)
        inside = {exam.name.text for exam in panel.exams}
        for correlation in panel.correlations:
            for name in (correlation.left, correlation.right):
                if name.text not in inside | self.broken:
                    self.report.add(
                        codes.UNKNOWN_NAME,
                        name.span,
                        f"`{name.text}` is no exam of the panel `{panel.name.text}`",
                        near(name.text, list(inside)),
                    )
            if not -1 < correlation.value.value < 1:
                self.report.add(
                    codes.PARAMETER_RANGE, correlation.value.span, "a correlation must lie between -1 and 1"
                )

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

    def _variable(self, node: tree.Variable, dimension: str | None, panel: str | None) -> None:
        label = node.label.text if node.label else _label(node.name.text)
        value_type = self._value_type(node)
        if value_type is None:
            self.broken.add(node.name.text)
            return
        law: Law = _PENDING if isinstance(node.law, tree.PriorFrom) else node.law
        options = tuple(o for o in node.options if not isinstance(o, tree.Part))
        variable = Variable(
            node.name.text,
            label,
            node.role,
            node.role,
            value_type,
            law,
            self.home,
            node.span,
            dimension,
            options,
            panel=panel,
        )
        self._add(variable, node.name)
        self._parts(node, variable)

    def _value_type(self, node: tree.Variable) -> ValueType | None:
        step = next((o.step for o in node.options if isinstance(o, tree.Precision)), None)
        also = tuple(o.unit for o in node.options if isinstance(o, tree.AlsoIn))
        match node.type:
            case None:
                if node.role == "symptom":
                    return Boolean()
                raise AssertionError("the grammar asks for a type")
            case tree.BooleanType():
                return Boolean()
            case tree.NamedType(name=name):
                found = self.types.get(name.text)
                if found is None and name.text not in self.broken:
                    self.report.add(
                        codes.UNKNOWN_TYPE,
                        name.span,
                        f"there is no type `{name.text}`",
                        near(name.text, list(self.types)),
                    )
                return found
            case tree.NumberType(unit=unit_text, is_time=is_time, range=span_range):
                unit = self.unit(unit_text, is_time, node.type.span) if unit_text else None
                if unit_text and unit is None:
                    return None
                return self._numeric(unit, span_range, step, also, False, node)
            case tree.CountType(unit=unit_text, range=span_range):
                unit = parse_unit(unit_text, True) if unit_text else None
                return self._numeric(unit, span_range, step, also, True, node)

    def unit(self, text: str, is_time: bool, span: Span) -> Unit | None:
        """The unit of a text, or a diagnostic."""
        found = parse_unit(text, is_time)
        if found is None:
            close = suggestion(text)
            self.report.add(
                codes.UNKNOWN_UNIT,
                span,
                f"`'{text}'` is no UCUM unit that is known here",
                f"did you mean `'{close}'`?" if close else "units are UCUM codes, e.g. 'mg/dL', 'mm[Hg]', '/min'",
            )
        return found

    def _numeric(
        self,
        unit: Unit | None,
        declared: tree.Range | None,
        step: tree.Quantity | None,
        also: tuple[str, ...],
        count: bool,
        node: tree.Variable,
    ) -> Numeric:
        low = high = None
        high_open = False
        if declared is not None:
            low = self.in_unit(declared.low, unit)
            high = self.in_unit(declared.high, unit)
            high_open = declared.high_open
            if low is not None and high is not None and (low > high or (low == high and high_open)):
                self.report.add(
                    codes.EMPTY_RANGE,
                    declared.span,
                    f"`{node.name.text}` can take no value: {low} is above {high}"
                    if low > high
                    else f"`{node.name.text}` can take no value between {low} and less than {high}",
                    "write the smaller bound first",
                )
                low, high = high, low
        precision = None
        if step is not None:
            precision = self.in_unit(step, unit)
            if precision is not None and precision <= 0:
                self.report.add(
                    codes.BAD_PRECISION, step.span, "a precision must be above 0", "for example `precision 0.1`"
                )
                precision = None
            elif precision is not None and count and precision % 1:
                self.report.add(
                    codes.BAD_PRECISION, step.span, "a count moves in whole numbers", "delete the precision"
                )
                precision = None
            elif precision is not None and low is not None and high is not None:
                first = (low / precision).to_integral_value(ROUND_CEILING) * precision
                if first > high or (first == high and high_open):
                    self.report.add(
                        codes.BAD_PRECISION,
                        step.span,
                        f"no multiple of {precision} lies in the range of `{node.name.text}`",
                        "choose a finer precision, or widen the range",
                    )
                    precision = None
        return Numeric(unit, low, high, high_open, count, precision, also)

    def in_unit(self, quantity: tree.Quantity, unit: Unit | None) -> Decimal | None:
        """A quantity as a number in a unit; a bare number is in it already."""
        if quantity.unit is None:
            return quantity.value
        own = self.unit(quantity.unit, quantity.is_time, quantity.span)
        if own is None:
            return None
        factor = conversion(own, unit or PLAIN)
        if factor is None:
            self.report.add(
                codes.UNIT_MISMATCH,
                quantity.span,
                f"`{quantity.span.text}` cannot be given in {unit or 'no unit'}",
                f"write it in {unit}" if unit else "delete the unit",
            )
            return None
        exact = Decimal(factor.numerator) * quantity.value / Decimal(factor.denominator)
        return exact

    # --- parts of variables

    def _parts(self, node: tree.Variable, owner: Variable) -> None:
        chronic = any(isinstance(o, tree.Chronic) for o in node.options)
        parts = {o.part: o for o in node.options if isinstance(o, tree.Part)}
        kind = next((o.name.text for o in node.options if isinstance(o, tree.Kind)), None)
        for option in node.options:
            if not isinstance(option, tree.Part):
                continue
            if option.part == "since":
                if node.role != "attribute" or (kind not in _PARTS_OF["since"]):
                    self.report.add(
                        codes.BAD_OPTION_PLACE,
                        option.span,
                        "`since` belongs to a medication, a condition or a habit",
                        "add `kind medication` (or condition, habit), or delete it",
                    )
                    continue
            elif node.role != "symptom":
                self.report.add(
                    codes.BAD_OPTION_PLACE, option.span, f"`{option.part}` belongs to a symptom", "delete it"
                )
                continue
            if not isinstance(owner.type, Boolean):
                self.report.add(
                    codes.BAD_OPTION_PLACE,
                    option.span,
                    f"`{option.part}` needs `{owner.name}` to be there or not, and it is not a boolean",
                    "declare the symptom without a type",
                )
                continue
            self._part(option, owner, chronic)
        if node.role == "symptom" and "onset" in parts and isinstance(owner.type, Boolean):
            self._times(owner, "lasts" in parts)

    def _part(self, option: tree.Part, owner: Variable, chronic: bool) -> None:
        cap = None
        if option.part in TIME_PARTS:
            if option.part == "onset" and self.phases and not chronic:
                cap = "course_time"
            value_type: ValueType = Numeric(DAYS, Decimal(0))
        elif option.part == "episodes":
            value_type = Numeric(None, Decimal(0), count=True)
        elif option.part == "severity":
            value_type = SEVERITY
        else:
            value_type = Categorical(
                None, tuple(Category(n, n.replace("_", " ")) for n in _categories_in(option.value))
            )
        variable = Variable(
            f"{owner.name}.{option.part}",
            f"{owner.label}, {option.part}",
            owner.stage,
            "part",
            value_type,
            tree.Prior(span=option.value.span, value=option.value),
            self.home,
            option.span,
            owner.dimension,
            (),
            owner.name,
            option.part,
            cap,
        )
        self._add(variable, tree.Name(text=variable.name, span=option.span))

    def _times(self, owner: Variable, lasts: bool) -> None:
        """`NAME.duration` and `NAME.active`, from the onset and how long it lasts."""
        at = owner.span
        onset: tree.Expr = tree.Ref(path=f"{owner.name}.onset", span=at)
        if lasts:
            drawn: tree.Expr = tree.Ref(path=f"{owner.name}.lasts", span=at)
            duration: tree.Expr = tree.Call(function="min", arguments=(drawn, onset), span=at)
            active: Law = tree.Derived(expr=tree.Compare(op=">=", left=drawn, right=onset, span=at), span=at)
        else:
            duration = onset
            always = tree.Bernoulli(share=tree.Share(percent=Decimal(100), span=at), span=at)
            active = tree.Prior(value=tree.Plain(dist=always, span=at), span=at)
        for part, value_type, law in (
            ("duration", Numeric(DAYS), tree.Derived(expr=duration, span=at)),
            ("active", Boolean(), active),
        ):
            name = f"{owner.name}.{part}"
            self.variables[name] = Variable(
                name, f"{owner.label}, {part}", owner.stage, "part", value_type, law, self.home, at,
                part_of=owner.name, part=part,
            )  # fmt: skip

    # --- prevalence, course, rules

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

    def _course(self) -> None:
        courses = [d for d in self.file.declarations if isinstance(d, tree.Course)]
        for extra in courses[1:]:
            self.report.add(codes.BAD_COURSE, extra.span, "the course is given twice", "keep one of them")
        if not courses:
            return
        course = courses[0]
        if self._course_is_torn(course):
            self.broken.update(_COURSE_NAMES)
            return
        phases = [m for m in course.members if isinstance(m, tree.Phase)]
        presents = [m for m in course.members if isinstance(m, tree.PresentsIn)]
        if not phases:
            self.report.add(
                codes.BAD_COURSE, course.span, "a course has at least one phase", "add `phase NAME lasts …`"
            )
            return
        seen: dict[str, Span] = {}
        once = [self._once(seen, phase.name, "phase") for phase in phases]
        if not all(once):
            self.broken.update((*_COURSE_NAMES, *seen))
            return
        for i, phase in enumerate(phases):
            if i and (phase.after is None or phase.after.text != phases[i - 1].name.text):
                self.report.add(
                    codes.BAD_COURSE,
                    (phase.after or phase.name).span,
                    f"`{phase.name.text}` follows `{phases[i - 1].name.text}`, and has to say so",
                    f"write `after {phases[i - 1].name.text}`",
                )
            elif not i and phase.after is not None:
                self.report.add(
                    codes.BAD_COURSE,
                    phase.after.span,
                    "the first phase follows none",
                    "delete `after …`, or reorder",
                )
        self.phases = phases
        if len(presents) != 1 and len(phases) > 1:
            self.report.add(
                codes.BAD_COURSE,
                course.span,
                "the course has to say in which phase patients present, once",
                "add `presents in { " + ", ".join(f"{p.name.text}: …" for p in phases) + " }`",
            )
            return
        at = course.span
        labels = Categorical(
            None,
            tuple(Category(p.name.text, p.label.text if p.label else _label(p.name.text)) for p in phases),
        )
        one = tree.Plain(dist=tree.Point(value=phases[0].name, span=at), span=at)
        presenting: tree.Value = presents[0].value if presents else one
        zero, unit = (tree.Number(quantity=tree.Quantity(value=Decimal(n), span=at), span=at) for n in (0, 1))
        share_name = (tree.Name(text="low", span=at), tree.Name(text="high", span=at))
        share = tree.Family(
            family=tree.Name(text="uniform", span=at),
            arguments=((share_name[0], zero), (share_name[1], unit)),
            span=at,
        )
        days = Numeric(DAYS, Decimal(0))

        def add(name: str, label: str, kind: ValueType, law: Law, span: Span, hidden: bool = False) -> None:
            variable = Variable(name, label, "course", "course", kind, law, self.home, span, hidden=hidden)
            self._add(variable, tree.Name(text=name, span=span))

        add("phase", "Phase at presentation", labels, tree.Prior(value=presenting, span=at), presenting.span)
        for phase in phases:
            add(
                f"{phase.name.text}.lasts",
                f"Duration of {labels.categories[phases.index(phase)].label.lower()}",
                days,
                tree.Prior(value=phase.lasts, span=phase.span),
                phase.span,
            )
        no_cite = tree.Plain(dist=share, span=at)
        add("phase_share", "Share of the phase gone by", Numeric(None, Decimal(0), Decimal(1)),
            tree.Prior(value=no_cite, span=at), at, hidden=True)  # fmt: skip
        # what is computed from times that are not negative needs no range of its own
        add("phase_time", "Time in the present phase", Numeric(DAYS), Clock("phase"), at)
        add("course_time", "Time since the course began", Numeric(DAYS), Clock("course"), at)

    def _course_is_torn(self, course: tree.Course) -> bool:
        """Whether a member of the course was lost: then nothing more is said about the course."""
        if not any(course.span.start <= at.start <= course.span.end for at in self.torn):
            return False
        written = len(re.findall(r"\b(?:phase\s+\w+|presents\s+in)\b", course.span.text))
        return written > len(course.members)

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

    def _built_in_rules(self) -> None:
        age = self.variables.get("age")
        if not self.phases or age is None or not isinstance(age.type, Numeric):
            return
        if age.type.unit is None or not age.type.unit.is_time or "course_time" not in self.variables:
            return
        at = self.phases[0].span
        condition = tree.Compare(
            op="<=", left=tree.Ref(path="course_time", span=at), right=tree.Ref(path="age", span=at), span=at
        )
        message = tree.Text(text="the course, {course_time}, would have begun before birth at age {age}", span=at)
        self.constraints.setdefault(
            "course_fits_life", Rule("course_fits_life", condition, self.home, at, message=message)
        )

    # --- what is included

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
                read = frozenset(name for name in _names_read(rule) if name in library.variables)
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
            if variable.law is not _PENDING:
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
            for parent in sorted(set(_names_in_law(found.law)) & library.variables.keys()):
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
                    for parent in _names_read_by(variable):
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


_PENDING = Clock("phase")  # stands for the law of `prior from …` until the library's is there


def _declared_in(declarations: Iterable[tree.Declaration]) -> Iterator[str]:
    """Every name that is declared or included."""
    for declaration in declarations:
        match declaration:
            case tree.SourceDef(name=name) | tree.TypeDef(name=name) | tree.Constraint(name=name):
                yield name.text
            case tree.Include(names=names):
                yield from (name.text for name in names)
            case tree.Dimension(members=m) | tree.Symptoms(members=m) | tree.Exams(members=m) | tree.Course(members=m):
                for member in m:
                    if isinstance(member, tree.Panel):
                        yield from (exam.name.text for exam in member.exams)
                    elif not isinstance(member, tree.PresentsIn):
                        yield member.name.text
            case _:
                pass


def _label(name: str) -> str:
    text = name.replace("_", " ")
    return text[:1].upper() + text[1:]


def _same_kind(left: ValueType, right: ValueType) -> bool:
    if isinstance(left, Numeric) and isinstance(right, Numeric):
        same_unit = (left.unit.code if left.unit else "") == (right.unit.code if right.unit else "")
        return same_unit and left.count == right.count
    if isinstance(left, Categorical) and isinstance(right, Categorical):
        return left.names == right.names
    return type(left) is type(right)


def dists_in(value: tree.Value) -> Iterator[tree.Dist]:
    """The distributions of a value, one a row."""
    match value:
        case tree.Plain(dist=dist):
            yield dist
        case tree.Table(rows=rows):
            yield from (row.dist for row in rows)
        case tree.ColumnTable():
            return


def _categories_in(value: tree.Value) -> list[str]:
    """The category names that a law mentions, in order of first mention."""
    found: dict[str, None] = {}
    if isinstance(value, tree.ColumnTable):
        return [c.text for c in value.columns]

    def visit(dist: tree.Dist) -> None:
        match dist:
            case tree.Categorical(shares=shares):
                found.update((name.text, None) for name, _ in shares)
            case tree.Point(value=tree.Name(text=text)):
                found[text] = None
            case tree.Mixture(parts=parts):
                for _, part in parts:
                    visit(part)
            case _:
                pass

    for dist in dists_in(value):
        visit(dist)
    return list(found)


def names_in(expr: tree.Expr) -> Iterator[str]:
    """Every path that an expression reads (categories in `is` and `in` are no paths)."""
    match expr:
        case tree.Number():
            return
        case tree.Ref(path=path) | tree.Magnitude(path=path):
            yield path
        case tree.Negate(operand=x) | tree.WithUnit(operand=x) | tree.Is(operand=x) | tree.InSet(operand=x):
            yield from names_in(x)
        case tree.Not(operand=x):
            yield from names_in(x)
        case tree.Arithmetic(left=a, right=b) | tree.Compare(left=a, right=b) | tree.Implies(left=a, right=b):
            yield from names_in(a)
            yield from names_in(b)
        case tree.Between(operand=x, low=a, high=b):
            for part in (x, a, b):
                yield from names_in(part)
        case tree.Call(arguments=args) | tree.Junction(operands=args):
            for part in args:
                yield from names_in(part)


def _names_in_dist(dist: tree.Dist) -> Iterator[str]:
    match dist:
        case tree.Family(arguments=arguments, within=within):
            for _, argument in arguments:
                yield from names_in(argument)
            if within:
                yield from names_in(within.low)
                yield from names_in(within.high)
        case tree.Quantiles(within=tree.Within(low=low, high=high)):
            yield from names_in(low)
            yield from names_in(high)
        case tree.Mixture(parts=parts):
            for _, part in parts:
                yield from _names_in_dist(part)
        case _:
            return


def names_in_value(value: tree.Value) -> Iterator[str]:
    """The parents that a value names, in its table's head and in its distributions."""
    if not isinstance(value, tree.Plain):
        yield from (name.text for name in value.given)
    for dist in dists_in(value):
        yield from _names_in_dist(dist)


def _names_in_law(law: Law) -> Iterator[str]:
    match law:
        case Clock():
            return
        case tree.Prior(value=value, effects=effects):
            yield from names_in_value(value)
            for effect in effects:
                if isinstance(effect, tree.OddsPer):
                    yield effect.variable.text
                else:
                    yield from names_in(effect.condition)
        case tree.Derived(expr=expr, noise=noise):
            yield from names_in(expr)
            if noise is not None:
                yield from _names_in_dist(noise)
        case tree.DerivedTable(given=given, rows=rows):
            yield from (name.text for name in given)
            for row in rows:
                yield from _names_in_dist(row.dist)


names_in_law = _names_in_law


def _names_read_by(variable: Variable) -> Iterator[str]:
    """What a variable's law and options read."""
    yield from _names_in_law(variable.law)
    for option in variable.options:
        match option:
            case tree.Missing(value=value):
                yield from names_in_value(value)
            case tree.Ordered(condition=condition):
                yield from names_in(condition)
            case tree.Reference(condition=condition) if condition is not None:
                yield from names_in(condition)
            case _:
                pass


def _names_read(rule: Rule | HeldMargin) -> Iterator[str]:
    if isinstance(rule, Rule):
        yield from names_in(rule.condition)
    else:
        yield from (s.variable.text for s in (*rule.node.held, *rule.node.by))
