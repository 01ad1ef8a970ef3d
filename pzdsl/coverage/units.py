"""What can be covered: meanings of a spec, never its lines.

Each unit is a condition that a patient, or a patient whom only a constraint turns away, has to meet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal, get_args

from pzdsl.coverage.conditions import FALSE, TRUE, band_condition, both, is_category, pattern_text, patterns_condition
from pzdsl.plan.expression import And, Expr, Member, Not, Or
from pzdsl.plan.law import Derived, Interval, Law, Mixture, Odds, Place, Table
from pzdsl.plan.plan import Plan, Rule, StratumBy, Variable

Kind = Literal["rows", "constraints", "atoms", "categories", "phases", "symptoms", "severities", "bands", "strata"]
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Unit:
    """One meaning.

    `id` is independent of where the unit stands. `when`: what decides it. `reach`: what a patient is like who
    reaches it. `subject`: a variable that a test must speak of besides. `rule`: for what is seen when a constraint
    turns a patient away, the constraint.
    """

    kind: Kind
    id: str
    label: str
    at: Place
    when: Expr
    reach: Expr
    subject: str | None = None
    rule: str | None = None
    side: Literal["satisfied", "violated", "either"] = "satisfied"


def units_of(plan: Plan) -> tuple[Unit, ...]:
    """Every unit of the spec's own, in the order of kinds and then of the file; what is imported is its library's."""
    own = own_file(plan)
    variables = sorted(
        (v for v in plan.variables if is_own(v.library, plan) and v.at.file == own),
        key=lambda v: (v.at.line, v.at.column),
    )
    constraints = [
        rule
        for rule in plan.constraints
        if is_own(rule.library, plan) and rule.at.file == own and rule.name != "course_fits_life"  # built in
    ]
    found = [
        *(unit for variable in variables for unit in _rows(variable, own)),
        *(unit for rule in constraints if rule.soft is None for unit in _sides(rule)),
        *(unit for rule in constraints if rule.soft is None for unit in _atoms(rule)),
        *(unit for variable in variables for unit in _categories(variable)),
        *(unit for variable in variables for unit in _symptom(variable)),
        *(unit for variable in variables for unit in _bands(variable)),
        *_strata(plan, own),
    ]
    return tuple(sorted(_distinct(found), key=lambda unit: KINDS.index(unit.kind)))


def own_file(plan: Plan) -> str:
    """The name of the file that a plan is of."""
    places = [test.at.file for test in plan.tests]
    places += [v.at.file for v in plan.variables if is_own(v.library, plan)]
    places += [rule.at.file for rule in plan.constraints if is_own(rule.library, plan)]
    return places[0] if places else next(iter(plan.files), "")


def is_own(library: str | None, plan: Plan) -> bool:
    """Whether something was declared in the spec itself."""
    return library is None or library == plan.name


def _distinct(units: Sequence[Unit]) -> Iterator[Unit]:
    """Two units of one name get numbers, in the order of the file."""
    seen: dict[str, int] = {}
    for unit in units:
        count = seen[unit.id] = seen.get(unit.id, 0) + 1
        if count > 1:
            fields = {name: getattr(unit, name) for name in Unit.__slots__}
            yield Unit(**{**fields, "id": f"{unit.id}#{count}"})
        else:
            yield unit


def tables_in(law: Law) -> Iterator[Table]:
    """The tables of a law, the outer before the inner."""
    match law:
        case Table(rows=rows):
            yield law
            for row in rows:
                yield from tables_in(row.law)
        case Odds(base=base):
            yield from tables_in(base)
        case Mixture(parts=parts):
            for part in parts:
                yield from tables_in(part)
        case Derived(noise=noise) if noise is not None:
            yield from tables_in(noise)
        case _:
            return


def _rows(variable: Variable, own: str) -> Iterator[Unit]:
    name = "prevalence" if variable.role == "case" else variable.name
    owner = None if variable.part_of is None or variable.part_of == "phase" else variable.part_of
    for table in tables_in(variable.law):
        stated = [patterns_condition(table.given, row.patterns) for row in table.rows if row.patterns is not None]
        for row in table.rows:
            if row.at.file != own:
                continue  # the table of a library, covered there
            when: Expr
            if row.patterns is None:
                when, text = Not(x=Or(args=tuple(stated))), "otherwise"
            else:
                when = patterns_condition(table.given, row.patterns)
                text = ", ".join(pattern_text(pattern) for pattern in row.patterns)
            reach = when if owner is None else both(Member(name=owner, categories=("true",)), when)
            yield Unit("rows", f"rows:{name}:{text}", f"`{name}` row `{text}`", row.at, when, reach, variable.name)


def _sides(rule: Rule) -> Iterator[Unit]:
    holds, broken = not_idly(rule.expr), Not(x=rule.expr)
    yield Unit(
        "constraints",
        f"constraints:{rule.name}:satisfied",
        f"`{rule.name}` satisfied by someone whom it concerns",
        rule.at,
        holds,
        holds,
    )
    yield Unit(
        "constraints",
        f"constraints:{rule.name}:violated",
        f"`{rule.name}` turning someone away",
        rule.at,
        broken,
        broken,
        rule=rule.name,
        side="violated",
    )


def not_idly(expr: Expr) -> Expr:
    """That a condition holds for a patient whom it concerns: of `a implies b`, where a does."""
    match expr:
        case Or(args=(Not(x=premise), *_)):
            return both(premise, expr)
        case And(args=args):
            return both(expr, Or(args=tuple(not_idly(arg) for arg in args)))
        case _:
            return expr


def _atoms(rule: Rule) -> Iterator[Unit]:
    paths = list(atom_paths(rule.expr))
    if len(paths) < 2:
        return  # a single condition decides whenever the constraint is seen
    for i, path in enumerate(paths):
        on, off = _put(rule.expr, path, TRUE), _put(rule.expr, path, FALSE)
        decides = Or(args=(both(on, Not(x=off)), both(Not(x=on), off)))
        known = Or(args=(_at(rule.expr, path), Not(x=_at(rule.expr, path))))
        when = both(known, decides)
        label = f"condition {i + 1} of `{rule.name}` deciding it"
        yield Unit("atoms", f"atoms:{rule.name}:{i + 1}", label, rule.at, when, when, rule=rule.name, side="either")


def atom_paths(expr: Expr, path: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    """Where the conditions stand that `and`, `or` and `not` join."""
    match expr:
        case Not(x=x):
            yield from atom_paths(x, (*path, 0))
        case And(args=args) | Or(args=args):
            for i, arg in enumerate(args):
                yield from atom_paths(arg, (*path, i))
        case _:
            yield path


def _at(expr: Expr, path: tuple[int, ...]) -> Expr:
    for i in path:
        assert isinstance(expr, Not | And | Or)
        expr = expr.x if isinstance(expr, Not) else expr.args[i]
    return expr


def _put(expr: Expr, path: tuple[int, ...], value: Expr) -> Expr:
    if not path:
        return value
    assert isinstance(expr, Not | And | Or)
    if isinstance(expr, Not):
        return Not(x=_put(expr.x, path[1:], value))
    args = tuple(_put(arg, path[1:], value) if i == path[0] else arg for i, arg in enumerate(expr.args))
    return And(args=args) if isinstance(expr, And) else Or(args=args)


def _categories(variable: Variable) -> Iterator[Unit]:
    if variable.type != "category" or variable.hidden:
        return
    kind: Kind = "categories"
    if variable.name == "phase":
        kind = "phases"
    elif variable.part == "severity":
        kind = "severities"
    for category in variable.categories:
        when = is_category(variable.name, category.name)
        label = f"`{variable.name} is {category.name}`"
        yield Unit(kind, f"{kind}:{variable.name}:{category.name}", label, variable.at, when, when)


def _symptom(variable: Variable) -> Iterator[Unit]:
    if variable.role != "symptom" or variable.type != "boolean":
        return
    for word, value in (("present", "true"), ("absent", "false")):
        when = is_category(variable.name, value)
        label = f"`{variable.name}` {word}"
        yield Unit("symptoms", f"symptoms:{variable.name}:{word}", label, variable.at, when, when)


def _bands(variable: Variable) -> Iterator[Unit]:
    for what, bands in (("reference", variable.references), ("critical", variable.criticals)):
        for band in bands:
            when = band_condition(variable, band.band)
            text = pattern_text(band.band) if isinstance(band.band, Interval) else band.band
            if band.when is not None:
                when, text = both(when, band.when), f"{text} when …"
            label = f"`{variable.name}` in its {what} band `{text}`"
            yield Unit("bands", f"bands:{variable.name}:{what} {text}", label, variable.at, when, when)


def _strata(plan: Plan, own: str) -> Iterator[Unit]:
    if not plan.stratify:
        return
    at = next((v.at for v in plan.variables if v.at.file == own), Place(file=own, line=1, column=1))
    for cells in product(*(_cells(plan, by) for by in plan.stratify)):
        when = And(args=tuple(condition for condition, _ in cells))
        text = ", ".join(name for _, name in cells)
        yield Unit("strata", f"strata:{text}", f"stratum {text}", at, when, when)


def _cells(plan: Plan, by: StratumBy) -> list[tuple[Expr, str]]:
    variable, name = plan.variable(by.variable), by.variable
    if by.bands:
        return [(band_condition(variable, band), f"{name} {pattern_text(band)}") for band in by.bands]
    names = ["false", "true"] if variable.type == "boolean" else [c.name for c in variable.categories]
    return [(is_category(name, category), f"{name} {category}") for category in names]


__all__ = ["KINDS", "Kind", "Unit", "atom_paths", "is_own", "not_idly", "own_file", "tables_in", "units_of"]
