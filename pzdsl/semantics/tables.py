"""Whether the rows of a table are complete and disjoint, with a patient who shows where they are not.

Each parent is cut where a row's pattern begins or ends; between two cuts every row answers the same, so one
representative a cell decides. A cell without a row is a gap, a cell with two an overlap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from pzdsl.diagnostics import Related, Report, Span, codes
from pzdsl.semantics.infer import Scope, check_category, infer
from pzdsl.semantics.quantities import magnitude
from pzdsl.semantics.spec import Boolean, Categorical, Clock, Numeric, Spec, Variable
from pzdsl.syntax import tree

AnyRow = tree.Row | tree.ColumnRow


@dataclass(frozen=True, slots=True)
class Ends:
    """A numeric pattern as two ends in the parent's unit; None is no end."""

    low: Decimal | None = None
    high: Decimal | None = None
    low_open: bool = False
    high_open: bool = False

    def holds(self, x: Decimal) -> bool:
        """Whether a number matches."""
        if self.low is not None and (x < self.low or (self.low_open and x == self.low)):
            return False
        return not (self.high is not None and (x > self.high or (self.high_open and x == self.high)))


def ends_of(pattern: tree.Against | tree.Range, variable: Variable, scope: Scope) -> Ends | None:
    """The ends of a numeric pattern in the unit of its variable; None where a mistake was reported."""
    if isinstance(pattern, tree.Range):
        low, high = magnitude(pattern.low, variable, scope), magnitude(pattern.high, variable, scope)
        if low is None or high is None:
            return None
        if low > high or (low == high and pattern.high_open):
            scope.report.add(
                codes.EMPTY_RANGE,
                pattern.span,
                f"nothing lies in `{pattern.span.text}`",
                "write the smaller bound first",
            )
            return None
        return Ends(low, high, False, pattern.high_open)
    value = magnitude(pattern.value, variable, scope)
    if value is None:
        return None
    match pattern.op:
        case "<":
            return Ends(high=value, high_open=True)
        case "<=":
            return Ends(high=value)
        case ">":
            return Ends(low=value, low_open=True)
        case ">=":
            return Ends(low=value)
        case "==":
            return Ends(value, value)
        case _:
            scope.report.add(
                codes.BAD_PATTERN,
                pattern.span,
                "`!=` is two ranges in a table",
                "write one row for each side",
            )
            return None


def check_tables(spec: Spec, report: Report) -> None:
    """Report gaps and overlaps in each table of the file itself."""
    scope = Scope(spec.variables, report, spec.broken)
    for variable in spec.variables.values():
        if variable.home.name != spec.home.name or variable.law_home is not None:
            continue
        for given, rows, span in tables_of(variable):
            check_table(given, rows, span, scope)
    for hold in spec.holds:
        if hold.node.rows and hold.home.name == spec.home.name:
            check_table(tuple(s.variable for s in hold.node.by), hold.node.rows, hold.node.span, scope)


def tables_of(variable: Variable) -> Iterator[tuple[tuple[tree.Name, ...], Sequence[AnyRow], Span]]:
    """Each table that belongs to a variable: its law, and what its options carry."""
    law = variable.law
    values: list[tree.Value] = []
    if isinstance(law, tree.DerivedTable):
        yield law.given, law.rows, law.span
    elif isinstance(law, tree.Prior) and not isinstance(law, Clock):
        values.append(law.value)
    values.extend(o.value for o in variable.options if isinstance(o, tree.Missing))
    for value in values:
        if isinstance(value, tree.Table | tree.ColumnTable):
            yield value.given, value.rows, value.span


Test = frozenset[str] | Ends | None  # what one pattern asks of one parent; None is `any`


