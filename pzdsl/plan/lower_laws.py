"""Laws of the tree to laws of the plan: numbers in declared units, tables as rows of data, citations by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from pzdsl.diagnostics import Report, Span
from pzdsl.plan import law as q
from pzdsl.plan import plan as p
from pzdsl.plan.express import Expressions
from pzdsl.semantics.families import FAMILIES, UNIT
from pzdsl.semantics.infer import Scope
from pzdsl.semantics.quantities import magnitude
from pzdsl.semantics.shares import exact_shares
from pzdsl.semantics.spec import Boolean, Clock, Home, Numeric, Spec, Variable
from pzdsl.semantics.tables import Ends, ends_of
from pzdsl.semantics.units import Unit
from pzdsl.syntax import tree


class Laws:
    """Lowers the laws of one spec, and keeps the sources that are cited on the way."""

    def __init__(self, spec: Spec, compiler: str, file_name: Callable[[str], str]) -> None:
        self.spec, self.compiler, self.file_name = spec, compiler, file_name
        self.expressions = Expressions(spec)
        self.scope = Scope(spec.variables, Report())
        self.sources: dict[str, p.SourceInfo] = {}

    def at(self, span: Span) -> q.Place:
        """Where something is written."""
        line, column = span.place
        return q.Place(file=self.file_name(span.source.name), line=line, column=column)

    def cites(self, cites: Sequence[tree.Cite], home: Home) -> tuple[q.Cite, ...]:
        """Citations, with their sources kept for the plan."""
        return tuple(self.cite(c, home) for c in cites)

    def cite(self, cite: tree.Cite, home: Home) -> q.Cite:
        """One citation; the source is named by its library, if it has one."""
        if cite.source is None:
            return q.Cite(assumed=cite.assumed)
        key = f"{home.name}/{cite.source}" if home.name else cite.source
        if key not in self.sources:
            fields = {name.text: value.text for name, value in home.sources[cite.source].fields}
            self.sources[key] = p.SourceInfo(fields=fields, library=home.name or None)
        return q.Cite(source=key, locator=cite.locator)

    @staticmethod
    def code(code: tree.CodeRef) -> p.CodeRef:
        """A code in a system."""
        return p.CodeRef(system=code.system, value=code.value)

    def law(self, variable: Variable, home: Home) -> q.Law:
        """A variable's law."""
        match variable.law:
            case Clock(what=what):
                return q.CourseClock(what=what, phases=tuple(ph.name.text for ph in self.spec.phases))
            case tree.Prior(value=value, effects=effects):
                base = self.value(value, variable, home)
                if not effects:
                    return base
                return q.Odds(base=base, effects=tuple(self.effect(e, home) for e in effects))
            case tree.Derived(expr=expr, noise_op=noise_op, noise=noise):
                if isinstance(variable.type, Boolean):
                    return q.Derived(expr=self.expressions.truth(expr))
                unit = _unit(variable)
                lowered = None
                if noise is not None:
                    lowered = self.dist(noise, variable if noise_op == "+-" else _unitless(variable))
                return q.Derived(expr=self.expressions.number(expr, unit), noise_op=noise_op, noise=lowered)
            case tree.DerivedTable(given=given, rows=rows, cites=cites):
                return self.table(given, rows, cites, variable, home)

    def value(self, value: tree.Value, variable: Variable, home: Home) -> q.Law:
        """A distribution or a table of them."""
        match value:
            case tree.Plain(dist=dist):
                return self.dist(dist, variable)
            case tree.Table(given=given, rows=rows, cites=cites):
                return self.table(given, rows, cites, variable, home)
            case tree.ColumnTable(given=given, columns=columns, rows=crows, cites=cites):
                as_rows = tuple(
                    tree.Row(
                        patterns=c.patterns,
                        dist=tree.Categorical(shares=tuple(zip(columns, c.shares, strict=True)), span=c.span),
                        cites=c.cites,
                        span=c.span,
                    )
                    for c in crows
                )
                return self.table(given, as_rows, cites, variable, home)

    def table(
        self,
        given: Sequence[tree.Name],
        rows: Sequence[tree.Row],
        cites: Sequence[tree.Cite],
        variable: Variable,
        home: Home,
    ) -> q.Law:
        """A table, each row with its own place, words and citations."""
        parents = [self.spec.variables[name.text] for name in given]
        return q.Table(
            given=tuple(name.text for name in given),
            rows=tuple(
                q.Row(
                    patterns=None
                    if row.patterns is None
                    else tuple(self.pattern(test, parent) for test, parent in zip(row.patterns, parents, strict=True)),
                    law=self.dist(row.dist, variable),
                    at=self.at(row.span),
                    written=squeezed(row.span.text),
                    cites=self.cites(row.cites or cites, home),
                )
                for row in rows
            ),
        )

    def pattern(self, pattern: tree.Pattern, parent: Variable) -> q.Pattern:
        """What one row asks of one parent, in the parent's unit."""
        match pattern:
            case tree.AnyPattern():
                return q.AnyOf()
            case tree.NamePattern(names=names):
                return q.CategoriesIn(categories=tuple(n.text for n in names))
            case _:
                return self.interval(pattern, parent)

    def interval(self, band: tree.Against | tree.Range, variable: Variable) -> q.Interval:
        """A band or a bound in its variable's unit."""
        ends = ends_of(band, variable, self.scope)
        assert isinstance(ends, Ends)
        return q.Interval(
            low=None if ends.low is None else float(ends.low),
            high=None if ends.high is None else float(ends.high),
            low_open=ends.low_open,
            high_open=ends.high_open,
        )

    def dist(self, dist: tree.Dist, variable: Variable) -> q.Law:
        """One distribution in its variable's unit."""
        match dist:
            case tree.Bernoulli(share=share):
                assert share.percent is not None
                return q.Bernoulli(p=float(Fraction(share.percent) / 100))
            case tree.Point(value=tree.Name(text=text)):
                return q.Point(value=text == "true" if isinstance(variable.type, Boolean) else text)
            case tree.Point(value=tree.Quantity() as quantity):
                return q.Point(value=self.magnitude(quantity, variable))
            case tree.Categorical(shares=shares):
                exact = self.shares([s for _, s in shares], dist.span)
                if isinstance(variable.type, Boolean):
                    return q.Bernoulli(p=sum(x for (n, _), x in zip(shares, exact, strict=True) if n.text == "true"))
                return q.Categorical(categories=tuple(n.text for n, _ in shares), shares=exact)
            case tree.Bands(bands=bands):
                count = isinstance(variable.type, Numeric) and variable.type.count
                return q.Bands(
                    lows=tuple(self.magnitude(b.low, variable) for b, _ in bands),
                    highs=tuple(
                        self.magnitude(b.high, variable) + (1 if count and not b.high_open else 0) for b, _ in bands
                    ),
                    shares=self.shares([s for _, s in bands], dist.span),
                )
            case tree.Mixture(parts=parts):
                return q.Mixture(
                    shares=self.shares([s for s, _ in parts], dist.span),
                    parts=tuple(self.dist(d, variable) for _, d in parts),
                )
            case tree.Quantiles(points=points, within=within):
                return q.Quantiles(
                    levels=tuple(float(Fraction(s.percent or Decimal(0)) / 100) for s, _ in points),
                    values=tuple(self.magnitude(q, variable) for _, q in points),
                    within=self.bounds(within, variable),
                )
            case tree.Family(family=family, arguments=arguments, within=within):
                wanted = FAMILIES[family.text]
                unit = _unit(variable)
                return q.Family(
                    family=family.text,  # type: ignore[arg-type]
                    args={
                        name.text: self.expressions.number(expr, unit if wanted[name.text] == UNIT else None)
                        for name, expr in arguments
                    },
                    within=self.bounds(within, variable),
                )
            case _:
                raise AssertionError(f"no distribution: {dist}")

    def shares(self, shares: Sequence[tree.Share], span: Span) -> tuple[float, ...]:
        """Exact shares as floats: rounded once, at the end."""
        exact = exact_shares(shares, span, Report())
        assert exact is not None
        return tuple(float(x) for x in exact)

    def magnitude(self, quantity: tree.Quantity, variable: Variable) -> float:
        """A number in its variable's unit."""
        value = magnitude(quantity, variable, self.scope)
        assert value is not None
        return float(value)

    def bounds(self, within: tree.Within | None, variable: Variable) -> q.Bounds | None:
        """The bounds of a truncation."""
        if within is None:
            return None
        unit = _unit(variable)
        return q.Bounds(
            low=self.expressions.number(within.low, unit),
            high=self.expressions.number(within.high, unit),
            high_open=within.high_open,
        )

    def effect(self, effect: tree.OddsWhen | tree.OddsPer, home: Home) -> q.OddsWhen | q.OddsPer:
        """An odds ratio, and when it applies."""
        if isinstance(effect, tree.OddsWhen):
            return q.OddsWhen(
                ratio=float(effect.ratio.value),
                condition=self.expressions.truth(effect.condition),
                cites=self.cites(effect.cites, home),
            )
        variable = self.spec.variables[effect.variable.text]
        assert isinstance(variable.type, Numeric)
        start = self.magnitude(effect.above, variable) if effect.above else float(variable.type.low or 0)
        return q.OddsPer(
            ratio=float(effect.ratio.value),
            step=self.magnitude(effect.step, variable),
            variable=variable.name,
            start=start,
            cites=self.cites(effect.cites, home),
        )


def _unit(variable: Variable) -> Unit | None:
    return variable.type.unit if isinstance(variable.type, Numeric) else None


def _unitless(variable: Variable) -> Variable:
    """The same variable without a unit: for factors of noise."""
    return replace(variable, type=Numeric(None))


_NOTE = re.compile(r'("(?:[^"\\\n]|\\.)*")|#[^\n]*')


def squeezed(text: str) -> str:
    """A text on one line, without the comments in it."""
    return " ".join(_NOTE.sub(lambda found: found[1] or "", text).split())
