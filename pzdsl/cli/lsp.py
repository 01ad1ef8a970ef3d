"""`pzc lsp`: the language server that editors start."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer


def lsp(
    stdio: Annotated[bool, typer.Option("--stdio", help="Speak on the standard streams (what it always does).")] = True,
) -> None:
    """Serve an editor: diagnostics as you type, hover, completion, definition, rename, formatting, fixes, hints."""
    from importlib.util import find_spec

    from pzdsl.errors import UsageError

    if find_spec("pygls") is None:
        raise UsageError("the language server needs pygls; install it with `pip install 'pzdsl[lsp]'`")
    if sys.stdin.isatty():
        print("pzc lsp waits for an editor; see docs/editors.md. Ctrl-C ends it.", file=sys.stderr)
    from pzdsl.editor.server import serve

    serve()
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - the server has closed the stream that it spoke on
