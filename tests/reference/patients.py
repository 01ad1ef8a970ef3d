"""Finished patients held against what the author demands: constraints, cohort, ranges, grids; and against rejection."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from pzdsl.plan import Plan
from pzdsl.samples import Samples
from pzdsl.semantics.spec import Numeric, Spec
from tests.reference.checks import Check
from tests.reference.evaluate import condition, names_read
from tests.reference.forward import draw_forward, rows_of
from tests.reference.laws import Cohort, Rows


@dataclass
class Findings:
    """What was found wrong in patients, by name; `undecided`: where a rule reads what is not there."""

    patients: int = 0
    broken: dict[str, int] = field(default_factory=dict)
    undecided: dict[str, int] = field(default_factory=dict)
    out_of_range: dict[str, int] = field(default_factory=dict)
    off_grid: dict[str, int] = field(default_factory=dict)
    not_ill: int = 0

    @property
    def wrong(self) -> int:
        """How many things are wrong in all."""
        return self.not_ill + sum(sum(found.values()) for found in (self.broken, self.out_of_range, self.off_grid))


def examine(spec: Spec, samples: Samples) -> Findings:
    """Every patient against every rule, row by row; every value against its declared range and grid."""
    findings = Findings(patients=len(samples))
    rules = (*spec.cohort, *spec.constraints)
    tests = [(rule.name, condition(rule.condition, spec.variables)) for rule in rules]
    names = names_read((rule.condition for rule in rules), spec.variables)
    findings.broken, findings.undecided = ({name: 0 for name, _ in tests} for _ in range(2))
    for row in rows_of(samples, spec, names):
        for name, holds in tests:
            verdict = holds(row)
            if verdict is None:
                findings.undecided[name] += 1
            elif not verdict:
                findings.broken[name] += 1
    if spec.prevalence is not None:
        findings.not_ill = int(np.count_nonzero(~samples.columns[spec.prevalence]))
    for name, values in samples.columns.items():
        type_ = spec.variables[name].type
        if isinstance(type_, Numeric):
            there = samples.defined.get(name)
            outside, off = _misplaced(type_, values if there is None else values[there])
            if outside:
                findings.out_of_range[name] = outside
            if off:
                findings.off_grid[name] = off
    return findings


def _misplaced(type_: Numeric, values: NDArray[np.float64]) -> tuple[int, int]:
    """How many values lie outside the range, and how many beside the grid: as decimals, so exactly."""
    distinct, counts = np.unique(values, return_counts=True)
    if type_.step is None and len(distinct) > 2:  # real numbers: the least and the greatest are enough
        distinct, counts = distinct[[0, -1]], counts[[0, -1]]
    outside = off = 0
    for value, count in zip(distinct.tolist(), counts.tolist(), strict=True):
        exact = Decimal(repr(value))
        too_low = type_.low is not None and exact < type_.low
        too_high = type_.high is not None and (exact > type_.high or (type_.high_open and exact == type_.high))
        outside += count if too_low or too_high else 0
        off += count if type_.step is not None and exact % type_.step else 0
    return outside, off


def accepted_forward(spec: Spec, plan: Plan, n: int, seed: int, chunk: int = 50_000) -> Iterator[Cohort]:
    """The definition of the language's sampler, done literally: draw all, then keep who passes every rule."""
    rules = (*spec.cohort, *spec.constraints)
    tests = [condition(rule.condition, spec.variables) for rule in rules]
    names = names_read((rule.condition for rule in rules), spec.variables)
    for start in range(0, n, chunk):
        forward = draw_forward(plan, spec, min(chunk, n - start), seed, start)
        cohort = forward.cohort
        possible = np.ones(cohort.size, np.bool_)
        for nothing in forward.nothing.values():
            possible &= ~nothing
        if spec.prevalence is not None:
            possible &= cohort.values[spec.prevalence]
        rows = np.flatnonzero(possible)
        passed = [all(test(row) is not False for test in tests) for row in cohort.records(names, rows)]
        yield _part(cohort, rows[np.array(passed, np.bool_)])


def _part(cohort: Cohort, rows: Rows) -> Cohort:
    return Cohort(
        cohort.variables,
        len(rows),
        {name: values[rows] for name, values in cohort.values.items()},
        {name: known[rows] for name, known in cohort.known.items()},
    )


def compare_with_rejection(samples: Samples, parts: list[Cohort]) -> Iterator[Check]:
    """Each variable's distribution among drawn patients against that among the literally accepted."""
    for name, values in samples.columns.items():
        mine = values[samples.defined[name]] if name in samples.defined else values
        theirs = np.concatenate([p.values[name][p.known[name]] if name in p.known else p.values[name] for p in parts])
        yield _two_samples(f"{name}", mine.astype(np.float64), theirs.astype(np.float64))
        if name in samples.defined:
            there = np.concatenate([p.has_value(name) for p in parts])
            yield _two_samples(f"{name} is there", samples.defined[name] * 1.0, there * 1.0)


def _two_samples(about: str, left: NDArray[np.float64], right: NDArray[np.float64]) -> Check:
    """The largest distance of two distribution functions; each strays from the truth as DKW allows."""
    n = min(len(left), len(right))
    if n == 0:
        return Check("ranks", about, 0, 0.0, 0.0)
    at = np.unique(np.concatenate([left, right]))
    functions = [np.searchsorted(np.sort(side), at, side="right") / len(side) for side in (left, right)]
    gap = float(np.abs(functions[0] - functions[1]).max())
    spread = 1 / math.sqrt(len(left)) + 1 / math.sqrt(len(right))
    return Check("ranks", about, n, gap, min(0.0, math.log(4) - 2 * (gap / spread) ** 2))
