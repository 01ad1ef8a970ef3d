"""Text to a typed tree, and back."""

from pzdsl.syntax.format import format_source
from pzdsl.syntax.parse import parse
from pzdsl.syntax.tree import SpecTree

__all__ = ["SpecTree", "format_source", "parse"]
