"""Holds drawn patients against the laws as their author wrote them, with rigorous bounds.

Every check ends in a bound on the probability that a faithful sampler would look as bad: Dvoretzky, Kiefer and
Wolfowitz with Massart's constant for ranks, Chernoff's bound for shares, Hoeffding's for pairs of variables. They
hold for any number of patients, so a rate of false alarms can be stated for all checks together.

Source:
    P. Massart, The tight constant in the Dvoretzky-Kiefer-Wolfowitz inequality, Annals of Probability 18 (1990).
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from pzdsl.semantics.spec import Boolean, Categorical, Clock, Numeric, Spec, Variable
from pzdsl.syntax import tree
from tests.reference.laws import (
    F64,
    Cohort,
    Group,
    Rows,
    category_shares,
    groups_of,
    law_of,
    noisy_law,
    odds_factor,
    ranks_of,
    scale_of,
    truth_prob,
)

Kind = Literal["ranks", "share", "pair", "correlation", "computed", "support"]


@dataclass(frozen=True)
class Check:
    """One comparison; `log_prob` bounds the log of the chance of such a gap (0: no gap, -inf: impossible)."""

    kind: Kind
    about: str
    n: int
    gap: float
    log_prob: float


@dataclass
class Forward:
    """A cohort drawn forward, without any rejection, and where a law had nothing to draw."""

    cohort: Cohort
    nothing: dict[str, NDArray[np.bool_]] = field(default_factory=dict)
    recorded: dict[str, NDArray[np.bool_]] = field(default_factory=dict)


def ranks_check(about: str, ranks: F64) -> Check:
    """How far ranks are from uniform."""
    n = len(ranks)
    ordered = np.sort(ranks)
    steps = np.arange(1, n + 1) / n
    gap = float(max(np.max(steps - ordered), np.max(ordered - steps + 1 / n)))
    return Check("ranks", about, n, gap, min(0.0, math.log(2) - 2 * n * gap * gap))


def share_check(about: str, seen: int, n: int, prob: float) -> Check:
    """How far a share is from its probability."""
    share = seen / n
    if (prob <= 0 and seen) or (prob >= 1 and seen < n):
        return Check("share", about, n, abs(share - prob), -math.inf)
    divergence = 0.0
    for p, q in ((share, prob), (1 - share, 1 - prob)):
        if p > 0:
            divergence += p * math.log(p / q)
    return Check("share", about, n, abs(share - prob), min(0.0, math.log(2) - n * max(divergence, 0.0)))


def all_of(kind: Kind, about: str, wrong: int, n: int) -> Check:
    """A check without chance: nothing may be wrong."""
    return Check(kind, about, n, wrong / max(n, 1), -math.inf if wrong else 0.0)


def check_laws(spec: Spec, forward: Forward, seed: int) -> Iterator[Check]:
    """Every law of a spec, row by row of its tables, then every pair of variables."""
    cohort = forward.cohort
    rng = np.random.default_rng(seed)  # places a value within the step of its distribution function
    alive = np.ones(cohort.size, np.bool_)
    ranks: dict[str, F64] = {}
    for name in cohort.values:  # in the order of drawing
        variable = spec.variables[name]
        rows = np.flatnonzero(alive & cohort.has_value(name))
        if variable.part_of is not None:
            yield _owner_check(variable, cohort, alive)
        nothing = forward.nothing.get(name, np.zeros(cohort.size, np.bool_))
        if len(rows):
            found = np.full(cohort.size, np.nan)
            yield from _check_law(variable, cohort, rows, nothing, found, rng)
            if np.isfinite(found).any():
                ranks[name] = found
        alive &= ~nothing
        if name in forward.recorded:
            yield from _check_recorded(variable, cohort, np.flatnonzero(alive), forward.recorded[name])
    correlated = _correlated(spec)
    yield from _check_pairs(ranks, alive, correlated)


def _owner_check(variable: Variable, cohort: Cohort, alive: NDArray[np.bool_]) -> Check:
    """A part has a value exactly where its owner is there."""
    assert variable.part_of is not None
    owner = cohort.has_value(variable.part_of).copy()
    if cohort.values[variable.part_of].dtype == np.bool_:
        owner &= cohort.values[variable.part_of]
    wrong = int(np.count_nonzero((cohort.has_value(variable.name) != owner) & alive))
    return all_of("support", f"{variable.name} is there where {variable.part_of} is", wrong, cohort.size)


def _check_law(
    variable: Variable,
    cohort: Cohort,
    rows: Rows,
    nothing: NDArray[np.bool_],
    found: F64,
    rng: np.random.Generator,
) -> Iterator[Check]:
    law = variable.law
    if isinstance(law, Clock):
        yield _computed(variable, cohort, rows, nothing, _clock(variable, cohort, rows, law.what))
        return
    if isinstance(law, tree.Derived):
        if isinstance(variable.type, Boolean):
            truth, known = cohort.truth(law.expr, rows)
            wrong = known & (truth != cohort.values[variable.name][rows])
            yield all_of("computed", variable.name, int(np.count_nonzero(wrong)), len(rows))
        elif law.noise is None:
            scale = scale_of(variable)
            yield _computed(variable, cohort, rows, nothing, cohort.number(law.expr, scale.unit, rows))
        else:
            noise = noisy_law(law, scale_of(variable), cohort, rows)
            yield from _number_ranks(variable, cohort, rows, nothing, noise, "", found, rng)
            yield ranks_check(variable.name, found[np.isfinite(found)])
        return
    if isinstance(law, tree.DerivedTable):
        value: tree.Value = tree.Table(given=law.given, rows=law.rows, span=law.span)
        effects: tuple[tree.OddsWhen | tree.OddsPer, ...] = ()
    else:
        assert isinstance(law, tree.Prior)
        value, effects = law.value, law.effects
    groups = groups_of(value, cohort, rows)
    match variable.type:
        case Boolean():
            yield from _check_truths(variable, cohort, groups, effects, found, rng)
        case Categorical() as type_:
            yield from _check_categories(variable, type_, cohort, groups, found, rng)
        case Numeric():
            for group in groups:
                numbers = law_of(group.dist, scale_of(variable), cohort, group.rows)
                yield from _number_ranks(variable, cohort, group.rows, nothing, numbers, group.label, found, rng)
    ranked = found[np.isfinite(found)]
    if len(ranked):
        yield ranks_check(variable.name, ranked)


def _check_truths(
    variable: Variable,
    cohort: Cohort,
    groups: list[Group],
    effects: tuple[tree.OddsWhen | tree.OddsPer, ...],
    found: F64,
    rng: np.random.Generator,
) -> Iterator[Check]:
    for group in groups:
        values = cohort.values[variable.name][group.rows]
        base = truth_prob(group.dist)
        if not effects:
            seen = int(np.count_nonzero(values))
            yield share_check(_about(variable, group.label), seen, len(values), base)
        prob = np.full(len(values), base)
        if effects:
            raised = prob * odds_factor(effects, cohort, group.rows)
            prob = raised / (1 - prob + raised)
        place = rng.random(len(values))
        found[group.rows] = np.where(values, 1 - prob + place * prob, place * (1 - prob))


def _check_categories(
    variable: Variable,
    type_: Categorical,
    cohort: Cohort,
    groups: list[Group],
    found: F64,
    rng: np.random.Generator,
) -> Iterator[Check]:
    for group in groups:
        codes = cohort.values[variable.name][group.rows].astype(np.intp)
        shares = category_shares(group.dist, type_)
        counts = np.bincount(codes, minlength=len(shares))
        for name, seen, share in zip(type_.names, counts, shares, strict=True):
            about = _about(variable, f"{group.label} => {name}" if group.label else name)
            yield share_check(about, int(seen), len(codes), float(share))
        start = np.concatenate([[0.0], np.cumsum(shares)[:-1]])
        found[group.rows] = start[codes] + rng.random(len(codes)) * shares[codes]


def _number_ranks(
    variable: Variable,
    cohort: Cohort,
    rows: Rows,
    nothing: NDArray[np.bool_],
    law: Any,
    label: str,
    found: F64,
    rng: np.random.Generator,
) -> Iterator[Check]:
    with np.errstate(all="ignore"):
        ranks = ranks_of(law, variable, cohort, rows)
    there = ranks.mass > 0
    if variable.cap is not None:  # equal to the cap where nothing is left
        at_cap = cohort.values[variable.name][rows] == cohort.values[variable.cap][rows]
        wrong = ~there & ~at_cap
    else:
        wrong = there == nothing[rows]
    wrong = wrong & ~(np.abs(ranks.mass) < 1e-200)  # either may lose what is less than that
    about = _about(variable, label)
    yield all_of("support", about, int(np.count_nonzero(wrong)), len(rows))
    place = rng.random(len(rows))
    kept = there & ~nothing[rows]
    u = (ranks.low + place * (ranks.high - ranks.low))[kept]
    impossible = ranks.high[kept] <= ranks.low[kept] if scale_of(variable).step is not None else u < 0
    yield all_of("support", f"{about}: value with probability", int(np.count_nonzero(impossible)), len(u))
    found[rows[kept]] = u
    if label and len(u):
        yield ranks_check(about, u)


def _computed(variable: Variable, cohort: Cohort, rows: Rows, nothing: NDArray[np.bool_], expected: F64) -> Check:
    """What follows from the parents, up to rounding to the grid; outside the range there is nothing."""
    scale = scale_of(variable)
    values = cohort.values[variable.name][rows]
    room = 1e-9 * np.maximum(1.0, np.abs(expected))
    if scale.step is not None:
        room += float(scale.step) / 2
    right = np.abs(values - expected) <= room
    low = -math.inf if scale.low is None else float(scale.low)
    high = math.inf if scale.high is None else float(scale.high)
    outside = (expected < low + room) | (expected > high - room) | np.isnan(expected)
    right = np.where(nothing[rows], outside, right)
    return all_of("computed", variable.name, int(np.count_nonzero(~right)), len(rows))


def _clock(variable: Variable, cohort: Cohort, rows: Rows, what: str) -> F64:
    phase = cohort.variables["phase"].type
    assert isinstance(phase, Categorical)
    at, share = cohort.values["phase"][rows], cohort.values["phase_share"][rows]
    time = np.zeros(len(rows))
    for i, name in enumerate(phase.names):
        lasts = cohort.values[f"{name}.lasts"][rows]
        time += np.where(at == i, share * lasts, 0.0)
        if what == "course":
            time += np.where(at > i, lasts, 0.0)
    return time


def _check_recorded(variable: Variable, cohort: Cohort, rows: Rows, recorded: NDArray[np.bool_]) -> Iterator[Check]:
    """Not done unless ordered; of those ordered, missing with its own probability."""
    ordered = np.ones(len(rows), np.bool_)
    for option in variable.options:
        if isinstance(option, tree.Ordered):
            ordered, _ = cohort.truth(option.condition, rows)
    wrong = int(np.count_nonzero(recorded[rows] & ~ordered))
    yield all_of("support", f"{variable.name} is recorded only if ordered", wrong, len(rows))
    done, missing = rows[ordered], [o for o in variable.options if isinstance(o, tree.Missing)]
    if not missing:
        wrong = int(np.count_nonzero(~recorded[done]))
        yield all_of("support", f"{variable.name} is recorded if ordered", wrong, len(done))
    for option in missing:
        for group in groups_of(option.value, cohort, done):
            seen = int(np.count_nonzero(~recorded[group.rows]))
            about = f"{variable.name} missing {group.label}".strip()
            yield share_check(about, seen, len(group.rows), truth_prob(group.dist))


def _correlated(spec: Spec) -> dict[frozenset[str], float]:
    """The stated correlations; exams of one panel without one are left to follow from the others."""
    found: dict[frozenset[str], float] = {}
    for panel in spec.panels:
        names = [c.left.text for c in panel.correlations] + [c.right.text for c in panel.correlations]
        found.update({frozenset({a, b}): math.nan for a in names for b in names if a != b})
        found.update({frozenset({c.left.text, c.right.text}): float(c.value.value) for c in panel.correlations})
    return found


def _check_pairs(
    ranks: dict[str, F64], alive: NDArray[np.bool_], correlated: dict[frozenset[str], float]
) -> Iterator[Check]:
    """Given the parents, ranks are independent: the mean product of two centered ones is 0.

    The rank that is drawn later is uniform given all that was drawn before, also given which parts exist; so
    Hoeffding's bound holds for products in [-1, 1].
    """
    names = list(ranks)
    matrix = np.stack([ranks[name][alive] for name in names]) if names else np.zeros((0, 0))
    there = np.isfinite(matrix)
    centered = np.where(there, 2 * matrix - 1, 0.0).astype(np.float32)
    both = there.astype(np.float32) @ there.astype(np.float32).T
    sums = centered @ centered.T
    for i, left in enumerate(names):
        for j in range(i):
            n = round(float(both[i, j]))
            if n < 30:
                continue
            right, mean = names[j], float(sums[i, j]) / n
            stated = correlated.get(frozenset({left, right}))
            if stated is None:
                log_prob = min(0.0, math.log(2) - n * mean * mean / 2)
                yield Check("pair", f"{right} and {left}", n, abs(mean), log_prob)
            elif not math.isnan(stated):
                yield _correlation(f"{right} and {left}", matrix[i], matrix[j], stated)


def _correlation(about: str, left: F64, right: F64, stated: float) -> Check:
    """The correlation of normal scores, by Fisher's z: a normal approximation, the only check that is one."""
    both = np.isfinite(left) & np.isfinite(right)
    scores = stats.norm.ppf(np.clip(np.stack([left[both], right[both]]), 1e-12, 1 - 1e-12))
    seen = float(np.corrcoef(scores)[0, 1])
    z = abs(math.atanh(seen) - math.atanh(stated)) * math.sqrt(int(both.sum()) - 3)
    return Check("correlation", about, int(both.sum()), abs(seen - stated), float(math.log(2) + stats.norm.logsf(z)))


def _about(variable: Variable, label: str) -> str:
    return f"{variable.name} ({label})" if label else variable.name


@dataclass(frozen=True)
class Verdict:
    """All checks of one or more specs against one rate of false alarms, split evenly over the checks."""

    checks: tuple[Check, ...]
    false_alarm: float

    @property
    def log_bound(self) -> float:
        """What the log of each check's chance must not fall below."""
        return math.log(self.false_alarm / max(len(self.checks), 1))

    @property
    def failures(self) -> list[Check]:
        """The checks that a faithful sampler would hardly fail."""
        return [check for check in self.checks if check.log_prob < self.log_bound]

    def tightest(self, kind: Kind) -> Check | None:
        """The check of a kind that came closest to failing."""
        return min((c for c in self.checks if c.kind == kind), key=lambda c: c.log_prob, default=None)

    def bound_at(self, n: int, kind: Kind) -> float:
        """The largest gap that passes with n patients (for a share, at a probability of one half)."""
        room = (math.log(2) - self.log_bound) / n
        return math.sqrt(2 * room) if kind == "pair" else math.sqrt(room / 2)
