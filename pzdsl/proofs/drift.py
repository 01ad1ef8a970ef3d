"""Drift: what becomes of each cited number, from the row as written to the patients that are drawn.

Four values of one number: *as written*; in the *population* (priors, cohort and prevalence); *compiled* (with the
constraints); *selected* (with a filter). Tables give them exactly, or between bounds; where these are too wide, all
numbers together are counted among one set of draws.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pzdsl.errors import SamplingError
from pzdsl.plan.expression import And, Expr, Not
from pzdsl.plan.plan import Plan
from pzdsl.proofs.marginals import Marginals
from pzdsl.proofs.model import Model
from pzdsl.proofs.numbers import CitedNumber, cited_numbers
from pzdsl.rules import Bools, evaluate, is_true
from pzdsl.samples import Samples, draw
from pzdsl.samples.distributions import F64
from pzdsl.solve.draw import Solved
from pzdsl.solve.query import FALSE_ALARM, ROUNDING, Estimate, share_of

WIDE = 5e-4  # a share whose bounds are further apart is counted among draws instead
DRAWS = 100_000


@dataclass(frozen=True, slots=True)
class Moved:
    """A number with its values; None where nobody is in its row, or nothing can be said."""

    number: CitedNumber
    population: Estimate | None
    compiled: Estimate | None
    selected: Estimate | None = None
    by: str | None = None  # the constraint without which it would have moved least
    by_share: float = 0.0  # how much of the move goes with it
    hint: float | None = None  # the move by the tables' upper bounds, as if they were exact

    @property
    def move(self) -> float | None:
        """By how much the constraints moved it: compiled less population, None where one of them is unknown."""
        if self.population is None or self.compiled is None:
            return None
        return self.compiled.value - self.population.value

    @property
    def surely(self) -> float:
        """By how much at least they moved it, whatever the bounds."""
        if self.population is None or self.compiled is None:
            return 0.0
        return max(0.0, abs(self.move or 0.0) - self.population.error - self.compiled.error)


def drift_of(plan: Plan, where: Expr | None = None, *, draws: int = DRAWS, model: Model | None = None) -> list[Moved]:
    """Every cited number of a plan, in written order."""
    model = model or Model(plan)
    numbers = list(cited_numbers(plan))
    population = _values(numbers, model, model.constraints, None, draws)
    compiled = _values(numbers, model, (), None, draws)
    selected: Sequence[Estimate | None] = [None] * len(numbers)
    if where is not None:
        selected = _drawn(numbers, _draw(plan, draws, where, True))
    moved = [Moved(number, p, c, s) for number, p, c, s in zip(numbers, population, compiled, selected, strict=True)]
    return [attributed(one, model) for one in moved]


def tables_only(model: Model, numbers: Sequence[CitedNumber]) -> list[Moved]:
    """The same from tables alone, however wide their bounds; nothing is drawn."""
    population, compiled = Bounds(model, model.constraints), Bounds(model, ())
    if model.is_weighed:
        return [Moved(number, population.value(number), None) for number in numbers]
    found = []
    for number in numbers:
        before, after = population.upper(number), compiled.upper(number)
        hint = None if before is None or after is None else after - before
        found.append(Moved(number, population.value(number), compiled.value(number), hint=hint))
    return found


def counted(moved: Sequence[Moved], model: Model, draws: int, which: Callable[[Moved], bool]) -> list[Moved]:
    """Some of them counted among draws where these say more than the tables."""
    numbers = [one.number for one in moved if which(one)]
    population = iter(_drawn(numbers, _draw_in(model, draws, False)))
    compiled = iter(_drawn(numbers, _draw_in(model, draws, True)))
    return [
        replace(
            one,
            population=_narrower(one.population, next(population)),
            compiled=_narrower(one.compiled, next(compiled)),
        )
        if which(one)
        else one
        for one in moved
    ]


def _narrower(a: Estimate | None, b: Estimate | None) -> Estimate | None:
    return a if b is None or (a is not None and a.error <= b.error) else b


def attributed(moved: Moved, model: Model) -> Moved:
    """With the constraint whose absence would bring it back furthest, by the tables' bounds from above."""
    if moved.move is None or not moved.surely:
        return moved
    whole, free = _upper(moved.number, model, ()), _upper(moved.number, model, model.constraints)
    if whole is None or free is None or abs(whole - free) < 0.2 * abs(moved.move):
        return moved  # the bounds do not show the move
    back: dict[str, float] = {}
    for name in model.constraints:
        without = _upper(moved.number, model, (name,))
        if without is not None:
            back[name] = (whole - without) / (whole - free)
    if not back:
        return moved
    most = max(back, key=lambda name: back[name])
    return replace(moved, by=most, by_share=back[most]) if back[most] > 0.05 else moved


