"""Walks over a tree: the nodes below one, and those around a place."""

from __future__ import annotations

from collections.abc import Iterator

from pzdsl.syntax import tree


def nodes_below(value: object) -> Iterator[tree.Node]:
    """A node and every node below it; those of a tuple."""
    if isinstance(value, tuple):
        for item in value:
            yield from nodes_below(item)
    elif isinstance(value, tree.Node):
        yield value
        for name in value.__dataclass_fields__:
            if name != "span":
                yield from nodes_below(getattr(value, name))


def nodes_at(value: object, offset: int) -> list[tree.Node]:
    """The nodes around a character, from the outermost to the innermost; a place right behind a word counts."""
    found: list[tree.Node] = []
    if isinstance(value, tuple):
        for item in value:
            inner = nodes_at(item, offset)
            if inner and (not found or len(inner) >= len(found)):
                found = inner
    elif isinstance(value, tree.Node) and value.span.start <= offset <= value.span.end:
        below: list[tree.Node] = []
        for name in value.__dataclass_fields__:
            if name != "span":
                inner = nodes_at(getattr(value, name), offset)
                if len(inner) >= len(below):
                    below = inner or below
        found = [value, *below]
    return found