def check_table(given: tuple[tree.Name, ...], rows: Sequence[AnyRow], span: Span, scope: Scope) -> None:
    """Report every mistake in one table: patterns first, then gaps and overlaps."""
    parents = []
    for name in given:
        variable = scope.variables.get(name.text)
        if variable is None:
            infer(tree.Ref(path=name.text, span=name.span), scope)
            return
        if variable in parents:
            scope.report.add(codes.DUPLICATE_NAME, name.span, f"`{name.text}` stands here twice", "delete one of them")
            return
        parents.append(variable)
    tests: list[list[Test]] = []
    regular: list[AnyRow] = []
    otherwise: AnyRow | None = None
    for row in rows:
        if row.patterns is None:
            if otherwise is not None:
                scope.report.add(codes.ROWS_OVERLAP, row.span, "`otherwise` stands here twice", "delete one of them")
            otherwise = row
            continue
        found = _tests(row, parents, scope)
        if found is None:
            return
        tests.append(found)
        regular.append(row)
    cells = [_cells(parent, [test[i] for test in tests]) for i, parent in enumerate(parents)]
    if not all(cells):
        return  # a parent without any value: reported where it is declared
    _walk(given, parents, cells, tests, regular, otherwise, span, scope.report)


def _tests(row: AnyRow, parents: Sequence[Variable], scope: Scope) -> list[Test] | None:
    assert row.patterns is not None
    if len(row.patterns) != len(parents):
        scope.report.add(
            codes.ROW_WIDTH,
            row.patterns[0].span,
            f"this row has {len(row.patterns)} condition{'s' * (len(row.patterns) != 1)} for {len(parents)} variables",
            "give one for each of " + ", ".join(p.name for p in parents) + "; `any` is one",
        )
        return None
    tests: list[Test] = []
    for pattern, parent in zip(row.patterns, parents, strict=True):
        match pattern:
            case tree.AnyPattern():
                tests.append(None)
            case tree.NamePattern(names=names):
                if not _names_fit(names, parent, pattern.span, scope):
                    return None
                tests.append(frozenset(n.text for n in names))
            case _:
                if not isinstance(parent.type, Numeric):
                    scope.report.add(
                        codes.BAD_PATTERN,
                        pattern.span,
                        f"`{parent.name}` is no number",
                        "name its categories, joined by `or`",
                    )
                    return None
                ends = ends_of(pattern, parent, scope)
                if ends is None:
                    return None
                tests.append(ends)
    return tests


def _names_fit(names: Sequence[tree.Name], parent: Variable, span: Span, scope: Scope) -> bool:
    match parent.type:
        case Numeric():
            scope.report.add(
                codes.BAD_PATTERN,
                span,
                f"`{parent.name}` is a number",
                "write a range, e.g. `< 45` or `45 to < 65`",
            )
            return False
        case Boolean():
            wrong = [n for n in names if n.text not in ("true", "false")]
            for name in wrong:
                scope.report.add(
                    codes.UNKNOWN_CATEGORY,
                    name.span,
                    f"`{parent.name}` is `true` or `false`, never `{name.text}`",
                )
            return not wrong
        case Categorical() as type_:
            found = [check_category(name, type_, scope) for name in names]  # each is reported, not only the first
            return all(found)


Cell = tuple[str, str | Decimal]  # how people read it, and the value that stands for it


def _cells(parent: Variable, tests: Sequence[Test]) -> list[Cell]:
    match parent.type:
        case Boolean():
            return [("true", "true"), ("false", "false")]
        case Categorical() as type_:
            return [(name, name) for name in type_.names]
        case Numeric() as type_:
            return [(_shown(x), x) for x in _representatives(type_, [t for t in tests if isinstance(t, Ends)])]


def _shown(x: Decimal) -> str:
    return f"{x.normalize():f}"


def _representatives(type_: Numeric, tests: Sequence[Ends]) -> list[Decimal]:
    """One value for each cell: the cuts themselves, and one between each two neighbours, all in the declared range."""
    cuts = {c for t in tests for c in (t.low, t.high) if c is not None}
    step = type_.step
    inside = Ends(type_.low, type_.high, False, type_.high_open)
    for end in (type_.low, type_.high):
        if end is not None:
            cuts.add(end)
    ordered = sorted(cuts)
    if not ordered:
        return [Decimal(0)]
    points = [ordered[0] - 1, *ordered, ordered[-1] + 1]
    found: list[Decimal] = []
    for i, cut in enumerate(points):
        if step is None:
            found.append(cut)
            if i + 1 < len(points):
                found.append((cut + points[i + 1]) / 2)
        else:  # only values on the grid exist
            if (cut / step) % 1 == 0:
                found.append(cut)
            if i + 1 < len(points):
                following = ((cut / step).to_integral_value(ROUND_FLOOR) + 1) * step
                if following < points[i + 1]:
                    found.append(following)
                previous = ((points[i + 1] / step).to_integral_value(ROUND_CEILING) - 1) * step
                if cut < previous and previous != following:
                    found.append(previous)
    return [x for x in dict.fromkeys(found) if inside.holds(x)]