# --- by tables


class Bounds:
    """Numbers between bounds from the tables, under all rules but some."""

    def __init__(self, model: Model, without: Sequence[str]) -> None:
        self._model = model
        self._upper = model.marginals(without)
        self._lower = model.lowered_marginals(without)
        self._known: dict[CitedNumber, tuple[tuple[float, float] | None, tuple[float, float] | None]] = {}

    def value(self, number: CitedNumber) -> Estimate | None:
        """The estimate, as wide as it may be; None where the tables say nothing."""
        if number.statistic == "share":
            return self._share(number)
        return self._mean(number) if number.statistic == "mean" else None

    def upper(self, number: CitedNumber) -> float | None:
        """The share by the upper bounds, as if they were exact."""
        yes, no = self._sides(number)
        return yes[1] / (yes[1] + no[1]) if yes is not None and no is not None and yes[1] + no[1] > 0 else None

    def _sides(self, number: CitedNumber) -> tuple[tuple[float, float] | None, tuple[float, float] | None]:
        if number not in self._known:
            sides = (_both(number.among, event) for event in (number.event, Not(x=number.event)))
            yes, no = map(self._between, sides)
            self._known[number] = yes, no
        return self._known[number]

    def _share(self, number: CitedNumber) -> Estimate | None:
        yes, no = self._sides(number)
        if yes is None or no is None or not yes[1] + no[1] > 0:
            return None
        low = yes[0] / (yes[0] + no[1]) if yes[0] else 0.0
        high = yes[1] / (yes[1] + no[0]) if yes[1] else 0.0
        if high - low <= ROUNDING:
            return Estimate(high, ROUNDING, "exact")
        return Estimate((low + high) / 2, (high - low) / 2 + ROUNDING, "bounded")

    def _between(self, expr: Expr) -> tuple[float, float] | None:
        event = self._model.event(expr)
        if event is None:
            return None
        high = self._upper.weight(event)
        if high is None:
            return None
        low = None if self._lower is None else self._lower.weight(event.lowered())
        return low or 0.0, high

    def _mean(self, number: CitedNumber) -> Estimate | None:
        """Only where each cell is one value and nothing is bounded."""
        if not self._model.is_exact:
            return None
        found = _mean_in(number, self._model, self._upper)
        return None if found is None else Estimate(found, ROUNDING * max(1.0, abs(found)), "exact")


def _mean_in(number: CitedNumber, model: Model, marginals: Marginals) -> float | None:
    name = number.variable.name
    cells = model.cells.get(name)
    if cells is None or not cells.single.all():
        return None
    names = [name]
    row = model.event(number.among) if number.among is not None else None
    if number.among is not None:
        if row is None or row.lower is not None:
            return None
        names += [other for other in row.names if other != name]
    table = marginals.over(tuple(names))
    if table is None:
        return None
    if row is not None:
        table = np.tensordot(
            table, row.table.transpose([row.names.index(other) for other in names[1:]]), len(names) - 1
        )
    weights = table[: len(cells.values)]
    return float(weights @ cells.values / weights.sum()) if weights.sum() > 0 else None


def _upper(number: CitedNumber, model: Model, without: Sequence[str]) -> float | None:
    """The number by the upper bounds of the tables, as if they were exact: only to compare with itself."""
    marginals = model.marginals(without)
    if number.statistic != "share":
        return _mean_in(number, model, marginals)
    yes, no = (model.event(_both(number.among, e)) for e in (number.event, Not(x=number.event)))
    if yes is None or no is None:
        return None
    weights = marginals.weight(yes), marginals.weight(no)
    if weights[0] is None or weights[1] is None or not sum(filter(None, weights)) > 0:
        return None
    return weights[0] / (weights[0] + weights[1])


