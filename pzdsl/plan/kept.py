"""What is made of a plan once, and kept while the plan is in use."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from pzdsl.plan.plan import Plan

T = TypeVar("T")


def kept(most: int = 64) -> Callable[[Callable[[Plan], T]], Callable[[Plan], T]]:
    """Call a function once for each plan; what it gave is kept for the `most` plans last used.

    Plans are told apart by identity: comparing two of them would cost more than what is saved.
    """

    def keeping(make: Callable[[Plan], T]) -> Callable[[Plan], T]:
        known: OrderedDict[int, tuple[Plan, T]] = OrderedDict()

        @wraps(make)
        def of(plan: Plan) -> T:
            found = known.get(id(plan))
            if found is None or found[0] is not plan:  # a plan that is gone may have left its number to another
                found = known[id(plan)] = (plan, make(plan))
            known.move_to_end(id(plan))
            if len(known) > most:
                known.popitem(last=False)
            return found[1]

        return of

    return keeping
