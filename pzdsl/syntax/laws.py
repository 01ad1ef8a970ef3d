"""Raw parse trees to typed nodes: distributions, tables, laws, types and options."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from pzdsl.diagnostics import Span
from pzdsl.syntax import tree as t
from pzdsl.syntax.expressions import Children, ExpressionBuilder


class LawBuilder(ExpressionBuilder):
    """Builds what stands after the name of a variable."""

    def handle(self, rule: str, span: Span, c: Children) -> Any:
        """Call the method of a rule; the parts of a symptom share one."""
        if rule.startswith("part_"):
            part: Any = rule.removeprefix("part_")
            return t.Part(span=span, part=part, value=c[0])
        return super().handle(rule, span, c)

    # --- distributions

    def _on_bernoulli(self, span: Span, c: Children) -> t.Bernoulli:
        return t.Bernoulli(span=span, share=self.share(c[0]))

    def _on_point(self, span: Span, c: Children) -> t.Point:
        return t.Point(span=span, value=self.name(c[0]) if isinstance(c[0], str) else c[0])

    def _on_categorical(self, span: Span, c: Children) -> t.Categorical:
        return t.Categorical(span=span, shares=present(c))

    def _on_bands(self, span: Span, c: Children) -> t.Bands:
        return t.Bands(span=span, bands=present(c))

    def _on_mixture(self, span: Span, c: Children) -> t.Mixture:
        return t.Mixture(span=span, parts=present(c))

    def _on_quantiles(self, span: Span, c: Children) -> t.Quantiles:
        return t.Quantiles(span=span, points=present(c[:-1]), within=c[-1])

    def _on_family(self, span: Span, c: Children) -> t.Family:
        return t.Family(span=span, family=self.name(c[0]), arguments=tuple(c[1:-1]), within=c[-1])

    def _on_category_share(self, span: Span, c: Children) -> tuple[t.Name, t.Share]:
        return self.name(c[0]), c[1]

    def _on_band_share(self, span: Span, c: Children) -> tuple[t.Range, t.Share]:
        return c[0], c[1]

    def _on_mixture_share(self, span: Span, c: Children) -> tuple[t.Share, t.Dist]:
        return c[0], c[1]

    def _on_quantile(self, span: Span, c: Children) -> tuple[t.Share, t.Quantity]:
        return self.share(c[0]), c[1]

    def _on_argument(self, span: Span, c: Children) -> tuple[t.Name, t.Expr]:
        return self.name(c[0]), c[1]

    def _on_within(self, span: Span, c: Children) -> t.Within:
        return t.Within(span=span, low=c[0], high=c[2], high_open=c[1] is not None)

    def _on_bound_quantity(self, span: Span, c: Children) -> t.Number:
        return t.Number(span=span, quantity=c[0])

    def _on_bound_path(self, span: Span, c: Children) -> t.Ref:
        return t.Ref(span=span, path=c[0].text)

    def _on_bound_expr(self, span: Span, c: Children) -> t.Expr:
        expr: t.Expr = c[0]
        return expr

    # --- tables

    def _on_plain(self, span: Span, c: Children) -> t.Plain:
        return t.Plain(span=span, dist=c[0], cites=c[1] or ())

    def _on_table(self, span: Span, c: Children) -> t.Table:
        return t.Table(span=span, given=c[0], rows=tuple(c[1:-1]), cites=c[-1] or ())

    def _on_column_table(self, span: Span, c: Children) -> t.ColumnTable:
        columns = tuple(self.name(leaf) for leaf in c if isinstance(leaf, str))
        rows = tuple(row for row in c if isinstance(row, t.ColumnRow))
        return t.ColumnTable(span=span, given=c[0], columns=columns, rows=rows, cites=c[-1] or ())

    def _on_row(self, span: Span, c: Children) -> t.Row:
        return t.Row(span=span, patterns=c[0], dist=c[1], cites=c[2] or ())

    def _on_otherwise(self, span: Span, c: Children) -> t.Row:
        return t.Row(span=span, patterns=None, dist=c[0], cites=c[1] or ())

    def _on_column_row(self, span: Span, c: Children) -> t.ColumnRow:
        return t.ColumnRow(span=span, patterns=c[0], shares=tuple(c[1:-1]), cites=c[-1] or ())

    def _on_patterns(self, span: Span, c: Children) -> tuple[t.Pattern, ...]:
        return tuple(c)

    def _on_any_pattern(self, span: Span, c: Children) -> t.AnyPattern:
        return t.AnyPattern(span=span)

    def _on_name_pattern(self, span: Span, c: Children) -> t.NamePattern:
        return t.NamePattern(span=span, names=tuple(self.name(leaf) for leaf in c))

    # --- laws

    def _on_prior(self, span: Span, c: Children) -> t.Prior:
        return t.Prior(span=span, value=c[0], effects=tuple(c[1:]))

    def _on_prior_from(self, span: Span, c: Children) -> t.PriorFrom:
        return t.PriorFrom(span=span, path=c[0], cites=c[1] or ())

    def _on_derived(self, span: Span, c: Children) -> t.Derived:
        expr, noise, cites = c
        op, dist = noise or (None, None)
        return t.Derived(span=span, expr=expr, noise_op=op, noise=dist, cites=cites or ())

    def _on_noise(self, span: Span, c: Children) -> tuple[Any, t.Dist]:
        return str(c[0]), c[1]

    def _on_derived_table(self, span: Span, c: Children) -> t.DerivedTable:
        return t.DerivedTable(span=span, given=c[0], rows=tuple(c[1:-1]), cites=c[-1] or ())

    def _on_ratio(self, span: Span, c: Children) -> t.Quantity:
        return t.Quantity(span=span, value=Decimal(str(c[0])))

    def _on_odds_when(self, span: Span, c: Children) -> t.OddsWhen:
        return t.OddsWhen(span=span, ratio=c[0], condition=c[1], cites=c[2] or ())

    def _on_odds_per(self, span: Span, c: Children) -> t.OddsPer:
        ratio, step, variable, above, cites = c
        return t.OddsPer(span=span, ratio=ratio, step=step, variable=variable, above=above, cites=cites or ())

    def _on_above(self, span: Span, c: Children) -> t.Quantity:
        quantity: t.Quantity = c[0]
        return quantity

    # --- types

    def _on_named_type(self, span: Span, c: Children) -> t.NamedType:
        return t.NamedType(span=span, name=c[0])

    def _on_number_type(self, span: Span, c: Children) -> t.NumberType:
        unit, is_time = c[0] or (None, False)
        return t.NumberType(span=span, unit=unit, is_time=is_time, range=c[1])

    def _on_count_type(self, span: Span, c: Children) -> t.CountType:
        return t.CountType(span=span, unit=c[0], range=c[1])

    def _on_boolean_type(self, span: Span, c: Children) -> t.BooleanType:
        return t.BooleanType(span=span)

    # --- options

    def _on_known(self, span: Span, c: Children) -> t.KnownTo:
        return t.KnownTo(span=span, who=tuple(self.name(leaf) for leaf in c))

    def _on_disclosed(self, span: Span, c: Children) -> t.Disclosed:
        return t.Disclosed(span=span, how=c[0])

    def _on_disclosure(self, span: Span, c: Children) -> str:
        return " ".join(c)

    def _on_kind(self, span: Span, c: Children) -> t.Kind:
        return t.Kind(span=span, name=self.name(c[0]))

    def _on_lay(self, span: Span, c: Children) -> t.Lay:
        return t.Lay(span=span, phrases=tuple(self.text(leaf) for leaf in c))

    def _on_missing(self, span: Span, c: Children) -> t.Missing:
        return t.Missing(span=span, value=c[0])

    def _on_option_codes(self, span: Span, c: Children) -> t.Codes:
        return t.Codes(span=span, codes=tuple(self.code(leaf) for leaf in c))

    def code(self, leaf: Any) -> t.CodeRef:
        """`SYSTEM#VALUE` taken apart."""
        system, _, value = str(leaf).partition("#")
        return t.CodeRef(span=self.span(leaf), system=system, value=value)

    def _on_precision(self, span: Span, c: Children) -> t.Precision:
        return t.Precision(span=span, step=c[0])

    def _on_band_name(self, span: Span, c: Children) -> t.Name:
        return self.name(c[0])

    def _on_when(self, span: Span, c: Children) -> t.Expr:
        expr: t.Expr = c[0]
        return expr

    def _on_reference(self, span: Span, c: Children) -> t.Reference:
        return t.Reference(span=span, band=c[0], condition=c[1], cites=c[2] or ())

    def _on_critical(self, span: Span, c: Children) -> t.Critical:
        return t.Critical(span=span, band=c[0], cites=c[1] or ())

    def _on_also_in(self, span: Span, c: Children) -> t.AlsoIn:
        (unit, _), expr, cites = c
        return t.AlsoIn(span=span, unit=unit, expr=expr, cites=cites or ())

    def _on_ordered_when(self, span: Span, c: Children) -> t.Ordered:
        return t.Ordered(span=span, condition=c[0], cites=c[1] or ())

    def _on_dose(self, span: Span, c: Children) -> t.Dose:
        return t.Dose(span=span, amount=c[0], frequency=self.text(c[1]))

    def _on_chronic(self, span: Span, c: Children) -> t.Chronic:
        return t.Chronic(span=span)


def present(children: Children) -> tuple[Any, ...]:
    """The children that are there: an optional part that was left out is a gap."""
    return tuple(child for child in children if child is not None)
