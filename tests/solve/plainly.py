"""The meaning of a plan in plain Python, one patient at a time: shares no code with samplers, solver or evaluator.

Only what the random plans of these tests use: finite laws, and numbers on a grid.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from pzdsl.plan import expression as e
from pzdsl.plan import law as laws
from pzdsl.plan.expression import Expr
from pzdsl.plan.law import Law, Pattern
from pzdsl.plan.plan import Plan, Variable

Row = dict[str, Any]  # None: undefined
Shares = list[tuple[Any, float]]


def value_of(expr: Expr, row: Row, plan: Plan) -> Any:
    """The value of an expression for one patient; None where it is unknown."""
    match expr:
        case e.Num(value=number):
            return number
        case e.Var(name=name):
            found = row[name]
            return position(found, plan.variable(name)) if plan.variable(name).type == "category" else found
        case e.Cat(like=like, name=name):
            return position(name, plan.variable(like))
        case e.Member(name=name, categories=categories):
            found = row[name]
            return None if found is None else name_of(found) in categories
        case e.Neg(x=x):
            found = value_of(x, row, plan)
            return None if found is None else -found
        case e.Not(x=x):
            found = value_of(x, row, plan)
            return None if found is None else not found
        case e.And(args=args):
            found = [value_of(arg, row, plan) for arg in args]
            return False if False in found else None if None in found else True
        case e.Or(args=args):
            found = [value_of(arg, row, plan) for arg in args]
            return True if True in found else None if None in found else False
        case e.NumberOf(args=args):
            found = [value_of(arg, row, plan) for arg in args]
            return None if None in found else sum(found)
        case e.Call(function=function, args=args):
            found = [value_of(arg, row, plan) for arg in args]
            if None in found:
                return None
            return {"min": min, "max": max, "abs": lambda x: abs(x)}[function](*found)
        case e.Arith(op=op, a=a, b=b) | e.Compare(op=op, a=a, b=b):
            left, right = value_of(a, row, plan), value_of(b, row, plan)
            return None if left is None or right is None else operate(op, left, right)


def operate(op: str, a: float, b: float) -> Any:
    match op:
        case "+":
            return a + b
        case "-":
            return a - b
        case "*":
            return a * b
        case "/":
            return None if b == 0 else a / b
        case "<":
            return a < b
        case "<=":
            return a <= b
        case ">":
            return a > b
        case ">=":
            return a >= b
        case "==":
            return a == b
        case "!=":
            return a != b
    raise ValueError(op)


def position(category: str | None, variable: Variable) -> int | None:
    return None if category is None else [c.name for c in variable.categories].index(category)


def name_of(found: Any) -> str:
    return ("false", "true")[found] if isinstance(found, bool) else found


def shares_of(law: Law, variable: Variable, row: Row, plan: Plan) -> Shares | None:
    """Every value with its probability, given earlier values; [] where nothing is possible, None where undefined."""
    match law:
        case laws.Bernoulli(p=p):
            return [(True, p), (False, 1 - p)]
        case laws.Point(value=single):
            return [(single, 1.0)]
        case laws.Categorical(categories=categories, shares=shares):
            return list(zip(categories, shares, strict=True))
        case laws.Table():
            found = row_of(law, row)
            return None if found is None else shares_of(found, variable, row, plan)
        case laws.Odds(base=base, effects=effects):
            inner = shares_of(base, variable, row, plan)
            if not inner:
                return inner
            p, factor = dict(inner)[True], 1.0
            for effect in effects:
                if isinstance(effect, laws.OddsWhen):
                    factor *= effect.ratio if value_of(effect.condition, row, plan) is True else 1.0
                elif row[effect.variable] is not None:
                    factor *= effect.ratio ** (max(row[effect.variable] - effect.start, 0.0) / effect.step)
            p = p * factor / (1 - p + p * factor)
            return [(True, p), (False, 1 - p)]
        case laws.Derived(expr=expr, noise=None):
            found = value_of(expr, row, plan)
            if found is None:
                return None
            if variable.type in ("number", "count"):
                found = step_of(variable) * round(found / step_of(variable))
                if not (variable.low <= found <= variable.high):
                    return []
            return [(found, 1.0)]
        case laws.Bands(lows=lows, highs=highs, shares=shares):
            return [
                (float(k), share / (math.ceil(high) - math.ceil(low)))
                for low, high, share in zip(lows, highs, shares, strict=True)
                for k in range(math.ceil(low), math.ceil(high))
            ]
        case _:
            return on_grid(law, variable, row, plan)


def row_of(table: laws.Table, row: Row) -> Law | None:
    otherwise = None
    for line in table.rows:
        if line.patterns is None:
            otherwise = line.law
        elif all(fits(p, row[name]) for p, name in zip(line.patterns, table.given, strict=True)):
            return line.law
    return otherwise


def fits(pattern: Pattern, found: Any) -> bool:
    match pattern:
        case laws.AnyOf():
            return True
        case laws.CategoriesIn(categories=categories):
            return found is not None and name_of(found) in categories
        case laws.Interval(low=low, high=high, low_open=low_open, high_open=high_open):
            if found is None or (low is not None and (found <= low if low_open else found < low)):
                return False
            return high is None or (found < high if high_open else found <= high)


def step_of(variable: Variable) -> float:
    return variable.precision or 1.0


def on_grid(law: Law, variable: Variable, row: Row, plan: Plan) -> Shares | None:
    """Differences of the distribution function at half steps, renormalized within the bounds."""
    step = step_of(variable)
    low, high = variable.low, variable.high
    within = law.within if isinstance(law, laws.Family) else None
    if within is not None:
        bottom, top = value_of(within.low, row, plan), value_of(within.high, row, plan)
        if bottom is None or top is None:
            return None
        low, high = max(low, bottom), min(high, top)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    cap = None
    if variable.cap is not None:
        cap = row[variable.cap]
        if cap is None:
            return None
        first, last = max(first, 1), min(last, math.floor(cap / step + 1e-9))
    cdf = distribution_function(law, row, plan)
    if cdf is None:
        return None
    shares = [(k * step, cdf((k + 0.5) * step) - cdf((k - 0.5) * step)) for k in range(first, last + 1)]
    total = math.fsum(share for _, share in shares)
    if total <= 0:
        return [] if cap is None else [(cap, 1.0)]
    return [(number, share / total) for number, share in shares if share > 0]


def distribution_function(law: Law, row: Row, plan: Plan) -> Any:
    if isinstance(law, laws.Derived):
        middle = value_of(law.expr, row, plan)
        noise = distribution_function(law.noise, row, plan)
        return None if middle is None else lambda x: noise(x - middle)
    if isinstance(law, laws.Mixture):
        parts = [distribution_function(part, row, plan) for part in law.parts]
        if None in parts:
            return None
        return lambda x: math.fsum(s * part(x) for s, part in zip(law.shares, parts, strict=True))
    args = {name: value_of(arg, row, plan) for name, arg in law.args.items()}
    if None in args.values():
        return None
    match law.family:
        case "normal":
            return lambda x: 0.5 * math.erfc((args["mean"] - x) / args["sd"] / math.sqrt(2))
        case "exponential":
            return lambda x: -math.expm1(-max(x, 0.0) / args["mean"])
        case "uniform":
            return lambda x: min(max((x - args["low"]) / (args["high"] - args["low"]), 0.0), 1.0)
        case "poisson":
            mean = args["mean"]
            return lambda x: math.fsum(
                math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(math.floor(x) + 1)
            )
    raise ValueError(law.family)


def completions(plan: Plan) -> Iterator[tuple[Row, float]]:
    """Every patient that the priors allow, with its probability; before prevalence, cohort and constraints."""

    def extend(i: int, row: Row, prob: float) -> Iterator[tuple[Row, float]]:
        if i == len(plan.variables):
            yield row, prob
            return
        variable = plan.variables[i]
        owner = True if variable.part_of is None else row[variable.part_of]
        shares = shares_of(variable.law, variable, row, plan) if owner is True else None
        for found, share in [(None, 1.0)] if shares is None else shares:
            if share > 0:
                yield from extend(i + 1, {**row, variable.name: found}, prob * share)

    yield from extend(0, {}, 1.0)


def broken(plan: Plan, row: Row) -> list[str]:
    """The rules that a patient breaks."""
    hard = [rule for rule in plan.constraints if rule.soft is None]
    rules = [rule.name for rule in (*plan.cohort, *hard) if value_of(rule.expr, row, plan) is False]
    if plan.prevalence is not None and row[plan.prevalence] is not True:
        rules.append(plan.prevalence)
    return rules


def enumerated(plan: Plan, where: Expr | None = None) -> tuple[list[tuple[Row, float]], float]:
    """Every patient who may be drawn with its probability, and the probability of all of them under the priors.

    Holds and soft constraints are left out: `tests.solve.projected` counts them in.
    """
    kept = [
        (row, prob)
        for row, prob in completions(plan)
        if not broken(plan, row) and (where is None or value_of(where, row, plan) is True)
    ]
    total = math.fsum(prob for _, prob in kept)
    return [(row, prob / total) for row, prob in kept] if total > 0 else [], total
