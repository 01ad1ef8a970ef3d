"""The extension for VS Code, the lexer, the hooks: made from the language, and never stale."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from pygments.token import Error, Keyword

from pzdsl.editor.highlight import PzLexer
from pzdsl.syntax.words import KEYWORDS

ROOT = Path(__file__).resolve().parents[2]


def test_the_grammar_is_not_stale() -> None:
    command = [sys.executable, str(ROOT / "editors" / "make_grammar.py"), "--check"]
    found = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert found.returncode == 0, found.stderr


def test_the_grammar_has_every_word() -> None:
    text = (ROOT / "editors/vscode/syntaxes/pz.tmLanguage.json").read_text("utf-8")
    words = {w for p in json.loads(text)["patterns"] for w in p.get("match", "").replace(")", "|").split("|")}
    assert {word for word in KEYWORDS if not any(w.split(":")[-1] == word for w in words)} == set()


def test_the_lexer_reads_every_spec() -> None:
    for path in (ROOT / "specs").glob("*.pz"):
        text = path.read_text("utf-8")
        tokens = list(PzLexer(stripnl=False, ensurenl=False).get_tokens(text))
        assert "".join(value for _, value in tokens) == text
        assert not [value for kind, value in tokens if kind is Error]
        assert any(kind is Keyword and value == "prior" for kind, value in tokens)


def test_the_files_of_the_extension_are_there() -> None:
    folder = ROOT / "editors" / "vscode"
    about = json.loads((folder / "package.json").read_text("utf-8"))
    language, grammar = about["contributes"]["languages"][0], about["contributes"]["grammars"][0]
    assert (folder / language["configuration"]).is_file()
    assert (folder / grammar["path"]).is_file()
    assert about["contributes"]["configuration"]["properties"]["pz.command"]["default"] == ["pzc", "lsp"]
