"""Places of raw trees: where each begins and ends, and nothing else.

The parser generator also keeps lines and columns, which took a quarter of a parse; spans need offsets alone.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


class Place:
    """Where a raw tree stands. `outer_…` take in what was left out of it, such as brackets around it."""

    __slots__ = ("end_pos", "outer_end", "outer_start", "start_pos")

    def __init__(self, start: int, end: int) -> None:
        self.start_pos = self.outer_start = start
        self.end_pos = self.outer_end = end


class Placed:
    """A rule's builder that also says where its tree stands: from its first child's start to its last child's end."""

    __slots__ = ("build",)

    def __init__(self, build: Callable[[list[Any]], Any]) -> None:
        self.build = build

    def __call__(self, children: list[Any]) -> Any:
        """The tree of these children, placed."""
        built = self.build(children)
        if built is None or isinstance(built, str):
            return built
        start = end = -1
        for child in children:
            if isinstance(child, str):
                start = child.start_pos  # type: ignore[attr-defined]
                break
            if child is not None and child._meta is not None:
                start = child._meta.outer_start
                break
        if start < 0:
            return built
        for child in reversed(children):
            if isinstance(child, str):
                end = child.end_pos  # type: ignore[attr-defined]
                break
            if child is not None and child._meta is not None:
                end = child._meta.outer_end
                break
        place = built._meta
        if place is None:
            built._meta = Place(start, end)
        else:  # the tree of a child, handed on: it keeps its own place
            place.outer_start, place.outer_end = start, end
        return built
