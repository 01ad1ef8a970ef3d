"""Text to a typed tree, and back."""

from pzdsl.diagnostics import Source
from pzdsl.syntax.parse import parse
from pzdsl.syntax.tree import SpecTree


def format_source(source: Source) -> str:
    """The text in canonical layout, its comments kept; raises SpecError where it does not parse."""
    from pzdsl.syntax.format import format_source as format_text  # loaded only where something is laid out

    return format_text(source)


__all__ = ["SpecTree", "format_source", "parse"]
