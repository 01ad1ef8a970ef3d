"""Writes the TextMate grammar of the VS Code extension from the words of the language.

python editors/make_grammar.py           writes editors/vscode/syntaxes/pz.tmLanguage.json
python editors/make_grammar.py --check   says whether it is stale (exit 1)
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pzdsl.semantics.families import FAMILIES
from pzdsl.syntax.words import DECLARATIONS, KEYWORDS, MEMBERS, TIME_WORDS

WRITTEN = Path(__file__).parent / "vscode" / "syntaxes" / "pz.tmLanguage.json"


def grammar() -> str:
    """The grammar as JSON."""
    openers = DECLARATIONS | {word for words in MEMBERS.values() for word in words if word}
    openers |= {"pz", "disease", "library", "use"}
    rest = KEYWORDS - openers - TIME_WORDS

    def words(chosen: frozenset[str] | set[str]) -> str:
        return rf"\b(?:{'|'.join(sorted(chosen, key=lambda w: (-len(w), w)))})\b"

    patterns = [
        {"name": "constant.other.code.pz", "match": r"\b[A-Z][A-Z0-9]*#[A-Za-z0-9.\-]+"},
        {"name": "comment.line.number-sign.pz", "match": "#.*$"},
        {
            "name": "string.quoted.double.pz",
            "begin": '"',
            "end": '"|$',
            "patterns": [
                {"name": "constant.character.escape.pz", "match": r"\\."},
                {"name": "variable.other.placeholder.pz", "match": r"\{[A-Za-z_][\w.]*\}"},
            ],
        },
        {"name": "support.type.unit.pz", "match": r"'[^'\n]+'"},
        {
            "match": r"(@[a-z]\w*)(?:\s*(\[[^\]\n]+\]))?",
            "captures": {"1": {"name": "entity.name.tag.source.pz"}, "2": {"name": "string.other.locator.pz"}},
        },
        {"name": "constant.numeric.date.pz", "match": r"\b\d{4}-\d{2}-\d{2}\b"},
        {"name": "constant.numeric.pz", "match": r"\b\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?:[ ]?%)?"},
        {"name": "support.type.time.pz", "match": words(TIME_WORDS)},
        {"name": "keyword.declaration.pz", "match": words(openers & KEYWORDS)},
        {"name": "keyword.other.pz", "match": words(rest)},
        {"name": "support.function.family.pz", "match": rf"\b(?:{'|'.join(sorted(FAMILIES))})(?=\s*\()"},
        {"name": "keyword.operator.pz", "match": r"=>|<=|>=|==|!=|\+-|\*/|[-+*/^=<>|]"},
    ]
    whole = {
        "$schema": "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
        "name": "pz",
        "scopeName": "source.pz",
        "fileTypes": ["pz"],
        "patterns": patterns,
    }
    return json.dumps(whole, indent=2) + "\n"


def main(arguments: list[str]) -> int:
    """Write the grammar, or say whether it is stale."""
    wanted = grammar()
    if "--check" in arguments:
        current = WRITTEN.is_file() and WRITTEN.read_text("utf-8") == wanted
        if not current:
            print(f"{WRITTEN.name} is stale; run `python editors/make_grammar.py`", file=sys.stderr)
        return 0 if current else 1
    WRITTEN.parent.mkdir(parents=True, exist_ok=True)
    WRITTEN.write_text(wanted, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
