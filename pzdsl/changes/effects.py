"""What the changes do: how the distribution of each variable moved, with a bound of the error."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pzdsl.plan.plan import Plan, Variable
from pzdsl.proofs.drift import DRAWS, compiled
from pzdsl.proofs.model import Model
from pzdsl.proofs.numbers import CitedNumber
from pzdsl.solve.query import Estimate

SMALLEST = 0.005  # of a share; and of a number, in parts of its declared range


@dataclass(frozen=True, slots=True)
class Shift:
    """A share or a mean among all patients, before and after."""

    number: CitedNumber
    before: Estimate
    after: Estimate

    @property
    def move(self) -> float:
        """After less before."""
        return self.after.value - self.before.value

    @property
    def surely(self) -> float:
        """By how much it moved at least, whatever the errors."""
        return max(0.0, abs(self.move) - self.before.error - self.after.error)

    @property
    def size(self) -> float:
        """The sure move of a share; of a mean, in parts of the declared range. What shifts are sorted by."""
        if self.number.statistic == "share":
            return self.surely
        low, high = self.number.variable.low, self.number.variable.high
        return self.surely / (high - low) if low is not None and high is not None and high > low else self.surely


def shifts(old: Plan, new: Plan, *, draws: int = DRAWS, smallest: float = SMALLEST) -> list[Shift]:
    """The variables that both have and whose share or mean surely moved by `smallest` or more; the largest first.

    Of a boolean the share of true, of a category that of each, of a number the mean; parts of symptoms among those
    who have them. What did not surely move is left out, so that an error of drawing is never told as a change.
    """
    known = {v.name: v for v in old.variables}
    shared = [n for v in new.variables if (before := known.get(v.name)) is not None for n in _stated(before, v)]
    befores, afters = compiled(shared, Model(old), draws), compiled(shared, Model(new), draws)
    found = [
        Shift(number, before, after)
        for number, before, after in zip(shared, befores, afters, strict=True)
        if before is not None and after is not None
    ]
    return sorted((s for s in found if s.size >= smallest), key=lambda s: -s.size)


def _stated(old: Variable, new: Variable) -> Iterator[CitedNumber]:
    if new.hidden or old.type != new.type or old.unit != new.unit:
        return
    if new.type == "boolean":
        yield _number(new, "true")
    elif new.type == "category":
        both = {c.name for c in old.categories}
        for category in new.categories:
            if category.name in both:
                yield _number(new, category.name)
    elif new.low is not None and new.high is not None:
        yield CitedNumber(new, "mean", 0.0, None, None, None, new.at, new.written, ())


def _number(variable: Variable, category: str) -> CitedNumber:
    return CitedNumber(variable, "share", 0.0, category, None, None, variable.at, variable.written, ())
