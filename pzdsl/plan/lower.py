"""`Spec` to `Plan`: numbers in declared units, tables as rows of data, citations by name; nothing is decided here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from pzdsl.plan import law as q
from pzdsl.plan import plan as p
from pzdsl.plan.lower_laws import Laws, squeezed
from pzdsl.semantics.order import drawing_order, parents_in, side_reads
from pzdsl.semantics.priors import text_hash
from pzdsl.semantics.spec import Boolean, Categorical, Clock, Home, Numeric, Rule, Spec, Variable
from pzdsl.semantics.units import parse_unit
from pzdsl.syntax import tree


def lower(spec: Spec, compiler: str, file_name: Callable[[str], str] = lambda name: name) -> p.Plan:
    """The plan of a checked spec. `file_name` turns a source's name into the one that the artefact carries."""
    return _Lowering(spec, compiler, file_name).plan()


class _Lowering(Laws):
    # --- the whole

    def plan(self) -> p.Plan:
        spec, file = self.spec, self.spec.file
        variables = tuple(self.variable(spec.variables[name]) for name in drawing_order(spec))
        texts = {self.file_name(s.name): text_hash(s.text) for s in spec.texts.values()}
        status = next((d for d in file.declarations if isinstance(d, tree.Status)), None)
        specialty = next((d.name.text for d in file.declarations if isinstance(d, tree.Specialty)), None)
        reviewed = None
        if status is not None and status.date is not None:
            reviewed = status.date + (f" by {status.reviewer.text}" if status.reviewer else "")
        parts: dict[str, object] = {
            "constraints": tuple(self.rule(r) for r in spec.constraints),
            "cohort": tuple(self.rule(r) for r in spec.cohort),
            "holds": tuple(self.hold(h.node, h.home) for h in spec.holds),
            "outline": tuple(self.outline()),
            "tests": tuple(self.test(d) for d in file.declarations if isinstance(d, tree.Test)),
            "panels": tuple(self.panel(panel) for panel in spec.panels),
        }
        return p.Plan(
            compiler=self.compiler,
            kind=file.kind,
            name=file.name.text,
            label=file.label.text if file.label else file.name.text,
            status=status.state.text if status else "draft",
            reviewed=reviewed,
            specialty=specialty,
            codes=tuple(self.code(c) for d in file.declarations if isinstance(d, tree.CodesDecl) for c in d.codes),
            also_called=tuple(t.text for d in file.declarations if isinstance(d, tree.Called) for t in d.names),
            files=dict(sorted(texts.items())),
            variables=variables,
            prevalence=spec.prevalence,
            stratify=tuple(
                self.stratum(s) for d in file.declarations if isinstance(d, tree.Stratify) for s in d.strata
            ),
            phases=tuple(
                p.Phase(name=ph.name.text, label=ph.label.text if ph.label else ph.name.text.replace("_", " "))
                for ph in spec.phases
            ),
            proxies=tuple(
                p.Proxy(speaker=d.speaker.text, when=self.expressions.truth(d.condition))
                for d in file.declarations
                if isinstance(d, tree.Proxy)
            ),
            narrative=tuple(self.narrative()),
            sources=dict(sorted(self.sources.items())),
            **parts,  # type: ignore[arg-type]
        )

    # --- variables

    def variable(self, v: Variable) -> p.Variable:
        home = v.law_home or v.home
        fields: dict[str, object] = {}
        match v.type:
            case Boolean():
                fields["type"] = "boolean"
            case Categorical(name=name, categories=categories, ordered=ordered):
                fields |= {
                    "type": "category",
                    "type_name": name,
                    "categories": tuple(p.Category(name=c.name, label=c.label) for c in categories),
                    "ordered": ordered,
                }
            case Numeric() as t:
                fields |= {
                    "type": "count" if t.count else "number",
                    "unit": t.unit.code if t.unit else None,
                    "low": None if t.low is None else float(t.low),
                    "high": None if t.high is None else float(t.high),
                    "high_open": t.high_open,
                    "precision": None if t.step is None else float(t.step),
                }
        for option in v.options:
            self.option(option, v, fields)
        fields.setdefault("known_to", ("clinician",) if v.role == "exam" else ("patient",))
        return p.Variable(
            name=v.name,
            label=v.label,
            stage=v.stage,
            role=v.role,
            law=self.law(v, home),
            parents=tuple(parents_in(v, self.spec)),
            side_reads=tuple(side_reads(v, self.spec)),
            dimension=v.dimension,
            part_of=v.part_of,
            part=v.part,
            cap=v.cap,
            hidden=v.hidden,
            panel=v.panel,
            library=v.library,
            at=self.at(v.span),
            written=_written(v),
            cites=self.cites(_cites_of(v), home),
            **fields,  # type: ignore[arg-type]
        )

    def option(self, option: tree.Option, v: Variable, fields: dict[str, object]) -> None:
        def more(key: str, item: object) -> None:
            fields[key] = (*fields.get(key, ()), item)  # type: ignore[misc]

        home = v.home
        match option:
            case tree.KnownTo(who=who):
                fields["known_to"] = tuple(n.text for n in who)
            case tree.Disclosed(how=how):
                fields["disclosed"] = how
            case tree.Kind(name=name):
                fields["kind"] = name.text
            case tree.Lay(phrases=phrases):
                fields["lay"] = tuple(t.text for t in phrases)
            case tree.Missing(value=value):
                stand_in = replace(v, type=Boolean())
                fields["missing"] = self.value(value, stand_in, home)
            case tree.Codes(codes=codes_):
                fields["codes"] = tuple(self.code(c) for c in codes_)
            case tree.Reference(band=band, condition=condition, cites=cites):
                when = self.expressions.truth(condition) if condition is not None else None
                more(
                    "references",
                    p.Reference(band=self.band(band, v), when=when, cites=self.cites(cites, home)),
                )
            case tree.Critical(band=band, cites=cites):
                more("criticals", p.Reference(band=self.band(band, v), cites=self.cites(cites, home)))
            case tree.AlsoIn(unit=unit, expr=expr, cites=cites):
                formula = self.expressions.number(expr, parse_unit(unit))
                more("also", p.AlsoIn(unit=unit, expr=formula, cites=self.cites(cites, home)))
            case tree.Ordered(condition=condition):
                fields["ordered_when"] = self.expressions.truth(condition)
            case tree.Dose(amount=amount, frequency=frequency):
                fields["dose"] = p.Dose(amount=float(amount.value), unit=amount.unit, frequency=frequency.text)
            case tree.Precision() | tree.Chronic() | tree.Part():
                pass

    def band(self, band: tree.Band, v: Variable) -> q.Interval | str:
        if isinstance(band, tree.Name):
            return (
                {"positive": "true", "negative": "false"}.get(band.text, band.text)
                if isinstance(v.type, Boolean)
                else band.text
            )
        return self.interval(band, v)

    # --- rules, tests, texts

    def rule(self, rule: Rule) -> p.Rule:
        soft = None
        if rule.soft is not None and rule.soft.percent is not None:
            soft = float(Fraction(rule.soft.percent) / 100)
        return p.Rule(
            name=rule.name,
            expr=self.expressions.truth(rule.condition),
            message=rule.message.text if rule.message else None,
            soft=soft,
            library=rule.home.name or None,
            at=self.at(rule.span),
            written=squeezed(rule.condition.span.text) if rule.name != "course_fits_life" else "course_time <= age",
            cites=self.cites(rule.cites, rule.home),
        )

    def stratum(self, stratum: tree.Stratum) -> p.StratumBy:
        variable = self.spec.variables[stratum.variable.text]
        return p.StratumBy(variable=variable.name, bands=tuple(self.interval(band, variable) for band in stratum.bands))

    def hold(self, hold: tree.Hold, home: Home) -> p.Hold:
        rows: tuple[q.Row, ...] = ()
        if hold.rows and len(hold.held) == 1:
            table = self.table(
                [s.variable for s in hold.by],
                hold.rows,
                hold.cites,
                self.spec.variables[hold.held[0].variable.text],
                home,
            )
            assert isinstance(table, q.Table)
            rows = table.rows
        return p.Hold(
            held=tuple(self.stratum(s) for s in hold.held),
            by=tuple(self.stratum(s) for s in hold.by),
            rows=rows,
            at=self.at(hold.span),
            written=squeezed(hold.span.text.split("{")[0] if hold.rows else hold.span.text),
            cites=self.cites(hold.cites, home),
        )

    def panel(self, panel: tree.Panel) -> p.Panel:
        return p.Panel(
            name=panel.name.text,
            label=panel.label.text if panel.label else panel.name.text.replace("_", " "),
            exams=tuple(e.name.text for e in panel.exams),
            correlations=tuple(
                p.Correlation(
                    left=c.left.text,
                    right=c.right.text,
                    value=float(c.value.value),
                    cites=self.cites(c.cites, self.spec.home),
                )
                for c in panel.correlations
            ),
        )

    def outline(self) -> list[p.OutlineEntry]:
        return [
            p.OutlineEntry(
                name=e.name.text,
                texts=tuple(t.text for t in e.texts),
                cites=self.cites(e.cites, self.spec.home),
            )
            for d in self.spec.file.declarations
            if isinstance(d, tree.Outline)
            for e in d.entries
        ]

    def narrative(self) -> list[p.Phrases]:
        """Phrases whose variables are here; the spec's own replace those of a library."""
        chosen: dict[tuple[str, str | None], tuple[bool, p.Phrases]] = {}
        for entry in self.spec.narrative:
            node, own = entry.node, entry.home.name == self.spec.home.name
            key = node.name.text
            variable = self.spec.variables.get(key)
            if key != "opening" and variable is None:
                continue
            value = node.category.text if node.category else None
            if variable is not None and isinstance(variable.type, Boolean):
                value = "false" if node.negated else "true"
            before = chosen.get((key, value))
            if before is None or (own and not before[0]):
                chosen[key, value] = (
                    own,
                    p.Phrases(key=key, value=value, texts=tuple(t.text for t in node.texts)),
                )
        return [phrases for _, phrases in chosen.values()]

    def test(self, test: tree.Test) -> p.Test:
        given: dict[str, p.Value] = {}
        expects: list[object] = []
        for member in test.members:
            match member:
                case tree.Given(bindings=bindings):
                    for name, value in bindings:
                        given[name.text] = self.binding(name.text, value)
                case tree.ExpectAccepted():
                    expects.append(p.ExpectAccepted())
                case tree.ExpectRejected(by=by):
                    expects.append(p.ExpectRejected(by=by.text))
                case tree.ExpectProbability(event=event, given=condition, as_written=as_written, low=low, high=high):
                    expects.append(
                        p.ExpectProbability(
                            event=self.expressions.truth(event),
                            given=self.expressions.truth(condition) if condition is not None else None,
                            as_written=as_written,
                            low=float(Fraction(low.percent or 0) / 100),
                            high=float(Fraction(high.percent if high.percent is not None else 100) / 100),
                        )
                    )
                case tree.ExpectStatistic(statistic=statistic, variable=name, level=level, given=condition):
                    variable = self.spec.variables[name.text]
                    expects.append(
                        p.ExpectStatistic(
                            statistic=statistic.text,  # type: ignore[arg-type]
                            variable=name.text,
                            level=None
                            if level is None or level.percent is None
                            else float(Fraction(level.percent) / 100),
                            given=self.expressions.truth(condition) if condition is not None else None,
                            low=self.magnitude(member.low, variable),
                            high=self.magnitude(member.high, variable),
                        )
                    )
                case tree.ExpectUnreachable(event=event):
                    expects.append(p.ExpectUnreachable(event=self.expressions.truth(event)))
        return p.Test(title=test.title.text, given=given, expects=tuple(expects), at=self.at(test.span))  # type: ignore[arg-type]

    def binding(self, name: str, value: tree.Quantity | tree.Name) -> p.Value:
        variable = self.spec.variables[name]
        if isinstance(value, tree.Quantity):
            return self.magnitude(value, variable)
        return value.text == "true" if isinstance(variable.type, Boolean) else value.text


def _written(v: Variable) -> str:
    """The law as its author wrote it; of a table only the head, since each row keeps its own words."""
    match v.law:
        case Clock(what=what):
            return "time in the present phase" if what == "phase" else "time since the course began"
        case tree.Prior(value=tree.Table() | tree.ColumnTable() as value):
            return "prior given " + ", ".join(n.text for n in value.given)
        case tree.Prior(value=tree.Plain(dist=dist), effects=()) if v.role in ("part", "course"):
            return squeezed(dist.span.text) if v.part not in ("active",) else "lasts to the presentation"
        case tree.DerivedTable(given=given):
            return "derived given " + ", ".join(n.text for n in given)
        case _ if v.part == "duration":
            return "min(lasts, onset)"
        case _ if v.part == "active":
            return "lasts >= onset"
        case _:
            return squeezed(v.law.span.text)


def _cites_of(v: Variable) -> tuple[tree.Cite, ...]:
    match v.law:
        case Clock():
            return ()
        case tree.Prior(value=value):
            return value.cites
        case _:
            return v.law.cites
