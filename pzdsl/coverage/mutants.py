"""Small mistakes made on purpose: constraints dropped, negated and shifted, cited numbers times one and a half.

A change that no compiler would let through (quantiles out of order, an empty range) is no mutant.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pzdsl.coverage.conditions import TRUE, contrary, patterns_condition
from pzdsl.coverage.units import is_own, own_file
from pzdsl.plan.expression import And, Arith, Call, Compare, Expr, Neg, Not, Num, NumberOf, Or, Var
from pzdsl.plan.law import (
    Bands,
    Bernoulli,
    Categorical,
    Derived,
    Family,
    Law,
    Mixture,
    Odds,
    Place,
    Point,
    Quantiles,
    Table,
)
from pzdsl.plan.plan import Plan, Rule

FACTOR, SHIFT = 1.5, 0.1


@dataclass(frozen=True, slots=True)
class Mutant:
    """A plan with one mistake. `was`, `became`: of a constraint, its condition; `row`: of a number, when it applies."""

    id: str
    label: str
    at: Place
    plan: Plan
    name: str
    what: str  # drop, negate, shift, number
    was: Expr | None = None
    became: Expr | None = None
    row: Expr = TRUE


def mutants_of(plan: Plan) -> Iterator[Mutant]:
    """Every mutant of what the spec itself states, in the order of rules and then of variables."""
    own = own_file(plan)
    for rule in (*plan.cohort, *plan.constraints):
        if is_own(rule.library, plan) and rule.at.file == own and rule.name != "course_fits_life":
            yield from _of_rule(plan, rule)
    for variable in plan.variables:
        if not is_own(variable.library, plan) or variable.at.file != own:
            continue
        name = "prevalence" if variable.role == "case" else variable.name
        for i, (label, at, row, law) in enumerate(_of_law(variable.law, variable.at, own)):
            changed = variable.model_copy(update={"law": law})
            variables = tuple(changed if v.name == variable.name else v for v in plan.variables)
            mutant = changed_plan(plan, variables=variables)
            yield Mutant(f"{name}:{i + 1}", f"`{name}`: {label}", at, mutant, variable.name, "number", row=row)


def changed_plan(plan: Plan, **changes: object) -> Plan:
    """A plan with some parts replaced, and nothing remembered of what they were."""
    changed = plan.model_copy(update=changes)
    changed.__dict__.pop("_by_name", None)
    return changed


def _of_rule(plan: Plan, rule: Rule) -> Iterator[Mutant]:
    def put(what: str, label: str, became: Expr | None, i: int = 0) -> Mutant:
        def exchanged(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
            new = [] if became is None else [rule.model_copy(update={"expr": became})]
            return tuple(r for old in rules for r in (new if old == rule else [old]))

        mutant = changed_plan(plan, cohort=exchanged(plan.cohort), constraints=exchanged(plan.constraints))
        text = f"`{rule.name}` {label}"
        return Mutant(f"{rule.name}:{what}{i or ''}", text, rule.at, mutant, rule.name, what, rule.expr, became or TRUE)

    yield put("drop", "dropped", None)
    if rule.soft is not None:
        return
    yield put("negate", "negated", contrary(rule.expr))
    for i, (label, became) in enumerate(_shifted(rule.expr, plan)):
        yield put("shift", label, became, i + 1)


def _shifted(expr: Expr, plan: Plan) -> Iterator[tuple[str, Expr]]:
    """Each threshold a tenth up and down, at least a step of what it is compared with."""
    match expr:
        case Compare(op=op, a=a, b=Num(value=value)):
            variable = plan.variable(a.name) if isinstance(a, Var) else None
            step = (1.0 if variable is None or variable.type == "count" else variable.precision) or 0.0
            if isinstance(a, NumberOf):
                step = 1.0
            move = max(step, abs(value) * SHIFT)
            if step:
                move = max(round(move / step), 1) * step
            if move == 0:
                return
            for moved in (value - move, value + move):
                shown = f"{variable.name if variable else 'a count'} {op} {value:g}"
                yield f"with `{shown}` at {moved:.6g}", Compare(op=op, a=a, b=Num(value=moved))
        case Not(x=x):
            for label, inner in _shifted(x, plan):
                yield label, Not(x=inner)
        case And(args=args) | Or(args=args):
            for i, arg in enumerate(args):
                for label, inner in _shifted(arg, plan):
                    parts = (*args[:i], inner, *args[i + 1 :])
                    yield label, And(args=parts) if isinstance(expr, And) else Or(args=parts)
        case _:
            return


_Change = tuple[str, Place, Expr, Law]


def _of_law(law: Law, at: Place, own: str, row: Expr = TRUE) -> Iterator[_Change]:
    match law:
        case Bernoulli(p=p) if 0 < p < 1:
            to = _more(p)
            yield f"{p:.4%} becomes {to:.4%}", at, row, Bernoulli(p=to)
        case Categorical(categories=categories, shares=shares):
            for i, moved in _shares(shares):
                label = f"{categories[i]} {shares[i]:.4%} becomes {moved[i]:.4%}"
                yield label, at, row, law.model_copy(update={"shares": moved})
        case Bands(shares=shares):
            for i, moved in _shares(shares):
                label = f"band {i + 1}, {shares[i]:.4%}, becomes {moved[i]:.4%}"
                yield label, at, row, law.model_copy(update={"shares": moved})
        case Mixture(shares=shares, parts=parts):
            for i, moved in _shares(shares):
                label = f"part {i + 1}, {shares[i]:.4%}, becomes {moved[i]:.4%}"
                yield label, at, row, law.model_copy(update={"shares": moved})
            for i, part in enumerate(parts):
                for label, place, when, inner in _of_law(part, at, own, row):
                    yield label, place, when, law.model_copy(update={"parts": (*parts[:i], inner, *parts[i + 1 :])})
        case Quantiles(values=values, levels=levels):
            for i, value in enumerate(values):
                moved = (*values[:i], value * FACTOR, *values[i + 1 :])
                if value and list(moved) == sorted(moved):
                    label = f"quantile {levels[i]:g}, {value:g}, becomes {value * FACTOR:g}"
                    yield label, at, row, law.model_copy(update={"values": moved})
        case Family(args=args):
            for name, arg in args.items():
                for label, became in _numbers(arg):
                    changed = {**args, name: became}
                    if _in_order(changed):
                        yield f"{name} {label}", at, row, law.model_copy(update={"args": changed})
        case Table(given=given, rows=rows):
            for i, one in enumerate(rows):
                if one.at.file != own:
                    continue
                when = TRUE if one.patterns is None else patterns_condition(given, one.patterns)
                for label, place, _, inner in _of_law(one.law, one.at, own, when):
                    changed_rows = (*rows[:i], one.model_copy(update={"law": inner}), *rows[i + 1 :])
                    yield label, place, when, law.model_copy(update={"rows": changed_rows})
        case Odds(base=base, effects=effects):
            for label, place, when, inner in _of_law(base, at, own, row):
                yield label, place, when, law.model_copy(update={"base": inner})
            for i, effect in enumerate(effects):
                ratio = effect.ratio * FACTOR
                moved_effects = (*effects[:i], effect.model_copy(update={"ratio": ratio}), *effects[i + 1 :])
                label = f"odds {effect.ratio:g} become {ratio:g}"
                yield label, at, row, law.model_copy(update={"effects": moved_effects})
        case Derived(expr=expr, noise=noise):
            for label, became in _numbers(expr):
                yield label, at, row, law.model_copy(update={"expr": became})
            if noise is not None:
                for label, place, when, inner in _of_law(noise, at, own, row):
                    yield label, place, when, law.model_copy(update={"noise": inner})
        case Point():
            return
        case _:
            return


def _more(share: float) -> float:
    return share * FACTOR if share * FACTOR < 1 else share / FACTOR


def _shares(shares: tuple[float, ...]) -> Iterator[tuple[int, tuple[float, ...]]]:
    for i, share in enumerate(shares):
        if 0 < share < 1:
            to = _more(share)
            yield i, tuple(to if j == i else s * (1 - to) / (1 - share) for j, s in enumerate(shares))


def _numbers(expr: Expr) -> Iterator[tuple[str, Expr]]:
    """An expression with each of its numbers changed in turn."""
    match expr:
        case Num(value=value):
            if value:
                yield f"{value:g} becomes {value * FACTOR:g}", Num(value=value * FACTOR)
        case Neg(x=x) | Not(x=x):
            for label, inner in _numbers(x):
                yield label, expr.model_copy(update={"x": inner})
        case Arith(a=a, b=b) | Compare(a=a, b=b):
            for label, inner in _numbers(a):
                yield label, expr.model_copy(update={"a": inner})
            for label, inner in _numbers(b):
                yield label, expr.model_copy(update={"b": inner})
        case Call(args=args) | NumberOf(args=args) | And(args=args) | Or(args=args):
            for i, arg in enumerate(args):
                for label, inner in _numbers(arg):
                    yield label, expr.model_copy(update={"args": (*args[:i], inner, *args[i + 1 :])})
        case _:
            return


def _in_order(args: dict[str, Expr]) -> bool:
    numbers = [arg.value for key in ("low", "mode", "high") if isinstance(arg := args.get(key), Num)]
    return numbers == sorted(numbers)
