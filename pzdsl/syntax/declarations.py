"""Raw parse trees to typed nodes: declarations, and the file as a whole."""

from __future__ import annotations

from typing import Any, Literal

from pzdsl.diagnostics import Span, codes
from pzdsl.syntax import tree as t
from pzdsl.syntax.expressions import Children, unescape
from pzdsl.syntax.laws import LawBuilder


class TreeBuilder(LawBuilder):
    """Builds declarations; the entry points are the rules `start` and `declarations`."""

    def _on_start(self, span: Span, c: Children) -> t.SpecTree:
        kind, name, label, declarations = c[-1]
        if c[0] != "1":
            message = (
                f"this version of pzdsl knows version 1 of the language, and the file is written in version {c[0]}"
            )
            self.report.add(codes.NO_HEADER, self.span(c[0]), message, hint="write `pz 1`, or install a newer pzdsl")
        return t.SpecTree(
            span=span,
            version=int(c[0]),
            uses=tuple(c[1:-1]),
            kind=kind,
            name=name,
            label=label,
            declarations=declarations,
        )

    def _on_use(self, span: Span, c: Children) -> t.Use:
        return t.Use(span=span, library=c[0], alias=None if c[1] is None else self.new_name(c[1]))

    def _on_library(self, span: Span, c: Children) -> tuple[Any, ...]:
        return "library", c[0], None, tuple(c[1:])

    def _on_disease(self, span: Span, c: Children) -> tuple[Any, ...]:
        return "disease", self.new_name(c[0]), self.text(c[1]), tuple(c[2:])

    def _on_declarations(self, span: Span, c: Children) -> tuple[t.Declaration, ...]:
        return tuple(c)

    # --- about the spec

    def _on_include(self, span: Span, c: Children) -> t.Include:
        return t.Include(span=span, library=c[0], names=c[1], without=tuple(c[2:]))

    def _on_included(self, span: Span, c: Children) -> tuple[t.Name, ...]:
        return tuple(self.name(leaf) for leaf in c if leaf is not None)

    def _on_without(self, span: Span, c: Children) -> t.Without:
        name, reason = self.name(c[0]), c[1]
        if isinstance(reason, str):
            return t.Without(span=span, name=name, reason=self.text(reason))
        return t.Without(span=span, name=name, cites=reason)

    def _on_codes(self, span: Span, c: Children) -> t.CodesDecl:
        return t.CodesDecl(span=span, codes=tuple(self.code(leaf) for leaf in c))

    def _on_called(self, span: Span, c: Children) -> t.Called:
        return t.Called(span=span, names=tuple(self.text(leaf) for leaf in c))

    def _on_specialty(self, span: Span, c: Children) -> t.Specialty:
        return t.Specialty(span=span, name=self.name(c[0]))

    def _on_status(self, span: Span, c: Children) -> t.Status:
        if len(c) == 1:
            return t.Status(span=span, state=self.name(c[0]))
        return t.Status(span=span, state=self.name(c[0]), date=str(c[1]), reviewer=self.text(c[2]))

    def _on_source(self, span: Span, c: Children) -> t.SourceDef:
        return t.SourceDef(span=span, name=self.new_name(c[0]), fields=tuple(c[1:]))

    def _on_field(self, span: Span, c: Children) -> tuple[t.Name, t.Text]:
        value = str(c[1])
        text = unescape(value) if value.startswith('"') else value
        return self.name(c[0]), t.Text(span=self.span(c[1]), text=text)

    def _on_type_def(self, span: Span, c: Children) -> t.TypeDef:
        name, ordered, *categories = c
        return t.TypeDef(span=span, name=self.new_name(name), ordered=ordered is not None, categories=tuple(categories))

    def _on_category(self, span: Span, c: Children) -> t.CategoryDef:
        return t.CategoryDef(span=span, name=self.new_name(c[0]), label=self.optional_text(c[1]))

    def _on_outline(self, span: Span, c: Children) -> t.Outline:
        return t.Outline(span=span, entries=tuple(c))

    def _on_entry(self, span: Span, c: Children) -> t.OutlineEntry:
        name, written, cites = c
        texts, is_list = self._texts(written)
        return t.OutlineEntry(span=span, name=self.name(name), texts=texts, is_list=is_list, cites=cites or ())

    def _texts(self, written: Any) -> tuple[tuple[t.Text, ...], bool]:
        """One string or a list of them, and which it was."""
        return ((self.text(written),), False) if isinstance(written, str) else (written, True)

    # --- population

    def _on_prevalence(self, span: Span, c: Children) -> t.Prevalence:
        return t.Prevalence(span=span, value=c[0])

    def _on_cohort(self, span: Span, c: Children) -> t.Cohort:
        return t.Cohort(span=span, rules=tuple(c))

    def _on_cohort_rule(self, span: Span, c: Children) -> t.CohortRule:
        return t.CohortRule(span=span, condition=c[0], cites=c[1] or ())

    def _on_dimension(self, span: Span, c: Children) -> t.Dimension:
        return t.Dimension(span=span, name=self.name(c[0]), members=tuple(c[1:]))

    def _on_constraint(self, span: Span, c: Children) -> t.Constraint:
        soft, name, condition, message, cites = c
        return t.Constraint(
            span=span,
            name=self.new_name(name),
            condition=condition,
            soft=soft,
            message=message,
            cites=cites or (),
        )

    def _on_soft(self, span: Span, c: Children) -> t.Share:
        return self.share(c[0])

    def _on_message(self, span: Span, c: Children) -> t.Text:
        return self.text(c[0])

    def _on_because(self, span: Span, c: Children) -> tuple[t.Cite, ...]:
        cites: tuple[t.Cite, ...] = c[0]
        return cites

    def _on_hold(self, span: Span, c: Children) -> t.Hold:
        held, by, rows, cites = c
        return t.Hold(span=span, held=held, by=by or (), rows=rows or (), cites=cites or ())

    def _on_target(self, span: Span, c: Children) -> tuple[t.Row, ...]:
        return tuple(c)

    def _on_stratify(self, span: Span, c: Children) -> t.Stratify:
        return t.Stratify(span=span, strata=c[0])

    def _on_strata(self, span: Span, c: Children) -> tuple[t.Stratum, ...]:
        return tuple(c)

    def _on_stratum(self, span: Span, c: Children) -> t.Stratum:
        bands = tuple(band for band in c[1:] if band is not None)
        return t.Stratum(span=span, variable=self.name(c[0]), bands=bands)

    # --- variables

    def _on_attribute(self, span: Span, c: Children) -> t.Variable:
        return self._variable("attribute", span, c)

    def _on_symptom(self, span: Span, c: Children) -> t.Variable:
        return self._variable("symptom", span, c)

    def _on_exam(self, span: Span, c: Children) -> t.Variable:
        return self._variable("exam", span, c)

    def _variable(self, role: Literal["attribute", "symptom", "exam"], span: Span, c: Children) -> t.Variable:
        name, label, *rest = c  # a symptom may have no type
        type_ = rest.pop(0) if isinstance(rest[0], t.Type) else None
        law, *options = rest
        return t.Variable(
            span=span,
            role=role,
            name=self.new_name(name),
            label=self.optional_text(label),
            type=type_,
            law=law,
            options=tuple(options),
        )

    def _on_symptoms(self, span: Span, c: Children) -> t.Symptoms:
        return t.Symptoms(span=span, members=tuple(c))

    def _on_exams(self, span: Span, c: Children) -> t.Exams:
        return t.Exams(span=span, members=tuple(c))

    def _on_panel(self, span: Span, c: Children) -> t.Panel:
        return t.Panel(
            span=span,
            name=self.new_name(c[0]),
            label=self.optional_text(c[1]),
            exams=tuple(x for x in c[2:] if isinstance(x, t.Variable)),
            correlations=tuple(x for x in c[2:] if isinstance(x, t.Correlation)),
        )

    def _on_correlation(self, span: Span, c: Children) -> t.Correlation:
        left, right, sign, number, cites = c
        first = number if sign is None else sign
        where = Span(span.source, self.span(first).start, self.span(number).end)
        return t.Correlation(
            span=span,
            left=self.name(left),
            right=self.name(right),
            value=self.quantity(where, sign, number, None),
            cites=cites or (),
        )

    # --- course, narrative, tests

    def _on_course(self, span: Span, c: Children) -> t.Course:
        return t.Course(span=span, members=tuple(c))

    def _on_phase(self, span: Span, c: Children) -> t.Phase:
        name, label, after, lasts, *options = c
        return t.Phase(
            span=span,
            name=self.new_name(name),
            label=self.optional_text(label),
            after=after,
            lasts=lasts,
            options=tuple(options),
        )

    def _on_after(self, span: Span, c: Children) -> t.Name:
        return self.name(c[0])

    def _on_presents_in(self, span: Span, c: Children) -> t.PresentsIn:
        return t.PresentsIn(span=span, value=c[0])

    def _on_proxy(self, span: Span, c: Children) -> t.Proxy:
        return t.Proxy(span=span, speaker=self.name(c[0]), condition=c[1])

    def _on_narrative(self, span: Span, c: Children) -> t.Narrative:
        return t.Narrative(span=span, phrases=tuple(c))

    def _on_phrases(self, span: Span, c: Children) -> t.Phrases:
        negated, name, category, written = c
        texts, _ = self._texts(written)
        return t.Phrases(
            span=span,
            name=self.name(name),
            category=None if category is None else self.name(category),
            negated=negated is not None,
            texts=texts,
        )

    def _on_test(self, span: Span, c: Children) -> t.Test:
        return t.Test(span=span, title=self.text(c[0]), members=tuple(c[1:]))

    def _on_given(self, span: Span, c: Children) -> t.Given:
        return t.Given(span=span, bindings=tuple(c))

    def _on_binding(self, span: Span, c: Children) -> tuple[t.Name, t.Quantity | t.Name]:
        return self.name(c[0]), self.name(c[1]) if isinstance(c[1], str) else c[1]

    def _on_accepted(self, span: Span, c: Children) -> t.ExpectAccepted:
        return t.ExpectAccepted(span=span)

    def _on_rejected(self, span: Span, c: Children) -> t.ExpectRejected:
        return t.ExpectRejected(span=span, by=self.name(c[0]))

    def _on_probability(self, span: Span, c: Children) -> t.ExpectProbability:
        event, given, written, low, high = c
        return t.ExpectProbability(
            span=span,
            event=event,
            given=given,
            as_written=written is not None,
            low=self.share(low),
            high=self.share(high),
        )

    def _on_statistic(self, span: Span, c: Children) -> t.ExpectStatistic:
        statistic, variable, level, given, low, high = c
        return t.ExpectStatistic(
            span=span,
            statistic=self.name(statistic),
            variable=variable,
            level=None if level is None else self.share(level),
            given=given,
            low=low,
            high=high,
        )

    def _on_unreachable(self, span: Span, c: Children) -> t.ExpectUnreachable:
        return t.ExpectUnreachable(span=span, event=c[0])

    def _on_if_given(self, span: Span, c: Children) -> t.Expr:
        expr: t.Expr = c[0]
        return expr
