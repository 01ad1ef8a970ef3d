"""Each stated number has a source, each source is declared, each declared source is used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pzdsl.diagnostics import Edit, Report, Span, codes
from pzdsl.semantics.names import near
from pzdsl.semantics.spec import Spec
from pzdsl.syntax import tree

STANDARD_FIELDS = (
    "title",
    "authors",
    "journal",
    "year",
    "doi",
    "url",
    "pmid",
    "publisher",
    "accessed",
    "note",
    "licence",
    "population",
)


def check_citations(spec: Spec, report: Report) -> None:
    """Report numbers without a source, sources that are not declared, and those that are never cited."""
    used: set[str] = set()
    for cite in _cites_in(spec.file):
        if cite.source is None:
            continue
        used.add(cite.source)
        if cite.source not in spec.home.sources and cite.source not in spec.broken:
            report.add(
                codes.UNKNOWN_SOURCE,
                cite.span,
                f"there is no source `{cite.source}`",
                near(cite.source, list(spec.home.sources)) or f'declare `source {cite.source} {{ title: "…" }}`',
            )
    for name, source in spec.home.sources.items():
        if name not in used and not spec.torn:  # what did not parse may cite it
            report.add(
                codes.UNUSED_SOURCE,
                source.name.span,
                f"the source `{name}` is never cited",
                "cite it where it is used, or delete it",
                fix=[Edit(source.span, "")],
            )
        if not any(f.text == "title" for f, _ in source.fields):
            report.add(codes.BAD_STATUS, source.name.span, f"the source `{name}` has no title", 'add `title: "…"`')
    for span, what in _uncited(spec.file):
        report.add(
            codes.NO_SOURCE,
            span,
            f"{what} has no source",
            'add `@source [place]`, or `assumed "why"`',
        )


def _cites_in(node: object) -> Iterator[tree.Cite]:
    """Every citation below a node of the tree."""
    if isinstance(node, tree.Cite):
        yield node
    elif isinstance(node, tuple):
        for item in node:
            yield from _cites_in(item)
    elif isinstance(node, tree.Node):
        for name in node.__dataclass_fields__:
            if name != "span":
                yield from _cites_in(getattr(node, name))


Found = tuple[Span, str]


def _uncited(node: object) -> Iterator[Found]:
    """Numbers that need a source and have none."""
    match node:
        case tree.Plain(dist=dist, cites=cites):
            if not cites and states_number(dist):
                yield dist.span, "this number"
        case tree.Table(rows=rows, cites=cites) | tree.DerivedTable(rows=rows, cites=cites):
            yield from _uncited_rows(rows, cites)
        case tree.ColumnTable(rows=crows, cites=cites):
            for crow in crows:
                if not cites and not crow.cites and any(not _forced(s) for s in crow.shares):
                    yield crow.span, "this row"
        case tree.OddsWhen(cites=cites) | tree.OddsPer(cites=cites):
            if not cites:
                yield node.span, "this odds ratio"
        case tree.Derived(expr=expr, noise=noise, cites=cites):
            if not cites and (noise is not None or has_number(expr)):
                yield node.span, "this formula"
        case tree.Reference(cites=cites) | tree.Critical(cites=cites):
            if not cites and not isinstance(node.band, tree.Name):
                yield node.span, "this band"
        case tree.AlsoIn(cites=cites):
            if not cites:
                yield node.span, "this conversion"
        case tree.Constraint(condition=condition, cites=cites, name=name):
            if not cites and has_number(condition):
                yield name.span, f"the limit in `{name.text}`"
        case tree.Correlation(cites=cites):
            if not cites:
                yield node.span, "this correlation"
        case tree.OutlineEntry(cites=cites, name=name):
            if not cites:
                yield name.span, f"`{name.text}` of the outline"
        case tree.Hold(rows=rows, cites=cites):
            yield from _uncited_rows(rows, cites)
        case tree.Test() | tree.Cohort() | tree.Stratify():
            return
        case tuple():
            for item in node:
                yield from _uncited(item)
        case tree.Node():
            for name_ in node.__dataclass_fields__:
                if name_ != "span":
                    yield from _uncited(getattr(node, name_))
        case _:
            return


def _uncited_rows(rows: Sequence[tree.Row], cites: tuple[tree.Cite, ...]) -> Iterator[Found]:
    for row in rows:
        if not cites and not row.cites and states_number(row.dist):
            yield row.span, "this row"


def _forced(share: tree.Share) -> bool:
    return share.percent is None or share.percent in (0, 100)


def states_number(dist: tree.Dist) -> bool:
    """Whether a distribution states a number that somebody must have found; 0 %, 100 %, `rest` and `exactly` do not."""
    match dist:
        case tree.Bernoulli(share=share):
            return not _forced(share)
        case tree.Point():
            return False
        case tree.Categorical(shares=shares):
            return any(not _forced(s) for _, s in shares)
        case tree.Mixture(parts=parts):
            return any(not _forced(s) or states_number(d) for s, d in parts)
        case _:
            return True


def has_number(expr: tree.Expr) -> bool:
    """Whether an expression has a number of its own other than 0, 1 and -1."""
    match expr:
        case tree.Arithmetic(op="^", left=base, right=tree.Number()):
            return has_number(base)  # a power is part of a formula's shape
        case tree.Number(quantity=quantity):
            return abs(quantity.value) not in (0, 1)
        case tree.Ref() | tree.Magnitude():
            return False
        case (
            tree.Negate(operand=x)
            | tree.WithUnit(operand=x)
            | tree.Not(operand=x)
            | tree.Is(operand=x)
            | tree.InSet(operand=x)
        ):
            return has_number(x)
        case tree.Arithmetic(left=a, right=b) | tree.Compare(left=a, right=b) | tree.Implies(left=a, right=b):
            return has_number(a) or has_number(b)
        case tree.Between(operand=x, low=a, high=b):
            return any(has_number(e) for e in (x, a, b))
        case tree.Call(arguments=args) | tree.Junction(operands=args):
            return any(has_number(e) for e in args)