def _both(among: Expr | None, event: Expr) -> Expr:
    return event if among is None else And(args=(among, event))


# --- by draws


def _values(
    numbers: Sequence[CitedNumber], model: Model, without: Sequence[str], where: Expr | None, draws: int
) -> list[Estimate | None]:
    found: list[Estimate | None] = [None] * len(numbers)
    if without or not model.is_weighed:
        bounds = Bounds(model, without)
        found = [bounds.value(number) for number in numbers]
    wide = [i for i, estimate in enumerate(found) if estimate is None or estimate.error > WIDE]
    if wide and draws:
        drawn = _drawn([numbers[i] for i in wide], _draw_in(model, draws, not without))
        for i, estimate in zip(wide, drawn, strict=True):
            found[i] = _narrower(found[i], estimate)
    return found


def _draw(plan: Plan, draws: int, where: Expr | None, constraints: bool) -> Samples | None:
    try:
        return draw(plan, draws, where=where, constraints=constraints, engine=Solved)
    except SamplingError:
        return None


def _draw_in(model: Model, draws: int, constraints: bool) -> Samples | None:
    """Patients from the tables that are there already; where something is weighed, these are not those patients'."""
    if model.is_weighed:
        return _draw(model.original, draws, None, constraints)
    try:
        return draw(model.plan, draws, engine=model.solved(() if constraints else model.constraints))
    except SamplingError:
        return None


def _drawn(numbers: Sequence[CitedNumber], samples: Samples | None) -> list[Estimate | None]:
    if samples is None:
        return [None] * len(numbers)
    rows: dict[str, Bools] = {}
    return [_counted(number, samples, rows) for number in numbers]


def _counted(number: CitedNumber, samples: Samples, rows: dict[str, Bools]) -> Estimate | None:
    values, known = samples.column(number.variable.name)
    mask = np.ones(samples.size, np.bool_) if known is None else known
    if number.among is not None:
        key = repr(number.among)
        if key not in rows:
            rows[key] = np.broadcast_to(is_true(evaluate(number.among, samples)), (samples.size,))
        mask = mask & rows[key]
    count = int(np.count_nonzero(mask))
    if count < 2:
        return None
    if number.statistic == "share":
        hits = np.broadcast_to(is_true(evaluate(number.event, samples)), (samples.size,))
        return share_of(int(np.count_nonzero(hits & mask)), count)
    inside = np.asarray(values[mask], np.float64)
    return _mean_of(inside, number) if number.statistic == "mean" else _median_of(np.sort(inside), number)


def _mean_of(values: F64, number: CitedNumber) -> Estimate:
    """The empirical Bernstein bound over the declared range, as `query.mean` has it."""
    variable, n = number.variable, len(values)
    low = float(values.min()) if variable.low is None else variable.low
    high = float(values.max()) if variable.high is None else variable.high
    log = np.log(4 / FALSE_ALARM)
    error = np.sqrt(2 * values.var(ddof=1) * log / n) + 7 * (high - low) * log / (3 * (n - 1))
    bounded = variable.low is not None and variable.high is not None
    return Estimate(float(values.mean()), float(error) if bounded else np.inf, "drawn")


def _median_of(values: F64, number: CitedNumber) -> Estimate | None:
    n = len(values)
    band = np.sqrt(np.log(2 / FALSE_ALARM) / (2 * n))
    if band >= 0.5:
        return None
    low, high = float(values[int((0.5 - band) * n)]), float(values[min(int(np.ceil((0.5 + band) * n)), n - 1)])
    return Estimate((low + high) / 2, (high - low) / 2, "drawn")


def compiled(numbers: Sequence[CitedNumber], model: Model, draws: int = DRAWS) -> list[Estimate | None]:
    """The numbers among the patients of a spec, each with its bound; None where nothing can be said."""
    return _values(numbers, model, (), None, draws)
