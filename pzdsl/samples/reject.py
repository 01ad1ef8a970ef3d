"""Rejection of whole records: the reference that every faster way is tested against.

Patient i is its lowest attempt a = 0, 1, 2, … whose record passes the prevalence, the cohort, every
constraint, the supports of its own laws, and `where`. Each attempt is a pure function of (seed, spec,
patient, attempt), so who is drawn does not depend on batches, shards or company. What follows changes the
speed only:

- rules are tried as soon as their variables are drawn, those first that reject most for least work;
- rows that have failed are dropped before more is drawn for them;
- where few patients are left, several attempts of each are drawn at once, and the lowest that passes taken;
- what no rule reads is drawn last, for accepted rows alone.

Redrawing only the part of a record that failed would be faster still, and biased.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from pzdsl.errors import AcceptanceTooLow
from pzdsl.plan.expression import And, Expr, Var, variables_of
from pzdsl.rules import Bools, Column, evaluate, is_false, is_true
from pzdsl.samples.keyed import MAX_ATTEMPTS, places_of
from pzdsl.samples.recipe import Places, Recipe
from pzdsl.samples.tilts import Tilt, tilts_of

CHUNK = 65_536  # rows: few enough for the caches, many enough to hide what a call of NumPy costs
BUDGET = 2_000_000
LEAST_ACCEPTANCE = 1e-4
_PILOT = 2048
_WIDEST = 4  # chunks that are begun at once where few rows will be left
_WORTH_DROPPING = 0.15  # share of failed rows from which gathering the others pays


@dataclass(frozen=True, slots=True)
class Sieve:
    """A rule that every record must pass; `expr` None: the supports of `variable`, tested as it is drawn.

    With a `tilt` it passes with the weight of a hold or of a soft constraint.
    """

    name: str
    expr: Expr | None
    needs: frozenset[str]
    must_be_known: bool = False  # `where` and the prevalence; a constraint is broken only where it is false
    tilt: Tilt | None = None

    def failed(self, columns: Narrowing) -> Bools:
        """True where a record does not pass."""
        if self.tilt is not None:
            return self.tilt.failed(columns, columns.places)
        assert self.expr is not None
        truth = evaluate(self.expr, columns)
        return ~is_true(truth) if self.must_be_known else is_false(truth)


class Step(NamedTuple):
    """Draw these variables, then try the sieve if there is one."""

    draws: tuple[str, ...]
    sieve: Sieve


Room = Callable[[str, np.dtype[Any], bool], tuple[NDArray[Any], Bools | None]]


class Narrowing:
    """Columns over ever fewer rows: what was drawn for more rows is gathered when it is read again."""

    def __init__(self, recipe: Recipe, places: Places) -> None:
        self.plan, self.size, self.places = recipe.plan, len(places), places
        self.rows = np.arange(len(places))  # in terms of the rows at the start
        self._columns: dict[str, tuple[int, Column]] = {}
        self._gather: list[NDArray[np.intp]] = []  # for each earlier level, where its rows of now are
        self.room: Room | None = None  # where the values of all rows at the start belong, if they have a place

    def place(self, name: str, dtype: np.dtype[Any], lacks: bool) -> tuple[NDArray[Any], Bools | None]:
        """Room for the values of a variable in all rows, and for which there are."""
        if self.room is not None:
            return self.room(name, dtype, lacks)
        return np.empty(self.size, dtype), np.empty(self.size, np.bool_) if lacks else None

    def put(self, name: str, column: Column) -> None:
        """Add a variable drawn for the rows that are left."""
        self._columns[name] = (len(self._gather), column)

    def column(self, name: str) -> Column:
        """The values of one variable, shape (size,)."""
        level, (values, known) = self._columns[name]
        if level == len(self._gather):
            return Column(values, known)
        rows = self._gather[level]
        column = Column(values.take(rows), None if known is None else known.take(rows))
        self._columns[name] = (len(self._gather), column)
        return column

    def drop(self, failed: Bools) -> None:
        """Go on with the other rows."""
        kept = np.flatnonzero(~failed)
        self._gather = [rows.take(kept) for rows in self._gather]
        self._gather.append(kept)
        self.rows, self.places, self.size = self.rows.take(kept), self.places.take(kept), len(kept)


class Rejection:
    """The sieves of a plan in the order in which they are tried."""

    engine = "rejection"  # its name, in manifests and records
    ready: frozenset[str] = frozenset()  # the variables that `begin` draws
    unread: frozenset[str] = frozenset()  # those of them that it draws by their own laws

    def __init__(self, recipe: Recipe, sieves: Sequence[Sieve]) -> None:
        self.recipe, self.sieves = recipe, list(sieves)
        self.failures, self.steps = self._schedule()
        late = [name for step in self.steps for name in step.draws]
        self.drawn_by_then = [*(v.name for v in recipe.plan.variables if v.name in self.ready), *late]

    def strictest(self) -> str:
        """The name of the sieve that alone rejects the most."""
        failed: dict[str, Bools] = {}
        for sieve, failures in zip(self.sieves, self.failures, strict=True):
            failed[sieve.name] = failed.get(sieve.name, False) | failures
        return max(failed, key=lambda name: int(np.count_nonzero(failed[name])))

    def run(self, places: Places, room: Room | None = None) -> Narrowing:
        """The rows that pass every sieve, with what was drawn to know it; `room`: where values may be put at once."""
        rows = Narrowing(self.recipe, places)
        rows.room = room
        failed = self.begin(rows)
        if failed is not None and failed.any():
            rows.drop(failed)
            failed = None
        for draws, sieve in self.steps:
            for name in draws:
                column, nothing = self.recipe.draw(name, rows.places, rows)
                rows.put(name, column)
                if nothing is not None:
                    failed = nothing if failed is None else failed | nothing
            if sieve.expr is not None:
                broken = sieve.failed(rows)
                failed = broken if failed is None else failed | broken
            if failed is not None and np.count_nonzero(failed) > _WORTH_DROPPING * rows.size:
                rows.drop(failed)
                failed = None
                if rows.size == 0:
                    break
        if failed is not None and failed.any():
            rows.drop(failed)
        return rows

    def begin(self, rows: Narrowing) -> Bools | None:
        """Draw what is ready before any sieve is tried, and say what fails: nothing here; the exact engine does."""
        return None

    def _schedule(self) -> tuple[list[Bools], list[Step]]:
        """Try every sieve on a few draws, then take in turn the one that rejects most for what it costs."""
        failures = self._pilot()
        left, drawn = list(range(len(self.sieves))), set(self.ready)
        alive, steps = np.ones(_PILOT, np.bool_), list[Step]()
        order = [variable.name for variable in self.recipe.plan.variables]
        while left:
            worth = [_rejected(failures[i], alive) / (1 + len(self.sieves[i].needs - drawn)) for i in left]
            best = left[int(np.argmax(worth))]
            left.remove(best)
            sieve = self.sieves[best]
            steps.append(Step(tuple(name for name in order if name in sieve.needs and name not in drawn), sieve))
            drawn |= sieve.needs
            alive &= ~failures[best]
        self.acceptance = (np.count_nonzero(alive) + 0.5) / (_PILOT + 1)
        return failures, steps

    def _pilot(self) -> list[Bools]:
        ids = np.arange(_PILOT)
        rows = Narrowing(self.recipe, places_of(ids, np.zeros_like(ids)))
        failed = self.begin(rows)
        self._pilot_acceptance = 1.0 if failed is None else 1 - np.count_nonzero(failed) / (_PILOT + 1)
        nothing: dict[str, Bools] = {}
        needed = frozenset[str]().union(*(sieve.needs for sieve in self.sieves))
        for variable in self.recipe.plan.variables:
            if variable.name in needed and variable.name not in self.ready:
                column, bad = self.recipe.draw(variable.name, rows.places, rows)
                rows.put(variable.name, column)
                nothing[variable.name] = np.zeros(_PILOT, np.bool_) if bad is None else bad
        return [nothing[sieve.name] if sieve.expr is None else sieve.failed(rows) for sieve in self.sieves]


def _rejected(failed: Bools, alive: Bools) -> float:
    """Which share of the rows left a sieve rejects; never 0: the cheaper of two idle sieves comes first."""
    return float(np.count_nonzero(failed & alive)) / max(int(np.count_nonzero(alive)), 1) + 1e-4


def sieves_of(recipe: Recipe, *, constraints: bool, where: Expr | None) -> list[Sieve]:
    """What a record must pass: prevalence, cohort, constraints, weights, a filter, supports of fallible laws.

    Raises:
        TargetsNotMet: holds or soft constraints cannot be met.
    """
    sieves = hard_sieves_of(recipe, constraints=constraints, where=where)
    if constraints:
        sieves += [
            Sieve(tilt.aim.name, tilt.aim.expr, recipe.descent(variables_of(tilt.aim.expr)), tilt=tilt)
            for tilt in tilts_of(recipe)
        ]
    return sieves


def hard_sieves_of(recipe: Recipe, *, constraints: bool, where: Expr | None) -> list[Sieve]:
    """The same, without the weights of holds and soft constraints."""
    plan, sieves = recipe.plan, []
    rules = [*plan.cohort, *(rule for rule in plan.constraints if constraints and rule.soft is None)]
    if plan.prevalence is not None:
        sieves.append(Sieve(plan.prevalence, Var(name=plan.prevalence), frozenset({plan.prevalence}), True))
    sieves.extend(Sieve(rule.name, rule.expr, variables_of(rule.expr)) for rule in rules)
    if where is not None:
        sieves.append(Sieve("where", where, variables_of(where), True))
    parts = [(sieve, part) for sieve in sieves for part in _conjuncts(sieve.expr)]
    fallible = [name for name, sampler in recipe.samplers.items() if sampler.may_fail]
    supports = [Sieve(name, None, recipe.descent(frozenset({name}))) for name in fallible]
    split = [Sieve(t.name, part, recipe.descent(variables_of(part)), t.must_be_known) for t, part in parts]
    return [*split, *supports]


def _conjuncts(expr: Expr | None) -> list[Expr]:
    """What `and` joins can be tried one by one: it is false where one of them is, and true where all are."""
    if isinstance(expr, And):
        return [part for arg in expr.args for part in _conjuncts(arg)]
    return [] if expr is None else [expr]


class Accepted(NamedTuple):
    """The attempt of each patient, and the columns that were drawn on the way."""

    attempts: NDArray[np.int64]
    columns: dict[str, NDArray[Any]]
    defined: dict[str, Bools]


def find_attempts(rejection: Rejection, ids: NDArray[np.int64], chunk: int = CHUNK) -> Accepted:
    """The lowest attempt of each patient that passes every sieve.

    Raises:
        AcceptanceTooLow: fewer than one draw in 10,000 passes, after 2 million draws.
    """
    found = Accepted(np.zeros(len(ids), np.int64), {}, {})
    patients = np.arange(len(ids))
    accepted = drawn = 0
    prior = rejection.acceptance  # counts as a hundred draws, until there are more
    is_first = True
    while patients.size:
        unlucky = []
        start = 0
        while start < len(patients):
            rate = (accepted + 100 * prior) / (drawn + 100)
            # what is left after the first sieves should still fill a chunk
            size = chunk * max(1, min(_WIDEST, int(0.5 / rate)))
            mine = patients[start : start + size]
            # side by side in the first round: a slice spares the gathering
            part = slice(start, start + len(mine)) if is_first else mine
            start += size
            tries = max(1, min(size // len(mine), ceil(1.5 / rate - 0.5)))
            first = found.attempts[part].copy()
            if int(first.max()) + tries > MAX_ATTEMPTS:
                raise AcceptanceTooLow(accepted, drawn, rejection.strictest())
            if tries == 1:
                room = _room_in(found, part) if isinstance(part, slice) else None
                rows = rejection.run(places_of(ids[part], first), room)
                accepted, drawn = accepted + rows.size, drawn + len(mine)
                if rows.size == len(mine):
                    _keep(found, rejection.drawn_by_then, rows, None, part)
                    continue
                found.attempts[part] += 1
                passed, done, lowest = rows.rows, rows.rows, None
                found.attempts[mine[done]] = first[done]
            else:
                owner = np.repeat(np.arange(len(mine)), tries)
                attempts = np.repeat(first, tries) + np.tile(np.arange(tries), len(mine))
                rows = rejection.run(places_of(ids[mine][owner], attempts))
                accepted, drawn = accepted + rows.size, drawn + len(owner)
                lowest = np.unique(owner[rows.rows], return_index=True)[1]
                passed = rows.rows[lowest]
                done = owner[passed]
                found.attempts[mine] += tries
                found.attempts[mine[done]] = attempts[passed]
            _keep(found, rejection.drawn_by_then, rows, lowest, mine[done])
            again = np.ones(len(mine), np.bool_)
            again[done] = False
            unlucky.append(mine[again])
            if drawn >= BUDGET and accepted < LEAST_ACCEPTANCE * drawn:
                raise AcceptanceTooLow(accepted, drawn, rejection.strictest())
        patients = np.concatenate(unlucky) if unlucky else patients[:0]
        is_first = False
    return found


def _room_in(found: Accepted, part: slice) -> Room:
    """Room among all patients; it holds what is no patient's only until that patient's own values come."""

    def room(name: str, dtype: np.dtype[Any], lacks: bool) -> tuple[NDArray[Any], Bools | None]:
        n = len(found.attempts)
        if name not in found.columns:
            found.columns[name] = np.empty(n, dtype)
            if lacks:
                found.defined[name] = np.ones(n, np.bool_)
        return found.columns[name][part], found.defined[name][part] if lacks else None

    return room


def _keep(
    found: Accepted,
    names: Sequence[str],
    rows: Narrowing,
    lowest: NDArray[np.intp] | None,
    patients: NDArray[np.intp] | slice,
) -> None:
    """Write what was drawn for accepted rows to where their patients stand, unless it is there already."""
    n = len(found.attempts)
    if not isinstance(patients, slice) and not patients.size:
        return
    for name in names:
        values, known = rows.column(name)
        if name not in found.columns:
            found.columns[name] = np.zeros(n, values.dtype)
        if isinstance(patients, slice) and values.base is found.columns[name]:
            continue
        found.columns[name][patients] = values if lowest is None else values[lowest]
        if known is not None:
            if name not in found.defined:
                found.defined[name] = np.ones(n, np.bool_)
            found.defined[name][patients] = known if lowest is None else known[lowest]
