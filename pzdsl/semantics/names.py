"""The names that a tree reads and declares; what is close to a name that nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from pzdsl.diagnostics import Instead
from pzdsl.semantics.spec import Clock, HeldMargin, Law, Rule, Variable
from pzdsl.syntax import tree


def near(name: str, known: Iterator[str] | list[str]) -> str | None:
    """`did you mean …` for a name that is not known, or None."""
    close = get_close_matches(name, list(known), n=1, cutoff=0.6)
    return Instead(name, close[0]) if close else None


def label_of(name: str) -> str:
    """What people read where no label is given."""
    text = name.replace("_", " ")
    return text[:1].upper() + text[1:]


def declared_in(declarations: Iterable[tree.Declaration]) -> Iterator[str]:
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


def dists_in(value: tree.Value) -> Iterator[tree.Dist]:
    """The distributions of a value, one a row."""
    match value:
        case tree.Plain(dist=dist):
            yield dist
        case tree.Table(rows=rows):
            yield from (row.dist for row in rows)
        case tree.ColumnTable():
            return


def categories_in(value: tree.Value) -> list[str]:
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


def names_in_dist(dist: tree.Dist) -> Iterator[str]:
    """The variables that a distribution's arguments and bounds read."""
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
                yield from names_in_dist(part)
        case _:
            return


def names_in_value(value: tree.Value) -> Iterator[str]:
    """The parents that a value names, in its table's head and in its distributions."""
    if not isinstance(value, tree.Plain):
        yield from (name.text for name in value.given)
    for dist in dists_in(value):
        yield from names_in_dist(dist)


def names_in_law(law: Law) -> Iterator[str]:
    """The parents that a law names."""
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
                yield from names_in_dist(noise)
        case tree.DerivedTable(given=given, rows=rows):
            yield from (name.text for name in given)
            for row in rows:
                yield from names_in_dist(row.dist)


def names_read_by(variable: Variable) -> Iterator[str]:
    """What a variable's law and options read."""
    yield from names_in_law(variable.law)
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


def names_read(rule: Rule | HeldMargin) -> Iterator[str]:
    """The variables that a rule, or a held margin, is about."""
    if isinstance(rule, Rule):
        yield from names_in(rule.condition)
    else:
        yield from (s.variable.text for s in (*rule.node.held, *rule.node.by))
