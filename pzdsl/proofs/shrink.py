"""Deletion: from a set that suffices for something, leave out what is not needed; each member left is necessary."""

from __future__ import annotations

from collections.abc import Callable, Sequence


def shrink(members: Sequence[str], suffices: Callable[[Sequence[str]], bool]) -> list[str]:
    """A subset that still suffices, and no longer does without any one of its members.

    `suffices` must hold for all of them, and for every set that includes one for which it holds. Halves are tried
    first: a conflict is mostly between few of many.

    Source:
        J. Marques-Silva, M. Janota, A. Belov, Minimal sets over monotone predicates in Boolean formulae, CAV 2013.
    """
    kept, unsure = list[str](), list(members)
    step = max(len(unsure) // 2, 1)
    while unsure:
        step = min(step, len(unsure))
        rest = unsure[step:]
        if suffices([*kept, *rest]):
            unsure = rest
        elif step == 1:
            kept.append(unsure[0])
            unsure = rest
        else:
            step //= 2
            continue
        step = max(min(step, len(unsure)), 1)
    return kept