def _matches(test: Test, value: str | Decimal) -> bool:
    if test is None:
        return True
    if isinstance(test, Ends):
        return isinstance(value, Decimal) and test.holds(value)
    return value in test


def _walk(
    given: tuple[tree.Name, ...],
    parents: Sequence[Variable],
    cells: Sequence[Sequence[Cell]],
    tests: Sequence[Sequence[Test]],
    rows: Sequence[AnyRow],
    otherwise: AnyRow | None,
    span: Span,
    report: Report,
) -> None:
    """Visit the product of all cells with the rows still alive as bits; one gap, and one witness a pair of rows."""
    bits = [
        [sum(1 << r for r, test in enumerate(tests) if _matches(test[i], value)) for _, value in column]
        for i, column in enumerate(cells)
    ]
    overlaps: set[tuple[int, int]] = set()
    gap: list[str] = []
    rest_used = False
    seen: set[tuple[int, int]] = set()  # the same rows alive at the same depth end in the same verdicts

    def witness(path: Sequence[int]) -> str:
        return ", ".join(f"{p.name} = {cells[i][c][0]}" for i, (p, c) in enumerate(zip(parents, path, strict=True)))

    def visit(depth: int, alive: int, path: list[int]) -> None:
        nonlocal rest_used
        if not alive:
            if otherwise is not None:
                rest_used = True
            elif not gap:
                gap.append(witness([*path, *([0] * (len(parents) - depth))]))
            return
        if depth == len(parents):
            if alive & (alive - 1):
                first = (alive & -alive).bit_length() - 1
                second = ((alive & (alive - 1)) & -(alive & (alive - 1))).bit_length() - 1
                if (first, second) not in overlaps:
                    overlaps.add((first, second))
                    _overlap(rows[first], rows[second], witness(path), report)
            return
        for c, mask in enumerate(bits[depth]):
            if (depth + 1, alive & mask) not in seen:
                seen.add((depth + 1, alive & mask))
                visit(depth + 1, alive & mask, [*path, c])

    visit(0, (1 << len(rows)) - 1, [])
    if gap:
        report.add(
            codes.ROWS_GAP,
            _head(given, span),
            f"no row applies to, for example, {gap[0]}",
            "add the row, or end with `otherwise => …`",
        )
    if otherwise is not None and not rest_used and not overlaps:
        report.add(
            codes.UNREACHABLE_OTHERWISE,
            otherwise.span,
            "`otherwise` is never reached: the rows cover everything",
            "delete it",
        )


def _head(given: tuple[tree.Name, ...], span: Span) -> Span:
    return Span(span.source, given[0].span.start, given[-1].span.end) if given else span


def _condition(row: AnyRow) -> str:
    assert row.patterns is not None
    return ", ".join(" ".join(p.span.text.split()) for p in row.patterns)


def check_bands(bands: Sequence[tree.Range | tree.Against], variable: Variable, scope: Scope) -> None:
    """The bands of a stratification or a hold: each says something, and no two share a value."""
    assert isinstance(variable.type, Numeric)
    said = [(band, ends) for band in bands if (ends := ends_of(band, variable, scope)) is not None]
    values = _representatives(variable.type, [ends for _, ends in said])
    for i, (band, ends) in enumerate(said):
        for earlier, others in said[:i]:
            witness = next((x for x in values if ends.holds(x) and others.holds(x)), None)
            if witness is not None:
                scope.report.add(
                    codes.ROWS_OVERLAP,
                    band.span,
                    f"`{earlier.span.text}` and `{band.span.text}` both hold {variable.name} {_shown(witness)}",
                    "end one where the other begins: `a to < b`",
                    [Related(earlier.span, "the other band is here")],
                )


def _overlap(first: AnyRow, second: AnyRow, witness: str, report: Report) -> None:
    report.add(
        codes.ROWS_OVERLAP,
        second.span,
        f"`{_condition(first)}` and `{_condition(second)}` both apply to, for example, {witness}",
        "end one where the other begins: `a to < b`",
        [Related(first.span, "the other row is here")],
    )
