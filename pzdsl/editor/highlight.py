"""A Pygments lexer, so that documentation shows `.pz` in color. Pygments finds it by its entry point."""

from __future__ import annotations

from typing import Any, ClassVar

from pygments.lexer import RegexLexer, bygroups, words
from pygments.token import Comment, Keyword, Literal, Name, Number, Operator, Punctuation, String, Whitespace

from pzdsl.syntax.words import KEYWORDS, TIME_WORDS


class PzLexer(RegexLexer):  # type: ignore[misc]
    """Tokens of a disease specification or a library of priors."""

    name = "pz"
    aliases: ClassVar[list[str]] = ["pz", "pzdsl"]
    filenames: ClassVar[list[str]] = ["*.pz"]
    tokens: ClassVar[dict[str, list[Any]]] = {
        "root": [
            (r"[A-Z][A-Z0-9]*#[A-Za-z0-9.\-]+", Name.Constant),
            (r"#[^\n]*", Comment.Single),
            (r'"(?:\\.|[^"\\\n])*"?', String.Double),
            (r"'[^'\n]+'", Literal),
            (r"(@[a-z]\w*)(\s*)(\[[^\]\n]+\])", bygroups(Name.Decorator, Whitespace, String.Symbol)),
            (r"@[a-z]\w*", Name.Decorator),
            (r"\d{4}-\d{2}-\d{2}", Literal.Date),
            (r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?:[ ]?%)?", Number),
            (words(sorted(TIME_WORDS), prefix=r"\b", suffix=r"\b"), Keyword.Type),
            (words(sorted(KEYWORDS - TIME_WORDS), prefix=r"\b", suffix=r"\b"), Keyword),
            (r"[A-Za-z]\w*", Name),
            (r"=>|<=|>=|==|!=|\+-|\*/|[-+*/^=<>|]", Operator),
            (r"[{}()\[\],.:]", Punctuation),
            (r"\s+", Whitespace),
        ]
    }
